import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { LedgerFactEntity } from '../ledger/ledger-fact.entity.js';

/** A sample of the evidence that was recorded in a period. The seed is drawn by the service, kept, and shown. */
@Entity('evidence_audits')
@Check('audit_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('audit_period_is_in_order', 'recorded_to >= recorded_from')
@Check('a_fifth_at_the_least', 'percent between 20 and 100')
@Check('audit_end_is_whole', '(finished_by is null) = (finished_at is null)')
@Index('one_open_audit_per_county', ['county'], { unique: true, where: 'finished_at is null' })
export class EvidenceAuditEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  /** Civil days on which the evidence was recorded, both included. */
  @Column('date')
  recordedFrom!: string;
  @Column('date')
  recordedTo!: string;
  @Column('int')
  percent!: number;
  @Column('text')
  seed!: string;
  @Column('text')
  startedBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  startedAt!: Date;
  @Column('text', { nullable: true })
  finishedBy!: string | null;
  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;
}

/** One fact of evidence that could be drawn, its place by the seed, and what the second officer found. */
@Entity('evidence_audit_items')
@Unique('one_place_per_level', ['auditId', 'level', 'place'])
@Check('audited_level_is_1_or_2', 'level in (1, 2)')
@Check('verdict_is_known', `verdict in ('upheld', 'refused')`)
@Check('verdict_is_whole', '(verdict is null) = (decided_by is null) and (verdict is null) = (decided_at is null)')
@Check('only_the_drawn_are_judged', 'drawn or verdict is null')
@Check('verdict_is_of_a_second_officer', 'decided_by <> recorded_by')
@Check('audit_refusal_is_coded', `(coalesce(verdict, '') = 'refused') = (code is not null) and (code is null) = (refusal_fact_id is null)`)
@Check('audit_code_is_known', `code in ('document-missing', 'document-invalid', 'not-at-work', 'employer-denies', 'person-denies', 'details-differ', 'other')`)
export class EvidenceAuditItemEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => EvidenceAuditEntity, { name: 'item_of_an_audit' })
  auditId!: string;
  @PrimaryColumn('uuid')
  @ForeignKey(() => LedgerFactEntity, { name: 'item_is_a_fact' })
  factId!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('uuid')
  employmentId!: string;
  @Column('int')
  level!: number;
  @Column('text')
  recordedBy!: string;
  /** From 1 in each level, by the hash of seed and fact id. */
  @Column('int')
  place!: number;
  @Column('boolean')
  drawn!: boolean;
  @Column('text', { nullable: true })
  verdict!: string | null;
  @Column('text', { nullable: true })
  code!: string | null;
  @Column('text', { nullable: true })
  note!: string | null;
  @Column('text', { nullable: true })
  decidedBy!: string | null;
  @Column('timestamptz', { nullable: true })
  decidedAt!: Date | null;
  /** The fact that the refusal wrote into the ledger. */
  @Column('uuid', { nullable: true })
  refusalFactId!: string | null;
}
