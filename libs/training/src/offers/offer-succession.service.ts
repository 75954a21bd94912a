import { Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import type { Principal, Transaction } from '@app/platform';
import { successorOf } from '@app/scheduling';
import { LotteriesRepository } from '../lotteries/lotteries.repository.js';
import { TrainingOrdersRepository } from '../orders/training-orders.repository.js';
import { TrainingBooks } from '../training-books.js';
import { ClassOffersRepository } from './class-offers.repository.js';
import { OfferNews } from './offer-news.js';

/** Offers that run out in one transaction. */
const OFFERS_A_TURN = 200;

/** What an order's seats went to. */
export interface Succession {
  /** From the waiting list. */
  readonly seated: number;
  /** Called in drawn order, with an offer made. */
  readonly called: number;
}

/** Who comes next when a seat falls free: from the waiting list, or in drawn order. By the county's own hand, since the next may be of any township. */
@Injectable()
export class OfferSuccession {
  constructor(
    private readonly books: TrainingBooks,
    private readonly offers: ClassOffersRepository,
    private readonly lotteries: LotteriesRepository,
    private readonly orders: TrainingOrdersRepository,
    private readonly news: OfferNews,
  ) {}

  /** Fills the free seats of an order, and tells who moved up; twice is once. */
  async callNext(principal: Principal, orderId: string): Promise<Succession> {
    return this.books.database.inScope(principal, async (tx) => {
      const order = await this.orders.lock(tx, orderId);
      if (order === null || (order.state !== 'recruiting' && order.state !== 'class-open')) return { seated: 0, called: 0 };
      const seated = await this.offers.listToSeat(tx, orderId);
      await this.offers.move(tx, seated.map((offerId) => ({ offerId, from: 'waiting', to: 'accepted' })));
      await this.news.movedUp(tx, await this.offers.listMovedUp(tx, orderId)); // also whom the database seated when a seat was given back
      const called = await this.#callDrawn(tx, orderId, order.county);
      if (seated.length + called > 0) await this.books.audit.record(tx, { action: 'class-offer.call-next', subjectKind: 'training-order', subjectId: orderId, region: order.county, details: { seated: seated.length, called } });
      return { seated: seated.length, called };
    });
  }

  /** Every night: offers that nobody answered in time end, and every order's free seats go on. Twice in one night is once. @returns offers that ran out */
  async expire(principal: Principal, signal?: AbortSignal): Promise<number> {
    const county = padRegion(principal.region).slice(0, 6);
    let expired = 0;
    for (let done = -1; done !== 0 && signal?.aborted !== true; expired += done) done = await this.#expireSome(principal, county);
    const orders = await this.books.database.inScope(principal, (tx) => this.offers.listOrdersToFill(tx, county));
    for (const orderId of orders) {
      if (signal?.aborted === true) break;
      await this.callNext(principal, orderId);
    }
    return expired;
  }

  async #expireSome(principal: Principal, county: string): Promise<number> {
    return this.books.database.inScope(principal, async (tx) => {
      const late = await this.offers.listExpired(tx, county, this.books.today(), OFFERS_A_TURN);
      await this.offers.move(tx, late.map(({ id }) => ({ offerId: id, from: 'told', to: 'expired' })));
      if (late.length > 0) await this.books.audit.record(tx, { action: 'class-offer.expire', subjectKind: 'class-offers', subjectId: county, region: county, details: { offers: late.length } });
      return late.length;
    });
  }

  /** Every freed seat's successor, one after the other as the draw has them, with the terms that everybody was told. */
  async #callDrawn(tx: Transaction, orderId: string, county: string): Promise<number> {
    const freed = await this.lotteries.listFreed(tx, orderId);
    const last = await this.offers.lastTerms(tx, orderId);
    const [first] = freed;
    if (first === undefined || last === null) return 0;
    const list = await this.lotteries.listLines(tx, first.lotteryId);
    const waiting = (await this.lotteries.listResult(tx, first.lotteryId)).flatMap(({ id, seat }) => (seat === null ? [id] : []));
    const gone = new Set(await this.lotteries.listGone(tx, first.lotteryId));
    const calls = freed.flatMap(({ entry, seat }) => {
      const next = successorOf({ waiting }, seat, list, gone);
      if (next === null) return [];
      gone.add(next);
      return [{ entry: next, seat, freedBy: entry }];
    });
    if (calls.length === 0) return 0;
    await this.lotteries.call(tx, first.lotteryId, calls);
    const people = await this.lotteries.listCalledWithoutOffer(tx, orderId);
    await this.news.confirmed(tx, county, await this.offers.add(tx, people.map((registrationId) => ({ orderId, registrationId, source: 'draw', terms: last.terms, wording: last.wording, answerDays: last.answerDays }))));
    return calls.length;
  }
}
