import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../../../../test/support/shared.js';
import { CjobSource, readCjobPage } from './cjob.source.js';
import { PoliteClient } from './polite-client.js';
import { TOOLS } from '../../../../test/support/mapping-tools.js';
import type { RawRow } from './source.js';

const ROW = {
  acb200: 900001, aab001: 701, aab004: '保康云溪茶业有限公司', aca112: '【高薪】茶叶加工工', aca111_: '茶叶加工工', acb22a: '两班倒，包住', acb240: 3, acb241: 3000, acb242: 4500, acb202: '保康县歇马镇', aab301: '420626', aab302: '保康县',
  acb221: 18, acb222: 55, acc217: 2, aac011: '71', acb239: '1', s_aae397: '2026-11-01', s_aae398: '2026-12-31', aae004: '林女士', aae005: '0710-5812345-808', aae006: '保康县歇马镇', area: '150000', area_: '内蒙古自治区',
};
const source = new CjobSource(new PoliteClient(), 'http://127.0.0.1:1', TOOLS);
const map = (change: RawRow = {}) => source.mapRow({ ...ROW, ...change });
const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
const html = (rows: unknown, { total = '40', page = '1' } = {}) => `<html><input type="hidden" id="findjoblist" value="${escape(typeof rows === 'string' ? rows : JSON.stringify(rows))}"><input id="totalcount" value="${total}"><input id="pageNo" value="${page}"><input id="pagecount" value="2"></html>`;
const page = (text: string, region = '420626') => readCjobPage({ status: 200, contentType: 'text/html', text }, 1, region);

describe('a row of 中国公共招聘网', () => {
  it('is put into our words', () => {
    expect(map()).toMatchObject({
      accepted: true, sourceId: '900001', employer: { name: '保康云溪茶业有限公司', sourceId: '701' }, title: '【高薪】茶叶加工工', cleanedTitle: '茶叶加工工', occupationLabel: '茶叶加工工', pay: { text: '3000-4500元/月', from: 3000, to: 4500, months: 12, basis: 'month' },
      minEducation: 'junior-high', headCount: 3, ageFrom: 18, ageTo: 55, yearsOfExperience: 2, publishedOn: '2026-11-01', expiresOn: '2026-12-31', telephone: { status: 'extension', number: '+867105812345', extension: '808' }, lodging: true, kindOfWork: '1', warnings: [],
    });
  });

  it('reads 0 people as unknown, and no pay as 面议', () => {
    expect(map({ acb240: 0, acb241: 0, acb242: '' })).toMatchObject({ headCount: null, pay: { text: '面议', from: null, to: null, basis: 'negotiable' } });
    expect(map({ acb241: 3000, acb242: 0 })).toMatchObject({ pay: { from: 3000, to: null, basis: 'month' } });
  });

  it('goes by the district code, made deeper by the address, and never by the area', () => {
    expect(map()).toMatchObject({ region: { code: '420626106000', basis: 'address' } });
    expect(map({ acb202: '工业园' })).toMatchObject({ region: { code: '420626000000', basis: 'code' } });
    expect(map({ aab301: '110108', aab302: '海淀区', acb202: '北京市海淀区' })).toMatchObject({ region: { code: '110108000000' }, warnings: [] });
    expect(map({ aab301: '420000', aab302: '湖北省', acb202: '湖北襄阳南漳县' })).toMatchObject({ region: { code: '420624000000', basis: 'address' } });
  });

  it('warns of an address elsewhere, and goes by the label when the code is unknown', () => {
    expect(map({ acb202: '广东省东莞市' })).toMatchObject({ region: { code: '420626000000', basis: 'code' }, warnings: ['工作地址与地区代码不一致，以代码为准'] });
    expect(map({ aab301: '420699', acb202: '' })).toMatchObject({ region: { code: '420626000000', basis: 'label' }, warnings: ['地区代码“420699”未知，按名称认定'] });
    expect(map({ aab301: '', aab302: '', acb202: '湖北省襄阳市保康县马桥镇' })).toMatchObject({ region: { code: '420626107000', basis: 'address' } });
  });

  it.each([
    [{ aab301: '999999', aab302: '某县', acb202: '某路' }, '地区代码“999999”未知'], [{ aab301: '', aab302: null, acb202: '' }, '缺少工作地区'], [{ aac011: '55' }, '学历代码“55”未知'], [{ acb240: 'many' }, '招聘人数不是非负整数'],
    [{ s_aae398: '2026-02-31' }, '截止日期不是日期'], [{ aab004: '' }, '缺少用人单位'],
  ])('is rejected with a reason, and still known by its id: %j', (change, reason) => expect(map(change)).toEqual({ accepted: false, reason, sourceId: '900001' }));

  it('warns of turned bounds instead of storing them', () => {
    expect(map({ acb241: 5000, acb242: 3000, acb221: 50, acb222: 18 })).toMatchObject({ pay: { from: 3000, to: 5000 }, ageFrom: 18, ageTo: 50, warnings: { length: 2 } });
  });
});

describe('a page of 中国公共招聘网', () => {
  it('is read from its hidden inputs; the id is the key', () => {
    const read = page(html([ROW]));
    expect(read).toMatchObject({ page: 1, total: 40, keys: ['900001'], given: [{ aca112: '【高薪】茶叶加工工' }] });
    expect(source.checkRows(read.given)).toEqual({ rejected: new Map(), drift: null, newFields: [] });
  });

  it.each([
    ['<html>系统维护中，请稍后</html>', '来源正在维护'], ['{"IsOK":true}', '页面中没有岗位列表'], [html('not json'), 'findjoblist 不是列表'], [html('{}'), 'findjoblist 不是列表'], [html([], { total: '' }), 'totalcount 不是行数'], [html([], { page: '3' }), '不是所请求的页'],
  ])('is refused: %s', (text, message) => expect(() => page(text)).toThrow(message));

  it('is refused when the region was ignored, not for one row tagged elsewhere', () => {
    const elsewhere = { ...ROW, aab301: '441900' };
    expect(() => page(html([ROW, ROW, elsewhere, elsewhere]))).toThrow('来源没有按地区筛选');
    expect(page(html([ROW, ROW, ROW, elsewhere])).given).toHaveLength(4);
  });
});

describeWithShared('recorded rows of 中国公共招聘网 with all their 93 keys', ['data/cjob_findjoblist_sample_2rec.json'], ([file]) => {
  it('pass the schema and are mapped', () => {
    const rows = JSON.parse(readFileSync(file!, 'utf8')) as RawRow[];
    const read = page(html(rows), '110000');
    expect(source.checkRows(read.given)).toEqual({ rejected: new Map(), drift: null, newFields: [] });
    const [first, second] = rows.map((row) => source.mapRow(row));
    expect(first).toMatchObject({ accepted: true, sourceId: '79842710', minEducation: 'none', headCount: 10, expiresOn: '2026-09-08', region: { code: expect.stringMatching(/^34/) } });
    expect(second).toMatchObject({ accepted: true, sourceId: '78515249', minEducation: 'college', region: { code: '220000000000', basis: 'code' }, pay: { from: 15000, to: 25000 } });
  });
});
