import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import type { TrainingJobs } from '../training-jobs.js';

/** Has a county's queue worked out anew once the transaction has committed. */
@Injectable()
export class QueueWakes {
  constructor(private readonly books: TrainingBooks) {}

  /** The job names the transaction, so that one picture that has seen it is enough for many changes. */
  async wake(tx: Transaction, county: string): Promise<void> {
    const [row] = await tx.query<{ xact: string }[]>('select pg_current_xact_id()::text as xact');
    await this.books.outbox.add<TrainingJobs, 'order-queue.refresh'>(tx, 'order-queue.refresh', { xact: row!.xact }, { region: county });
  }
}
