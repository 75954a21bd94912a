import { ApiProperty } from '@nestjs/swagger';
import { ASSESSMENT_WITHDRAWALS, type Assessment, type AssessmentEntry, type AssessmentOutcome, type AssessmentWithdrawal, type ShownPerson } from '@app/placements';
import { IsCivilDate, IsUuid } from '@app/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsNumber, IsOptional, Max, Min, ValidateNested } from 'class-validator';

const PEOPLE_MAX = 500;

export class AssessmentEntryDto {
  @IsUuid()
  traineeId!: string;
  @IsCivilDate()
  on!: string;
  /** 2 = the second attempt; left out: the first. */
  @IsOptional() @IsInt() @Min(1) @Max(2)
  attempt?: number;
  /** Came to no part of it. */
  @IsOptional() @IsBoolean()
  absent?: boolean;
  /** 0 to 100, to a tenth. */
  @IsOptional() @IsNumber({ maxDecimalPlaces: 1 }) @Min(0) @Max(100)
  theory?: number | null;
  @IsOptional() @IsNumber({ maxDecimalPlaces: 1 }) @Min(0) @Max(100)
  practice?: number | null;

  static toEntry({ traineeId, on, attempt = 1, absent = false, theory = null, practice = null }: AssessmentEntryDto): AssessmentEntry {
    return { traineeId, on, attempt: attempt === 2 ? 2 : 1, absent, theory, practice };
  }
}

export class AssessmentsDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(PEOPLE_MAX) @ValidateNested({ each: true }) @Type(() => AssessmentEntryDto)
  entries!: AssessmentEntryDto[];
}

export class WithdrawAssessmentDto {
  @IsIn(ASSESSMENT_WITHDRAWALS) @ApiProperty({ enum: ASSESSMENT_WITHDRAWALS })
  reasonCode!: AssessmentWithdrawal;
}

export class AssessmentOutcomeResponse {
  traineeId!: string;
  outcome!: 'recorded' | 'already';
  /** By the pass marks of the class. */
  passed!: boolean;
}

export class AssessmentOutcomes {
  items!: AssessmentOutcomeResponse[];

  static of(outcomes: readonly AssessmentOutcome[]): AssessmentOutcomes {
    return { items: outcomes.map(({ traineeId, outcome, passed }) => ({ traineeId, outcome, passed })) };
  }
}

export class AssessmentResponse {
  id!: string;
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  attempt!: number;
  on!: string;
  absent!: boolean;
  theory!: number | null;
  practice!: number | null;
  /** The pass marks by which it was judged. */
  passTheory!: number | null;
  passPractice!: number | null;
  passed!: boolean;
  recordedBy!: string;
  recordedAt!: Date;
  /** Null: in force. */
  @ApiProperty({ enum: ASSESSMENT_WITHDRAWALS, nullable: true, type: String })
  withdrawReason!: AssessmentWithdrawal | null;
  withdrawnAt!: Date | null;

  static of(given: Assessment & { readonly person: ShownPerson | null }): AssessmentResponse {
    const { id, registrationId, person, attempt, on, absent, theory, practice, passTheory, passPractice, passed, recordedBy, recordedAt, withdrawReason, withdrawnAt } = given;
    return { id, traineeId: registrationId, name: person?.name ?? null, idNumberMasked: person?.idNumberMasked ?? null, attempt, on, absent, theory, practice, passTheory, passPractice, passed, recordedBy, recordedAt, withdrawReason, withdrawnAt };
  }
}

export class AssessmentsResponse {
  items!: AssessmentResponse[];
}
