import { describe, expect, it } from '@jest/globals';
import { findNamedRate, type PlacementRule } from '@app/outcomes';
import { resultOf, type CountedAnswer } from './survey-result.js';

const R1 = findNamedRate('R1') as PlacementRule;
const ASKED = { from: '2026-02-01', to: '2026-07-31' };
const answers = (stratum: string, outcome: CountedAnswer['outcome'], count: number): CountedAnswer[] =>
  Array.from({ length: count }, () => ({ stratum, outcome, asked: ASKED, answeredOn: '2026-11-28', ...(outcome === 'employed' ? { jobType: 'wage' as const, since: '2026-03-01' } : {}), ...(outcome === 'excluded' ? { exclusionReason: 'death' as const } : {}) }));
const FRAME = { proven: 200, notEmployed: 50, strata: [{ key: 'E1', members: 250, drawn: 50 }, { key: 'none', members: 500, drawn: 100 }] };

describe('the result of a survey', () => {
  it('has the rate on evidence with its bounds, and the rate of everybody with its interval', () => {
    const result = resultOf(R1, FRAME, [...answers('E1', 'employed', 40), ...answers('E1', 'not-employed', 10), ...answers('none', 'employed', 30), ...answers('none', 'not-employed', 70)]);
    expect(result).toMatchObject({ n: 1_000, evidence: { numerator: 200, rate: 20, low: 20, high: 95 }, called: 150, silent: 0, responseRate: 100 });
    // 200 of evidence, 0.8 × 250 and 0.3 × 500 by the calls.
    expect(result.estimate).toMatchObject({ rate: 55, message: null, silenceSpan: 0 });
    expect(result.estimate.interval![0]).toBeGreaterThan(48);
    expect(result.estimate.interval![1]).toBeLessThan(62);
  });

  it('has no rate but a wider interval where many said nothing, and says who', () => {
    const result = resultOf(R1, FRAME, [...answers('E1', 'employed', 40), ...answers('E1', 'refused', 10), ...answers('none', 'employed', 30), ...answers('none', 'not-employed', 20), ...answers('none', 'not-reached', 40), ...answers('none', 'wrong-number', 7), ...answers('none', 'excluded', 3)]);
    expect(result.estimate).toMatchObject({ rate: null, message: expect.stringContaining('只给区间') });
    expect(result.estimate.interval![1] - result.estimate.interval![0]).toBeGreaterThan(30);
    expect(result.strata[1]).toMatchObject({ key: 'none', members: 500, drawn: 100, employed: 30, notEmployed: 20, silent: 50, responseRate: 53, outcomes: { employed: 30, 'not-employed': 20, excluded: 3, refused: 0, 'not-reached': 40, 'wrong-number': 7 } });
    expect(result.responseRate).toBe(62);
  });

  it('takes who was drawn and has no answer for silent', () => {
    expect(resultOf(R1, FRAME, answers('E1', 'employed', 50)).strata[1]).toMatchObject({ drawn: 100, silent: 100, responseRate: 0 });
  });
});
