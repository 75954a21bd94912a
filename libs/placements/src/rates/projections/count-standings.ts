import { dayNumber, type CivilDate } from '@app/kernel';
import { addStandings, compareCodePoints, emptyCell, firstImmatureStarts, type CellTally, type Dimension, type Instant, type Period, type PlacementRule, type PlacementTable } from '@app/outcomes';
import { COMPLETION_RULES, ROLL_RULES } from './projected-rules.js';
import type { Edges, StandingGroup } from './rate-projections.repository.js';

/** What every table of one answer has in common. */
export interface TableHead {
  readonly asOf: CivilDate;
  readonly knownBy: Instant | null;
  readonly period: Period | null;
  readonly dimension: Dimension | null;
}

/** Counts of one rule in one township, by programme. A person without a home stands in the township ''. */
export interface TownshipTally {
  readonly township: string;
  readonly total: CellTally;
  readonly programmes: ReadonlyMap<string, CellTally>;
}

/** Reads what one group says of one rule. */
class GroupReader {
  private readonly isOnRoll: boolean;
  private readonly index: number;
  private readonly oldest: number;

  constructor(rule: PlacementRule, asOf: CivilDate, edges: Edges) {
    this.isOnRoll = rule.population === 'P1';
    this.index = (this.isOnRoll ? ROLL_RULES : COMPLETION_RULES).indexOf(rule);
    this.oldest = (this.isOnRoll ? edges.roll : edges.completion).indexOf(firstImmatureStarts([rule], dayNumber(asOf))[0]!);
  }

  /** Whether the group has anybody for the rule. */
  holds(group: StandingGroup): boolean {
    return (this.isOnRoll ? group.rollProfile : group.profile) !== null;
  }

  addTo(cell: CellTally, group: StandingGroup): void {
    const [profile, age, persons, courses] = this.isOnRoll ? [group.rollProfile, group.rollAge, group.rollPersons, group.rollCourses] : [group.profile, group.age, group.persons, group.courses];
    // A start below the first edge has the age 0; mature are those that have not reached the rule's own edge.
    addStandings(cell, profile![this.index]!, age! <= this.oldest, { persons: persons ?? 0, personCourses: courses ?? 0 });
  }
}

/** The table of one rule from groups told apart by the dimension's keys. */
export function countTable(rule: PlacementRule, groups: readonly StandingGroup[], edges: Edges, head: TableHead): PlacementTable {
  const reader = new GroupReader(rule, head.asOf, edges);
  const total = emptyCell(null);
  const cells = new Map<string, CellTally>();
  for (const group of groups) {
    if (!reader.holds(group)) continue;
    reader.addTo(total, group);
    if (head.dimension !== null) reader.addTo(cellOf(cells, group.cell!), group);
  }
  return { rule, ...head, total, cells: inOrder(cells) };
}

/** One rule by township and programme, from groups told apart by both. */
export function countTownships(rule: PlacementRule, groups: readonly StandingGroup[], edges: Edges, asOf: CivilDate): TownshipTally[] {
  const reader = new GroupReader(rule, asOf, edges);
  const townships = new Map<string, { township: string; total: CellTally; programmes: Map<string, CellTally> }>();
  for (const group of groups) {
    if (!reader.holds(group)) continue;
    const key = group.township ?? '';
    const township = townships.get(key) ?? { township: key, total: emptyCell(null), programmes: new Map<string, CellTally>() };
    townships.set(key, township);
    reader.addTo(township.total, group);
    reader.addTo(cellOf(township.programmes, group.cell!), group);
  }
  return [...townships.values()];
}

export function cellOf(cells: Map<string, CellTally>, key: string): CellTally {
  const cell = cells.get(key) ?? emptyCell(key);
  cells.set(key, cell);
  return cell;
}

export function inOrder(cells: ReadonlyMap<string, CellTally>): CellTally[] {
  return [...cells.values()].sort((a, b) => compareCodePoints(a.key ?? '', b.key ?? ''));
}
