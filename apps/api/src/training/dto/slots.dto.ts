import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery, IsCivilDate, IsLine, IsUuid, unlessAbsent } from '@app/platform';
import { SLOT_STATES, type MinimumWageRow, type ProviderStanding, type SlotRow, type SlotState } from '@app/training';
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

  static of(this: void, { id, providerId, providerName, occupation, fromOn, seats, state, orderId, version, createdAt }: SlotRow): SlotResponse {
    return { id, providerId, providerName, occupation, fromOn, seats, state, orderId, version, createdAt };
  }
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
