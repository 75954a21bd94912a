import { describe, expect, it } from '@jest/globals';
import { findNamedRate, type PlacementRule } from '@app/outcomes';
import { drawSurvey } from './survey-frame.js';
import { resultOf, type CountedAnswer, type SurveyResult } from './survey-result.js';

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

describe('a hundred counties of which 62 % are employed, a third of these on a contract, with 300 calls each', () => {
  /** 3,000 people: 620 with a contract; of the others 400 were visited (80 % employed) and 1,980 nothing is known of, so that 1,860 are employed in all. */
  function surveyed(at: number, answersOf: (isEmployed: boolean, at: number) => CountedAnswer['outcome']): SurveyResult {
    const members = Array.from({ length: 2_380 }, (_, i) => ({ registrationId: `${at}-${i}`, stratum: i < 400 ? 'E1' : 'none', isEmployed: i < 320 || (i >= 400 && i < 1_320) }));
    const byId = new Map(members.map((member) => [member.registrationId, member]));
    const drawn = drawSurvey(members, 300, `county ${at}`);
    const noted = drawn.flatMap(({ registrationId, stratum }, i) => answers(stratum, answersOf(byId.get(registrationId)!.isEmployed, i), 1));
    const sizes = [['E1', 400], ['none', 1_980]] as const;
    return resultOf(R1, { proven: 620, notEmployed: 0, strata: sizes.map(([key, size]) => ({ key, members: size, drawn: drawn.filter(({ stratum }) => stratum === key).length })) }, noted);
  }

  it('are found without bias, inside the interval as often as it says', () => {
    const results = Array.from({ length: 100 }, (_, at) => surveyed(at, (isEmployed) => (isEmployed ? 'employed' : 'not-employed')).estimate);
    const covered = results.filter(({ interval }) => interval![0] <= 62 && 62 <= interval![1]).length;
    expect(covered).toBeGreaterThanOrEqual(91);
    expect(covered).toBeLessThanOrEqual(99);
    expect(Math.abs(results.reduce((sum, { rate }) => sum + rate!, 0) / 100 - 62)).toBeLessThan(0.5);
  });

  it('get wider bounds and no rate where the unemployed are not reached', () => {
    const results = Array.from({ length: 50 }, (_, at) => surveyed(at, (isEmployed, i) => (isEmployed ? 'employed' : i % 2 === 0 ? 'not-reached' : 'not-employed')).estimate);
    expect(results.every(({ rate, interval }) => rate === null && interval![1] - interval![0] > 15)).toBe(true);
    expect(results.filter(({ interval }) => interval![0] <= 62 && 62 <= interval![1]).length).toBeGreaterThanOrEqual(46);
  });
});
