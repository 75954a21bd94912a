import { describe, expect, it } from '@jest/globals';
import { madeUpPeople } from '../../../test/support/people.js';
import { readPhone } from './contact.js';

describe('a telephone number', () => {
  it.each([
    ['13812348000', '13812348000'],
    ['+86 138 1234 8000', '13812348000'],
    ['１３８１２３４８０００', '13812348000'],
    ['138-1234-8000', '13812348000'],
    ['0710-5812345', '07105812345'],
    ['（０７１０）５８１２３４５', '07105812345'],
  ])('reads %s', (text, stored) => {
    expect(readPhone(text)).toBe(stored);
  });

  it.each(['12345678', '1381234800', '23812348000', '+1 202 555 0123', '不详', '', '110', '13812348000 转 8'])('refuses %s', (text) => {
    expect(readPhone(text)).toBeNull();
  });

  it('takes every made-up number of the test people', () => {
    const people = madeUpPeople(1);
    const refused = Array.from({ length: 500 }, () => people.next().phone).filter((phone) => readPhone(phone) !== phone);
    expect(refused).toEqual([]);
  });
});
