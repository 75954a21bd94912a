import { ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { EDUCATIONS, type Education } from '@app/kernel';
import { SITE_KINDS, type SiteKind } from '@app/placements';
import { CursorQuery, faultsOf, IsCivilDate, IsEducationLevel, IsLine, IsProse, IsRegionCode, IsUuid, unlessAbsent } from '@app/platform';
import {
  CANCEL_REASONS, CONTRACT_KINDS, ORDER_STATES, REJECT_REASONS, REQUEUE_REASONS, RETURN_REASONS, type BulkOrder, type CancelReason, type ContractKind, type OrderChange, type OrderInput, type OrderState, type RejectReason, type RequeueReason, type ReturnReason,
} from '@app/training';
import { plainToInstance, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, validate, ValidateNested } from 'class-validator';

/** What a whole number of the order may be before a rule judges it. */
const NUMBER_MAX = 1_000_000;

export class OrderSkillDto {
  /** @example 'weld.arc' */
  @IsString() @MaxLength(100)
  skillId!: string;
  /** 1 初级工/五级 … 5 高级技师/一级. */
  @IsInt() @Min(0) @Max(9)
  level!: number;
}

export class ShortageRowDto {
  /** Day of the shortage board. */
  @IsCivilDate()
  asOf!: string;
  /** @example '2026-12' */
  @Matches(/^\d{4}-(0[1-9]|1[0-2])$/, { message: '须为月份，形如 2026-12' })
  month!: string;
}

/** An order for training. Fields left out or null are not said. */
export class PlaceOrderDto {
  /** The employer's own reference; the same one again is the same order. @example 'PX-2026-03' */
  @IsOptional() @IsLine(64)
  externalRef?: string | null;
  /** By officers: whose order it is. An API key orders for its own employer, whatever stands here. */
  @IsOptional() @IsUuid()
  employerId?: string | null;
  /** By officers: the row of the shortage board that the order answers. */
  @IsOptional() @ValidateNested() @Type(() => ShortageRowDto)
  shortage?: ShortageRowDto | null;
  /** Kept as a draft instead of submitted. */
  @IsOptional() @IsBoolean()
  draft?: boolean;
  /** 职业分类大典 2022 code. @example '6-18-02-04' */
  @Matches(/^\d(-\d{2}){0,3}$/, { message: '须为职业代码，形如 6-18-02-04' })
  occupation!: string;
  @IsOptional() @IsArray() @ArrayMaxSize(30) @ValidateNested({ each: true }) @Type(() => OrderSkillDto)
  skills?: OrderSkillDto[] | null;
  /** Posts pledged to people with the certificate, 1..500. @example 30 */
  @IsInt() @Min(-NUMBER_MAX) @Max(NUMBER_MAX)
  seats!: number;
  /** Whole yuan a month; not below the minimum wage of the workplace. @example 4500 */
  @IsInt() @Min(-NUMBER_MAX) @Max(NUMBER_MAX)
  payYuan!: number;
  /** Where the work is. @example '420626100' */
  @IsRegionCode()
  workplace!: string;
  @IsIn(CONTRACT_KINDS) @ApiPropertyOptional({ enum: CONTRACT_KINDS })
  contractKind!: ContractKind;
  /** Left out for an open-ended contract. @example 12 */
  @IsOptional() @IsInt() @Min(0) @Max(NUMBER_MAX)
  contractMonths?: number | null;
  /** First and last day on which the class may begin. @example '2027-03-01' */
  @IsCivilDate()
  windowFrom!: string;
  /** @example '2027-04-30' */
  @IsCivilDate()
  windowTo!: string;
  @IsIn(SITE_KINDS) @ApiPropertyOptional({ enum: SITE_KINDS })
  siteKind!: SiteKind;
  /** Where the class is held, in the county. @example '420626106' */
  @IsRegionCode()
  siteRegion!: string;
  @IsOptional() @IsEducationLevel() @ApiPropertyOptional({ enum: EDUCATIONS, nullable: true })
  minEducation?: Education | null;
  @IsOptional() @IsIn([16, 18])
  minAge?: 16 | 18 | null;
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsLine(60, { each: true })
  certificates?: string[] | null;
  /** What candidates must bring; nothing that the law forbids. */
  @IsOptional() @IsProse(1000)
  requirements?: string | null;

  static toInput(this: void, dto: PlaceOrderDto): OrderInput {
    return {
      externalRef: dto.externalRef?.trim() ?? null, employerId: dto.employerId ?? null, shortage: dto.shortage == null ? null : { asOf: dto.shortage.asOf, month: dto.shortage.month }, draft: dto.draft ?? false,
      occupation: dto.occupation, skills: dto.skills ?? [], seats: dto.seats, payYuan: dto.payYuan, workplace: dto.workplace, contractKind: dto.contractKind, contractMonths: dto.contractMonths ?? null, windowFrom: dto.windowFrom, windowTo: dto.windowTo,
      siteKind: dto.siteKind, siteRegion: dto.siteRegion, minEducation: dto.minEducation ?? null, minAge: dto.minAge ?? 16, certificates: dto.certificates ?? [], requirements: dto.requirements ?? null,
    };
  }
}

class OptionalFieldsDto extends PartialType(OmitType(PlaceOrderDto, ['externalRef', 'employerId', 'shortage', 'draft', 'occupation', 'seats', 'payYuan', 'workplace', 'contractKind', 'windowFrom', 'windowTo', 'siteKind', 'siteRegion'] as const)) {}

/** What is to change; null takes a statement back. */
export class ChangeOrderDto extends OptionalFieldsDto {
  @unlessAbsent @Matches(/^\d(-\d{2}){0,3}$/, { message: '须为职业代码，形如 6-18-02-04' })
  occupation?: string;
  @unlessAbsent @IsInt() @Min(-NUMBER_MAX) @Max(NUMBER_MAX)
  seats?: number;
  @unlessAbsent @IsInt() @Min(-NUMBER_MAX) @Max(NUMBER_MAX)
  payYuan?: number;
  @unlessAbsent @IsRegionCode()
  workplace?: string;
  @unlessAbsent @IsIn(CONTRACT_KINDS) @ApiPropertyOptional({ enum: CONTRACT_KINDS })
  contractKind?: ContractKind;
  @unlessAbsent @IsCivilDate()
  windowFrom?: string;
  @unlessAbsent @IsCivilDate()
  windowTo?: string;
  @unlessAbsent @IsIn(SITE_KINDS) @ApiPropertyOptional({ enum: SITE_KINDS })
  siteKind?: SiteKind;
  @unlessAbsent @IsRegionCode()
  siteRegion?: string;

  static toChange(this: void, { skills, minAge, certificates, ...dto }: ChangeOrderDto): OrderChange {
    const rest = Object.fromEntries(Object.entries(dto).filter(([, value]) => value !== undefined)) as OrderChange;
    return { ...rest, ...(skills === undefined ? {} : { skills: skills ?? [] }), ...(minAge === undefined ? {} : { minAge: minAge ?? 16 }), ...(certificates === undefined ? {} : { certificates: certificates ?? [] }) };
  }
}

export class ListOrdersQuery extends CursorQuery {
  @IsOptional() @IsIn(ORDER_STATES) @ApiPropertyOptional({ enum: ORDER_STATES })
  state?: OrderState;
  @IsOptional() @IsUuid()
  employerId?: string;
  @IsOptional() @Matches(/^\d(-\d{2}){0,3}$/)
  occupation?: string;
}

class WordsDto {
  /** More in words. */
  @IsOptional() @IsLine(200)
  reason?: string | null;
}

export class CancelOrderDto extends WordsDto {
  @IsIn(CANCEL_REASONS.filter((code) => code !== 'split')) @ApiPropertyOptional({ enum: CANCEL_REASONS.filter((code) => code !== 'split') })
  code!: Exclude<CancelReason, 'split'>;
}

export class ReturnOrderDto extends WordsDto {
  @IsIn(RETURN_REASONS) @ApiPropertyOptional({ enum: RETURN_REASONS })
  code!: ReturnReason;
}

export class RejectOrderDto extends WordsDto {
  @IsIn(REJECT_REASONS) @ApiPropertyOptional({ enum: REJECT_REASONS })
  code!: RejectReason;
}

export class RequeueOrderDto extends WordsDto {
  @IsIn(REQUEUE_REASONS) @ApiPropertyOptional({ enum: REQUEUE_REASONS })
  code!: RequeueReason;
}

export class SplitOrderDto {
  /** Seats of each part; together the whole. @example [20, 10] */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @IsInt({ each: true })
  seats!: number[];
}

export class RecruitOrderDto {
  /** Left out: the slot that the queue has chosen. */
  @IsOptional() @IsUuid()
  slotId?: string | null;
}

/** A class that was made by hand, or what the order's own class is opened with. */
export class OpenOrderClassDto {
  /** A class at the order's provider that exists already; left out: the class is made from the order, its slot and what people were told. */
  @IsOptional() @IsUuid()
  classId?: string | null;
  /** Left out: the course and the order's number. */
  @IsOptional() @IsLine(60)
  name?: string | null;
  /** Left out: the course's own. */
  @IsOptional() @IsLine(60)
  programme?: string | null;
  /** With fewer who have accepted it is not opened. */
  @IsOptional() @IsInt() @Min(1) @Max(500)
  minSeats?: number | null;
}

/** Checks one row by the rules of a single order. */
export async function readOrder(row: unknown): Promise<BulkOrder> {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return { reference: null, faults: [{ path: '', message: '不是一个 JSON 对象' }] };
  const reference = 'externalRef' in row && typeof row.externalRef === 'string' ? row.externalRef.trim().slice(0, 64) : null;
  if (reference === null || reference === '') return { reference: null, faults: [{ path: 'externalRef', message: '批量提交的每一行须有 externalRef' }] };
  const dto = plainToInstance(PlaceOrderDto, row);
  const errors = await validate(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, validationError: { target: false, value: false } });
  return errors.length > 0 ? { reference, faults: faultsOf(errors) } : { reference, input: PlaceOrderDto.toInput(dto) };
}
