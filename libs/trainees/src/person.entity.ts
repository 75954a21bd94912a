import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/**
 * Identity, once in the whole system. No application role can read this table: the functions `find_or_create_persons`,
 * `reveal_id_number` and `merge_persons` are its only doors.
 */
@Entity('persons')
@Unique('one_person_per_id_number', ['idNumberIndex'])
export class PersonEntity {
  @PrimaryColumn('uuid')
  id!: string;
  /** Blind index of the normalised ID number. */
  @Column('text')
  idNumberIndex!: string;
  /** Sealed for persons | id_number | id. */
  @Column('text')
  idNumber!: string;
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}

/** A person found to be another one: `sameAs` is the one that is kept, never itself an alias. */
@Entity('person_aliases')
@Check('alias_is_another_person', 'person_id <> same_as')
@Index('person_aliases_by_person', ['sameAs'])
export class PersonAliasEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => PersonEntity, { name: 'alias_of_a_person' })
  personId!: string;
  @Column('uuid')
  @ForeignKey(() => PersonEntity, { name: 'alias_to_a_person' })
  sameAs!: string;
  @Column('text')
  mergedBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  mergedAt!: Date;
}
