import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawSurvey, frameHash, seedHash, strataOf, type FrameMember } from './survey-frame.js';

const members = fc.uniqueArray(fc.record({ registrationId: fc.uuid(), stratum: fc.constantFrom('none', 'E0', 'E1') }), { selector: ({ registrationId }) => registrationId, maxLength: 60 });

/** The lot as docs/outcomes.md tells anybody to work it out. */
function lotByHand(seed: string, stratum: string, id: string): number {
  let h = 0x811c9dc5n;
  const mask = 0xffffffffn;
  for (const byte of Buffer.from(`${seed}/${stratum}\n${id}`, 'utf16le')) h = ((h ^ BigInt(byte)) * 0x01000193n) & mask;
  h = ((h ^ (h >> 16n)) * 0x85ebca6bn) & mask;
  h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) & mask;
  return Number(h ^ (h >> 16n));
}

describe('the draw of a survey', () => {
  it('is what anybody draws again from the list and the seed', () => {
    fc.assert(fc.property(members, fc.nat(40), fc.string({ minLength: 1, maxLength: 20 }), (given, size, seed) => {
      const drawn = drawSurvey(given, size, seed);
      expect(drawn.length).toBe(Math.min(size, given.length));
      for (const { key, members: people } of strataOf(given)) {
        const byHand = [...people].sort((a, b) => lotByHand(seed, key, a) - lotByHand(seed, key, b) || (a < b ? -1 : 1));
        const ofStratum = drawn.filter(({ stratum }) => stratum === key);
        expect(ofStratum.map(({ registrationId }) => registrationId)).toEqual(byHand.slice(0, ofStratum.length));
        expect(ofStratum.map(({ place }) => place)).toEqual(ofStratum.map((_, i) => i + 1));
      }
    }));
  });
});

describe('the hashes that are published before the draw', () => {
  it('are of the seed alone, and of the sorted lines of the list', () => {
    const list: FrameMember[] = [{ registrationId: 'b', stratum: 'none' }, { registrationId: 'a', stratum: 'none' }, { registrationId: 'c', stratum: 'E1' }];
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect(seedHash('seed')).toBe(sha256('seed'));
    expect(frameHash(list)).toBe(sha256('E1 c\nnone a\nnone b\n'));
  });

  it('tell another list, and are the same for any order of one', () => {
    fc.assert(fc.property(members, (given) => {
      expect(frameHash([...given].reverse())).toBe(frameHash(given));
      if (given.length > 0) expect(frameHash(given.slice(1))).not.toBe(frameHash(given));
    }));
  });
});
