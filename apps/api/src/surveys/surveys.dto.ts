import { IsLine, IsProse, IsRegionCode } from '@app/platform';
import { SURVEY_OUTCOMES, type FrameMember, type StratumCount, type StratumResult, type SurveyOutcome, type SurveyOutcomeView, type SurveyState, type SurveyView } from '@app/placements';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsNumber, IsOptional, Matches, Max, Min } from 'class-validator';

const MONTH = /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/;
const MONTH_MESSAGE = '须为月份，形如 2026-03';
/** How anybody draws again, and checks what was promised. */
const METHOD =
  '种子：SHA-256（种子）须等于抽取前公布的 seedHash。名单：每人一行“层、空格、编号、换行”，按字符排序后连成一段，其 SHA-256 须等于 frameHash。各层人数按比例分配（最大余数法，每层至少两人，不超过该层人数）。每层之内，对每个编号计算签号（算法见《就业率怎么算》），从小到大取前面的人。';

export class PlanSurveyDto {
  /** A named rate of a span or a day: R1 (when absent), R2@90, R2@180, R2@365, R5, R7 or R8. @example 'R1' */
  @IsOptional() @IsLine(20)
  rule?: string;
  /** The level of evidence that counts without a call, 1 to 3; absent: the rate's own. */
  @IsOptional() @IsInt() @Min(0) @Max(3)
  minEvidence?: number;
  /** First month of completion. @example '2026-01' */
  @IsOptional() @Matches(MONTH, { message: MONTH_MESSAGE })
  from?: string;
  /** The last, itself included. */
  @IsOptional() @Matches(MONTH, { message: MONTH_MESSAGE })
  to?: string;
  /** A township or village of one's own region; absent: all of it. */
  @IsOptional() @IsRegionCode()
  region?: string;
  /** Only people of classes of this programme. */
  @IsOptional() @IsLine(100)
  programme?: string;
  /** How many are called, at most everybody; this or `halfWidth`. @example 300 */
  @IsOptional() @IsInt() @Min(2) @Max(5_000)
  size?: number;
  /** How wide the interval may be on either side, in points of the rate, when everybody answers. @example 3 */
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0.5) @Max(25)
  halfWidth?: number;
}

export class CancelSurveyDto {
  @IsProse(200)
  reason!: string;
}

export class SurveyPeriod {
  from!: string;
  to!: string;
}

export class SurveyStratumResponse {
  /** The best evidence there is of these people: `E1`, `E0` or `none`. */
  key!: string;
  members!: number;
  drawn!: number;
  answered!: number;

  static of(this: void, { key, members, drawn, answered }: StratumCount): SurveyStratumResponse {
    return { key, members, drawn, answered };
  }
}

export class SurveyResponse {
  id!: string;
  state!: SurveyState;
  rule!: string;
  /** 口径 */
  definition!: string;
  period!: SurveyPeriod | null;
  region!: string;
  programme!: string | null;
  asOf!: string;
  /** To the microsecond: with `asOf` the rate gives the same figures for ever. */
  knownBy!: string;
  /** Employed on evidence, known not to be employed, and the others, who could be called. */
  proven!: number;
  notEmployed!: number;
  people!: number;
  /** How many are called. */
  size!: number;
  halfWidth!: number | null;
  /** SHA-256 of the list, published before the draw. */
  frameHash!: string;
  /** SHA-256 of the seed, published before the draw. */
  seedHash!: string;
  /** Null until the draw. */
  seed!: string | null;
  /** How the sample is drawn again from the seed and the list (`frame`). */
  method!: string;
  strata!: SurveyStratumResponse[];
  /** Earlier draws over the same question that were cancelled: this is not the first sample. */
  cancelledDraws!: number;
  plannedBy!: string;
  plannedAt!: Date;
  drawnBy!: string | null;
  drawnAt!: Date | null;
  finishedBy!: string | null;
  finishedAt!: Date | null;
  cancelledBy!: string | null;
  cancelledAt!: Date | null;
  cancelReason!: string | null;

  static of(this: void, view: SurveyView): SurveyResponse {
    const { id, state, ruleId, definition, period, region, programme, asOf, knownBy, proven, notEmployed, people, size, halfWidth, frameHash, seedHash, seed, strata, cancelledDraws } = view;
    const { plannedBy, plannedAt, drawnBy, drawnAt, finishedBy, finishedAt, cancelledBy, cancelledAt, cancelReason } = view;
    return {
      id, state, rule: ruleId, definition, period, region, programme, asOf, knownBy, proven, notEmployed, people, size, halfWidth, frameHash, seedHash, seed, method: METHOD, strata: strata.map(SurveyStratumResponse.of), cancelledDraws,
      plannedBy, plannedAt, drawnBy, drawnAt, finishedBy, finishedAt, cancelledBy, cancelledAt, cancelReason,
    };
  }
}

export class SurveyPage {
  items!: SurveyResponse[];
  nextCursor!: string | null;
}

export class SurveyFrameMember {
  /** Of the person's registration. */
  id!: string;
  stratum!: string;

  static of(this: void, { registrationId, stratum }: FrameMember): SurveyFrameMember {
    return { id: registrationId, stratum };
  }
}

export class SurveyFramePage {
  items!: SurveyFrameMember[];
  nextCursor!: string | null;
}

/** How many of a stratum were noted so. */
export class SurveyOutcomeCount {
  outcome!: SurveyOutcome;
  count!: number;
}

export class SurveyStratumResult {
  key!: string;
  members!: number;
  drawn!: number;
  /** For the rate: employed on the days asked about. */
  employed!: number;
  notEmployed!: number;
  /** Counted both ways. */
  silent!: number;
  /** Percent of the drawn who said something. */
  responseRate!: number | null;
  outcomes!: SurveyOutcomeCount[];

  static of(this: void, { key, members, drawn, employed, notEmployed, silent, responseRate, outcomes }: StratumResult): SurveyStratumResult {
    return { key, members, drawn, employed, notEmployed, silent, responseRate, outcomes: SURVEY_OUTCOMES.map((outcome) => ({ outcome, count: outcomes[outcome] })) };
  }
}

export class SurveyEvidenceRate {
  numerator!: number;
  /** Percent: the rate on evidence, which stays the headline. */
  rate!: number | null;
  /** Nobody whose outcome is unknown is employed, and all of them are. */
  low!: number | null;
  high!: number | null;
}

export class SurveyEstimate {
  /** Percent; null where silence leaves too much open. */
  rate!: number | null;
  /** 95 %, at the worst that the silent can mean. */
  @ApiProperty({ type: [Number], nullable: true }) interval!: number[] | null;
  /** Why there is no rate. */
  message!: string | null;
  /** Points between "no silent person is employed" and "all are". */
  silenceSpan!: number | null;
}

export class SurveyResultResponse {
  survey!: SurveyResponse;
  n!: number;
  evidence!: SurveyEvidenceRate;
  estimate!: SurveyEstimate;
  called!: number;
  silent!: number;
  responseRate!: number | null;
  strata!: SurveyStratumResult[];

  static of(this: void, { survey, result }: SurveyOutcomeView): SurveyResultResponse {
    const { n, evidence, estimate, called, silent, responseRate, strata } = result;
    return {
      survey: SurveyResponse.of(survey), n, evidence: { numerator: evidence.numerator, rate: evidence.rate, low: evidence.low, high: evidence.high },
      estimate: { rate: estimate.rate, interval: estimate.interval === null ? null : [...estimate.interval], message: estimate.message, silenceSpan: estimate.silenceSpan },
      called, silent, responseRate, strata: strata.map(SurveyStratumResult.of),
    };
  }
}
