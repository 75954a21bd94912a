import { describe, expect, it } from '@jest/globals';
import { drawNumber, isNumber, readDigits, readSeatNumber } from './check-in-word.js';

describe('what somebody types to check in', () => {
  it('is read with digits of any width and with blanks', () => {
    expect([readDigits(' 012 345 ', 6), readDigits('１２３４５６', 6), readSeatNumber('07'), readSeatNumber('１２')]).toEqual(['012345', '123456', 7, 12]);
  });

  it('is nothing when it is no number, or too long', () => {
    expect([readDigits('12a', 6), readDigits('1234567', 6), readDigits(undefined, 6), readDigits('1'.repeat(50), 60), readSeatNumber('0'), readSeatNumber('12345')]).toEqual([null, null, null, null, null, null]);
  });

  it('is compared whole', () => expect([isNumber('000123', '000123'), isNumber('000124', '000123'), isNumber('123', '000123')]).toEqual([true, false, false]));

  it('is drawn as six digits', () => expect(Array.from({ length: 200 }, drawNumber).every((number) => /^\d{6}$/.test(number))).toBe(true));
});
