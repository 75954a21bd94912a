import { CursorQuery, IsCivilDate, IsLine, IsProse, IsUuid } from '@app/platform';
import { EXCLUSION_REASONS, JOB_TYPES, type ExclusionReason, type JobType } from '@app/outcomes';
import { ATTEMPT_RESULTS, SURVEY_OUTCOMES, type AttemptResult, type SurveyAnswer, type SurveyAttempt, type SurveyCallView, type SurveyOutcome } from '@app/placements';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';

export class ListSurveyCallsQuery extends CursorQuery {
  /** One survey; absent: those under way. */
  @IsOptional() @IsUuid()
  surveyId?: string;
  /** Only those without an answer. */
  @ApiPropertyOptional({ type: Boolean, default: false }) @IsOptional() @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown))) @IsBoolean()
  waiting: boolean = false;
}

export class SurveyAttemptDto {
  @IsIn(ATTEMPT_RESULTS)
  result!: AttemptResult;
}

export class SurveyAnswerDto {
  @IsIn(SURVEY_OUTCOMES)
  outcome!: SurveyOutcome;
  /** Of the employed, and only then. */
  @IsOptional() @IsIn(JOB_TYPES)
  jobType?: JobType | null;
  /** As the person named it; of wage employment it must be there. */
  @IsOptional() @IsLine(100)
  employerName?: string | null;
  /** First day of the work. */
  @IsOptional() @IsCivilDate()
  since?: string | null;
  /** The last one, itself included; absent: still there. */
  @IsOptional() @IsCivilDate()
  until?: string | null;
  /** Of `excluded`, and only then. */
  @IsOptional() @IsIn(EXCLUSION_REASONS)
  exclusionReason?: ExclusionReason | null;
  @IsOptional() @IsProse(200)
  note?: string | null;
  /** Of a further answer: why the one before it is wrong. */
  @IsOptional() @IsProse(200)
  correctionReason?: string | null;
}

export class SurveyAttemptResponse {
  attemptedOn!: string;
  result!: AttemptResult;
  attemptedBy!: string;

  static of(this: void, { attemptedOn, result, attemptedBy }: SurveyAttempt): SurveyAttemptResponse {
    return { attemptedOn, result, attemptedBy };
  }
}

export class SurveyAnswerResponse {
  /** From 1; the last one counts. */
  number!: number;
  outcome!: SurveyOutcome;
  jobType!: JobType | null;
  employerName!: string | null;
  since!: string | null;
  until!: string | null;
  exclusionReason!: ExclusionReason | null;
  note!: string | null;
  correctionReason!: string | null;
  answeredBy!: string;
  answeredAt!: Date;

  static of(this: void, { number, outcome, jobType, employerName, since, until, exclusionReason, note, correctionReason, answeredBy, answeredAt }: SurveyAnswer): SurveyAnswerResponse {
    return { number, outcome, jobType, employerName, since, until, exclusionReason, note, correctionReason, answeredBy, answeredAt };
  }
}

export class SurveyCallResponse {
  surveyId!: string;
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  /** The full number by the trainee's `reveal`, with a reason. */
  phoneMasked!: string | null;
  ownerRegion!: string;
  stratum!: string;
  /** Place in its stratum by the lot, from 1. */
  place!: number;
  /** What is asked, word for word. */
  question!: string;
  askedFrom!: string;
  askedTo!: string;
  /** The caller recorded evidence of this person, and somebody else of the county or township can ask. */
  needsAnother!: boolean;
  attempts!: SurveyAttemptResponse[];
  answers!: SurveyAnswerResponse[];

  static of(this: void, view: SurveyCallView): SurveyCallResponse {
    const { surveyId, traineeId, name, idNumberMasked, phoneMasked, ownerRegion, stratum, place, question, askedFrom, askedTo, needsAnother, attempts, answers } = view;
    return { surveyId, traineeId, name, idNumberMasked, phoneMasked, ownerRegion, stratum, place, question, askedFrom, askedTo, needsAnother, attempts: attempts.map(SurveyAttemptResponse.of), answers: answers.map(SurveyAnswerResponse.of) };
  }
}

export class SurveyCallPage {
  items!: SurveyCallResponse[];
  nextCursor!: string | null;
}
