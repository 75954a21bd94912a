import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** The legal moves of the ledger, as the database keeps them; the same table as `LEDGER_MOVES`. */
@Entity('ledger_moves')
export class LedgerMoveEntity {
  @PrimaryColumn('text')
  kind!: string;
  @Column('text', { array: true })
  needs!: string[];
  @Column('text', { array: true })
  refuses!: string[];
  @Column('text', { nullable: true })
  notBefore!: string | null;
}

/** One fact, never changed: a correction retracts it and adds another. `recordedAt` is given by the database in commit order. */
@Entity('ledger_facts')
@Check('fact_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('fact_names_its_class', `(kind in ('class', 'enrolled', 'completed', 'certified', 'dropped')) = (class_id is not null)`)
@Check('fact_names_its_person', `(kind in ('class', 'retracted')) or (registration_id is not null and person_id is not null)`)
@Check('fact_names_its_employment', `(kind in ('employment-started', 'employment-ended', 'evidence', 'evidence-refused')) = (employment_id is not null)`)
@Check('evidence_has_a_level', `case when kind in ('evidence', 'evidence-refused') then level is not null and level between 0 and 3 else level is null end`)
@Check('retraction_names_a_fact_and_a_reason', `case when kind = 'retracted' then retracts_fact_id is not null and reason is not null else retracts_fact_id is null end`)
// Over an expression, which an entity cannot say: the migration makes it.
@Index('ledger_facts_certificates', { synchronize: false })
@Index('ledger_facts_of_county', ['county', 'recordedAt'])
@Index('ledger_facts_of_class', ['classId', 'registrationId'], { where: 'class_id is not null' })
@Index('ledger_facts_of_employment', ['employmentId'], { where: 'employment_id is not null' })
@Index('ledger_facts_of_registration', ['registrationId', 'effectiveOn'])
@Index('ledger_facts_retractions', ['retractsFactId'], { where: 'retracts_fact_id is not null' })
@Index('ledger_facts_of_person', ['county', 'personId'])
@Index('ledger_facts_that_are_rare', { synchronize: false }) // partial: classes and retractions
export class LedgerFactEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  /** The person's registration region at the time; the class's for facts about a class. */
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  @ForeignKey(() => LedgerMoveEntity, { name: 'fact_kind_is_known' })
  kind!: string;
  @Column('date')
  effectiveOn!: string;
  @Column('timestamptz')
  recordedAt!: Date;
  @Column('uuid', { nullable: true })
  registrationId!: string | null;
  @Column('uuid', { nullable: true })
  personId!: string | null;
  @Column('uuid', { nullable: true })
  classId!: string | null;
  @Column('uuid', { nullable: true })
  employmentId!: string | null;
  @Column('uuid', { nullable: true })
  employerId!: string | null;
  @Column('int', { nullable: true })
  level!: number | null;
  @Column('uuid', { nullable: true })
  @ForeignKey(() => LedgerFactEntity, { name: 'fact_retracts_a_fact' })
  retractsFactId!: string | null;
  @Column('jsonb', { default: {} })
  payload!: Record<string, unknown>;
  @Column('text')
  recordedBy!: string;
  @Column('text', { nullable: true })
  reason!: string | null;
}
