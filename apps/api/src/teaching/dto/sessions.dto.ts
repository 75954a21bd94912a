import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery, IsCivilDate, IsLine, IsUuid, unlessAbsent } from '@app/platform';
import { NOT_HELD_REASONS, type NotHeldReason } from '@app/scheduling';
import { SESSION_PARTS, SESSION_PERIODS, type NewSession, type SessionPart, type SessionPeriod, type StoredSession, type TeachingDays, type Timetable, type TimetableProposal } from '@app/teaching';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsNumber, IsOptional, IsString, Max, Min, ValidateNested } from 'class-validator';

const SESSIONS_MAX = 400;

export class SessionDto {
  @IsCivilDate()
  taughtOn!: string;
  @IsIn(SESSION_PERIODS) @ApiProperty({ enum: SESSION_PERIODS })
  period!: SessionPeriod;
  @IsIn(SESSION_PARTS) @ApiProperty({ enum: SESSION_PARTS })
  part!: SessionPart;
  /** In halves, 0.5 to 5. @example 4 */
  @IsNumber() @Min(0) @Max(24)
  hours!: number;
  /** A room or a base. */
  @IsOptional() @IsUuid()
  roomId?: string | null;
  @IsOptional() @IsUuid()
  baseId?: string | null;
  @IsUuid()
  instructorId!: string;
  /** Of a flexible class: why it is taught on a holiday, in a season of farm work or on a day of rest. */
  @IsOptional() @IsLine(200)
  overrideReason?: string | null;

  static sessionOf(this: void, { taughtOn, period, part, hours, roomId, baseId, instructorId, overrideReason }: SessionDto): NewSession {
    return { taughtOn, period, part, hours, roomId: roomId ?? null, baseId: baseId ?? null, instructorId, overrideReason: overrideReason?.trim() ?? null };
  }
}

export class AddSessionsDto {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(SESSIONS_MAX) @ValidateNested({ each: true }) @Type(() => SessionDto)
  sessions!: SessionDto[];
}

/** What is left out stays. A new room or base takes the place of the old one. */
export class MoveSessionDto {
  @unlessAbsent @IsCivilDate()
  taughtOn?: string;
  @unlessAbsent @IsIn(SESSION_PERIODS) @ApiPropertyOptional({ enum: SESSION_PERIODS })
  period?: SessionPeriod;
  @unlessAbsent @IsNumber() @Min(0) @Max(24)
  hours?: number;
  @unlessAbsent @IsUuid()
  roomId?: string;
  @unlessAbsent @IsUuid()
  baseId?: string;
  @unlessAbsent @IsUuid()
  instructorId?: string;
  @IsOptional() @IsLine(200)
  overrideReason?: string | null;
  /** Why it is moved. */
  @IsLine(200)
  reason!: string;
}

export class CancelSessionDto {
  @IsLine(200)
  reason!: string;
}

export class ListSessionsQuery extends CursorQuery {
  @IsCivilDate()
  from!: string;
  @IsCivilDate()
  to!: string;
  @IsOptional() @IsUuid()
  classId?: string;
  @IsOptional() @IsUuid()
  instructorId?: string;
  @IsOptional() @IsUuid()
  roomId?: string;
  @IsOptional() @IsUuid()
  baseId?: string;
}

export class PlannedSessionResponse {
  taughtOn!: string;
  @ApiProperty({ enum: SESSION_PERIODS })
  period!: SessionPeriod;
  @ApiProperty({ enum: SESSION_PARTS })
  part!: SessionPart;
  hours!: number;
  roomId!: string | null;
  baseId!: string | null;
  instructorId!: string;
  overrideReason!: string | null;

  static of(this: void, { taughtOn, period, part, hours, roomId, baseId, instructorId, overrideReason }: NewSession): PlannedSessionResponse {
    return { taughtOn, period, part, hours, roomId, baseId, instructorId, overrideReason };
  }
}

export class SessionResponse extends PlannedSessionResponse {
  id!: string;
  classId!: string;
  className!: string | null;
  /** Of the room or the base; null where it is another provider's. */
  placeName!: string | null;
  /** The cancelled session that this one was moved from. */
  replacesId!: string | null;
  cancelledAt!: Date | null;
  cancelReason!: string | null;
  version!: number;

  static override of(this: void, row: StoredSession): SessionResponse {
    const { id, classId, className, placeName, replacesId, cancelledAt, cancelReason, version } = row;
    return { ...PlannedSessionResponse.of(row), id, classId, className, placeName, replacesId, cancelledAt, cancelReason, version };
  }
}

export class SessionPage {
  items!: SessionResponse[];
  nextCursor!: string | null;
}

/** Of one part: what is planned, and what the sessions come to that stand. */
export class TimetableHours {
  /** Null: not known. */
  planned!: number | null;
  timetabled!: number;
  /** 口径 */
  definition!: string;
}

const HOURS_DEFINITION = '口径：计划课时为开班时所定，未定的取课程目录；已排课时为未取消的各次课之和。';

export class TimetableResponse {
  classId!: string;
  theory!: TimetableHours;
  practice!: TimetableHours;
  /** By time; cancelled ones stand in it. */
  sessions!: SessionResponse[];

  static of(this: void, { class: { id, theoryHours, practiceHours }, hours, sessions }: Timetable): TimetableResponse {
    return {
      classId: id,
      theory: { planned: theoryHours, timetabled: hours.theory, definition: HOURS_DEFINITION },
      practice: { planned: practiceHours, timetabled: hours.practice, definition: HOURS_DEFINITION },
      sessions: sessions.map(SessionResponse.of),
    };
  }
}

export class ProposeTimetableDto {
  /** Hours a day, whole, 2 to 8; left out: 6. */
  @IsOptional() @IsInt() @Min(2) @Max(8)
  hoursPerDay?: number;
}

export class TimetableProposalResponse {
  /** To be sent to `sessions` as they are; empty where there is no timetable. */
  sessions!: PlannedSessionResponse[];
  @ApiProperty({ enum: NOT_HELD_REASONS, nullable: true })
  reason!: NotHeldReason | null;

  static of(this: void, { sessions, reason }: TimetableProposal): TimetableProposalResponse {
    return { sessions: sessions.map(PlannedSessionResponse.of), reason };
  }
}

export class FarmSeasonDto {
  /** @example '夏收夏播' */
  @IsLine(20)
  name!: string;
  /** `MM-DD` @example '05-25' */
  @IsString() @IsLine(5)
  from!: string;
  /** `MM-DD`, the last day @example '06-10' */
  @IsString() @IsLine(5)
  to!: string;
}

export class SetTeachingDaysDto {
  /** The number that was read; 0: nobody had set them. */
  @IsInt() @Min(0) @Max(1_000_000)
  basedOn!: number;
  /** Days of the week without classes, 1 (Monday) to 7 (Sunday). @example [7] */
  @IsArray() @ArrayMaxSize(7) @IsInt({ each: true })
  restWeekdays!: number[];
  @IsArray() @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => FarmSeasonDto)
  farmSeasons!: FarmSeasonDto[];
}

export class TeachingDaysResponse {
  /** 0: as is usual, nobody has set them yet. */
  number!: number;
  restWeekdays!: number[];
  farmSeasons!: FarmSeasonDto[];
  setAt!: Date | null;

  static of(this: void, { number, restWeekdays, farmSeasons, setAt }: TeachingDays): TeachingDaysResponse {
    return { number, restWeekdays: [...restWeekdays], farmSeasons: farmSeasons.map(({ name, from, to }) => ({ name, from, to })), setAt };
  }
}
