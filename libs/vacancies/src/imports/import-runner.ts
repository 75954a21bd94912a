import { Injectable } from '@nestjs/common';
import { AuditTrail, Outbox, type Principal, type Transaction } from '@app/platform';
import { crawl, type CrawlResult } from '../sources/crawl.js';
import type { VacancyJobs } from '../vacancy-jobs.js';
import { VacancyWriter } from '../vacancies/vacancy-writer.js';
import { ImportApplier, type Applied, type Harvest } from './import-applier.js';
import { ImportPages } from './import-pages.js';
import type { RunRow } from './import.repository.js';
import { VacancySourceRepository, type SourceRow } from './vacancy-source.repository.js';
import { RunTurns, type Turn } from './run-turns.js';
import { SourceConnector, type ConnectedSource } from './source-connector.js';

/** The worker was told to stop: the pages read are kept, the job is taken up again. */
export class ImportInterrupted extends Error {
  constructor() {
    super('the import was interrupted and goes on later');
  }
}

/** Makes a walk's pages facts, and tells whom it concerns, in one transaction. */
@Injectable()
export class ImportEnding {
  constructor(
    private readonly applier: ImportApplier,
    private readonly writer: VacancyWriter,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  async apply(tx: Transaction, harvest: Harvest): Promise<void> {
    await this.#tell(tx, harvest.run, await this.applier.apply(tx, harvest));
  }

  /** The source was turned off before the run began. */
  async refuse(tx: Transaction, run: RunRow): Promise<void> {
    await this.#tell(tx, run, await this.applier.refuse(tx, run, '该岗位来源尚未启用'));
  }

  async #tell(tx: Transaction, run: RunRow, { end, changedIds }: Applied): Promise<void> {
    await this.writer.announce(tx, run.ownerRegion, changedIds);
    await this.outbox.add<VacancyJobs, 'vacancies.import-ended'>(tx, 'vacancies.import-ended', { runId: run.id }, { queue: 'counties', region: run.ownerRegion });
    await this.audit.record(tx, { action: 'import.end', subjectKind: 'import-run', subjectId: run.id, region: run.ownerRegion, details: { source: run.source, state: end.state, ...end.counts, closed: end.closed } });
  }
}

/** Walks a source and applies what it read. Safe to run twice, resumable after a crash, one at a time per source. */
@Injectable()
export class ImportRunner {
  constructor(
    private readonly turns: RunTurns,
    private readonly sources: VacancySourceRepository,
    private readonly connector: SourceConnector,
    private readonly pages: ImportPages,
    private readonly ending: ImportEnding,
  ) {}

  /**
   * Carries a run to its end; does nothing where it has ended or was stopped.
   * @throws ImportInterrupted when told to stop, SourceBusy when another worker is at the source: both are tried again
   */
  async run(principal: Principal, runId: string, signal: AbortSignal): Promise<void> {
    await this.turns.take(principal, runId, async (turn) => {
      const source = await turn.commit((tx) => this.sources.findSource(tx, turn.run.ownerRegion, turn.run.source));
      if (!source || (!source.enabled && turn.run.replays === null)) return turn.commit((tx) => this.ending.refuse(tx, turn.run));
      const connected = await this.connector.connect(source);
      try {
        await this.#carry(turn, source, connected, signal);
      } finally {
        await connected.close();
      }
    });
  }

  async #carry(turn: Turn, source: SourceRow, connected: ConnectedSource, signal: AbortSignal): Promise<void> {
    const { run, fencing } = turn;
    const walk = run.replays === null ? await this.#walk(turn, source, connected, signal) : await this.#retrace(turn, run.replays);
    if (walk.stoppedBy === 'aborted') throw new ImportInterrupted();
    await turn.commit((tx) => this.ending.apply(tx, { run, fencing, source, adapter: connected.adapter, catalogue: connected.catalogue, pages: () => this.pages.read(tx, run.replays ?? run.id), walk }));
  }

  /** The kept pages of an earlier walk instead of the source: what it says of the list is old, so nothing closes by it. */
  async #retrace({ commit }: Turn, runId: string): Promise<CrawlResult> {
    const { pages, rows, total } = await commit((tx) => this.pages.countKept(tx, runId));
    return { complete: false, stoppedBy: 'kept-pages', pagesRead: pages, rowsRead: rows, total, nextPage: null, faults: [], reason: '由留存的原始页重放，未关闭任何岗位' };
  }

  /** Every page is committed as it is read, so that a crash costs one page. */
  async #walk({ run, fencing, commit }: Turn, source: SourceRow, { adapter, rereadDelayMs }: ConnectedSource, signal: AbortSignal): Promise<CrawlResult> {
    const resumeFrom = await commit((tx) => this.pages.digestsToResume(tx, run, fencing));
    return crawl({
      source: adapter,
      regionCode: source.queriedRegion,
      resumeFrom,
      signal,
      rereadDelayMs,
      sink: {
        keepPage: (page) => commit((tx) => this.pages.keep(tx, run, fencing, page)),
        forgetFrom: (page) => commit((tx) => this.pages.forgetFrom(tx, run.id, page)),
      },
    });
  }
}
