import type { CivilDate } from '@app/kernel';
import type { Reach } from '@app/matching';
import { canReach, coversOccupation } from '../registry/resource.js';

/** Where somebody lives and how far they go; unknown: they can be asked. */
export interface Traveller {
  readonly region: string | null;
  readonly reach: Reach | null;
}

/** People for a class: one that has not begun, or an order that waits for one. */
export interface Demand {
  readonly kind: 'class' | 'order';
  readonly id: string;
  /** The class's name, the order's number. */
  readonly name: string;
  /** Null: of an order, whatever course serves its occupation. */
  readonly courseId: string | null;
  readonly occupation: string | null;
  /** 12 digits. */
  readonly region: string;
  /** Days on which it can be taught; of an order, on which it can begin. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly seats: number;
  /** Fewer, and it is not held. */
  readonly minSeats: number;
  /** On the roll; of an order, the posts that it pledges. */
  readonly people: number;
  /** Those on the roll; of an order, nobody is named yet. */
  readonly travellers: readonly Traveller[];
}

export const MERGE_DISTANCES = ['same-township', 'same-county'] as const;
export type MergeDistance = (typeof MERGE_DISTANCES)[number];

/** `from` could join `into`: the same course, at the same time, near enough, and its seats hold both. */
export interface MergeCandidate {
  readonly into: Demand;
  readonly from: Demand;
  readonly distance: MergeDistance;
  readonly people: number;
  /** Of those on `from`'s roll, how many go as far as `into`'s site; null: an order, nobody is named yet. */
  readonly reachable: number | null;
  /** Neither would be held by itself. */
  readonly bothBelowMinimum: boolean;
}

/** Pairs that could be joined: first those of which neither would be held by itself, then those that leave the fewest people behind. */
export function mergeCandidates(demands: readonly Demand[]): MergeCandidate[] {
  const found: MergeCandidate[] = [];
  demands.forEach((one, i) => {
    for (const other of demands.slice(i + 1)) {
      // The larger one stays, where its seats hold both; else the other.
      const [large, small] = one.people > other.people || (one.people === other.people && one.id < other.id) ? [one, other] : [other, one];
      const candidate = candidateOf(large, small) ?? candidateOf(small, large);
      if (candidate !== null) found.push(candidate);
    }
  });
  const left = ({ from, reachable }: MergeCandidate): number => (reachable === null ? 0 : from.people - reachable);
  return found.sort((a, b) => Number(b.bothBelowMinimum) - Number(a.bothBelowMinimum) || left(a) - left(b) || a.people - b.people || (a.into.id + a.from.id < b.into.id + b.from.id ? -1 : 1));
}

function candidateOf(into: Demand, from: Demand): MergeCandidate | null {
  const people = into.people + from.people;
  if (!isSameSubject(into, from) || into.from > from.to || from.from > into.to || people > into.seats) return null;
  const distance = into.region.slice(0, 9) === from.region.slice(0, 9) ? 'same-township' : 'same-county';
  const reachable = from.kind === 'order' ? null : from.travellers.filter(({ region, reach }) => region === null || reach === null || canReach(region, reach, into.region)).length;
  if (reachable === 0 && from.people > 0) return null;
  return { into, from, distance, people, reachable, bothBelowMinimum: isBelow(into) && isBelow(from) };
}

/** An order pledges what it asks for: it would not be held for fewer. */
const isBelow = ({ kind, people, minSeats }: Demand): boolean => kind === 'class' && people < minSeats;

function isSameSubject(a: Demand, b: Demand): boolean {
  if (a.courseId !== null && b.courseId !== null) return a.courseId === b.courseId;
  if (a.occupation === null || b.occupation === null) return false;
  return coversOccupation([a.occupation], b.occupation) || coversOccupation([b.occupation], a.occupation);
}
