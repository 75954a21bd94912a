import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { identityGroupOf, pairGroups, rowHash, type GroupedRow, type KnownGroupedRow } from './identity.js';

const row = (telephone: string, published = '2026-11-01 08:00:00', pay = '3000-4000', group = 'g'): GroupedRow => ({ group, telephone, published, pay });
const known = (key: string, telephone: string, published?: string, pay?: string, open = true): KnownGroupedRow => ({ ...row(telephone, published, pay), key, open });
const keys = (pairing: ReturnType<typeof pairGroups<GroupedRow>>) => pairing.pairs.map((pair) => `${pair.key}=${pair.incoming.telephone}`).sort();

describe('identity of rows without an id', () => {
  it('is employer, cleaned title and place, whatever their width, case and blanks', () => {
    expect(identityGroupOf('保康ＡＢＣ公司', '焊 工', '保康县')).toBe(identityGroupOf('保康abc公司 ', '焊工', '保康县'));
    expect(identityGroupOf('甲公司', '焊工', '保康县')).not.toBe(identityGroupOf('甲公司', '焊工', '南漳县'));
  });

  it('hashes a row alike whatever the order of its keys', () => {
    expect(rowHash({ a: 1, b: [null, { d: 2, c: 3 }] })).toBe(rowHash({ b: [null, { c: 3, d: 2 }], a: 1 }));
    expect(rowHash({ a: 1 })).not.toBe(rowHash({ a: '1' }));
  });
});

describe('pairing the rows of a group with those we know', () => {
  it('keeps a repriced row the same vacancy', () => {
    const pairing = pairGroups([known('k1', '1'), known('k2', '2')], [row('2', undefined, '3300-4300'), row('1')]);
    expect(keys(pairing)).toEqual(['k1=1', 'k2=2']);
    expect(pairing).toMatchObject({ added: [], missing: [] });
  });

  it('never lets pay outweigh the telephone', () => {
    expect(keys(pairGroups([known('k1', '1', undefined, 'low'), known('k2', '2', undefined, 'high')], [row('1', undefined, 'high'), row('2', undefined, 'low')]))).toEqual(['k1=1', 'k2=2']);
  });

  it('counts four equal rows as four vacancies, and the fifth as new', () => {
    const four = ['a', 'b', 'c', 'd'].map((key) => known(key, '1'));
    expect(pairGroups(four, [row('1'), row('1'), row('1'), row('1')])).toMatchObject({ added: [], missing: [] });
    expect(pairGroups(four, Array.from({ length: 5 }, () => row('1'))).added).toHaveLength(1);
  });

  it('names the one of three that left the list', () => {
    expect(pairGroups([known('k1', '1'), known('k2', '2'), known('k3', '3')], [row('3'), row('1')]).missing).toEqual(['k2']);
  });

  it('misses one of two equal rows, always the same one', () => {
    const both = [known('k2', '1'), known('k1', '1')];
    expect(pairGroups(both, [row('1')]).missing).toEqual(['k2']);
    expect(pairGroups([...both].reverse(), [row('1')]).missing).toEqual(['k2']);
  });

  it('goes by published time when the telephone changed', () => {
    const pairing = pairGroups([known('k1', '1', 'monday'), known('k2', '2', 'tuesday')], [row('8', 'tuesday'), row('9', 'monday')]);
    expect(keys(pairing)).toEqual(['k1=9', 'k2=8']);
  });

  it('goes by pay when telephone and published time changed, and by number when all did', () => {
    expect(keys(pairGroups([known('k1', '1', 'a', 'low'), known('k2', '2', 'b', 'high')], [row('8', 'x', 'high'), row('9', 'y', 'low')]))).toEqual(['k1=9', 'k2=8']);
    expect(pairGroups([known('k1', '1', 'a', 'low')], [row('8', 'x', 'high')])).toMatchObject({ added: [], missing: [] });
  });

  it('opens a closed row again only when telephone and published time agree', () => {
    expect(keys(pairGroups([known('k1', '1', 'a', 'low', false)], [row('1', 'a', 'high')]))).toEqual(['k1=1']);
    expect(pairGroups([known('k1', '1', 'a', 'low', false)], [row('1', 'b', 'low')])).toMatchObject({ pairs: [], added: [{ published: 'b' }], missing: [] });
  });

  it('keeps groups apart', () => {
    const pairing = pairGroups([known('k1', '1')], [row('1', undefined, undefined, 'other')]);
    expect(pairing).toMatchObject({ pairs: [], missing: ['k1'] });
    expect(pairing.added).toHaveLength(1);
  });

  it('accounts for every row once, and answers alike in any order', () => {
    const some = fc.array(fc.record({ group: fc.constantFrom('g', 'h'), telephone: fc.constantFrom('1', '2', '3'), published: fc.constantFrom('a', 'b'), pay: fc.constantFrom('x', 'y') }), { maxLength: 8 });
    fc.assert(fc.property(some, some, (ours, theirs) => {
      const before = ours.map((each, i) => ({ ...each, key: `k${i}`, open: true }));
      const one = pairGroups(before, theirs);
      expect(one.pairs.length + one.added.length).toBe(theirs.length);
      expect(one.pairs.length + one.missing.length).toBe(before.length);
      const other = pairGroups([...before].reverse(), [...theirs].reverse());
      expect([...other.missing].sort()).toEqual([...one.missing].sort());
      expect(keys(other)).toEqual(keys(one));
      for (const group of ['g', 'h']) {
        const surplus = theirs.filter((each) => each.group === group).length - before.filter((each) => each.group === group).length;
        expect(one.added.filter((each) => each.group === group).length).toBe(Math.max(0, surplus));
      }
    }));
  });
});
