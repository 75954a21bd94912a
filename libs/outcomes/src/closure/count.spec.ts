import { describe, expect, it } from '@jest/globals';
import { TOO_FEW, countClosure, presentClosure, type Countable } from './count.js';
import { done, notDone } from './steps.js';

const OPEN = notDone('open', 'unpaid');
const rows = (township: string | null, count: number, more: Partial<Countable> = {}): (Countable & { township: string | null })[] =>
  Array.from({ length: count }, () => ({ township, steps: { trained: done('completed', '2025-01-01'), paid: OPEN, employed: OPEN, income: OPEN }, isClosed: false, isExcluded: false, ...more }));
const counted = (...given: readonly ReturnType<typeof rows>[]) => countClosure(given.flat(), ({ township }) => township);

describe('the counts of the closure', () => {
  it('stand by townships in the order of their codes, without a home last, and add up to the total', () => {
    const { total, townships } = counted(rows(null, 2), rows('420626106', 3, { isClosed: true }), rows('420626105', 1), rows('420626106', 4), rows('420626107', 1, { isExcluded: true }));
    expect(townships.map(({ key, n, closed, excluded }) => [key, n, closed, excluded])).toEqual([['420626105', 1, 0, 0], ['420626106', 7, 3, 0], ['420626107', 0, 0, 1], [null, 2, 0, 0]]);
    expect([total.key, total.n, total.closed, total.excluded]).toEqual([null, 10, 3, 1]);
    expect(total.steps).toMatchObject({ trained: { done: 10, open: 0 }, paid: { done: 0, open: 10, 'not-due': 0, unknown: 0 } });
  });

  it('keep that order whatever comes first', () => {
    for (const order of [['b', 'a', null], [null, 'b', 'a'], ['a', null, 'b']]) expect(counted(...order.map((each) => rows(each, 1))).townships.map(({ key }) => key)).toEqual(['a', 'b', null]);
  });

  it('are shown whole to officers, and as published without small cells and what would give them away', () => {
    const figures = counted(rows('a', 5), rows('b', 25), rows('c', 30));
    expect(presentClosure(figures, 'raw').townships.map(({ closed, suppressed, message }) => [closed, suppressed, message])).toEqual([[0, false, null], [0, false, null], [0, false, null]]);
    const { total, townships } = presentClosure(figures, 'published');
    expect([total.n, total.suppressed]).toEqual([60, false]);
    expect(townships.map(({ n, steps, suppressed, message }) => [n, steps === null, suppressed, message])).toEqual([[5, true, true, TOO_FEW], [25, true, true, '为防止由合计反推其他单元，不公布'], [30, false, false, null]]);
  });

  it('show no total of a few', () => {
    expect(presentClosure(counted(rows('a', 19)), 'published').total).toMatchObject({ n: 19, closed: null, excluded: null, steps: null, message: TOO_FEW });
    expect(presentClosure(counted(rows('a', 20)), 'published').total).toMatchObject({ n: 20, closed: 0, suppressed: false });
    expect(presentClosure(counted(rows('a', 19)), 'raw').total).toMatchObject({ closed: 0, suppressed: false });
  });
});
