import type { ClassSlot, WaitingOrder } from '../queue/order.js';

/** A sound order with the facts that matter in their place. */
export function order(given: Partial<WaitingOrder> = {}): WaitingOrder {
  return { id: 'o1', township: '420626100', occupation: '6-18-02-04', seats: 30, approvedOn: '2026-11-13', from: '2026-12-01', to: '2026-12-31', unfillable: 12, qualified: 4, pay: 4500, medianPay: 4200, contractMonths: 12, pledgedBefore: 0, retainedBefore: 0, ...given };
}

export function slot(given: Partial<ClassSlot> = {}): ClassSlot {
  return { id: 's1', occupation: null, from: '2026-11-30', seats: 40, ...given };
}
