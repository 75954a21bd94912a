import { classCandidates, seatClasses, type ClassCandidates, type ClassPost, type OutsideSolver, type SeatPerson, type SeatPlan, type SeatRules, type TraineeProfile } from '@app/matching';
import type { MadeBy } from '../plans/plan-figures.js';
import type { CountyBook, Scope } from './county-book.js';

const TOWNSHIP_DIGITS = 9;

/** The classes of a county that are to be filled together. */
export interface SeatQuestion {
  readonly classes: readonly (ClassPost & { readonly seats: number; readonly applicants: readonly string[] })[];
  /** People who sit in a class or have said yes to one: they are left out. */
  readonly taken: readonly string[];
  readonly reserves: readonly { readonly group: string; readonly shareBp: number; readonly members: readonly string[] }[];
  readonly townshipShare: SeatRules['townshipShare'];
}

/** Who could be taught for a post, of the scope; null for a course that the catalogue does not have. */
export function listCandidates(book: CountyBook, { given, scope, limit, alsoIds }: { readonly given: ClassPost; readonly scope: Scope; readonly limit: number; readonly alsoIds: readonly string[] }): (MadeBy & ClassCandidates) | null {
  if (book.context.catalogue.findCourse(given.courseId) === null) return null;
  return { ...book.madeBy, ...classCandidates(book.context, given, profilesIn(book, scope), { limit, alsoIds: new Set(alsoIds) }) };
}

/** Everybody of the county who is free, seated in all classes together; null for a course that the catalogue does not have. */
export async function assignSeats(book: CountyBook, { classes, taken, reserves, townshipShare }: SeatQuestion, solve: OutsideSolver): Promise<(MadeBy & SeatPlan) | null> {
  if (classes.some(({ courseId }) => book.context.catalogue.findCourse(courseId) === null)) return null;
  const wanted = classes.map((each) => ({ ...each, applicants: new Set(each.applicants) }));
  const rules: SeatRules = { townshipShare, reserves: reserves.map((each) => ({ ...each, members: new Set(each.members) })) };
  return { ...book.madeBy, ...(await seatClasses(book.context, wanted, freePeople(book, new Set(taken)), rules, solve)) };
}

function* profilesIn(book: CountyBook, scope: Scope): Generator<TraineeProfile> {
  for (const { profile } of book.peopleIn(scope)) yield profile;
}

function* freePeople(book: CountyBook, taken: ReadonlySet<string>): Generator<SeatPerson> {
  for (const { profile, ownerRegion } of book.peopleIn({ from: '0'.repeat(12), to: '9'.repeat(12) })) if (!taken.has(profile.id)) yield { profile, township: ownerRegion.slice(0, TOWNSHIP_DIGITS) };
}
