import { recordsOf, saysNoSuchNumber, shanghaiTime, telephoneOf, textOf } from './callback-fields.js';
import type { SmsReceipt, SmsReply } from './sms-provider.js';

/** Receipts as Aliyun pushes them (`SmsReport`, an array); null for each that is none. */
export function readAliyunReceipts(body: unknown): (SmsReceipt | null)[] {
  return recordsOf(body).map((item) => {
    if (item === null) return null;
    const success = textOf(typeof item['success'] === 'boolean' ? String(item['success']) : item['success']).toLowerCase();
    const reference = textOf(item['out_id']) || textOf(item['biz_id']);
    if (!/^[\w^-]{1,64}$/.test(reference) || (success !== 'true' && success !== 'false')) return null;
    return { reference, status: success === 'true' ? 'delivered' : 'failed', code: textOf(item['err_code']).slice(0, 64) || null, hard: success === 'false' && saysNoSuchNumber(textOf(item['err_msg'])), reportedAt: shanghaiTime(item['report_time']) };
  });
}

/** Replies as Aliyun pushes them (`SmsUp`, an array). */
export function readAliyunReplies(body: unknown): (SmsReply | null)[] {
  return recordsOf(body).map((item) => {
    const telephone = telephoneOf(item?.['phone_number']);
    if (item === null || telephone === null || typeof item['content'] !== 'string') return null;
    const content = item['content'];
    return { telephone, content, sentAt: shanghaiTime(item['send_time']), reference: textOf(item['sequence_id']) || `${telephone} ${textOf(item['send_time'])} ${content}` };
  });
}
