import { ApiProperty } from '@nestjs/swagger';
import { JOB_TYPES, type JobType } from '@app/outcomes';
import { IsCivilDate, IsLine, IsRegionCode, IsUuid } from '@app/platform';
import type { HireInput, HireWithdrawal } from '@app/training';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { AddEvidenceDto } from '../../placements/dto/placement.dto.js';
import { OrderDetailResponse } from './order.response.js';

export class HireForOrderDto {
  @IsUuid()
  traineeId!: string;
  /** The first day of work; left out: today. */
  @IsOptional() @IsCivilDate()
  hiredOn?: string | null;
  /** Left out: wage. */
  @IsOptional() @IsIn(JOB_TYPES) @ApiProperty({ enum: JOB_TYPES, required: false })
  type?: JobType;
  /** A contract without an end. */
  @IsOptional() @IsBoolean()
  permanent?: boolean;
  /** Of an order without an employer: who hires. */
  @IsOptional() @IsUuid()
  employerId?: string | null;
  /** Whole yuan a month, as it is; left out: not known (the pledge is not taken for it). */
  @IsOptional() @IsInt() @Min(0) @Max(1_000_000)
  pay?: number | null;
  @IsOptional() @IsInt() @Min(0) @Max(600)
  contractMonths?: number | null;
  @IsOptional() @IsRegionCode()
  workplace?: string | null;
  /** An employment that is on record already (a hire by referral): the hire stands on it, and what is said of the work above is not read. */
  @IsOptional() @IsUuid()
  employmentId?: string | null;
  /** What proves it now. */
  @IsOptional() @ValidateNested() @Type(() => AddEvidenceDto)
  evidence?: AddEvidenceDto | null;

  static toInput({ traineeId, hiredOn, type, permanent, employerId, pay, contractMonths, workplace, employmentId, evidence }: HireForOrderDto, today: string): HireInput {
    const work = { startsOn: hiredOn ?? today, type: type ?? 'wage', permanent: permanent ?? false, employerId: employerId ?? null, pay: pay ?? null, contractMonths: contractMonths ?? null, workplace: workplace ?? null };
    return { traineeId, work, employmentId: employmentId ?? null, evidence: evidence ?? null };
  }
}

export class WithdrawHireDto {
  @IsLine(200)
  reason!: string;
}

export class HireWithdrawalResponse {
  order!: OrderDetailResponse;
  /** The correction that waits for a second officer; null: the hire is taken back. */
  correctionRequestId!: string | null;

  static of({ order, request }: HireWithdrawal): HireWithdrawalResponse {
    return { order: OrderDetailResponse.ofDetail(order, true), correctionRequestId: request?.id ?? null };
  }
}
