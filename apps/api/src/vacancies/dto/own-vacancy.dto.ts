import { EDUCATIONS, type Education } from '@app/kernel';
import { IsCivilDate, IsEducationLevel, IsLine, IsProse, IsRegionCode } from '@app/platform';
import { VACANCY_KINDS, type OwnVacancyChange, type OwnVacancyInput, type VacancyKind } from '@app/vacancies';
import { ApiPropertyOptional, PartialType, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested } from 'class-validator';

const PAY_MAX = 1_000_000;
const OPENINGS_MAX = 10_000;
/** A field of a change that may be left out, but not be null. */
const unlessAbsent = ValidateIf((_: object, value: unknown) => value !== undefined);

export class VacancySkillDto {
  /** @example 'weld.arc' */
  @IsString() @MaxLength(100)
  skillId!: string;
  /** 1 初级工/五级 … 5 高级技师/一级. */
  @IsInt() @Min(1) @Max(5)
  level!: number;
  @IsBoolean()
  essential!: boolean;
}

/** A vacancy as its employer states it. Fields left out or null are not said. */
export class PostVacancyDto {
  /**
   * The employer's own reference; the same one again is the same vacancy.
   * @example 'HR-2026-017'
   */
  @IsLine(64)
  externalRef!: string;
  /** @example '电焊工' */
  @IsLine(100)
  title!: string;
  /**
   * 职业分类大典 2022 code; left out: decided from the title.
   * @example '6-18-02-04'
   */
  @IsOptional() @Matches(/^\d(-\d{2}){0,3}$/, { message: '须为职业代码，形如 6-18-02-04' })
  occupation?: string | null;
  /** Left out: read from title and description. */
  @IsOptional() @IsArray() @ArrayMaxSize(30) @ValidateNested({ each: true }) @Type(() => VacancySkillDto)
  skills?: VacancySkillDto[] | null;
  /**
   * Workplace.
   * @example '420626100'
   */
  @IsRegionCode()
  region!: string;
  /** @example '城关镇迎宾路 8 号' */
  @IsOptional() @IsLine(200)
  address?: string | null;
  /** Whether lodging is given. */
  @IsOptional() @IsBoolean()
  lodging?: boolean | null;
  @IsOptional() @IsEducationLevel() @ApiPropertyOptional({ enum: EDUCATIONS, nullable: true })
  minEducation?: Education | null;
  /**
   * Whole yuan a month.
   * @example 4500
   */
  @IsOptional() @IsInt() @Min(0) @Max(PAY_MAX)
  payFrom?: number | null;
  /** @example 6500 */
  @IsOptional() @IsInt() @Min(0) @Max(PAY_MAX)
  payTo?: number | null;
  /**
   * Seats; left out: unknown (若干).
   * @example 3
   */
  @IsOptional() @IsInt() @Min(1) @Max(OPENINGS_MAX)
  openings?: number | null;
  @IsOptional() @IsIn(VACANCY_KINDS) @ApiPropertyOptional({ enum: VACANCY_KINDS, nullable: true })
  kind?: VacancyKind | null;
  /** 16, or 18 where the law asks for it. */
  @IsOptional() @IsIn([16, 18])
  minAge?: 16 | 18 | null;
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsLine(60, { each: true })
  certificates?: string[] | null;
  @IsOptional() @IsProse(4000)
  description?: string | null;
  /**
   * The last day.
   * @example '2026-12-31'
   */
  @IsOptional() @IsCivilDate()
  validThrough?: string | null;
  @IsOptional() @IsCivilDate()
  startsOn?: string | null;
  @IsOptional() @IsCivilDate()
  endsOn?: string | null;
  @IsOptional() @IsLine(40)
  contactName?: string | null;
  /** @example '0710-5812345' */
  @IsOptional() @IsLine(40)
  contactPhone?: string | null;

  static toInput(this: void, dto: PostVacancyDto): OwnVacancyInput {
    return {
      externalRef: dto.externalRef.trim(), title: dto.title, occupation: dto.occupation ?? null, skills: dto.skills ?? null, region: dto.region, address: dto.address ?? null, lodging: dto.lodging ?? null,
      minEducation: dto.minEducation ?? null, payFrom: dto.payFrom ?? null, payTo: dto.payTo ?? null, openings: dto.openings ?? null, kind: dto.kind ?? null, minAge: dto.minAge ?? 16, certificates: dto.certificates ?? [],
      description: dto.description ?? null, validThrough: dto.validThrough ?? null, startsOn: dto.startsOn ?? null, endsOn: dto.endsOn ?? null, contactName: dto.contactName ?? null, contactPhone: dto.contactPhone ?? null,
    };
  }
}

/** What is to change; null takes a statement back. */
export class ChangeVacancyDto extends PartialType(OmitType(PostVacancyDto, ['externalRef', 'title', 'region'] as const)) {
  @unlessAbsent @IsLine(100)
  title?: string;
  @unlessAbsent @IsRegionCode()
  region?: string;

  static toChange(this: void, { minAge, certificates, ...dto }: ChangeVacancyDto): OwnVacancyChange {
    const rest = Object.fromEntries(Object.entries(dto).filter(([, value]) => value !== undefined)) as OwnVacancyChange;
    return { ...rest, ...(minAge === undefined ? {} : { minAge: minAge ?? 16 }), ...(certificates === undefined ? {} : { certificates: certificates ?? [] }) };
  }
}
