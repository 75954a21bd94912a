import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** One audit row as it is hashed: every field that says who did what, when. */
export interface SealableEvent {
  readonly id: number;
  readonly county: string;
  readonly at: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly reason: string | null;
  readonly details: unknown;
}

const FIRST_HASH = Buffer.alloc(32);
const BATCH = 500;
const EVENT_COLUMNS = `e.id, e.county, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.actor_kind, e.actor_id, e.action, e.subject_kind, e.subject_id, e.reason, e.details`;

/** `SHA-256(previous ‖ canonical row)`: the row as JSON with its fields, and those of its details, in a fixed order. */
export function sealHash(previous: Buffer, event: SealableEvent): Buffer {
  const row = [event.id, event.county, event.at, event.actor_kind, event.actor_id, event.action, event.subject_kind, event.subject_id, event.reason, canonical(event.details)];
  return createHash('sha256').update(previous).update(JSON.stringify(row)).digest();
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]);
}

/**
 * Chains the committed audit rows of each county, in commit order as far as it can be known: only rows of transactions below
 * the oldest running one are taken, so none can appear behind a seal. One sealer at a time (advisory lock).
 * @returns how many rows were sealed
 */
export async function sealAuditEvents(dataSource: DataSource): Promise<number> {
  return dataSource.transaction(async (tx) => {
    await tx.query(`select set_config('app.actor_kind', 'system', true)`);
    const [lock] = await tx.query<{ got: boolean }[]>(`select pg_try_advisory_xact_lock(hashtext('shouyu.audit.sealer')) as got`);
    if (!lock?.got) return 0;
    const events = await tx.query<SealableEvent[]>(
      `select ${EVENT_COLUMNS} from audit_events e where e.xid < pg_snapshot_xmin(pg_current_snapshot()) and not exists (select from audit_seals s where s.event_id = e.id) order by e.xid, e.id limit ${BATCH}`,
    );
    if (events.length === 0) return 0;
    const heads = new Map<string, { number: number; hash: Buffer }>();
    for (const head of await tx.query<{ county: string; number: number; hash: Buffer }[]>('select distinct on (county) county, number, hash from audit_seals where county = any($1) order by county, number desc', [[...new Set(events.map((event) => event.county))]])) heads.set(head.county, head);
    const seals = events.map((event) => {
      const head = heads.get(event.county) ?? { number: 0, hash: FIRST_HASH };
      const seal = { county: event.county, number: head.number + 1, eventId: event.id, previous: head.hash, hash: sealHash(head.hash, event) };
      heads.set(event.county, seal);
      return seal;
    });
    await tx.query(
      `insert into audit_seals (county, number, event_id, previous_hash, hash) select * from unnest($1::char(6)[], $2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[])`,
      [seals.map((s) => s.county), seals.map((s) => s.number), seals.map((s) => s.eventId), seals.map((s) => s.previous), seals.map((s) => s.hash)],
    );
    return seals.length;
  });
}

/** The first row of a county's chain that does not hold, or null; and the head, to compare with the one published outside. */
export interface ChainVerdict {
  readonly county: string;
  readonly length: number;
  readonly headHash: string;
  readonly firstBadNumber: number | null;
}

/** Recomputes every county's chain from the stored rows. */
export async function verifyAuditChains(dataSource: DataSource): Promise<ChainVerdict[]> {
  return dataSource.transaction(async (tx) => {
    await tx.query(`select set_config('app.actor_kind', 'system', true)`);
    const verdicts: ChainVerdict[] = [];
    const counties = await tx.query<{ county: string }[]>('select distinct county from audit_seals order by county');
    for (const { county } of counties) verdicts.push(await verifyChain(county, (after) => tx.query(`select s.number, s.previous_hash, s.hash, ${EVENT_COLUMNS} from audit_seals s left join audit_events e on e.id = s.event_id where s.county = $1 and s.number > $2 order by s.number limit ${BATCH}`, [county, after])));
    return verdicts;
  });
}

type SealedRow = SealableEvent & { readonly number: number; readonly previous_hash: Buffer; readonly hash: Buffer };

async function verifyChain(county: string, page: (after: number) => Promise<SealedRow[]>): Promise<ChainVerdict> {
  let previous: Buffer = FIRST_HASH;
  let number = 0;
  for (let rows = await page(0); rows.length > 0; rows = await page(number)) {
    for (const row of rows) {
      const holds = row.number === number + 1 && row.previous_hash.equals(previous) && row.id !== null && sealHash(previous, row).equals(row.hash);
      if (!holds) return { county, length: number, headHash: previous.toString('hex'), firstBadNumber: number + 1 };
      previous = row.hash;
      number = row.number;
    }
  }
  return { county, length: number, headHash: previous.toString('hex'), firstBadNumber: null };
}
