import { dayNumber, fromDayNumber, type CivilDate } from '@app/kernel';
import type { Day } from '../facts/calendar.js';
import { compareCodePoints } from '../facts/code-points.js';
import type { EvidenceLevel, ExclusionReason } from '../facts/fact.js';
import type { PersonHistory, TrainingClass } from '../facts/histories.js';
import type { LedgerSlice } from '../facts/ledger.js';
import type { Instant } from '../facts/instant.js';
import { coursesOf, type Period, type PersonCourse } from '../populations/cohort.js';
import { judge, type Judgement, type Standing } from './judge.js';
import { countKeptPledges } from './pledges-kept.js';
import { countPledges, type PledgeTally } from './pledges.js';
import type { PlacementRule, PledgeRule, PopulationId, RateRule } from './rule.js';

/** What a breakdown can be by: a property of the class in which a person stands. */
export const DIMENSIONS = ['class', 'course', 'programme', 'region', 'provider'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What a cohort report can be by, besides: the home at enrolment, the department of the course, the start of the cohort. */
export const COHORT_DIMENSIONS = [...DIMENSIONS, 'township', 'village', 'department', 'month', 'quarter', 'year'] as const;
export type CohortDimension = (typeof COHORT_DIMENSIONS)[number];

/** A person in a cell, for officers who open a figure down to the proof. */
export interface CellMember {
  readonly personId: string;
  /** The class in which the person stands. */
  readonly classId: string;
  readonly standing: Exclude<Standing, 'outside'>;
  readonly startsOn: CivilDate;
  /** The last day that matters to the rule. */
  readonly horizonEndsOn: CivilDate;
  readonly exclusionReason: ExclusionReason | null;
  /** Of those employed the employment that decides; of the others the best proven one inside the horizon, if any. */
  readonly employmentId: string | null;
  readonly employerId: string | null;
  readonly evidence: EvidenceLevel | null;
}

/** Counts of one cell, before anything is hidden. */
export interface CellTally {
  /** The key of the breakdown; null in the total. */
  readonly key: string | null;
  /** Persons of the denominator. */
  n: number;
  numerator: number;
  unknown: number;
  immature: number;
  readonly excluded: Partial<Record<ExclusionReason, number>>;
  /** Persons of the denominator with an employment of the rule's kinds inside the horizon, by its best level E0 to E3. */
  readonly evidence: [number, number, number, number];
  readonly personCourses: { n: number; numerator: number };
  /** Every person counted above, in the order of their ids; empty unless asked for. */
  readonly members: CellMember[];
}

/** A rate with everything that names it. */
export interface PlacementTable {
  readonly rule: PlacementRule;
  readonly asOf: CivilDate;
  readonly knownBy: Instant | null;
  readonly period: Period | null;
  readonly dimension: CohortDimension | null;
  readonly total: CellTally;
  /** In the order of the keys; empty without a dimension. */
  readonly cells: readonly CellTally[];
}

/** The pledge rate: counts seats, has no breakdown. */
export interface PledgeTable {
  readonly rule: Exclude<RateRule, PlacementRule>;
  readonly asOf: CivilDate;
  readonly knownBy: Instant | null;
  readonly period: Period | null;
  readonly pledges: PledgeTally;
}

export type RateTable = PlacementTable | PledgeTable;

export interface RateQuery {
  readonly rules: readonly RateRule[];
  /** Months of completion (of opening for populations on the roll); null or absent: all. */
  readonly period?: Period | null;
  readonly by?: Dimension | null;
  /** Whether to list the persons of every cell. */
  readonly withMembers?: boolean;
}

/**
 * Computes rates over a slice of the ledger: exact counts, nothing hidden and nothing rounded yet.
 * @returns a table a rule, in the order of the rules
 * @throws RangeError when the slice has faults: a ledger that contradicts itself has no rate
 */
export function computeRates(slice: LedgerSlice, query: RateQuery): RateTable[] {
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
  const period = query.period ?? null;
  const head = { asOf: slice.asOf, knownBy: slice.knownBy, period };
  const dimension = query.by ?? null;
  const counter = new RateCounter(slice.asOf, query);
  for (const person of slice.persons.values()) counter.add(person);
  const counted = counter.counts();
  return query.rules.map((rule) => ('measure' in rule ? { rule, ...head, pledges: pledgesBy(rule, slice, period) } : { rule, ...head, dimension, ...counted.get(rule)! }));
}

/** A family of rules and its cells: of each key a cell a rule. */
interface CountedFamily {
  readonly population: PopulationId;
  readonly rules: readonly PlacementRule[];
  readonly cells: Map<string | null, CellTally[]>;
}

/** Counts the judgements of rules over people who are handed to it one by one and not kept: a county is a million of them. */
export class RateCounter {
  readonly #families: readonly CountedFamily[];
  readonly #options: TallyOptions;
  readonly #period: Period | null;

  /** @param query what `computeRates` is asked; rules about pledges are no business of people */
  constructor(asOf: CivilDate, { rules, period, by, withMembers }: RateQuery) {
    this.#families = Array.from(byFamily(rules), ([population, own]) => ({ population, rules: own, cells: new Map() }));
    this.#options = { asOf: dayNumber(asOf), keyOf: by == null ? null : (unit) => keyOf(unit.class, by), withMembers: withMembers ?? false };
    this.#period = period ?? null;
  }

  /** Each person once. */
  add(person: PersonHistory): void {
    for (const { population, rules, cells } of this.#families) countUnits(cells, coursesOf(person, population, this.#period), rules, this.#options);
  }

  /** Total and cells of every rule, of the people so far. */
  counts(): Map<PlacementRule, Counted> {
    const counts = new Map<PlacementRule, Counted>();
    for (const { rules, cells } of this.#families) finished(cells, rules, this.#options).forEach((counted, at) => counts.set(rules[at]!, counted));
    return counts;
  }
}

function pledgesBy({ measure }: PledgeRule, slice: LedgerSlice, period: Period | null): PledgeTally {
  if (measure === 'pledge') return countPledges(slice.orders, period);
  const { seats, kept, orders } = countKeptPledges(slice, period);
  return { seats, filled: kept, orders: orders.map((order) => ({ orderId: order.orderId, seats: order.seats, filled: order.kept, hired: order.outcomes.kept })) };
}

/** Rules whose person-courses are the same: completers less some are still completers. */
function byFamily(rules: readonly RateRule[]): Map<PopulationId, PlacementRule[]> {
  const families = new Map<PopulationId, PlacementRule[]>();
  for (const rule of rules) {
    if ('measure' in rule) continue;
    const family = rule.population === 'P4' || rule.population === 'P5' ? 'P2' : rule.population;
    families.set(family, [...(families.get(family) ?? []), rule]);
  }
  return families;
}

interface TallyOptions {
  readonly asOf: Day;
  /** The cell in which a person-course stands; null: only the total. */
  readonly keyOf: ((unit: PersonCourse) => string) | null;
  readonly withMembers: boolean;
}
/** What is counted by a rule. */
export type Counted = Pick<PlacementTable, 'total' | 'cells'>;

/** Counts the judgements of a rule over person-courses, in total and by cell. */
export function tally(units: readonly PersonCourse[], rule: PlacementRule, options: TallyOptions): Counted {
  const cells: CountedFamily['cells'] = new Map();
  countUnits(cells, units, [rule], options);
  return finished(cells, [rule], options)[0]!;
}

/** Several rules at once: each person-course is taken up once and judged by all, since to fetch it takes longer than to judge it. */
function countUnits(cells: CountedFamily['cells'], units: readonly PersonCourse[], rules: readonly PlacementRule[], { asOf, keyOf, withMembers }: TallyOptions): void {
  for (const unit of units) {
    const own = cellsFor(cells, keyOf === null ? null : keyOf(unit), rules.length);
    for (let at = 0; at < rules.length; at++) countUnit(own[at]!, unit, judge(unit, rules[at]!, asOf), withMembers);
  }
}

function finished(cells: CountedFamily['cells'], rules: readonly PlacementRule[], { keyOf }: TallyOptions): Counted[] {
  const sorted = [...cells.values()].sort(([a], [b]) => compareCodePoints(a?.key ?? '', b?.key ?? ''));
  return rules.map((_, at) => {
    const own = sorted.map((each) => each[at]!);
    for (const cell of own) cell.members.sort((a, b) => compareCodePoints(a.personId, b.personId));
    return keyOf === null ? { total: own[0] ?? emptyCell(null), cells: [] } : { total: sumOf(own), cells: own };
  });
}

function cellsFor(cells: Map<string | null, CellTally[]>, key: string | null, rules: number): CellTally[] {
  let own = cells.get(key);
  if (own === undefined) cells.set(key, (own = Array.from({ length: rules }, () => emptyCell(key))));
  return own;
}

function sumOf(cells: readonly CellTally[]): CellTally {
  const total = emptyCell(null);
  for (const cell of cells) {
    mergeCell(total, cell);
    for (const member of cell.members) total.members.push(member);
  }
  total.members.sort((a, b) => compareCodePoints(a.personId, b.personId));
  return total;
}

/** The class's property by which it stands in a cell. */
export function keyOf(trainingClass: TrainingClass, dimension: Dimension): string {
  return dimension === 'class' ? trainingClass.id : trainingClass[dimension];
}

/** A cell in which nobody stands yet. */
export function emptyCell(key: string | null): CellTally {
  return { key, n: 0, numerator: 0, unknown: 0, immature: 0, excluded: {}, evidence: [0, 0, 0, 0], personCourses: { n: 0, numerator: 0 }, members: [] };
}

/** Adds the counts of one cell to another; members are not carried over. */
export function mergeCell(into: CellTally, cell: CellTally): void {
  into.n += cell.n;
  into.numerator += cell.numerator;
  into.unknown += cell.unknown;
  into.immature += cell.immature;
  for (const [reason, count] of Object.entries(cell.excluded) as [ExclusionReason, number][]) into.excluded[reason] = (into.excluded[reason] ?? 0) + count;
  for (const level of [0, 1, 2, 3] as const) into.evidence[level] += cell.evidence[level];
  into.personCourses.n += cell.personCourses.n;
  into.personCourses.numerator += cell.personCourses.numerator;
}

function isDenominator(standing: Standing): boolean {
  return standing !== 'immature' && standing !== 'excluded' && standing !== 'outside';
}

function isNumerator(standing: Standing): boolean {
  return standing === 'employed' || standing === 'studying';
}

function countUnit(cell: CellTally, unit: PersonCourse, judgement: Judgement, withMembers: boolean): void {
  countPersonCourse(cell, judgement);
  if (!unit.standsForPerson) return;
  countPerson(cell, judgement);
  if (withMembers && judgement.standing !== 'outside') cell.members.push(memberOf(unit, judgement, judgement.standing));
}

function countPersonCourse(cell: CellTally, { standing }: Judgement): void {
  if (!isDenominator(standing)) return;
  cell.personCourses.n += 1;
  if (isNumerator(standing)) cell.personCourses.numerator += 1;
}

function countPerson(cell: CellTally, { standing, reason, evidenceJob }: Judgement): void {
  if (standing === 'immature') cell.immature += 1;
  if (standing === 'excluded' && reason !== null) cell.excluded[reason] = (cell.excluded[reason] ?? 0) + 1;
  if (!isDenominator(standing)) return;
  cell.n += 1;
  if (isNumerator(standing)) cell.numerator += 1;
  if (standing === 'unknown') cell.unknown += 1;
  if (evidenceJob !== null) cell.evidence[evidenceJob.level] += 1;
}

function memberOf({ person, class: trainingClass, start }: PersonCourse, { reason, job, horizonEndsOn }: Judgement, standing: CellMember['standing']): CellMember {
  return {
    personId: person.id,
    classId: trainingClass.id,
    standing,
    startsOn: fromDayNumber(start),
    horizonEndsOn: fromDayNumber(horizonEndsOn),
    exclusionReason: reason,
    employmentId: job?.id ?? null,
    employerId: job?.employer ?? null,
    evidence: job?.level ?? null,
  };
}
