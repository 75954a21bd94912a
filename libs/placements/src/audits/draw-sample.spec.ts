import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawSample, type Candidate } from './draw-sample.js';

const candidates = fc.uniqueArray(fc.record({ factId: fc.uuid(), level: fc.constantFrom(1, 2) }), { selector: ({ factId }) => factId, maxLength: 60 });
const seeds = fc.string({ minLength: 1, maxLength: 40 });
const percents = fc.integer({ min: 20, max: 100 });

/** The same by hand: hash everything of a level, sort, cut. */
function byHand(seed: string, given: readonly Candidate[], percent: number): string[] {
  const drawn: string[] = [];
  for (const level of [1, 2]) {
    const ids = given.filter((each) => each.level === level).map((each) => each.factId);
    const keyed = ids.map((id) => `${createHash('sha256').update(`${seed} ${id}`).digest('hex')} ${id}`).sort();
    for (let taken = 0; taken * 100 < ids.length * percent; taken++) drawn.push(keyed[taken]!.split(' ')[1]!);
  }
  return drawn.sort();
}

const drawnOf = (seed: string, given: readonly Candidate[], percent: number): string[] => drawSample(seed, given, percent).filter(({ drawn }) => drawn).map(({ candidate }) => candidate.factId).sort();

describe('a sample of evidence', () => {
  it('is what anybody draws again from the ids and the seed', () => {
    fc.assert(fc.property(seeds, candidates, percents, (seed, given, percent) => expect(drawnOf(seed, given, percent)).toEqual(byHand(seed, given, percent))));
  });

  it('does not depend on the order of the ids', () => {
    fc.assert(fc.property(seeds, candidates, percents, (seed, given, percent) => expect(drawnOf(seed, [...given].reverse(), percent)).toEqual(drawnOf(seed, given, percent))));
  });

  it('holds at least the share of every level and never a whole piece more', () => {
    fc.assert(fc.property(seeds, candidates, percents, (seed, given, percent) => {
      for (const level of [1, 2]) {
        const [all, drawn] = [given.filter((each) => each.level === level).length, drawSample(seed, given, percent).filter((each) => each.drawn && each.candidate.level === level).length];
        expect(drawn * 100).toBeGreaterThanOrEqual(all * percent);
        expect((drawn - 1) * 100).toBeLessThan(Math.max(1, all * percent));
      }
    }));
  });

  it('is another one for another seed', () => {
    const given = Array.from({ length: 200 }, (_, i): Candidate => ({ factId: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`, level: 1 }));
    expect(drawnOf('a', given, 20)).toHaveLength(40);
    expect(drawnOf('a', given, 20)).not.toEqual(drawnOf('b', given, 20));
  });
});
