import { refuseFaults } from '../errors.js';
import type { QueuePlace } from './day-queue.js';
import type { WaitingOrder } from './order.js';

/** Whether an order is put before an officer: slots there are, in its window, but none with seats enough. */
export function asksForSplit({ reason }: Pick<QueuePlace, 'reason'>): boolean {
  return reason === 'NO_SLOT_WITH_SEATS';
}

/**
 * The parts of an order that an officer splits: each keeps everything, the approval date too, but its id and its seats.
 * @throws SchedulingInputInvalid when there are fewer than two parts, one is empty, their seats do not make the whole, or an id stands twice
 */
export function splitOrder(order: WaitingOrder, parts: readonly { readonly id: string; readonly seats: number }[]): WaitingOrder[] {
  const faults = [];
  if (parts.length < 2) faults.push({ path: 'parts', message: '至少分成两部分' });
  parts.forEach(({ id, seats }, i) => {
    if (!(Number.isInteger(seats) && seats > 0)) faults.push({ path: `parts[${i}].seats`, message: '须为正整数' });
    if (id === '' || parts.findIndex((part) => part.id === id) < i) faults.push({ path: `parts[${i}].id`, message: '为空或重复' });
  });
  if (faults.length === 0 && parts.reduce((sum, { seats }) => sum + seats, 0) !== order.seats) faults.push({ path: 'parts', message: `席位之和须为 ${order.seats}` });
  refuseFaults(faults, '订单拆分有误');
  return parts.map(({ id, seats }) => ({ ...order, id, seats }));
}
