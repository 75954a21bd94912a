import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery, IsCivilDate, IsLine, IsUuid, unlessAbsent } from '@app/platform';
import { SLOT_STATES, type MinimumWageRow, type ProviderStanding, type SlotState, type ProviderScore, type ScoredSlot, type SlotRecommendation } from '@app/training';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

const OCCUPATION = /^\d(-\d{2}){0,3}$/;

export class AddSlotDto {
  /** By officers: whose slot it is. */
  @IsOptional() @IsUuid()
  providerId?: string | null;
  /** 2022 code; left out: any. @example '6-18-02-04' */
  @IsOptional() @Matches(OCCUPATION, { message: '须为职业代码，形如 6-18-02-04' })
  occupation?: string | null;
  /** The first possible day. */
  @IsCivilDate()
  fromOn!: string;
  /** 1..500. @example 40 */
  @IsInt() @Min(0) @Max(10_000)
  seats!: number;
}

export class ChangeSlotDto {
  /** Null: any. */
  @IsOptional() @Matches(OCCUPATION, { message: '须为职业代码，形如 6-18-02-04' })
  occupation?: string | null;
  @unlessAbsent @IsCivilDate()
  fromOn?: string;
  @unlessAbsent @IsInt() @Min(0) @Max(10_000)
  seats?: number;
}

export class ListSlotsQuery extends CursorQuery {
  @IsOptional() @IsUuid()
  providerId?: string;
  @IsOptional() @IsIn(SLOT_STATES) @ApiPropertyOptional({ enum: SLOT_STATES })
  state?: SlotState;
}

/** What came of a provider's classes for orders before, 0 to 1; beside slots for an officer who chooses, in no order of the queue. */
export class ProviderScoreResponse {
  /** @example 'provider-score-1' */
  version!: string;
  /** Completed or settled orders behind it. */
  orders!: number;
  /** The mean of the three below; 0.5 where nothing is known. */
  score!: number;
  /** Certified of enrolled. */
  certified!: number;
  /** Hired of certified. */
  hired!: number;
  /** Retained for 90 days of those hired 90 days ago or more. */
  retained!: number;

  static of({ version, orders, score, certified, hired, retained }: ProviderScore): ProviderScoreResponse {
    return { version, orders, score, certified, hired, retained };
  }
}

export class SlotResponse {
  id!: string;
  providerId!: string;
  providerName!: string | null;
  occupation!: string | null;
  fromOn!: string;
  seats!: number;
  @ApiProperty({ enum: SLOT_STATES })
  state!: SlotState;
  /** Whom it serves. */
  orderId!: string | null;
  version!: number;
  createdAt!: Date;
  providerScore!: ProviderScoreResponse;

  static of(this: void, { id, providerId, providerName, occupation, fromOn, seats, state, orderId, version, createdAt, providerScore }: ScoredSlot): SlotResponse {
    return { id, providerId, providerName, occupation, fromOn, seats, state, orderId, version, createdAt, providerScore: ProviderScoreResponse.of(providerScore) };
  }
}

export class SlotRecommendationResponse extends SlotResponse {
  /** The day on which the order's class could begin there. */
  opensOn!: string;
  /** Whether the queue has chosen it. */
  isQueues!: boolean;

  static ofRecommended(this: void, slot: SlotRecommendation): SlotRecommendationResponse {
    return { ...SlotResponse.of(slot), opensOn: slot.opensOn, isQueues: slot.isQueues };
  }
}

export class SlotRecommendationsResponse {
  /** How they are ordered. */
  definition!: string;
  items!: SlotRecommendationResponse[];
}

export class SlotPage {
  items!: SlotResponse[];
  nextCursor!: string | null;
}

export class PauseProviderDto {
  @IsLine(200)
  reason!: string;
}

export class ProviderStandingResponse {
  providerId!: string;
  paused!: boolean;
  reason!: string | null;
  pausedAt!: Date | null;

  static of(this: void, { providerId, pause }: ProviderStanding): ProviderStandingResponse {
    return { providerId, paused: pause !== null, reason: pause?.reason ?? null, pausedAt: pause?.pausedAt ?? null };
  }
}

export class SetMinimumWageDto {
  /** 2, 4 or 6 digits. @example '420626' */
  @Matches(/^(\d{2}|\d{4}|\d{6})$/, { message: '须为省、市、县的行政区划代码（2、4 或 6 位）' })
  region!: string;
  /** The first day. */
  @IsCivilDate()
  fromOn!: string;
  /** Whole yuan a month. */
  @IsInt() @Min(1) @Max(20_000)
  monthlyYuan!: number;
  /** Where it is published. @example '鄂政发〔……〕……号' */
  @IsLine(200)
  document!: string;
}

export class MinimumWageResponse {
  id!: string;
  region!: string;
  fromOn!: string;
  monthlyYuan!: number;
  document!: string;
  /** Whether an administrator entered it from the document. */
  isChecked!: boolean;
  recordedAt!: Date;

  static of(this: void, { id, region, fromOn, monthlyYuan, document, isChecked, recordedAt }: MinimumWageRow): MinimumWageResponse {
    return { id, region, fromOn, monthlyYuan, document, isChecked, recordedAt };
  }
}

export class MinimumWagesResponse {
  /** As they were recorded; of several of one place and day the last holds. */
  items!: MinimumWageResponse[];
}
