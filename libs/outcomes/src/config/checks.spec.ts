import { describe, expect, it } from '@jest/globals';
import { amount, checkFields, copyOf, flag, isRecord, listOf, objectOf, oneOf, text, wholeFrom, type Check } from './checks.js';

/** What a check says of a value, by path. */
function said(check: Check, value: unknown): string[] {
  const faults: string[] = [];
  check(value, '$.x', (path, message) => faults.push(`${path} ${message}`));
  return faults;
}

describe('a check of a configuration', () => {
  it.each([
    ['a whole number', wholeFrom(1, 9), [1, 9], [0, 10, 1.5, '1', null], '应为 1 至 9 的整数'],
    ['a word of a list', oneOf(['head', 'hour']), ['head', 'hour'], ['day', '', 7, null], '应为 head、hour 之一'],
    ['a flag', flag, [true, false], ['true', 0, null], '应为 true 或 false'],
    ['an amount', amount, [0, 0.5, 3000], [-0.01, Number.NaN, Number.POSITIVE_INFINITY, '3', null], '应为非负数'],
    ['a text', text, ['a', ' a '], ['', '  ', 7, null], '应为非空文本'],
    ['a list of any length', listOf(flag, 0), [[], [true]], ['[]', {}, null], '应为数组'],
    ['a list that is not empty', listOf(flag, 1), [[true]], [[], 'x', null], '应为非空数组'],
    ['an object', objectOf({}), [{}], [[], 'x', 7, null, undefined], '应为 JSON 对象'],
  ] as readonly (readonly [string, Check, readonly unknown[], readonly unknown[], string])[])('takes %s, and says in Chinese what else it should be', (_, check, right, wrong, message) => {
    expect(right.map((value) => said(check, value))).toEqual(right.map(() => []));
    expect(wrong.map((value) => said(check, value))).toEqual(wrong.map(() => [`$.x ${message}`]));
  });

  it('names the place in a list', () => {
    expect(said(listOf(text, 1), ['a', '', 'b', 7])).toEqual(['$.x[1] 应为非空文本', '$.x[3] 应为非空文本']);
  });

  it('asks an object for what is required, looks at what is optional where it is there, and refuses anything else', () => {
    const check = objectOf({ name: text, on: flag }, { pay: amount });
    expect(said(check, { name: 'a', on: true })).toEqual([]);
    expect(said(check, { name: 'a', on: true, pay: 1 })).toEqual([]);
    expect(said(check, { name: '', pay: -1, toString: 1, paid: 1 })).toEqual(['$.x.name 应为非空文本', '$.x.on 缺少', '$.x.pay 应为非负数', '$.x.toString 没有这一项', '$.x.paid 没有这一项']);
    expect(said(check, { name: undefined, on: null })).toEqual(['$.x.name 缺少', '$.x.on 应为 true 或 false']);
  });

  it('of fields alone is the same as of their object', () => {
    const faults: string[] = [];
    checkFields({ a: 1, c: 2 }, { a: text }, { b: flag }, '$', (path, message) => faults.push(`${path} ${message}`));
    expect(faults).toEqual(['$.a 应为非空文本', '$.c 没有这一项']);
  });

  it('takes neither a list nor nothing for an object', () => {
    expect([{}, { a: 1 }, [], null, undefined, 'x', 7].map(isRecord)).toEqual([true, true, false, false, false, false, false]);
  });

  it('copies to the depth', () => {
    const given = { tiers: [{ pay: 1 }] };
    const copy = copyOf(given);
    given.tiers[0]!.pay = 2;
    expect(copy).toEqual({ tiers: [{ pay: 1 }] });
  });
});
