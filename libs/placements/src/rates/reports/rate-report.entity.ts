import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Figures of a region for any pair of dates, worked out by the worker: all named rates (`matrix`), or one rate of a cohort (`cohort`). */
@Entity('rate_reports')
@Check('report_state_is_known', `state in ('waiting', 'working', 'done', 'failed')`)
@Check('report_period_is_whole', '(from_month is null) = (to_month is null)')
@Check('done_report_has_its_result', `(state = 'done') = (result is not null) and (state in ('done', 'failed')) = (ended_at is not null)`)
@Check('failed_report_says_why', `(state = 'failed') = (failure is not null) and failure in ('ledger-faulty', 'gave-up')`)
@Check('report_kind_is_known', `kind in ('matrix', 'cohort')`)
@Check('report_form_is_known', `form in ('raw', 'published')`)
@Check('cohort_report_has_its_rule', `(kind = 'cohort') = (rule is not null) and (kind = 'cohort' or dimension is null)`)
@Check('raw_report_is_of_its_own_region', `region ~ '^[0-9]{12}$' and (form = 'published' or region = owner_region)`)
@Check('report_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Index('rate_reports_of_county', { synchronize: false })
export class RateReportEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'rate_reports_pkey' }) id!: string;
  @Column('text') county!: string;
  /** In whose scope the report lies, 12 digits: of raw figures the region reported on, of published ones the asker's own. */
  @Column('text') ownerRegion!: string;
  @Column('text', { default: () => `current_setting('app.actor_id')` }) requestedBy!: string;
  @Column('date') asOf!: string;
  @Column('timestamptz') knownBy!: Date;
  @Column('text', { nullable: true }) fromMonth!: string | null;
  @Column('text', { nullable: true }) toMonth!: string | null;
  @Column('text', { default: 'waiting' }) state!: string;
  @Column('int', { default: 0 }) personsDone!: number;
  @Column('int', { default: 0 }) personsExpected!: number;
  @Column('jsonb', { nullable: true }) result!: unknown;
  @Column('timestamptz', { default: () => 'now()' }) requestedAt!: Date;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('text', { default: 'matrix' }) kind!: string;
  /** The region reported on, 12 digits. */
  @Column('text') region!: string;
  @Column('text', { default: 'raw' }) form!: string;
  /** Of a cohort: the rate as configuration. */
  @Column('jsonb', { nullable: true }) rule!: unknown;
  @Column('text', { nullable: true }) dimension!: string | null;
  @Column('text', { nullable: true }) failure!: string | null;
}
