import { NOT_HELD_REASONS, type CalendarProblem, type ClassCalendar, type HeldClass, type NotHeldReason } from '@app/scheduling';
import type { CivilDate } from '@app/kernel';

/** Why a class is not in a calendar: as `planCalendar` says, or since it states no township, or no hours that are still to teach. */
export const LEFT_OUT_REASONS = [...NOT_HELD_REASONS, 'NO_TOWNSHIP', 'NO_HOURS'] as const;
export type LeftOutReason = NotHeldReason | 'NO_TOWNSHIP' | 'NO_HOURS';

/** Why a calendar is not made: the work failed again and again. */
export const CALENDAR_FAILURES = ['gave-up'] as const;
export type CalendarFailure = (typeof CALENDAR_FAILURES)[number];

export const CALENDAR_STATES = ['waiting', 'made', 'failed'] as const;
export type CalendarState = (typeof CALENDAR_STATES)[number];

export function calendarState({ madeAt, failedAt }: { readonly madeAt: Date | null; readonly failedAt: Date | null }): CalendarState {
  return madeAt !== null ? 'made' : failedAt !== null ? 'failed' : 'waiting';
}

export type MeansKind = 'room' | 'base' | 'instructor';

/** How much of the time a room, a base or an instructor is there, it is in use: what stands already and this calendar together. */
export interface MeansLoad {
  readonly kind: MeansKind;
  readonly id: string;
  /** Teaching days of the window on which it is there. */
  readonly daysOpen: number;
  /** Of these, those on which it is used. */
  readonly daysUsed: number;
}

/** What proves a calendar, and where it is tight. */
export interface CalendarFigures {
  /** The rules of days that it was made by. */
  readonly policyVersion: string;
  readonly teachingDays: number;
  readonly classes: number;
  readonly held: number;
  /** People whom some class of the calendar would help, or who are on its roll. */
  readonly wishing: number;
  readonly seated: number;
  readonly objective: number;
  readonly bound: number;
  /** (bound − objective) / bound; 0: proven best. */
  readonly gap: number;
  /** The tightest first. */
  readonly busiest: readonly MeansLoad[];
}

/** A class in a calendar as it is stored. */
export interface CalendarClass extends HeldClass {
  readonly reason: LeftOutReason | null;
  readonly theoryHours: number;
  readonly practiceHours: number;
  readonly people: number;
}

const BUSIEST = 10;

/**
 * Of rooms, bases and instructors those that are used most of the time that they are there.
 */
export function busiestMeans(problem: CalendarProblem, { held }: Pick<ClassCalendar, 'held'>, booked: ReadonlyMap<string, readonly CivilDate[]>): MeansLoad[] {
  const days = new Set(problem.days);
  const used = new Map<string, Set<CivilDate>>();
  const use = (id: string | null, taught: readonly CivilDate[]): void => {
    if (id !== null) used.set(id, new Set([...(used.get(id) ?? []), ...taught.filter((day) => days.has(day))]));
  };
  for (const [id, taught] of booked) use(id, taught);
  for (const { room, theoryInstructor, base, practiceInstructor, theoryDays, practiceDays } of held) {
    for (const id of [room, theoryInstructor]) use(id, theoryDays);
    for (const id of [base, practiceInstructor]) use(id, practiceDays);
  }
  const load = (kind: MeansKind, id: string, closed: CalendarProblem['rooms'][number]['closed']): MeansLoad => {
    const ofIt = used.get(id) ?? new Set<CivilDate>();
    const daysOpen = problem.days.filter((day) => ofIt.has(day) || !closed.some(({ from, to }) => from <= day && day <= to)).length;
    return { kind, id, daysOpen, daysUsed: ofIt.size };
  };
  const all = [...problem.rooms.map(({ id, closed }) => load('room', id, closed)), ...problem.bases.map(({ id, closed }) => load('base', id, closed)), ...problem.instructors.map(({ id, busy }) => load('instructor', id, busy))];
  const share = ({ daysOpen, daysUsed }: MeansLoad): number => (daysOpen === 0 ? 0 : daysUsed / daysOpen);
  return all.filter(({ daysUsed }) => daysUsed > 0).sort((a, b) => share(b) - share(a) || b.daysUsed - a.daysUsed || (a.id < b.id ? -1 : 1)).slice(0, BUSIEST);
}
