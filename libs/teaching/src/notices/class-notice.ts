import { addDays, civilDateOf, type CivilDate } from '@app/kernel';
import type { ClassState } from '@app/placements';
import type { SessionPeriod } from '../sessions/session.js';

/** `start`: the class is about to begin · `change`: its timetable is another than was told · `aborted`: it is not held. */
export const NOTICE_KINDS = ['start', 'change', 'aborted'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** A session as people need to know it. */
export interface NoticedSession {
  readonly on: CivilDate;
  readonly period: SessionPeriod;
  readonly place: string;
}

/** A class as its people are told of it. */
export interface ClassNews {
  readonly state: ClassState;
  /** Sessions that stand, in their order. */
  readonly sessions: readonly NoticedSession[];
}

/** Days before its first session on which people are told of a class where the county has set nothing. */
export const DEFAULT_DAYS_BEFORE = 3;
export const DAYS_BEFORE_MOST = 14;
/** Changes that follow one another within so long are told together, as they stand then. */
export const SETTLE_MINUTES = 30;

/** When a session is over, so that nobody need be told of it any more: whole hours of Asia/Shanghai. */
const ENDS_AT: Readonly<Record<SessionPeriod, string>> = { morning: '12:00', afternoon: '18:00', evening: '22:00' };
const PERIOD_WORD: Readonly<Record<SessionPeriod, string>> = { morning: '上午', afternoon: '下午', evening: '晚上' };

/** The instant from which a session needs no telling. */
export function endOf({ on, period }: NoticedSession): Date {
  return new Date(`${on}T${ENDS_AT[period]}:00+08:00`);
}

/** Those of the sessions that are still to come. */
export function toCome(sessions: readonly NoticedSession[], now: Date): NoticedSession[] {
  return sessions.filter((session) => endOf(session) > now);
}

/**
 * Which notice a class's people are due now; null: none.
 * @param last the last that was made; its timetable is what people know
 * @param daysBefore so many days before its first session a class is announced
 */
export function noticeDue({ state, sessions }: ClassNews, last: { readonly kind: NoticeKind; readonly timetable: readonly NoticedSession[] } | null, daysBefore: number, now: Date): NoticeKind | null {
  if (state === 'aborted') return last?.kind === 'aborted' ? null : 'aborted';
  if (state !== 'open' && state !== 'teaching') return null;
  const current = toCome(sessions, now);
  if (last !== null) return changeWords(toCome(last.timetable, now), current) === null ? null : 'change';
  return current[0] !== undefined && current[0].on <= addDays(civilDateOf(now), daysBefore) ? 'start' : null;
}

/** `12月7日上午`. */
export function whenWords({ on, period }: Pick<NoticedSession, 'on' | 'period'>): string {
  return `${Number(on.slice(5, 7))}月${Number(on.slice(8, 10))}日${PERIOD_WORD[period]}`;
}

/** What is another now than people were told, in words; null: nothing. Who is told by several words is told the next session. */
export function changeWords(told: readonly NoticedSession[], current: readonly NoticedSession[]): string | null {
  const gone = told.filter((session) => !current.some((other) => isSame(session, other)));
  const added = current.filter((session) => !told.some((other) => isSame(session, other)));
  const [from, to, next] = [gone[0], added[0], current[0]];
  if (from === undefined && to === undefined) return null;
  if (next === undefined) return '后面的课都取消了，何时再上另行通知';
  if (gone.length === 1 && added.length === 1) return from!.on === to!.on && from!.period === to!.period ? `${whenWords(to!)}的课改在${to!.place}` : `${whenWords(from!)}的课改到${whenWords(to!)}，在${to!.place}`;
  if (gone.length === 1 && added.length === 0) return `${whenWords(from!)}不上课，下一次课${whenWords(next)}，在${next.place}`;
  if (gone.length === 0 && added.length === 1) return `加一次课：${whenWords(to!)}，在${to!.place}`;
  return `上课时间改了${Math.max(gone.length, added.length)}处，下一次课${whenWords(next)}，在${next.place}，其余看培训机构的课表`;
}

function isSame(one: NoticedSession, other: NoticedSession): boolean {
  return one.on === other.on && one.period === other.period && one.place === other.place;
}

const KEY = 'class-notice/';

/** Which message it is: one for a person and a version of what the class's people are told. */
export function noticeKey(classId: string, traineeId: string, number: number): string {
  return `${KEY}${classId}/${traineeId}/${number}`;
}

/** Whether a message is such a notice. */
export function isNoticeKey(dedupeKey: string): boolean {
  return dedupeKey.startsWith(KEY);
}

/** Whose notice it is and which. */
export function readNoticeKey(dedupeKey: string): { readonly traineeId: string; readonly number: number } {
  const [, , traineeId, number] = dedupeKey.split('/');
  return { traineeId: traineeId!, number: Number(number) };
}
