import { CursorQuery, IsLine, IsRegionCode } from '@app/platform';
import { HELD_FOR, RUN_STATES, type HeldFor, type RowOutcome, type RunRow, type RunState, type SourceChange, type SourceRow } from '@app/vacancies';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const OUTCOMES = ['new', 'changed', 'unchanged', 'rejected'] as const;

export class StartImportDto {
  /** @example 'hubei' */
  @IsString() @MaxLength(40)
  source!: string;
}

export class ReleaseImportDto {
  /** Why the list is believed; kept in the audit trail. */
  @IsLine(200)
  reason!: string;
}

export class ReplayImportDto {
  /** What was mended; kept in the audit trail. */
  @IsLine(200)
  reason!: string;
}

export class ListRunsQuery extends CursorQuery {
  @IsOptional() @IsString() @MaxLength(40)
  source?: string;
  @IsOptional() @IsIn(RUN_STATES)
  state?: RunState;
  @IsOptional() @IsIn(HELD_FOR)
  heldFor?: HeldFor;
}

export class ListRowsQuery extends CursorQuery {
  @IsOptional() @IsIn(OUTCOMES)
  outcome?: RowOutcome['outcome'];
}

export class RunFaultResponse {
  page!: number | null;
  /** @example 'maintenance' */
  fault!: string;
  message!: string;
}

/** What a run did. Rows read = new + changed + unchanged + rejected + withheld. */
export class ImportRunResponse {
  id!: string;
  source!: string;
  @ApiProperty({ enum: RUN_STATES })
  state!: string;
  pagesRead!: number;
  /** Rows by the source's own word. */
  reportedTotal!: number | null;
  rowsRead!: number;
  rowsNew!: number;
  rowsChanged!: number;
  rowsUnchanged!: number;
  rowsRejected!: number;
  rowsClosed!: number;
  /** Not on the list for the first time: closed when the next complete run lacks them too. */
  rowsMissing!: number;
  /** Rows that fit, of which a run held for drift or bad rows made nothing yet. */
  rowsWithheld!: number;
  /** What a held run would close when it is released. */
  rowsHeld!: number;
  /** empty, shrink, daily-limit: its closings wait. drift, bad-rows: all of it waits. */
  @ApiProperty({ enum: HELD_FOR, nullable: true, type: String })
  heldFor!: string | null;
  /** The run whose kept pages were read instead of asking the source. */
  replays!: string | null;
  /** Why it was held, or is not complete. */
  reason!: string | null;
  faults!: RunFaultResponse[];
  requestedAt!: string;
  startedAt!: string | null;
  endedAt!: string | null;

  static of(this: void, row: RunRow): ImportRunResponse {
    return {
      id: row.id, source: row.source, state: row.state, pagesRead: row.pagesRead, reportedTotal: row.reportedTotal, rowsRead: row.rowsRead, rowsNew: row.rowsNew, rowsChanged: row.rowsChanged, rowsUnchanged: row.rowsUnchanged,
      rowsRejected: row.rowsRejected, rowsClosed: row.rowsClosed, rowsMissing: row.rowsMissing, rowsWithheld: row.rowsWithheld, rowsHeld: row.heldClosings.length, heldFor: row.heldFor, replays: row.replays, reason: row.reason, faults: row.faults.map(({ page, fault, message }) => ({ page, fault, message })),
      requestedAt: row.requestedAt, startedAt: row.startedAt?.toISOString() ?? null, endedAt: row.endedAt?.toISOString() ?? null,
    };
  }
}

export class ImportRunPage {
  items!: ImportRunResponse[];
  nextCursor!: string | null;
}

export class ImportRowResponse {
  page!: number;
  /** Place on the page, from 1. */
  number!: number;
  @ApiProperty({ enum: OUTCOMES })
  outcome!: string;
  /** Why it was rejected, or what to know of it. */
  reason!: string | null;
  /** The source's id, or a hash of the row. */
  externalKey!: string | null;
  vacancyId!: string | null;

  static of(this: void, row: RowOutcome): ImportRowResponse {
    return { page: row.page, number: row.number, outcome: row.outcome, reason: row.reason, externalKey: row.externalKey, vacancyId: row.vacancyId };
  }
}

/** A row as the source sent it: holds names and telephones. */
export class RawImportRowResponse extends ImportRowResponse {
  /** By the source's own field names. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  raw!: unknown;
}

export class ImportRowPage {
  items!: ImportRowResponse[];
  nextCursor!: string | null;
}

/** What an administrator may change of a source. */
export class ChangeSourceDto implements SourceChange {
  @IsOptional() @IsBoolean()
  enabled?: boolean;
  /**
   * The region that the network is asked for.
   * @example '420626'
   */
  @IsOptional() @IsRegionCode()
  queriedRegion?: string;
  /** @example 'https://www.hbggzp.cn' */
  @IsOptional() @MaxLength(200) @Matches(/^https?:\/\/[^\s/?#@]+\/?$/, { message: '须为 http 或 https 地址，不含路径' })
  baseUrl?: string;
  /** Between two requests, milliseconds. */
  @IsOptional() @IsInt() @Min(0) @Max(600_000)
  spacingMs?: number;
  /** Whether the nightly schedule imports from it. */
  @IsOptional() @IsBoolean()
  daily?: boolean;
}

export class SourceResponse {
  code!: string;
  protocol!: string;
  enabled!: boolean;
  queriedRegion!: string;
  baseUrl!: string;
  spacingMs!: number;
  daily!: boolean;
  version!: number;

  static of(this: void, row: SourceRow): SourceResponse {
    return { code: row.code, protocol: row.protocol, enabled: row.enabled, queriedRegion: row.queriedRegion, baseUrl: row.baseUrl, spacingMs: row.spacingMs, daily: row.daily, version: row.version };
  }
}

export class SourceList {
  items!: SourceResponse[];
}
