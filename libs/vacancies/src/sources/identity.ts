import { createHash } from 'node:crypto';
import type { MappedVacancy, RawRow } from './source.js';

/** Employer, cleaned title and place, normalised: the identity of a row whose source gives no id. */
export function identityGroupOf(employer: string, cleanedTitle: string, place: string): string {
  return [employer, cleanedTitle, place].map((part) => part.normalize('NFKC').replace(/\s+/g, '').toLowerCase()).join('|');
}

/** A stable hash of a raw row: equal rows, equal hash, whatever the order of their keys. */
export function rowHash(raw: unknown): string {
  return createHash('sha256').update(JSON.stringify(sorted(raw)) ?? '').digest('base64url').slice(0, 22);
}

/** A hash of what a mapped row says: the row changed exactly when it differs. What we do not map does not count. */
export function contentHash(vacancy: MappedVacancy): string {
  return rowHash(vacancy);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value as RawRow).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

/** What tells the rows of one identity group apart across runs, the strongest first. */
export interface GroupedRow {
  readonly group: string;
  readonly telephone: string;
  readonly published: string;
  readonly pay: string;
}

/** A row that we know; `key` is ours. Closed ones may be given too, so that a row that comes back is opened again. */
export interface KnownGroupedRow extends GroupedRow {
  readonly key: string;
  readonly open: boolean;
}

export interface Pairing<Incoming> {
  readonly pairs: readonly { readonly key: string; readonly incoming: Incoming }[];
  /** Rows that are new to us. */
  readonly added: readonly Incoming[];
  /** Keys of open known rows for which the list has no row any more. */
  readonly missing: readonly string[];
}

type Aspect = 'telephone' | 'published' | 'pay';

/** Which aspects must agree, pass by pass: telephone outweighs published time, published time outweighs pay. */
const PASSES: readonly (readonly Aspect[])[] = [
  ['telephone', 'published', 'pay'], ['telephone', 'published'], ['telephone', 'pay'], ['telephone'],
  ['published', 'pay'], ['published'], ['pay'], [],
];
/** A closed row is the same vacancy again only when both agree; else the incoming one is new. */
const REOPENING: readonly Aspect[] = ['telephone', 'published'];

/**
 * Pairs the rows of each identity group with those that we know, as a multiset: the group's numbers decide how many are
 * new or missing, and telephone, then published time, then pay decide which. Pay is never identity: a repriced row is
 * the same vacancy. Deterministic: ties go by published time, telephone, pay and key, never by the order given.
 */
export function pairGroups<Incoming extends GroupedRow>(known: readonly KnownGroupedRow[], incoming: readonly Incoming[]): Pairing<Incoming> {
  const knownOf = grouped([...known].sort(byAspects), (row) => row.group);
  const incomingOf = grouped([...incoming].sort(byAspects), (row) => row.group);
  const pairs: { key: string; incoming: Incoming }[] = [];
  const added: Incoming[] = [];
  const missing: string[] = [];
  for (const group of new Set([...knownOf.keys(), ...incomingOf.keys()])) {
    const ours = knownOf.get(group) ?? [];
    const open = new Set(ours.filter((row) => row.open));
    const closed = new Set(ours.filter((row) => !row.open));
    const theirs = new Set(incomingOf.get(group) ?? []);
    for (const aspects of PASSES) pairBy(aspects, open, theirs, pairs);
    pairBy(REOPENING, closed, theirs, pairs);
    added.push(...theirs);
    missing.push(...[...open].map((row) => row.key));
  }
  return { pairs, added, missing };
}

function pairBy<Incoming extends GroupedRow>(aspects: readonly Aspect[], known: Set<KnownGroupedRow>, incoming: Set<Incoming>, pairs: { key: string; incoming: Incoming }[]): void {
  const waiting = grouped(known, (row) => aspectKey(row, aspects));
  for (const row of incoming) {
    const match = waiting.get(aspectKey(row, aspects))?.shift();
    if (match === undefined) continue;
    known.delete(match);
    incoming.delete(row);
    pairs.push({ key: match.key, incoming: row });
  }
}

function grouped<Row>(rows: Iterable<Row>, keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

function aspectKey(row: GroupedRow, aspects: readonly Aspect[]): string {
  return aspects.map((aspect) => row[aspect]).join('\u0000');
}

function byAspects(a: GroupedRow & { key?: string }, b: GroupedRow & { key?: string }): number {
  return compare(a.published, b.published) || compare(a.telephone, b.telephone) || compare(a.pay, b.pay) || compare(a.key ?? '', b.key ?? '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
