import { Injectable } from '@nestjs/common';
import { NotificationBooks } from '../notification-books.js';
import { NotificationsRepository, type GivenReceipt } from '../pipeline/notifications.repository.js';

/** Statements at once: more would only make the batches smaller. */
const AT_ONCE = 2;
const BATCH = 100;

interface Waiting {
  readonly receipts: readonly GivenReceipt[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes receipts down. They come one by one and by the hundred a second: what arrives while others are being written is
 * written together, in one statement, which is a transaction by itself. Nobody waits for company.
 */
@Injectable()
export class ReceiptIntake {
  readonly #waiting: Waiting[] = [];
  #writing = 0;

  constructor(
    private readonly books: NotificationBooks,
    private readonly notifications: NotificationsRepository,
  ) {}

  /** Resolves when these are committed; rejects when they are not, whatever became of others. */
  take(receipts: readonly GivenReceipt[]): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ receipts, done, failed });
      if (this.#writing < AT_ONCE) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#writing += 1;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH);
      const wasWritten = batch.length > 1 && (await this.#write(batch).then(() => true, () => false));
      // What a batch failed for must not be its neighbours' fault: each by itself.
      if (wasWritten) for (const { done } of batch) done();
      else await Promise.all(batch.map((one) => this.#write([one]).then(one.done, one.failed)));
    }
    this.#writing -= 1;
  }

  #write(batch: readonly Waiting[]): Promise<number> {
    const receipts = batch.flatMap((one) => one.receipts);
    return this.books.database.statement((reader) => this.notifications.takeReceipts(reader, 'callback', receipts, this.books.now()));
  }
}
