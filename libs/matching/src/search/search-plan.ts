import type { ScoringWeights } from '../policy.js';
import { NO_TRADE_FLOOR } from '../parts/skills.js';
import { lowerBound, type Lists } from './columns.js';
import type { StandingRange } from './standing-ranges.js';
import type { TraineePostings } from './segment.js';
import type { TraineeSegment } from './segment.js';
import type { VacancyQuery } from './vacancy-query.js';

/** A part of a posting list. */
export interface Stretch {
  readonly values: Uint32Array;
  readonly from: number;
  readonly to: number;
  /** An entry shifted right by so much is the standing. */
  readonly shift: 0 | 3;
}

/**
 * Where everybody who can still come into the list is to be found: in one of these stretches, or by a course record worth
 * at least `courseCut` (relevance included). `everybody`: the whole range must be looked at.
 */
export interface SearchPlan {
  readonly everybody: boolean;
  readonly stretches: readonly Stretch[];
  readonly courseCut: number;
}

/** Lists that are looked at together, and how far the bound on wS·S of all others falls by it. */
interface Step {
  readonly stretches: readonly Stretch[];
  readonly entries: number;
  readonly drop: number;
}

/* What looking costs, in entries of a posting list that lead to a trainee. Measured; only the speed depends on them. */
const COST_IN_SEQUENCE = 0.8;
const COST_OF_COURSE_ENTRY = 0.1;
const COST_OF_LIST = 2;
const COST_OF_PLANNING = 200;

export function stretchOf({ starts, values }: Lists<Uint32Array>, key: number, { from, to }: StandingRange, shift: 0 | 3 = 0): Stretch {
  const first = lowerBound(values, from * 2 ** shift, starts[key], starts[key + 1]);
  return { values, from: first, to: lowerBound(values, to * 2 ** shift, first, starts[key + 1]), shift };
}

/** As {@link stretchOf} for a skill, whose entries carry levels. */
export const skillStretch = ({ skills }: TraineePostings, skill: number, range: StandingRange): Stretch => stretchOf(skills, skill, range, 3);

const entriesOf = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { from, to }) => sum + to - from, 0);

const costOf = (stretches: readonly Stretch[]): number => entriesOf(stretches) + COST_OF_LIST * stretches.length;

/**
 * The cheapest way to everybody of a range whose wS·S + wC·C can reach `need`. Whoever is outside the chosen lists has at
 * most the remaining bound on wS·S, and so needs a record of that much worth: the maxscore idea of text search.
 */
export function planSearch(segment: TraineeSegment, query: VacancyQuery, courses: CourseCosts, weights: ScoringWeights, range: StandingRange, need: number): SearchPlan {
  const most = query.vacancy.skills.length > 0 ? 1 : mostOccupation(query);
  const everybody: SearchPlan = { everybody: true, stretches: [], courseCut: 0 };
  const gate = gatePlan(segment, query, range);
  return cheapest(segment, query, courses, weights, { range, need, most }, [
    [everybody, COST_IN_SEQUENCE * (range.to - range.from)],
    ...(gate === null ? [] : [[gate, costOf(gate.stretches)] as const]),
  ]);
}

/** As {@link planSearch}, to those who lack essential skills that a running course teaches. */
export function planPending(segment: TraineeSegment, query: VacancyQuery, courses: CourseCosts, weights: ScoringWeights, range: StandingRange, need: number): SearchPlan {
  const stretches = query.vacancy.essentials.map((skill) => stretchOf(segment.postings.pending, skill, range));
  return cheapest(segment, query, courses, weights, { range, need, most: query.mostPendingSkills }, [[{ everybody: false, stretches, courseCut: Infinity }, costOf(stretches)]]);
}

/** The cheapest of these plans and of looking at the first so many steps. @param most the most that S can be */
function cheapest(segment: TraineeSegment, query: VacancyQuery, courses: CourseCosts, weights: ScoringWeights, { range, need, most }: { range: StandingRange; need: number; most: number }, others: readonly (readonly [SearchPlan, number])[]): SearchPlan {
  let [best, bestCost] = others.reduce((a, b) => (b[1] < a[1] ? b : a));
  if (bestCost < COST_OF_PLANNING) return best;
  const cutOf = (bound: number): number => (need <= bound ? 0 : weights.courses > 0 ? (need - bound) / weights.courses - 1e-12 : Infinity);
  const steps = query.vacancy.skills.length > 0 ? skillSteps(segment, query, weights, range) : occupationSteps(segment, query, weights, range);
  const share = (range.to - range.from) / segment.count;
  const chosen: Stretch[] = [];
  let [left, looking] = [weights.skills, 0];
  for (let k = 0; k <= steps.length; k++) {
    const cut = cutOf(Math.min(left, weights.skills * most));
    const cost = cut > 0 ? looking + courses.of(cut, share) : Infinity;
    if (cost < bestCost) [best, bestCost] = [{ everybody: false, stretches: [...chosen], courseCut: cut }, cost];
    if (k === steps.length) break;
    chosen.push(...steps[k]!.stretches);
    looking += steps[k]!.entries + COST_OF_LIST * steps[k]!.stretches.length;
    left -= steps[k]!.drop;
  }
  return best;
}

/** Whoever holds enough of the essential skills holds one of these: all but so many of them, the rarest. */
function gatePlan({ postings }: TraineeSegment, { vacancy, essentialsNeeded }: VacancyQuery, range: StandingRange): SearchPlan | null {
  if (essentialsNeeded === 0) return null;
  const stretches = vacancy.essentials.map((skill) => skillStretch(postings, skill, range)).sort((a, b) => a.to - a.from - (b.to - b.from));
  return { everybody: false, stretches: stretches.slice(0, stretches.length - essentialsNeeded + 1), courseCut: Infinity };
}

/** For each required skill: its own list, then those of its neighbours; the most useful for its length first. */
function skillSteps({ postings }: TraineeSegment, { vacancy }: VacancyQuery, weights: ScoringWeights, range: StandingRange): Step[] {
  const steps = vacancy.skills.flatMap(({ index, related, weight }): Step[] => {
    const share = (weights.skills * weight) / vacancy.weightSum;
    const own = skillStretch(postings, index, range);
    const neighbours = related.map((other) => skillStretch(postings, other, range));
    const [ownEntries, neighbourEntries] = [own.to - own.from, entriesOf(neighbours)];
    if (related.length === 0 || neighbourEntries <= ownEntries) return [{ stretches: [own, ...neighbours], entries: ownEntries + neighbourEntries, drop: share }];
    return [{ stretches: [own], entries: ownEntries, drop: share / 2 }, { stretches: neighbours, entries: neighbourEntries, drop: share / 2 }];
  });
  return steps.sort((a, b) => b.drop * (a.entries + 1) - a.drop * (b.entries + 1));
}

/** For each closeness of occupation: everybody who knows one so close, by record, skill or course; the closest first. */
function occupationSteps({ postings }: TraineeSegment, query: VacancyQuery, weights: ScoringWeights, range: StandingRange): Step[] {
  if (query.vacancy.occupation === null) return [];
  const floor = query.vacancy.noTrade ? NO_TRADE_FLOOR : 0;
  const wanted = query.near.filter(({ affinity }) => affinity > floor);
  return wanted.map(({ affinity, occupations, skills, courses }, i) => {
    const stretches = [
      ...occupations.map((key) => stretchOf(postings.occupations, key, range)),
      ...skills.map((key) => skillStretch(postings, key, range)),
      ...courses.map((key) => stretchOf(postings.courses, key, range)),
    ];
    return { stretches, entries: entriesOf(stretches), drop: weights.skills * (affinity - Math.max(floor, wanted[i + 1]?.affinity ?? 0)) };
  });
}

/** The most that S can be for a vacancy without skills. */
function mostOccupation({ vacancy }: VacancyQuery): number {
  return vacancy.occupation === null ? (vacancy.noTrade ? NO_TRADE_FLOOR : 0) : 1;
}

/**
 * What looking at course records costs in a segment, for one vacancy. Lists are taken to be spread evenly over places: a cost
 * need not be exact, and finding every list's part in every range cost more than it saved.
 */
export class CourseCosts {
  /** Of the first so many relevant courses: the most that one's records are worth, and sums over all before. */
  readonly #most: number[] = [];
  readonly #entries: number[] = [0];
  readonly #entriesByMost: number[] = [0];

  constructor({ postings: { courses }, mostWorth }: TraineeSegment, { relevantCourses, relevance }: VacancyQuery) {
    relevantCourses.forEach((course, i) => {
      const [most, entries] = [relevance[course]! * mostWorth, courses.starts[course + 1]! - courses.starts[course]!];
      this.#most.push(most);
      this.#entries.push(this.#entries[i]! + entries);
      this.#entriesByMost.push(this.#entriesByMost[i]! + (most > 0 ? entries / most : 0));
    });
  }

  /** @param cut what a record must be worth @param share of the segment that is looked at */
  of(cut: number, share: number): number {
    let [low, lists] = [0, this.#most.length];
    while (low < lists) {
      const middle = (low + lists) >>> 1;
      if (this.#most[middle]! >= cut) low = middle + 1;
      else lists = middle;
    }
    return lists === 0 ? 0 : COST_OF_LIST * lists + share * ((COST_OF_COURSE_ENTRY + 1) * this.#entries[lists]! - cut * this.#entriesByMost[lists]!);
  }
}
