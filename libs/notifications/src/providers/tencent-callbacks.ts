import { recordsOf, saysNoSuchNumber, shanghaiTime, telephoneOf, textOf } from './callback-fields.js';
import type { SmsReceipt, SmsReply } from './sms-provider.js';

/** Receipts as Tencent pushes them (an array), by its own serial number; null for each that is none. */
export function readTencentReceipts(body: unknown): (SmsReceipt | null)[] {
  return recordsOf(body).map((item) => {
    if (item === null) return null;
    const [status, reference] = [textOf(item['report_status']).toUpperCase(), textOf(item['sid'])];
    if (!/^[\w:.-]{1,64}$/.test(reference) || (status !== 'SUCCESS' && status !== 'FAIL')) return null;
    return {
      reference, status: status === 'SUCCESS' ? 'delivered' : 'failed', code: textOf(item['errmsg']).slice(0, 64) || null, hard: status === 'FAIL' && saysNoSuchNumber(textOf(item['description'])), reportedAt: shanghaiTime(item['user_receive_time']),
    };
  });
}

/** A reply as Tencent pushes it: one object, its time in seconds since 1970. */
export function readTencentReplies(body: unknown): (SmsReply | null)[] {
  return recordsOf(body).map((item) => {
    const telephone = telephoneOf(item?.['mobile']);
    if (item === null || telephone === null || typeof item['text'] !== 'string') return null;
    const seconds = Number(textOf(item['time']) || Number.NaN);
    return { telephone, content: item['text'], sentAt: Number.isSafeInteger(seconds) ? new Date(seconds * 1_000) : null, reference: `${telephone} ${textOf(item['time'])} ${item['text']}` };
  });
}
