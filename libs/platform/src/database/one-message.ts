import { createRequire } from 'node:module';
import pg from 'pg';

const { prepareValue } = createRequire(import.meta.url)('pg/lib/utils') as { readonly prepareValue: (this: void, value: unknown) => string | Buffer | null };

/** So many statements a connection keeps prepared; whatever comes after them is read and planned each time. */
const PREPARED_MOST = 200;

/** A statement with its parameters ($1, $2 …). */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

interface Column {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

interface Prepared {
  /** Of the statement on the server; empty: not kept there. */
  readonly name: string;
  /** What its rows hold; null: not told yet, or it has none. */
  columns: readonly Column[] | null;
}

/** What a connection has prepared, by text. A name is given once only: a statement that failed is never asked for by its name again. */
class PreparedStatements {
  readonly #bySql = new Map<string, Prepared>();
  #named = 0;

  find(sql: string): Prepared | undefined {
    return this.#bySql.get(sql);
  }

  add(sql: string): Prepared {
    if (this.#named === PREPARED_MOST) return { name: '', columns: null };
    const prepared: Prepared = { name: `kept_${++this.#named}`, columns: null };
    this.#bySql.set(sql, prepared);
    return prepared;
  }

  forget(sql: string): void {
    this.#bySql.delete(sql);
  }
}

const byConnection = new WeakMap<pg.Connection, PreparedStatements>();

/** Why a message was not answered, and for which of its statements. Nothing of it was done. */
export class MessageFailed extends Error {
  constructor(override readonly cause: Error, readonly statement: Statement) {
    super(cause.message);
  }

  /** A table has got other columns since a statement was prepared: asked again, it is prepared anew. */
  get isOutOfDate(): boolean {
    return 'code' in this.cause && this.cause.code === '0A000' && /cached plan/.test(this.message);
  }
}

/**
 * Statements that leave for PostgreSQL in one message, for `client.query()`: one way there and back for all of them, and one
 * transaction, which ends with the message (the extended protocol's own; there is no `begin`). Each is prepared once a
 * connection. Not for statements that copy.
 */
export class OneMessage implements pg.Submittable {
  /** The rows of each statement, once the transaction has ended. Rejected with MessageFailed when it was undone. */
  readonly answered: Promise<readonly (readonly object[])[]>;
  readonly #values: readonly (readonly (string | Buffer | null)[])[];
  readonly #rows: object[][];
  #prepared: readonly Prepared[] = [];
  #at = 0;
  #known: PreparedStatements | null = null;
  #answer!: (rows: readonly (readonly object[])[]) => void;
  #fail!: (error: Error) => void;

  constructor(private readonly statements: readonly Statement[]) {
    this.#values = statements.map(({ parameters }) => parameters.map((value) => prepareValue(value)));
    this.#rows = statements.map(() => []);
    this.answered = new Promise((answer, fail) => {
      this.#answer = answer;
      this.#fail = fail;
    });
  }

  submit(connection: pg.Connection): void {
    connection.stream.cork(); // one packet
    try {
      const known = byConnection.get(connection) ?? new PreparedStatements();
      byConnection.set(connection, (this.#known = known));
      this.#prepared = this.statements.map(({ sql }, i) => this.#send(connection, known, sql, this.#values[i]!));
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
  }

  handleRowDescription({ fields }: { readonly fields: readonly pg.FieldDef[] }): void {
    this.#prepared[this.#at]!.columns = fields.map(({ name, dataTypeID }) => ({ name, read: pg.types.getTypeParser(dataTypeID, 'text') as Column['read'] }));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const row: Record<string, unknown> = {};
    this.#prepared[this.#at]!.columns!.forEach(({ name, read }, i) => (row[name] = fields[i] === null ? null : read(fields[i]!)));
    this.#rows[this.#at]!.push(row);
  }

  handleCommandComplete(): void {
    this.#at++;
  }

  handleEmptyQuery(): void {
    this.#at++;
  }

  handleReadyForQuery(): void {
    this.#answer(this.#rows);
  }

  /** What the server says, or that the connection is gone. */
  handleError(error: Error): void {
    for (const { sql } of this.statements) this.#known?.forget(sql); // perhaps never prepared, perhaps no longer good
    this.#fail(new MessageFailed(error, this.statements[Math.min(this.#at, this.statements.length - 1)]!));
  }

  #send(connection: pg.Connection, known: PreparedStatements, sql: string, values: readonly (string | Buffer | null)[]): Prepared {
    const found = known.find(sql);
    const prepared = found ?? known.add(sql);
    if (found === undefined) connection.parse({ name: prepared.name, text: sql, types: [] }, true);
    connection.bind({ portal: '', statement: prepared.name, values: [...values] }, true);
    if (prepared.columns === null) connection.describe({ type: 'P', name: '' }, true);
    connection.execute({ portal: '' }, true);
    return prepared;
  }
}
