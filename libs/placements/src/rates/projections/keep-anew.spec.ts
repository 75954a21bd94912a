import { describe, expect, it } from '@jest/globals';
import { SHARE_BY_NIGHT, SHARE_FOR_READERS, isToBeKeptAnew } from './keep-anew.js';

describe('when histories are kept anew', () => {
  const kept = { id: 'h', knownBy: { text: '', micros: 0 }, bounds: [] };

  it('is when nothing is kept of a county with more than ten thousand facts', () => {
    expect(isToBeKeptAnew({ kept: null, facts: 0, factsSince: 10_000, isBeingMade: false }, SHARE_FOR_READERS)).toBe(false);
    expect(isToBeKeptAnew({ kept: null, facts: 0, factsSince: 10_001, isBeingMade: false }, SHARE_FOR_READERS)).toBe(true);
  });

  it('is when more than a tenth of those kept has been recorded since, and not while ten thousand have not', () => {
    expect(isToBeKeptAnew({ kept, facts: 1_000_000, factsSince: 100_000, isBeingMade: false }, SHARE_FOR_READERS)).toBe(false);
    expect(isToBeKeptAnew({ kept, facts: 1_000_000, factsSince: 100_001, isBeingMade: false }, SHARE_FOR_READERS)).toBe(true);
    expect(isToBeKeptAnew({ kept, facts: 20_000, factsSince: 9_000, isBeingMade: false }, SHARE_FOR_READERS)).toBe(false);
  });

  it('is by night when more than a hundredth has been recorded since, so that little is left to whoever reads by day', () => {
    expect(isToBeKeptAnew({ kept, facts: 2_000_000, factsSince: 20_000, isBeingMade: false }, SHARE_BY_NIGHT)).toBe(false);
    expect(isToBeKeptAnew({ kept, facts: 2_000_000, factsSince: 20_001, isBeingMade: false }, SHARE_BY_NIGHT)).toBe(true);
    expect(isToBeKeptAnew({ kept, facts: 20_000, factsSince: 9_000, isBeingMade: false }, SHARE_BY_NIGHT)).toBe(false);
  });

  it('is never while somebody is at it', () => {
    expect(isToBeKeptAnew({ kept: null, facts: 0, factsSince: 3_000_000, isBeingMade: true }, SHARE_BY_NIGHT)).toBe(false);
  });
});
