import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UuidPlaces } from './uuid-places.js';

/** Ids that differ in few digits: they meet in one slot. */
const alike = fc.tuple(fc.constantFrom('0', '9', 'a', 'f'), fc.nat(31)).map(([digit, at]) => {
  const digits = `${'3'.repeat(at)}${digit}${'3'.repeat(31 - at)}`;
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
});

describe('the places of ids in a list', () => {
  it('are those that a search from the front finds, wherever in a text the id stands, and none of an id that is not in the list', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.uuid(), alike), { maxLength: 40 }), fc.oneof(fc.uuid(), alike), fc.string(), (ids, other, before) => {
      const places = new UuidPlaces(ids);
      for (const id of [...ids, other]) expect(places.find(`${before}${id};E1|`, before.length)).toBe(ids.indexOf(id));
    }));
  });
  it('are none in an empty list', () => {
    expect(new UuidPlaces([]).find('3f2b9c1e-0000-4000-8000-000000000000', 0)).toBe(-1);
  });
});
