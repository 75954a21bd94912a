import { Injectable } from '@nestjs/common';
import { addDays, padRegion, type CivilDate } from '@app/kernel';
import { percentOf, type Period, type Percent, type PledgeOutcome } from '@app/outcomes';
import { decodeCursor, pageOf, systemPrincipal, type Page, type Principal, type Transaction } from '@app/platform';
import { TrainingOrdersRepository } from '../orders/training-orders.repository.js';
import { TrainingBooks } from '../training-books.js';
import { OrderUnknown, TrainingInputInvalid } from '../training.errors.js';
import { sumFigures, type FulfilmentCounts, type PledgeFigures } from './counts.js';
import { FulfilmentRepository, type EffectiveOrder, type FulfilmentDimension, type FulfilmentPerson, type FulfilmentScope } from './fulfilment.repository.js';
import { pledgesOf } from './pledges.js';
import { employerScore, providerScore, type ProviderScore } from './scores.js';
import { EMPTY_TALLY, withOrder, type FulfilmentTally } from './tally.js';

/** Orders that are counted by one statement. */
const ORDERS_A_TURN = 500;

/** Pledged to retained, and the two rates over the seats. */
export interface FulfilmentFigures {
  readonly counts: FulfilmentCounts;
  readonly pledges: PledgeFigures;
  /** Null: no seat was pledged. */
  readonly r4: Percent | null;
  readonly r4p: Percent | null;
}

export interface FulfilmentRow extends FulfilmentFigures {
  /** An employer's or a provider's id; the county's code. */
  readonly key: string;
  readonly name: string | null;
  readonly orders: number;
  readonly settled: number;
  /** Of an employer: what the queue counts. */
  readonly employerScore: number | null;
  readonly providerScore: ProviderScore | null;
}

export interface FulfilmentQuery {
  readonly by: FulfilmentDimension;
  /** Months of approval `YYYY-MM`, both or none. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly settledOnly: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Somebody hired from an order: whether the pledge was kept, and how long the work has lasted. Null: the day has not come. */
export interface ShownFulfilment extends FulfilmentPerson {
  readonly pledge: PledgeOutcome;
  readonly retained90: boolean | null;
  readonly retained180: boolean | null;
}

/**
 * What became of orders: seats pledged, people enrolled, certified, hired and retained, R4 and R4p, and the records of
 * employers and providers. Figures are over the whole county; who is behind them is shown within the caller's scope alone.
 */
@Injectable()
export class OrderFulfilment {
  constructor(
    private readonly books: TrainingBooks,
    private readonly rows: FulfilmentRepository,
    private readonly orders: TrainingOrdersRepository,
  ) {}

  /** @throws OrderUnknown */
  async ofOrder(principal: Principal, id: string): Promise<FulfilmentFigures> {
    const county = await this.#countyOf(principal, id);
    return this.books.database.inScope(systemPrincipal('fulfilment', county), async (tx) => {
      const order = (await this.rows.order(tx, id))!;
      const pledges = sumFigures([pledgesOf([order], await this.rows.hiresOf(tx, [id]), this.books.today()).get(id)!]);
      return { counts: { ...(await this.rows.countsOf(tx, [id])).get(id)!, pledged: order.seats }, pledges, ...ratesOf(pledges) };
    });
  }

  /** Rows of the county, of its employers or of its providers, by their ids. @throws TrainingInputInvalid, CursorInvalid */
  async list(principal: Principal, query: FulfilmentQuery): Promise<Page<FulfilmentRow>> {
    const after = decodeCursor(query.cursor, ['text']);
    const county = padRegion(principal.region).slice(0, 6);
    const scope: FulfilmentScope = { county, by: query.by, period: periodOf(query), settledOnly: query.settledOnly };
    return this.books.database.inScope(systemPrincipal('fulfilment', county), async (tx) => {
      const keys = await this.rows.keys(tx, scope, after === null ? null : String(after[0]), query.limit + 1);
      const shown = keys.slice(0, query.limit);
      const tallies = await this.#tally(tx, scope, shown);
      const names = await this.rows.namesOf(tx, query.by, shown);
      const settled = query.by === 'employer' ? await this.rows.settledOf(tx, county, shown) : null;
      const held = query.by === 'provider' ? await this.#heldBy(tx, scope, shown, tallies) : null;
      return pageOf(keys, query.limit, (key) => [key], (key): FulfilmentRow => {
        const { held: _, ...own } = tallies.get(key) ?? EMPTY_TALLY;
        return {
          key, name: names.get(key) ?? null, ...own, ...ratesOf(own.pledges),
          employerScore: settled === null ? null : employerScore(settled.get(key) ?? { pledged: 0, retained90: 0 }), providerScore: held === null ? null : providerScore((held.get(key) ?? EMPTY_TALLY).held),
        };
      });
    });
  }

  /** What the orders of each row come to: some at a time, since a page may hold every order of many years. */
  async #tally(tx: Transaction, scope: FulfilmentScope, keys: readonly string[]): Promise<ReadonlyMap<string, FulfilmentTally>> {
    const tallies = new Map<string, FulfilmentTally>();
    for await (const orders of this.#turns(tx, scope, keys)) {
      const ids = orders.map(({ id }) => id);
      const counts = await this.rows.countsOf(tx, ids);
      const pledges = pledgesOf(orders, await this.rows.hiresOf(tx, ids), this.books.today());
      for (const { id, key, seats, isSettled, isOver } of orders) tallies.set(key, withOrder(tallies.get(key) ?? EMPTY_TALLY, { isSettled, isOver, counts: { ...counts.get(id)!, pledged: seats }, pledges: pledges.get(id)! }));
    }
    return tallies;
  }

  /** What came of the orders that providers have taught to their end, whenever they were approved. */
  async #heldBy(tx: Transaction, scope: FulfilmentScope, providers: readonly string[], tallies: ReadonlyMap<string, FulfilmentTally>): Promise<ReadonlyMap<string, FulfilmentTally>> {
    return scope.period === null && !scope.settledOnly ? tallies : this.#tally(tx, { ...scope, period: null, settledOnly: false }, providers);
  }

  async *#turns(tx: Transaction, scope: FulfilmentScope, keys: readonly string[]): AsyncGenerator<readonly EffectiveOrder[]> {
    for (let after: string | null = null, left = true; left;) {
      const orders: readonly EffectiveOrder[] = await this.rows.ordersOf(tx, scope, keys, after, ORDERS_A_TURN);
      if (orders.length > 0) yield orders;
      left = orders.length === ORDERS_A_TURN;
      after = orders.at(-1)?.id ?? null;
    }
  }

  /** Who was hired from an order, of those in the caller's scope; that somebody looked is on the record. @throws OrderUnknown, CursorInvalid */
  async listPersons(principal: Principal, id: string, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ShownFulfilment>> {
    const after = decodeCursor(query.cursor, ['uuid']);
    return this.books.database.inScope(principal, async (tx) => {
      const order = await this.rows.order(tx, id);
      const found = await this.orders.find(tx, id);
      if (order === null || found === null) throw new OrderUnknown();
      const persons = await this.rows.persons(tx, id, after === null ? null : String(after[0]), query.limit + 1);
      const { outcomes } = pledgesOf([order], await this.rows.hiresOf(tx, [id]), this.books.today()).get(id)!;
      await this.books.audit.record(tx, { action: 'training-order.persons', subjectKind: 'training-order', subjectId: id, region: principal.region, details: { persons: Math.min(persons.length, query.limit) } });
      return pageOf(persons, query.limit, (person) => [person.registrationId], (person) => shownPerson(person, outcomes, this.books.today()));
    });
  }

  async #countyOf(principal: Principal, id: string): Promise<string> {
    return this.books.database.inScope(principal, async (tx) => {
      const order = await this.orders.find(tx, id);
      if (order === null) throw new OrderUnknown();
      return order.county;
    });
  }
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

function periodOf({ from, to }: Pick<FulfilmentQuery, 'from' | 'to'>): Period | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined || !MONTH.test(from) || !MONTH.test(to) || from > to) throw new TrainingInputInvalid([{ path: 'from', message: '起止月份须同时给出，形如 2026-03，起不晚于止' }]);
  return { from, to };
}

function ratesOf({ seats, filled, kept }: PledgeFigures): Pick<FulfilmentFigures, 'r4' | 'r4p'> {
  return { r4: percentOf(filled, seats), r4p: percentOf(kept, seats) };
}

function shownPerson(person: FulfilmentPerson, outcomes: ReadonlyMap<string, PledgeOutcome>, today: CivilDate): ShownFulfilment {
  const { beganOn, endedOn } = person;
  const stayed = (days: number): boolean | null => (beganOn === null || addDays(beganOn, days) > today ? null : endedOn === null || endedOn >= addDays(beganOn, days));
  return { ...person, pledge: outcomes.get(person.registrationId) ?? 'unknown', retained90: stayed(90), retained180: stayed(180) };
}
