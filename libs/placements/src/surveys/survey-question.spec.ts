import { describe, expect, it } from '@jest/globals';
import { NAMED_RATES, findNamedRate, withEvidence, type PlacementRule } from '@app/outcomes';
import { askedDays, questionOf, unaskable } from './survey-question.js';

const rule = (id: string): PlacementRule => findNamedRate(id) as PlacementRule;

describe('a survey', () => {
  it('asks for rates of a span or a day, and of no other', () => {
    expect(NAMED_RATES.filter((each) => unaskable(each) === null).map(({ id }) => id)).toEqual(['R1', 'R2@90', 'R2@180', 'R2@365', 'R5', 'R7', 'R8']);
    expect(unaskable(withEvidence(rule('R1'), 1))).toBeNull();
    expect(unaskable(withEvidence(rule('R1'), 0))).toContain('佐证');
    expect(unaskable({ ...rule('R1'), minimumPay: 3000 })).toContain('材料');
  });

  it('asks about the span from the start, or about the one day', () => {
    expect(askedDays(rule('R1'), '2026-02-01', '2026-07-31')).toEqual({ from: '2026-02-01', to: '2026-07-31' });
    expect(askedDays(rule('R2@90'), '2026-02-01', '2026-05-02')).toEqual({ from: '2026-05-02', to: '2026-05-02' });
  });

  it('asks in plain words', () => {
    expect(questionOf(rule('R1'), { from: '2026-02-01', to: '2026-07-31' })).toBe('2026-02-01 到 2026-07-31 之间，您有没有受雇上班，或者自己创业？哪怕一天也算。');
    expect(questionOf(rule('R2@90'), { from: '2026-05-02', to: '2026-05-02' })).toContain('那一天');
    expect(questionOf(rule('R7'), { from: '2026-02-01', to: '2026-07-31' })).toContain('上学');
    expect(questionOf(rule('R8'), { from: '2026-02-01', to: '2026-10-28' })).toContain('做满 90 天');
  });
});
