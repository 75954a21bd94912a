import { describe, expect, it } from '@jest/globals';
import { compareIds, fnv1a, tieOf, traineeTieHash } from './tie.js';

describe('the draw among equal scores', () => {
  it('uses FNV-1a over UTF-8 bytes', () => {
    expect([fnv1a(''), fnv1a('a')]).toEqual([2_166_136_261, 3_826_002_220]);
    expect(fnv1a('岗')).toBe([0xe5, 0xb2, 0x97].reduce((hash, byte) => Math.imul(hash ^ byte, 16_777_619), 2_166_136_261 | 0) >>> 0);
  });

  it('is the same for everybody who knows the salt and the ids, and unsigned', () => {
    expect(tieOf(traineeTieHash('2026-11', 't1'), fnv1a('v1'))).toBe(Number(BigInt(fnv1a('2026-11|t1')) ^ BigInt(fnv1a('v1'))));
    expect(tieOf(0xffffffff, 0)).toBe(0xffffffff);
  });

  it('orders ids by code point, as their UTF-8 bytes do', () => {
    const ids = ['b', '\u{10000}', '\u{10FFFF}', '\uFFFF', 'a', 'ab', '', '\u{1F600}', '\uFFFD', '\uE000', '\uD7FF', '岗位', 'Z'];
    const byBytes = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect([...ids].sort(compareIds)).toEqual(byBytes);
    expect(byBytes.indexOf('\u{10FFFF}')).toBe(ids.length - 1);
    for (const a of ids) for (const b of ids) expect(Math.sign(compareIds(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  });
});
