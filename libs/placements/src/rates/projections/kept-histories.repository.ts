import { Injectable } from '@nestjs/common';
import { Database, systemPrincipal } from '@app/platform';
import type { CountyKnownBy, IdRange, KnownBy } from './county-histories.repository.js';

/** Histories of a county's people that are kept, or are being made. */
export interface KeptHistory {
  readonly id: string;
  /** Every fact recorded up to this instant is in them. */
  readonly knownBy: KnownBy;
  /** The ids after which their parts end, but for the last. */
  readonly bounds: readonly string[];
}

/** What is kept of a county. */
export interface KeptState {
  readonly kept: KeptHistory | null;
  /** How many facts are in them, and how many were recorded since; nothing is kept: none, and all up to the instant asked for. */
  readonly facts: number;
  readonly factsSince: number;
  /** Somebody makes them anew at the moment. */
  readonly isBeingMade: boolean;
}

interface KeptRow {
  readonly id: string | null;
  readonly text: string;
  readonly micros: number;
  readonly bounds: readonly string[];
}

const ROW = 'k.id, k.known_by::text as text, (extract(epoch from k.known_by) * 1000000)::bigint as micros, k.bounds';

/** Keeps the histories of a county's people as texts, part by part. Losing them costs time, not truth. */
@Injectable()
export class KeptHistoriesRepository {
  constructor(private readonly database: Database) {}

  /** What is kept, and how many facts have come since, up to an instant. */
  async state({ county, knownBy }: CountyKnownBy): Promise<KeptState> {
    return this.database.inScope(systemPrincipal('rates', county), async (tx) => {
      const [row] = await tx.query<(KeptRow & { facts: number; factsSince: number; isBeingMade: boolean })[]>(`select ${ROW}, k.facts, k.facts_since as "factsSince", k.is_being_made as "isBeingMade" from kept_history_of($1, $2) k`, [county, knownBy.text]);
      const { facts, factsSince, isBeingMade } = row!;
      return { kept: historyOf(row), facts: facts ?? 0, factsSince, isBeingMade };
    });
  }

  /** Begins to keep them anew, in parts of about so many people. Null: somebody else is at it, or the ledger is empty. */
  async begin(county: string, people: number): Promise<KeptHistory | null> {
    return this.database.inScope(systemPrincipal('rates', county), async (tx) => historyOf((await tx.query<KeptRow[]>(`select ${ROW} from begin_kept_history($1, $2) k`, [county, people]))[0]));
  }

  /** Reads a part from the ledger, in texts of so many people each, and keeps it unless it was forgotten meanwhile. */
  async keepPart(county: string, { id, knownBy }: KeptHistory, part: number, { after, upto }: IdRange, people: number): Promise<string[]> {
    return this.database.inScope(systemPrincipal('rates', county), async (tx) => {
      const rows = await tx.query<{ histories: string }[]>('select histories from keep_history_part($1, $2, $3, $4, $5, $6, $7)', [county, id, knownBy.text, part, after, upto, people]);
      return rows.map(({ histories }) => histories);
    });
  }

  /** A part of what is kept. Null: it is there no more. */
  async part(county: string, { id }: KeptHistory, part: number): Promise<string[] | null> {
    return this.database.inScope(systemPrincipal('rates', county), async (tx) => {
      const texts: string[] = [];
      for (const { histories } of await tx.query<{ histories: string | null }[]>('select histories from kept_history_part($1, $2, $3)', [county, id, part])) {
        if (histories === null) return null;
        texts.push(histories);
      }
      return texts;
    });
  }

  /** From here on these are what is kept of the county, all at once; not whole, they are dropped. */
  async end(county: string, { id }: KeptHistory, isWhole: boolean): Promise<void> {
    await this.database.inScope(systemPrincipal('rates', county), (tx) => tx.query('select end_kept_history($1, $2, $3)', [county, id, isWhole]));
  }
}

function historyOf(row: KeptRow | undefined): KeptHistory | null {
  return row === undefined || row.id === null ? null : { id: row.id, knownBy: { text: row.text, micros: Number(row.micros) }, bounds: row.bounds };
}
