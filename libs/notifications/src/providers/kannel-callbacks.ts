import { telephoneOf } from './callback-fields.js';
import type { ReceiptStatus, SmsReceipt, SmsReply } from './sms-provider.js';

const STATUS: Readonly<Record<string, ReceiptStatus>> = { '1': 'delivered', '2': 'failed', '4': 'accepted', '8': 'accepted', '16': 'failed' };

/** A receipt as smsbox calls the address that we gave it; null: none of ours. Why a message failed Kannel does not say by number, so no number is blocked by it. */
export function readKannelReceipt(query: Readonly<Record<string, unknown>>): SmsReceipt | null {
  const { ref, status } = query;
  const read = typeof status === 'string' ? STATUS[status] : undefined;
  if (typeof ref !== 'string' || !/^[0-9a-f]{32}$/i.test(ref) || read === undefined) return null;
  return { reference: ref.toLowerCase(), status: read, code: `DLR-${String(status)}`, hard: false, reportedAt: null };
}

const DECODERS: Readonly<Record<string, string>> = { 'utf-16be': 'utf-16be', 'utf-8': 'utf-8', 'iso-8859-1': 'latin1', 'us-ascii': 'utf-8' };

/**
 * A reply as smsbox posts it (`post-url` with `send-sender = true`): the telephone in a header, the text as the body, in
 * UTF-16BE where it is Chinese. Null: no reply. Times are UTC.
 */
export function readKannelReply(headers: Readonly<Record<string, string | string[] | undefined>>, body: Buffer): SmsReply | null {
  const header = (name: string): string => String([headers[`x-kannel-${name}`] ?? ''].flat()[0]);
  const telephone = telephoneOf(header('from'));
  if (telephone === null) return null;
  const charset = /charset="?([\w-]+)"?/i.exec([headers['content-type'] ?? ''].flat()[0] ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
  const content = new TextDecoder(DECODERS[charset] ?? 'utf-8').decode(body);
  const sentAt = new Date(`${header('time').replace(' ', 'T')}Z`);
  return { telephone, content, sentAt: Number.isNaN(sentAt.getTime()) ? null : sentAt, reference: `${telephone} ${header('time')} ${body.toString('base64')}` };
}
