import { describe, expect, it } from '@jest/globals';
import { bundledRegions } from '@app/catalogue';
import { madeUpPeople, seededRandom } from '../../../../test/support/people.js';
import type { FieldType, FormField } from '../form.js';
import type { CellValue } from '../sheet.js';
import { readCell } from './read-cell.js';

const CONTEXT = { regions: bundledRegions(), county: '420626', today: '2026-11-24' };
const fieldOf = (type: FieldType, more: Partial<FormField> = {}): FormField => ({ name: type, label: '', headings: [], type, required: false, hint: '', ...more });
const text = (value: string): CellValue => ({ kind: 'text', text: value });
const number = (value: number): CellValue => ({ kind: 'number', value, text: String(value) });
/** The value, null where the cell says nothing, or the word FAULT. */
const read = (cell: CellValue, type: FieldType, more?: Partial<FormField>): unknown => {
  const reading = readCell(cell, fieldOf(type, more), CONTEXT);
  return 'fault' in reading ? 'FAULT' : reading.value;
};
const [person] = [madeUpPeople(11).next()];
const { idNumber: ID, phone: PHONE } = person;
const wide = (value: string): string => value.replace(/[0-9A-Za-z]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));

describe('a cell', () => {
  it.each<[FieldType, CellValue, unknown]>([
    ['id-number', text(ID), ID], ['id-number', text(` ${ID.slice(0, 6)} ${ID.slice(6)}`), ID], ['id-number', text(wide(ID)), ID], ['id-number', text(`'${ID.toLowerCase()}`), ID], ['id-number', number(4.2062619900101e17), 'FAULT'], ['id-number', text(ID.slice(0, 17)), 'FAULT'], ['id-number', text(`${ID.slice(0, 6)}********${ID.slice(14)}`), 'FAULT'], ['id-number', text('420626800101123'), 'FAULT'], ['id-number', text('无'), null],
    ['telephone', text(PHONE), PHONE], ['telephone', text(`+86 ${PHONE}`), PHONE], ['telephone', text(`${PHONE.slice(0, 3)}-${PHONE.slice(3)}`), PHONE], ['telephone', text('0710-5812345'), '07105812345'], ['telephone', text('5812345'), 'FAULT'], ['telephone', text(`${PHONE}、13900000000`), 'FAULT'], ['telephone', number(Number(PHONE)), 'FAULT'], ['telephone', text('12345678901'), 'FAULT'], ['telephone', text('/'), null],
    ['date', text('2026年3月5日'), '2026-03-05'], ['date', text('2026.3.5'), '2026-03-05'], ['date', text('20260305'), '2026-03-05'], ['date', number(46086), '2026-03-05'], ['date', text('2026-2-30'), 'FAULT'], ['date', text('26.3.5'), 'FAULT'], ['date', text('3/5/2026'), 'FAULT'], ['date', text('2026年3月'), 'FAULT'], ['date', text('三月五日'), 'FAULT'], ['date', text('1026-03-05'), 'FAULT'],
    ['person-name', text('王　梅'), '王梅'], ['person-name', text('买买提•艾力'), '买买提·艾力'], ['person-name', text('12组'), 'FAULT'], ['person-name', text(`王梅${ID}`), 'FAULT'],
    ['integer', text('3人'), 3], ['integer', text('1,200'), 1200], ['integer', text('若干'), null], ['integer', text('一到两人'), 'FAULT'], ['integer', text('2.5'), 'FAULT'],
    ['yuan', text('4500元/月'), 4500], ['yuan', text('0.5万'), 5000], ['yuan', text('面议'), null], ['yuan', text('4000-5000'), 'FAULT'], ['yuan', text('1000000000'), 'FAULT'], ['pay', text('150元/天'), '150元/天'], ['pay', text('看能力定'), 'FAULT'], ['pay', number(1e9), 'FAULT'],
    ['year', text('2025'), 2025], ['year', number(2025), 2025], ['year', text('2025年度'), 2025], ['year', text('25'), 'FAULT'], ['year', text('2025-2026'), 'FAULT'], ['year', text('12025'), 'FAULT'],
    ['yuan-a-year', text('12,345.67元'), 12345], ['yuan-a-year', number(8000.999), 8000], ['yuan-a-year', text('1.2万元/年'), 12000], ['yuan-a-year', text('1.23456万'), 12345], ['yuan-a-year', text('0'), 0], ['yuan-a-year', text('10000000'), 10_000_000], ['yuan-a-year', text('10000001'), 'FAULT'], ['yuan-a-year', text('-5'), 'FAULT'], ['yuan-a-year', text('8000-9000'), 'FAULT'], ['yuan-a-year', text('一万'), 'FAULT'], ['yuan-a-year', text('无'), null],
    ['education', text('初中及以上'), 'junior-high'], ['education', text('中专/技校'), 'vocational'], ['education', text('不限'), null], ['education', text('中学'), 'FAULT'],
    ['yes-no', text('√'), true], ['yes-no', text('不包'), false], ['yes-no', { kind: 'boolean', value: true }, true], ['yes-no', text('看情况'), 'FAULT'], ['sex', text('女'), '女'], ['sex', text('1'), 'FAULT'],
    ['hours', text('80学时'), 80], ['hours', text('99999'), 'FAULT'], ['percent', text('95%'), 95], ['percent', text('101'), 'FAULT'], ['credit-code', text('91420626MA4F0T0H20'), 'FAULT'], ['credit-code', text('abc'), 'FAULT'],
    ['text', { kind: 'formula', text: '=A1' }, 'FAULT'], ['text', { kind: 'error', text: '#REF!' }, 'FAULT'], ['text', text('  '), null],
  ])('of the type %s: %o is %s', (type, cell, expected) => expect(read(cell, type)).toEqual(expected));

  it('of a township or a village is one of the county, or a fault', () => {
    expect([read(text('歇马镇'), 'region', { name: 'township' }), read(text('谷城县石花镇'), 'region', { name: 'township' })]).toEqual(['420626106', 'FAULT']);
    expect([read(text('襄阳市保康县'), 'region', { name: 'workplace' }), read(text('月球'), 'region', { name: 'workplace' })]).toEqual(['420626', 'FAULT']);
  });
});

describe('whatever stands in a cell', () => {
  const random = seededRandom(97);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

  it('an ID number is read in every way of writing it, and never with one digit changed', () => {
    const people = madeUpPeople(23);
    const ways: readonly ((id: string) => string)[] = [(id) => id, (id) => id.toLowerCase(), wide, (id) => `'${id}`, (id) => [...id].join(' '), (id) => `${id.slice(0, 6)}-${id.slice(6, 14)}-${id.slice(14)}`, (id) => `${id}\u200b`];
    for (let i = 0; i < 300; i++) {
      const { idNumber } = people.next();
      expect(read(text(pick(ways)(idNumber)), 'id-number')).toBe(idNumber);
      const at = Math.floor(random() * 17);
      const changed = `${idNumber.slice(0, at)}${(Number(idNumber[at]) + 1 + Math.floor(random() * 9)) % 10}${idNumber.slice(at + 1)}`;
      expect(read(text(changed), 'id-number')).toBe('FAULT');
    }
  });

  it('a day is read only where year, month and day stand in it, in this order', () => {
    const marks = ['-', '/', '.', '年', '月', '日', ' ', '', '号'];
    for (let i = 0; i < 3_000; i++) {
      const given = `${pick(['2026', '26', '1999', '99', '20'])}${pick(marks)}${pick(['3', '03', '13', '0', '31'])}${pick(marks)}${pick(['5', '05', '30', '31', '32'])}${pick(marks)}`;
      const value = read(text(given), 'date') as string | null;
      if (value === 'FAULT' || value === null) continue;
      const [year, month, day] = value.split('-').map(Number);
      const isSerial = /^\d{5}$/.test(given.trim());
      const digits = given.replace(/\D+/g, ' ').trim().split(' ').map(Number);
      const stands = digits.length === 3 ? digits[0] === year && digits[1] === month && digits[2] === day : Number(digits[0]) === year! * 10_000 + month! * 100 + day!;
      expect([given, stands || isSerial]).toEqual([given, true]);
    }
  });

  it('a refusal is Chinese and does not quote the cell', () => {
    for (const [type, given] of [['id-number', '张三的号码'], ['telephone', '问张三'], ['date', '张三生日'], ['yuan', '张三'], ['year', '张三'], ['yuan-a-year', '张三'], ['education', '张三'], ['integer', '张三'], ['credit-code', '张三']] as const) {
      const reading = readCell(text(given), fieldOf(type), CONTEXT);
      expect('fault' in reading ? reading.fault : '').toMatch(/^\p{Script=Han}|^须/u);
      expect(JSON.stringify(reading)).not.toContain('张三');
    }
  });
});
