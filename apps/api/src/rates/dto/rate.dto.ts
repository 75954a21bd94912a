import type { PresentedRate } from '@app/outcomes';
import { RATE_PARTS, type Proof, type RateAnswer, type RatePart, type RatePerson } from '@app/placements';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '@app/platform';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { EvidenceDetailResponse } from '../../placements/dto/placement.response.js';
import { DatedQuestionDto, IsFlagInQuery } from './rate-question.dto.js';

/** What a figure is asked for; the service reads the texts and names what is wrong. */
export class RateQueryDto extends DatedQuestionDto {
  /** R1, R2@90, R2@180, R2@365, R3, R4, R4p, R5, R6Q2, R6Q4, R6S, R7, R8. @example 'R1' */
  @IsString() @MaxLength(20)
  rule!: string;
  /** Breakdown: class, course, programme, region, provider. */
  @IsOptional() @IsString() @MaxLength(20)
  by?: string;
  /** The lowest level of evidence that counts, 0 to 3; left out: the rule's own. */
  @IsOptional() @IsString() @MaxLength(1)
  minEvidence?: string;
}

export class RateQuery extends RateQueryDto {
  /** Figures as they may be published, small numbers hidden. */
  @IsFlagInQuery()
  published?: boolean;
}

export class RatePersonsQueryDto extends RateQueryDto {
  @IsIn(RATE_PARTS)
  part!: RatePart;
  /** One cell of the breakdown. */
  @IsOptional() @IsString() @MaxLength(100)
  key?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(PAGE_LIMIT_MAX)
  limit: number = PAGE_LIMIT_DEFAULT;
  @IsOptional() @IsString() @MaxLength(1000)
  cursor?: string;
}

/** A rate with everything that names it: never a bare percentage. */
export class RateFigureResponse {
  /** The cell's key; empty: the total. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) by!: object;
  /** The denominator. */
  n!: number;
  numerator!: number | null;
  /** Per cent, two decimals. */
  rate!: number | null;
  /** Nobody of the unknown is employed. */
  low!: number | null;
  /** All of the unknown are. */
  high!: number | null;
  /** 95 % Wilson interval. */
  @ApiProperty({ type: [Number], nullable: true }) wilson!: number[] | null;
  suppressed!: boolean;
  message!: string | null;
  /** Too early to tell: in no rate. */
  immature!: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, nullable: true }) excluded!: object | null;
  /** Persons of the denominator with such a job, by its best evidence. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, nullable: true }) evidence!: object | null;
  /** 人次 */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) personCourses!: object | null;

  static of({ by, n, numerator, rate, low, high, wilson, suppressed, message, immature, excluded, evidence, personCourses }: PresentedRate): RateFigureResponse {
    return { by, n, numerator, rate, low, high, wilson: wilson === null ? null : [...wilson], suppressed, message, immature, excluded, evidence, personCourses };
  }
}

export class RateResponse {
  rule!: string;
  region!: string;
  from!: string | null;
  to!: string | null;
  asOf!: string;
  /** Give it again and get the same figures. */
  knownBy!: string | null;
  form!: 'raw' | 'published';
  /** 口径 */
  definition!: string;
  total!: RateFigureResponse;
  cells!: RateFigureResponse[];

  static of({ rule, region, period, asOf, knownBy, form, definition, figures }: RateAnswer): RateResponse {
    const [total, ...cells] = figures;
    return { rule, region, from: period?.from ?? null, to: period?.to ?? null, asOf, knownBy, form, definition, total: RateFigureResponse.of(total!), cells: cells.map((each) => RateFigureResponse.of(each)) };
  }
}

export class ProofResponse {
  factId!: string;
  kind!: string;
  level!: number;
  effectiveOn!: string;
  recordedAt!: Date;
  inForce!: boolean;
  detail!: EvidenceDetailResponse | null;

  static of({ factId, kind, level, effectiveOn, recordedAt, inForce, detail }: Proof): ProofResponse {
    return { factId, kind, level, effectiveOn, recordedAt, inForce, detail: detail === null ? null : EvidenceDetailResponse.of(detail) };
  }
}

export class DecidingEmploymentResponse {
  employmentId!: string;
  startsOn!: string;
  lastDay!: string | null;
  type!: string;
  employerId!: string | null;
  vacancyId!: string | null;
  pay!: number | null;
  contractMonths!: number | null;
  proofs!: ProofResponse[];
}

export class RatePersonResponse {
  /** Null: no longer in one's scope. */
  traineeId!: string | null;
  name!: string | null;
  idNumberMasked!: string | null;
  /** employed, studying, not-employed, unknown, immature, excluded. */
  standing!: string;
  /** The class in which the person stands. */
  classId!: string;
  /** The first day of the clock (the completion). */
  startsOn!: string;
  horizonEndsOn!: string;
  exclusionReason!: string | null;
  evidenceLevel!: number | null;
  employment!: DecidingEmploymentResponse | null;

  static of({ person, standing, classId, startsOn, horizonEndsOn, exclusionReason, evidence, employment }: RatePerson): RatePersonResponse {
    return {
      traineeId: person?.registrationId ?? null, name: person?.name ?? null, idNumberMasked: person?.idNumberMasked ?? null, standing, classId, startsOn, horizonEndsOn, exclusionReason, evidenceLevel: evidence,
      employment: employment === null ? null : { ...employment, proofs: employment.proofs.map((each) => ProofResponse.of(each)) },
    };
  }
}

export class RatePersonPage {
  items!: RatePersonResponse[];
  nextCursor!: string | null;
}
