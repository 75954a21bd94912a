import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemPrincipal, type Database, type Principal } from '@app/platform';
import fc from 'fast-check';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { mayMove, ORDER_MOVES, ORDER_STATES, orderMove, type OrderMover, type OrderReason, type OrderState } from './order-moves.js';

const COUNTY = '420626';
const RUNS = 200;
const EMPLOYER = randomUUID();
const PROVIDER = randomUUID();
const BUREAU = randomUUID();

const ACTORS: Readonly<Record<OrderMover, Principal>> = {
  employer: { kind: 'employer', id: 'key', role: 'employer', region: COUNTY, organizationId: EMPLOYER },
  officer: { kind: 'officer', id: randomUUID(), role: 'county-officer', region: COUNTY, organizationId: null },
  system: systemPrincipal('test', COUNTY),
};

/** What an order should be. */
interface Model {
  state: OrderState;
  moves: number;
  seats: number;
  hired: number;
  everApproved: boolean;
  hasSlot: boolean;
  /** Both agreements between organizations are on record, with their scans. */
  signed: boolean;
}
interface Real {
  readonly id: string;
  readonly slotId: string;
  readonly classId: string;
}

const INSERT_MOVE = 'insert into training_order_moves (order_id, from_state, to_state, reason_code, slot_id, class_id) values ($1, $2, $3, $4, $5, $6)';
function moveOf({ id, slotId, classId }: Real, from: OrderState, to: OrderState, reason: OrderReason | null): unknown[] {
  return [id, from, to, reason, to === 'recruiting' ? slotId : null, to === 'class-open' ? classId : null];
}

/** A hire and the employment that it stands on, in one statement. */
const HIRE = `with begun as (
    insert into ledger_facts (county, owner_region, kind, effective_on, registration_id, person_id, employment_id, employer_id, payload, recorded_by) values ('420626', '420626106000', 'employment-started', '2026-01-01', $2, $2, $3, $4, '{"type":"wage"}', 'test'))
  insert into training_order_hires (order_id, registration_id, owner_region, hired_on, employment_id) values ($1, $2, '420626106000', '2026-01-01', $3)`;
const UNDER_WAY: readonly OrderState[] = ['recruiting', 'class-open', 'training', 'completed'];
/** Both agreements between the order's organizations, each with its scan: as the application writes them. */
const PAPERS = `insert into training_agreements (id, county, owner_region, order_id, kind, provider_id, employer_id, bureau_id, first_signer, first_signed_on, second_signer, second_signed_on)
  values (gen_random_uuid(), '420626', '420626000000', $1, 'provider-employer', $2, $3, null, 'authorised-agent', '2026-01-01', 'authorised-agent', '2026-01-01'), (gen_random_uuid(), '420626', '420626000000', $1, 'employer-bureau', null, $3, $4, 'authorised-agent', '2026-01-01', 'authorised-agent', '2026-01-01')`;
const SCANS = `insert into agreement_files (id, county, owner_region, agreement_id, sha256, size, media_type, blob_key)
  select gen_random_uuid(), '420626', '420626000000', a.id, repeat('0', 64), 1, 'application/pdf', a.id::text from training_agreements a where a.order_id = $1 and a.version = (select max(version) from training_agreements where order_id = $1)`;

/** The shortest way from a draft to a state, as steps of the table. */
function wayTo(state: OrderState): [OrderState, OrderState][] {
  const ways = new Map<OrderState, [OrderState, OrderState][]>([['draft', []]]);
  for (const [at, way] of ways) for (const to of ORDER_STATES) if (!ways.has(to) && orderMove(at, to) !== null && !(at === 'draft' && to === 'approved')) ways.set(to, [...way, [at, to]]);
  return ways.get(state)!;
}

describe('the life of an order in the database', () => {
  let fresh: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshDatabase();
    ({ database } = await fresh.open());
    await fresh.owner.query(`insert into organizations (id, owner_region, kind, name) values ($1, '420626000000', 'county-bureau', '县人社局')`, [BUREAU]);
  });
  afterAll(() => fresh.drop());

  /** Whether the statement was let through; a refusal must be one of ours. */
  async function tried(by: OrderMover, sql: string, params: unknown[]): Promise<boolean> {
    try {
      return await database.inScope(ACTORS[by], async (tx) => {
        const answer = await tx.query<unknown>(sql, params);
        return !sql.startsWith('update') || (answer as [unknown[], number])[1] > 0;
      });
    } catch (error) {
      const { code, constraint } = (error as { driverError: { code: string; constraint?: string } }).driverError;
      expect(['23514', '23505', '42501', '23001', '42P17']).toContain(code);
      if (code === '23514') expect(constraint).toBeDefined();
      return false;
    }
  }

  /** Whether both papers and their scans were let through, together. */
  async function signed(by: OrderMover, id: string): Promise<boolean> {
    const papers = await tried(by, PAPERS, [id, PROVIDER, EMPLOYER, BUREAU]);
    return papers && (await tried(by, SCANS, [id]));
  }

  async function newOrder(seats: number): Promise<Real> {
    const [id, slotId, classId] = [randomUUID(), randomUUID(), randomUUID()];
    await database.inScope(ACTORS.employer, (tx) => tx.query(
      `insert into training_orders (id, county, owner_region, employer_id, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, content_hash)
       values ($1, $2, rpad($2, 12, '0'), $3, '6-18-02-04', $4, 4000, '420626000000', 'fixed-term', 12, '2026-01-01', '2099-01-01', 'school', '420626106000', 'x')`, [id, COUNTY, EMPLOYER, seats]));
    await fresh.owner.query(`insert into provider_slots (id, county, provider_id, from_on, seats, created_by) values ($1, $2, $3, '2026-01-01', 500, 'test')`, [slotId, COUNTY, PROVIDER]);
    await fresh.owner.query(`insert into training_classes (id, county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, created_by) values ($1, $2, rpad($2, 12, '0'), '班', 'welding', '项目', $3, '420626106000', '2027-01-01', '2027-02-01', 40, 'test')`, [classId, COUNTY, PROVIDER]);
    return { id, slotId, classId };
  }

  class Move implements fc.AsyncCommand<Model, Real> {
    constructor(readonly by: OrderMover, readonly to: OrderState, readonly reason: OrderReason | null, readonly claimed: OrderState | null) {}
    check = (): boolean => true;
    async run(model: Model, real: Real): Promise<void> {
      const from = this.claimed ?? model.state;
      const done = await tried(this.by, INSERT_MOVE, moveOf(real, from, this.to, this.reason));
      const isElsewhere = this.reason === 'split' || this.reason === 'class-aborted'; // nothing here is a part, or has parts; the class goes on
      const allowed = from === model.state && mayMove(model.state, this.to, this.by, this.reason) && !isElsewhere && (this.to !== 'class-open' || model.signed);
      expect([String(this), done]).toEqual([String(this), allowed]);
      if (!allowed) return;
      if (this.to === 'recruiting') model.hasSlot = true;
      else if (model.state === 'recruiting' && this.to !== 'class-open') model.hasSlot = false;
      model.everApproved ||= this.to === 'approved';
      Object.assign(model, { state: this.to, moves: model.moves + 1 });
    }
    toString = (): string => `${this.by}: ${this.claimed ?? '…'} → ${this.to} (${this.reason})`;
  }

  class Sign implements fc.AsyncCommand<Model, Real> {
    constructor(readonly by: OrderMover) {}
    check = (): boolean => true;
    async run(model: Model, { id }: Real): Promise<void> {
      const done = await signed(this.by, id);
      const allowed = this.by !== 'employer' && UNDER_WAY.includes(model.state);
      expect([String(this), done]).toEqual([String(this), allowed]);
      model.signed ||= done;
    }
    toString = (): string => `${this.by} records the agreements`;
  }

  /** A move that the table has from where the order stands, so that long lives are seen; it ends a life only now and then. */
  class Onward implements fc.AsyncCommand<Model, Real> {
    constructor(readonly pick: number) {}
    check = ({ state }: Readonly<Model>): boolean => this.legal(state).length > 0;
    legal(state: OrderState): Move[] {
      const moves = Object.entries(ORDER_MOVES[state] as Record<string, { by: readonly OrderMover[]; reasons: readonly OrderReason[] | null }>);
      const kept = moves.filter(([to]) => this.pick % 40 === 0 || (to !== 'cancelled' && to !== 'rejected'));
      return kept.flatMap(([to, { by, reasons }]) => by.flatMap((mover) => (reasons ?? [null]).filter((reason) => reason !== 'split' && reason !== 'class-aborted').map((reason) => new Move(mover, to as OrderState, reason, null))));
    }
    async run(model: Model, real: Real): Promise<void> {
      if (model.state === 'recruiting' && !model.signed) return new Sign('officer').run(model, real);
      const legal = this.legal(model.state);
      await legal[this.pick % legal.length]!.run(model, real);
    }
    toString = (): string => `onward ${this.pick}`;
  }

  class Change implements fc.AsyncCommand<Model, Real> {
    constructor(readonly by: OrderMover, readonly seats: number) {}
    check = (): boolean => true;
    async run(model: Model, { id }: Real): Promise<void> {
      const done = await tried(this.by, 'update training_orders set seats = $2 where id = $1', [id, this.seats]);
      const allowed = (model.state === 'draft' || model.state === 'returned' || this.seats === model.seats) && this.seats >= 1 && this.seats <= 500 && this.seats >= model.hired;
      expect([String(this), done]).toEqual([String(this), allowed]);
      if (done) model.seats = this.seats;
    }
    toString = (): string => `${this.by}: ${this.seats} seats`;
  }

  class Hire implements fc.AsyncCommand<Model, Real> {
    check = (): boolean => true;
    async run(model: Model, { id }: Real): Promise<void> {
      const [person, employment] = [randomUUID(), randomUUID()];
      const done = await tried('officer', HIRE, [id, person, employment, EMPLOYER]);
      const allowed = ['recruiting', 'class-open', 'training', 'completed'].includes(model.state) && model.hired < model.seats;
      expect(['hire', done]).toEqual(['hire', allowed]);
      if (done) model.hired++;
    }
    toString = (): string => 'hire';
  }

  /** What nobody may do, whatever the state: write the state or a count, rewrite history, take a slot by hand. */
  class Forge implements fc.AsyncCommand<Model, Real> {
    constructor(readonly by: OrderMover, readonly sql: string) {}
    check = (): boolean => true;
    async run(_: Model, { id }: Real): Promise<void> {
      expect([this.sql, await tried(this.by, this.sql, [id])]).toEqual([this.sql, false]);
    }
    toString = (): string => `${this.by} forges: ${this.sql}`;
  }

  const someMover = fc.constantFrom<OrderMover>('employer', 'officer', 'system');
  const someReason = fc.constantFrom<OrderReason | null>(null, null, 'other', 'seats', 'window-ended', 'too-few-people', 'employer-withdrew', 'split', 'no-course');
  const tableMoves = Object.entries(ORDER_MOVES).flatMap(([, moves]) => Object.entries(moves as Record<string, { by: readonly OrderMover[]; reasons: readonly OrderReason[] | null }>).flatMap(([to, { by, reasons }]) => by.map((mover) => new Move(mover, to as OrderState, reasons === null ? null : reasons[0]!, null))));
  const commands = [
    ...Array.from({ length: 9 }, () => fc.nat(9_999).map((pick) => new Onward(pick))), fc.constantFrom(...tableMoves.filter(({ to }) => to !== 'cancelled')),
    fc.tuple(someMover, fc.constantFrom(...ORDER_STATES), someReason, fc.option(fc.constantFrom(...ORDER_STATES))).map(([by, to, reason, claimed]) => new Move(by, to, reason, claimed)),
    fc.tuple(fc.constantFrom<OrderMover>('employer', 'officer'), fc.constantFrom(0, 1, 2, 3, 501)).map(([by, seats]) => new Change(by, seats)),
    fc.constant(new Hire()), someMover.map((by) => new Sign(by)),
    fc.tuple(someMover, fc.constantFrom(
      `update training_orders set state = 'settled' where id = $1`, `update training_orders set approved_on = '2020-01-01' where id = $1`, 'update training_orders set hired = 0 where id = $1', 'update training_orders set retained = 500 where id = $1',
      'delete from training_orders where id = $1', `update training_order_moves set reason = 'x' where order_id = $1`, 'delete from training_order_moves where order_id = $1', 'update provider_slots set order_id = $1', 'delete from training_order_hires where order_id = $1',
      'update training_agreements set version = 9 where order_id = $1', 'delete from training_agreements where order_id = $1', 'delete from agreement_files where id = $1', 'update training_order_hires set employment_id = null where order_id = $1',
      `insert into training_order_hires (order_id, registration_id, owner_region, hired_on) values ($1, gen_random_uuid(), '420626106000', '2026-01-01')`,
      `insert into training_order_hires (order_id, registration_id, owner_region, hired_on, employment_id) values ($1, gen_random_uuid(), '420626106000', '2026-01-01', gen_random_uuid())`,
      `insert into training_order_moves (order_id, from_state, to_state, number, actor_kind, actor_id) values ($1, 'draft', 'submitted', 1, 'officer', 'somebody')`,
    )).map(([by, sql]) => new Forge(by, sql)),
  ];

  it(`is the table in code, over ${RUNS} lives of moves, changes, hires and forgeries as the application's role`, async () => {
    await fc.assert(fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (life) => {
      const real = await newOrder(3);
      const model: Model = { state: 'draft', moves: 0, seats: 3, hired: 0, everApproved: false, hasSlot: false, signed: false };
      await fc.asyncModelRun(() => ({ model, real }), life);
      const { rows } = await fresh.owner.query(
        `select o.state, o.moves, o.seats, o.hired, o.approved_on is not null as "everApproved", o.slot_id is not null and exists (select from provider_slots s where s.order_id = o.id and s.id = o.slot_id) as "hasSlot",
           (select array_agg(m.from_state || '>' || m.to_state order by m.number) from training_order_moves m where m.order_id = o.id) as history, (select count(*)::int from training_order_hires h where h.order_id = o.id) as hires
         from training_orders o where o.id = $1`, [real.id]);
      const { history, hires, ...stored } = rows[0] as Omit<Model, 'signed'> & { history: string[] | null; hires: number };
      expect(stored).toEqual((({ signed: _, ...of }: Model) => of)(model));
      expect([history?.length ?? 0, hires]).toEqual([model.moves, model.hired]);
      (history ?? []).forEach((step, i, all) => expect(step.split('>')[0]).toBe(i === 0 ? 'draft' : all[i - 1]!.split('>')[1]));
    }), { numRuns: RUNS, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true });
  }, 300_000);

  it('lets through every move of the table, from each state and by each mover, and no other', async () => {
    class TakenBack extends Error {}
    const isLetThrough = async (by: OrderMover, real: Real, from: OrderState, to: OrderState, reason: OrderReason | null): Promise<boolean> => {
      try {
        await database.inScope(ACTORS[by], async (tx) => {
          await tx.query(INSERT_MOVE, moveOf(real, from, to, reason));
          throw new TakenBack();
        });
        return true;
      } catch (error) {
        return error instanceof TakenBack;
      }
    };
    for (const from of ORDER_STATES) {
      const real = await newOrder(3);
      for (const [at, to] of wayTo(from)) {
        const { by, reasons } = orderMove(at, to)!;
        expect([at, to, await tried(by[0]!, INSERT_MOVE, moveOf(real, at, to, reasons?.[0] ?? null))]).toEqual([at, to, true]);
        if (to === 'recruiting') expect(await signed('officer', real.id)).toBe(true);
      }
      for (const to of ORDER_STATES) {
        for (const by of ['employer', 'officer', 'system'] as const) {
          for (const reason of new Set<OrderReason | null>([null, 'other', orderMove(from, to)?.reasons?.[0] ?? 'no-course'])) {
            const allowed = mayMove(from, to, by, reason) && reason !== 'split' && reason !== 'class-aborted'; // nothing here is a part, or has parts; the class goes on
            expect([from, to, by, reason, await isLetThrough(by, real, from, to, reason)]).toEqual([from, to, by, reason, allowed]);
          }
        }
      }
    }
  }, 120_000);

  it('has the same transitions as the code', async () => {
    const { rows } = await fresh.owner.query<{ from: OrderState; to: OrderState; by: string[]; reasons: string[] | null }>('select from_state as "from", to_state as "to", by_kinds as by, reasons from order_transitions');
    const inCode = Object.entries(ORDER_MOVES).flatMap(([from, moves]) => Object.entries(moves as Record<string, { by: readonly string[]; reasons: readonly string[] | null }>).map(([to, { by, reasons }]) => ({ from, to, by: [...by], reasons: reasons === null ? null : [...reasons] })));
    const sorted = (list: readonly { from: string; to: string }[]): unknown[] => [...list].sort((a, b) => (`${a.from}>${a.to}` < `${b.from}>${b.to}` ? -1 : 1));
    expect(sorted(rows)).toEqual(sorted(inCode));
  });

  it('lets nobody make a part of an order, or another county’s officer move one', async () => {
    const { id } = await newOrder(3);
    const part = `insert into training_orders (id, county, owner_region, employer_id, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, content_hash, split_from)
      select gen_random_uuid(), county, owner_region, employer_id, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, content_hash, id from training_orders where id = $1`;
    expect(await tried('employer', part, [id])).toBe(false);
    expect(await tried('system', part, [id])).toBe(false);
    const stranger: Principal = { ...ACTORS.officer, region: '420625' };
    await expect(database.inScope(stranger, (tx) => tx.query(`insert into training_order_moves (order_id, from_state, to_state) values ($1, 'draft', 'submitted')`, [id]))).rejects.toThrow();
    const rival: Principal = { ...ACTORS.employer, organizationId: randomUUID() };
    await expect(database.inScope(rival, (tx) => tx.query(`insert into training_order_moves (order_id, from_state, to_state) values ($1, 'draft', 'submitted')`, [id]))).rejects.toThrow();
  });
});
