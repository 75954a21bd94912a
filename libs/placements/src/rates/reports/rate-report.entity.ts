import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** The named rates of a region for any pair of dates, worked out by the worker. */
@Entity('rate_reports')
@Check('report_state_is_known', `state in ('waiting', 'working', 'done')`)
@Check('report_period_is_whole', '(from_month is null) = (to_month is null)')
@Check('done_report_has_its_result', `(state = 'done') = (result is not null) and (state = 'done') = (ended_at is not null)`)
@Check('report_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Index('rate_reports_of_county', { synchronize: false })
export class RateReportEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'rate_reports_pkey' }) id!: string;
  @Column('text') county!: string;
  /** The region reported on, 12 digits. */
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
}
