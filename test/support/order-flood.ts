import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { NIGHTLY } from '../../apps/worker/src/schedules.js';
import type { ApiClient } from './api.js';
import { COUNTY, inDays, madeUpCreditCode, order, TODAY } from './orders.js';

const EMPLOYERS = 50;
const OCCUPATION = '6-18-02-04';
const AT_ONCE = 4;

/** What stands in the end, in words that are the same in every run: references instead of ids, slots by their day and seats. */
export interface FloodEnd {
  /** State, moves and history of each order. */
  readonly orders: readonly unknown[];
  /** The stored queue, first to last. */
  readonly places: readonly unknown[];
  /** What employers were told of their orders' moves, each as often as it was told. */
  readonly movesTold: readonly unknown[];
  /** The place of each order that its employer was told of last. */
  readonly placesTold: readonly unknown[];
  readonly undelivered: number;
  readonly unfinished: number;
}

/** Orders of fifty employers on their way through a started service. */
export class OrderFlood {
  #ids: string[] = [];

  /** @param hook where employers want to be told, over HTTP */
  constructor(private readonly officer: ApiClient, private readonly owner: pg.Pool, private readonly orders: number, private readonly hook: string) {}

  /** No job of a night comes in between: what runs is what the orders ask for. Before there is a bureau. */
  static async withoutNights(owner: pg.Pool): Promise<void> {
    await owner.query('insert into schedule_slots (name, region, slot) select unnest($1::text[]), $2, $3', [NIGHTLY.map(({ job }) => job), COUNTY, TODAY]);
  }

  /** Employers who want to be told, a pay to compare with, slots of which none is like another, and all orders submitted. */
  async submit(): Promise<void> {
    const { rows: employers } = await this.owner.query<{ id: string }>(
      `insert into employers (owner_region, name, normalised_name, credit_code, verified_at, verified_by) select $1, '演示单位 ' || i, '演示单位 ' || i, code, now(), gen_random_uuid() from unnest($2::text[]) with ordinality as codes (code, i) returning id`,
      [`${COUNTY}000000`, Array.from({ length: EMPLOYERS }, (_, i) => madeUpCreditCode(500_000 + i))]);
    await inTurns(employers, async ({ id }) => void expectStatus(await this.officer.post('/v1/webhooks', { employerId: id, url: this.hook, eventTypes: ['order.state-changed', 'order.position-changed'] }), 201));
    await this.owner.query(`insert into vacancies (owner_region, employer_id, source, title, cleaned_title, occupation, occupation_by, pay_from, pay_to, openings, status) values ($1, $2, 'employer', '电焊工', '电焊工', '${OCCUPATION}', 'exact', 20000, 20000, 1, 'open')`, [`${COUNTY}000000`, employers[0]!.id]);
    await this.owner.query(`insert into provider_slots (county, provider_id, occupation, from_on, seats, created_by) select $1, $2, '${OCCUPATION}', $3::date + n, 20 + n % 20, 'test' from generate_series(1, 40) n`, [COUNTY, randomUUID(), TODAY]);
    const lines = Array.from({ length: this.orders }, (_, i) => ({ ...order(), externalRef: `F${i}`, employerId: employers[i % EMPLOYERS]!.id, seats: 10 + i % 25, payYuan: 12_000 - i, windowFrom: inDays(5), windowTo: inDays(90) }));
    const answer = await this.officer.post('/v1/training-orders/import', lines.map((line) => JSON.stringify(line)).join('\n'), { 'content-type': 'application/x-ndjson' });
    const results = answer.text.trim().split('\n').map((line) => JSON.parse(line) as { orderId: string; created?: number });
    if (results.at(-1)?.created !== this.orders) throw new Error(`orders were not taken: ${answer.text.slice(0, 500)}`);
    this.#ids = results.slice(0, -1).map(({ orderId }) => orderId);
  }

  /** Approves a part of them, those first that pay most: each takes its place behind the others. */
  async approve(fromShare: number, toShare: number): Promise<void> {
    await inTurns(this.#ids.slice(fromShare * this.orders, toShare * this.orders), async (id) => {
      for (const act of ['review', 'approval']) {
        const { headers } = await this.officer.get(`/v1/training-orders/${id}`);
        expectStatus(await this.officer.post(`/v1/training-orders/${id}/${act}`, {}, { 'if-match': headers.get('etag')! }), 200);
      }
    });
  }

  /** Waits until nothing is under way. @throws when it is not so in time */
  async ended(limitMs: number): Promise<void> {
    for (const end = performance.now() + limitMs; performance.now() < end; await new Promise((done) => setTimeout(done, 200))) {
      const { rows: [row] } = await this.owner.query<{ open: number }>('select count(*)::int as open from outbox where done_at is null');
      if (row!.open === 0) return;
    }
    const { rows } = await this.owner.query('select name, count(*), min(due_at) as due, count(published_at) as published, count(failed_at) as failed from outbox where done_at is null group by 1');
    throw new Error(`not ended in time: ${JSON.stringify(rows)}`);
  }

  async end(): Promise<FloodEnd> {
    const all = async (sql: string): Promise<unknown[]> => (await this.owner.query({ text: sql, rowMode: 'array' })).rows as unknown[];
    const [orders, places, movesTold, placesTold] = [
      await all(`select external_ref, state, o.moves, (select array_agg(m.from_state || '>' || m.to_state || coalesce(m.reason_code, '') order by m.number) from training_order_moves m where m.order_id = o.id) from training_orders o order by 1`),
      await all('select o.external_ref, p.position, p.base, p.age, p.penalty, p.effective, s.from_on::text, s.seats, p.opens_on::text, p.reason from order_queue_places p join training_orders o on o.id = p.order_id left join provider_slots s on s.id = p.slot_id order by p.position'),
      await all(`select d->>'externalRef', d->>'from', d->>'to', count(*)::int from webhook_deliveries w, lateral (select body::jsonb -> 'data') as b (d) where event_type = 'order.state-changed' group by 1, 2, 3 order by 1, 2, 3`),
      await all(`select distinct on (d->>'externalRef') d->>'externalRef', (d->>'position')::int, d->>'opensOn' from webhook_deliveries w, lateral (select body::jsonb -> 'data') as b (d) where event_type = 'order.position-changed' order by d->>'externalRef', occurred_at desc`),
    ];
    const { rows: [left] } = await this.owner.query<{ undelivered: number; unfinished: number }>(`select (select count(*)::int from webhook_deliveries where state <> 'delivered') as undelivered, (select count(*)::int from outbox where done_at is null or failed_at is not null) as unfinished`);
    return { orders, places, movesTold, placesTold, ...left! };
  }
}

function expectStatus({ status, text }: { readonly status: number; readonly text: string }, wanted: number): void {
  if (status !== wanted) throw new Error(`answered with ${status}: ${text}`);
}

/** A few at a time, in order. */
async function inTurns<T>(list: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const left = list.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const each of left) await work(each);
  }));
}
