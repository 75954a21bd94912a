import { createHash, randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id with OWASP's first choice of 19 MiB, two passes, one lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Without 0 O 1 l I, which people confuse on paper. */
const LEGIBLE = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const KEY_ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2);
}

/** Whether the password is the one. A stored hash that is none answers false. */
export async function isPassword(stored: string, password: string): Promise<boolean> {
  return verify(stored, password).catch(() => false);
}

/** 12 to 128 characters, without the login name. Length is what counts (NIST SP 800-63B); no rules about kinds of characters. */
export function isStrongPassword(password: string, loginName: string): boolean {
  return password.length >= 12 && password.length <= 128 && !password.toLowerCase().includes(loginName.toLowerCase());
}

/** A first password to hand over: 16 legible characters, 93 bits. */
export function generatePassword(): string {
  return Array.from({ length: 16 }, () => LEGIBLE[randomInt(LEGIBLE.length)]).join('');
}

/** 256 random bits, base64url (43 characters). */
export function generateToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: its SHA-256. A fast hash will do, for nobody guesses 256 random bits. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The public part of an API key: 12 lower-case letters and digits. */
export function generateKeyId(): string {
  return Array.from({ length: 12 }, () => KEY_ID_LETTERS[randomInt(KEY_ID_LETTERS.length)]).join('');
}
