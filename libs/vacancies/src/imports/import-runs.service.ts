import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database, decodeCursor, Outbox, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import type { VacancyJobs } from '../vacancy-jobs.js';
import { ImportMoveRefused, ImportRunning, ImportRunUnknown, SourceDisabled, SourceUnknown } from '../vacancies.errors.js';
import { VacancyWriter } from '../vacancies/vacancy-writer.js';
import type { HeldFor, RunState } from './import.entity.js';
import { ImportReplays } from './import-replays.service.js';
import { ImportRepository, type RowOutcome, type RunRow } from './import.repository.js';
import { VacancySourceRepository } from './vacancy-source.repository.js';
import { countyOf, NETWORKS } from './vacancy-sources.service.js';

const MS_PER_DAY = 86_400_000;
const PAYLOADS_KEPT_DAYS = 90;
const STRANDED_AFTER_MINUTES = 5;
const NOTHING_BELIEVED: readonly (HeldFor | null)[] = ['drift', 'bad-rows'];
const BY_SCHEDULE = 'schedule';

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

/** Starts, shows, stops and releases import runs. The work itself is `ImportRunner`'s, in the worker. */
@Injectable()
export class ImportRuns {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly sources: VacancySourceRepository,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Asks for a run; a worker takes it up. @throws SourceUnknown, SourceDisabled, ImportRunning */
  async start(principal: Principal, code: string): Promise<RunRow> {
    const county = countyOf(principal);
    return this.database.inScope(principal, async (tx) => {
      const source = await this.sources.findSource(tx, county, code);
      if (!source && !Object.hasOwn(NETWORKS, code)) throw new SourceUnknown();
      if (!source?.enabled) throw new SourceDisabled();
      const run = await this.#add(tx, county, code, principal.kind === 'officer' ? principal.id : BY_SCHEDULE);
      if (!run) throw new ImportRunning((await this.imports.findActiveRun(tx, county, code))?.id ?? '');
      await this.audit.record(tx, { action: 'import.start', subjectKind: 'import-run', subjectId: run.id, region: county, details: { source: code } });
      return run;
    });
  }

  /**
   * The nightly turn of one county: starts the daily runs, hands out again the runs whose worker died, gives up those
   * that never ended within a day, drops raw pages older than 90 days. Returns the runs started.
   */
  async startDueRuns(principal: Principal): Promise<string[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.imports.failAbandoned(tx, '一天之内多次中断，未能完成');
      const stranded = await this.imports.listStranded(tx, STRANDED_AFTER_MINUTES);
      await this.imports.touchRuns(tx, stranded.map((run) => run.id));
      for (const run of stranded) await this.#enqueue(tx, run.id, run.ownerRegion);
      await this.imports.dropPayloads(tx, new Date(this.clock.now().getTime() - PAYLOADS_KEPT_DAYS * MS_PER_DAY));
      const started: string[] = [];
      for (const source of await this.sources.listDueSources(tx, today(this.clock))) {
        const run = await this.#add(tx, source.ownerRegion, source.code, BY_SCHEDULE);
        if (run) started.push(run.id);
      }
      return started;
    });
  }

  /** @throws ImportRunUnknown */
  async get(principal: Principal, id: string): Promise<RunRow> {
    return this.database.inScope(principal, (tx) => this.#get(tx, id));
  }

  /** Newest first. */
  async list(principal: Principal, query: PageQuery & { readonly source?: string; readonly state?: RunState; readonly heldFor?: HeldFor }): Promise<Page<RunRow>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']) as readonly [string, string] | null;
    const rows = await this.database.inScope(principal, (tx) => this.imports.listRuns(tx, { source: query.source ?? null, state: query.state ?? null, heldFor: query.heldFor ?? null, after, limit: query.limit + 1 }));
    return pageOf(rows, query.limit, (row) => [row.requestedAt, row.id], (row) => row);
  }

  /** What became of each row, in the order read. @throws ImportRunUnknown */
  async listRows(principal: Principal, runId: string, query: PageQuery & { readonly outcome?: RowOutcome['outcome'] }): Promise<Page<RowOutcome>> {
    const after = decodeCursor(query.cursor, ['number', 'number']) as readonly [number, number] | null;
    const rows = await this.database.inScope(principal, async (tx) => {
      await this.#get(tx, runId);
      return this.imports.listRows(tx, runId, { outcome: query.outcome ?? null, after, limit: query.limit + 1 });
    });
    return pageOf(rows, query.limit, (row) => [row.page, row.number], (row) => row);
  }

  /** Ends a run that waits or is at work; what it read counts for nothing. @throws ImportRunUnknown, ImportMoveRefused */
  async stop(principal: Principal, id: string): Promise<RunRow> {
    return this.database.inScope(principal, async (tx) => {
      const run = await this.#get(tx, id);
      if (!(await this.imports.stopRun(tx, id, this.clock.now()))) throw new ImportMoveRefused('该批次已经结束，不能再停止。');
      await this.audit.record(tx, { action: 'import.stop', subjectKind: 'import-run', subjectId: id, region: run.ownerRegion });
      return this.#get(tx, id);
    });
  }

  async #get(tx: Transaction, id: string): Promise<RunRow> {
    const run = await this.imports.findRun(tx, id);
    if (!run) throw new ImportRunUnknown();
    return run;
  }

  async #add(tx: Transaction, ownerRegion: string, source: string, requestedBy: string): Promise<RunRow | null> {
    const run = await this.imports.addRun(tx, { ownerRegion, source, requestedBy });
    if (run) await this.#enqueue(tx, run.id, ownerRegion);
    return run;
  }

  async #enqueue(tx: Transaction, runId: string, region: string): Promise<void> {
    await this.outbox.add<VacancyJobs, 'vacancies.import'>(tx, 'vacancies.import', { runId }, { queue: 'imports', region });
  }
}

/** Lets a held run do what it withheld. */
@Injectable()
export class HeldRuns {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly replays: ImportReplays,
    private readonly writer: VacancyWriter,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * An officer has looked at the source and finds that it is right: what the run withheld is done now, save for
   * vacancies that a later run has met again. Where nothing of the run was believed (drift, bad rows), a new run makes
   * facts of the rows that fit, out of the kept pages; that run is answered.
   * @throws ImportRunUnknown, ImportMoveRefused, ImportRunning
   */
  async release(principal: Principal, id: string, reason: string): Promise<RunRow> {
    return this.database.inScope(principal, async (tx) => {
      const run = await this.imports.lockRun(tx, id);
      if (!run) throw new ImportRunUnknown();
      if (run.state !== 'held') throw new ImportMoveRefused('只有被暂缓的批次才能放行。');
      if (NOTHING_BELIEVED.includes(run.heldFor)) return this.#letPass(tx, principal, run, reason);
      const closed = await this.writer.close(tx, await this.imports.stillMissing(tx, run.heldClosings, id), 'left-source', id);
      const missing = await this.imports.stillMissing(tx, run.heldMissing, id);
      await this.imports.markMissing(tx, missing);
      await this.imports.releaseRun(tx, id, closed.length, missing.length);
      await this.writer.announce(tx, run.ownerRegion, closed);
      await this.audit.record(tx, { action: 'import.release', subjectKind: 'import-run', subjectId: id, region: run.ownerRegion, reason, details: { closed: closed.length, missing: missing.length } });
      return (await this.imports.findRun(tx, id))!;
    });
  }

  async #letPass(tx: Transaction, principal: Principal, run: RunRow, reason: string): Promise<RunRow> {
    const next = await this.replays.replay(principal, run.id, { reason, tolerant: true });
    await this.imports.endHeld(tx, run.id, '；已放行，由留存的原始页重放');
    await this.audit.record(tx, { action: 'import.release', subjectKind: 'import-run', subjectId: run.id, region: run.ownerRegion, reason, details: { replay: next.id } });
    return next;
  }
}
