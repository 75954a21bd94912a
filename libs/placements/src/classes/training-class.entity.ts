import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A course held; who sits in it is told by the ledger. */
@Entity('training_classes')
@Check('class_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('class_ends_after_it_starts', 'ends_on >= starts_on')
@Check('class_has_seats', 'seats > 0')
@Index('training_classes_by_start', ['county', 'startsOn', 'id'])
export class TrainingClassEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  name!: string;
  @Column('text')
  courseId!: string;
  @Column('text')
  programme!: string;
  /** The organization that teaches. */
  @Column('uuid')
  providerId!: string;
  /** Where it is held, 12 digits. */
  @Column('text')
  region!: string;
  @Column('date')
  startsOn!: string;
  @Column('date')
  endsOn!: string;
  @Column('int')
  seats!: number;
  /** For people already employed: outside every placement rate. */
  @Column('boolean', { default: false })
  onTheJob!: boolean;
  /** One-off science outreach: outside every placement rate. */
  @Column('boolean', { default: false })
  outreach!: boolean;
  @Column('text')
  createdBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
