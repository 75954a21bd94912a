import type { Education } from '@app/kernel';
import { COURSE_STATES, REACHES, WORK_KINDS, type CourseState, type Reach, type WorkKind } from '@app/matching';
import { IsCivilDate, IsEducationLevel, IsLine, IsProse, IsRegionCode } from '@app/platform';
import { CONSENT_PURPOSES, SKILL_SOURCES, type ConsentPurpose, type RecordedSkillSource } from '@app/trainees';
import { PartialType, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength, ValidateIf, ValidateNested } from 'class-validator';

/** May be left out, but null is no value of it. */
const IfGiven = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== undefined);

const LIST_MAX = 100;
const PAY_MAX = 1_000_000;
const HOURS_MAX = 10_000;

export class SkillDto {
  /** @example 'weld.arc' */
  @IsString() @MinLength(1) @MaxLength(100)
  id!: string;
  /** 1 初级工/五级 … 5 高级技师/一级. */
  @IsInt() @Min(1) @Max(5)
  level!: number;
  /** Where it comes from; `stated` when left out. */
  @IfGiven() @IsIn(SKILL_SOURCES)
  source?: RecordedSkillSource;
}

export class HouseholdDto {
  /** The household's number in the county; never an ID number. */
  @IsLine(40)
  number!: string;
  /** @example '户主' */
  @IsOptional() @IsLine(20)
  relation?: string | null;
}

export class CourseRecordDto {
  @IsString() @MinLength(1) @MaxLength(100)
  courseId!: string;
  /** @example 'certified' */
  @IsIn(COURSE_STATES)
  state!: CourseState;
  @IsOptional() @IsInt() @Min(0) @Max(HOURS_MAX)
  hoursDone?: number | null;
  /** Required for certified and completed; not after today. */
  @IsOptional() @IsCivilDate()
  endedOn?: string | null;
  @IsOptional() @IsCivilDate()
  plannedEnd?: string | null;
}

export class WishesDto {
  /** The day the person was asked. */
  @IsCivilDate()
  askedOn!: string;
  @IsOptional() @IsCivilDate()
  holdUntil?: string | null;
  /** Occupations wished for: read by people and lists, never by a score. */
  @IfGiven() @IsArray() @ArrayMaxSize(LIST_MAX) @IsString({ each: true })
  occupations?: string[];
  @IfGiven() @IsArray() @ArrayMaxSize(LIST_MAX) @IsRegionCode({ each: true })
  willingRegions?: string[];
  /** How far they can go; why is nobody's business. */
  @IsOptional() @IsIn(REACHES)
  reach?: Reach | null;
  @IfGiven() @IsArray() @ArrayMaxSize(LIST_MAX) @IsIn(WORK_KINDS, { each: true })
  kindsAccepted?: WorkKind[];
  /** Yuan a month. */
  @IsOptional() @IsInt() @Min(0) @Max(PAY_MAX)
  minPay?: number | null;
  @IfGiven() @IsBoolean()
  available?: boolean;
  @IsOptional() @IsCivilDate()
  availableFrom?: string | null;
  @IsOptional() @IsCivilDate()
  availableTo?: string | null;
  /** Courses of the catalogue. */
  @IfGiven() @IsArray() @ArrayMaxSize(LIST_MAX) @IsString({ each: true })
  trainingWanted?: string[];
}

export class ConsentDto {
  /** @example 'disclosure-to-employer' */
  @IsIn(CONSENT_PURPOSES)
  purpose!: ConsentPurpose;
  /** The words that were agreed to. */
  @IsProse(2000) @MinLength(1)
  wording!: string;
  @IsCivilDate()
  givenOn!: string;
}

export class RegisterTraineeDto {
  /** 18 characters with the right check character; stored sealed, shown masked. */
  @IsString() @MaxLength(40)
  idNumber!: string;
  /** @example '王小梅' */
  @IsLine(50)
  name!: string;
  /** @example '420626106' */
  @IsRegionCode()
  township!: string;
  /** A village of that township. */
  @IsOptional() @IsRegionCode()
  village?: string | null;
  /** A Chinese mobile, or a fixed line with its area code. */
  @IsOptional() @IsString() @MaxLength(40)
  phone?: string | null;
  /** House and group; stored sealed, shown only by a reveal. */
  @IsOptional() @IsLine(200)
  address?: string | null;
  @IsOptional() @IsEducationLevel()
  education?: Education | null;
  /** Residence; left out: the village or township. */
  @IsOptional() @IsRegionCode()
  region?: string | null;
  @IsOptional() @ValidateNested() @Type(() => HouseholdDto)
  household?: HouseholdDto | null;
  /** Occupations that the person knows. */
  @IfGiven() @IsArray() @ArrayMaxSize(LIST_MAX) @IsString({ each: true })
  occupations?: string[];
  @IfGiven() @IsArray() @ArrayMaxSize(LIST_MAX) @ValidateNested({ each: true }) @Type(() => SkillDto)
  skills?: SkillDto[];
  @IfGiven() @IsArray() @ArrayMaxSize(LIST_MAX) @IsLine(100, { each: true })
  certificates?: string[];
  @IfGiven() @ValidateNested() @Type(() => WishesDto)
  wishes?: WishesDto;
  @IfGiven() @IsArray() @ArrayMaxSize(LIST_MAX) @ValidateNested({ each: true }) @Type(() => CourseRecordDto)
  courseRecords?: CourseRecordDto[];
  @IfGiven() @IsArray() @ArrayMaxSize(CONSENT_PURPOSES.length) @ValidateNested({ each: true }) @Type(() => ConsentDto)
  consents?: ConsentDto[];
}

/** What is left out stays; a list replaces the list. The ID number is not changed: another number is another person. */
export class ChangeTraineeDto extends PartialType(OmitType(RegisterTraineeDto, ['idNumber', 'consents', 'name', 'township'] as const)) {
  @IfGiven() @IsLine(50)
  name?: string;
  @IfGiven() @IsRegionCode()
  township?: string;
}
