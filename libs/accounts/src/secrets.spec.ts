import { describe, expect, it } from '@jest/globals';
import { generateKeyId, generatePassword, generateToken, hashPassword, isPassword, isStrongPassword, tokenHash } from './secrets.js';

describe('passwords', () => {
  it('are kept as Argon2id, salted, and only the right one fits', async () => {
    const [first, second] = await Promise.all([hashPassword('a quiet mountain road'), hashPassword('a quiet mountain road')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(await isPassword(first, 'a quiet mountain road')).toBe(true);
    expect(await isPassword(first, 'a quiet mountain roaD')).toBe(false);
    expect(await isPassword('not a hash', 'x')).toBe(false);
  });

  it('have 12 to 128 characters and do not repeat the login name', () => {
    expect(isStrongPassword('twelve chars', 'admin')).toBe(true);
    for (const weak of ['eleven char', 'x'.repeat(129), 'the ADMIN account']) expect(isStrongPassword(weak, 'admin')).toBe(false);
  });

  it('that are generated differ and hold no letters that look alike', () => {
    const made = new Set(Array.from({ length: 500 }, generatePassword));
    expect(made.size).toBe(500);
    for (const password of made) expect(password).toMatch(/^[a-zA-Z2-9]{16}$/);
    expect([...made].join('')).not.toMatch(/[0O1lIio]/);
  });
});

describe('tokens', () => {
  it('have 256 random bits, and key ids 12 letters', () => {
    expect(generateToken()).toMatch(/^[\w-]{43}$/);
    expect(generateKeyId()).toMatch(/^[a-z0-9]{12}$/);
    expect(tokenHash('a').toString('hex')).toBe('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb');
  });
});
