/** A stored blob, and when it came. */
export interface StoredBlob {
  readonly key: string;
  readonly storedAt: Date;
}

/**
 * Where sealed files lie: a folder, or S3-compatible storage. Keys are short paths of ours, never a name that somebody
 * sent. A blob is whole or not there.
 */
export interface BlobStore {
  /** @throws BlobStoreAway */
  put(key: string, bytes: Buffer): Promise<void>;
  /** @throws BlobMissing, BlobStoreAway */
  get(key: string): Promise<Buffer>;
  /** What is not there is deleted. @throws BlobStoreAway */
  delete(key: string): Promise<void>;
  /** Everything whose key begins so, what an interrupted `put` left behind among it. @throws BlobStoreAway */
  list(prefix: string): AsyncIterable<StoredBlob>;
}

/** Nothing lies under the key. */
export class BlobMissing extends Error {}

/** The store cannot be reached, or refuses; says nothing of keys or credentials. */
export class BlobStoreAway extends Error {}

const KEY = /^[a-z0-9]+(?:\/[a-z0-9][a-z0-9.-]*)+$/;

/** @throws Error for a key that is none of ours: nothing leads out of the store */
export function requireKey(key: string): void {
  if (!KEY.test(key) || key.includes('..')) throw new Error('not a key of a blob');
}
