import { describe, expect, it } from '@jest/globals';
import { isFrom, isSecret } from './callback-gate.js';

describe('who may call back', () => {
  it.each([
    ['10.1.2.3', ['10.0.0.0/8'], true], ['11.1.2.3', ['10.0.0.0/8'], false], ['127.0.0.1', ['127.0.0.1'], true], ['::ffff:127.0.0.1', ['127.0.0.1'], true], ['::1', ['127.0.0.1', '::1'], true],
    ['fd00::5', ['fd00::/8'], true], ['10.1.2.3', ['fd00::/8'], false], ['10.1.2.3', [], false], ['nobody', ['0.0.0.0/0'], false],
  ])('%s by %j: %s', (address, networks, isAllowed) => {
    expect(isFrom(address, networks)).toBe(isAllowed);
  });
  it('only the exact secret, and nobody where there is none', () => {
    const secret = 'a'.repeat(32);
    expect(isSecret(secret, secret)).toBe(true);
    for (const given of ['', 'a'.repeat(31), secret.toUpperCase(), `${secret} `]) expect(isSecret(given, secret)).toBe(false);
    expect(isSecret('', null)).toBe(false);
  });
});
