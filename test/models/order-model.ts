import type { ClassReason, ClassState } from '@app/placements';
import type { QueueInput } from '@app/scheduling';
import type { OrderState } from '@app/training';
import { referenceQueue, type ReferenceLine } from '../../libs/scheduling/src/testing/queue-reference.js';
import { inDays, TODAY } from '../support/orders.js';

/** Who acts: an officer of the county, the order's employer, or an employer whose order it is not. */
export type Actor = 'officer' | 'owner' | 'rival';
export type Act = 'submit' | 'review' | 'approve' | 'return' | 'reject' | 'recruit' | 'requeue' | 'class' | 'train' | 'complete' | 'settle' | 'cancel';

export interface ModelOrder {
  readonly id: string;
  readonly reference: string | null;
  /** Index of the employer; null: from a shortage. */
  readonly employer: number | null;
  readonly occupation: string;
  readonly township: string;
  readonly part: boolean;
  seats: number;
  pay: number;
  state: OrderState;
  moves: number;
  approvedOn: string | null;
  /** The last day on which its class could begin is past. */
  isOver: boolean;
  slot: string | null;
  class: string | null;
  /** Provider with whom every agreement of the order is signed; null: none is. */
  signedWith: number | null;
  readonly hires: ModelHire[];
  retained: number | null;
}

export interface ModelHire {
  readonly person: string;
  /** It began more than 90 days ago, and goes on. */
  readonly stays: boolean;
  stands: boolean;
}

export interface ModelSlot {
  readonly id: string;
  readonly provider: number;
  occupation: string | null;
  day: string;
  seats: number;
  order: string | null;
  isWithdrawn: boolean;
}

export interface ModelClass {
  readonly id: string;
  /** Null: nobody teaches it yet. */
  readonly provider: number | null;
  readonly seats: number;
  readonly minSeats: number;
  state: ClassState;
  moves: number;
  /** Who sits there, and who ever did. */
  readonly seated: Set<string>;
  readonly ever: Set<string>;
}

/** What of the world never changes in a run: the rest of the county's books, as they are put into the database. */
export interface Facts {
  readonly townships: readonly { readonly code: string; readonly available: number; readonly seatsOpened90: number }[];
  readonly occupations: Readonly<Record<string, { readonly unfillable: number; readonly qualified: number; readonly medianPay: number | null }>>;
  readonly contractMonths: number;
}

export const UNTIL_CLASS: readonly OrderState[] = ['draft', 'submitted', 'under-review', 'returned', 'approved', 'queued', 'recruiting'];
const HIRING: readonly OrderState[] = ['recruiting', 'class-open', 'training', 'completed'];

/** The life as the domain page tells it, written down a second time: from where an act leads where, and who does it. */
export const LIFE: Readonly<Record<Act, { readonly from: readonly OrderState[]; readonly to: OrderState; readonly by: readonly Actor[] }>> = {
  submit: { from: ['draft', 'returned'], to: 'submitted', by: ['officer', 'owner'] },
  review: { from: ['submitted'], to: 'under-review', by: ['officer'] },
  approve: { from: ['under-review'], to: 'queued', by: ['officer'] },
  return: { from: ['under-review'], to: 'returned', by: ['officer'] },
  reject: { from: ['under-review'], to: 'rejected', by: ['officer'] },
  recruit: { from: ['queued'], to: 'recruiting', by: ['officer'] },
  requeue: { from: ['recruiting'], to: 'queued', by: ['officer'] },
  class: { from: ['recruiting'], to: 'class-open', by: ['officer'] },
  train: { from: ['class-open'], to: 'training', by: ['officer'] },
  complete: { from: ['training'], to: 'completed', by: ['officer'] },
  settle: { from: ['completed'], to: 'settled', by: ['officer'] },
  cancel: { from: [...UNTIL_CLASS, 'class-open', 'training', 'completed'], to: 'cancelled', by: ['officer', 'owner'] },
};

/** The life of a class, written down a second time. */
const CLASS_LIFE: Readonly<Record<ClassState, readonly ClassState[]>> = { planned: ['open', 'aborted'], open: ['teaching', 'aborted'], teaching: ['completed', 'aborted'], completed: [], aborted: [] };
const ABORTED_FOR: readonly ClassReason[] = ['too-few-people', 'no-instructor', 'no-place', 'weather', 'employer-withdrew', 'other'];
const SMALL_FOR: readonly ClassReason[] = ['agreed-small-class', 'more-to-join', 'employer-urgent', 'other'];
const TO_COME: readonly ClassState[] = ['planned', 'open', 'teaching'];

/** What the county's orders and classes should be. */
export class OrderModel {
  readonly orders: ModelOrder[] = [];
  readonly classes: ModelClass[] = [];
  readonly slots: ModelSlot[] = [];
  readonly paused = new Set<number>();
  /** The queue as the worker stored it last. */
  places: readonly ReferenceLine[] = [];

  constructor(readonly facts: Facts) {}

  standing(order: ModelOrder): number {
    return order.hires.filter(({ stands }) => stands).length;
  }

  /** Whether the slot can be given to the order. */
  fits(slot: ModelSlot | undefined, order: ModelOrder): boolean {
    return slot !== undefined && slot.order === null && !slot.isWithdrawn && !this.paused.has(slot.provider) && slot.seats >= order.seats && (slot.occupation === null || slot.occupation === order.occupation);
  }

  /** The slot that an act names, or that the stored queue names for the order. */
  slotFor(order: ModelOrder, given: string | null): ModelSlot | undefined {
    const id = given ?? this.places.find((place) => place.id === order.id)?.slot;
    return this.slots.find((slot) => slot.id === id);
  }

  mayDo(order: ModelOrder, act: Act, by: Actor, given: string | null): boolean {
    const { from, by: actors } = LIFE[act];
    if (by === 'rival' || !actors.includes(by) || !from.includes(order.state)) return false;
    if (act === 'cancel') return by === 'officer' || UNTIL_CLASS.includes(order.state);
    if (act === 'submit' || act === 'approve') return !order.isOver;
    if (act === 'recruit') return this.fits(this.slotFor(order, given), order);
    return act !== 'class' || this.mayServe(this.classes.find(({ id }) => id === given), order);
  }

  /** Nobody was offered a seat here, so that nobody may sit in an order's class. */
  mayServe(found: ModelClass | undefined, order: ModelOrder): boolean {
    const provider = this.providerOf(order);
    return found?.provider === provider && order.signedWith === provider && TO_COME.includes(found.state) && found.seated.size === 0 && !this.#isTaken(found);
  }

  mayMoveClass({ state, provider, seated, minSeats }: ModelClass, to: ClassState, reason: ClassReason | null): boolean {
    if (!CLASS_LIFE[state].includes(to) || (provider === null && to !== 'aborted')) return false;
    if (to === 'aborted') return reason !== null && ABORTED_FOR.includes(reason);
    return to === 'teaching' && seated.size < minSeats ? reason !== null && SMALL_FOR.includes(reason) : reason === null;
  }

  moveClass(found: ModelClass, to: ClassState, reason: ClassReason | null): void {
    const wasTaught = found.state === 'teaching';
    Object.assign(found, { state: to, moves: found.moves + 1 });
    if (to !== 'aborted') return;
    found.seated.clear();
    const order = this.servedBy(found);
    if (order !== undefined) this.#leaveClass(order, reason!, wasTaught);
  }

  /** The order that waits for the class to be taught to its end. */
  servedBy(found: ModelClass): ModelOrder | undefined {
    return this.orders.find((order) => order.class === found.id && (order.state === 'class-open' || order.state === 'training'));
  }

  /** A slot that was used, or that was none, is not given again. */
  #leaveClass(order: ModelOrder, reason: ClassReason, wasTaught: boolean): void {
    const slot = this.slots.find(({ id }) => id === order.slot)!;
    Object.assign(slot, { order: null, isWithdrawn: wasTaught || reason === 'no-instructor' || reason === 'no-place' });
    order.moves++;
    if (reason === 'employer-withdrew') order.state = 'cancelled';
    else Object.assign(order, { state: 'queued', class: null, slot: null });
  }

  mayEnrol(found: ModelClass): boolean {
    return (found.state === 'open' || found.state === 'teaching') && found.seated.size < found.seats && !this.#isTaken(found);
  }

  #isTaken({ id }: ModelClass): boolean {
    return this.orders.some((order) => order.class === id);
  }

  /** Of the slot that the order has. */
  providerOf(order: ModelOrder): number {
    return this.slots.find(({ id }) => id === order.slot)!.provider;
  }

  do(order: ModelOrder, act: Act, given: string | null): void {
    const from = order.state;
    order.state = LIFE[act].to;
    order.moves += act === 'approve' ? 2 : 1;
    if (act === 'approve') order.approvedOn ??= TODAY;
    if (act === 'recruit') {
      const slot = this.slotFor(order, given)!;
      [slot.order, order.slot] = [order.id, slot.id];
    }
    if (act === 'class') order.class = given;
    if (act === 'settle') order.retained = order.hires.filter(({ stands, stays }) => stands && stays).length;
    if (from === 'recruiting' && act !== 'class') this.#free(order);
  }

  /** The night after the order's window ended. */
  endWindow(order: ModelOrder): void {
    order.isOver = true;
    this.#free(order);
    order.state = 'under-review';
    order.moves++;
  }

  maySplit(order: ModelOrder, by: Actor, parts: readonly number[]): boolean {
    return by === 'officer' && order.state === 'queued' && parts.length >= 2 && parts.every((seats) => seats >= 1) && parts.reduce((sum, seats) => sum + seats, 0) === order.seats;
  }

  split(order: ModelOrder, parts: readonly { readonly id: string; readonly seats: number }[]): void {
    order.state = 'cancelled';
    order.moves++;
    for (const { id, seats } of parts) this.orders.push({ ...order, id, seats, part: true, state: 'queued', moves: 2, signedWith: null, hires: [] });
  }

  mayHire(order: ModelOrder, person: string): boolean {
    return this.hireOf(order, person) !== undefined || (HIRING.includes(order.state) && this.standing(order) < order.seats);
  }

  mayWithdrawHire(order: ModelOrder, person: string): boolean {
    return this.hireOf(order, person) !== undefined && HIRING.includes(order.state);
  }

  hireOf(order: ModelOrder, person: string): ModelHire | undefined {
    return order.hires.find((hire) => hire.person === person && hire.stands);
  }

  /** The worker has worked the queue out: as the contract has it, word by word. */
  refresh(): void {
    this.places = referenceQueue(this.#queueInput());
  }

  #free(order: ModelOrder): void {
    const slot = this.slots.find(({ order: id }) => id === order.id);
    if (slot !== undefined) slot.order = null;
    order.slot = null;
  }

  #queueInput(): QueueInput {
    const kept = (employer: number | null): { pledgedBefore: number; retainedBefore: number } => {
      const settled = this.orders.filter((order) => employer !== null && order.employer === employer && order.state === 'settled');
      return { pledgedBefore: settled.reduce((sum, { seats }) => sum + seats, 0), retainedBefore: settled.reduce((sum, { retained }) => sum + retained!, 0) };
    };
    return {
      asOf: TODAY,
      townships: this.facts.townships,
      orders: this.orders.filter(({ state }) => state === 'queued').map(({ id, township, occupation, seats, approvedOn, pay, employer }) => ({
        id, township, occupation, seats, approvedOn: approvedOn!, from: inDays(20), to: inDays(80), pay, contractMonths: this.facts.contractMonths, ...this.facts.occupations[occupation]!, ...kept(employer),
      })),
      slots: this.slots.filter(({ order, isWithdrawn, provider }) => order === null && !isWithdrawn && !this.paused.has(provider)).map(({ id, occupation, day, seats }) => ({ id, occupation, from: day, seats })),
    };
  }
}
