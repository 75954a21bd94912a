import type { CivilDate } from '@app/kernel';
import type { ClassPost } from '@app/matching';
import type { OrderContent, OrderSkill } from '../orders/order.js';
import { courseServes } from '../orders/order-rules.js';

/** A course as an order's class is planned by it. */
export interface TaughtCourse {
  readonly id: string;
  readonly name: string;
  readonly occupation: string | null;
  readonly theoryHours: number | null;
  readonly practiceHours: number | null;
  readonly skills: readonly { readonly id: string; readonly level: number }[];
}

/** Theory and practice together; null: neither is known. */
export function hoursOf({ theoryHours, practiceHours }: Pick<TaughtCourse, 'theoryHours' | 'practiceHours'>): number | null {
  return theoryHours === null && practiceHours === null ? null : (theoryHours ?? 0) + (practiceHours ?? 0);
}

/**
 * The course that an order's class teaches, unless an officer says another: of those for its occupation the one that teaches
 * most of the skills asked for at their level, then the shorter (unknown last), then the smaller id. Null: there is none.
 */
export function courseFor({ occupation, skills }: Pick<OrderContent, 'occupation' | 'skills'>, courses: readonly TaughtCourse[]): TaughtCourse | null {
  const taught = (course: TaughtCourse): number => skills.filter(({ skillId, level }) => course.skills.some((each) => each.id === skillId && each.level >= level)).length;
  const hours = (course: TaughtCourse): number => hoursOf(course) ?? Infinity;
  const serving = courses.filter((course) => courseServes(course.occupation, occupation));
  return serving.sort((a, b) => taught(b) - taught(a) || (hours(a) === hours(b) ? 0 : hours(a) - hours(b)) || (a.id < b.id ? -1 : 1))[0] ?? null;
}

/** The pledged post as a vacancy, with the course that leads to it and the site. Every skill that an order asks for is essential. */
export function classPostOf(order: { readonly id: string; readonly employerId: string | null } & Pick<OrderContent, 'occupation' | 'payYuan' | 'workplace' | 'minEducation' | 'minAge' | 'certificates' | 'seats' | 'siteRegion'>, skills: readonly OrderSkill[], courseId: string): ClassPost {
  return {
    courseId, siteRegion: order.siteRegion,
    post: {
      id: order.id, employerId: order.employerId, occupation: order.occupation, noTrade: false, skills: skills.map(({ skillId, level }) => ({ id: skillId, level, essential: true })), region: order.workplace, lodging: null,
      minEducation: order.minEducation, certificates: order.certificates, pay: { from: order.payYuan, to: order.payYuan }, openings: order.seats, open: true, validThrough: null, startsOn: null, endsOn: null, kind: null, minAge: order.minAge,
    },
  };
}

/** How near somebody is looked after to where the class is held. */
export const NEARNESS = ['village', 'township', 'county'] as const;
export type Nearness = (typeof NEARNESS)[number];

/** @param ownerRegion of the person @param site of the class; both 12 digits of one county */
export function nearnessOf(ownerRegion: string, site: string): Nearness {
  if (ownerRegion.slice(0, 9) !== site.slice(0, 9) || site.slice(6, 9) === '000') return 'county';
  return ownerRegion === site && !site.endsWith('000') ? 'village' : 'township';
}

/** Why somebody has no time for another class. */
export const TAKEN_FOR = ['running-class', 'another-order'] as const;
export type TakenFor = (typeof TAKEN_FOR)[number];

/** What is known of a candidate beside fit. */
export interface CandidateFacts {
  /** An explicit wish for this order's class. */
  readonly hasApplied: boolean;
  /** The occupation, or a group above it, is among the trainee's wishes. */
  readonly wishesOccupation: boolean;
  readonly wishesCourse: boolean;
  readonly taken: TakenFor | null;
  /** Draws of this occupation lost since the last seat. */
  readonly losses: number;
  /** Certified in this order's own class, on that day. */
  readonly certifiedOn: CivilDate | null;
}

export const NO_FACTS: CandidateFacts = { hasApplied: false, wishesOccupation: false, wishesCourse: false, taken: null, losses: 0, certifiedOn: null };

/** The list as it is shown: the order's own certified people first, whoever is taken last, else as the engine has it. */
export function inShownOrder<T extends { readonly facts: CandidateFacts }>(ranked: readonly T[]): T[] {
  const rank = ({ facts: { certifiedOn, taken } }: T): number => (certifiedOn !== null ? 0 : taken === null ? 1 : 2);
  return [...ranked].sort((a, b) => rank(a) - rank(b)); // stable: equals stay in the engine's order
}
