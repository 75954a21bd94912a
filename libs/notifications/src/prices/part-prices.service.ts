import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Principal } from '@app/platform';
import { countyOf, NotificationBooks } from '../notification-books.js';
import { PartPricesRepository, type PartPrice } from './part-prices.repository.js';

/** What a county pays for a message part, by the contract with its provider; figures of cost are made from it. */
@Injectable()
export class PartPrices {
  constructor(
    private readonly books: NotificationBooks,
    private readonly prices: PartPricesRepository,
  ) {}

  /** By the day from which they hold. */
  async list(principal: Principal): Promise<PartPrice[]> {
    return this.books.database.inScope(principal, (tx) => this.prices.list(tx, countyOf(principal.region).slice(0, 6)));
  }

  /** @param fen 0 to 1000, up to three decimals */
  async set(principal: Principal, fromOn: CivilDate, fen: number): Promise<PartPrice[]> {
    return this.books.database.inScope(principal, async (tx) => {
      const county = countyOf(principal.region).slice(0, 6);
      await this.prices.add(tx, county, { fromOn, fen, setBy: principal.id, setAt: this.books.now() });
      await this.books.audit.record(tx, { action: 'sms-price.set', subjectKind: 'county', subjectId: county, region: county, details: { fromOn, fen } });
      return this.prices.list(tx, county);
    });
  }
}
