import { describe, expect, it } from '@jest/globals';
import { readKannelReceipt, readKannelReply } from './kannel-callbacks.js';
import { outcomeOfAnswer } from './kannel.provider.js';

const REF = '0123456789abcdef0123456789abcdef';

describe('what smsbox answers', () => {
  it.each([['0: Accepted for delivery'], ['3: Queued for later delivery']])('%s: taken', (body) => {
    expect(outcomeOfAnswer(202, body)).toEqual({ verdict: 'accepted', providerId: null });
  });
  it('503: not now; 403, 400: not at all', () => {
    expect(outcomeOfAnswer(503, 'Temporal failure, try again later.')).toEqual({ verdict: 'refused', code: 'HTTP-503', passing: true, away: false });
    expect(outcomeOfAnswer(403, 'Authorization failed for sendsms')).toEqual({ verdict: 'refused', code: 'HTTP-403', passing: false, away: false });
  });
  it('what is neither is unknown', () => {
    for (const [status, body] of [[202, 'what?'], [200, ''], [500, ''], [502, 'Bad gateway']] as const) expect(outcomeOfAnswer(status, body)).toMatchObject({ verdict: 'unknown' });
  });
});

describe('a receipt of Kannel', () => {
  it.each([['1', 'delivered'], ['2', 'failed'], ['4', 'accepted'], ['8', 'accepted'], ['16', 'failed']])('%s means %s, and blocks no number', (status, read) => {
    expect(readKannelReceipt({ ref: REF.toUpperCase(), status })).toMatchObject({ reference: REF, status: read, hard: false });
  });
  it('is none without our number or with a status that there is not', () => {
    for (const query of [{}, { ref: REF }, { ref: REF, status: '3' }, { ref: 'x', status: '1' }, { ref: [REF, REF], status: '1' }, { ref: `${REF}0`, status: '1' }]) expect(readKannelReceipt(query)).toBeNull();
  });
});

describe('a reply of Kannel', () => {
  const headers = { 'x-kannel-from': '+8613800138000', 'x-kannel-time': '2026-11-28 09:53:31', 'content-type': 'text/plain; charset="UTF-16BE"' };
  it('is read from UTF-16BE, with the telephone as we write it', () => {
    expect(readKannelReply(headers, Buffer.from('不要', 'utf16le').swap16())).toMatchObject({ telephone: '13800138000', content: '不要', sentAt: new Date('2026-11-28T09:53:31Z') });
  });
  it('is read from UTF-8, and from a charset that nobody knows as well as can be', () => {
    expect(readKannelReply({ ...headers, 'content-type': 'text/plain; charset="UTF-8"' }, Buffer.from('TD'))).toMatchObject({ content: 'TD' });
    expect(readKannelReply({ ...headers, 'content-type': 'text/plain; charset=x-unknown' }, Buffer.from('1'))).toMatchObject({ content: '1' });
  });
  it('without a telephone is none', () => {
    for (const from of [undefined, '', 'abc', '1'.repeat(40)]) expect(readKannelReply({ ...headers, 'x-kannel-from': from }, Buffer.from('1'))).toBeNull();
  });
});
