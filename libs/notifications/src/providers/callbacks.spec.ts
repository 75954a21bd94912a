import { describe, expect, it } from '@jest/globals';
import { readAliyunReceipts, readAliyunReplies } from './aliyun-callbacks.js';
import { readTencentReceipts, readTencentReplies } from './tencent-callbacks.js';

const OUT = '0123456789abcdef0123456789abcdef';
const REPORT = { phone_number: '13800138000', send_time: '2026-11-28 10:00:00', report_time: '2026-11-28 10:00:05', success: true, err_code: 'DELIVERED', err_msg: '用户接收成功', sms_size: '1', biz_id: '9006', out_id: OUT };
const STATUS = { user_receive_time: '2026-11-28 10:00:05', nationcode: '86', mobile: '13800138000', report_status: 'SUCCESS', errmsg: 'DELIVRD', description: '用户短信送达成功', sid: '2640:4' };

describe('what Aliyun pushes', () => {
  it('is a receipt by our number, or by its own where ours is not in it', () => {
    expect(readAliyunReceipts([REPORT])).toEqual([{ reference: OUT, status: 'delivered', code: 'DELIVERED', hard: false, reportedAt: new Date('2026-11-28T02:00:05Z') }]);
    expect(readAliyunReceipts([{ ...REPORT, out_id: '' }])).toMatchObject([{ reference: '9006' }]);
  });
  it('tells a number that does not exist from one that is switched off', () => {
    expect(readAliyunReceipts([{ ...REPORT, success: false, err_code: 'MK:0001', err_msg: '空号' }, { ...REPORT, success: 'FALSE', err_code: 'MK:0001', err_msg: '空号、停机或关机' }])).toMatchObject([{ status: 'failed', hard: true }, { status: 'failed', hard: false }]);
  });
  it.each([[{}], [null], ['text'], [7], [[[]]], [{ ...REPORT, success: 'maybe' }], [{ ...REPORT, out_id: '', biz_id: '' }], [{ ...REPORT, out_id: { $ne: 1 }, biz_id: null }], [{ ...REPORT, out_id: 'x'.repeat(65) }]])('%j is none', (item) => {
    expect(readAliyunReceipts([item])).toEqual([null]);
  });
  it('one bad receipt leaves the others readable', () => {
    expect(readAliyunReceipts([{}, REPORT]).map((each) => each?.status ?? null)).toEqual([null, 'delivered']);
  });
  it('is a reply, known by its sequence', () => {
    expect(readAliyunReplies([{ phone_number: '8613800138000', send_time: '2026-11-28 10:01:00', content: '１', sign_name: '测试', dest_code: '1234', sequence_id: 77 }])).toEqual([{ telephone: '13800138000', content: '１', sentAt: new Date('2026-11-28T02:01:00Z'), reference: '77' }]);
    expect(readAliyunReplies([{ phone_number: 'x', content: '1' }, { phone_number: '13800138000' }])).toEqual([null, null]);
  });
});

describe('what Tencent pushes', () => {
  it('is a receipt by its serial number, in capitals or not', () => {
    expect(readTencentReceipts([STATUS, { ...STATUS, report_status: 'fail', errmsg: 'MK:0001', description: '空号' }])).toEqual([
      { reference: '2640:4', status: 'delivered', code: 'DELIVRD', hard: false, reportedAt: new Date('2026-11-28T02:00:05Z') }, { reference: '2640:4', status: 'failed', code: 'MK:0001', hard: true, reportedAt: new Date('2026-11-28T02:00:05Z') },
    ]);
  });
  it.each([[{}], [null], [{ ...STATUS, report_status: 'PERHAPS' }], [{ ...STATUS, sid: '' }], [{ ...STATUS, sid: ['2640'] }]])('%j is none', (item) => {
    expect(readTencentReceipts([item])).toEqual([null]);
  });
  it('is a reply: one object, a time in seconds', () => {
    expect(readTencentReplies({ extend: '0', mobile: '13800138000', nationcode: '86', sign: '测试', text: '不要😀', time: 1_795_831_261 })).toEqual([{ telephone: '13800138000', content: '不要😀', sentAt: new Date('2026-11-28T02:01:01Z'), reference: '13800138000 1795831261 不要😀' }]);
    expect(readTencentReplies({ mobile: '13800138000', text: '1', time: 'soon' })).toMatchObject([{ sentAt: null }]);
    expect(readTencentReplies('1')).toEqual([null]);
  });
});
