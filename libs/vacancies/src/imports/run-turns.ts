import { Injectable } from '@nestjs/common';
import { Database, type Principal, type Transaction } from '@app/platform';
import { DataSource } from 'typeorm';
import { ImportRepository, type RunRow } from './import.repository.js';

/** Another worker is at this source: tried again later. */
export class SourceBusy extends Error {
  constructor() {
    super('another worker is importing from this source');
  }
}

/** The run is no longer this worker's: taken over, or stopped by an officer. */
class NotOurs extends Error {}

/** A run in this worker's hands. */
export interface Turn {
  readonly run: RunRow;
  /** Stands in every row that the worker writes. */
  readonly fencing: number;
  /** A transaction in which the run is known to be this worker's still; where it is not, the whole turn ends. */
  readonly commit: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
}

/**
 * Lets one worker at a time at a source: a lock that ends with its connection, and a fencing number by which a worker
 * that lost it (and does not know) can write nothing more.
 */
@Injectable()
export class RunTurns {
  constructor(
    private readonly dataSource: DataSource,
    private readonly database: Database,
    private readonly imports: ImportRepository,
  ) {}

  /** Does the work on a run that waits or was left; nothing where it has ended or was stopped. @throws SourceBusy */
  async take(principal: Principal, runId: string, work: (turn: Turn) => Promise<void>): Promise<void> {
    const waiting = await this.database.inScope(principal, (tx) => this.imports.findRun(tx, runId));
    if (!waiting || (waiting.state !== 'queued' && waiting.state !== 'running')) return;
    await this.#alone(`import/${waiting.ownerRegion}/${waiting.source}`, async () => {
      const taken = await this.database.inScope(principal, (tx) => this.imports.takeOver(tx, runId));
      if (!taken) return;
      try {
        await work({ ...taken, commit: (write) => this.#commit(principal, runId, taken.fencing, write) });
      } catch (error) {
        if (!(error instanceof NotOurs)) throw error;
      }
    });
  }

  async #commit<T>(principal: Principal, runId: string, fencing: number, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.inScope(principal, async (tx) => {
      if (!(await this.imports.isOurs(tx, runId, fencing))) throw new NotOurs();
      return work(tx);
    });
  }

  async #alone<T>(key: string, work: () => Promise<T>): Promise<T> {
    const connection = this.dataSource.createQueryRunner();
    await connection.connect();
    try {
      const [row] = (await connection.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as held', [key])) as { held: boolean }[];
      if (!row?.held) throw new SourceBusy();
      try {
        return await work();
      } finally {
        // Where the connection is gone the lock is gone with it.
        await connection.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]).catch(() => undefined);
      }
    } finally {
      await connection.release();
    }
  }
}
