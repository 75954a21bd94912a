import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayNumber, fromDayNumber, isCivilDate } from './civil-date.js';

const MS_PER_DAY = 86_400_000;

describe('a civil date', () => {
  it('is a day exactly where the platform’s calendar has it, from year 1 to 9999', () => {
    const part = (digits: number): fc.Arbitrary<string> => fc.nat(10 ** digits - 1).map((value) => String(value).padStart(digits, '0'));
    const near = fc.tuple(part(4), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 33 })).map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
    fc.assert(fc.property(near, (text) => {
      const ms = Date.parse(`${text}T00:00:00Z`);
      expect(isCivilDate(text)).toBe(!Number.isNaN(ms) && !text.startsWith('0000') && new Date(ms).toISOString().slice(0, 10) === text);
    }), { numRuns: 5_000 });
  });

  it('has the platform’s number of days since 1970, and is found again by it', () => {
    const [first, last] = [Date.parse('0001-01-01T00:00:00Z') / MS_PER_DAY, Date.parse('9999-12-31T00:00:00Z') / MS_PER_DAY];
    fc.assert(fc.property(fc.integer({ min: first, max: last }), (day) => {
      expect(dayNumber(fromDayNumber(day))).toBe(day);
    }), { numRuns: 5_000, examples: [[first], [last], [Date.parse('2000-02-29T00:00:00Z') / MS_PER_DAY], [Date.parse('1900-03-01T00:00:00Z') / MS_PER_DAY], [-1], [0]] });
  });

  it.each(['0000-01-01', '0000-02-29', '2026-02-29', '1900-02-29', '2026-04-31', '2026-00-10', '2026-13-01', '2026-1-01', '20226-01-01', '2026-01-01 ', '２０２６-01-01', '', null, 20260101])('is not %j', (text) => {
    expect(isCivilDate(text)).toBe(false);
    expect(() => dayNumber(text as string)).toThrow(RangeError);
  });
});
