import { QueryFailedError, type DataSource } from 'typeorm';
import type pg from 'pg';
import { MessageFailed, OneMessage, type Statement } from './one-message.js';

/** Whatever runs statements and answers their rows: a transaction, or a door to the database for reading. */
export interface Reader {
  query<Rows>(sql: string, parameters?: unknown[]): Promise<Rows>;
}

interface Waiting {
  readonly statement: Statement;
  readonly answer: (rows: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** Sends what it is asked before anything is awaited in one message, as one transaction. */
export class MessageReader implements Reader {
  #waiting: Waiting[] = [];

  /** @param first begin each message, for what they set; their rows are nobody's */
  constructor(private readonly dataSource: DataSource, private readonly first: readonly Statement[]) {}

  query<Rows>(sql: string, parameters: unknown[] = []): Promise<Rows> {
    return new Promise((answer, fail) => {
      if (this.#waiting.length === 0) queueMicrotask(() => void this.#send());
      this.#waiting.push({ statement: { sql, parameters }, answer: answer as Waiting['answer'], fail });
    });
  }

  async #send(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as pg.ClientBase;
      const statements = [...this.first, ...waiting.map(({ statement }) => statement)];
      const ask = (): OneMessage['answered'] => client.query(new OneMessage(statements)).answered;
      const rows = await ask().catch((error: unknown) => {
        if (error instanceof MessageFailed && error.isOutOfDate) return ask();
        throw error;
      });
      waiting.forEach(({ answer }, i) => answer(rows[this.first.length + i]));
    } catch (error) {
      const told = error instanceof MessageFailed ? new QueryFailedError(error.statement.sql, [...error.statement.parameters], error.cause) : error;
      for (const { fail } of waiting) fail(told);
    } finally {
      await runner.release();
    }
  }
}
