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
const COST_IN_SEQUENCE = 0.5;
const COST_OF_COURSE_ENTRY = 0.1;
const COST_OF_PLANNING = 200;

export function stretchOf({ starts, values }: Lists<Uint32Array>, key: number, { from, to }: StandingRange, shift: 0 | 3 = 0): Stretch {
  const first = lowerBound(values, from * 2 ** shift, starts[key], starts[key + 1]);
  return { values, from: first, to: lowerBound(values, to * 2 ** shift, first, starts[key + 1]), shift };
}

/** As {@link stretchOf} for a skill, whose entries carry levels. */
export const skillStretch = ({ skills }: TraineePostings, skill: number, range: StandingRange): Stretch => stretchOf(skills, skill, range, 3);

const entriesOf = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { from, to }) => sum + to - from, 0);

/**
 * The cheapest way to everybody of a range whose wS·S + wC·C can reach `need`. Whoever is outside the chosen lists has at
 * most the remaining bound on wS·S, and so needs a record of that much worth: the maxscore idea of text search.
 */
export function planSearch(segment: TraineeSegment, query: VacancyQuery, weights: ScoringWeights, range: StandingRange, need: number): SearchPlan {
  const most = query.vacancy.skills.length > 0 ? 1 : mostOccupation(query);
  const everybody: SearchPlan = { everybody: true, stretches: [], courseCut: 0 };
  const gate = gatePlan(segment, query, range);
  return cheapest(segment, query, weights, { range, need, most }, [
    [everybody, COST_IN_SEQUENCE * (range.to - range.from)],
    ...(gate === null ? [] : [[gate, entriesOf(gate.stretches)] as const]),
  ]);
}

/** As {@link planSearch}, to those who lack essential skills that a running course teaches. */
export function planPending(segment: TraineeSegment, query: VacancyQuery, weights: ScoringWeights, range: StandingRange, need: number): SearchPlan {
  const stretches = query.essentialCourses.map((course) => stretchOf(segment.postings.pending, course, range));
  return cheapest(segment, query, weights, { range, need, most: query.mostPendingSkills }, [[{ everybody: false, stretches, courseCut: Infinity }, entriesOf(stretches)]]);
}

/** The cheapest of these plans and of looking at the first so many steps. @param most the most that S can be */
function cheapest(segment: TraineeSegment, query: VacancyQuery, weights: ScoringWeights, { range, need, most }: { range: StandingRange; need: number; most: number }, others: readonly (readonly [SearchPlan, number])[]): SearchPlan {
  let [best, bestCost] = others.reduce((a, b) => (b[1] < a[1] ? b : a));
  if (bestCost < COST_OF_PLANNING) return best;
  const cutOf = (bound: number): number => (need <= bound ? 0 : weights.courses > 0 ? (need - bound) / weights.courses - 1e-12 : Infinity);
  const steps = query.vacancy.skills.length > 0 ? skillSteps(segment, query, weights, range) : occupationSteps(segment, query, weights, range);
  const lengths = courseLengths(segment, query, range, cutOf(weights.skills * most));
  const chosen: Stretch[] = [];
  let [left, entries] = [weights.skills, 0];
  for (let k = 0; k <= steps.length; k++) {
    const cut = cutOf(Math.min(left, weights.skills * most));
    const cost = cut > 0 ? entries + courseCost(lengths, cut) : Infinity;
    if (cost < bestCost) [best, bestCost] = [{ everybody: false, stretches: [...chosen], courseCut: cut }, cost];
    if (k === steps.length) break;
    chosen.push(...steps[k]!.stretches);
    entries += steps[k]!.entries;
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
  const levels = [1, 0.6, 0.3, 0].filter((level) => level > floor || level === 0);
  return levels.slice(0, -1).map((level, i) => {
    const stretches: Stretch[] = [];
    query.occupationAffinities.forEach((affinity, key) => affinity === level && stretches.push(stretchOf(postings.occupations, key, range)));
    query.skillAffinity.forEach((affinity, key) => affinity === level && stretches.push(skillStretch(postings, key, range)));
    query.courseAffinity.forEach((affinity, key) => affinity === level && stretches.push(stretchOf(postings.courses, key, range)));
    return { stretches, entries: entriesOf(stretches), drop: weights.skills * (level - Math.max(floor, levels[i + 1]!)) };
  });
}

/** The most that S can be for a vacancy without skills. */
function mostOccupation({ vacancy }: VacancyQuery): number {
  return vacancy.occupation === null ? (vacancy.noTrade ? NO_TRADE_FLOOR : 0) : 1;
}

/** Of the courses whose records can be worth the lowest cut: the most that one is worth, and entries in the range. */
function courseLengths({ postings, mostWorth }: TraineeSegment, query: VacancyQuery, range: StandingRange, lowestCut: number): [most: number, entries: number][] {
  const lengths: [number, number][] = [];
  for (const course of query.relevantCourses) {
    const most = query.relevance[course]! * mostWorth;
    if (most < lowestCut) break;
    const { from, to } = stretchOf(postings.courses, course, range);
    lengths.push([most, to - from]);
  }
  return lengths;
}

function courseCost(lengths: readonly [number, number][], cut: number): number {
  let cost = 0;
  for (const [most, entries] of lengths) if (most >= cut) cost += entries * (COST_OF_COURSE_ENTRY + 1 - cut / most);
  return cost;
}
