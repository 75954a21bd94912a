import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { messageIdOf, newSecret, signatureHeaders } from './signature.js';

const BODY = '{"type":"ping","timestamp":"2026-11-28T08:00:00.000Z","data":{"endpointId":"电焊工"}}';
const message = { id: messageIdOf('2b1c0f6d-e5f0-4a0b-9a9a-4c8f7b0d9e11'), at: new Date(), body: BODY };

describe('a signed message', () => {
  it('is believed by the verifier of Standard Webhooks', () => {
    const secret = newSecret();
    expect(new Webhook(secret).verify(BODY, { ...signatureHeaders(message, [secret]) })).toEqual(JSON.parse(BODY));
  });

  it('has a secret of 24 bytes behind whsec_, each time another, and an id without full stops', () => {
    expect(Buffer.from(newSecret().replace(/^whsec_/, ''), 'base64')).toHaveLength(24);
    expect(newSecret()).not.toBe(newSecret());
    expect(message.id).toMatch(/^msg_[0-9a-f]{32}$/);
  });

  it('is believed by who has either of two secrets', () => {
    const [now, before] = [newSecret(), newSecret()];
    const headers = { ...signatureHeaders(message, [now, before]) };
    for (const secret of [now, before]) expect(() => new Webhook(secret).verify(BODY, headers)).not.toThrow();
    expect(() => new Webhook(newSecret()).verify(BODY, headers)).toThrow();
  });

  it('is not believed with another body, id or time', () => {
    const secret = newSecret();
    const headers = { ...signatureHeaders(message, [secret]) };
    const verifier = new Webhook(secret);
    expect(() => verifier.verify(`${BODY} `, headers)).toThrow();
    expect(() => verifier.verify(BODY, { ...headers, 'webhook-id': 'msg_0' })).toThrow();
    expect(() => verifier.verify(BODY, { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) })).toThrow();
    expect(() => verifier.verify(BODY, { ...signatureHeaders({ ...message, at: new Date(Date.now() - 3_600_000) }, [secret]) })).toThrow();
  });
});
