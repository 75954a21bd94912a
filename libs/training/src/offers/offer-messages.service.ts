import { Injectable } from '@nestjs/common';
import { DomainError } from '@app/kernel';
import type { Answer, MessageStanding } from '@app/notifications';
import type { Principal, Transaction } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import type { TrainingJobs } from '../training-jobs.js';
import { ClassOffersRepository, type OfferRow } from './class-offers.repository.js';
import { ClassOffers } from './class-offers.service.js';
import type { OfferRefusal } from './offer-moves.js';
import { OfferTexts } from './offer-texts.js';

/** When it is looked at whether messages were handed over: after their due time, so that a passing fault of a gateway is over. */
const LOOK_AFTER_MINUTES = 10;
const REFUSAL_OF: Readonly<Record<Exclude<Answer, 'yes'>, OfferRefusal>> = { no: 'trainee-other', far: 'trainee-too-far', pay: 'trainee-pay', trade: 'trainee-unsuitable-work', other: 'trainee-other' };

/** Tells people by message of a seat that an officer confirmed for them, and takes their answers. */
@Injectable()
export class OfferMessages {
  constructor(
    private readonly books: TrainingBooks,
    private readonly rows: ClassOffersRepository,
    private readonly offers: ClassOffers,
    private readonly texts: OfferTexts,
  ) {}

  /** The job of confirmed offers: a message each, once; who has agreed to none, or has no mobile, is told by an officer. */
  async send(principal: Principal, offerIds: readonly string[]): Promise<void> {
    await this.books.database.inScope(principal, async (tx) => {
      const made = (await this.rows.listByIds(tx, offerIds)).filter(({ state }) => state === 'made');
      const asked = await this.texts.send(tx, made);
      if (asked.length > 0) await this.#lookAgain(tx, principal, asked, this.books.now());
    });
  }

  /** The job some minutes later: a message counts as told once it was handed over. Those that wait (for the morning, for a gateway) are looked at again. */
  async noteHandedOver(principal: Principal, offerIds: readonly string[]): Promise<void> {
    await this.books.database.inScope(principal, async (tx) => {
      const made = (await this.rows.listByIds(tx, offerIds)).filter(({ state }) => state === 'made');
      const standings = await this.texts.standings(tx, made);
      const waiting = made.filter((offer) => ['planned', 'queued', 'submitting'].includes(standings.get(offer.id)?.state ?? ''));
      for (const offer of made) await this.#tell(principal, offer, standings.get(offer.id));
      if (waiting.length > 0) await this.#lookAgain(tx, principal, waiting.map(({ id }) => id), waiting.map(({ id }) => standings.get(id)!.dueAt).reduce((a, b) => (a < b ? a : b)));
    });
  }

  /**
   * A person's answer to such a message. May run twice.
   * @returns false: the offer does not take it any more (too late, another class, the order has ended): an officer looks
   */
  async answer(principal: Principal, dedupeKey: string, answer: Answer): Promise<boolean> {
    try {
      return await this.books.database.inScope(principal, async (tx) => {
        const [offer] = await this.rows.listByIds(tx, [this.texts.offerOf(dedupeKey)]);
        if (offer === undefined) return false;
        if (offer.state === 'made') await this.#tell(principal, offer, (await this.texts.standings(tx, [offer])).get(offer.id));
        const { state } = answer === 'yes' ? await this.offers.accept(principal, offer.orderId, offer.id) : await this.offers.refuse(principal, offer.orderId, offer.id, { code: REFUSAL_OF[answer], reason: null });
        return state !== 'made';
      });
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }

  async #tell(principal: Principal, { orderId, id }: OfferRow, standing: MessageStanding | undefined): Promise<void> {
    const toldAt = standing?.acceptedAt ?? null;
    if (toldAt !== null) await this.offers.tell(principal, orderId, id, { channel: 'sms', toldAt: toldAt.toISOString() });
  }

  async #lookAgain(tx: Transaction, { region }: Principal, offerIds: readonly string[], after: Date): Promise<void> {
    const dueAt = new Date(Math.max(after.getTime(), this.books.now().getTime()) + LOOK_AFTER_MINUTES * 60_000);
    await this.books.outbox.add<TrainingJobs, 'offer.handed-over'>(tx, 'offer.handed-over', { offerIds }, { region: region.slice(0, 6), dueAt });
  }
}
