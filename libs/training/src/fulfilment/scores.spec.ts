import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { employerScore, PROVIDER_SCORE_VERSION, providerScore, shrunk } from './scores.js';

const NOTHING = { orders: 0, enrolled: 0, certified: 0, hired: 0, due90: 0, retained90: 0 };

describe('a provider’s score', () => {
  it('is one half of nobody, and the mean of three shares that are drawn towards it', () => {
    expect(providerScore(NOTHING)).toEqual({ version: PROVIDER_SCORE_VERSION, orders: 0, score: 0.5, certified: 0.5, hired: 0.5, retained: 0.5 });
    expect(providerScore({ orders: 2, enrolled: 36, certified: 34, hired: 28, due90: 16, retained90: 13 })).toEqual({ version: PROVIDER_SCORE_VERSION, orders: 2, score: 0.8132, certified: 0.9, hired: 0.7895, retained: 0.75 });
  });

  it('never falls when one more of the same people succeeds, and lies between 0 and 1', () => {
    const counts = fc.nat(60).chain((enrolled) => fc.record({ enrolled: fc.constant(enrolled), certified: fc.nat(enrolled), hired: fc.nat(enrolled), due90: fc.nat(enrolled) })).chain((c) => fc.nat(c.due90).map((retained90) => ({ ...c, retained90, orders: 1 })));
    fc.assert(fc.property(counts, (given) => {
      const { score } = providerScore(given);
      expect(score > 0 && score < 1).toBe(true);
      if (given.retained90 < given.due90) expect(providerScore({ ...given, retained90: given.retained90 + 1 }).score).toBeGreaterThanOrEqual(score);
    }), { numRuns: 200, seed: 3 });
  });

  it('counts more hires than certificates as all', () => expect(shrunk(9, 6)).toBe(shrunk(6, 6)));
});

describe('an employer’s score', () => {
  it('is the queue’s fulfilment', () => expect([employerScore({ pledged: 0, retained90: 0 }), employerScore({ pledged: 20, retained90: 16 })]).toEqual([0.5, 0.75]));
});
