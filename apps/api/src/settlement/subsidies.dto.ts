import { COURSE_DEFINITIONS, type ClassEstimate, type FundEstimate, type OpenCourse, type OpenCourses, type SubsidyRuleVersion } from '@app/funds';
import { CursorQuery, IsCivilDate, IsLine, IsUuid } from '@app/platform';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';

const RULES_MAX = 100;
const EXAMPLE = [{
  id: '雨露', fund: '雨露计划补助', programmes: ['雨露计划'], entitled: 'certified', base: { per: 'head', fen: 150_000 }, mostAPersonAndYear: 300_000, mostAPersonAndYearOfAllFunds: 500_000,
  tiers: [{ fromPercent: 0, payPercent: 0 }, { fromPercent: 50, payPercent: 60 }, { fromPercent: 65, payPercent: 80 }, { fromPercent: 80, payPercent: 100 }], parts: [{ name: '首付', percent: 60 }, { name: '尾款', percent: 40 }],
}];

const RATE = '安置率（R5）：开班在册的人里，结业后 180 天内就过业（佐证 E2 及以上）的比例，不减除外；没有结业的从班次结束日起算。';
const NOW = '眼下可得：按截至今天台账里的安置率和补贴规则算出的应付额，已减去其他班次和其他资金已经占用的人次与额度。';
const MOST = '最多可得：假定情况不明、未到期的人全部就业。';

export class SetSubsidyRulesDto {
  /** For classes whose last day is this day or later, until another version is set. */
  @IsCivilDate()
  fromOn!: string;
  /** The document that the rules follow. @example '保人社发〔2026〕8号' */
  @IsLine(200)
  basis!: string;
  /** In the order in which funds have the first claim to a person-course; amounts in fen. Every fault is named by its path. */
  @IsArray() @ArrayMaxSize(RULES_MAX) @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, example: EXAMPLE })
  rules!: unknown[];
}

export class SubsidyRuleVersionResponse {
  id!: string;
  version!: number;
  fromOn!: string;
  basis!: string;
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, example: EXAMPLE }) rules!: object[];
  setBy!: string;
  setAt!: Date;

  static of(this: void, { id, version, fromOn, basis, rules, setBy, setAt }: SubsidyRuleVersion): SubsidyRuleVersionResponse {
    return { id, version, fromOn, basis, rules: [...rules], setBy, setAt };
  }
}

export class SubsidyRuleVersionPage {
  items!: SubsidyRuleVersionResponse[];
  nextCursor!: string | null;
}

export class NextTierResponse {
  payPercent!: number;
  /** The fewest more people who must prove employed. */
  missing!: number;
  /** Whether so many of the class still may. */
  isPossible!: boolean;
}

export class FundEstimateResponse {
  ruleId!: string;
  fund!: string;
  payPercent!: number;
  /** For how many people. */
  people!: number;
  nowFen!: number;
  mostFen!: number;
  /** Null: nothing higher. */
  @ApiProperty({ type: () => NextTierResponse, nullable: true }) next!: NextTierResponse | null;

  static of(this: void, { ruleId, fund, payPercent, people, nowFen, mostFen, next, isNextPossible }: FundEstimate): FundEstimateResponse {
    return { ruleId, fund, payPercent, people, nowFen, mostFen, next: next === null ? null : { payPercent: next.payPercent, missing: next.missing, isPossible: isNextPossible } };
  }
}

export class EstimateDefinitions {
  rate!: string;
  now!: string;
  most!: string;
}

export class ClassEstimateResponse {
  classId!: string;
  asOf!: string;
  knownBy!: string | null;
  /** Whether it can be settled; before, everything is an estimate. */
  isMature!: boolean;
  /** R5: denominator, numerator, percent. */
  opened!: number;
  employed!: number;
  rate!: number | null;
  /** Who may still prove employed. */
  possible!: number;
  immature!: number;
  /** Null: no rules for the last day of the class. */
  ruleVersion!: number | null;
  /** By fund, in the order of the first claim. */
  funds!: FundEstimateResponse[];
  /** 口径 of rate, now and most. */
  definitions!: EstimateDefinitions;

  static of({ classId, asOf, knownBy, isMature, opened, employed, rate, possible, immature, ruleVersion, funds }: ClassEstimate): ClassEstimateResponse {
    return { classId, asOf, knownBy, isMature, opened, employed, rate, possible, immature, ruleVersion, funds: funds.map(FundEstimateResponse.of), definitions: { rate: RATE, now: NOW, most: MOST } };
  }
}

export class OpenCoursesQuery extends CursorQuery {
  /** Of the classes' last days. @example 2026 */
  @Type(() => Number) @IsInt() @Min(2000) @Max(2100)
  year!: number;
  @IsOptional() @IsLine(50)
  programme?: string;
  @IsOptional() @IsUuid()
  classId?: string;
}

export class OpenCourseResponse {
  classId!: string;
  className!: string;
  programme!: string;
  endsOn!: string;
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  isCompleted!: boolean;
  isCertified!: boolean;

  static of(this: void, { classId, className, programme, endsOn, traineeId, name, idNumberMasked, isCompleted, isCertified }: OpenCourse): OpenCourseResponse {
    return { classId, className, programme, endsOn, traineeId, name, idNumberMasked, isCompleted, isCertified };
  }
}

export class CourseFigureResponse {
  count!: number;
  definition!: string;
}

export class OpenCoursePage {
  trained!: CourseFigureResponse;
  withFund!: CourseFigureResponse;
  open!: CourseFigureResponse;
  items!: OpenCourseResponse[];
  nextCursor!: string | null;

  static of({ trained, withFund, open, items, nextCursor }: OpenCourses): OpenCoursePage {
    const figure = (name: keyof typeof COURSE_DEFINITIONS, count: number): CourseFigureResponse => ({ count, definition: COURSE_DEFINITIONS[name] });
    return { trained: figure('trained', trained), withFund: figure('withFund', withFund), open: figure('open', open), items: items.map(OpenCourseResponse.of), nextCursor };
  }
}
