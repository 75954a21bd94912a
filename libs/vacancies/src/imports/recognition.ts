import { randomUUID } from 'node:crypto';
import { pairGroups, rowHash } from '../sources/identity.js';
import { isRow } from '../sources/schema-check.js';
import type { MappedVacancy, RowRejection, SourcePage, VacancySourceAdapter } from '../sources/source.js';
import type { KnownVacancy } from './import.repository.js';
import { RUNS_TO_CLOSE } from '../sources/closing.js';

/** One row of a run, mapped or refused. `number` = its place on the page, from 1. */
export interface IncomingRow {
  readonly page: number;
  readonly number: number;
  readonly raw: unknown;
  readonly mapped: MappedVacancy | RowRejection;
}

/** Where a row stands. */
export interface RowPlace {
  readonly page: number;
  readonly number: number;
}

/** What a row is told by: little enough to hold for every row of a run at once. */
export interface RowTraits extends RowPlace {
  readonly sourceId: string | null;
  readonly group: string;
  readonly telephone: string;
  readonly published: string;
  readonly pay: string;
}

/** Which vacancy a row is. */
export interface Recognised {
  readonly vacancyId: string;
  /** Null = new. */
  readonly known: KnownVacancy | null;
  /** The row of this run that is the same vacancy already, by the source's id. */
  readonly repeats: RowPlace | null;
}

/** An accepted row and the vacancy that it is. */
export type RecognisedRow = IncomingRow & Recognised & { readonly mapped: MappedVacancy };

/** Every row of a page, in order, with what the adapter makes of it. */
export function mapPage({ page, given, keys }: SourcePage, adapter: VacancySourceAdapter, regionCode: string): IncomingRow[] {
  const { rejected } = adapter.checkRows(given);
  return given.map((raw, at): IncomingRow => {
    const reason = rejected.get(at);
    return { page, number: at + 1, raw, mapped: reason === undefined && isRow(raw) ? adapter.mapRow(raw, regionCode) : refusedRow(reason ?? '不是一条记录', adapter.keysAreIds ? (keys[at] ?? null) : null) };
  });
}

function refusedRow(reason: string, sourceId: string | null): RowRejection {
  return { accepted: false, reason, sourceId };
}

/** The key under which an officer finds a row again: the source's id, else a hash of the row. */
export function externalKeyOf({ raw, mapped }: IncomingRow): string {
  return mapped.sourceId ?? rowHash(raw);
}

export function placeOf({ page, number }: RowPlace): string {
  return `${page}/${number}`;
}

/**
 * Tells which vacancy each accepted row is: by the source's id, or, where it has none, by pairing the rows of a group
 * (employer, title, place) with those that we know. Answers by place.
 */
export function recognise(rows: readonly RowTraits[], known: readonly KnownVacancy[]): ReadonlyMap<string, Recognised> {
  const recognised = new Map<string, Recognised>();
  recogniseById(rows.filter((row) => row.sourceId !== null), known, recognised);
  recogniseByGroup(rows.filter((row) => row.sourceId === null), known, recognised);
  return recognised;
}

function recogniseById(rows: readonly RowTraits[], known: readonly KnownVacancy[], into: Map<string, Recognised>): void {
  const byId = new Map(known.map((vacancy) => [vacancy.externalId, vacancy]));
  const met = new Map<string, RowTraits>();
  for (const row of rows) {
    const before = met.get(row.sourceId!);
    if (before) {
      into.set(placeOf(row), { ...into.get(placeOf(before))!, repeats: { page: before.page, number: before.number } });
      continue;
    }
    met.set(row.sourceId!, row);
    const vacancy = byId.get(row.sourceId) ?? null;
    into.set(placeOf(row), { vacancyId: vacancy?.id ?? randomUUID(), known: vacancy, repeats: null });
  }
}

function recogniseByGroup(rows: readonly RowTraits[], known: readonly KnownVacancy[], into: Map<string, Recognised>): void {
  const byKey = new Map(known.map((vacancy) => [vacancy.id, vacancy]));
  const ours = known.filter((vacancy) => vacancy.groupKey !== null).map((vacancy) => ({
    key: vacancy.id, open: isStillListed(vacancy), group: vacancy.groupKey!, telephone: vacancy.phoneIndex ?? '', published: vacancy.publishedText ?? '', pay: vacancy.payText ?? '',
  }));
  const { pairs, added } = pairGroups(ours, rows);
  for (const { key, incoming } of pairs) into.set(placeOf(incoming), { vacancyId: key, known: byKey.get(key)!, repeats: null });
  for (const row of added) into.set(placeOf(row), { vacancyId: randomUUID(), known: null, repeats: null });
}

/** What we filled, expired or withdrew may still stand on the source's list, and is then the same vacancy. */
function isStillListed({ closingReason, missingRuns }: KnownVacancy): boolean {
  return closingReason !== 'left-source' && missingRuns < RUNS_TO_CLOSE;
}
