import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { chanceOf, plantedCounty, type Chance } from '../testing/planted-county.js';
import { auditedCounts, type AuditAnswer } from './frame.js';
import { estimateWithAudit, type AuditEstimate, type AuditEvidence } from './estimate.js';
import { planAudit } from './plan.js';

const AUDITS = 300;

/** The estimates of so many planted counties, when people answer with these chances. */
function plantedEstimates(counties: number, answers: { readonly employed: number; readonly notEmployed: number }, seed: number): AuditEstimate[] {
  return Array.from({ length: counties }, (_, i) => {
    const chance: Chance = chanceOf(seed + i);
    const { frame, employed } = plantedCounty(chance);
    const plan = planAudit(frame.strata, AUDITS, `county ${seed + i}`);
    const answerOf = (id: string): AuditAnswer => (chance() >= (employed.has(id) ? answers.employed : answers.notEmployed) ? 'silent' : employed.has(id) ? 'employed' : 'not-employed');
    return estimateWithAudit(auditedCounts(frame, plan, answerOf));
  });
}
const covers = ({ interval }: AuditEstimate): boolean => interval !== null && interval[0] <= 0.62 && 0.62 <= interval[1];
const share = (estimates: readonly AuditEstimate[], holds: (estimate: AuditEstimate) => boolean): number => estimates.filter(holds).length / estimates.length;
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

describe('a thousand counties of which 62 % are employed, a third of these on E2 evidence, with 300 calls each', () => {
  let made: AuditEstimate[] | null = null;
  const estimatesOnce = (): AuditEstimate[] => (made ??= plantedEstimates(casesOf(1_000, 200), { employed: 1, notEmployed: 1 }, 20_261_128));

  it('are covered by 93 to 97 of a hundred intervals, and missed by less than half a point on average', () => {
    const estimates = estimatesOnce();
    expect(estimates.every(({ called, rate, provenRate }) => called === AUDITS && rate !== null && Math.abs(provenRate! - 0.2065) < 1e-9)).toBe(true);
    expect(share(estimates, covers)).toBeGreaterThanOrEqual(0.93);
    expect(share(estimates, covers)).toBeLessThanOrEqual(0.97);
    expect(Math.abs(mean(estimates.map(({ rate }) => rate!)) - 0.62)).toBeLessThan(0.005);
  });

  it('have intervals far narrower than their bounds', () => {
    const estimates = estimatesOnce();
    const width = (of: (estimate: AuditEstimate) => number): number => mean(estimates.map(of));
    expect(width(({ interval }) => interval![1] - interval![0])).toBeLessThan(0.2 * width(({ low, high }) => high! - low!));
  });

  it('get no rate but wider bounds when the unemployed answer less, where those who answer alone would mislead', () => {
    const silent = plantedEstimates(casesOf(300, 100), { employed: 0.9, notEmployed: 0.5 }, 77);
    expect(silent.every(({ rate, message }) => rate === null && message !== null)).toBe(true);
    expect(share(silent, covers)).toBeGreaterThanOrEqual(0.93);
    const width = (list: readonly AuditEstimate[]): number => mean(list.map(({ interval }) => interval![1] - interval![0]));
    expect(width(silent)).toBeGreaterThan(2 * width(estimatesOnce()));
  });
});

const stratum = fc.record({ employed: fc.nat(30), notEmployed: fc.nat(30), silent: fc.nat(5), uncalled: fc.nat(200) });
const evidence = fc.record({ proven: fc.nat(200), notEmployed: fc.nat(200), strata: fc.array(stratum, { maxLength: 5 }) }).map(({ proven, notEmployed, strata }): AuditEvidence => ({
  proven, notEmployed, strata: strata.map(({ uncalled, ...counts }, i) => ({ key: `s${i}`, ...counts, members: uncalled + counts.employed + counts.notEmployed + counts.silent })),
}));

describe('an estimate from an audit', () => {
  it('lies inside its interval, and that inside the bounds', () => {
    fc.assert(fc.property(evidence, (given) => {
      const { n, low, high, interval, rate, provenRate } = estimateWithAudit(given);
      if (n === 0) return expect([low, high, interval, rate, provenRate]).toEqual([null, null, null, null, null]);
      const near = 1e-12;
      expect([low! - near <= interval![0], interval![1] <= high! + near, provenRate === low, low! >= 0, high! <= 1]).toEqual([true, true, true, true, true]);
      if (rate !== null) expect([interval![0] - near <= rate, rate <= interval![1] + near]).toEqual([true, true]);
    }), { numRuns: casesOf(1_000), seed: 1 });
  });

  it('over nobody says nothing', () => {
    const nothing = { n: 0, provenRate: null, low: null, high: null, rate: null, interval: null, message: null, silenceSpan: null, called: 0, silent: 0 };
    expect(estimateWithAudit({ proven: 0, notEmployed: 0, strata: [] })).toEqual(nothing);
    expect(estimateWithAudit({ proven: 0, notEmployed: 0, strata: [{ key: 's', members: 0, employed: 0, notEmployed: 0, silent: 0 }] })).toEqual(nothing);
  });

  // Reckoned from the formulas by another program.
  it('has the interval of an outside reckoning', () => {
    const one = { key: 'E1', members: 200, employed: 9, notEmployed: 21, silent: 0 };
    expect(estimateWithAudit({ proven: 50, notEmployed: 30, strata: [one] })).toMatchObject({ n: 280, called: 30, silent: 0, interval: [expect.closeTo(0.3021864570660043, 12), expect.closeTo(0.51244209408275, 12)] });
    const other = { key: 'E0', members: 120, employed: 14, notEmployed: 3, silent: 1 };
    expect(estimateWithAudit({ proven: 50, notEmployed: 30, strata: [one, other] })).toMatchObject({ n: 400, called: 48, silent: 1, interval: [expect.closeTo(0.41553232569065346, 12), expect.closeTo(0.6164000625987693, 12)] });
    expect(estimateWithAudit({ proven: 0, notEmployed: 0, strata: [{ ...one, silent: 2 }, { ...other, silent: 3 }] })).toMatchObject({ called: 52, silent: 5 });
  });

  it('has a rate where silence moves it by one point, and none, with the reason, where by more', () => {
    const given = (silent: number): AuditEstimate => estimateWithAudit({ proven: 0, notEmployed: 0, strata: [{ key: 's', members: 100, employed: 0, notEmployed: 100 - silent, silent }] });
    expect([given(1), given(2)]).toMatchObject([{ silenceSpan: 0.01, message: null, rate: 0.005 }, { silenceSpan: 0.02, message: '未接通的人会使结果相差 1 个百分点以上，只给区间，不给单一数值', rate: null }]);
  });

  it('is the census when everybody was called and answered', () => {
    fc.assert(fc.property(fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(50), (proven, notEmployed, yes, no) => {
      const estimate = estimateWithAudit({ proven, notEmployed, strata: [{ key: 's', members: yes + no, employed: yes, notEmployed: no, silent: 0 }] });
      const n = proven + notEmployed + yes + no;
      if (n === 0) return;
      expect([estimate.rate, ...estimate.interval!]).toEqual([0, 0, 0].map(() => expect.closeTo((proven + yes) / n, 12)));
    }));
  });

  it('moves with the silent as if none, and as if all of them were employed', () => {
    const given = (employed: number, notEmployed: number, silent: number): AuditEstimate => estimateWithAudit({ proven: 100, notEmployed: 50, strata: [{ key: 's', members: 400, employed, notEmployed, silent }] });
    const silent = given(40, 30, 10);
    expect(silent.interval![0]).toBeCloseTo(given(40, 40, 0).interval![0], 12);
    expect(silent.interval![1]).toBeCloseTo(given(50, 30, 0).interval![1], 12);
    expect([silent.rate, silent.silenceSpan]).toEqual([null, expect.closeTo((400 / 550) * (10 / 80), 12)]);
  });

  it('bears silence that moves the rate by no more than half a point', () => {
    const estimate = estimateWithAudit({ proven: 900, notEmployed: 0, strata: [{ key: 's', members: 100, employed: 30, notEmployed: 29, silent: 1 }] });
    expect(estimate).toMatchObject({ message: null, rate: expect.closeTo((900 + (100 * 30.5) / 60) / 1_000, 12) });
  });

  it('has no rate where a kind of people was not asked at all, and counts them both ways', () => {
    const estimate = estimateWithAudit({ proven: 10, notEmployed: 0, strata: [{ key: 'a', members: 20, employed: 10, notEmployed: 10, silent: 0 }, { key: 'b', members: 5, employed: 0, notEmployed: 0, silent: 0 }] });
    expect(estimate).toMatchObject({ rate: null, message: expect.stringContaining('没有抽查'), interval: [expect.closeTo(20 / 35, 12), expect.closeTo(25 / 35, 12)] });
  });

  it('does not take a stratum of one voice for certain', () => {
    const { interval } = estimateWithAudit({ proven: 0, notEmployed: 0, strata: [{ key: 's', members: 1_000, employed: 20, notEmployed: 0, silent: 0 }] });
    expect(interval![0]).toBeGreaterThan(0.8);
    expect(interval![0]).toBeLessThan(0.86);
    expect(interval![1]).toBe(1);
  });

  it.each([
    ['more called than there are', { proven: 0, notEmployed: 0, strata: [{ key: 's', members: 1, employed: 1, notEmployed: 1, silent: 0 }] }, 'strata: more called than there are'],
    ['a count below 0', { proven: -1, notEmployed: 0, strata: [] }, 'counts: not whole numbers from 0'],
    ['half a person out of work', { proven: 0, notEmployed: 0.5, strata: [] }, 'counts: not whole numbers from 0'],
    ['half a member', { proven: 0, notEmployed: 0, strata: [{ key: 's', members: 1.5, employed: 0, notEmployed: 0, silent: 0 }] }, 'counts: not whole numbers from 0'],
    ['answers below 0', { proven: 0, notEmployed: 0, strata: [{ key: 's', members: 5, employed: 0, notEmployed: 0, silent: -1 }] }, 'counts: not whole numbers from 0'],
    ['half a person', { proven: 0.5, notEmployed: 0, strata: [] }, 'counts: not whole numbers from 0'],
    ['a stratum twice', { proven: 0, notEmployed: 0, strata: [{ key: 's', members: 1, employed: 0, notEmployed: 0, silent: 0 }, { key: 's', members: 1, employed: 0, notEmployed: 0, silent: 0 }] }, 'strata: a key twice'],
  ])('refuses %s', (_, given, message) => {
    expect(() => estimateWithAudit(given)).toThrow(new RangeError(message));
  });
});
