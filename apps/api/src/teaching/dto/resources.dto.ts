import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { REACHES, type Reach } from '@app/matching';
import { SITE_KINDS, type SiteKind } from '@app/placements';
import { CursorQuery, IsCivilDate, IsLine, IsRegionCode, IsUuid, unlessAbsent } from '@app/platform';
import { INSTRUCTOR_KINDS, type BaseWords, type InstructorKind, type InstructorWords, type RoomWords, type ShownResource } from '@app/teaching';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';

const OCCUPATION = /^\d(-\d{2}){0,3}$/;
const OCCUPATION_MESSAGE = '须为职业代码，形如 6-18-02-04';
const PERIODS_MAX = 200;
const OCCUPATIONS_MAX = 20;

/** Days from … to, both included. */
export class PeriodDto {
  @IsCivilDate()
  from!: string;
  @IsCivilDate()
  to!: string;
}

class OwnedDto {
  /** By officers: whose it is; left out: the county's, for every provider. A provider keeps its own. */
  @IsOptional() @IsUuid()
  providerId?: string | null;
  /** Days on which it is not there. */
  @unlessAbsent @IsArray() @ArrayMaxSize(PERIODS_MAX) @ValidateNested({ each: true }) @Type(() => PeriodDto)
  closedDays?: PeriodDto[];
}

export class AddInstructorDto extends OwnedDto {
  /** As people call them; left out where a registration says who it is. No number, no telephone. @example '焊接教研组张老师' */
  @IsOptional() @IsLine(40)
  name?: string | null;
  /** A trainee of ours who teaches. */
  @IsOptional() @IsUuid()
  registrationId?: string | null;
  @IsIn(INSTRUCTOR_KINDS) @ApiProperty({ enum: INSTRUCTOR_KINDS })
  kind!: InstructorKind;
  /** Codes of 2022; a group stands for everything below it. @example ['6-18-02-04'] */
  @IsArray() @ArrayMaxSize(OCCUPATIONS_MAX) @Matches(OCCUPATION, { each: true, message: OCCUPATION_MESSAGE })
  occupations!: string[];
  @IsRegionCode()
  homeRegion!: string;
  /** How far they go to teach: the level that home and site share. */
  @IsIn(REACHES) @ApiProperty({ enum: REACHES })
  reach!: Reach;
  /** @example '一级焊工（高级技师）' */
  @IsOptional() @IsLine(100)
  qualification?: string | null;
  /** Where they come from: a school, an office, a firm. */
  @IsOptional() @IsLine(100)
  origin?: string | null;

  static wordsOf({ name, registrationId, kind, occupations, homeRegion, reach, qualification, origin, closedDays }: AddInstructorDto): InstructorWords {
    return { name: name ?? null, registrationId: registrationId ?? null, kind, occupations, homeRegion, reach, qualification: qualification ?? null, origin: origin ?? null, closedDays: closedDays ?? [] };
  }
}

export class AddRoomDto extends OwnedDto {
  @IsLine(60)
  name!: string;
  @IsIn(SITE_KINDS) @ApiProperty({ enum: SITE_KINDS })
  kind!: SiteKind;
  @IsRegionCode()
  region!: string;
  /** 1..2000. @example 40 */
  @IsInt() @Min(0) @Max(10_000)
  seats!: number;

  static wordsOf({ name, kind, region, seats, closedDays }: AddRoomDto): RoomWords {
    return { name, kind, region, seats, closedDays: closedDays ?? [] };
  }
}

export class AddBaseDto extends OwnedDto {
  @IsLine(60)
  name!: string;
  @IsRegionCode()
  region!: string;
  /** 1..2000. @example 40 */
  @IsInt() @Min(0) @Max(10_000)
  seats!: number;
  @IsArray() @ArrayMaxSize(OCCUPATIONS_MAX) @Matches(OCCUPATION, { each: true, message: OCCUPATION_MESSAGE })
  occupations!: string[];
  /** The company of 公司+基地+农户: an organization (employer or practice base). */
  @IsOptional() @IsUuid()
  companyId?: string | null;
  /** The co-operative: an organization. */
  @IsOptional() @IsUuid()
  cooperativeId?: string | null;
  /** Households that work the base. */
  @unlessAbsent @IsInt() @Min(0) @Max(100_000)
  households?: number;

  static wordsOf({ name, region, seats, occupations, companyId, cooperativeId, households, closedDays }: AddBaseDto): BaseWords {
    return { name, region, seats, occupations, companyId: companyId ?? null, cooperativeId: cooperativeId ?? null, households: households ?? 0, closedDays: closedDays ?? [] };
  }
}

/** Null is no word for "left out". */
const KEEP_NULLS = { skipNullProperties: false } as const;

/** What is given is changed; whose it is stays. */
export class ChangeInstructorDto extends PartialType(OmitType(AddInstructorDto, ['providerId', 'registrationId'] as const), KEEP_NULLS) {}
export class ChangeRoomDto extends PartialType(OmitType(AddRoomDto, ['providerId'] as const), KEEP_NULLS) {}
export class ChangeBaseDto extends PartialType(OmitType(AddBaseDto, ['providerId'] as const), KEEP_NULLS) {}

export class ListResourcesQuery extends CursorQuery {
  @IsOptional() @IsUuid()
  providerId?: string;
  /** Those that serve it. */
  @IsOptional() @Matches(OCCUPATION, { message: OCCUPATION_MESSAGE }) @ApiPropertyOptional({ example: '6-18-02-04' })
  occupation?: string;
  /** Those in it. */
  @IsOptional() @IsRegionCode()
  region?: string;
}

class ResourceResponse {
  id!: string;
  /** Null: the county's, for every provider. */
  providerId!: string | null;
  providerName!: string | null;
  closedDays!: PeriodDto[];
  withdrawnAt!: Date | null;
  version!: number;
}

const headOf = ({ id, providerId, providerName, closedDays, withdrawnAt, version }: ShownResource<'instructor' | 'room' | 'base'>): ResourceResponse => ({ id, providerId, providerName, closedDays: closedDays.map(({ from, to }) => ({ from, to })), withdrawnAt, version });

export class InstructorResponse extends ResourceResponse {
  /** Of a registered trainee: only for those who may read people. */
  name!: string | null;
  registrationId!: string | null;
  @ApiProperty({ enum: INSTRUCTOR_KINDS })
  kind!: InstructorKind;
  occupations!: string[];
  homeRegion!: string;
  @ApiProperty({ enum: REACHES })
  reach!: Reach;
  qualification!: string | null;
  origin!: string | null;

  static of(this: void, row: ShownResource<'instructor'>): InstructorResponse {
    const { name, registrationId, kind, occupations, homeRegion, reach, qualification, origin } = row;
    return { ...headOf(row), name, registrationId, kind, occupations: [...occupations], homeRegion, reach, qualification, origin };
  }
}

export class InstructorPage {
  items!: InstructorResponse[];
  nextCursor!: string | null;
}

export class RoomResponse extends ResourceResponse {
  name!: string;
  @ApiProperty({ enum: SITE_KINDS })
  kind!: SiteKind;
  region!: string;
  seats!: number;

  static of(this: void, row: ShownResource<'room'>): RoomResponse {
    const { name, kind, region, seats } = row;
    return { ...headOf(row), name, kind, region, seats };
  }
}

export class RoomPage {
  items!: RoomResponse[];
  nextCursor!: string | null;
}

export class BaseResponse extends ResourceResponse {
  name!: string;
  region!: string;
  seats!: number;
  occupations!: string[];
  companyId!: string | null;
  companyName!: string | null;
  cooperativeId!: string | null;
  cooperativeName!: string | null;
  households!: number;

  static of(this: void, row: ShownResource<'base'>): BaseResponse {
    const { name, region, seats, occupations, companyId, companyName, cooperativeId, cooperativeName, households } = row;
    return { ...headOf(row), name, region, seats, occupations: [...occupations], companyId, companyName: companyName ?? null, cooperativeId, cooperativeName: cooperativeName ?? null, households };
  }
}

export class BasePage {
  items!: BaseResponse[];
  nextCursor!: string | null;
}
