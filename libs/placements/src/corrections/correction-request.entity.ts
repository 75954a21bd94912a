import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A correction that waits for a second officer, and what became of it. */
@Entity('correction_requests')
@Check('correction_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('correction_state_is_known', `state in ('pending', 'confirmed', 'refused', 'superseded')`)
@Check('correction_is_decided_by_another', 'decided_by <> asked_by')
@Check('correction_decision_is_whole', `(state in ('confirmed', 'refused')) = (decided_by is not null) and (state = 'pending') = (decided_at is null)`)
@Check('correction_refusal_says_why', `(state = 'refused') = (refusal_reason is not null)`)
@Check('right_fact_of_a_confirmed_replacement', `case when right_fact_id is not null then state = 'confirmed' and replacement is not null else state <> 'confirmed' or replacement is null end`)
@Index('one_pending_correction_per_fact', ['factId'], { unique: true, where: `state = 'pending'` })
@Index('correction_requests_by_time', ['county', 'askedAt', 'id'])
@Index('correction_requests_of_right_fact', ['rightFactId'])
export class CorrectionRequestEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  /** A fact of the ledger, or an exclusion. */
  @Column('uuid')
  factId!: string;
  @Column('text')
  factKind!: string;
  @Column('uuid')
  registrationId!: string;
  @Column('text')
  reason!: string;
  /** What the right fact says; null: it never happened. */
  @Column('jsonb', { nullable: true })
  replacement!: Record<string, unknown> | null;
  @Column('text')
  askedBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  askedAt!: Date;
  @Column('text', { default: 'pending' })
  state!: string;
  @Column('text', { nullable: true })
  decidedBy!: string | null;
  @Column('timestamptz', { nullable: true })
  decidedAt!: Date | null;
  @Column('text', { nullable: true })
  refusalReason!: string | null;
  @Column('uuid', { nullable: true })
  rightFactId!: string | null;
}
