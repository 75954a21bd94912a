import { describe, expect, it } from '@jest/globals';
import type { TraineeProfile } from '@app/matching';
import { PackedPeople } from './packed-people.js';
import type { PersonRead } from './read-people.js';

const person = (id: string, ownerRegion: string, note: string): PersonRead => ({ ownerRegion, profile: { id, region: '420626', skills: [{ id: note, level: 1 }] } as unknown as TraineeProfile });

/** Numbers 0 ≤ n < below, always the same. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

describe('people between two looks', () => {
  it('are as they were put down last, in the order in which they first came, whoever came, changed and left', () => {
    const roll = dice(20_261_129);
    const [people, known] = [new PackedPeople(), new Map<string, PersonRead>()];
    for (let i = 0; i < 6_000; i++) {
      const id = `p${roll(400)}`;
      if (roll(5) === 0) {
        people.delete(id);
        known.delete(id);
      } else {
        const one = person(id, ['420626', '420626104000', '420626104008'][roll(3)]!, '电工'.repeat(roll(40)));
        people.set(one);
        known.set(id, one);
      }
    }
    expect([...people.ids()]).toEqual([...known.keys()]);
    expect([...people.within(0, Infinity)]).toEqual([...known.values()]);
    expect([people.size, people.has('nobody'), people.get('nobody')]).toEqual([known.size, false, null]);
    for (const [id, one] of known) expect(people.get(id)).toEqual(one);
  });

  it('are found by their owner region, a short code standing for its first place', () => {
    const people = new PackedPeople();
    for (const [id, region] of [['a', '420626'], ['b', '420626104000'], ['c', '420627']] as const) people.set(person(id, region, 's'));
    expect([...people.within(420_626_000_000, 420_626_999_999)].map(({ profile: { id } }) => id)).toEqual(['a', 'b']);
    expect([...people.within(420_626_104_000, 420_626_104_999)].map(({ ownerRegion }) => ownerRegion)).toEqual(['420626104000']);
    expect(people.regionOf('c')).toBe(420_627_000_000);
    expect([people.areWithin(420_626_000_000, 420_627_000_000), people.areWithin(420_626_000_001, 420_627_000_000), people.areWithin(420_626_000_000, 420_626_999_999)]).toEqual([true, false, false]);
  });

  it('take no more room however often they change', () => {
    const people = new PackedPeople();
    for (let i = 0; i < 20_000; i++) people.set(person(`p${i % 50}`, '420626', 'x'.repeat(2_000)));
    expect(people.bytes).toBeLessThan(5 * 2 ** 20);
    expect([...people.within(0, Infinity)].every(({ profile }) => profile.skills[0]!.id.length === 2_000)).toBe(true);
  });

  it('leave no room taken when they are gone', () => {
    const people = new PackedPeople();
    for (let i = 0; i < 5_000; i++) people.set(person(`p${i}`, '420626', 'x'.repeat(2_000)));
    for (let i = 0; i < 4_990; i++) people.delete(`p${i}`);
    expect(people.bytes).toBeLessThan(3 * 2 ** 20);
    expect([...people.within(0, Infinity)].map(({ profile }) => profile.id)).toEqual(Array.from({ length: 10 }, (_, i) => `p${4_990 + i}`));
  });

  it('may have a text that is larger than what is asked for at a time', () => {
    const people = new PackedPeople();
    const large = person('large', '420626', '字'.repeat(500_000));
    for (const one of [person('a', '420626', 's'), large, person('b', '420627', 't')]) people.set(one);
    expect([...people.within(0, Infinity)].map(({ profile }) => profile.skills[0]!.id.length)).toEqual([1, 500_000, 1]);
  });
});
