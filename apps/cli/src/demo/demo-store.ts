import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { DataSource } from 'typeorm';
import { COUNTY } from './county.js';

/** The parts of a load, in their order; each is one transaction and is done once. */
export type Part = 'begun' | 'offices' | 'people' | 'employers' | 'history' | 'households' | 'teaching' | 'complete';

/** What the demo names by itself, and what the service gave an id. */
export type NamedKind = 'organization' | 'officer' | 'person' | 'employer';

/** The data are in real use: made-up people do not go among them. */
export class DataInRealUse extends Error {
  constructor() {
    super('these data are in use: the demo county goes into an empty database only. Give another DATA_DIR, or start without --demo');
  }
}

/** What the demo remembers of its own loading, in a schema of its own: a service without the demo has none of it. */
export class DemoStore {
  constructor(private readonly owner: DataSource) {}

  /**
   * Begins a load, or takes up one that was cut off: its day stays the first one's, so that the parts agree.
   * @throws DataInRealUse
   */
  async begin(today: CivilDate): Promise<CivilDate> {
    return this.owner.transaction(async (tx) => {
      await tx.query(`
        create schema if not exists demo;
        create table if not exists demo.parts (part text primary key, day date not null, at timestamptz not null default now());
        create table if not exists demo.ids (kind text, name text, id uuid not null, primary key (kind, name));
        grant usage on schema demo to shouyu_app;
        grant select, insert on demo.parts, demo.ids to shouyu_app;`);
      const [begun] = await tx.query<{ day: CivilDate }[]>(`select day from demo.parts where part = 'begun'`);
      if (begun) return begun.day;
      const used = await tx.query<unknown[]>(`select from officers union all select from registrations where county = $1 union all select from ledger_facts where county = $1 limit 1`, [COUNTY]);
      if (used.length > 0) throw new DataInRealUse();
      await markDone(tx, 'begun', today);
      return today;
    });
  }

  async isDone(part: Part): Promise<boolean> {
    const [there] = await this.owner.query<{ there: boolean }[]>(`select to_regclass('demo.parts') is not null as there`);
    if (!there?.there) return false;
    return (await this.owner.query<unknown[]>('select from demo.parts where part = $1', [part])).length > 0;
  }
}

/** Marks a part as done; part of the transaction that does it. */
export async function markDone(tx: Transaction, part: Part, day: CivilDate): Promise<void> {
  await tx.query('insert into demo.parts (part, day) values ($1, $2)', [part, day]);
}

export async function rememberIds(tx: Transaction, kind: NamedKind, ids: ReadonlyMap<string, string>): Promise<void> {
  await tx.query('insert into demo.ids (kind, name, id) select $1, name, id from unnest($2::text[], $3::uuid[]) as given (name, id)', [kind, [...ids.keys()], [...ids.values()]]);
}

export async function knownIds(tx: Transaction, kind: NamedKind): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ name: string; id: string }[]>('select name, id from demo.ids where kind = $1', [kind]);
  return new Map(rows.map(({ name, id }) => [name, id]));
}
