import { describe, expect, it } from '@jest/globals';
import { HubeiSource, readHubeiPage } from './hubei.source.js';
import { PoliteClient } from './polite-client.js';
import { TOOLS } from '../../../../test/support/mapping-tools.js';
import type { RawRow } from './source.js';

const ROW = { AAB004: '保康青峰建材有限公司', ACB215REMARK: '急聘焊工（包吃住）', ACB21AREMARK: '4-6千', AAC011REMARK: '初中及以上', AAB301REMARK: '保康县', UCE466: '2026-11-02 08:30:00', AAE004: '高经理', AAE005: '１３９１２３４５６７８' };
const source = new HubeiSource(new PoliteClient(), 'http://127.0.0.1:1', TOOLS);
const map = (change: RawRow = {}, region = '420626') => source.mapRow({ ...ROW, ...change }, region);
const page = (body: unknown) => readHubeiPage({ status: 200, contentType: 'application/json', text: typeof body === 'string' ? body : JSON.stringify(body) }, 1);

describe('a row of 湖北公共招聘网', () => {
  it('is put into our words', () => {
    expect(map()).toMatchObject({
      accepted: true, source: 'hubei', sourceId: null, employer: { name: '保康青峰建材有限公司', sourceId: null }, title: '急聘焊工（包吃住）', cleanedTitle: '焊工', identityGroup: '保康青峰建材有限公司|焊工|保康县',
      pay: { text: '4-6千', from: 4000, to: 6000, basis: 'month' }, minEducation: 'junior-high', region: { code: '420626000000', basis: 'label' }, headCount: null, expiresOn: null, publishedOn: '2026-11-02', publishedText: '2026-11-02 08:30:00',
      telephone: { status: 'valid', number: '+8613912345678' }, contact: '高经理', lodging: true,
    });
  });

  it('finds its region by label inside the province that was asked', () => {
    expect(map({ AAB301REMARK: '樊城区' }, '420000')).toMatchObject({ region: { code: '420606000000' } });
    expect(map({ AAB301REMARK: '东莞市' })).toMatchObject({ accepted: false, reason: '地区“东莞市”无法识别' });
  });

  it.each([
    [{ AAB004: ' ' }, '缺少用人单位'], [{ ACB215REMARK: '' }, '缺少岗位名称'], [{ AAC011REMARK: '神学院' }, '学历“神学院”未知'], [{ UCE466: '昨天' }, '发布时间不是日期'],
  ])('is rejected with a reason: %j', (change, reason) => expect(map(change)).toEqual({ accepted: false, reason, sourceId: null }));

  it('keeps a junk telephone as junk', () => expect(map({ AAE005: '0000000' })).toMatchObject({ accepted: true, telephone: { status: 'junk', number: null } }));
});

describe('a page of 湖北公共招聘网', () => {
  it('states its total and one key a row; equal rows have equal keys', () => {
    const read = page({ IsOK: true, Code: '1', Result: { Total: 2, Rows: [ROW, { ...ROW }] } });
    expect(read).toMatchObject({ page: 1, total: 2, given: [ROW, ROW] });
    expect(read.keys[0]).toBe(read.keys[1]);
    expect(source.checkRows(read.given)).toEqual({ rejected: new Map(), drift: null, newFields: [] });
  });

  it.each([
    ['<html>系统维护中</html>', '来源正在维护'], ['<html>hello</html>', '收到网页而不是数据'], ['{"IsOK":tr', '不是 JSON'], ['[]', '缺少外层结构'], ['{"IsOK":false,"Code":"9"}', '来源代码 9'], ['{"IsOK":true}', '缺少 Result'],
    ['{"IsOK":true,"Result":{"Total":"x","Rows":[]}}', 'Total 不是行数'], ['{"IsOK":true,"Result":{"Total":1.5,"Rows":[]}}', 'Total 不是行数'], ['{"IsOK":true,"Result":{"Total":1,"Rows":{}}}', 'Rows 不是列表'],
  ])('is refused: %s', (body, message) => expect(() => page(body)).toThrow(message));

  it('stops the run when a column is gone', () => {
    const without = { ...ROW, AAB301REMARK: undefined };
    expect(() => page({ IsOK: true, Result: { Total: 2, Rows: [without, without] } })).toThrow('AAB301REMARK');
  });
});
