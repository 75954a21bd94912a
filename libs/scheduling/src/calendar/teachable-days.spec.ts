import { describe, expect, it } from '@jest/globals';
import { PUBLIC_HOLIDAYS } from './holidays.js';
import { DEFAULT_TEACHING_POLICY, closedBecause, teachableDays } from './teachable-days.js';

const kindOf = (date: string): string | null => closedBecause(date, DEFAULT_TEACHING_POLICY)?.kind ?? null;

describe('days on which classes can be taught', () => {
  it.each<[string, string | null]>([
    ['2026-11-23', null], ['2026-11-28', null], ['2026-11-29', 'rest-day'], ['2026-01-04', null], ['2026-02-15', 'holiday'], ['2026-02-23', 'holiday'], ['2026-02-24', null], ['2026-02-14', null], ['2026-10-01', 'holiday'], ['2026-10-08', 'farm-season'], ['2026-10-16', null],
    ['2026-09-20', 'farm-season'], ['2027-02-05', 'holiday'], ['2027-02-12', 'holiday'], ['2027-06-09', 'holiday'], ['2027-05-25', 'farm-season'], ['2027-06-11', null], ['2027-06-13', 'rest-day'],
  ])('%s: %s', (date, kind) => expect(kindOf(date)).toBe(kind));

  it('are those of a period that nothing closes, both ends included', () => {
    expect(teachableDays({ from: '2026-02-13', to: '2026-02-25' })).toEqual(['2026-02-13', '2026-02-14', '2026-02-24', '2026-02-25']);
    expect(teachableDays({ from: '2026-12-31', to: '2027-01-04' })).toEqual(['2026-12-31', '2027-01-04']);
    expect(teachableDays({ from: '2026-03-04', to: '2026-03-01' })).toEqual([]);
  });

  it('leave a working Sunday to classes, and are the policy\'s otherwise', () => {
    const policy = { ...DEFAULT_TEACHING_POLICY, restWeekdays: [6, 7], farmSeasons: [] };
    expect(teachableDays({ from: '2026-09-18', to: '2026-09-21' }, policy)).toEqual(['2026-09-18', '2026-09-20', '2026-09-21']);
  });

  it('are refused where holidays are not known or the policy cannot be read', () => {
    const [from, to] = ['2026-12-30', '2028-01-02'];
    expect(() => teachableDays({ from, to })).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: '2028' })] }));
    expect(() => teachableDays({ from, to: from }, { version: 'x', restWeekdays: [0], farmSeasons: [{ name: 'x', from: '12-01', to: '01-31' }] })).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'farmSeasons[0]' }), expect.objectContaining({ path: 'restWeekdays[0]' })] }));
  });
});

it('the holidays lie in their year, working days are Saturdays and Sundays outside of them, and each names its source', () => {
  for (const { year, holidays, workdays, source } of PUBLIC_HOLIDAYS) {
    expect(source).toMatch(/通知/);
    for (const { from, to } of holidays) expect([from.slice(0, 4), to.slice(0, 4), from <= to]).toEqual([String(year), String(year), true]);
    for (const day of workdays) expect([[0, 6].includes(new Date(day).getUTCDay()), holidays.some(({ from, to }) => from <= day && day <= to)]).toEqual([true, false]);
  }
});
