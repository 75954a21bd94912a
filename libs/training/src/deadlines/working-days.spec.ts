import { describe, expect, it } from '@jest/globals';
import { addWorkingDays, isWeekend } from './working-days.js';

describe('working days', () => {
  it('leave out Saturdays and Sundays', () => {
    expect(['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30'].map(isWeekend)).toEqual([false, true, true, false]);
    expect([addWorkingDays('2026-11-27', 1), addWorkingDays('2026-11-28', 1), addWorkingDays('2026-11-27', 5), addWorkingDays('2026-11-27', 0)]).toEqual(['2026-11-30', '2026-11-30', '2026-12-04', '2026-11-27']);
  });

  it('leave out holidays', () => {
    expect(addWorkingDays('2026-12-31', 1, (day) => day === '2027-01-01')).toBe('2027-01-04');
  });
});
