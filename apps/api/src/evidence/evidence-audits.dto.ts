import { CursorQuery, IsCivilDate, IsProse } from '@app/platform';
import { AUDIT_CODES, AUDIT_PERCENT_MIN, AUDIT_VERDICTS, type AuditCode, type AuditItem, type AuditItemView, type AuditVerdict, type AuditView, type LevelShares } from '@app/placements';
import { Transform } from 'class-transformer';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { EvidenceDetailResponse } from '../placements/dto/placement.response.js';

/** How anybody draws the sample again. */
const METHOD = '每级佐证分别抽取：对每条佐证计算 SHA-256（种子、一个空格、佐证编号小写），按结果的十六进制从小到大排列，取前“条数 × 比例”条（不足一条进为一条）。';

export class StartAuditDto {
  /** First civil day on which the evidence was recorded. */
  @IsCivilDate()
  from!: string;
  /** The last, itself included. */
  @IsCivilDate()
  to!: string;
  /** At least this share of each level, 20 to 100 percent. @example 20 */
  @IsOptional() @IsInt() @Min(AUDIT_PERCENT_MIN) @Max(100)
  percent?: number;
}

export class VerdictDto {
  @IsIn(AUDIT_VERDICTS)
  verdict!: AuditVerdict;
  /** Why it is refused; only then. */
  @IsOptional() @IsIn(AUDIT_CODES)
  code?: AuditCode | null;
  @IsOptional() @IsProse(200)
  note?: string | null;
}

export class ListAuditItemsQuery extends CursorQuery {
  /** Only what waits for a verdict. */
  @ApiPropertyOptional({ type: Boolean, default: false }) @IsOptional() @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown))) @IsBoolean()
  undecided: boolean = false;
}

export class AuditLevelResponse {
  /** 1 or 2. */
  level!: number;
  /** Pieces of evidence that could be drawn. */
  population!: number;
  drawn!: number;
  /** Percent of the population. */
  drawnShare!: number | null;
  upheld!: number;
  refused!: number;
  /** Retracted since the draw: neither upheld nor refused. */
  lapsed!: number;
  undecided!: number;
  /** Percent of the judged that were refused. */
  refusedShare!: number | null;
  /** Where the share of the whole level lies (95 %, Wilson). */
  @ApiProperty({ type: [Number], nullable: true }) interval!: number[] | null;

  static of({ level, population, drawn, drawnShare, upheld, refused, lapsed, undecided, refusedShare, interval }: LevelShares): AuditLevelResponse {
    return { level, population, drawn, drawnShare, upheld, refused, lapsed, undecided, refusedShare, interval: interval === null ? null : [...interval] };
  }
}

export class AuditResponse {
  id!: string;
  from!: string;
  to!: string;
  percent!: number;
  /** Drawn by the service, shown to everybody who reads audits. */
  seed!: string;
  /** How the sample is drawn again from the seed and the list of ids (`population`). */
  method!: string;
  startedBy!: string;
  startedAt!: Date;
  finishedBy!: string | null;
  finishedAt!: Date | null;
  levels!: AuditLevelResponse[];

  static of(this: void, { id, from, to, percent, seed, startedBy, startedAt, finishedBy, finishedAt, levels }: AuditView): AuditResponse {
    return { id, from, to, percent, seed, method: METHOD, startedBy, startedAt, finishedBy, finishedAt, levels: levels.map((each) => AuditLevelResponse.of(each)) };
  }
}

export class AuditPage {
  items!: AuditResponse[];
  nextCursor!: string | null;
}

export class AuditItemResponse {
  factId!: string;
  employmentId!: string;
  traineeId!: string | null;
  name!: string | null;
  idNumberMasked!: string | null;
  employerId!: string | null;
  level!: number;
  /** Place in its level by the seed, from 1. */
  place!: number;
  effectiveOn!: string | null;
  detail!: EvidenceDetailResponse | null;
  /** Who recorded the evidence; somebody else judges it. */
  recordedBy!: string;
  verdict!: AuditVerdict | null;
  code!: AuditCode | null;
  note!: string | null;
  decidedBy!: string | null;
  decidedAt!: Date | null;
  /** Retracted since the draw: not judged any more. */
  lapsed!: boolean;

  static of(this: void, view: AuditItemView): AuditItemResponse {
    const { factId, employmentId, traineeId, person, employerId, level, place, effectiveOn, detail, recordedBy, verdict, code, note, decidedBy, decidedAt, lapsed } = view;
    return {
      factId, employmentId, traineeId, name: person?.name ?? null, idNumberMasked: person?.idNumberMasked ?? null, employerId, level, place, effectiveOn, detail: detail === null ? null : EvidenceDetailResponse.of(detail),
      recordedBy, verdict, code, note, decidedBy, decidedAt, lapsed,
    };
  }
}

export class AuditItemPage {
  items!: AuditItemResponse[];
  nextCursor!: string | null;
}

export class AuditCandidateResponse {
  factId!: string;
  level!: number;
  place!: number;
  drawn!: boolean;

  static of(this: void, { factId, level, place, drawn }: AuditItem): AuditCandidateResponse {
    return { factId, level, place, drawn };
  }
}

export class AuditCandidatePage {
  items!: AuditCandidateResponse[];
  nextCursor!: string | null;
}
