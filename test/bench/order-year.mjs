// A year of training orders in a county of eleven townships, day by day, from a seed: orders come where employers are, people live elsewhere, and places are fewer than are asked for.
import { DayQueue } from '../../dist/libs/scheduling/src/index.js';
import { seeded } from './timing.mjs';

/** The county's townships: villages, and how many of the employers that are not spread like the people sit there. */
export const TOWNSHIPS = [
  { code: '420626100', name: '城关镇', villages: 25, employers: 40 }, { code: '420626101', name: '黄堡镇', villages: 30, employers: 8 }, { code: '420626102', name: '后坪镇', villages: 14, employers: 4 }, { code: '420626103', name: '龙坪镇', villages: 11, employers: 2 },
  { code: '420626104', name: '店垭镇', villages: 18, employers: 6 }, { code: '420626105', name: '马良镇', villages: 41, employers: 8 }, { code: '420626106', name: '歇马镇', villages: 52, employers: 8 }, { code: '420626107', name: '马桥镇', villages: 32, employers: 12 },
  { code: '420626108', name: '寺坪镇', villages: 27, employers: 6 }, { code: '420626109', name: '过渡湾镇', villages: 14, employers: 4 }, { code: '420626200', name: '两峪乡', villages: 12, employers: 2 },
];
const PEOPLE = 5_322;
const TRADES = ['6-18-02-04', '4-10-01-05', '4-03-02-01', '5-01-02-02', '6-04-01-01', '4-04-05-01'];
const FIRST = Date.parse('2026-01-01');
const WARM_UP_DAYS = 120;
const YEAR_DAYS = 365;
const dateOf = (day) => new Date(FIRST + (day - WARM_UP_DAYS) * 86_400_000).toISOString().slice(0, 10);
const sum = (list, of) => list.reduce((all, each) => all + of(each), 0);

/** How many people wait in each township; the fair share follows from it. */
export const available = TOWNSHIPS.map(({ villages }) => Math.round((PEOPLE * villages) / sum(TOWNSHIPS, (each) => each.villages)));
export const fairShares = available.map((people) => people / sum(available, (each) => each));

/** Orders and slots of a year and its warm-up: two orders in five come from where employers sit, the others from where people live; half of the seats asked for can be had. */
function makeYear(seed, { ordersPerYear = 420, slotsPerYear = 200, spread = 0.6 } = {}) {
  const random = seeded(seed);
  const int = (from, to) => from + Math.floor(random() * (to - from + 1));
  const drawn = (weights) => {
    let left = random() * sum(weights, (each) => each);
    return Math.max(0, weights.findIndex((each) => (left -= each) < 0));
  };
  const days = WARM_UP_DAYS + YEAR_DAYS;
  const orders = Array.from({ length: Math.round((ordersPerYear * days) / YEAR_DAYS) }, (_, i) => {
    const day = int(0, days - 1);
    const township = random() < spread ? drawn(available) : drawn(TOWNSHIPS.map(({ employers }) => employers));
    const pledgedBefore = random() < 0.4 ? 0 : int(10, 120);
    const from = day + int(7, 30);
    return { day, township, seats: 5 * int(3, 8), order: { id: `order-${i}`, township: TOWNSHIPS[township].code, occupation: TRADES[drawn([6, 5, 4, 3, 2, 2])], approvedOn: dateOf(day), from: dateOf(from), to: dateOf(from + int(200, 330)), unfillable: int(0, 20), qualified: int(0, 20), pay: random() < 0.1 ? null : int(28, 65) * 100, medianPay: random() < 0.1 ? null : int(38, 48) * 100, contractMonths: random() < 0.2 ? null : int(3, 24), pledgedBefore, retainedBefore: Math.floor(pledgedBefore * random()) } };
  }).map((each) => ({ ...each, order: { ...each.order, seats: each.seats } }));
  const slots = Array.from({ length: Math.round((slotsPerYear * days) / YEAR_DAYS) }, (_, i) => {
    const from = int(0, days + 30);
    return { known: from - 45, until: from + 60, slot: { id: `slot-${i}`, occupation: random() < 0.5 ? null : TRADES[drawn([6, 5, 4, 3, 2, 2])], from: dateOf(from), seats: 5 * int(4, 9) } };
  });
  return { orders, slots, days };
}

/** Lives through the year under a policy: each day the queue is made, and whoever's class can open on that day opens it. */
export function liveYear(seed, policy, given) {
  const { orders, slots, days } = makeYear(seed, given);
  const waiting = new Map();
  const taken = new Set();
  const opened = [];
  let overtaken = 0;
  for (let day = 0; day < days; day++) {
    const asOf = dateOf(day);
    for (const each of orders) if (each.day === day) waiting.set(each.order.id, each);
    for (const [id, { order }] of waiting) if (order.to < asOf) waiting.delete(id);
    const free = slots.filter(({ known, until, slot }) => known <= day && day <= until && !taken.has(slot.id)).map(({ slot }) => slot);
    const townships = TOWNSHIPS.map(({ code }, t) => ({ code, available: available[t], seatsOpened90: sum(opened.filter((each) => each.township === t && each.day > day - 90), (each) => each.seats) }));
    const queue = DayQueue.of({ asOf, townships, orders: [...waiting.values()].map(({ order }) => order), slots: free }, policy);
    for (const { id, slot, opensOn } of queue.places) {
      if (slot === null || opensOn > asOf) continue;
      const { order, township, seats } = waiting.get(id);
      overtaken += overtakenBy(order, slots.find((each) => each.slot.id === slot).slot, queue, waiting, day);
      opened.push({ day, township, seats, waited: day - waiting.get(id).day });
      taken.add(slot);
      waiting.delete(id);
    }
  }
  return { opened: opened.filter(({ day }) => day >= WARM_UP_DAYS), overtaken, left: waiting.size };
}

/** Orders that could have had the slot today, were approved more than 140 days before whoever gets it, and stand without one that opens as early. */
function overtakenBy(order, slot, queue, waiting, day) {
  let count = 0;
  for (const other of waiting.values()) {
    const could = (slot.occupation === null || slot.occupation === other.order.occupation) && slot.seats >= other.order.seats && other.order.from <= dateOf(day) && dateOf(day) <= other.order.to;
    if (!could || Date.parse(order.approvedOn) - Date.parse(other.order.approvedOn) <= 140 * 86_400_000) continue;
    const place = queue.placeOf(other.order.id);
    if (place.slot === null || place.opensOn > dateOf(day)) count++;
  }
  return count;
}

/** Each township's part of the seats opened. */
export function openedShares(opened) {
  const all = sum(opened, ({ seats }) => seats);
  return TOWNSHIPS.map((_, t) => (all === 0 ? 0 : sum(opened.filter(({ township }) => township === t), ({ seats }) => seats) / all));
}
