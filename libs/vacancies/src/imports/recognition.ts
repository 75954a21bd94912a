import { randomUUID } from 'node:crypto';
import { pairGroups, rowHash } from '../sources/identity.js';
import type { MappedVacancy, RawRow, RowRejection, SourcePage, VacancySourceAdapter } from '../sources/source.js';
import type { KnownVacancy } from './import.repository.js';
import { RUNS_TO_CLOSE } from '../sources/closing.js';

/** One row of a run, mapped or refused. `number` = its place on the page, from 1. */
export interface IncomingRow {
  readonly page: number;
  readonly number: number;
  readonly raw: unknown;
  readonly mapped: MappedVacancy | RowRejection;
}

/** An incoming row and the vacancy that it is. */
export interface RecognisedRow extends IncomingRow {
  readonly mapped: MappedVacancy;
  readonly vacancyId: string;
  /** Null = new. */
  readonly known: KnownVacancy | null;
  /** The row of this run that is the same vacancy already, by the source's id. */
  readonly repeats: IncomingRow | null;
}

/** Every row of the pages, in order, with what the adapter makes of it. */
export function mapPages(pages: readonly SourcePage[], adapter: VacancySourceAdapter, regionCode: string): IncomingRow[] {
  return pages.flatMap(({ page, rows, rejected }) => [
    ...rows.map((raw: RawRow, i): IncomingRow => ({ page, number: i + 1, raw, mapped: adapter.mapRow(raw, regionCode) })),
    ...rejected.map(({ raw, reason }, i): IncomingRow => ({ page, number: rows.length + i + 1, raw, mapped: { accepted: false, reason, sourceId: null } })),
  ]);
}

/** The key under which an officer finds a row again: the source's id, else a hash of the row. */
export function externalKeyOf({ raw, mapped }: IncomingRow): string {
  return mapped.sourceId ?? rowHash(raw);
}

/**
 * Tells which vacancy each accepted row is: by the source's id, or, where it has none, by pairing the rows of a group
 * (employer, title, place) with those that we know. `phoneIndex` is how telephones are compared.
 */
export function recognise(rows: readonly IncomingRow[], known: readonly KnownVacancy[], phoneIndex: (vacancy: MappedVacancy) => string | null): RecognisedRow[] {
  const accepted = rows.filter((row): row is IncomingRow & { mapped: MappedVacancy } => row.mapped.accepted);
  return [...recogniseById(accepted.filter((row) => row.mapped.sourceId !== null), known), ...recogniseByGroup(accepted.filter((row) => row.mapped.sourceId === null), known, phoneIndex)];
}

type Accepted = IncomingRow & { readonly mapped: MappedVacancy };

function recogniseById(rows: readonly Accepted[], known: readonly KnownVacancy[]): RecognisedRow[] {
  const byId = new Map(known.map((vacancy) => [vacancy.externalId, vacancy]));
  const met = new Map<string, RecognisedRow>();
  return rows.map((row) => {
    const sourceId = row.mapped.sourceId!;
    const before = met.get(sourceId);
    if (before) return { ...row, vacancyId: before.vacancyId, known: before.known, repeats: before };
    const vacancy = byId.get(sourceId) ?? null;
    const recognised: RecognisedRow = { ...row, vacancyId: vacancy?.id ?? randomUUID(), known: vacancy, repeats: null };
    met.set(sourceId, recognised);
    return recognised;
  });
}

function recogniseByGroup(rows: readonly Accepted[], known: readonly KnownVacancy[], phoneIndex: (vacancy: MappedVacancy) => string | null): RecognisedRow[] {
  const byKey = new Map(known.map((vacancy) => [vacancy.id, vacancy]));
  const ours = known.filter((vacancy) => vacancy.groupKey !== null).map((vacancy) => ({
    key: vacancy.id, open: isStillListed(vacancy), group: vacancy.groupKey!, telephone: vacancy.phoneIndex ?? '', published: vacancy.publishedText ?? '', pay: vacancy.payText ?? '',
  }));
  const theirs = rows.map((row) => ({ row, group: row.mapped.identityGroup, telephone: phoneIndex(row.mapped) ?? '', published: row.mapped.publishedText, pay: row.mapped.pay.text }));
  const { pairs, added } = pairGroups(ours, theirs);
  return [
    ...pairs.map(({ key, incoming }): RecognisedRow => ({ ...incoming.row, vacancyId: key, known: byKey.get(key)!, repeats: null })),
    ...added.map(({ row }): RecognisedRow => ({ ...row, vacancyId: randomUUID(), known: null, repeats: null })),
  ];
}

/** What we filled, expired or withdrew may still stand on the source's list, and is then the same vacancy. */
function isStillListed({ closingReason, missingRuns }: KnownVacancy): boolean {
  return closingReason !== 'left-source' && missingRuns < RUNS_TO_CLOSE;
}
