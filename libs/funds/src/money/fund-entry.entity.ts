import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { SubsidyLineEntity, SubsidyStatementEntity } from '../statements/statement.entity.js';
import { FundEntity } from './fund.entity.js';

export const ENTRY_KINDS = ['appropriated', 'withdrawn', 'committed', 'released', 'paid', 'reversed', 'returned', 'return-reversed'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** One thing that happened to a fund's money; never edited. */
@Entity('fund_entries')
@Check('entry_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('entry_kind_is_known', `kind in ('appropriated', 'withdrawn', 'committed', 'released', 'paid', 'reversed', 'returned', 'return-reversed')`)
@Check('entry_is_of_money', 'fen > 0')
@Check('entry_names_its_line', `(kind in ('appropriated', 'withdrawn')) = (line_id is null) and (line_id is null) = (statement_id is null)`)
@Check('entry_names_its_part', `(kind in ('paid', 'reversed', 'returned', 'return-reversed')) = (part > 0) and (part > 0) = (attempt > 0)`)
@Check('entry_names_its_document', `kind not in ('appropriated', 'withdrawn', 'paid', 'returned') or reference is not null`)
@Check('taking_back_says_why', `kind not in ('withdrawn', 'released', 'reversed', 'return-reversed') or reason is not null`)
@Index('one_entry_per_step', ['lineId', 'kind', 'part', 'attempt'], { unique: true })
@Index('one_appropriation_per_document', ['fundId', 'kind', 'reference'], { unique: true, where: 'line_id is null' })
@Index('fund_entries_by_time', ['fundId', 'recordedAt', 'id'])
@Index('fund_entries_of_statement', ['statementId'])
export class FundEntryEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  /** Of money for a person where the person lived at enrolment, else the county. */
  @Column('text')
  ownerRegion!: string;
  @Column('uuid')
  @ForeignKey(() => FundEntity, { name: 'entry_of_a_fund' })
  fundId!: string;
  @Column('text')
  kind!: EntryKind;
  @Column('bigint')
  fen!: number;
  @Column('uuid', { nullable: true })
  @ForeignKey(() => SubsidyStatementEntity, { name: 'entry_of_a_statement' })
  statementId!: string | null;
  @Column('uuid', { nullable: true })
  @ForeignKey(() => SubsidyLineEntity, { name: 'entry_of_a_line' })
  lineId!: string | null;
  /** Of a payment, from 1. */
  @Column('int', { default: 0 })
  part!: number;
  /** The how-manieth payment of that part: after one was taken back there is another. */
  @Column('int', { default: 0 })
  attempt!: number;
  @Column('date')
  occurredOn!: string;
  /** Number of the document or voucher. */
  @Column('text', { nullable: true })
  reference!: string | null;
  @Column('text', { nullable: true })
  reason!: string | null;
  @Column('text')
  recordedBy!: string;
  /** Of the county's ledger clock. */
  @Column('timestamptz')
  recordedAt!: Date;
}
