import { Injectable } from '@nestjs/common';
import { ShownRowsRepository, type ShownTrainee } from '@app/matches';
import { decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import { ClassTermsInvalid, OfferUnknown } from '../seats.errors.js';
import { ClassOffersRepository, type NewOfferMove, type OfferMoveRow, type OfferRow } from './class-offers.repository.js';
import { OfferNews } from './offer-news.js';
import type { OfferChannel, OfferRefusal, OfferState, OfferWithdrawal } from './offer-moves.js';

export interface ShownOffer extends OfferRow {
  readonly trainee: ShownTrainee | null;
}

export interface OfferDetail extends ShownOffer {
  readonly history: readonly OfferMoveRow[];
}

export interface OfferPage extends Page<ShownOffer> {
  /** Of one order over the whole county, by state. */
  readonly counts: Partial<Record<OfferState, number>>;
}

/** What is noted of a move. */
interface OfferDeed {
  readonly action: `class-offer.${string}`;
  readonly details?: Readonly<Record<string, string>>;
  readonly freesSeat?: boolean;
}

/** What becomes of offered seats: people are told, and say yes or no. */
@Injectable()
export class ClassOffers {
  constructor(
    private readonly books: TrainingBooks,
    private readonly offers: ClassOffersRepository,
    private readonly news: OfferNews,
    private readonly shown: ShownRowsRepository,
  ) {}

  /** Somebody was told the terms; told again, the time for an answer begins anew. @param toldAt null: now @throws OfferUnknown, OfferMoveRefused, OrderNotRecruiting, ClassTermsInvalid (an instant to come) */
  async tell(principal: Principal, orderId: string, id: string, { channel, toldAt }: { readonly channel: OfferChannel; readonly toldAt: string | null }): Promise<OfferDetail> {
    if (toldAt !== null && Date.parse(toldAt) > this.books.now().getTime()) throw new ClassTermsInvalid([{ path: 'toldAt', message: '告知规则：告知时间不能晚于现在' }]);
    return this.#move(principal, { orderId, id }, { action: 'class-offer.tell', details: { channel } }, ({ state }) => ({ from: state, to: 'told', channel, toldAt: toldAt ?? this.books.now() }));
  }

  /** Yes: a seat while there is one, else a place on the waiting list; once more is the same. @throws OfferUnknown, OfferMoveRefused (not told, or too late), SitsElsewhere, OrderNotRecruiting */
  async accept(principal: Principal, orderId: string, id: string): Promise<OfferDetail> {
    return this.#move(principal, { orderId, id }, { action: 'class-offer.accept' }, ({ state }) => (state === 'accepted' || state === 'waiting' ? null : { from: state, to: 'accepted' }));
  }

  /** No, or no longer: the seat is the next one's. @throws OfferUnknown, OfferMoveRefused */
  async refuse(principal: Principal, orderId: string, id: string, { code, reason }: { readonly code: OfferRefusal; readonly reason: string | null }): Promise<OfferDetail> {
    return this.#move(principal, { orderId, id }, { action: 'class-offer.refuse', freesSeat: true }, ({ state }) => (state === 'refused' ? null : { from: state, to: 'refused', reasonCode: code, reason }));
  }

  /** Takes offers back, all open ones of the order or these. @throws OfferUnknown (one of the ids is not an open offer of the order), OfferMoveRefused */
  async withdraw(principal: Principal, orderId: string, { offerIds, code, reason }: { readonly offerIds: readonly string[] | null; readonly code: OfferWithdrawal; readonly reason: string | null }): Promise<{ readonly withdrawn: number }> {
    return this.books.database.inScope(principal, async (tx) => {
      const open = await this.offers.listOpen(tx, orderId, offerIds);
      if (offerIds !== null && open.length < new Set(offerIds).size) throw new OfferUnknown();
      if (open.length === 0) return { withdrawn: 0 };
      await this.offers.move(tx, waitingFirst(open).map(({ id, state }) => ({ offerId: id, from: state, to: 'withdrawn', reasonCode: code, reason })));
      await this.books.audit.record(tx, { action: 'class-offer.withdraw', subjectKind: 'training-order', subjectId: orderId, region: open[0]!.county, details: { offers: open.length, code } });
      await this.news.seatMayBeFree(tx, orderId, open[0]!.county);
      return { withdrawn: open.length };
    });
  }

  /** @throws OfferUnknown */
  async get(principal: Principal, orderId: string, id: string): Promise<OfferDetail> {
    return this.books.database.inScope(principal, (tx) => this.#detail(tx, orderId, id));
  }

  /** Of an order (null: of all), in the order in which they were made; of the caller's own people, the counts over the county. @throws CursorInvalid */
  async list(principal: Principal, orderId: string | null, query: { readonly state?: OfferState | undefined; readonly limit: number; readonly cursor?: string | undefined }): Promise<OfferPage> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.books.database.inScope(principal, async (tx) => {
      const rows = await this.offers.list(tx, orderId, { state: query.state, after, limit: query.limit + 1 });
      const trainees = await this.shown.trainees(tx, rows.map(({ registrationId }) => registrationId));
      return { ...pageOf(rows, query.limit, (row) => [row.createdAt, row.id], (row): ShownOffer => ({ ...row, trainee: trainees.get(row.registrationId) ?? null })), counts: orderId === null ? {} : await this.offers.counts(tx, orderId) };
    });
  }

  /** @param next null: it is so already */
  async #move(principal: Principal, { orderId, id }: { readonly orderId: string; readonly id: string }, { action, details, freesSeat = false }: OfferDeed, next: (row: OfferRow) => Omit<NewOfferMove, 'offerId'> | null): Promise<OfferDetail> {
    return this.books.database.inScope(principal, async (tx) => {
      const row = await this.offers.find(tx, orderId, id);
      if (row === null) throw new OfferUnknown();
      const move = next(row);
      if (move !== null) {
        await this.offers.move(tx, [{ offerId: id, ...move }]);
        await this.books.audit.record(tx, { action, subjectKind: 'class-offer', subjectId: id, region: row.county, details: { orderId, ...details } });
        if (freesSeat) await this.news.seatMayBeFree(tx, orderId, row.county);
      }
      return this.#detail(tx, orderId, id);
    });
  }

  async #detail(tx: Transaction, orderId: string, id: string): Promise<OfferDetail> {
    const row = await this.offers.find(tx, orderId, id);
    if (row === null) throw new OfferUnknown();
    const trainees = await this.shown.trainees(tx, [row.registrationId]);
    return { ...row, trainee: trainees.get(row.registrationId) ?? null, history: await this.offers.listMoves(tx, id) };
  }
}

/** Those who wait go before those who sit: nobody is seated for a moment on the way out. */
function waitingFirst(open: readonly OfferRow[]): OfferRow[] {
  return [...open].sort((a, b) => Number(b.state === 'waiting') - Number(a.state === 'waiting'));
}
