import { Inject, Injectable } from '@nestjs/common';
import type { Catalogue } from '@app/catalogue';
import { today, type Clock } from '@app/kernel';
import { CLOCK, type Transaction } from '@app/platform';
import { tooManyBadRows } from '../sources/bad-rows.js';
import { decideClosing, type ClosingDecision } from '../sources/closing.js';
import type { CrawlResult } from '../sources/crawl.js';
import type { SourcePage, VacancySourceAdapter } from '../sources/source.js';
import { VacancySealing } from '../vacancies/vacancy-fields.js';
import { VacancyWriter } from '../vacancies/vacancy-writer.js';
import type { HeldFor } from './import.entity.js';
import { ImportRepository, type KnownVacancy, type RowOutcome, type RunEnd, type RunRow } from './import.repository.js';
import type { SourceRow } from './vacancy-source.repository.js';
import { endOfApplied, endOfHeld, endOfRefused, type Closing } from './run-end.js';
import { externalKeyOf, mapPage, placeOf, recognise, type IncomingRow, type Recognised, type RecognisedRow, type RowTraits } from './recognition.js';
import { ListingWriter } from './listing-writer.js';

/** Everything that a walk brought home. */
export interface Harvest {
  readonly run: RunRow;
  readonly fencing: number;
  readonly source: SourceRow;
  readonly adapter: VacancySourceAdapter;
  readonly catalogue: Catalogue;
  /** The pages in order; asked for twice, so that they need not be held at once. */
  readonly pages: () => AsyncIterable<SourcePage> | Iterable<SourcePage>;
  readonly walk: CrawlResult;
}

/** How it ended, and which vacancies are not as they were. */
export interface Applied {
  readonly end: RunEnd;
  readonly changedIds: readonly string[];
}

/** The first look at the pages: what rows are told by, and those that cannot be used. */
interface Survey {
  readonly traits: readonly RowTraits[];
  readonly rejections: readonly RowOutcome[];
}

const ROWS_A_BATCH = 2_000;

/** Turns the pages of a walk into facts, in the caller's one transaction: all of a run, or none of it. */
@Injectable()
export class ImportApplier {
  constructor(
    private readonly imports: ImportRepository,
    private readonly listings: ListingWriter,
    private readonly writer: VacancyWriter,
    private readonly sealing: VacancySealing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async apply(tx: Transaction, harvest: Harvest): Promise<Applied> {
    const { run, walk, fencing } = harvest;
    const known = await this.imports.lockKnown(tx, run.ownerRegion, run.source);
    const survey = await this.#survey(harvest);
    const held = run.tolerant ? null : whyNothingIsBelieved(walk, survey);
    if (walk.rowsRead > 0) await this.imports.supersedeUnbelieved(tx, run);
    await this.imports.addRows(tx, run, fencing, survey.rejections);
    if (held !== null) return this.#end(tx, run, endOfHeld(walk, survey.traits.length, survey.rejections.length, held), []);
    const recognised = recognise(survey.traits, known);
    const { changedIds, counts } = await this.#write(tx, harvest, recognised);
    const closing = await this.#close(tx, harvest, known, new Set([...[...recognised.values()].map((row) => row.vacancyId), ...rejectedButListed(survey.rejections, known)]));
    await this.writer.markAgencies(tx, run.ownerRegion);
    return this.#end(tx, run, endOfApplied(run, walk, { ...counts, rejected: survey.rejections.length }, closing), [...changedIds, ...closing.closed]);
  }

  /** Ends a run that read nothing. */
  async refuse(tx: Transaction, run: RunRow, reason: string): Promise<Applied> {
    return this.#end(tx, run, endOfRefused(reason), []);
  }

  async #end(tx: Transaction, run: RunRow, end: RunEnd, changedIds: readonly string[]): Promise<Applied> {
    await this.imports.endRun(tx, run.id, end, this.clock.now());
    return { end, changedIds };
  }

  async #survey({ pages, adapter, source }: Harvest): Promise<Survey> {
    const traits: RowTraits[] = [];
    const rejections: RowOutcome[] = [];
    for await (const page of pages()) {
      for (const row of mapPage(page, adapter, source.queriedRegion)) {
        const { mapped } = row;
        if (!mapped.accepted) rejections.push({ page: row.page, number: row.number, outcome: 'rejected', reason: mapped.reason, externalKey: externalKeyOf(row), vacancyId: null });
        else traits.push({ page: row.page, number: row.number, sourceId: mapped.sourceId, group: mapped.identityGroup, telephone: this.sealing.phoneIndex(mapped.telephone) ?? '', published: mapped.publishedText, pay: mapped.pay.text });
      }
    }
    return { traits, rejections };
  }

  /** The second look: rows become facts, some thousands at a time. */
  async #write(tx: Transaction, harvest: Harvest, recognised: ReadonlyMap<string, Recognised>): Promise<{ changedIds: string[]; counts: { new: number; changed: number; unchanged: number } }> {
    const changedIds: string[] = [];
    const counts = { new: 0, changed: 0, unchanged: 0 };
    for await (const rows of batched(acceptedRows(harvest, recognised))) {
      for (const { outcome, vacancyId } of await this.listings.write(tx, harvest, rows)) {
        counts[outcome]++;
        if (outcome !== 'unchanged') changedIds.push(vacancyId);
      }
    }
    return { changedIds, counts };
  }

  async #close(tx: Transaction, { run, walk }: Harvest, known: readonly KnownVacancy[], seen: ReadonlySet<string>): Promise<Closing> {
    const open = known.filter((vacancy) => vacancy.status === 'open');
    const silent = run.replays !== null || (walk.rowsRead === 0 && walk.stoppedBy === 'source-fault'); // old pages, or no answer at all: no evidence, not an empty list
    const closedToday = await this.imports.countClosedOn(tx, run.ownerRegion, run.source, today(this.clock));
    const decision: ClosingDecision | null = silent
      ? null
      : decideClosing({ openRows: open.map((vacancy) => ({ key: vacancy.id, missedRuns: vacancy.missingRuns })), seen, complete: walk.complete, rowsRead: walk.rowsRead, sourceOpenCount: open.length, closedToday });
    const closed = await this.writer.close(tx, decision?.toClose ?? [], 'left-source', run.id);
    const goneUnopen = walk.complete && decision?.held === false ? known.filter((vacancy) => vacancy.status !== 'open' && vacancy.closingReason !== 'left-source' && !seen.has(vacancy.id)).map((vacancy) => vacancy.id) : [];
    await this.imports.markMissing(tx, [...(decision?.missedOnce ?? []), ...goneUnopen]);
    return { decision, closed, openBefore: open.length };
  }
}

/** What makes the whole of a run doubtful, so that none of it becomes a fact; null = believed. */
function whyNothingIsBelieved(walk: CrawlResult, { traits, rejections }: Survey): { readonly heldFor: HeldFor; readonly reason: string } | null {
  if (walk.stoppedBy === 'schema-drift') return { heldFor: 'drift', reason: walk.reason! };
  const reason = tooManyBadRows(traits.length + rejections.length, rejections.length);
  return reason === null ? null : { heldFor: 'bad-rows', reason };
}

async function* acceptedRows({ pages, adapter, source }: Harvest, recognised: ReadonlyMap<string, Recognised>): AsyncGenerator<RecognisedRow> {
  for await (const page of pages()) {
    for (const row of mapPage(page, adapter, source.queriedRegion)) if (isAccepted(row)) yield { ...row, ...recognised.get(placeOf(row))! };
  }
}

function isAccepted(row: IncomingRow): row is IncomingRow & Pick<RecognisedRow, 'mapped'> {
  return row.mapped.accepted;
}

async function* batched<T>(rows: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const row of rows) {
    if (batch.push(row) < ROWS_A_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** A rejected row that carries a known id is still on the list: it is not missing. */
function rejectedButListed(rejections: readonly RowOutcome[], known: readonly KnownVacancy[]): string[] {
  if (rejections.length === 0) return [];
  const byId = new Map(known.map((vacancy) => [vacancy.externalId, vacancy.id]));
  return rejections.flatMap(({ externalKey }) => byId.get(externalKey) ?? []);
}
