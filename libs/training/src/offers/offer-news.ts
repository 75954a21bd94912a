import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import type { TrainingJobs } from '../training-jobs.js';
import type { OfferRow } from './class-offers.repository.js';
import { OfferTexts } from './offer-texts.js';

/** Offers that one job tells of. */
const OFFERS_A_JOB = 200;

/** What others hear of offers, in the transaction of the deed: jobs by ids, and people by message. */
@Injectable()
export class OfferNews {
  constructor(
    private readonly books: TrainingBooks,
    private readonly texts: OfferTexts,
  ) {}

  /** An officer has confirmed them: whoever sends messages to people may tell them now. */
  async confirmed(tx: Transaction, county: string, offerIds: readonly string[]): Promise<void> {
    for (let from = 0; from < offerIds.length; from += OFFERS_A_JOB) await this.books.outbox.add<TrainingJobs, 'offer.confirmed'>(tx, 'offer.confirmed', { offerIds: offerIds.slice(from, from + OFFERS_A_JOB) }, { region: county });
  }

  /** Who waited and has a seat now is told so by message, once: an officer has offered the seat to each of them before. */
  async movedUp(tx: Transaction, offers: readonly OfferRow[]): Promise<void> {
    await this.texts.sendSeats(tx, offers);
  }

  /** Somebody gave a seat up: the next, who may be of another township, is called by the county's own job. */
  async seatMayBeFree(tx: Transaction, orderId: string, county: string): Promise<void> {
    await this.books.outbox.add<TrainingJobs, 'class-seats.call-next'>(tx, 'class-seats.call-next', { orderId }, { region: county });
  }
}
