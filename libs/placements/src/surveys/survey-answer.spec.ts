import { describe, expect, it } from '@jest/globals';
import { findNamedRate, type PlacementRule } from '@app/outcomes';
import { answerFaults, auditAnswerOf, isSameAnswer, type AnswerInput } from './survey-answer.js';

const TODAY = '2026-11-28';
const ASKED = { from: '2026-02-01', to: '2026-07-31' };
const rule = (id: string): PlacementRule => findNamedRate(id) as PlacementRule;
const employed: AnswerInput = { outcome: 'employed', jobType: 'wage', employerName: '某建筑公司', since: '2026-03-01' };
const pathsOf = (input: AnswerInput): string[] => answerFaults(input, ASKED, TODAY).map(({ path }) => path);
const says = (input: AnswerInput, id = 'R1', asked = ASKED) => auditAnswerOf(rule(id), asked, input, TODAY);

describe('an answer', () => {
  it('of the employed says what work, for whom and since when', () => {
    expect(pathsOf(employed)).toEqual([]);
    expect(pathsOf({ outcome: 'employed' })).toEqual(['jobType', 'since']);
    expect(pathsOf({ ...employed, employerName: null })).toEqual(['employerName']);
    expect(pathsOf({ ...employed, jobType: 'self-employment', employerName: null })).toEqual([]);
  });

  it('lies within the days asked about and not in the future', () => {
    expect(pathsOf({ ...employed, since: '2026-08-01' })).toEqual(['since']);
    expect(pathsOf({ ...employed, since: '2027-01-01' })).toEqual(['since', 'since']);
    expect(pathsOf({ ...employed, until: '2027-01-01' })).toEqual(['until']);
    expect(pathsOf({ ...employed, until: '2026-02-28' })).toEqual(['until']);
    expect(pathsOf({ ...employed, since: '2025-12-01', until: '2026-01-31' })).toEqual(['until']);
    expect(pathsOf({ ...employed, since: '2025-12-01', until: '2026-02-01' })).toEqual([]);
  });

  it('of the others holds nothing of a job, and a reason only where one is asked for', () => {
    expect(pathsOf({ outcome: 'not-employed', since: '2026-03-01', jobType: 'wage' })).toEqual(['jobType', 'since']);
    expect(pathsOf({ outcome: 'excluded' })).toEqual(['exclusionReason']);
    expect(pathsOf({ outcome: 'refused', exclusionReason: 'death' })).toEqual(['exclusionReason']);
  });

  it('sent again is the same', () => {
    expect(isSameAnswer(employed, { ...employed, until: null })).toBe(true);
    expect(isSameAnswer(employed, { ...employed, since: '2026-03-02' })).toBe(false);
  });
});

describe('what an answer says for a rate', () => {
  it('is employed for a job of the counted kinds on the days asked about', () => {
    expect(says(employed)).toBe('employed');
    expect(says({ ...employed, jobType: 'internship' })).toBe('not-employed');
  });

  it('of a single day asks whether the job covers it', () => {
    const day = { from: '2026-05-02', to: '2026-05-02' };
    expect(says({ ...employed, until: '2026-05-02' }, 'R2@90', day)).toBe('employed');
    expect(says({ ...employed, until: '2026-05-01' }, 'R2@90', day)).toBe('not-employed');
  });

  it('of R8 asks whether one job lasted its 90 days, begun in time', () => {
    const asked = { from: '2026-02-01', to: '2026-10-28' };
    expect(says({ ...employed, since: '2026-01-01', until: '2026-05-01' }, 'R8', asked)).toBe('employed');
    expect(says({ ...employed, since: '2026-01-01', until: '2026-04-30' }, 'R8', asked)).toBe('not-employed');
    expect(says({ ...employed, since: '2026-07-31', until: '2026-10-28' }, 'R8', asked)).toBe('employed');
    expect(says({ ...employed, since: '2026-08-01' }, 'R8', asked)).toBe('not-employed');
  });

  it('is silence for who was not reached, refused, or is said to be dead or away', () => {
    for (const outcome of ['refused', 'not-reached', 'wrong-number'] as const) expect(says({ outcome })).toBe('silent');
    expect(says({ outcome: 'excluded', exclusionReason: 'death' })).toBe('silent');
    expect(says({ outcome: 'not-employed' })).toBe('not-employed');
  });

  it('of R7 counts the student, and knows the dead', () => {
    expect(says({ outcome: 'excluded', exclusionReason: 'further-study' }, 'R7')).toBe('employed');
    expect(says({ outcome: 'excluded', exclusionReason: 'death' }, 'R7')).toBe('not-employed');
  });
});
