import { describe, expect, it } from '@jest/globals';
import { recommendSlots, type OfferedSlot } from './recommend-slots.js';

const slot = (id: string, more: Partial<OfferedSlot> = {}): OfferedSlot => ({ id, occupation: null, fromOn: '2027-03-10', seats: 40, isFree: true, score: 0.5, ...more });
const wanted = { occupation: '6-18-02-04', seats: 30, windowFrom: '2027-03-01', windowTo: '2027-03-31' };
const order = (...slots: OfferedSlot[]): string[] => recommendSlots(slots, wanted, '2027-02-01').map(({ id, opensOn }) => `${id} ${opensOn}`);

describe('slots recommended for an order', () => {
  it('are those that could serve it, at both ends of what fits', () => {
    expect(order(slot('a', { seats: 30 }), slot('b', { occupation: '6-18-02-04' }), slot('c', { fromOn: '2027-03-31' }), slot('d', { fromOn: '2027-01-01' }))).toEqual(['d 2027-03-01', 'a 2027-03-10', 'b 2027-03-10', 'c 2027-03-31']);
    expect(order(slot('a', { seats: 29 }), slot('b', { occupation: '4-01-01-01' }), slot('c', { fromOn: '2027-04-01' }), slot('d', { isFree: false }))).toEqual([]);
    expect(recommendSlots([slot('a')], wanted, '2027-04-01')).toEqual([]);
  });

  it('stand by their provider’s record, then by day, seats and id', () => {
    expect(order(slot('e'), slot('d'), slot('c', { seats: 35 }), slot('b', { fromOn: '2027-03-09' }), slot('a', { score: 0.51, fromOn: '2027-03-30' })).map((line) => line[0])).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('open on no day that has passed', () => expect(recommendSlots([slot('a', { fromOn: '2027-01-01' })], wanted, '2027-03-20')[0]!.opensOn).toBe('2027-03-20'));
});
