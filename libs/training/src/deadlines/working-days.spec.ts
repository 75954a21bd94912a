import { describe, expect, it } from '@jest/globals';
import { addWorkingDays, isWorkingDay } from './working-days.js';

describe('working days', () => {
  it('leave out Saturdays and Sundays', () => {
    expect(['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30'].map(isWorkingDay)).toEqual([true, false, false, true]);
    expect([addWorkingDays('2026-11-27', 1), addWorkingDays('2026-11-28', 1), addWorkingDays('2026-11-27', 5), addWorkingDays('2026-11-27', 0)]).toEqual(['2026-11-30', '2026-11-30', '2026-12-04', '2026-11-27']);
  });

  it('leave out public holidays, and count the weekend days on which people work instead', () => {
    expect(addWorkingDays('2026-09-30', 1)).toBe('2026-10-08');
    expect(addWorkingDays('2026-10-09', 1)).toBe('2026-10-10');
    expect(isWorkingDay('2026-09-20')).toBe(true);
  });
});
