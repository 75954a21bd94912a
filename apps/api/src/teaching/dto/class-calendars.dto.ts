import { ApiProperty } from '@nestjs/swagger';
import { CursorQuery, IsCivilDate, IsUuid } from '@app/platform';
import {
  CALENDAR_FAILURES, CALENDAR_STATES, calendarState, LEFT_OUT_REASONS, type CalendarDetail, type CalendarFailure, type CalendarFigures, type CalendarState, type LeftOutReason, type MeansKind, type StoredCalendar, type StoredCalendarClass,
  type StoredSeat,
} from '@app/teaching';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';

const CLASSES_MAX = 300;

export class RequestCalendarDto {
  /** The first day on which may be taught. */
  @IsCivilDate()
  from!: string;
  /** The last; at most 400 days on. */
  @IsCivilDate()
  to!: string;
  /** Hours that are taught a day, whole, 2 to 8; left out: 6. */
  @IsOptional() @IsInt() @Min(2) @Max(8)
  hoursPerDay?: number;
}

export class ConfirmCalendarDto {
  /** Left out: every class that the calendar holds. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(CLASSES_MAX) @IsUuid({ each: true })
  classIds?: string[] | null;
}

export class CalendarSeatsQuery extends CursorQuery {}

export class MeansLoadResponse {
  @ApiProperty({ enum: ['room', 'base', 'instructor'] })
  kind!: MeansKind;
  id!: string;
  daysOpen!: number;
  daysUsed!: number;
}

/** What proves the calendar, and where it is tight. */
export class CalendarFiguresResponse {
  policyVersion!: string;
  teachingDays!: number;
  classes!: number;
  held!: number;
  wishing!: number;
  seated!: number;
  /** Sum of the scores of those who have a seat. */
  objective!: number;
  /** What no calendar can pass. */
  bound!: number;
  /** (bound − objective) ÷ bound; 0: proven best. */
  gap!: number;
  /** The tightest rooms, bases and instructors. */
  busiest!: MeansLoadResponse[];
  /** 口径 */
  definition!: string;

  static of({ policyVersion, teachingDays, classes, held, wishing, seated, objective, bound, gap, busiest }: CalendarFigures): CalendarFiguresResponse {
    return { policyVersion, teachingDays, classes, held, wishing, seated, objective, bound, gap, busiest: busiest.map(({ kind, id, daysOpen, daysUsed }) => ({ kind, id, daysOpen, daysUsed })), definition: DEFINITION };
  }
}

const DEFINITION = '口径：排的是时间窗内还没有课表的班次；总分为有席位学员的分数之和，已报名的每人 10000 分，其余为取得该课程证书后与其最合适岗位匹配分的提高 × 100；上界是任何排法都超不过的总分，差距 =（上界 − 总分）÷ 上界；学员和教师的路程按可去范围（乡镇、县、市、省）计；紧张程度 = 已用天数 ÷ 可用的教学日。';

export class CalendarResponse {
  id!: string;
  @ApiProperty({ enum: CALENDAR_STATES })
  state!: CalendarState;
  from!: string;
  to!: string;
  hoursPerDay!: number;
  requestedAt!: Date;
  madeAt!: Date | null;
  failedAt!: Date | null;
  @ApiProperty({ enum: CALENDAR_FAILURES, nullable: true })
  failure!: CalendarFailure | null;
  /** Null: not made. */
  figures!: CalendarFiguresResponse | null;

  static of(this: void, calendar: StoredCalendar): CalendarResponse {
    const { id, fromOn, toOn, hoursPerDay, requestedAt, madeAt, failedAt, failure, figures } = calendar;
    return { id, state: calendarState(calendar), from: fromOn, to: toOn, hoursPerDay, requestedAt, madeAt, failedAt, failure, figures: figures === null ? null : CalendarFiguresResponse.of(figures) };
  }
}

export class CalendarClassResponse {
  classId!: string;
  className!: string | null;
  /** Why it is not held. */
  @ApiProperty({ enum: LEFT_OUT_REASONS, nullable: true })
  reason!: LeftOutReason | null;
  theoryDays!: string[];
  practiceDays!: string[];
  roomId!: string | null;
  roomName!: string | null;
  theoryInstructorId!: string | null;
  baseId!: string | null;
  baseName!: string | null;
  practiceInstructorId!: string | null;
  /** People who have a seat in it. */
  people!: number;
  confirmedAt!: Date | null;

  static of(this: void, row: StoredCalendarClass): CalendarClassResponse {
    const { classId, className, reason, theoryDays, practiceDays, room, roomName, theoryInstructor, base, baseName, practiceInstructor, people, confirmedAt } = row;
    return { classId, className, reason, theoryDays: [...theoryDays], practiceDays: [...practiceDays], roomId: room, roomName, theoryInstructorId: theoryInstructor, baseId: base, baseName, practiceInstructorId: practiceInstructor, people, confirmedAt };
  }
}

export class CalendarDetailResponse extends CalendarResponse {
  /** Held classes by first day, then the others. */
  classes!: CalendarClassResponse[];

  static detailOf(this: void, { calendar, classes }: CalendarDetail): CalendarDetailResponse {
    return { ...CalendarResponse.of(calendar), classes: classes.map(CalendarClassResponse.of) };
  }
}

export class CalendarSeatResponse {
  classId!: string;
  traineeId!: string;
  name!: string;
  idNumberMasked!: string;

  static of(this: void, { classId, learnerId, name, idNumberMasked }: StoredSeat): CalendarSeatResponse {
    return { classId, traineeId: learnerId, name, idNumberMasked };
  }
}

export class CalendarSeatPage {
  items!: CalendarSeatResponse[];
  nextCursor!: string | null;
}
