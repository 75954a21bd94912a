import type { FieldFault } from '@app/kernel';
import type { Calendar, Day } from './calendar.js';
import type { RetractionFact } from './fact.js';
import type { Instant } from './instant.js';
import type { LedgerEntry } from './read-fact.js';

/** The two dates a figure is taken at, as numbers. */
export interface Viewpoint {
  readonly asOf: Day;
  readonly knownBy: Instant;
}

interface RetractionNode {
  readonly entry: LedgerEntry;
  /** Retractions of this retraction that are not decided yet. */
  undecided: number;
  inForce: boolean | null;
}

/** Which facts are in force at a viewpoint, and the retractions that have no answer. */
export interface Force {
  readonly isInForce: (entry: LedgerEntry) => boolean;
  readonly circular: readonly LedgerEntry[];
}

/** Whether the entry was recorded at or before the viewpoint; one whose instant cannot be read might have been. */
function isKnown(entry: LedgerEntry, view: Viewpoint): boolean {
  const at = 'fact' in entry ? entry.fact.recordedAt : entry.unreadable.recordedAt;
  return at === null || at <= view.knownBy;
}

function idOf(entry: LedgerEntry): string | null {
  return 'fact' in entry ? entry.fact.id : entry.unreadable.id;
}

function isRetraction(entry: LedgerEntry): boolean {
  return 'fact' in entry ? entry.fact.kind === 'retracted' : entry.unreadable.isRetraction;
}

/**
 * Decides which facts are in force: known at the viewpoint, effective on or before it (a retraction counts whatever
 * its own effective date), and not retracted by a retraction that is itself in force.
 */
export function resolveForce(entries: Iterable<LedgerEntry>, view: Viewpoint, calendar: Calendar): Force {
  const nodes: RetractionNode[] = [];
  for (const entry of entries) {
    if (isRetraction(entry) && isKnown(entry, view)) nodes.push({ entry, undecided: 0, inForce: null });
  }
  const retracted = decideRetractions(nodes);
  const nodeOf = new Map(nodes.map((node) => [node.entry, node]));
  const isInForce = (entry: LedgerEntry): boolean => {
    if (isRetraction(entry)) return nodeOf.get(entry)?.inForce === true;
    const id = idOf(entry);
    if (!isKnown(entry, view) || (id !== null && retracted.has(id))) return false;
    const effectiveOn = 'fact' in entry ? entry.fact.effectiveOn : entry.unreadable.effectiveOn;
    return effectiveOn === null || calendar.day(effectiveOn) <= view.asOf;
  };
  return { isInForce, circular: nodes.filter((node) => node.inForce === null).map((node) => node.entry) };
}

/** Settles the retractions from the last of each chain backwards; returns the ids that are retracted. */
function decideRetractions(nodes: readonly RetractionNode[]): ReadonlySet<string> {
  const byId = new Map<string, RetractionNode[]>();
  for (const node of nodes) {
    const id = idOf(node.entry);
    if (id === null) continue;
    const sameId = byId.get(id);
    if (sameId === undefined) byId.set(id, [node]);
    else sameId.push(node);
  }
  const targetsOf = (node: RetractionNode): readonly RetractionNode[] => byId.get(targetOf(node) ?? '') ?? [];
  for (const node of nodes) for (const target of targetsOf(node)) target.undecided += 1;

  const retracted = new Set<string>();
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
    const target = targetOf(node);
    if (target === null) continue;
    retracted.add(target);
    for (const retraction of targetsOf(node)) if (retraction.inForce === null) settle(retraction, false);
  }
  return retracted;
}

function targetOf(node: RetractionNode): string | null {
  return 'fact' in node.entry ? (node.entry.fact as RetractionFact).fact : null;
}

/** The fault of a retraction that depends on itself: whether it holds has no answer. */
export const CIRCULAR_RETRACTION: FieldFault = { path: '$.fact', message: '撤销互相循环，无法判断是否有效' };
