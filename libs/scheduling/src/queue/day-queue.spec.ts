import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { order, slot } from '../testing/queue-cases.js';
import { referenceQueue } from '../testing/queue-reference.js';
import { DayQueue, type QueuePlace } from './day-queue.js';
import { queueFaults, type ClassSlot, type QueueInput, type WaitingOrder } from './order.js';
import { createQueuePolicy, daysUntilFirst } from './queue-policy.js';
import { asksForSplit, splitOrder } from './split-order.js';

const addDays = (days: number): string => new Date(Date.parse('2026-11-23') + days * 86_400_000).toISOString().slice(0, 10);
const CODES = ['420626100', '420626106', '420626200'];
const OCCUPATIONS = ['6-18-02-04', '4-03-02-01', '6-06'];
// ids whose order by UTF-16 units, by locale and by code points differ
const ID = fc.constantFrom('a', 'B', 'b', 'ａ', '😀', '订单', '\ue000', 'a1', 'a10', 'a2', '');

const someOrder = (key: string): fc.Arbitrary<WaitingOrder> => fc.record({
  head: ID, township: fc.constantFrom(null, ...CODES), occupation: fc.constantFrom(...OCCUPATIONS), seats: fc.constantFrom(0, 1, 20, 30, 40), age: fc.nat(6), from: fc.nat(8), length: fc.nat(6),
  unfillable: fc.nat(3), qualified: fc.nat(3), pay: fc.constantFrom(null, 0, 2100, 4200, 5000), medianPay: fc.constantFrom(null, 4200, 4250.5), contractMonths: fc.constantFrom(null, 0, 5, 12, 24), pledgedBefore: fc.nat(3), missed: fc.nat(3),
}).map(({ head, age, from, length, missed, ...rest }) => ({ id: `${head}${key}`, ...rest, approvedOn: addDays(-age), from: addDays(from - 2), to: addDays(from - 2 + length), retainedBefore: Math.max(0, rest.pledgedBefore - missed) }));

const someSlot = (key: string): fc.Arbitrary<ClassSlot> => fc.record({ head: ID, occupation: fc.constantFrom(null, ...OCCUPATIONS), from: fc.nat(8), seats: fc.constantFrom(0, 1, 20, 30, 40) }).map(({ head, from, ...rest }) => ({ id: `${head}${key}`, ...rest, from: addDays(from - 2) }));

/** Queues with few different values, so that everything ties with everything. */
const someQueue: fc.Arbitrary<QueueInput> = fc.record({
  townships: fc.tuple(...CODES.map((code) => fc.record({ code: fc.constant(code), available: fc.constantFrom(0, 480, 4320), seatsOpened90: fc.constantFrom(0, 60, 140) }))),
  orders: fc.nat(12).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => someOrder(i % 3 === 0 ? String(i) : `-${i}`)))),
  slots: fc.nat(10).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => someSlot(String(i))))),
}).map((parts) => ({ asOf: '2026-11-23', ...parts }));

const TOWNSHIPS = [{ code: '420626100', available: 480, seatsOpened90: 60 }, { code: '420626106', available: 4_320, seatsOpened90: 140 }];
const input = (given: Partial<QueueInput> = {}): QueueInput => ({ asOf: '2026-11-23', townships: TOWNSHIPS, orders: [order()], slots: [slot()], ...given });
const printed = ({ parts: _, ...line }: QueuePlace): object => line;
const placesOf = (given: Partial<QueueInput>): readonly QueuePlace[] => DayQueue.of(input(given)).places;
const ids = (orders: readonly WaitingOrder[], given: Partial<QueueInput> = {}): string[] => placesOf({ orders, ...given }).map(({ id }) => id);

describe('the queue of a day', () => {
  it('gives the check values of the contract', () => {
    expect(placesOf({})).toEqual([{ id: 'o1', position: 1, base: 77.5, age: 10, penalty: 8, effective: 79.5, slot: 's1', opensOn: '2026-12-01', reason: null, parts: { shortage: 0.75, pledge: 1, fulfilment: 0.5, openedShare: 0.3, fairShare: 0.1 } }]);
  });

  it('is the plain reading of the contract, whatever ties', () => {
    fc.assert(fc.property(someQueue, (given) => expect(DayQueue.of(given).places.map(printed)).toEqual(referenceQueue(given))), { numRuns: 3_000 });
  });

  it('does not hang on the order in which anything is given', () => {
    fc.assert(fc.property(someQueue, (given) => {
      const turned = { ...given, townships: [...given.townships].reverse(), orders: [...given.orders].reverse(), slots: [...given.slots].reverse() };
      expect(DayQueue.of(turned).places).toEqual(DayQueue.of(given).places);
    }));
  });

  it('never lets an order be overtaken by one approved 140 days later', () => {
    const worst = order({ id: 'z', approvedOn: '2026-01-01', unfillable: 0, pay: 0, contractMonths: 0, pledgedBefore: 1_000_000, township: 'crowded' });
    const best = order({ id: 'a', approvedOn: '2026-05-21', qualified: 0, contractMonths: null, pledgedBefore: 1_000_000, retainedBefore: 1_000_000, township: null });
    const townships = [{ code: 'crowded', available: 0, seatsOpened90: 9 }, { code: 'empty', available: 100, seatsOpened90: 0 }];
    expect(ids([best, worst], { townships })).toEqual(['z', 'a']);
    expect(ids([{ ...best, approvedOn: '2026-05-19' }, worst], { townships })).toEqual(['a', 'z']);
    expect(daysUntilFirst(createQueuePolicy())).toBe(140);
  });

  it('lets nobody wait more than 140 days behind a later order for a slot that it could have had', () => {
    fc.assert(fc.property(someQueue, fc.array(fc.nat(400), { minLength: 12, maxLength: 12 }), (given, ages) => {
      const orders = given.orders.map((each, i) => ({ ...each, approvedOn: addDays(-ages[i]!) }));
      const { places } = DayQueue.of({ ...given, orders });
      const orderOf = new Map(orders.map((each) => [each.id, each]));
      const slotOf = new Map(given.slots.map((each) => [each.id, each]));
      for (const [older, younger] of places.flatMap((a) => places.map((b) => [a, b] as const))) {
        const [a, b] = [orderOf.get(older.id)!, orderOf.get(younger.id)!];
        if (Date.parse(b.approvedOn) - Date.parse(a.approvedOn) < 140 * 86_400_000) continue;
        expect(older.position).toBeLessThan(younger.position);
        if (younger.slot === null) continue;
        const { occupation, seats, from } = slotOf.get(younger.slot)!;
        const could = (occupation === null || occupation === a.occupation) && seats >= a.seats && from <= a.to;
        if (could) expect(older.slot !== null && older.opensOn! <= (from > a.from ? from : a.from)).toBe(true);
      }
    }), { numRuns: 1_000 });
  });

  it('gives points to a township that had less than its share, where a policy says so', () => {
    const policy = createQueuePolicy({ version: 'x', basePoints: 20, penaltyPoints: 6_000, penaltyMost: 60, penaltyLeast: -60 });
    const orders = [order({ id: 'much' }), order({ id: 'little', township: '420626106' }), order({ id: 'none', township: null })];
    const queue = DayQueue.of(input({ orders }), policy);
    expect(queue.places.map(({ id, penalty }) => [id, penalty])).toEqual([['little', -60], ['none', 0], ['much', 60]]);
    expect(daysUntilFirst(policy)).toBe(140);
  });

  it('orders equal points by approval, then by the code points of the id', () => {
    const nobody = { township: null };
    expect(ids([order({ ...nobody, id: '😀' }), order({ ...nobody, id: '\ue000' }), order({ ...nobody, id: 'a10' }), order({ ...nobody, id: 'a2' }), order({ ...nobody, id: 'B' })])).toEqual(['B', 'a10', 'a2', '\ue000', '😀']);
    // one day older, and one point less of base: (retained + 2) / (pledged + 4) is 0.5 against 0.46
    expect(ids([order({ ...nobody, id: 'new' }), order({ ...nobody, id: 'old', approvedOn: '2026-11-12', pledgedBefore: 46, retainedBefore: 21 })])).toEqual(['old', 'new']);
  });

  it('rounds before it compares', () => {
    const close = { township: null, unfillable: 1, contractMonths: 12 };
    const [a, b] = [order({ ...close, id: 'b', qualified: 99_999_999 }), order({ ...close, id: 'a', qualified: 99_999_998 })]; // 4 × 10⁻⁷ points and a little more
    expect(ids([a, b])).toEqual(['a', 'b']);
    expect(new Set(placesOf({ orders: [a, b] }).map(({ effective }) => effective)).size).toBe(1);
  });

  it.each<[string, Partial<WaitingOrder>, number]>([
    ['an unknown pay as the whole first term', { pay: null }, 77.5], ['an unknown median as the whole first term', { medianPay: null }, 77.5], ['half the median', { pay: 2100 }, 68.75],
    ['an open-ended contract as a year', { contractMonths: null }, 77.5], ['a contract of two years as one', { contractMonths: 24 }, 77.5], ['three months', { contractMonths: 3 }, 64.375],
    ['no shortage where nothing is unfillable', { unfillable: 0, qualified: 0 }, 47.5], ['an employer who kept everybody', { pledgedBefore: 36, retainedBefore: 36 }, 65 + (25 * 38) / 40],
  ])('counts %s', (_, given, base) => {
    expect(placesOf({ orders: [order(given)] })[0]!.base).toBe(base);
  });

  it('asks no penalty without a township, or where nothing was opened, or nobody is there', () => {
    const penalty = (given: Partial<QueueInput>): number => placesOf(given)[0]!.penalty;
    expect(penalty({ orders: [order({ township: null })] })).toBe(0);
    expect(penalty({ townships: TOWNSHIPS.map((each) => ({ ...each, seatsOpened90: 0 })) })).toBe(0);
    expect(penalty({ townships: TOWNSHIPS.map((each) => ({ ...each, available: 0 })) })).toBe(12);
    expect(penalty({ orders: [order({ township: '420626106' })] })).toBe(0);
  });

  it('is empty where nobody waits', () => {
    expect(placesOf({ orders: [], townships: [], slots: [] })).toEqual([]);
  });
});

describe('slots', () => {
  const choice = (slots: QueueInput['slots'], given: Partial<WaitingOrder> = {}): (string | null)[] => {
    const [place] = placesOf({ slots, orders: [order(given)] });
    return [place!.slot, place!.opensOn, place!.reason];
  };

  it('are taken by what opens first, then the fewest seats, then the id', () => {
    expect(choice([slot({ id: 'late', from: '2026-12-02', seats: 30 }), slot({ id: 'big', from: '2026-12-01', seats: 50 }), slot({ id: 'z', seats: 40 }), slot({ id: 'a', from: '2026-10-01', seats: 40 })])).toEqual(['a', '2026-12-01', null]);
    expect(choice([slot({ id: 'b', from: '2026-12-05', seats: 30 }), slot({ id: 'c', from: '2026-12-04', seats: 90 })])).toEqual(['c', '2026-12-04', null]);
  });

  it('hold on both ends of a window, and for exactly enough seats', () => {
    expect(choice([slot({ from: '2026-12-31', seats: 30 })])).toEqual(['s1', '2026-12-31', null]);
    expect(choice([slot({ from: '2027-01-01', seats: 30 })])).toEqual([null, null, 'NO_SLOT_IN_WINDOW']);
    expect(choice([slot({ seats: 29 })])).toEqual([null, null, 'NO_SLOT_WITH_SEATS']);
    expect(choice([slot({ occupation: '6-18-02-0' })])).toEqual([null, null, 'NO_SLOT_FOR_OCCUPATION']);
    expect(choice([])).toEqual([null, null, 'NO_SLOT_FOR_OCCUPATION']);
    expect(choice([slot({ id: 'far', from: '2027-02-01' }), slot({ id: 'small', seats: 1 })])).toEqual([null, null, 'NO_SLOT_WITH_SEATS']);
    expect(choice([slot({ from: '2026-12-01' })], { from: '2026-12-01', to: '2026-12-01' })).toEqual(['s1', '2026-12-01', null]);
  });

  it('serve one order, and whoever finds none holds nobody back', () => {
    const orders = [order({ id: 'first', approvedOn: '2026-11-01', seats: 41 }), order({ id: 'second', approvedOn: '2026-11-02' }), order({ id: 'third' })];
    expect(placesOf({ orders }).map(({ id, slot, reason }) => [id, slot, reason])).toEqual([['first', null, 'NO_SLOT_WITH_SEATS'], ['second', 's1', null], ['third', null, 'NO_SLOT_FOR_OCCUPATION']]);
  });
});

describe('one order', () => {
  it('is found by its id, and nobody else is', () => {
    const queue = DayQueue.of(input());
    expect(queue.placeOf('o1')).toBe(queue.places[0]);
    expect(queue.placeOf('o2')).toBeNull();
  });

  it('would stand where it stands once it is added', () => {
    fc.assert(fc.property(someQueue.filter(({ orders }) => orders.length > 0), fc.nat(20), (given, at) => {
      const added = given.orders[at % given.orders.length]!;
      const without = DayQueue.of({ ...given, orders: given.orders.filter((each) => each !== added) });
      expect(without.placeIfAdded(added)).toEqual(DayQueue.of(given).placeOf(added.id));
    }), { numRuns: 1_000 });
  });

  it('is not added twice, nor from a township that is not there', () => {
    expect(() => DayQueue.of(input()).placeIfAdded(order())).toThrow(expect.objectContaining({ code: 'SCHEDULING.INPUT_INVALID', faults: [{ path: 'id', message: '已在队列中' }] }));
    expect(() => DayQueue.of(input()).placeIfAdded(order({ id: 'o2', township: '1' }))).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'township' })] }));
  });

  it('that no slot can hold for its seats is split, and both parts keep their turn', () => {
    const whole = order({ id: 'whole', seats: 70 });
    const slots = [slot({ id: 'a', seats: 40 }), slot({ id: 'b', seats: 30 })];
    expect(asksForSplit(placesOf({ orders: [whole], slots })[0]!)).toBe(true);
    const parts = splitOrder(whole, [{ id: 'p1', seats: 40 }, { id: 'p2', seats: 30 }]);
    expect(placesOf({ orders: [order({ id: 'later', approvedOn: '2026-11-14' }), ...parts], slots }).map(({ id, slot }) => [id, slot])).toEqual([['p1', 'a'], ['p2', 'b'], ['later', null]]);
  });

  it.each<[string, { id: string; seats: number }[]]>([
    ['one part', [{ id: 'p', seats: 30 }]], ['seats that are not the whole', [{ id: 'p', seats: 10 }, { id: 'q', seats: 10 }]], ['an empty part', [{ id: 'p', seats: 30 }, { id: 'q', seats: 0 }]], ['an id twice', [{ id: 'p', seats: 15 }, { id: 'p', seats: 15 }]],
  ])('is not split into %s', (_, parts) => expect(() => splitOrder(order(), parts)).toThrow(expect.objectContaining({ code: 'SCHEDULING.INPUT_INVALID' })));
});

describe('a queue refuses', () => {
  it.each<[string, Partial<QueueInput>]>([
    ['$.asOf', { asOf: '2026-02-30' }], ['$.orders[0].township', { orders: [order({ township: '420626107' })] }], ['$.orders[0].retainedBefore', { orders: [order({ retainedBefore: 1 })] }], ['$.orders[0].approvedOn', { orders: [order({ approvedOn: '2026-11-24' })] }],
    ['$.orders[0].medianPay', { orders: [order({ medianPay: 0 })] }], ['$.orders[1].id', { orders: [order(), order()] }], ['$.slots[1].id', { slots: [slot(), slot()] }], ['$.townships[2].code', { townships: [...TOWNSHIPS, TOWNSHIPS[0]!] }],
    ['$.orders[0].to', { orders: [order({ to: '2026-11-30' })] }], ['$.orders[0].seats', { orders: [order({ seats: 1.5 })] }], ['$.orders[0].pay', { orders: [order({ pay: -1 })] }], ['$.slots[0].seats', { slots: [slot({ seats: -1 })] }], ['$.slots[0].from', { slots: [slot({ from: '' })] }],
    ['$.townships[0].available', { townships: [{ ...TOWNSHIPS[0]!, available: NaN }] }], ['$.orders[0].from', { orders: [order({ from: '2026-13-01' })] }], ['$.orders[0].id', { orders: [order({ id: '' })] }],
  ])('%s', (path, given) => {
    expect(queueFaults(input(given)).map((fault) => fault.path)).toEqual([path]);
    expect(() => DayQueue.of(input(given))).toThrow(expect.objectContaining({ code: 'SCHEDULING.INPUT_INVALID' }));
  });

  it.each<[string, Parameters<typeof createQueuePolicy>[0]]>([
    ['weights', { weights: { shortage: 0.5, pledge: 0.5, fulfilment: 0.5 } }], ['weights.pledge', { weights: { shortage: 0.5, pledge: -0.5, fulfilment: 1 } }], ['pointsPerDay', { pointsPerDay: 0 }], ['penaltyPoints', { penaltyPoints: -1 }], ['penaltyMost', { penaltyMost: -1 }], ['penaltyLeast', { penaltyLeast: 1 }],
    ['priorPledged', { priorPledged: 0, priorRetained: 0 }], ['priorRetained', { priorRetained: 5 }], ['unknownPayTerm', { unknownPayTerm: 1 }], ['fullContractMonths', { fullContractMonths: Infinity }],
  ])('a policy with wrong %s', (path, given) => expect(() => createQueuePolicy(given)).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path })] })));
});
