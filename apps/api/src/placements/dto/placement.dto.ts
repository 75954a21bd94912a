import { EXCLUSION_REASONS, JOB_TYPES, type EvidenceLevel, type ExclusionReason, type JobType } from '@app/outcomes';
import { IsCivilDate, IsLine, IsProse, IsRegionCode, IsUuid } from '@app/platform';
import { EVIDENCE_FORMS, LEAVING_CODES, MILESTONES, type EvidenceForm, type LeavingCode, type Milestone } from '@app/placements';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { WorkDto } from '../../referrals/dto/referral.dto.js';

const LEVELS = [0, 1, 2, 3] as const satisfies readonly EvidenceLevel[];

/** Work found without a referral. */
export class StartEmploymentDto extends WorkDto {
  @IsOptional() @IsUuid()
  employerId?: string | null;
}

export class AddEvidenceDto {
  /** Decides the level: self-report E0 · visit, call E1 · contract, licence, site-attendance E2 · social-insurance, wage-record E3. */
  @IsIn(EVIDENCE_FORMS)
  form!: EvidenceForm;
  @IsCivilDate()
  on!: string;
  @IsOptional() @IsIn(MILESTONES)
  milestone?: Milestone | null;
  @IsOptional() @IsLine(100)
  contractNumber?: string | null;
  @IsOptional() @IsCivilDate()
  signedOn?: string | null;
  @IsOptional() @IsInt() @Min(0) @Max(600)
  contractMonths?: number | null;
  /** Who confirmed the contract for the employer. */
  @IsOptional() @IsLine(100)
  confirmedBy?: string | null;
  @IsOptional() @IsCivilDate()
  confirmedOn?: string | null;
  /** A licence's credit code; the site of a real-name attendance with its wage account. */
  @IsOptional() @IsLine(200)
  reference?: string | null;
  /** Months of insurance or pay. @example ['2026-03', '2026-04'] */
  @IsOptional() @IsArray() @ArrayMaxSize(60) @Matches(/^\d{4}-(0[1-9]|1[0-2])$/, { each: true, message: '每一项须为月份，形如 2026-03' })
  months?: string[];
  @IsOptional() @IsProse(500)
  note?: string | null;
}

export class RefuseEvidenceDto {
  @IsIn(LEVELS)
  level!: EvidenceLevel;
  @IsLine(200)
  reason!: string;
}

export class EndEmploymentDto {
  /** The last day, itself still worked. */
  @IsCivilDate()
  lastDay!: string;
  @IsIn(LEAVING_CODES)
  code!: LeavingCode;
}

export class NotEmployedDto {
  @IsCivilDate()
  on!: string;
}

export class ExcludeDto {
  @IsIn(EXCLUSION_REASONS)
  reason!: ExclusionReason;
  @IsCivilDate()
  on!: string;
  /** Number or name of the document that proves it. */
  @IsLine(200)
  proofReference!: string;
}

export class ReplacementDto {
  @IsOptional() @IsCivilDate()
  on?: string;
  @IsOptional() @IsIn(JOB_TYPES)
  type?: JobType;
  @IsOptional() @IsBoolean()
  permanent?: boolean;
  @IsOptional() @IsUuid()
  employerId?: string | null;
  @IsOptional() @IsInt() @Min(0) @Max(1_000_000)
  pay?: number | null;
  @IsOptional() @IsInt() @Min(0) @Max(600)
  contractMonths?: number | null;
  @IsOptional() @IsRegionCode()
  workplace?: string | null;
}

export class CorrectDto {
  @IsLine(200)
  reason!: string;
  /** What the right fact says; left out: it never happened. */
  @IsOptional() @ValidateNested() @Type(() => ReplacementDto)
  replacement?: ReplacementDto;
}
