import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { PageDigest } from '../sources/page-trail.js';

/** The two public protocols that are spoken. */
export type SourceProtocol = 'hubei' | 'cjob';

/** A network that a county may import from. Off until an administrator turns it on. */
@Entity('vacancy_sources')
@Check('source_owner_is_a_full_code', `owner_region ~ '^[0-9]{12}$'`)
@Check('protocol_is_known', `protocol in ('hubei', 'cjob')`)
@Check('spacing_is_not_negative', 'spacing_ms >= 0')
export class VacancySourceEntity {
  @PrimaryColumn('text') code!: string;
  /** The importing county. */
  @PrimaryColumn('text') ownerRegion!: string;
  @Column('text') protocol!: SourceProtocol;
  /** The region that the network is asked for. */
  @Column('text') queriedRegion!: string;
  @Column('text') baseUrl!: string;
  @Column('boolean', { default: false }) enabled!: boolean;
  /** Between two requests. */
  @Column('int', { default: 1000 }) spacingMs!: number;
  /** Whether the nightly schedule starts a run. */
  @Column('boolean', { default: true }) daily!: boolean;
  @Column('int', { default: 1 }) version!: number;
  @Column('timestamptz', { default: () => 'now()' }) updatedAt!: Date;
}

export const RUN_STATES = ['queued', 'running', 'complete', 'incomplete', 'held', 'failed', 'stopped'] as const;
export type RunState = (typeof RUN_STATES)[number];

/**
 * Why a run is held. `empty`, `shrink`, `daily-limit`: its rows are facts, its closings wait. `drift`, `bad-rows`:
 * nothing of it is a fact yet.
 */
export const HELD_FOR = ['empty', 'shrink', 'daily-limit', 'drift', 'bad-rows'] as const;
export type HeldFor = (typeof HELD_FOR)[number];

/** What a run met besides rows; Chinese, without row content. */
export interface RunFault {
  readonly page: number | null;
  readonly fault: string;
  readonly message: string;
}

/** One import: what it read, kept, changed, closed, rejected, and why. */
@Entity('import_runs')
@Check('run_owner_is_a_full_code', `owner_region ~ '^[0-9]{12}$'`)
@Check('run_state_is_known', `state in ('queued', 'running', 'complete', 'incomplete', 'held', 'failed', 'stopped')`)
@Check('every_row_is_accounted_for', 'rows_read = rows_new + rows_changed + rows_unchanged + rows_rejected + rows_withheld')
@Check('hold_is_known', `held_for in ('empty', 'shrink', 'daily-limit', 'drift', 'bad-rows')`)
@Index('one_active_run_per_source', ['ownerRegion', 'source'], { unique: true, where: `state in ('queued', 'running')` })
@Index('import_runs_of_source', ['ownerRegion', 'source', 'requestedAt'])
export class ImportRunEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') source!: string;
  @Column('text', { default: 'queued' }) state!: RunState;
  @Column('text') requestedBy!: string;
  @Column('int', { default: 0 }) pagesRead!: number;
  /** Grows whenever a worker takes the run over; an older worker's writes are refused. */
  @Column('bigint', { default: 0 }) fencing!: number;
  @Column('int', { nullable: true }) reportedTotal!: number | null;
  @Column('int', { default: 0 }) rowsRead!: number;
  @Column('int', { default: 0 }) rowsNew!: number;
  @Column('int', { default: 0 }) rowsChanged!: number;
  @Column('int', { default: 0 }) rowsUnchanged!: number;
  @Column('int', { default: 0 }) rowsRejected!: number;
  @Column('int', { default: 0 }) rowsClosed!: number;
  /** Open vacancies that the run did not meet for the first time: they close when the next complete run lacks them too. */
  @Column('int', { default: 0 }) rowsMissing!: number;
  /** Open vacancies of the source before the run closed any. */
  @Column('int', { nullable: true }) openBefore!: number | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text', { nullable: true }) heldFor!: HeldFor | null;
  /** Rows read that a held run made nothing of. */
  @Column('int', { default: 0 }) rowsWithheld!: number;
  /** The run whose kept pages it reads instead of asking the source. */
  @Column('uuid', { nullable: true })
  @ForeignKey(() => ImportRunEntity, { name: 'replayed_run' })
  replays!: string | null;
  /** A replay that an officer lets pass whatever its rows are. */
  @Column('boolean', { default: false }) tolerant!: boolean;
  /** Vacancies that the run would have closed, for an officer to release. */
  @Column('uuid', { array: true, default: '{}' }) heldClosings!: string[];
  /** Those that a held run did not meet for the first time. */
  @Column('uuid', { array: true, default: '{}' }) heldMissing!: string[];
  @Column('jsonb', { default: [] }) faults!: RunFault[];
  @Column('timestamptz', { default: () => 'now()' }) requestedAt!: Date;
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('timestamptz', { default: () => 'now()' }) updatedAt!: Date;
  @Column('int', { default: 1 }) version!: number;
}

/** A page as it was read. A walk that goes on after a crash goes on from its last page. */
@Entity('import_pages')
@Index('import_pages_with_payload', ['readAt'], { where: 'payload is not null' })
export class ImportPageEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ImportRunEntity, { name: 'page_of_run' })
  runId!: string;
  @PrimaryColumn('int') page!: number;
  @Column('text') ownerRegion!: string;
  @Column('bigint') fencing!: number;
  /** Rows of the whole list, as the page stated it. */
  @Column('int') total!: number;
  /** Hashes of the page's rows, by which a later walk sees whether the list has moved. */
  @Column('jsonb') digest!: PageDigest;
  /** The rows as they came, sealed for import_pages | payload | run/page; dropped after 90 days. */
  @Column('text', { nullable: true }) payload!: string | null;
  @Column('timestamptz', { default: () => 'now()' }) readAt!: Date;
}

/** What became of one row of a run. */
@Entity('import_rows')
@Check('row_outcome_is_known', `outcome in ('new', 'changed', 'unchanged', 'rejected')`)
@Check('a_rejected_row_says_why', `outcome <> 'rejected' or reason is not null`)
export class ImportRowEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => ImportRunEntity, { name: 'row_of_run' })
  runId!: string;
  @PrimaryColumn('int') page!: number;
  /** Position on the page, from 1. */
  @PrimaryColumn('int') number!: number;
  @Column('text') ownerRegion!: string;
  @Column('bigint') fencing!: number;
  @Column('text') outcome!: 'new' | 'changed' | 'unchanged' | 'rejected';
  /** Chinese; always present where rejected. */
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text', { nullable: true }) externalKey!: string | null;
  @Column('uuid', { nullable: true }) vacancyId!: string | null;
}
