import { Injectable } from '@nestjs/common';
import { padRegion, type CivilDate } from '@app/kernel';
import { decodeCursor, pageOf, type Page, type Principal } from '@app/platform';
import { asksForSplit, DayQueue, DEFAULT_QUEUE_POLICY, type QueuePlace } from '@app/scheduling';
import { OrderNews } from '../announcements/order-news.js';
import { isWaiting } from '../orders/order-moves.js';
import { TrainingBooks } from '../training-books.js';
import { NotInQueue, OrderUnknown, QueueNotReady } from '../training.errors.js';
import { placeWords, reasonWords, type PlaceWord } from './place-words.js';
import { PlacesRepository, type QueueHead, type StoredPlace } from './places.repository.js';
import { QueueInputsRepository, type CountyQueueInput, type QueuedOrder } from './queue-inputs.repository.js';

/** An order's place, why, and when it could open. */
export interface ShownPlace extends StoredPlace {
  readonly of: number;
  readonly asOf: CivilDate;
  readonly policyVersion: string;
  readonly computedAt: Date;
  readonly why: readonly PlaceWord[];
  /** Null: it has a slot. */
  readonly reasonText: string | null;
  /** No slot can hold it for its seats: an officer may split it. */
  readonly asksForSplit: boolean;
}

export type QueueLine = StoredPlace & { readonly number: string; readonly asksForSplit: boolean; readonly reasonText: string | null };

/** The queue of a county's orders: worked out from the database for a civil day, stored, and read. */
@Injectable()
export class OrderQueue {
  constructor(
    private readonly books: TrainingBooks,
    private readonly inputs: QueueInputsRepository,
    private readonly places: PlacesRepository,
    private readonly news: OrderNews,
  ) {}

  /**
   * Works a county's queue out for today and stores it; whoever's place or opening day changed is announced in the same
   * transaction. Doing it twice changes nothing.
   * @param xact the transaction that asked: where the stored queue has seen it, nothing is done
   * @returns how many places changed; null: nothing was to be done
   */
  async refresh(principal: Principal, xact?: string): Promise<number | null> {
    const county = padRegion(principal.region).slice(0, 6);
    const asOf = this.books.today();
    return this.books.database.inScope(principal, async (tx) => {
      const hasSeen = async (): Promise<boolean> => xact !== undefined && (await this.places.hasSeen(tx, county, asOf, DEFAULT_QUEUE_POLICY.version, xact));
      if (await hasSeen()) return null;
      await this.places.lock(tx, county);
      if (await hasSeen()) return null; // whoever held the lock made it
      const seenBy = await this.places.snapshot(tx);
      const input = await this.inputs.read(tx, county, asOf);
      const moved = await this.places.replace(tx, { county, asOf, policyVersion: DEFAULT_QUEUE_POLICY.version, orders: input.orders.length }, seenBy, placesOf(input));
      await this.news.placesChanged(tx, county, moved);
      return moved.length;
    });
  }

  /** @throws OrderUnknown, NotInQueue, QueueNotReady (approved a moment ago) */
  async placeOf(principal: Principal, orderId: string): Promise<ShownPlace> {
    return this.books.database.inScope(principal, async (tx) => {
      const found = await this.places.findPlaced(tx, orderId);
      if (found === null) throw new OrderUnknown();
      if (!isWaiting(found.state)) throw new NotInQueue();
      if (found.placed === null) throw new QueueNotReady();
      return { ...found.placed, why: placeWords(found.placed), ...outlook(found.placed) };
    });
  }

  /** The whole queue, first to last. @throws QueueNotReady, CursorInvalid */
  async list(principal: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<QueueLine> & { readonly head: QueueHead }> {
    const county = padRegion(principal.region).slice(0, 6);
    const after = decodeCursor(query.cursor, ['number']);
    return this.books.database.inScope(principal, async (tx) => {
      const head = await this.places.findHead(tx, county);
      if (head === null) throw new QueueNotReady();
      const rows = await this.places.list(tx, county, Number(after?.[0] ?? 0), query.limit + 1);
      return { head, ...pageOf(rows, query.limit, (row) => [row.position], (row) => ({ ...row, ...outlook(row) })) };
    });
  }
}

/** The places of an input, by the pure library, with what each was worked out from. */
export function placesOf(input: CountyQueueInput): StoredPlace[] {
  const orders = new Map(input.orders.map((order) => [order.id, order]));
  const waiting = input.orders.map(({ employerId: _, ...order }) => order);
  return DayQueue.of({ ...input, orders: waiting }).places.map((place) => storedPlace(place, orders.get(place.id)!));
}

function storedPlace({ id, position, base, age, penalty, effective, slot, opensOn, reason, parts }: QueuePlace, order: QueuedOrder): StoredPlace {
  const { unfillable, qualified, pay, medianPay, contractMonths, pledgedBefore, retainedBefore } = order;
  return { orderId: id, employerId: order.employerId, position, base, age, penalty, effective, slotId: slot, opensOn, reason, inputs: { ...parts, unfillable, qualified, payYuan: pay, medianPayYuan: medianPay, contractMonths, pledgedBefore, retainedBefore } };
}

function outlook({ reason }: Pick<StoredPlace, 'reason'>): Pick<ShownPlace, 'asksForSplit' | 'reasonText'> {
  return { asksForSplit: asksForSplit({ reason }), reasonText: reason === null ? null : reasonWords(reason) };
}
