import type { FieldFault } from '@app/kernel';
import type { Calendar, Day } from './calendar.js';
import type { FactColumns } from './fact-columns.js';
import type { Instant } from './instant.js';
import type { UnreadableEntry } from './read-fact.js';

/** The two dates a figure is taken at, as numbers. */
export interface Viewpoint {
  readonly asOf: Day;
  readonly knownBy: Instant;
}

/** Everything a ledger has been given. */
export interface LedgerContents {
  readonly columns: FactColumns;
  readonly unreadables: readonly UnreadableEntry[];
}

interface RetractionNode {
  readonly line: number;
  /** Number of its own id; null when it cannot be read. */
  readonly id: number | null;
  /** Number of the fact that it retracts; null when it cannot be read: then it retracts nothing. */
  readonly target: number | null;
  /** The row, or the unreadable entry. */
  readonly of: number | UnreadableEntry;
  /** Retractions of this retraction that are not decided yet. */
  undecided: number;
  inForce: boolean | null;
}

/** Which facts are in force at a viewpoint, and the lines of the retractions that have no answer. */
export interface Force {
  /** 1 for a row in force. */
  readonly rows: Uint8Array;
  readonly unreadables: ReadonlySet<UnreadableEntry>;
  readonly circularLines: readonly number[];
}

/**
 * Decides which facts are in force: known at the viewpoint, effective on or before it (a retraction counts whatever
 * its own effective date), and not retracted by a retraction that is itself in force.
 */
export function resolveForce(contents: LedgerContents, view: Viewpoint, calendar: Calendar): Force {
  const { columns, unreadables } = contents;
  const nodes = knownRetractions(contents, view);
  const retracted = decideRetractions(nodes);
  const rows = new Uint8Array(columns.size);
  for (let row = 0; row < columns.size; row++) {
    if (columns.day(row) <= view.asOf && columns.recordedAt(row) <= view.knownBy && columns.kind(row) !== 'retracted' && !retracted.has(columns.id(row))) rows[row] = 1;
  }
  const others = new Set(unreadables.filter((entry) => {
    const { isRetraction, effectiveOn } = entry.unreadable;
    if (isRetraction || !isKnown(entry, view) || (entry.id !== null && retracted.has(entry.id))) return false;
    return effectiveOn === null || calendar.day(effectiveOn) <= view.asOf;
  }));
  for (const { of, inForce } of nodes) {
    if (inForce !== true) continue;
    if (typeof of === 'number') rows[of] = 1;
    else others.add(of);
  }
  return { rows, unreadables: others, circularLines: nodes.filter((node) => node.inForce === null).map((node) => node.line) };
}

/** Whether an unreadable entry was recorded at or before the viewpoint; one whose instant cannot be read might have been. */
function isKnown({ unreadable }: UnreadableEntry, view: Viewpoint): boolean {
  return unreadable.recordedAt === null || unreadable.recordedAt <= view.knownBy;
}

function knownRetractions({ columns, unreadables }: LedgerContents, view: Viewpoint): RetractionNode[] {
  const nodes: RetractionNode[] = [];
  for (let row = 0; row < columns.size; row++) {
    if (columns.kind(row) !== 'retracted' || columns.recordedAt(row) > view.knownBy) continue;
    nodes.push({ line: columns.line(row), id: columns.id(row), target: columns.subject(row), of: row, undecided: 0, inForce: null });
  }
  for (const entry of unreadables) {
    if (entry.unreadable.isRetraction && isKnown(entry, view)) nodes.push({ line: entry.line, id: entry.id, target: null, of: entry, undecided: 0, inForce: null });
  }
  return nodes;
}

/** Settles the retractions from the last of each chain backwards; returns the facts that are retracted. */
function decideRetractions(nodes: readonly RetractionNode[]): ReadonlySet<number> {
  const byId = new Map<number, RetractionNode[]>();
  for (const node of nodes) {
    if (node.id === null) continue;
    const sameId = byId.get(node.id);
    if (sameId === undefined) byId.set(node.id, [node]);
    else sameId.push(node);
  }
  const targetsOf = ({ target }: RetractionNode): readonly RetractionNode[] => (target === null ? [] : byId.get(target)) ?? [];
  for (const node of nodes) for (const target of targetsOf(node)) target.undecided += 1;

  const retracted = new Set<number>();
  const ready = nodes.filter((node) => node.undecided === 0);
  const settle = (node: RetractionNode, inForce: boolean): void => {
    node.inForce = inForce;
    for (const target of targetsOf(node)) {
      target.undecided -= 1;
      if (target.undecided === 0 && target.inForce === null) ready.push(target);
    }
  };
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    if (node.inForce !== null) continue;
    settle(node, true);
    if (node.target === null) continue;
    retracted.add(node.target);
    for (const retraction of targetsOf(node)) if (retraction.inForce === null) settle(retraction, false);
  }
  return retracted;
}

/** The fault of a retraction that depends on itself: whether it holds has no answer. */
export const CIRCULAR_RETRACTION: FieldFault = { path: '$.fact', message: '撤销互相循环，无法判断是否有效' };
