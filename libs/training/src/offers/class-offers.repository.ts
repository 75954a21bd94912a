import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { refusing } from '../training.errors.js';
import type { ClassOfferEntity, ClassOfferMoveEntity, OfferSource } from './class-offer.entity.js';
import type { OfferChannel, OfferReason, OfferState } from './offer-moves.js';
import type { OfferTerms } from './offer-terms.js';

export type OfferRow = Omit<ClassOfferEntity, 'ownerRegion'> & { readonly ownerRegion: string };
export type OfferMoveRow = ClassOfferMoveEntity;

export interface NewOffer {
  readonly orderId: string;
  readonly registrationId: string;
  readonly source: OfferSource;
  readonly terms: OfferTerms;
  readonly wording: string;
  readonly answerDays: number;
}

export interface NewOfferMove {
  readonly offerId: string;
  readonly from: OfferState;
  readonly to: OfferState;
  readonly reasonCode?: OfferReason | null;
  readonly reason?: string | null;
  readonly channel?: OfferChannel;
  readonly toldAt?: Date | string;
}

const OFFER = `f.id, f.order_id as "orderId", f.county, f.owner_region as "ownerRegion", f.registration_id as "registrationId", f.source, f.terms, f.wording, f.answer_days as "answerDays", f.state, f.moves, f.waiting_number as "waitingNumber",
  f.expires_on as "expiresOn", f.ended_for as "endedFor", f.created_by as "createdBy", f.created_at as "createdAt"`;

@Injectable()
export class ClassOffersRepository {
  /**
   * Offers seats, all or none, to people of the caller's scope; who has an open offer of this order is passed over.
   * @returns ids of the new ones
   * @throws ApplicantUnknown, OrderNotRecruiting, OfferMoveRefused (another wording, the draw), SitsElsewhere
   */
  async add(tx: Transaction, offers: readonly NewOffer[]): Promise<string[]> {
    const rows = await refusing(tx.query<{ id: string }[]>(
      `insert into class_offers (order_id, county, owner_region, registration_id, source, terms, wording, answer_days)
       select g."orderId", r.county, r.owner_region, r.id, g.source, g.terms, g.wording, g."answerDays"
       from rows from (jsonb_to_recordset($1::jsonb) as ("orderId" uuid, "registrationId" uuid, source text, terms jsonb, wording text, "answerDays" int)) with ordinality as g join registrations r on r.id = g."registrationId"
       order by g.ordinality on conflict (order_id, registration_id) where state in ('made', 'told', 'accepted', 'waiting') do nothing returning id`,
      [JSON.stringify(offers)],
    ));
    return rows.map(({ id }) => id);
  }

  async find(tx: Transaction, orderId: string, id: string): Promise<OfferRow | null> {
    const [row] = await tx.query<OfferRow[]>(`select ${OFFER} from class_offers f where f.order_id = $1 and f.id = $2`, [orderId, id]);
    return row ?? null;
  }

  /** Of these ids, in scope. */
  async listByIds(tx: Transaction, ids: readonly string[]): Promise<OfferRow[]> {
    return tx.query<OfferRow[]>(`select ${OFFER} from class_offers f where f.id = any ($1::uuid[]) order by f.id`, [ids]);
  }

  /** Of an order, or of all; by the time they were made, of the caller's own people. */
  async list(tx: Transaction, orderId: string | null, { state, after, limit }: { readonly state?: OfferState | undefined; readonly after?: readonly (string | number)[] | null; readonly limit: number }): Promise<OfferRow[]> {
    return tx.query<OfferRow[]>(
      `select ${OFFER} from class_offers f where ($1::uuid is null or f.order_id = $1) and ($2::text is null or f.state = $2) and ($3::timestamptz is null or (f.created_at, f.id) > ($3::timestamptz, $4::uuid)) order by f.created_at, f.id limit $5`,
      [orderId, state ?? null, ...(after ?? [null, null]), limit],
    );
  }

  /** The open offers of these, or all of the order. */
  async listOpen(tx: Transaction, orderId: string, ids: readonly string[] | null): Promise<OfferRow[]> {
    return tx.query<OfferRow[]>(`select ${OFFER} from class_offers f where f.order_id = $1 and f.state in ('made', 'told', 'accepted', 'waiting') and ($2::uuid[] is null or f.id = any ($2::uuid[])) order by f.created_at, f.id`, [orderId, ids]);
  }

  /** What an order's open or latest offers say, of any township: the same for all. Null: nothing was offered. */
  async lastTerms(tx: Transaction, orderId: string): Promise<Pick<OfferRow, 'terms' | 'wording' | 'answerDays' | 'source'> | null> {
    const [row] = await tx.query<OfferRow[]>(`select ${OFFER} from class_offers f where f.order_id = $1 order by (f.state in ('made', 'told', 'accepted', 'waiting')) desc, f.created_at desc, f.id limit 1`, [orderId]);
    return row ?? null;
  }

  /** Moves offers, all or none. @throws OfferMoveRefused, SitsElsewhere, OrderNotRecruiting */
  async move(tx: Transaction, moves: readonly NewOfferMove[]): Promise<void> {
    if (moves.length === 0) return;
    await refusing(tx.query(
      `insert into class_offer_moves (offer_id, from_state, to_state, reason_code, reason, channel, told_at)
       select "offerId", "from", "to", "reasonCode", reason, channel, "toldAt" from rows from (jsonb_to_recordset($1::jsonb) as ("offerId" uuid, "from" text, "to" text, "reasonCode" text, reason text, channel text, "toldAt" timestamptz)) with ordinality as g order by ordinality`,
      [JSON.stringify(moves)],
    ));
  }

  async listMoves(tx: Transaction, offerId: string): Promise<OfferMoveRow[]> {
    return tx.query<OfferMoveRow[]>(
      `select id, offer_id as "offerId", number, from_state as "fromState", to_state as "toState", reason_code as "reasonCode", reason, channel, told_at as "toldAt", actor_kind as "actorKind", actor_id as "actorId", moved_at as "movedAt" from class_offer_moves where offer_id = $1 order by number`, [offerId]);
  }

  /** How an order's offers stand over the whole county. */
  async counts(tx: Transaction, orderId: string): Promise<Partial<Record<OfferState, number>>> {
    const rows = await tx.query<{ state: OfferState; offers: number }[]>('select state, offers from class_offer_counts($1)', [orderId]);
    return Object.fromEntries(rows.map(({ state, offers }) => [state, offers]));
  }

  /** Those who wait and for whom there is a seat, the first first. */
  async listToSeat(tx: Transaction, orderId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>('select id from waiting_to_seat($1) as id', [orderId]);
    return rows.map(({ id }) => id);
  }

  /** Who waited and has a seat now. */
  async listMovedUp(tx: Transaction, orderId: string): Promise<OfferRow[]> {
    return tx.query<OfferRow[]>(`select ${OFFER} from class_offers f where f.order_id = $1 and f.state = 'accepted' and f.waiting_number is not null order by f.waiting_number`, [orderId]);
  }

  /** Told, and nobody answered in time. */
  async listExpired(tx: Transaction, county: string, today: CivilDate, limit: number): Promise<OfferRow[]> {
    return tx.query<OfferRow[]>(`select ${OFFER} from class_offers f where f.county = $1 and f.state = 'told' and f.expires_on < $2::date order by f.expires_on, f.id limit $3`, [county, today, limit]);
  }

  /** Recruiting or open orders with people who wait, or with a draw that has been made. */
  async listOrdersToFill(tx: Transaction, county: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select o.id from training_orders o where o.county = $1 and o.state in ('recruiting', 'class-open')
         and (exists (select from class_offers f where f.order_id = o.id and f.state = 'waiting') or exists (select from lotteries l where l.order_id = o.id and l.state = 'drawn')) order by o.id`, [county]);
    return rows.map(({ id }) => id);
  }
}
