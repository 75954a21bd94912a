import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sumFigures } from './counts.js';
import { pledgesOf, type PledgedHire, type PledgedOrder } from './pledges.js';

const TODAY = '2027-06-01';
const anOrder = (more: Partial<PledgedOrder> = {}): PledgedOrder => ({ id: 'o', effectiveOn: '2027-01-01', seats: 2, payYuan: 4_000, contractKind: 'fixed-term', contractMonths: 12, ...more });
const aHire = (personId: string, job: Partial<NonNullable<PledgedHire['job']>> | null, orderId = 'o'): PledgedHire => ({
  orderId, personId, hiredOn: '2027-03-01', job: job === null ? null : { id: `${orderId}-${personId}`, startsOn: '2027-03-01', type: 'wage', employerId: 'works', permanent: false, pay: 4_000, contractMonths: 12, ...job },
});

describe('what became of pledges', () => {
  it('is told order by order and person by person', () => {
    const figures = pledgesOf([anOrder(), anOrder({ id: 'p', contractKind: 'open-ended', contractMonths: null })], [aHire('a', {}), aHire('b', { pay: 3_799 }), aHire('c', { pay: null }), aHire('d', { permanent: true }, 'p'), aHire('e', null, 'p')], TODAY);
    expect([...figures].map(([id, { outcomes, ...of }]) => [id, of, Object.fromEntries(outcomes)])).toEqual([
      ['o', { seats: 2, filled: 2, kept: 1, short: 1, unknown: 1 }, { a: 'kept', b: 'short', c: 'unknown' }], ['p', { seats: 2, filled: 2, kept: 1, short: 0, unknown: 1 }, { d: 'kept', e: 'unknown' }],
    ]);
  });

  it('is nothing of nobody', () => expect([pledgesOf([], [], TODAY).size, sumFigures([])]).toEqual([0, { seats: 0, filled: 0, kept: 0, short: 0, unknown: 0 }]));

  it('agrees with a slow count, over random orders and hires', () => {
    const hire = fc.record({ order: fc.nat(2), job: fc.option(fc.record({ pay: fc.option(fc.integer({ min: 3_700, max: 4_100 })), contractMonths: fc.option(fc.integer({ min: 11, max: 13 })), permanent: fc.boolean() })) });
    fc.assert(fc.property(fc.array(fc.nat(4).map((seats) => seats + 1), { minLength: 3, maxLength: 3 }), fc.array(hire, { maxLength: 14 }), (seats, rows) => {
      const orders = seats.map((each, i) => anOrder({ id: `o${i}`, seats: each }));
      const figures = pledgesOf(orders, rows.map(({ order, job }, i) => aHire(`p${i}`, job, `o${order}`)), TODAY);
      orders.forEach(({ id, seats: pledged }, i) => {
        const own = rows.filter(({ order }) => order === i);
        const isKept = (job: (typeof rows)[number]['job']): boolean => job !== null && job.pay !== null && job.pay * 20 >= 4_000 * 19 && (job.permanent || (job.contractMonths !== null && job.contractMonths >= 12));
        const isShort = (job: (typeof rows)[number]['job']): boolean => job !== null && ((job.pay !== null && job.pay * 20 < 4_000 * 19) || (!job.permanent && job.contractMonths !== null && job.contractMonths < 12));
        const kept = own.filter(({ job }) => isKept(job)).length;
        const short = own.filter(({ job }) => isShort(job)).length;
        const { outcomes: _, ...of } = figures.get(id)!;
        expect(of).toEqual({ seats: pledged, filled: Math.min(pledged, own.length), kept: Math.min(pledged, kept), short, unknown: own.length - kept - short });
      });
    }), { numRuns: 300, seed: 5 });
  });
});
