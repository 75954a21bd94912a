import { describe, expect, it } from '@jest/globals';
import { numbered } from './lottery-list.js';

const people = Array.from({ length: 12 }, (_, i) => ({ registrationId: `r${i}`, ownerRegion: '420626100001' }));
const orderOf = (key: number): string => numbered(people, Buffer.alloc(32, key), () => 0, () => []).map(({ registrationId }) => registrationId).join();

describe('the numbers of a lottery', () => {
  it('are given once each, by chance and not by who applied first', () => {
    const list = numbered(people, Buffer.alloc(32, 1), (id) => Number(id.slice(1)), (id) => (id === 'r3' ? ['support'] : []));
    expect(list.map(({ id }) => id)).toEqual(people.map((_, i) => String(i + 1).padStart(4, '0')));
    expect(new Set(list.map(({ registrationId }) => registrationId)).size).toBe(12);
    expect(list.find(({ registrationId }) => registrationId === 'r3')).toMatchObject({ losses: 3, groups: ['support'] });
    expect(new Set([1, 2, 3, 4].map(orderOf)).size).toBe(4);
    expect(orderOf(1)).not.toBe(people.map(({ registrationId }) => registrationId).join());
  });
});
