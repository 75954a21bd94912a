import { describe, expect, it } from '@jest/globals';
import { educationOfCode, educationOfLabel, lodgingInWords, optionalCount, optionalDay, textOf } from './row-reading.js';
import { checkSchema, type SourceSchema } from './schema-check.js';
import { readTelephone } from './telephone.js';

describe('education of a source', () => {
  it.each([
    ['11', 'doctor'], ['14', 'master'], ['10', 'master'], ['12', 'master'], ['13', 'master'], ['21', 'bachelor'], ['20', 'bachelor'], ['31', 'college'], ['30', 'college'], ['41', 'vocational'], ['44', 'vocational'],
    ['47', 'vocational'], ['40', 'vocational'], ['61', 'senior-high'], ['60', 'senior-high'], ['71', 'junior-high'], ['70', 'junior-high'], ['81', 'primary'], ['80', 'primary'], ['90', 'none'], ['0', 'none'], ['', 'none'],
  ])('reads the code %s of either list as %s', (code, education) => expect(educationOfCode(code)).toBe(education));

  it.each(['15', '51', '91', '2', '00', '211', 'x'])('takes the unknown code %s for a fault, not for none', (code) => expect(() => educationOfCode(code)).toThrow('未知'));

  it.each([['初中', 'junior-high'], ['大专及以上', 'college'], ['中专/中技', 'vocational'], ['大学本科', 'bachelor'], ['硕士研究生', 'master'], ['其他', 'none'], ['学历不限', 'none'], ['', 'none'], ['高中（含）以上', 'senior-high']])(
    'reads the label %s as %s', (label, education) => expect(educationOfLabel(label)).toBe(education));

  it('takes an unknown label for a fault', () => expect(() => educationOfLabel('博物')).toThrow('学历“博物”未知'));
});

describe('telephones as networks give them', () => {
  it.each([
    ['13912345678', 'valid', '+8613912345678', null], ['１３９１２３４５６７８', 'valid', '+8613912345678', null], ['0710-5812345', 'valid', '+867105812345', null], ['+86 139 1234 5678', 'valid', '+8613912345678', null],
    ['010-88511155-5849', 'extension', '+861088511155', '5849'], ['0710-5812345转801', 'extension', '+867105812345', '801'], ['0000000', 'junk', null, null], ['12345678', 'junk', null, null], ['无', 'junk', null, null],
    ['11111111111', 'junk', null, null], ['  ', 'absent', null, null], ['13912345678/13812345678', 'valid', '+8613912345678', null], ['无，13912345678', 'valid', '+8613912345678', null], ['+1 202 555 0101', 'junk', null, null],
  ])('%s is %s', (text, status, number, extension) => expect(readTelephone(text)).toEqual({ text, status, number, extension }));
});

describe('lodging in words', () => {
  it.each([['焊工（包吃住）', true], ['包住，两班倒', true], ['公司提供住宿', true], ['包吃包住', true], ['管吃管住', true], ['提供食宿', true], ['包吃不包住', false], ['不提供住宿', false], ['无宿舍', false], ['焊工', null], ['住家保姆', null], ['包吃', null], ['老员工包住，新员工不包住', null]])(
    '%s: %s', (words, lodging) => expect(lodgingInWords(words)).toBe(lodging));
});

describe('plain fields', () => {
  it('reads days in their usual forms and refuses a day that the calendar lacks', () => {
    expect(optionalDay({ d: '2026-11-01 08:12:00' }, 'd', '发布时间')).toBe('2026-11-01');
    expect(optionalDay({ d: '2026/1/9' }, 'd', '发布时间')).toBe('2026-01-09');
    expect(optionalDay({ d: null }, 'd', '发布时间')).toBeNull();
    expect(() => optionalDay({ d: '2026-02-30' }, 'd', '发布时间')).toThrow('发布时间不是日期');
  });

  it('reads numbers given as text, and refuses what is none', () => {
    expect(optionalCount({ n: '１２' }, 'n', '人数')).toBe(12);
    expect(optionalCount({ n: '' }, 'n', '人数')).toBeNull();
    expect(() => optionalCount({ n: '若干' }, 'n', '人数')).toThrow('人数不是非负整数');
    expect(() => optionalCount({ n: -3 }, 'n', '人数')).toThrow('人数不是非负整数');
  });

  it('removes characters that the database refuses', () => expect(textOf({ t: ' 焊\u0000工\u0007 ' }, 't')).toBe('焊工'));
});

describe('the schema of a page', () => {
  const good = Array.from({ length: 40 }, () => ({ a: 'x', n: 1 }));
  const schema: SourceSchema = { read: { a: 'text', n: 'number-or-text' }, unread: new Set(['z']) };

  it('rejects one odd row with its fields named and keeps the rest', () => {
    expect(checkSchema([...good, { a: null, n: 1 }], schema)).toEqual({ rejected: new Map([[40, '字段缺失或类型不对：a']]), drift: null, newFields: [] });
  });

  it('says that it drifted when a field is odd in more than 5 % of the rows', () => {
    const odd = { a: 'x', n: [] };
    expect(checkSchema([...good.slice(2), odd, odd], schema)).toMatchObject({ drift: null, rejected: { size: 2 } }); // 2 of 40 is 5 %
    expect(checkSchema([...good.slice(3), odd, odd, odd], schema).drift).toBe('n 在 40 行中有 3 行缺失或类型不对');
  });

  it('says so when rows are no records', () => expect(checkSchema([7, null], schema)).toMatchObject({ drift: '2 行不是记录', rejected: { size: 2 } }));

  it('names a field that nobody knows, once, and keeps the rows', () => expect(checkSchema([{ ...good[0], z: 1, welfare: '五险' }, { ...good[0], welfare: '双休' }], schema)).toEqual({ rejected: new Map(), drift: null, newFields: ['welfare'] }));
});
