import type { CivilDate } from '@app/kernel';
import { NOTIFICATION_STATES, type CancelReason, type NotificationState } from '@app/notifications';
import { DAYS_BEFORE_MOST, type ClassNoticeBoard, type NoticeKind, type SessionPeriod } from '@app/teaching';
import { IsInt, Max, Min } from 'class-validator';

export class NoticedSessionResponse {
  on!: CivilDate;
  period!: SessionPeriod;
  place!: string;
}

export class NoticeCountResponse {
  state!: NotificationState;
  messages!: number;
}

export class ClassNoticeResponse {
  /** 1 for the class's first. */
  number!: number;
  kind!: NoticeKind;
  madeAt!: string;
  /** The sessions that were to come then. */
  timetable!: NoticedSessionResponse[];
  /** Messages to the caller's people. */
  counts!: NoticeCountResponse[];
}

export class UntoldPersonResponse {
  traineeId!: string;
  /** What became of the newest message; null: none could be made, there is no mobile. */
  state!: NotificationState | null;
  reason!: CancelReason | null;
}

export class ClassNoticeBoardResponse {
  notices!: ClassNoticeResponse[];
  /** Whom the newest notice did not reach: an officer tells them. */
  untold!: UntoldPersonResponse[];
  definition!: string;

  static of(this: void, { notices, untold }: ClassNoticeBoard): ClassNoticeBoardResponse {
    return {
      notices: notices.map(({ number, kind, madeAt, timetable, counts }) => ({
        number, kind, madeAt: madeAt.toISOString(), timetable: timetable.map(({ on, period, place }) => ({ on, period, place })), counts: NOTIFICATION_STATES.flatMap((state) => (counts[state] === undefined ? [] : [{ state, messages: counts[state] }])),
      })),
      untold: untold.map(({ traineeId, state, reason }) => ({ traineeId, state, reason })),
      definition: '按经办人管辖的本班在册学员（中止的班次为因中止离开的学员）。没有通知到：最近一次通知没有发出、被通道拒收或未送达，或没有手机号；等待发送和结果不明的不算。',
    };
  }
}

export class ClassNoticePolicyDto {
  /** Days before its first session. @example 3 */
  @IsInt() @Min(1) @Max(DAYS_BEFORE_MOST)
  daysBefore!: number;
}

export class ClassNoticePolicyResponse {
  daysBefore!: number;
}
