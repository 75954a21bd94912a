import { DayQueue } from '../../dist/libs/scheduling/src/index.js';
import { round, seeded, timed } from './timing.mjs';

const ORDERS = 100_000;
const SLOTS = 20_000;
const AS_OF = '2026-11-23';
const addDays = (days) => new Date(Date.parse(AS_OF) + days * 86_400_000).toISOString().slice(0, 10);

/** A queue far longer than a county's: made once a day, then asked for one order's place, and where a new order would stand. */
export async function benchQueue(report) {
  const random = seeded(20_261_128);
  const int = (from, to) => from + Math.floor(random() * (to - from + 1));
  const order = (i) => ({ id: `order-${i}`, township: `township-${i % 11}`, occupation: `trade-${int(1, 100)}`, seats: int(20, 50), approvedOn: addDays(-int(0, 300)), from: addDays(int(0, 90)), to: addDays(int(90, 180)), unfillable: int(0, 20), qualified: int(0, 20), pay: int(3_000, 6_000), medianPay: 4_000, contractMonths: 12, pledgedBefore: 10, retainedBefore: 5 });
  const orders = Array.from({ length: ORDERS }, (_, i) => order(i));
  const slots = Array.from({ length: SLOTS }, (_, i) => ({ id: `slot-${i}`, occupation: random() < 0.3 ? null : `trade-${int(1, 100)}`, from: addDays(int(0, 200)), seats: int(20, 50) }));
  const townships = Array.from({ length: 11 }, (_, i) => ({ code: `township-${i}`, available: 100 + 50 * i, seatsOpened90: 30 * i }));
  let queue;
  const day = await timed(() => (queue = DayQueue.of({ asOf: AS_OF, townships, orders, slots })), { runs: 10, warmup: 2 });
  report({ what: `queue of ${ORDERS} training orders over ${SLOTS} slots, a whole day`, median: round(day.median), p95: round(day.p95), unit: 'ms' });
  const place = await timed((i) => queue.placeOf(`order-${(i + 3) * 97}`), { runs: 1_000 });
  report({ what: 'one order\'s place and opening day in it', median: round(1_000 * place.median), p95: round(1_000 * place.p95), unit: 'µs', bar: `≤ 20 ms: ${place.p95 <= 20 ? 'reached' : 'missed'}` });
  const added = await timed((i) => queue.placeIfAdded({ ...orders[(i + 3) * 97], id: 'new' }), { runs: 200 });
  report({ what: 'where a new order would stand in it', median: round(added.median), p95: round(added.p95), unit: 'ms', bar: `≤ 20 ms: ${added.p95 <= 20 ? 'reached' : 'missed'}` });
}
