import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { AesFieldCipher, EnvelopeFault, type CellAddress } from './field-cipher.js';

const cell: CellAddress = { table: 'evidence_files', column: 'content', rowId: 'a' };
const keys = { current: 'e2', encryption: new Map([['e1', randomBytes(32)], ['e2', randomBytes(32)]]), index: randomBytes(32) };
const cipher = new AesFieldCipher(keys);

describe('a sealed file', () => {
  it('opens to what it was, also when empty, and under the key that sealed it', () => {
    for (const plain of [Buffer.alloc(0), Buffer.from([0, 46, 255]), randomBytes(100_000)]) expect(cipher.openBytes(cipher.sealBytes(plain, cell), cell).equals(plain)).toBe(true);
    const older = new AesFieldCipher({ ...keys, current: 'e1' }).sealBytes(Buffer.from('x'), cell);
    expect(cipher.openBytes(older, cell).toString()).toBe('x');
  });

  it('shows nothing of its content, and never looks the same twice', () => {
    const plain = Buffer.from('劳动合同'.repeat(50));
    const sealed = cipher.sealBytes(plain, cell);
    expect(sealed.includes(plain.subarray(0, 12))).toBe(false);
    expect(sealed.equals(cipher.sealBytes(plain, cell))).toBe(false);
  });

  it('opens in no other row, and not when a byte is changed, cut or unknown', () => {
    const sealed = cipher.sealBytes(randomBytes(40), cell);
    expect(() => cipher.openBytes(sealed, { ...cell, rowId: 'b' })).toThrow(EnvelopeFault);
    for (let i = 0; i < sealed.length; i++) {
      const altered = Buffer.from(sealed);
      altered[i]! ^= 1;
      expect(() => cipher.openBytes(altered, cell)).toThrow(EnvelopeFault);
      expect(() => cipher.openBytes(sealed.subarray(0, i), cell)).toThrow(EnvelopeFault);
    }
  });
});
