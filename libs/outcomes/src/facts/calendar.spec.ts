import { describe, expect, it } from '@jest/globals';
import { dayNumber, fromDayNumber, isCivilDate } from '@app/kernel';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { Calendar, quarterAfter } from './calendar.js';
import { parseInstant } from './instant.js';

const calendar = new Calendar();
const slowly = (text: string): number | null => (isCivilDate(text) ? dayNumber(text) : null);
const twoDigits = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'));

describe('a civil date', () => {
  it('is that of the kernel, for every day of a thousand years', () => {
    const wrong: number[] = [];
    const first = dayNumber('1700-01-01');
    for (let day = first; day <= first + casesOf(365_243); day++) if (calendar.find(fromDayNumber(day)) !== day) wrong.push(day);
    expect(wrong).toEqual([]);
  });

  it.each([['1900-02-28', true], ['1900-02-29', false], ['2000-02-29', true], ['2100-02-29', false], ['2023-02-29', false], ['2024-02-29', true], ['2024-02-30', false], ['2024-04-31', false], ['0000-01-01', null], ['0001-01-01', null], ['2024-05-00', false], ['2024-00-10', false], ['2024/05-01', false], ['2024-05/01', false], ['2024-05-2 ', false], ['2024-0 -11', false]])('%s: is it one? %s', (text, isOne) => {
    expect(calendar.find(text)).toBe(slowly(text));
    expect(new Calendar().find(text) !== null).toBe(isOne ?? slowly(text) !== null);
  });

  it('is none where the kernel finds none', () => {
    const nearly = fc.tuple(fc.constantFrom('2023', '2024', '1900', '2000', '0000', '9999', '20226', '-024'), twoDigits, twoDigits, fc.constantFrom('-', '-', '-', '/', '')).map(([year, month, day, sign]) => `${year}${sign}${month}-${day}`);
    fc.assert(fc.property(fc.oneof(nearly, fc.string({ maxLength: 12 }), fc.constantFrom('2023-02-29', '2024-02-29', '2024-2-01', '２０２４-01-01', '2024-01-01T', ' 2024-01-1')), (text) => {
      expect(calendar.find(text)).toBe(slowly(text));
    }), { numRuns: casesOf(3_000) });
  });
});

describe('an instant in its usual form', () => {
  it('is what the platform reads, to the microsecond', () => {
    const fraction = fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{1,9}$/));
    const offset = fc.oneof(fc.constant('Z'), fc.tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([sign, hour, minute]) => `${sign}${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`));
    const day = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2100-12-31') }).map(fromDayNumber);
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 59 })).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    fc.assert(fc.property(day, time, fraction, offset, (on, at, part, zone) => {
      const micros = Number(part.slice(1, 7).padEnd(6, '0'));
      expect(parseInstant(`${on}T${at}${part}${zone}`, calendar)).toBe(Date.parse(`${on}T${at}${zone}`) * 1_000 + micros);
    }), { numRuns: casesOf(1_000) });
  });

  it.each(['2024-05-01T08:00:00.+08:00', '2024-05-01T08:00:00+0800x', '2024-05-01T08:00:00+24:00', '2024-05-01T08:00:00+08:60', '2024-05-01 08:00:00+08:00', '2024-05-01T08:00:60Z', '2024-05-01T25:00:00Z', '2024-05-01T08:00:00ZZ', '2024-13-01T08:00:00Z', '2024-05-01T08:00:00+08:0',
    '2024-05-01T0x:00:00Z', '2024-05-01T00:0x:00Z', '2024-05-01T00:00:0xZ', '2024-05-01T00:00:00+0x:00', '2024-05-01T00:00:00+08:0x', '2024-05-01T00:00:00.x+08:00', '2024-05-01T00:00:00', '2024-05-01T00:00:00*08:00', '2024-05-01T00-00:00Z', '2024-05-01T00:00-00Z',
    '2024-05-01T08:00:00+08:00x', '2024-05-01T08:00:00+08:000', '2024-05-01T08:00:00+08*00', '2024-05-01T24:00Z', '2024-05-01T08:60Z', '2024-05-01T08:00:60+0800', '2024-05-01T08:00+2400', '2024-05-01T08:00+0860', '2024-02-30T08:00Z', ' 2024-05-01T08:00Z', '2024-05-01T08:00Z ', '12024-05-01T08:00Z', '2024-05-01T08:00:00,Z', '2024-05-01T08:00', '2024-05-01T8:00Z', ''])('is not %s', (text) => {
    expect(parseInstant(text, calendar)).toBeNull();
  });

  it.each<[string, string, number?]>([['2024-05-01T08:00:00+0800', '2024-05-01T00:00:00Z'], ['2024-05-01T08:00+08', '2024-05-01T00:00:00Z'], ['2024-05-01T08:00:00,25+08:00', '2024-05-01T00:00:00.250Z'],
    ['2024-05-01T23:59Z', '2024-05-01T23:59:00Z'], ['2024-05-01T23:59:59+2359', '2024-05-01T00:00:59Z'], ['2024-05-01T00:00-0530', '2024-05-01T05:30:00Z'], ['2024-05-01T08:00:07-01', '2024-05-01T09:00:07Z'], ['2024-05-01T08:00:00,1234567Z', '2024-05-01T08:00:00.123Z', 456]])('is also read as %s', (text, same, micros = 0) => {
    expect(parseInstant(text, calendar)).toBe(Date.parse(same) * 1_000 + micros);
  });
});

describe('a quarter', () => {
  const quarter = (on: string, ordinal: number): string[] => {
    const { first, last } = quarterAfter(dayNumber(on), ordinal);
    return [fromDayNumber(first), fromDayNumber(last)];
  };

  it.each([
    ['2024-01-01', 0, ['2024-01-01', '2024-03-31']], ['2024-03-31', 0, ['2024-01-01', '2024-03-31']], ['2024-04-01', 0, ['2024-04-01', '2024-06-30']], ['2024-06-30', 2, ['2024-10-01', '2024-12-31']],
    ['2024-07-01', 2, ['2025-01-01', '2025-03-31']], ['2024-12-31', 4, ['2025-10-01', '2025-12-31']], ['2024-12-31', 1, ['2025-01-01', '2025-03-31']], ['2023-11-15', 5, ['2025-01-01', '2025-03-31']], ['1969-12-31', 0, ['1969-10-01', '1969-12-31']],
  ])('%s: the one that lies %i after its own', (on, ordinal, expected) => {
    expect([quarter(on, ordinal), quarter(on, ordinal)]).toEqual([expected, expected]);
  });
});
