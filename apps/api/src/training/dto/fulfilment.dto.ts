import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { PledgeOutcome } from '@app/outcomes';
import { CursorQuery } from '@app/platform';
import {
  FULFILMENT_DEFINITIONS, FULFILMENT_DIMENSIONS, type FulfilmentDimension, type FulfilmentFigures, type FulfilmentRow, type ShownFulfilment,
} from '@app/training';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';
import { ProviderScoreResponse } from './slots.dto.js';

const PLEDGE_OUTCOMES = ['kept', 'short', 'unknown'] as const satisfies readonly PledgeOutcome[];
const MONTH = { message: '须为月份，形如 2026-03' };

export class FulfilmentQueryDto extends CursorQuery {
  @IsIn(FULFILMENT_DIMENSIONS) @ApiProperty({ enum: FULFILMENT_DIMENSIONS })
  by!: FulfilmentDimension;
  /** Month of approval, with `to`. @example '2026-01' */
  @IsOptional() @Matches(/^\d{4}-\d{2}$/, MONTH) @ApiPropertyOptional()
  from?: string;
  @IsOptional() @Matches(/^\d{4}-\d{2}$/, MONTH) @ApiPropertyOptional()
  to?: string;
  /** Only orders that are settled. */
  @ApiPropertyOptional({ type: Boolean, default: false }) @IsOptional() @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown))) @IsBoolean()
  settled: boolean = false;
}

export class FulfilmentFiguresResponse {
  /** Seats. */
  pledged!: number;
  enrolled!: number;
  certified!: number;
  hired!: number;
  /** Hired, and the 90th day has come. */
  due90!: number;
  retained90!: number;
  due180!: number;
  retained180!: number;
  /** Seats filled by a hire. */
  filled!: number;
  /** Hired with pay and contract as pledged, at most the seats. */
  kept!: number;
  /** Hired for less; not cut to the seats. */
  short!: number;
  /** Hired, and pay or contract is not known. */
  unknown!: number;
  /** Percent; null: no seat was pledged. */
  r4!: number | null;
  r4p!: number | null;

  static of(this: void, { counts, pledges, r4, r4p }: FulfilmentFigures): FulfilmentFiguresResponse {
    const { pledged, enrolled, certified, hired, due90, retained90, due180, retained180 } = counts;
    const { filled, kept, short, unknown } = pledges;
    return { pledged, enrolled, certified, hired, due90, retained90, due180, retained180, filled, kept, short, unknown, r4, r4p };
  }
}

export class FulfilmentDefinitionsResponse {
  orders!: string;
  pledged!: string;
  enrolled!: string;
  certified!: string;
  hired!: string;
  retained90!: string;
  retained180!: string;
  r4!: string;
  r4p!: string;
  employerScore!: string;
  providerScore!: string;
}

export class OrderFulfilmentResponse extends FulfilmentFiguresResponse {
  /** 口径 */
  definitions!: FulfilmentDefinitionsResponse;

  static ofOrder(figures: FulfilmentFigures): OrderFulfilmentResponse {
    return { ...FulfilmentFiguresResponse.of(figures), definitions: { ...FULFILMENT_DEFINITIONS } };
  }
}

export class FulfilmentRowResponse extends FulfilmentFiguresResponse {
  /** An employer's or a provider's id; the county's code. */
  key!: string;
  name!: string | null;
  orders!: number;
  settled!: number;
  /** What the queue counts of an employer, 0 to 1. */
  employerScore!: number | null;
  providerScore!: ProviderScoreResponse | null;

  static ofRow(this: void, row: FulfilmentRow): FulfilmentRowResponse {
    const { key, name, orders, settled, employerScore, providerScore } = row;
    return { ...FulfilmentFiguresResponse.of(row), key, name, orders, settled, employerScore, providerScore: providerScore === null ? null : ProviderScoreResponse.of(providerScore) };
  }
}

export class FulfilmentPage {
  /** 口径 */
  definitions: FulfilmentDefinitionsResponse = { ...FULFILMENT_DEFINITIONS };
  items!: FulfilmentRowResponse[];
  nextCursor!: string | null;
}

export class FulfilmentPersonResponse {
  traineeId!: string;
  name!: string;
  idNumberMasked!: string;
  hiredOn!: string;
  employmentId!: string | null;
  beganOn!: string | null;
  endedOn!: string | null;
  @ApiProperty({ enum: PLEDGE_OUTCOMES })
  pledge!: PledgeOutcome;
  /** Null: the day has not come. */
  retained90!: boolean | null;
  retained180!: boolean | null;

  static of(this: void, { registrationId, name, idNumberMasked, hiredOn, employmentId, beganOn, endedOn, pledge, retained90, retained180 }: ShownFulfilment): FulfilmentPersonResponse {
    return { traineeId: registrationId, name, idNumberMasked, hiredOn, employmentId, beganOn, endedOn, pledge, retained90, retained180 };
  }
}

export class FulfilmentPersonPage {
  items!: FulfilmentPersonResponse[];
  nextCursor!: string | null;
}
