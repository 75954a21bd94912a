import { COHORT_DIMENSIONS, evidenceMix, type CohortFigures, type PresentedRate, type PresentedRetention } from '@app/outcomes';
import { RATE_PARTS, REPORT_FAILURES, REPORT_STATES, type CohortReportView, type RatePart } from '@app/placements';
import { IsUuid, PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '@app/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { RateFigureResponse } from './rate.dto.js';
import { DatedQuestionDto, IsFlagInQuery } from './rate-question.dto.js';

/** What a report is asked for; the service reads the texts and names what is wrong. A region outside one's own is answered with figures for publication. */
export class RequestCohortReportDto extends DatedQuestionDto {
  /** A named rate, R4 apart; left out without a definition: R1. @example 'R1' */
  @IsOptional() @IsString() @MaxLength(20)
  rule?: string;
  /** A rate of one's own, as configuration: id, population, horizon, kinds, evidenceAtLeast and conditions. Not with `rule`. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true }) @IsOptional()
  definition?: unknown;
  /** The lowest level of evidence that counts, 0 to 3; left out: the rule's own. */
  @IsOptional() @IsString() @MaxLength(1)
  minEvidence?: string;
  /** Breakdown: class, course, programme, region, provider, township, village, department, month, quarter, year. */
  @IsOptional() @IsString() @MaxLength(20)
  by?: string;
  /** Figures as they may be published, small numbers hidden; raw ones are not kept then. */
  @IsOptional() @IsBoolean()
  forPublication?: boolean;
}

export class CohortReportQuery {
  /** Figures as they may be published, small numbers hidden. */
  @IsFlagInQuery()
  forPublication?: boolean;
}

export const EXPORT_FORMATS = ['xlsx', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export class ExportQuery {
  @IsIn(EXPORT_FORMATS, { message: '应为 xlsx 或 csv' })
  format!: ExportFormat;
}

export class CohortExportQuery extends ExportQuery {
  /** Figures as they may be published, small numbers hidden. */
  @IsFlagInQuery()
  forPublication?: boolean;
}

export class CohortPersonsQueryDto {
  @IsIn(RATE_PARTS)
  part!: RatePart;
  /** One cell of the report's breakdown. */
  @IsOptional() @IsString() @MaxLength(100)
  key?: string;
  /** Of the numerator: those whose deciding employment is with this employer. */
  @IsOptional() @IsUuid()
  employerId?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(PAGE_LIMIT_MAX)
  limit: number = PAGE_LIMIT_DEFAULT;
  @IsOptional() @IsString() @MaxLength(1000)
  cursor?: string;
}

export class EvidenceShareResponse {
  /** E3 to E0; none: no work of the rule's kinds is on record. */
  level!: string;
  persons!: number;
  share!: number | null;
}

/** A figure with its key's name and the mix of evidence it rests on. */
export class CohortFigureResponse extends RateFigureResponse {
  /** Empty: the total. */
  key!: string;
  name!: string;
  /** Null: hidden. */
  @ApiProperty({ type: [EvidenceShareResponse], nullable: true }) evidenceMix!: EvidenceShareResponse[] | null;

  static named(this: void, figure: PresentedRate, names: ReadonlyMap<string, string>): CohortFigureResponse {
    const { n, evidence } = figure;
    const key = Object.values(figure.by)[0] ?? '';
    const mix = evidence === null ? null : evidenceMix({ n, evidence: [evidence.E0, evidence.E1, evidence.E2, evidence.E3] });
    return { ...RateFigureResponse.of(figure), key, name: Object.keys(figure.by).length === 0 ? '合计' : (names.get(key) ?? key), evidenceMix: mix };
  }
}

export class SameCohortResponse {
  n!: number;
  numerator!: number | null;
  rate!: number | null;
}

/** One day of the retention curve; its people differ from day to day, those of `sameCohort` do not. */
export class RetentionPointResponse {
  days!: number;
  /** 口径 */
  definition!: string;
  /** The rate on that day. */
  rule!: string;
  onDay!: RateFigureResponse;
  sameCohort!: SameCohortResponse;

  static of({ days, onDay, sameCohort }: PresentedRetention, definition: string): RetentionPointResponse {
    return { days, definition, rule: onDay.rule, onDay: RateFigureResponse.of(onDay), sameCohort };
  }
}

export class EmployerLineResponse {
  @ApiProperty({ enum: ['employer', 'rest', 'without-employer', 'studying'] }) kind!: string;
  employerId!: string | null;
  name!: string | null;
  /** Of the rest: how many employers are summed. */
  employers!: number | null;
  /** Null: hidden. */
  persons!: number | null;
}

export class TrainedResponse {
  /** Null: all programmes. */
  programme!: string | null;
  @ApiProperty({ enum: ['placement', 'on-the-job', 'outreach'], nullable: true }) table!: string | null;
  persons!: number;
  personCourses!: number;
  certified!: number | null;
}

/** Completions of on-the-job classes; pay in yuan a month, the average of those whose pay is known on both days. */
export class OnTheJobResponse {
  programme!: string;
  completed!: number;
  certified!: number | null;
  mature!: number;
  atWork!: number | null;
  retained!: number | null;
  payKnown!: number | null;
  payBeforeYuan!: number | null;
  payAfterYuan!: number | null;
}

/** The 口径 of every table. */
export class CohortDefinitionsResponse {
  rate!: string;
  months!: string;
  immatureMonths!: string;
  sameCohort!: string;
  employers!: string;
  trained!: string;
  onTheJob!: string;
}

export class CohortFiguresResponse {
  total!: CohortFigureResponse;
  cells!: CohortFigureResponse[];
  /** Months of which everybody is mature. */
  matureMonths!: CohortFigureResponse[];
  /** Months of which somebody is not: their share so far is no rate. */
  immatureMonths!: CohortFigureResponse[];
  retention!: RetentionPointResponse[];
  /** The numerator only, the largest employers first; empty: nobody, or hidden. */
  employers!: EmployerLineResponse[];
  trained!: TrainedResponse[];
  onTheJob!: OnTheJobResponse[];

  static of({ rate, months, retention, employers, trained, onTheJob }: CohortFigures, { names, definitions }: CohortReportView): CohortFiguresResponse {
    const [total, ...cells] = rate.map((figure) => CohortFigureResponse.named(figure, names.cells));
    const ofMonths = (figures: readonly PresentedRate[]): CohortFigureResponse[] => figures.map((figure) => CohortFigureResponse.named(figure, new Map()));
    return {
      total: total!, cells, matureMonths: ofMonths(months.mature), immatureMonths: ofMonths(months.immature),
      retention: retention.map((point) => RetentionPointResponse.of(point, definitions.retention.find(({ days }) => days === point.days)?.definition ?? '')),
      employers: employers.map(({ kind, employer, employers: summed, persons }) => ({ kind, employerId: employer, name: employer === null ? null : (names.employers.get(employer) ?? null), employers: summed, persons })),
      trained: trained.map(({ programme, table, persons, personCourses, certified }) => ({ programme, table, persons, personCourses, certified })),
      onTheJob: onTheJob.map((row) => ({ ...row })),
    };
  }
}

export class CohortReportResponse {
  id!: string;
  @ApiProperty({ enum: REPORT_STATES }) state!: string;
  /** Why it has failed; it can be asked for again. */
  @ApiProperty({ enum: REPORT_FAILURES, nullable: true }) failure!: string | null;
  personsDone!: number;
  /** About how many people there are to go through. */
  personsExpected!: number;
  requestedAt!: Date;
  endedAt!: Date | null;
  region!: string;
  regionName!: string;
  rule!: string;
  /** The rate as configuration. */
  @ApiProperty({ type: 'object', additionalProperties: true }) definition!: object;
  @ApiProperty({ enum: COHORT_DIMENSIONS, nullable: true }) by!: string | null;
  from!: string | null;
  to!: string | null;
  asOf!: string;
  /** Ask again with it and get the same figures. */
  knownBy!: string;
  form!: 'raw' | 'published';
  /** 口径, table by table. */
  definitions!: CohortDefinitionsResponse;
  /** Null until the report is done, and in lists. */
  @ApiProperty({ type: CohortFiguresResponse, nullable: true }) figures!: CohortFiguresResponse | null;

  static of(this: void, view: CohortReportView): CohortReportResponse {
    const { id, state, failure, personsDone, personsExpected, requestedAt, endedAt, region, regionName, rule, by, period, asOf, knownBy, form, figures } = view;
    const { rate, months, immatureMonths, sameCohort, employers, trained, onTheJob } = view.definitions;
    return {
      id, state, failure, personsDone, personsExpected, requestedAt, endedAt, region, regionName, rule: rule.id, definition: rule, by, from: period?.from ?? null, to: period?.to ?? null, asOf, knownBy, form,
      definitions: { rate, months, immatureMonths, sameCohort, employers, trained, onTheJob }, figures: figures === null ? null : CohortFiguresResponse.of(figures, view),
    };
  }
}
