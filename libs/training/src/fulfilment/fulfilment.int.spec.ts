import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf, systemClock } from '@app/kernel';
import { computeRates, findNamedRate, percentOf, presentTable } from '@app/outcomes';
import { AuditTrail, Outbox, systemPrincipal, type Database } from '@app/platform';
import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { loadWholeLedger } from '../../../placements/src/testing/whole-ledger.js';
import { TrainingOrdersRepository } from '../orders/training-orders.repository.js';
import { TrainingBooks } from '../training-books.js';
import { FulfilmentRepository } from './fulfilment.repository.js';
import { OrderFulfilment, type FulfilmentRow } from './fulfilment.service.js';

const RUNS = 60;
const TODAY = civilDateOf(new Date());

/** One hire as the dice have it: the work, and what became of it. */
interface SomeHire {
  readonly order: number;
  /** Days ago on which the work began. */
  readonly days: number;
  readonly pay: number | null;
  readonly contractMonths: number | null;
  readonly permanent: boolean;
  /** Days after the first on which it ended; null: it goes on. */
  readonly endedAfter: number | null;
  readonly isEndRetracted: boolean;
  /** The start was recorded with another day and pay, and corrected. */
  readonly isCorrected: boolean;
  readonly isWithdrawn: boolean;
  readonly isEnrolled: boolean;
  readonly isCertified: boolean;
}
interface SomeOrder {
  readonly seats: number;
  readonly isOpenEnded: boolean;
  readonly state: 'recruiting' | 'completed' | 'settled' | 'cancelled-early' | 'cancelled-late';
  readonly employer: number;
}

const someOrder: fc.Arbitrary<SomeOrder> = fc.record({ seats: fc.integer({ min: 1, max: 4 }), isOpenEnded: fc.boolean(), state: fc.constantFrom('recruiting', 'completed', 'completed', 'settled', 'settled', 'cancelled-early', 'cancelled-late'), employer: fc.nat(1) });
const someHire: fc.Arbitrary<SomeHire> = fc.record({
  order: fc.nat(3), days: fc.constantFrom(0, 10, 89, 90, 91, 179, 180, 181, 300), pay: fc.option(fc.constantFrom(3_700, 3_799, 3_800, 4_000)), contractMonths: fc.option(fc.constantFrom(11, 12, 24)), permanent: fc.boolean(),
  endedAfter: fc.option(fc.constantFrom(5, 89, 90, 179, 180)), isEndRetracted: fc.boolean(), isCorrected: fc.boolean(), isWithdrawn: fc.integer({ min: 0, max: 4 }).map((dice) => dice === 0), isEnrolled: fc.boolean(), isCertified: fc.boolean(),
});

/** Counted by hand, person by person, from what the dice said and not from the database. */
function slowly(orders: readonly SomeOrder[], hires: readonly SomeHire[]): Record<string, unknown> {
  const counted = orders.flatMap((order, i) => (order.state === 'cancelled-early' ? [] : [{ ...order, own: hires.filter((hire) => hire.order === i) }]));
  const sum = (of: (order: (typeof counted)[number]) => number): number => counted.reduce((so, order) => so + of(order), 0);
  const standing = (own: readonly SomeHire[]): SomeHire[] => own.filter(({ isWithdrawn }) => !isWithdrawn);
  const endOf = ({ days, endedAfter, isEndRetracted }: SomeHire): number | null => (endedAfter === null || endedAfter > days || isEndRetracted ? null : endedAfter);
  const stayed = (own: readonly SomeHire[], days: number): number => standing(own).filter((hire) => hire.days >= days && (endOf(hire) === null || endOf(hire)! >= days)).length;
  const keeps = ({ pay, contractMonths, permanent }: SomeHire, isOpenEnded: boolean): 'kept' | 'short' | 'unknown' => {
    const isLess = pay !== null && pay < 3_800;
    const isShorter = isOpenEnded ? !permanent : !permanent && contractMonths !== null && contractMonths < 12;
    if (isLess || isShorter) return 'short';
    return pay === null || (!permanent && contractMonths === null) ? 'unknown' : 'kept';
  };
  const told = (order: (typeof counted)[number], outcome: string): number => standing(order.own).filter((hire) => keeps(hire, order.isOpenEnded) === outcome).length;
  const [seats, filled, kept] = [sum((order) => order.seats), sum((order) => Math.min(order.seats, standing(order.own).length)), sum((order) => Math.min(order.seats, told(order, 'kept')))];
  return {
    orders: counted.length, settled: counted.filter(({ state }) => state === 'settled').length,
    counts: {
      pledged: seats, enrolled: sum(({ own }) => own.filter(({ isEnrolled }) => isEnrolled).length), certified: sum(({ own }) => own.filter(({ isEnrolled, isCertified }) => isEnrolled && isCertified).length), hired: sum(({ own }) => standing(own).length),
      due90: sum(({ own }) => standing(own).filter(({ days }) => days >= 90).length), retained90: sum(({ own }) => stayed(own, 90)), due180: sum(({ own }) => standing(own).filter(({ days }) => days >= 180).length), retained180: sum(({ own }) => stayed(own, 180)),
    },
    pledges: { seats, filled, kept, short: sum((order) => told(order, 'short')), unknown: sum((order) => told(order, 'unknown')) },
    r4: percentOf(filled, seats), r4p: percentOf(kept, seats),
  };
}

describe('the fulfilment of a county’s orders', () => {
  let fresh: TestDatabase;
  let database: Database;
  let fulfilment: OrderFulfilment;
  let counties = 0;
  beforeAll(async () => {
    fresh = await freshDatabase();
    ({ database } = await fresh.open());
    owner = await fresh.owner.connect();
    fulfilment = new OrderFulfilment(new TrainingBooks(database, new AuditTrail(), new Outbox(), systemClock), new FulfilmentRepository(), new TrainingOrdersRepository());
  });
  afterAll(() => {
    owner.release();
    return fresh.drop();
  });

  let owner: PoolClient; // one connection: a correction is one transaction
  const run = (sql: string, ...params: unknown[]): Promise<unknown> => owner.query(sql, params);
  const fact = (region: string, kind: string, on: string, of: { person?: string; classId?: string; employmentId?: string; employerId?: string; retracts?: string; payload?: object }): Promise<string> => {
    const id = randomUUID();
    return run(
      `insert into ledger_facts (id, county, owner_region, kind, effective_on, registration_id, person_id, class_id, employment_id, employer_id, retracts_fact_id, payload, recorded_by, reason) values ($1, left($2, 6), $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, 'test', case when $9::uuid is null then null else '测试' end)`,
      id, region, kind, on, of.person ?? null, of.classId ?? null, of.employmentId ?? null, of.employerId ?? null, of.retracts ?? null, of.payload ?? {}).then(() => id);
  };

  /** Writes orders and their hires; the seats of an order are as many as it has hires at the least, since the database takes no more. */
  async function written(county: string, orders: readonly SomeOrder[], hires: readonly SomeHire[], employers: readonly string[]): Promise<void> {
    const region = `${county}101000`;
    for (const [i, { seats, isOpenEnded, state, employer }] of orders.entries()) {
      const [id, classId] = [randomUUID(), randomUUID()];
      const hasClass = state !== 'recruiting' && state !== 'cancelled-early';
      await run(
        `insert into training_orders (id, county, owner_region, employer_id, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, content_hash, state, approved_on, class_id)
         values ($1, $2, rpad($2, 12, '0'), $3, '6-18-02-04', $4, 4000, $5, $6, $7, '2026-01-01', '2099-01-01', 'school', $5, 'x', $8, $9, $10)`,
        id, county, employers[employer], seats, region, isOpenEnded ? 'open-ended' : 'fixed-term', isOpenEnded ? null : 12, hasClass ? 'completed' : 'recruiting', addDays(TODAY, -400), hasClass ? classId : null);
      if (hasClass) {
        await run(`insert into training_classes (id, county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, created_by) values ($1, $2, rpad($2, 12, '0'), '班', 'welding', '项目', $3, $4, $5, $6, 40, 'test')`, classId, county, randomUUID(), region, addDays(TODAY, -390), addDays(TODAY, -380));
        await fact(`${county}000000`, 'class', addDays(TODAY, -390), { classId });
      }
      for (const hire of hires.filter(({ order }) => order === i)) await hiredInto({ id, classId: hasClass ? classId : null, employerId: employers[employer]!, region }, hire);
      const [left] = state === 'settled' ? ['settled'] : state.startsWith('cancelled') ? ['cancelled'] : [null];
      if (left !== null) await run(`update training_orders set state = $2, retained = case when $2 = 'settled' then least(hired, (select retained from order_outcome(id))) end where id = $1`, id, left);
    }
  }

  async function hiredInto({ id, classId, employerId, region }: { id: string; classId: string | null; employerId: string; region: string }, hire: SomeHire): Promise<void> {
    const [person, employmentId, first] = [randomUUID(), randomUUID(), addDays(TODAY, -hire.days)];
    if (classId !== null && hire.isEnrolled) {
      await run(`insert into class_roll_exceptions (order_id, registration_id, owner_region, code, reason, recorded_by) values ($1, $2, $3, 'enrolled-before-the-order', '测试', 'test')`, id, person, region);
      await fact(region, 'enrolled', addDays(TODAY, -390), { person, classId });
      if (hire.isCertified) await fact(region, 'certified', addDays(TODAY, -380), { person, classId });
    }
    const payload = { type: 'wage', permanent: hire.permanent, pay: hire.pay, contractMonths: hire.contractMonths };
    const wrong = hire.isCorrected ? await fact(region, 'employment-started', addDays(TODAY, -hire.days - 50), { person, employmentId, employerId, payload: { type: 'wage', pay: 1 } }) : null;
    if (wrong === null) await fact(region, 'employment-started', first, { person, employmentId, employerId, payload });
    await run('insert into training_order_hires (order_id, registration_id, owner_region, employment_id, hired_on) values ($1, $2, $3, $4, $5)', id, person, region, employmentId, first);
    if (wrong !== null) {
      await run('begin');
      await fact(region, 'retracted', TODAY, { person, retracts: wrong });
      await fact(region, 'employment-started', first, { person, employmentId, employerId, payload });
      await run('commit');
    }
    if (hire.endedAfter !== null && hire.endedAfter <= hire.days) {
      const end = await fact(region, 'employment-ended', addDays(first, hire.endedAfter), { person, employmentId });
      if (hire.isEndRetracted) await fact(region, 'retracted', TODAY, { person, retracts: end });
    }
    if (hire.isWithdrawn) await run('update training_order_hires set withdrawn_by = $2, withdrawn_at = now() where employment_id = $1', employmentId, 'test');
  }

  /** R4 and R4p as rates over the county's ledger, as known by an instant: seats, those who count, per cent. */
  async function rates(county: string, knownBy: number | null = null): Promise<{ readonly r4: (number | null)[]; readonly r4p: (number | null)[]; readonly head: number | null }> {
    const { ledger, head } = await loadWholeLedger(database, county, knownBy);
    const slice = ledger.at({ asOf: TODAY, knownBy: head });
    const [r4, r4p] = computeRates(slice, { rules: [findNamedRate('R4')!, findNamedRate('R4p')!] }).map((table) => presentTable(table, 'published').flatMap(({ n, numerator, rate }) => [n, numerator, rate]));
    return { r4: r4!, r4p: r4p!, head };
  }

  it(`is what a slow count by hand says, of ${RUNS} random small counties: pledged to retained, R4 and R4p, by county and by employer, and as rates over the ledger, also by what was known before`, async () => {
    await fc.assert(fc.asyncProperty(fc.array(someOrder, { minLength: 4, maxLength: 4 }), fc.array(someHire, { maxLength: 8 }), async (dice, hires) => {
      const orders = dice.map((order, i) => ({ ...order, seats: Math.max(order.seats, hires.filter((hire) => hire.order === i).length) }));
      const given = hires.map((hire) => ({ ...hire, isEnrolled: hire.isEnrolled && !['recruiting', 'cancelled-early'].includes(orders[hire.order]!.state) }));
      const county = `43${String(counties++).padStart(4, '0')}`;
      const employers = [randomUUID(), randomUUID()].sort();
      await written(county, orders, given, employers);
      const list = async (by: 'county' | 'employer'): Promise<FulfilmentRow[]> => (await fulfilment.list(systemPrincipal('test', county), { by, settledOnly: false, limit: 50 })).items;
      const told = ({ key: _, name: __, employerScore: ___, providerScore: ____, ...row }: FulfilmentRow): object => row;
      const expected = slowly(orders, given);
      expect((await list('county')).map(told)).toEqual(expected['orders'] === 0 ? [] : [expected]);
      const { seats, filled, kept } = expected['pledges'] as { seats: number; filled: number; kept: number };
      const figures = { r4: [seats, filled, percentOf(filled, seats)], r4p: [seats, kept, percentOf(kept, seats)] };
      const today = await rates(county);
      expect(today).toMatchObject(figures);
      const rows = new Map((await list('employer')).map((row) => [row.key, told(row)]));
      employers.forEach((employer, i) => {
        const own = orders.map((order) => (order.employer === i ? order : { ...order, state: 'cancelled-early' as const }));
        const expectedOfOne = slowly(own, given);
        expect(rows.get(employer)).toEqual(expectedOfOne['orders'] === 0 ? undefined : expectedOfOne);
      });
      // Whatever is taken back afterwards, what was known by then stays as it was.
      await run(`update training_order_hires h set withdrawn_by = 'test', withdrawn_at = now() from training_orders o where o.id = h.order_id and o.county = $1 and o.state in ('recruiting', 'completed') and h.withdrawn_at is null`, county);
      await run(`update training_orders set state = 'cancelled' where county = $1 and state = 'recruiting'`, county);
      if (today.head !== null) expect(await rates(county, today.head)).toMatchObject(figures);
      const left = orders.map((order) => (order.state === 'recruiting' ? { ...order, state: 'cancelled-early' as const } : order));
      const after = slowly(left, given.map((hire) => ({ ...hire, isWithdrawn: hire.isWithdrawn || orders[hire.order]!.state === 'completed' })))['pledges'] as { seats: number; filled: number; kept: number };
      expect(await rates(county)).toMatchObject({ r4: [after.seats, after.filled, percentOf(after.filled, after.seats)], r4p: [after.seats, after.kept, percentOf(after.kept, after.seats)] });
    }), { numRuns: RUNS, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true });
  }, 300_000);
});
