import { IsLine, IsUuid } from '@app/platform';
import { EMPLOYER_VERDICTS, HELD_FOR, RUN_DECISIONS, type EmployerDoubt, type EmployerVerdict, type HeldFor, type SpelledEmployer, type SpellingDoubt, type RunDecision } from '@app/vacancies';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { ListDoubtsQuery, MOST_AT_ONCE } from './doubts.dto.js';

const MOST_RUNS_AT_ONCE = 50;

export class ListHeldRunsQuery extends ListDoubtsQuery {
  @IsOptional() @IsIn(HELD_FOR)
  heldFor?: HeldFor;
}

export class DecideRunsDto {
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(MOST_RUNS_AT_ONCE) @ArrayUnique() @IsUuid({ each: true })
  runIds!: string[];
  /** release = close what was withheld; discard = never. */
  @IsIn(RUN_DECISIONS)
  decision!: RunDecision;
  @IsLine(200)
  reason!: string;
}

export class SimilarEmployerResponse {
  id!: string;
  name!: string;
  creditCode!: string | null;
  verified!: boolean;
}

export class EmployerDoubtResponse {
  id!: string;
  name!: string;
  creditCode!: string | null;
  /** By its own check character (GB 32100). */
  creditCodeValid!: boolean;
  openVacancies!: number;
  oldestAt!: string;
  sources!: string[];
  /** Employers that may be the same: another legal form, with or without the place. */
  similar!: SimilarEmployerResponse[];
  /** Rejected before, and has posted again. */
  rejectedAt!: string | null;
  rejectedFor!: string | null;
  version!: number;

  static of(this: void, row: EmployerDoubt): EmployerDoubtResponse {
    const { id, name, creditCode, creditCodeValid, openVacancies, rejectedFor, version } = row;
    return {
      id, name, creditCode, creditCodeValid, openVacancies, oldestAt: row.oldestAt.toISOString(), sources: [...row.sources], similar: row.similar.map((other) => ({ id: other.id, name: other.name, creditCode: other.creditCode, verified: other.verified })),
      rejectedAt: row.rejectedAt?.toISOString() ?? null, rejectedFor, version,
    };
  }
}

export class EmployerDoubtPage {
  items!: EmployerDoubtResponse[];
  nextCursor!: string | null;
}

export class SpelledEmployerResponse {
  id!: string;
  name!: string;
  creditCode!: string | null;
  verified!: boolean;
  /** Of this county. */
  openVacancies!: number;

  static of(this: void, row: SpelledEmployer): SpelledEmployerResponse {
    return { id: row.id, name: row.name, creditCode: row.creditCode, verified: row.verified, openVacancies: row.openVacancies };
  }
}

/** Two names that may be one employer: another legal form, with or without the place. */
export class SpellingDoubtResponse {
  /** The one that a merge keeps: verified, else with a credit code, else older. */
  kept!: SpelledEmployerResponse;
  other!: SpelledEmployerResponse;

  static of(this: void, { kept, other }: SpellingDoubt): SpellingDoubtResponse {
    return { kept: SpelledEmployerResponse.of(kept), other: SpelledEmployerResponse.of(other) };
  }
}

export class SpellingDoubtPage {
  items!: SpellingDoubtResponse[];
  nextCursor!: string | null;
}

export class SpellingDecisionDto {
  @IsUuid()
  employerId!: string;
  @IsUuid()
  otherId!: string;
  /** same = one employer; different = two (splits them where they were merged). */
  @IsIn(EMPLOYER_VERDICTS)
  verdict!: EmployerVerdict;
}

export class DecideSpellingsDto {
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(MOST_AT_ONCE) @ValidateNested({ each: true }) @Type(() => SpellingDecisionDto)
  decisions!: SpellingDecisionDto[];
  @IsLine(200)
  reason!: string;
}

export class DecidedSpellingsResponse {
  /** Vacancies of the county that went to another employer. */
  vacancies!: number;
}

export class SeenLicenceDto {
  @IsUuid()
  employerId!: string;
  /** Where none is registered. */
  @IsOptional() @IsString() @MaxLength(40)
  creditCode?: string;
}

export class VerifyEmployersDto {
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(MOST_AT_ONCE) @ValidateNested({ each: true }) @Type(() => SeenLicenceDto)
  employers!: SeenLicenceDto[];
}

export class VerifiedEmployersResponse {
  verified!: number;
}

export class RejectEmployersDto {
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(MOST_AT_ONCE) @ArrayUnique() @IsUuid({ each: true })
  employerIds!: string[];
  /** Kept with the employer and in the audit trail. */
  @IsLine(200)
  reason!: string;
  @IsOptional() @IsBoolean()
  dryRun?: boolean;
}

export class RejectedEmployersResponse {
  dryRun!: boolean;
  /** Open vacancies closed, or that would be. */
  closed!: number;
}
