import type { PlacementRule } from '@app/outcomes';

/** Hours of teaching on a day; theory and practice are each rounded up to whole days, as in the calendar of classes. */
export const HOURS_A_DAY = 8;

/** What became of those who founded something: on the day 180 and 365 days after completion, proven as the headline is. */
const SELF_EMPLOYED = { population: 'P2', kinds: ['self-employment'], evidenceAtLeast: 2 } as const satisfies Partial<PlacementRule>;
export const STARTUP_RULES = [
  { ...SELF_EMPLOYED, id: 'startup@180', horizon: { kind: 'on-day', days: 180 } },
  { ...SELF_EMPLOYED, id: 'startup@365', horizon: { kind: 'on-day', days: 365 } },
] as const satisfies readonly PlacementRule[];
/** The programme whose courses are for founders. */
export const STARTUP_PROGRAMME = '创业培训';

/** A rate as it is shown: null and a message where it may not be, n always. Percent. */
export interface ShownRate {
  readonly n: number;
  readonly numerator: number | null;
  readonly rate: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  /** Not yet due. */
  readonly immature: number;
  /** Why there is no figure, in Chinese. */
  readonly message: string | null;
}

/** A course and what is known of it. */
export interface SpecialityFacts {
  readonly courseId: string;
  readonly programme: string;
  readonly hours: { readonly theory: number | null; readonly practice: number | null };
  /** Openings of the latest shortage board that the course would fill; null: no board. */
  readonly fills: number | null;
  readonly settlement: ShownRate;
  readonly retention: ShownRate;
  readonly startup180: ShownRate;
  readonly startup365: ShownRate;
  /** Orders whose class taught it, completed or settled: seats pledged, people hired. */
  readonly pledges: { readonly orders: number; readonly seats: number; readonly hired: number };
}

export const SPECIALITY_STANDINGS = ['does-not-work', 'no-finding', 'too-few'] as const;
/** `does-not-work`: who took it stays in work more rarely than the county's trainees, beyond chance. */
export type SpecialityStanding = (typeof SPECIALITY_STANDINGS)[number];

/** Whether a course is taught in the county on a day. */
export const SPECIALITY_STATES = ['open', 'retired'] as const;
export type SpecialityState = (typeof SPECIALITY_STATES)[number];

/** Teaching days of a course; null: its hours are not known. */
export function teachingDays({ theory, practice }: SpecialityFacts['hours']): number | null {
  return theory === null && practice === null ? null : Math.ceil((theory ?? 0) / HOURS_A_DAY) + Math.ceil((practice ?? 0) / HOURS_A_DAY);
}

/**
 * Judges a course by its retention (R2@180) against that of the whole county.
 * @returns `too-few` where either figure is hidden or of nobody
 */
export function standingOf(retention: ShownRate, ofCounty: ShownRate): SpecialityStanding {
  if (retention.interval === null || ofCounty.rate === null) return 'too-few';
  return retention.interval[1] < ofCounty.rate ? 'does-not-work' : 'no-finding';
}
