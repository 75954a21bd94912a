import { Inject, Injectable } from '@nestjs/common';
import type { Catalogue } from '@app/catalogue';
import { today, type Clock } from '@app/kernel';
import { CLOCK, type Transaction } from '@app/platform';
import { normaliseEmployerName } from '../employers/employer-name.js';
import { EmployerRepository } from '../employers/employer.repository.js';
import { decideClosing, type ClosingDecision } from '../sources/closing.js';
import type { CrawlResult } from '../sources/crawl.js';
import type { SourcePage, VacancySourceAdapter } from '../sources/source.js';
import { listingHash, readWords, VacancySealing, type TitleReading } from '../vacancies/vacancy-fields.js';
import { stateWhenListed, type VacancyState } from '../vacancies/vacancy-life.js';
import { VacancyWriter, type VacancyWrite } from '../vacancies/vacancy-writer.js';
import type { RunState } from './import.entity.js';
import { ImportRepository, type KnownVacancy, type RowOutcome, type RunEnd, type RunRow, type SourceRow } from './import.repository.js';
import { externalKeyOf, mapPages, recognise, type IncomingRow, type RecognisedRow } from './recognition.js';

/** Everything that a walk brought home. */
export interface Harvest {
  readonly run: RunRow;
  readonly fencing: number;
  readonly source: SourceRow;
  readonly adapter: VacancySourceAdapter;
  readonly catalogue: Catalogue;
  readonly pages: readonly SourcePage[];
  readonly walk: CrawlResult;
}

/** How it ended, and which vacancies are not as they were. */
export interface Applied {
  readonly end: RunEnd;
  readonly changedIds: readonly string[];
}

interface Judged {
  readonly row: RecognisedRow;
  readonly outcome: 'new' | 'changed' | 'unchanged';
  readonly reason: string | null;
  readonly reading: TitleReading;
  readonly state: VacancyState;
}

const FAULTS_KEPT = 200;
const STATE_REASON: Readonly<Record<VacancyState['status'], string | null>> = { open: '重新开放', filled: '已招满', expired: '已过有效期', withdrawn: null, draft: null };

/** Turns the pages of a walk into facts, in the caller's one transaction: all of a run, or none of it. */
@Injectable()
export class ImportApplier {
  constructor(
    private readonly imports: ImportRepository,
    private readonly employers: EmployerRepository,
    private readonly writer: VacancyWriter,
    private readonly sealing: VacancySealing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async apply(tx: Transaction, harvest: Harvest): Promise<Applied> {
    const { run, source, adapter, pages, fencing } = harvest;
    const known = await this.imports.lockKnown(tx, run.ownerRegion, run.source);
    const rows = mapPages(pages, adapter, source.queriedRegion);
    const recognised = recognise(rows, known, (vacancy) => this.sealing.phoneIndex(vacancy.telephone));
    const judged = recognised.map((row) => this.#judge(row, harvest.catalogue));
    await this.#write(tx, harvest, judged);
    const closing = await this.#close(tx, harvest, known, new Set([...recognised.map((row) => row.vacancyId), ...rejectedButListed(rows, known)]));
    await this.writer.markAgencies(tx, run.ownerRegion);
    const outcomes = [...judged.map(outcomeOf), ...rows.flatMap(rejectionOf)];
    await this.imports.addRows(tx, run, fencing, outcomes);
    const changedIds = [...judged.filter((each) => each.outcome !== 'unchanged').map((each) => each.row.vacancyId), ...closing.closed];
    const end = endOf(harvest, outcomes, closing);
    await this.imports.endRun(tx, run.id, end, this.clock.now());
    return { end, changedIds };
  }

  /** Ends a run that read nothing. */
  async refuse(tx: Transaction, run: RunRow, reason: string): Promise<Applied> {
    const end: RunEnd = {
      state: 'failed', pagesRead: 0, reportedTotal: null, counts: { new: 0, changed: 0, unchanged: 0, rejected: 0 }, closed: 0, missing: 0, openBefore: null, reason, heldClosings: [], heldMissing: [], faults: [],
    };
    await this.imports.endRun(tx, run.id, end, this.clock.now());
    return { end, changedIds: [] };
  }

  #judge(row: RecognisedRow, catalogue: Catalogue): Judged {
    const { mapped, known, repeats } = row;
    const reading = readWords(catalogue, mapped.title, mapped.description, mapped.occupationLabel);
    const state = stateWhenListed(
      { status: known?.status ?? 'open', closingReason: known?.closingReason ?? null, sourceOpenings: mapped.headCount, hired: known?.hired ?? 0, validThrough: mapped.expiresOn },
      today(this.clock),
    );
    const judged = (outcome: Judged['outcome'], reason: string | null): Judged => ({ row, outcome, reason, reading, state });
    if (repeats) return judged('unchanged', `与第 ${repeats.page} 页第 ${repeats.number} 行是同一岗位`);
    const warnings = mapped.warnings.length > 0 ? mapped.warnings.join('；') : null;
    if (known === null) return judged('new', warnings);
    if (known.status !== state.status) return judged('changed', STATE_REASON[state.status]);
    return known.contentHash === listingHash(mapped, reading) ? judged('unchanged', warnings) : judged('changed', warnings);
  }

  async #write(tx: Transaction, { run, catalogue }: Harvest, judged: readonly Judged[]): Promise<void> {
    const writing = judged.filter((each) => each.outcome !== 'unchanged');
    const employerIds = await this.employers.findOrAdd(tx, run.ownerRegion, run.source, writing.map((each) => each.row.mapped.employer));
    const writes = writing.map(({ row, reading, state }): VacancyWrite => {
      const employerId = employerIds.get(normaliseEmployerName(row.mapped.employer.name))!;
      const fields = this.sealing.fieldsOfListing(row.vacancyId, row.mapped, reading, employerId, catalogue.regions.fullNameOf(row.mapped.region.code));
      return { id: row.vacancyId, fields, skills: reading.skills, state, before: row.known };
    });
    await this.writer.write(tx, { ownerRegion: run.ownerRegion, source: run.source, runId: run.id }, writes);
    await this.imports.markMet(tx, run.id, judged.filter((each) => each.outcome === 'unchanged' && each.row.known !== null).map((each) => each.row.vacancyId));
  }

  async #close(tx: Transaction, { run, walk }: Harvest, known: readonly KnownVacancy[], seen: ReadonlySet<string>): Promise<Closing> {
    const open = known.filter((vacancy) => vacancy.status === 'open');
    const silent = walk.rowsRead === 0 && walk.stoppedBy === 'source-fault'; // no answer at all is no evidence, not an empty list
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

interface Closing {
  readonly decision: ClosingDecision | null;
  readonly closed: readonly string[];
  readonly openBefore: number;
}

/** A rejected row that carries a known id is still on the list: it is not missing. */
function rejectedButListed(rows: readonly IncomingRow[], known: readonly KnownVacancy[]): string[] {
  const byId = new Map(known.map((vacancy) => [vacancy.externalId, vacancy.id]));
  return rows.flatMap(({ mapped }) => (mapped.accepted || mapped.sourceId === null ? [] : (byId.get(mapped.sourceId) ?? [])));
}

function outcomeOf({ row, outcome, reason }: Judged): RowOutcome {
  return { page: row.page, number: row.number, outcome, reason, externalKey: externalKeyOf(row), vacancyId: row.vacancyId };
}

function rejectionOf(row: IncomingRow): RowOutcome[] {
  return row.mapped.accepted ? [] : [{ page: row.page, number: row.number, outcome: 'rejected', reason: row.mapped.reason, externalKey: externalKeyOf(row), vacancyId: null }];
}

function endOf({ walk }: Harvest, outcomes: readonly RowOutcome[], { decision, closed, openBefore }: Closing): RunEnd {
  const counts = { new: 0, changed: 0, unchanged: 0, rejected: 0 };
  for (const { outcome } of outcomes) counts[outcome]++;
  // Nothing is ever closed on the word of an empty list, not even by an officer's release.
  const withheld = decision?.held && walk.rowsRead > 0 ? decision.withheld : { toClose: [], missedOnce: [] };
  return {
    state: stateOf(walk, decision),
    pagesRead: walk.pagesRead,
    reportedTotal: walk.total,
    counts,
    closed: closed.length,
    missing: decision?.missedOnce.length ?? 0,
    openBefore,
    reason: decision?.held ? decision.reason : (walk.reason ?? decision?.reason ?? null),
    heldClosings: withheld.toClose,
    heldMissing: withheld.missedOnce,
    faults: walk.faults.slice(0, FAULTS_KEPT).map(({ page, kind, message }) => ({ page, fault: kind, message })),
  };
}

function stateOf(walk: CrawlResult, decision: ClosingDecision | null): RunState {
  if (decision === null) return 'failed';
  if (decision.held) return 'held';
  return walk.complete ? 'complete' : 'incomplete';
}
