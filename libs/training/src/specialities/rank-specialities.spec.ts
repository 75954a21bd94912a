import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rankSpecialities, SPECIALITY_POLICY } from './rank-specialities.js';
import { standingOf, teachingDays, type ShownRate, type SpecialityFacts } from './speciality.js';

const NOBODY: ShownRate = { n: 0, numerator: null, rate: null, interval: null, immature: 0, message: null };
const rate = (percent: number, interval: readonly [number, number] = [percent - 5, percent + 5]): ShownRate => ({ ...NOBODY, n: 100, numerator: percent, rate: percent, interval });
const course = (courseId: string, more: Partial<SpecialityFacts> = {}): SpecialityFacts => ({
  courseId, programme: '就业技能培训', hours: { theory: 40, practice: 120 }, fills: 0, settlement: NOBODY, retention: NOBODY, startup180: NOBODY, startup365: NOBODY, pledges: { orders: 0, seats: 0, hired: 0 }, ...more,
});

describe('the ranking of courses', () => {
  it('adds its parts up by weights that are seen', () => {
    const [only] = rankSpecialities([course('a', { fills: 20, retention: rate(80), pledges: { orders: 1, seats: 16, hired: 13 } })]);
    expect(only!.parts.map(({ part, points, isKnown }) => [part, points, isKnown])).toEqual([['shortage', 20, true], ['employment', 24, true], ['startup', 5, false], ['fulfilment', 7.5, true], ['length', 6, true]]);
    expect([only!.score, Object.values(SPECIALITY_POLICY.weights).reduce((sum, weight) => sum + weight, 0)]).toEqual([62.5, expect.closeTo(1, 12)]);
  });

  it('counts what is not known as one half, and says so', () => {
    const [only] = rankSpecialities([course('a', { fills: null, hours: { theory: null, practice: null } })]);
    expect([only!.score, only!.parts.every(({ isKnown, value }) => !isKnown && value === 0.5)]).toEqual([50, true]);
  });

  it('asks for start-ups of founders’ courses only', () => {
    const known = (programme: string): boolean => rankSpecialities([course('a', { programme, startup180: rate(30) })])[0]!.parts.find(({ part }) => part === 'startup')!.isKnown;
    expect([known('创业培训'), known('就业技能培训')]).toEqual([true, false]);
  });

  it('puts the course that fills more openings, keeps more people, keeps more pledges or is shorter first', () => {
    const better: Partial<SpecialityFacts>[] = [{ fills: 5 }, { retention: rate(51) }, { pledges: { orders: 1, seats: 10, hired: 10 } }, { hours: { theory: 8, practice: 8 } }];
    for (const more of better) expect(rankSpecialities([course('a'), course('b', more)]).map(({ courseId }) => courseId)).toEqual(['b', 'a']);
  });

  it('is one order whatever the order of the courses, and between 0 and 100', () => {
    const some = fc.record({ fills: fc.option(fc.nat(300)), percent: fc.option(fc.integer({ min: 0, max: 100 })), seats: fc.nat(50), theory: fc.option(fc.nat(600)) });
    fc.assert(fc.property(fc.array(some, { maxLength: 12 }), (rows) => {
      const courses = rows.map(({ fills, percent, seats, theory }, i) => course(`c${i}`, { fills, retention: percent === null ? NOBODY : rate(percent), pledges: { orders: 1, seats, hired: Math.floor(seats / 2) }, hours: { theory, practice: null } }));
      const ranked = rankSpecialities(courses);
      expect(rankSpecialities([...courses].reverse())).toEqual(ranked);
      expect(ranked.map(({ position }) => position)).toEqual(rows.map((_, i) => i + 1));
      expect(ranked.every(({ score }) => score >= 0 && score <= 100)).toBe(true);
    }), { numRuns: 100, seed: 11 });
  });
});

describe('a course', () => {
  it('works not where its interval lies below the county’s rate; where a figure is hidden nothing is said', () => {
    expect(standingOf(rate(40, [30, 49.9]), rate(50))).toBe('does-not-work');
    expect(standingOf(rate(40, [30, 50]), rate(50))).toBe('no-finding');
    expect([standingOf(NOBODY, rate(50)), standingOf(rate(40), NOBODY)]).toEqual(['too-few', 'too-few']);
  });

  it('lasts as long as its theory and its practice, each in whole days', () => {
    expect([teachingDays({ theory: 40, practice: 121 }), teachingDays({ theory: 1, practice: null }), teachingDays({ theory: null, practice: null })]).toEqual([21, 1, null]);
  });
});
