import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemPrincipal, type Database, type Principal } from '@app/platform';
import fc from 'fast-check';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { LOTTERY_MOVES } from '../lotteries/lottery-moves.js';
import { OFFER_MOVES, OFFER_REFUSALS, OFFER_STATES, OPEN_OFFER_STATES, type OfferMove, type OfferReason, type OfferState } from './offer-moves.js';

const COUNTY = '420626';
const REGION = '420626106000';
const RUNS = 120;
const SEATS = 1;

type Actor = 'officer' | 'employer' | 'system';
const EMPLOYER = randomUUID();
const ACTORS: Readonly<Record<Actor, Principal>> = {
  officer: { kind: 'officer', id: randomUUID(), role: 'county-officer', region: COUNTY, organizationId: null },
  employer: { kind: 'employer', id: 'key', role: 'employer', region: COUNTY, organizationId: EMPLOYER },
  system: systemPrincipal('test', COUNTY),
};
const TERMS = JSON.stringify({ startsOn: '2027-01-01' });
const MOVE = `insert into class_offer_moves (offer_id, from_state, to_state, reason_code, channel, told_at) values ($1, $2, $3, $4, case when $3 = 'told' then 'call' end, case when $3 = 'told' then now() end)`;

/** What the offers of an order should be: the states in the order of the people, and who waits in which order. */
interface Model {
  readonly states: (OfferState | null)[];
  waiting: number[];
}
interface Real {
  readonly orderId: string;
  readonly people: string[];
  readonly offers: (string | null)[];
}

describe('the life of offers in the database', () => {
  let fresh: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshDatabase();
    ({ database } = await fresh.open());
  });
  afterAll(() => fresh.drop());

  /** Whether the statement was let through; a refusal must be one of ours. */
  async function tried(by: Actor, sql: string, params: unknown[]): Promise<boolean> {
    try {
      return await database.inScope(ACTORS[by], async (tx) => {
        const answer = await tx.query<unknown>(sql, params);
        return !/^(update|delete)/.test(sql) || (answer as [unknown[], number])[1] > 0;
      });
    } catch (error) {
      const { code, constraint } = (error as { driverError: { code: string; constraint?: string } }).driverError;
      expect([sql, code]).toEqual([sql, expect.stringMatching(/^(23514|23505|42501|23001|P0001)$/)]);
      if (code === '23514') expect(constraint).toBeDefined();
      return false;
    }
  }

  async function recruiting(people: number): Promise<Real> {
    const [orderId, slotId] = [randomUUID(), randomUUID()];
    await fresh.owner.query(`set session_replication_role = replica`);
    await fresh.owner.query(`insert into provider_slots (id, county, provider_id, from_on, seats, created_by, order_id) values ($1, $2, gen_random_uuid(), '2026-01-01', 50, 'test', $3)`, [slotId, COUNTY, orderId]);
    await fresh.owner.query(
      `insert into training_orders (id, number, county, owner_region, employer_id, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, content_hash, state, approved_on, slot_id, created_by_kind, created_by)
       values ($1::uuid, ($1::uuid)::text, $2::text, rpad($2::text, 12, '0'), $3, '6-18-02-04', $4, 4000, '420626000000', 'fixed-term', 12, '2026-01-01', '2099-01-01', 'school', $5, 'x', 'recruiting', '2026-01-01', $6, 'officer', 'test')`, [orderId, COUNTY, EMPLOYER, SEATS, REGION, slotId]);
    const ids = Array.from({ length: people }, () => randomUUID());
    await fresh.owner.query(`insert into registrations (id, person_id, owner_region, county, name, id_number_masked, born_on, sex) select id, gen_random_uuid(), $2, $3, '测试', '4206**', '1990-01-01', 'female' from unnest($1::uuid[]) as id`, [ids, REGION, COUNTY]);
    await fresh.owner.query(`set session_replication_role = origin`);
    return { orderId, people: ids, offers: ids.map(() => null) };
  }
  const insertOffer = `insert into class_offers (id, order_id, county, owner_region, registration_id, source, terms, wording, answer_days) values ($1, $2, '${COUNTY}', '${REGION}', $3, 'officer', '${TERMS}', '告知', 3)`;

  class Offer implements fc.AsyncCommand<Model, Real> {
    constructor(readonly at: number) {}
    check = (): boolean => true;
    async run(model: Model, real: Real): Promise<void> {
      const id = randomUUID();
      const done = await tried('officer', insertOffer, [id, real.orderId, real.people[this.at]]);
      const isOpen = model.states[this.at] !== null && (OPEN_OFFER_STATES as readonly OfferState[]).includes(model.states[this.at]!);
      expect([String(this), done]).toEqual([String(this), !isOpen]);
      if (!done) return;
      real.offers[this.at] = id;
      model.states[this.at] = 'made';
    }
    toString = (): string => `offer to ${this.at}`;
  }

  class Move implements fc.AsyncCommand<Model, Real> {
    constructor(readonly at: number, readonly by: Actor, readonly to: OfferState, readonly reason: OfferReason | null, readonly claimed: OfferState | null) {}
    check = ({ states }: Readonly<Model>): boolean => states[this.at] !== null;
    async run(model: Model, real: Real): Promise<void> {
      const state = model.states[this.at]!;
      const from = this.claimed ?? state;
      const done = await tried(this.by, MOVE, [real.offers[this.at], from, this.to, this.reason]);
      const taken = model.states.filter((each) => each === 'accepted').length;
      const to: OfferState = state === 'told' && this.to === 'accepted' && taken >= SEATS ? 'waiting' : this.to;
      const move = (OFFER_MOVES[state] as Partial<Record<OfferState, OfferMove>>)[to];
      const isOfTable = move !== undefined && move.by.includes(this.by) && (move.reasons === null ? this.reason === null : this.reason !== null && move.reasons.includes(this.reason));
      // An employer takes offers back only with its order; nobody closes one by hand, nobody lets one run out that has time, nobody waits while there are seats, nobody jumps the waiting list.
      const allowed = from === state && isOfTable && this.by !== 'employer' && to !== 'closed' && to !== 'expired' && !(to === 'waiting' && taken < SEATS) && !(state === 'waiting' && to === 'accepted' && (taken >= SEATS || model.waiting[0] !== this.at));
      expect([String(this), done]).toEqual([String(this), allowed]);
      if (allowed) this.#apply(model, state, to);
    }
    #apply(model: Model, state: OfferState, to: OfferState): void {
      model.states[this.at] = to;
      model.waiting = model.waiting.filter((at) => at !== this.at);
      if (to === 'waiting') model.waiting.push(this.at);
      if (state !== 'accepted') return;
      const next = model.waiting.shift();
      if (next !== undefined) model.states[next] = 'accepted'; // a seat given back is the first one's who waits
    }
    toString = (): string => `${this.by}: ${this.at} ${this.claimed ?? '…'} → ${this.to} (${this.reason})`;
  }

  class Forge implements fc.AsyncCommand<Model, Real> {
    constructor(readonly by: Actor, readonly sql: string) {}
    check = (): boolean => true;
    async run(_: Model, { orderId }: Real): Promise<void> {
      expect([this.sql, await tried(this.by, this.sql, [orderId])]).toEqual([this.sql, false]);
    }
    toString = (): string => `${this.by} forges: ${this.sql}`;
  }

  const PEOPLE = 5;
  const someone = fc.nat(PEOPLE - 1);
  const actor = fc.constantFrom<Actor>('officer', 'officer', 'system', 'employer');
  const reason = fc.constantFrom<OfferReason | null>(null, null, null, 'trainee-pay', 'trainee-health', 'terms-changed', 'order-ended', 'course-ended');
  const commands = [
    ...Array.from({ length: 5 }, () => someone.map((at) => new Offer(at))), ...Array.from({ length: 4 }, () => someone.map((at) => new Move(at, 'officer', 'told', null, null))), ...Array.from({ length: 6 }, () => someone.map((at) => new Move(at, 'officer', 'accepted', null, null))),
    fc.tuple(someone, fc.constantFrom(...OFFER_REFUSALS)).map(([at, code]) => new Move(at, 'officer', 'refused', code, null)),
    fc.tuple(someone, actor, fc.constantFrom(...OFFER_STATES), reason, fc.option(fc.constantFrom(...OFFER_STATES), { freq: 3 })).map(([at, by, to, why, claimed]) => new Move(at, by, to, why, claimed)),
    fc.tuple(actor, fc.constantFrom(
      `update class_offers set state = 'accepted' where order_id = $1`, `update class_offers set waiting_number = 1 where order_id = $1`, 'delete from class_offers where order_id = $1', `update class_offer_moves set reason = 'x' where offer_id in (select id from class_offers where order_id = $1)`,
      `update class_offers set terms = '{}' where order_id = $1`, `delete from class_offer_moves where offer_id in (select id from class_offers where order_id = $1)`,
    )).map(([by, sql]) => new Forge(by, sql)),
  ];

  it(`is the table in code, over ${RUNS} lives of offers, answers and forgeries as the application's role`, async () => {
    let waited = 0;
    await fc.assert(fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (life) => {
      const real = await recruiting(PEOPLE);
      const model: Model = { states: real.people.map(() => null), waiting: [] };
      await fc.asyncModelRun(() => ({ model, real }), life);
      const { rows } = await fresh.owner.query<{ id: string; state: OfferState; moves: number; history: string[] | null }>(
        `select f.id, f.state, f.moves, (select array_agg(m.from_state || '>' || m.to_state order by m.number) from class_offer_moves m where m.offer_id = f.id) as history from class_offers f where f.order_id = $1`, [real.orderId]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      expect(real.offers.map((id) => (id === null ? null : byId.get(id)!.state))).toEqual(model.states);
      expect(rows.filter(({ state }) => state === 'accepted').length).toBeLessThanOrEqual(SEATS);
      for (const { state, moves, history } of rows) expect([history?.length ?? 0, history?.at(-1)?.split('>')[1] ?? 'made']).toEqual([moves, state]);
      waited += Number(model.waiting.length > 0);
    }), { numRuns: RUNS, interruptAfterTimeLimit: 200_000, markInterruptAsFailure: true });
    expect(waited).toBeGreaterThan(5);
  }, 240_000);

  it('has the same transitions as the code, of offers and of lotteries', async () => {
    const { rows } = await fresh.owner.query<{ from: string; to: string; by: string[]; reasons: string[] | null }>('select from_state as "from", to_state as "to", by_kinds as by, reasons from class_offer_transitions');
    const inCode = Object.entries(OFFER_MOVES).flatMap(([from, moves]) => Object.entries(moves as Record<string, OfferMove>).map(([to, { by, reasons }]) => ({ from, to, by: [...by].sort(), reasons: reasons === null ? null : [...reasons].sort() })));
    const sorted = (list: readonly { from: string; to: string }[]): unknown[] => [...list].sort((a, b) => (`${a.from}>${a.to}` < `${b.from}>${b.to}` ? -1 : 1));
    expect(sorted(rows.map((row) => ({ ...row, by: [...row.by].sort(), reasons: row.reasons === null ? null : [...row.reasons].sort() })))).toEqual(sorted(inCode));
    const lotteries = await fresh.owner.query<{ from: string; to: string }>('select from_state as "from", to_state as "to" from lottery_moves');
    expect(sorted(lotteries.rows)).toEqual(sorted(Object.entries(LOTTERY_MOVES).flatMap(([from, to]) => to.map((each) => ({ from, to: each })))));
  });
});
