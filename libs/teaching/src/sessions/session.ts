import type { CivilDate } from '@app/kernel';

/** When in a day; a session fills its period for the class, its place and its instructor. */
export const SESSION_PERIODS = ['morning', 'afternoon', 'evening'] as const;
export type SessionPeriod = (typeof SESSION_PERIODS)[number];

export const SESSION_PARTS = ['theory', 'practice'] as const;
export type SessionPart = (typeof SESSION_PARTS)[number];

/** A session as it is asked for: in a room or at a base. */
export interface NewSession {
  readonly taughtOn: CivilDate;
  readonly period: SessionPeriod;
  readonly part: SessionPart;
  /** In halves, 0.5 to 5. */
  readonly hours: number;
  readonly roomId: string | null;
  readonly baseId: string | null;
  readonly instructorId: string;
  /** Why a flexible class is taught on a day on which the county does not teach. */
  readonly overrideReason: string | null;
}

/** What a session may be moved to; what is left out stays. */
export type SessionMove = Partial<Omit<NewSession, 'part'>>;
