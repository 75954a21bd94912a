import { describe, expect, it } from '@jest/globals';
import { mergeCandidates, type Demand } from './merge-candidates.js';

const XIEMA = '420626106000';
const CHENGGUAN = '420626100000';
const local = { region: '420626106201', reach: 'township' } as const;
const mobile = { region: '420626106201', reach: 'county' } as const;
const demand = (id: string, more: Partial<Demand> = {}): Demand => {
  const travellers = more.travellers ?? [mobile, mobile];
  return { kind: 'class', id, name: id, courseId: 'welding', occupation: '6-18-02-04', region: XIEMA, from: '2026-12-01', to: '2026-12-31', seats: 30, minSeats: 5, people: travellers.length, travellers, ...more };
};
const order = (id: string, more: Partial<Demand> = {}): Demand => demand(id, { kind: 'order', courseId: null, people: 10, seats: 10, minSeats: 10, travellers: [], ...more });
const pairs = (...demands: Demand[]): unknown[] => mergeCandidates(demands).map(({ into, from, distance, reachable, bothBelowMinimum }) => [from.id, into.id, distance, reachable, bothBelowMinimum]);

describe('classes that could be joined', () => {
  it('are of one course, at one time, and the seats of one hold both: the larger stays', () => {
    expect(pairs(demand('a'), demand('b', { travellers: [mobile, mobile, local] }))).toEqual([['a', 'b', 'same-township', 2, true]]);
  });

  it.each<[string, Partial<Demand>]>([
    ['another course', { courseId: 'cook' }],
    ['another time', { from: '2027-01-01', to: '2027-01-31' }],
    ['too many people for either', { people: 29, seats: 30 }],
    ['a site that nobody reaches', { region: CHENGGUAN, travellers: [], people: 4 }],
  ])('are not of %s', (_, more) => {
    expect(pairs(demand('a', { travellers: [local, local] }), demand('b', more))).toEqual([]);
  });

  it('go where the people go: those who do not leave their township stay behind, and are counted', () => {
    expect(pairs(demand('a', { travellers: [local, mobile] }), demand('b', { region: CHENGGUAN, travellers: [mobile, mobile, mobile] }))).toEqual([['a', 'b', 'same-county', 1, true]]);
    expect(pairs(demand('a', { travellers: [{ region: null, reach: null }] }), demand('b', { region: CHENGGUAN }))).toEqual([['a', 'b', 'same-county', 1, true]]);
  });

  it('stay the smaller one where only its seats hold both', () => {
    expect(pairs(demand('a', { people: 8, seats: 8 }), demand('b', { people: 2, seats: 30 }))).toEqual([['a', 'b', 'same-township', 2, false]]);
  });

  it('are also orders that wait, by the occupation that the course is about; nobody of them is named', () => {
    expect(pairs(demand('a', { people: 12 }), order('o'))).toEqual([['o', 'a', 'same-township', null, false]]);
    expect(pairs(order('o', { seats: 20 }), order('p', { occupation: '6-18-02' }))).toEqual([['p', 'o', 'same-township', null, false]]);
    expect(pairs(demand('a'), order('o', { occupation: '4-03-02-01' }))).toEqual([]);
  });

  it('are shown first where neither would be held by itself', () => {
    expect(pairs(demand('a', { minSeats: 1 }), demand('b', { minSeats: 1 }), demand('c', { courseId: 'cook' }), demand('d', { courseId: 'cook' })).map((each) => (each as unknown[])[0])).toEqual(['d', 'b']);
  });
});
