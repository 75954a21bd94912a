import { describe, expect, it } from '@jest/globals';
import { assessmentFaults, hasPassed, isOnRecord, type AssessmentEntry, type AssessmentScene, type KnownAssessment } from './assessment.js';

const BOTH = { passTheory: 60, passPractice: 70 };
const scores = (theory: number | null, practice: number | null, absent = false) => ({ theory, practice, absent });
const entry = (more: Partial<AssessmentEntry> = {}): AssessmentEntry => ({ traineeId: 'a', attempt: 1, on: '2026-03-20', absent: false, theory: 80, practice: 80, ...more });
const failed: KnownAssessment = { attempt: 1, on: '2026-03-15', absent: false, theory: 50, practice: 80, passed: false };
const scene = (more: Partial<AssessmentScene> = {}): AssessmentScene => ({
  ...BOTH, startsOn: '2026-03-01', today: '2026-03-31', roll: new Map([['a', { enrolledOn: '2026-03-01', droppedOn: null }], ['b', { enrolledOn: '2026-03-01', droppedOn: '2026-03-10' }]]), known: new Map(), ...more,
});
const faults = (entries: readonly AssessmentEntry[], more: Partial<AssessmentScene> = {}): string[] => assessmentFaults(entries, scene(more)).map(({ path, message }) => `${path}: ${message}`);

describe('an assessment', () => {
  it.each([[scores(60, 70), true], [scores(59.5, 70), false], [scores(60, 69), false], [scores(100, 100, true), false], [scores(null, 90), false]] as const)('with %j is passed: %s', (given, passed) => expect(hasPassed(given, BOTH)).toBe(passed));

  it('asks only for the parts that its class examines', () => {
    expect(hasPassed(scores(null, 70), { passTheory: null, passPractice: 70 })).toBe(true);
    expect(hasPassed(scores(0, null), { passTheory: 0, passPractice: null })).toBe(true);
  });

  it('is right with every examined score, or none for whoever was absent', () => expect(faults([entry(), { ...entry(), traineeId: 'c' }].slice(0, 1)).concat(faults([entry(scores(null, null, true))]))).toEqual([]));

  it.each<[string, Partial<AssessmentEntry>, Partial<AssessmentScene>, string]>([
    ['without a score', { theory: null }, {}, 'theory: 缺少理论成绩'],
    ['with a score of somebody absent', { absent: true, practice: null }, {}, 'theory: 缺考没有成绩'],
    ['of a part that is not examined', {}, { passPractice: null }, 'practice: 本班不考实操'],
    ['of tomorrow', { on: '2026-04-01' }, {}, 'on: 不能晚于今天'],
    ['before the class', { on: '2026-02-28' }, {}, 'on: 早于开班日'],
    ['of somebody who has left', { traineeId: 'b' }, {}, 'traineeId: 考核当天不在该班名册上'],
    ['of somebody unknown', { traineeId: 'x' }, {}, 'traineeId: 考核当天不在该班名册上'],
    ['of an attempt that has another result', {}, { known: new Map([['a', [failed]]]) }, 'attempt: 这一次考核已有成绩'],
    ['of a second attempt without a first', { attempt: 2 }, {}, 'attempt: 补考须在首次考核未通过之后'],
    ['of a second attempt after a passed first', { attempt: 2 }, { known: new Map([['a', [{ ...failed, passed: true }]]]) }, 'attempt: 补考须在首次考核未通过之后'],
    ['of a second attempt before the first', { attempt: 2, on: '2026-03-10' }, { known: new Map([['a', [failed]]]) }, 'attempt: 补考须在首次考核未通过之后'],
  ])('%s is wrong', (_, more, of, message) => expect(faults([entry(more)], of)).toEqual([expect.stringContaining(`entries[0].${message}`)]));

  it('may be a second attempt after a failed first; the same again is on record', () => {
    const known = new Map([['a', [failed]]]);
    expect(faults([entry({ attempt: 2 })], { known })).toEqual([]);
    expect(faults([entry({ on: '2026-03-15', theory: 50 })], { known })).toEqual([]);
    expect(isOnRecord(entry({ on: '2026-03-15', theory: 50 }), [failed])).toBe(true);
    expect(isOnRecord(entry({ on: '2026-03-15', theory: 51 }), [failed])).toBe(false);
    expect(faults([entry(), entry()])).toEqual(['entries[1].traineeId: 同一人重复']);
  });
});
