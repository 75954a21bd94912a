import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Where a sealed value stands: a ciphertext moved to another table, column or row does not open. */
export interface CellAddress {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

/** The one interface behind which the cipher sits (another suite, such as SM4/SM3, can stand in for it). */
export interface FieldCipher {
  /** Envelope `v1.<key id>.<nonce>.<ciphertext>.<tag>`, base64url parts. */
  seal(plaintext: string, address: CellAddress): string;
  /** @throws EnvelopeFault when the envelope is malformed, of an unknown key, altered, or of another cell. */
  open(envelope: string, address: CellAddress): string;
  /** The same for a file: `v1.<key id>.`, then nonce, ciphertext and tag as they are. */
  sealBytes(plain: Buffer, address: CellAddress): Buffer;
  /** @throws EnvelopeFault */
  openBytes(sealed: Buffer, address: CellAddress): Buffer;
  /** Keyed blind index of a normalised value, hex; `kind` keeps equal values of different kinds apart. */
  blindIndex(kind: string, value: string): string;
}

/** A sealed value that does not open; its message names no value. */
export class EnvelopeFault extends Error {}

/** Plain data keys: the one that seals now, all that may open, and the one of the blind index. 32 bytes each. */
export interface DataKeys {
  readonly current: string;
  readonly encryption: ReadonlyMap<string, Buffer>;
  readonly index: Buffer;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Where the head of a sealed file ends at the latest. */
const HEAD_BYTES_MAX = 64;

/** AES-256-GCM with the cell's address as additional data; HMAC-SHA-256 under a key of its own for look-ups. */
export class AesFieldCipher implements FieldCipher {
  constructor(private readonly keys: DataKeys) {}

  seal(plaintext: string, address: CellAddress): string {
    return sealWith(this.keys.current, this.#keyOf(this.keys.current), plaintext, addressText(address));
  }

  open(envelope: string, address: CellAddress): string {
    return openWith(this.#keyOf(envelope.split('.')[1] ?? ''), envelope, addressText(address));
  }

  sealBytes(plain: Buffer, address: CellAddress): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#keyOf(this.keys.current), nonce);
    cipher.setAAD(Buffer.from(addressText(address), 'utf8'));
    return Buffer.concat([Buffer.from(`v1.${this.keys.current}.`, 'utf8'), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  openBytes(sealed: Buffer, address: CellAddress): Buffer {
    const [, head, keyId] = /^(v1\.([^.]+)\.)/.exec(sealed.subarray(0, HEAD_BYTES_MAX).toString('latin1')) ?? [];
    if (head === undefined || keyId === undefined || sealed.length < head.length + NONCE_BYTES + TAG_BYTES) throw new EnvelopeFault('not a sealed file of version 1');
    const content = head.length + NONCE_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', this.#keyOf(keyId), sealed.subarray(head.length, content));
    decipher.setAAD(Buffer.from(addressText(address), 'utf8'));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(content, sealed.length - TAG_BYTES)), decipher.final()]);
    } catch {
      throw new EnvelopeFault('altered, or of another cell');
    }
  }

  #keyOf(keyId: string): Buffer {
    const key = this.keys.encryption.get(keyId);
    if (!key) throw new EnvelopeFault('sealed with a key that is not here');
    return key;
  }

  blindIndex(kind: string, value: string): string {
    return createHmac('sha256', this.keys.index).update(`${kind}|${value}`).digest('hex');
  }
}

const addressText = (address: CellAddress): string => `${address.table}|${address.column}|${address.rowId}`;

/** Seals a text under one key; also wraps data keys under the master key. */
export function sealWith(keyId: string, key: Buffer, plaintext: string, additional: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(additional, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return ['v1', keyId, nonce.toString('base64url'), ciphertext.toString('base64url'), cipher.getAuthTag().toString('base64url')].join('.');
}

/** Opens an envelope of `sealWith`. @throws EnvelopeFault */
export function openWith(key: Buffer, envelope: string, additional: string): string {
  const [version, , nonce, ciphertext, tag] = envelope.split('.');
  if (version !== 'v1' || nonce === undefined || ciphertext === undefined || tag === undefined) throw new EnvelopeFault('not an envelope of version 1');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'));
    decipher.setAAD(Buffer.from(additional, 'utf8'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]).toString('utf8');
  } catch {
    throw new EnvelopeFault('altered, or of another cell');
  }
}
