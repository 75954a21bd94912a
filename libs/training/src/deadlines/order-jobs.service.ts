import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type Principal } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import { JobUnknown } from '../training.errors.js';
import { TRAINING_JOBS } from '../training-jobs.js';
import { OrderJobsRepository, type FailedJob } from './order-jobs.repository.js';

/** Work about orders that has failed for good: seen, and put into the queue again, by an officer. */
@Injectable()
export class OrderJobs {
  constructor(
    private readonly books: TrainingBooks,
    private readonly jobs: OrderJobsRepository,
  ) {}

  /** The newest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<FailedJob>> {
    const after = decodeCursor(query.cursor, ['number']);
    const rows = await this.books.database.inScope(principal, (tx) => this.jobs.listFailed(tx, TRAINING_JOBS, Number(after?.[0] ?? 0) || null, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.id], (row) => row);
  }

  /** Puts the same work into the queue as a new job (a queue remembers the failed one by its name). @throws JobUnknown */
  async requeue(principal: Principal, id: number): Promise<{ readonly id: number }> {
    return this.books.database.inScope(principal, async (tx) => {
      const job = await this.jobs.lockFailed(tx, TRAINING_JOBS, id);
      if (job === null) throw new JobUnknown();
      const next = await this.jobs.again(tx, id);
      await this.books.audit.record(tx, { action: 'order-job.requeue', subjectKind: 'outbox', subjectId: String(id), region: principal.region, details: { job: job.name, next } });
      return { id: next };
    });
  }
}
