import { dayNumber, fromDayNumber, type CivilDate } from '@app/kernel';
import { compareIds } from '@app/matching';
import { refuseFaults } from '../errors.js';
import { FreeSlots, chooseAmong, type SlotChoice, type SlotReason } from './free-slots.js';
import { orderFaults, queueFaults, type ClassSlot, type QueueInput, type WaitingOrder } from './order.js';
import { DEFAULT_QUEUE_POLICY, queuePolicyFaults, type QueuePolicy } from './queue-policy.js';
import { standingOf, townshipShares, type Standing, type TownshipShares } from './standing.js';

/** An order's place in the queue of a day. */
export interface QueuePlace extends Standing {
  readonly id: string;
  /** From 1. */
  readonly position: number;
  /** Id of the slot, and the day on which the class can open there; null where no slot is left. */
  readonly slot: string | null;
  readonly opensOn: CivilDate | null;
  readonly reason: SlotReason | null;
}

interface Ranked {
  readonly order: WaitingOrder;
  readonly standing: Standing;
}

/** Effective points descending, approval ascending, id ascending by code points. */
function compareRanked(a: Ranked, b: Ranked): number {
  if (a.standing.effective !== b.standing.effective) return b.standing.effective - a.standing.effective;
  if (a.order.approvedOn !== b.order.approvedOn) return a.order.approvedOn < b.order.approvedOn ? -1 : 1;
  return compareIds(a.order.id, b.order.id);
}

/**
 * The queue of one county on one civil day, worked out once (n log n) and then asked: the same for everybody who works it
 * out. It is a picture: whoever changes an order, a township or a slot makes it anew.
 * Source of the order: the contract on the queue of training orders.
 */
export class DayQueue {
  readonly policy: QueuePolicy;
  readonly asOf: CivilDate;
  /** Everybody, first to last. */
  readonly places: readonly QueuePlace[];
  readonly #ranked: readonly Ranked[];
  readonly #positions: ReadonlyMap<string, number>;
  readonly #shares: ReadonlyMap<string, TownshipShares>;
  readonly #slots: readonly ClassSlot[];
  readonly #takenAt: ReadonlyMap<string, number>;

  private constructor({ asOf, townships, orders, slots }: QueueInput, policy: QueuePolicy) {
    this.policy = policy;
    this.asOf = asOf;
    this.#slots = slots;
    this.#shares = townshipShares(townships);
    const days = new DayNumbers();
    const asOfDay = days.of(asOf);
    this.#ranked = orders.map((order) => ({ order, standing: this.#standing(order, asOfDay - days.of(order.approvedOn)) })).sort(compareRanked);
    const free = new FreeSlots(slots);
    this.places = this.#ranked.map(({ order, standing }, at) => placeFrom(order.id, at + 1, standing, free.take({ occupation: order.occupation, seats: order.seats, fromDay: days.of(order.from), toDay: days.of(order.to) }), days));
    this.#positions = new Map(this.places.map(({ id, position }) => [id, position]));
    this.#takenAt = new Map(this.places.flatMap(({ slot, position }) => (slot === null ? [] : [[slot, position]])));
  }

  /** @throws SchedulingInputInvalid naming every fault of the input (`$.orders[3].township`) or of the policy */
  static of(input: QueueInput, policy: QueuePolicy = DEFAULT_QUEUE_POLICY): DayQueue {
    refuseFaults(queuePolicyFaults(policy), '排队策略有误');
    refuseFaults(queueFaults(input), '排队数据有误');
    return new DayQueue(input, policy);
  }

  /** One order's place, at once; null for an order that does not wait here. */
  placeOf(id: string): QueuePlace | null {
    const position = this.#positions.get(id);
    return position === undefined ? null : this.places[position - 1]!;
  }

  /**
   * Where an order would stand that is not in the queue yet, and when it could open, if nothing else changed: exact, since
   * nobody behind it can take a slot from it. Takes as long as looking at every slot once.
   * @throws SchedulingInputInvalid for an order that is not sound, or waits here already
   */
  placeIfAdded(order: WaitingOrder): QueuePlace {
    refuseFaults(this.#positions.has(order.id) ? [{ path: 'id', message: '已在队列中' }] : orderFaults(order, this.asOf, new Set(this.#shares.keys())), '订单数据有误');
    const days = new DayNumbers();
    const ranked = { order, standing: this.#standing(order, days.of(this.asOf) - days.of(order.approvedOn)) };
    let [low, high] = [0, this.#ranked.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareRanked(this.#ranked[middle]!, ranked) < 0) low = middle + 1;
      else high = middle;
    }
    const left = this.#slots.filter(({ id, occupation }) => (occupation === null || occupation === order.occupation) && (this.#takenAt.get(id) ?? Infinity) > low);
    const choice = chooseAmong(left, { occupation: order.occupation, seats: order.seats, fromDay: days.of(order.from), toDay: days.of(order.to) }, ({ from }) => days.of(from));
    return placeFrom(order.id, low + 1, ranked.standing, choice, days);
  }

  #standing(order: WaitingOrder, ageDays: number): Standing {
    return standingOf(order, ageDays, order.township === null ? null : this.#shares.get(order.township)!, this.policy);
  }
}

function placeFrom(id: string, position: number, standing: Standing, { slot, opensDay, reason }: SlotChoice, days: DayNumbers): QueuePlace {
  return { id, position, ...standing, slot: slot?.id ?? null, opensOn: opensDay === null ? null : days.dateOf(opensDay), reason };
}

/** Days as numbers and back, each worked out once: a queue has many orders and few days. */
class DayNumbers {
  readonly #numbers = new Map<CivilDate, number>();
  readonly #dates = new Map<number, CivilDate>();

  of(date: CivilDate): number {
    let day = this.#numbers.get(date);
    if (day === undefined) this.#numbers.set(date, (day = dayNumber(date)));
    return day;
  }

  dateOf(day: number): CivilDate {
    let date = this.#dates.get(day);
    if (date === undefined) this.#dates.set(day, (date = fromDayNumber(day)));
    return date;
  }
}
