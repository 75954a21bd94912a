import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { MessageReader, type Reader } from './message-reader.js';
import { regionRange, type Principal } from './principal.js';

/** The manager of an open transaction, inside a principal's row scope. Repositories take it as their first parameter. */
export type Transaction = EntityManager;

interface OpenTransaction {
  readonly tx: Transaction;
  readonly principal: Principal;
}

const current = new AsyncLocalStorage<OpenTransaction>();

/**
 * The transaction that this asynchronous flow is in, or null. Whoever reads reference data in the middle of somebody's work
 * reads it here: asking the pool for a second connection while holding one stands still once everybody does.
 */
export function openTransaction(): Transaction | null {
  return current.getStore()?.tx ?? null;
}

/**
 * The only door to the database. Every piece of work runs in a transaction whose first statement sets the principal's
 * context; row-level security reads it, and without it no row is seen.
 */
@Injectable()
export class Database {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs the work in a transaction scoped to the principal. Called again inside (the same asynchronous flow and the same
   * principal) it joins the open transaction, so that an Idempotency-Key, the fact, its audit row and its outbox row
   * commit together.
   */
  async inScope<T>(principal: Principal, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const open = current.getStore();
    if (open && open.principal === principal) return work(open.tx);
    return this.dataSource.transaction(async (tx) => {
      await tx.query(CONTEXT, contextOf(principal));
      return current.run({ tx, principal }, () => work(tx));
    });
  }

  /**
   * Reads in the principal's scope, one way to the database and back instead of four: what the work asks for before it awaits
   * anything leaves in one message, which is a transaction that may only read. Inside a transaction of the same principal it
   * reads there.
   */
  async read<T>(principal: Principal, work: (reader: Reader) => Promise<T>): Promise<T> {
    const open = current.getStore();
    if (open && open.principal === principal) return work(open.tx);
    return work(new MessageReader(this.dataSource, [{ sql: READING_CONTEXT, parameters: contextOf(principal) }]));
  }

  /** As {@link Database.unscoped} for a single statement, which is a transaction by itself: one way to the database and back instead of three. */
  async statement<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return work(new MessageReader(this.dataSource, []));
  }

  /** For tables without a row scope (reference data, outbox, sessions): a transaction with no principal, which sees no scoped row. */
  async unscoped<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.dataSource.transaction((tx) => work(tx));
  }
}

const CONTEXT = `select set_config('app.actor_kind', $1, true), set_config('app.actor_id', $2, true), set_config('app.role', $3, true),
  set_config('app.region_from', $4, true), set_config('app.region_to', $5, true), set_config('app.organization_id', $6, true), set_config('app.test_mode', $7, true)`;
const READING_CONTEXT = `${CONTEXT}, set_config('transaction_read_only', 'on', true)`;

function contextOf(principal: Principal): string[] {
  const { from, to } = regionRange(principal.region);
  return [principal.kind, principal.id, principal.role, from, to, principal.organizationId ?? '', principal.isTest === true ? 'on' : ''];
}
