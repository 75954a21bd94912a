import { JOB_TYPES, type JobType } from '@app/outcomes';
import { CursorQuery, IsCivilDate, IsLine, IsRegionCode, IsUuid } from '@app/platform';
import { REFUSAL_CODES, type PresentOutcome, type ReferralView, type RefusalCode } from '@app/placements';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';

const PEOPLE_MAX = 200;

export class PresentDto {
  @IsUuid()
  vacancyId!: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(PEOPLE_MAX) @IsUuid({ each: true })
  traineeIds!: string[];
  /** Left out: today. */
  @IsOptional() @IsCivilDate()
  on?: string;
  /** Why somebody is put forward again after a refusal or an obsolescence. */
  @IsOptional() @IsLine(200)
  reason?: string;
}

/** The employment that a hire or a start records. */
export class WorkDto {
  /** The first day of work. */
  @IsCivilDate()
  startsOn!: string;
  /** @example 'wage' */
  @IsIn(JOB_TYPES)
  type!: JobType;
  /** Without an end. */
  @IsBoolean()
  permanent!: boolean;
  /** Whole yuan a month. */
  @IsOptional() @IsInt() @Min(0) @Max(1_000_000)
  pay?: number | null;
  @IsOptional() @IsInt() @Min(0) @Max(600)
  contractMonths?: number | null;
  @IsOptional() @IsRegionCode()
  workplace?: string | null;
}

export class HireDto extends WorkDto {
  /** The day of the answer; left out: today. */
  @IsOptional() @IsCivilDate()
  on?: string;
}

export class RefuseDto {
  @IsOptional() @IsCivilDate()
  on?: string;
  /** Who refused and why. @example 'trainee-pay' */
  @IsIn(REFUSAL_CODES)
  code!: RefusalCode;
  @IsOptional() @IsLine(200)
  reason?: string;
}

export class UndoHireDto {
  @IsOptional() @IsCivilDate()
  on?: string;
  @IsLine(200)
  reason!: string;
  /** Referrals that the hire made obsolete and that come back; none by itself. */
  @IsOptional() @IsArray() @ArrayMaxSize(PEOPLE_MAX) @IsUuid({ each: true })
  restoreReferralIds?: string[];
}

export class ListReferralsQuery extends CursorQuery {
  @IsOptional() @IsUuid()
  vacancyId?: string;
  @IsOptional() @IsUuid()
  traineeId?: string;
}

export class ReferralResponse {
  id!: string;
  vacancyId!: string;
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  /** `no-answer`: 60 days went by, derived from the dates. @example 'presented' */
  state!: string;
  /** The number of the latest step. */
  step!: number;
  presentedOn!: string;
  effectiveOn!: string;
  reasonCode!: string | null;
  employmentId!: string | null;
  /** The office that gets the count. */
  officeId!: string | null;

  static of(view: ReferralView): ReferralResponse {
    const { id, vacancyId, registrationId, person, state, number, presentedOn, effectiveOn, reasonCode, employmentId, officeId } = view;
    return { id, vacancyId, traineeId: registrationId, name: person?.name ?? null, idNumberMasked: person?.idNumberMasked ?? null, state, step: number, presentedOn, effectiveOn, reasonCode, employmentId, officeId };
  }
}

export class ReferralPage {
  items!: ReferralResponse[];
  nextCursor!: string | null;
}

export class PresentOutcomeResponse {
  /** `already`: on the list as it was · `not-presented`: hired, refused or obsolete, see the referral. */
  outcome!: 'presented' | 'already' | 'not-presented';
  referral!: ReferralResponse;

  static of({ outcome, referral }: PresentOutcome): PresentOutcomeResponse {
    return { outcome, referral: ReferralResponse.of(referral) };
  }
}

export class PresentResponse {
  items!: PresentOutcomeResponse[];
}
