import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUuid } from '@app/platform';
import { MARK_SOURCES, SESSION_MARKS, SESSION_PARTS, SESSION_PERIODS, type AttendedSession, type CheckInNumber, type ExpectedPerson, type HeldHours, type MarkOutcome, type MarkSource, type PersonAttendance, type SessionMark, type SessionMarkKind, type SessionPart, type SessionPeriod } from '@app/teaching';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsNumber, IsOptional, Max, Min, ValidateNested } from 'class-validator';

const PEOPLE_MAX = 500;

export class MarkEntryDto {
  @IsUuid()
  traineeId!: string;
  /** `withdrawn`: what was said was about another session or person. */
  @IsIn(SESSION_MARKS) @ApiProperty({ enum: SESSION_MARKS })
  mark!: SessionMarkKind;
  /** Hours present, at most the session's, to a tenth; left out: the whole session. */
  @IsOptional() @IsNumber({ maxDecimalPlaces: 1 }) @Min(0.1) @Max(5) @ApiPropertyOptional({ type: Number, nullable: true })
  hours?: number | null;
}

export class MarksDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(PEOPLE_MAX) @ValidateNested({ each: true }) @Type(() => MarkEntryDto)
  entries!: MarkEntryDto[];
}

export class MarkOutcomeResponse {
  traineeId!: string;
  /** `corrected`: something else was on record; `already`: the same was. */
  outcome!: 'recorded' | 'corrected' | 'already';
}

export class MarkOutcomes {
  items!: MarkOutcomeResponse[];

  static of(outcomes: readonly MarkOutcome[]): MarkOutcomes {
    return { items: outcomes.map(({ traineeId, outcome }) => ({ traineeId, outcome })) };
  }
}

export class SessionMarkResponse {
  traineeId!: string;
  /** 1 = the first; more = a correction. */
  number!: number;
  @ApiProperty({ enum: SESSION_MARKS })
  mark!: SessionMarkKind;
  hours!: number | null;
  @ApiProperty({ enum: MARK_SOURCES })
  source!: MarkSource;
  recordedBy!: string;
  recordedAt!: Date;

  static of({ registrationId, number, mark, hours, source, recordedBy, recordedAt }: SessionMark): SessionMarkResponse {
    return { traineeId: registrationId, number, mark, hours, source, recordedBy, recordedAt };
  }
}

export class SessionMarksResponse {
  items!: SessionMarkResponse[];
}

export class ExpectedPersonResponse {
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  /** Null: nothing is on record yet. */
  @ApiProperty({ type: SessionMarkResponse, nullable: true })
  mark!: SessionMarkResponse | null;
}

export class MarkListResponse {
  sessionId!: string;
  classId!: string;
  className!: string;
  taughtOn!: string;
  @ApiProperty({ enum: SESSION_PERIODS })
  period!: SessionPeriod;
  @ApiProperty({ enum: SESSION_PARTS })
  part!: SessionPart;
  hours!: number;
  isCancelled!: boolean;
  items!: ExpectedPersonResponse[];

  static of({ id, classId, className, taughtOn, period, part, hours, isCancelled }: AttendedSession, people: readonly ExpectedPerson[]): MarkListResponse {
    const items = people.map(({ traineeId, person, mark }) => ({ traineeId, name: person?.name ?? null, idNumberMasked: person?.idNumberMasked ?? null, mark: mark === null ? null : SessionMarkResponse.of(mark) }));
    return { sessionId: id, classId, className, taughtOn, period, part, hours, isCancelled, items };
  }
}

export class PersonAttendanceResponse {
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  theoryHours!: number;
  practiceHours!: number;
  /** Sessions. */
  present!: number;
  absent!: number;
  leave!: number;
  /** 到课率：到课学时 ÷ 已上学时，向下取整；尚未上课为 null。 */
  percent!: number | null;
}

export class ClassAttendanceResponse {
  /** Hours held so far: sessions up to today that were not cancelled. */
  heldTheoryHours!: number;
  heldPracticeHours!: number;
  items!: PersonAttendanceResponse[];

  static of(held: HeldHours, people: readonly PersonAttendance[]): ClassAttendanceResponse {
    return {
      heldTheoryHours: held.theoryHours, heldPracticeHours: held.practiceHours,
      items: people.map(({ traineeId, person, theoryHours, practiceHours, present, absent, leave, percent }) => ({ traineeId, name: person?.name ?? null, idNumberMasked: person?.idNumberMasked ?? null, theoryHours, practiceHours, present, absent, leave, percent })),
    };
  }
}

export class CheckInCodeResponse {
  /** What the QR code says; it opens without an account. Shown once. */
  url!: string;
  expiresAt!: Date;
  /** The QR code as an SVG picture. */
  svg!: string;
}

export class CheckInNumberResponse {
  traineeId!: string;
  name!: string | null;
  /** 学号 within the class. */
  seatNumber!: number;
  /** Six digits, for this person only. */
  number!: string;

  static of({ traineeId, person, seatNumber, number }: CheckInNumber): CheckInNumberResponse {
    return { traineeId, name: person?.name ?? null, seatNumber, number };
  }
}

export class CheckInNumbersResponse {
  items!: CheckInNumberResponse[];
}
