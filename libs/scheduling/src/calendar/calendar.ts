import type { CivilDate } from '@app/kernel';

/** When, where and by whom a class is held. */
export interface HeldClass {
  readonly classId: string;
  readonly theoryDays: readonly CivilDate[];
  readonly practiceDays: readonly CivilDate[];
  /** null where there is no theory, or no practice. */
  readonly room: string | null;
  readonly theoryInstructor: string | null;
  readonly base: string | null;
  readonly practiceInstructor: string | null;
}

/** Why a class is not in the calendar. */
export const NOT_HELD_REASONS = ['NO_DAYS', 'NO_PLACE_OR_INSTRUCTOR', 'TOO_FEW_PEOPLE', 'CROWDED_OUT'] as const;
export type NotHeldReason = (typeof NOT_HELD_REASONS)[number];

/** Who sits in which class. */
export interface TakenSeat {
  readonly learnerId: string;
  readonly classId: string;
}

/** A calendar of classes, staffed with people. */
export interface ClassCalendar {
  /** By class id. */
  readonly held: readonly HeldClass[];
  readonly notHeld: readonly { readonly classId: string; readonly reason: NotHeldReason }[];
  /** By learner id; nobody twice. */
  readonly seats: readonly TakenSeat[];
  /** Sum of the scores of the seats taken. */
  readonly objective: number;
  /** What no calendar can pass. */
  readonly bound: number;
  /** (bound − objective) / bound; 0 = proven best. */
  readonly gap: number;
}
