import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3StandIn, type S3StandIn } from '../../../../test/support/s3-stand-in.js';
import { BlobMissing, BlobStoreAway, type BlobStore } from './blob-store.js';
import { FolderBlobStore } from './folder-blob-store.js';
import { S3BlobStore } from './s3-blob-store.js';

let folder: string;
let s3: S3StandIn;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'));
  s3 = await startS3StandIn();
});
afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true });
});

const keysOf = async (store: BlobStore, prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys.sort();
};

/** Both stores keep one contract. */
describe.each([['a folder', (): BlobStore => new FolderBlobStore(folder)], ['S3-compatible storage', (): BlobStore => new S3BlobStore(s3.place)]] as const)('blobs in %s', (_, open) => {
  it('come back byte for byte, also large ones and empty ones', async () => {
    const store = open();
    for (const [key, bytes] of [['evidence/420626/aa/1', randomBytes(5_300_000)], ['evidence/420626/aa/2', Buffer.alloc(0)], ['evidence/420626/ab/3', Buffer.from([0, 255, 13, 10])]] as const) {
      await store.put(key, bytes);
      expect((await store.get(key)).equals(bytes)).toBe(true);
    }
  });

  it('are replaced whole by another put', async () => {
    const store = open();
    await store.put('evidence/420626/ac/4', Buffer.from('first and longer'));
    await store.put('evidence/420626/ac/4', Buffer.from('second'));
    expect((await store.get('evidence/420626/ac/4')).toString()).toBe('second');
  });

  it('are listed by prefix, page after page, with the time they came', async () => {
    const store = open();
    const keys = Array.from({ length: 7 }, (__, i) => `listed/420626/b${i}/${i}`);
    for (const key of [...keys, 'listed/420627/b0/0']) await store.put(key, Buffer.from(key));
    expect(await keysOf(store, 'listed/420626/')).toEqual(keys);
    expect(await keysOf(store, 'listed/999999/')).toEqual([]);
    for await (const { storedAt } of store.list('listed/420627/')) expect(Math.abs(storedAt.getTime() - Date.now())).toBeLessThan(60_000);
  });

  it('are gone when deleted, and deleting again is no fault', async () => {
    const store = open();
    await store.put('gone/1/2', Buffer.from('x'));
    await store.delete('gone/1/2');
    await store.delete('gone/1/2');
    await expect(store.get('gone/1/2')).rejects.toThrow(BlobMissing);
    expect(await keysOf(store, 'gone/1/')).toEqual([]);
  });

  it.each(['../secret', 'a/../../b', '/etc/passwd', 'evidence', 'a/b c', 'a/', 'A/b', 'a/.b', 'a/b?x=1'])('have no key %s', async (key) => {
    const store = open();
    await expect(store.put(key, Buffer.from('x'))).rejects.toThrow('not a key of a blob');
    await expect(store.get(key)).rejects.toThrow('not a key of a blob');
  });
});

describe('a folder', () => {
  it('shows what an interrupted put left behind, so that it can be taken away', async () => {
    const store = new FolderBlobStore(folder);
    await store.put('torn/420626/aa/5', Buffer.from('whole'));
    await writeFile(join(folder, 'torn/420626/aa/5.6d1f'), 'ha');
    expect(await keysOf(store, 'torn/420626/')).toEqual(['torn/420626/aa/5', 'torn/420626/aa/5.6d1f']);
    await store.delete('torn/420626/aa/5.6d1f');
    expect((await readdir(join(folder, 'torn/420626/aa'))).sort()).toEqual(['5']);
  });

  it('that is none is away', async () => {
    await writeFile(join(folder, 'file'), 'x');
    await expect(new FolderBlobStore(join(folder, 'file')).put('a/b', Buffer.from('x'))).rejects.toThrow(BlobStoreAway);
  });
});

describe('S3-compatible storage', () => {
  it('is tried again after a failure of its own, and away after too many', async () => {
    const store = new S3BlobStore(s3.place);
    s3.failNext(503, 1);
    await store.put('again/1/1', Buffer.from('x'));
    expect((await store.get('again/1/1')).toString()).toBe('x');
    s3.failNext(503, 3);
    await expect(store.get('again/1/1')).rejects.toThrow(BlobStoreAway);
  });

  it('refuses another key, and says neither key nor secret', async () => {
    const store = new S3BlobStore({ ...s3.place, secretAccessKey: 'not-that-one' });
    await expect(store.put('a/b', Buffer.from('x'))).rejects.toThrow(/^the storage of the files answers 403$/);
    expect(s3.objects.has('a/b')).toBe(false);
  });

  it('that nobody listens at is away', async () => {
    await expect(new S3BlobStore({ ...s3.place, endpoint: 'http://127.0.0.1:9' }).get('a/b')).rejects.toThrow(BlobStoreAway);
  });
});
