import { addDays, type CivilDate } from '@app/kernel';
import type { Reach } from '@app/matching';
import type { CalendarProblem, Learner, Period, PlannedClass } from '@app/scheduling';
import { coversOccupation, type Resource } from '../registry/resource.js';
import type { HoursToTeach } from './half-days.js';

/** A class that waits for its timetable. */
export interface WaitingClass {
  readonly id: string;
  readonly occupation: string | null;
  readonly toTeach: HoursToTeach;
  readonly minSize: number;
  readonly maxSize: number;
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** 12 digits. */
  readonly region: string;
  readonly lodging: boolean;
  /** Who teaches it: what is another's own does not serve it. */
  readonly providerId: string | null;
}

/** Somebody who could attend, as the county knows them. */
export interface WishingPerson {
  readonly id: string;
  readonly region: string | null;
  readonly reach: Reach | null;
  readonly busy: readonly Period[];
  /** Worth: whole, 1 to 10000. */
  readonly wishes: readonly { readonly classId: string; readonly score: number }[];
}

/** What a county has to teach with, and what of it is taken. */
export interface TeachingMeans {
  readonly rooms: readonly Resource<'room'>[];
  readonly bases: readonly Resource<'base'>[];
  readonly instructors: readonly Resource<'instructor'>[];
  /** Days on which a room, a base or an instructor has a session already, by its id. */
  readonly booked: ReadonlyMap<string, readonly CivilDate[]>;
}

/**
 * The county's levels as a way to go: nobody measured the roads, but everybody has said how far they go. One step within the county, two within
 * the prefecture, three within the province; a reach is the most steps. `planCalendar` counts them as minutes.
 */
const STEPS = { township: 0, county: 1, prefecture: 2, province: 3 } as const;
const COUNTY_STEP = STEPS.county;
const NOBODY = '-';
const mostSteps = (reach: Reach | null): number | null => (reach === null || reach === 'any' ? null : STEPS[reach]);

/** The site as the calendar knows it: its township; a class of the whole county stands in none. */
export const townshipOf = (region: string): string => region.slice(0, 9);
export const statesTownship = (region: string): boolean => region.slice(6, 9) !== '000';

/** The county's classes, means and people as the problem that `planCalendar` solves. */
export function calendarProblem(classes: readonly WaitingClass[], means: TeachingMeans, people: readonly WishingPerson[], day: { readonly days: readonly CivilDate[]; readonly hoursPerDay: number }): CalendarProblem {
  const occupations = [...new Set(classes.map(({ occupation }) => occupation ?? NOBODY))];
  const known = (codes: readonly string[]): string[] => occupations.filter((occupation) => coversOccupation(codes, occupation === NOBODY ? null : occupation));
  const closed = ({ id, closedDays }: { readonly id: string; readonly closedDays: readonly Period[] }): Period[] => [...closedDays, ...(means.booked.get(id) ?? []).map((taken) => ({ from: taken, to: taken }))];
  return {
    ...day,
    classes: classes.map((each): PlannedClass => ({
      id: each.id, occupation: each.occupation ?? NOBODY, theoryHours: Math.ceil(each.toTeach.theory), practiceHours: Math.ceil(each.toTeach.practice), minSize: each.minSize, maxSize: each.maxSize, from: each.from, to: each.to,
      township: townshipOf(each.region), lodging: each.lodging, owner: each.providerId,
    })),
    rooms: means.rooms.map((room) => ({ id: room.id, owner: room.providerId, township: townshipOf(room.region), seats: room.seats, closed: closed(room) })),
    bases: means.bases.map((base) => ({ id: base.id, owner: base.providerId, township: townshipOf(base.region), occupations: known(base.occupations), seats: base.seats, closed: closed(base) })),
    instructors: means.instructors.map((one) => ({ id: one.id, owner: one.providerId, occupations: known(one.occupations), home: townshipOf(one.homeRegion), maxTravelMinutes: mostSteps(one.reach), busy: closed(one) })),
    learners: people.map(({ id, region, reach, busy, wishes }): Learner => ({ id, home: region === null ? NOBODY : townshipOf(region), maxTravelMinutes: region === null ? null : mostSteps(reach), busy, wishes })),
    travel: travelOf([...classes.map(({ region }) => region), ...means.bases.map(({ region }) => region)], [...means.instructors.map(({ homeRegion }) => homeRegion), ...people.flatMap(({ region }) => region ?? [])]),
    baseTravelMinutes: COUNTY_STEP,
  };
}

/** Steps between every site and every home that are not one and the same. */
function travelOf(sites: readonly string[], homes: readonly string[]): CalendarProblem['travel'] {
  const [to, from] = [[...new Set(sites.map(townshipOf))], [...new Set([...sites, ...homes].map(townshipOf))]];
  return to.flatMap((a) => from.filter((b) => b !== a).map((b) => ({ a, b, minutes: a.slice(0, 6) === b.slice(0, 6) ? STEPS.county : a.slice(0, 4) === b.slice(0, 4) ? STEPS.prefecture : a.slice(0, 2) === b.slice(0, 2) ? STEPS.province : STEPS.province + 1 })));
}

/** When somebody is away: before and after the days on which they are free, inside a window. */
export function awayOutside(window: Period, from: CivilDate | null, to: CivilDate | null): Period[] {
  return [
    ...(from !== null && from > window.from ? [{ from: window.from, to: addDays(from, -1) < window.to ? addDays(from, -1) : window.to }] : []),
    ...(to !== null && to < window.to ? [{ from: addDays(to, 1) > window.from ? addDays(to, 1) : window.from, to: window.to }] : []),
  ];
}
