import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BlobMissing, BlobStoreAway, requireKey, type BlobStore, type StoredBlob } from './blob-store.js';

/** Blobs as files below a folder. Where processes run on several machines, the folder must be shared by all. */
export class FolderBlobStore implements BlobStore {
  constructor(private readonly folder: string) {}

  /** Under a temporary name first, then flushed and renamed: after a power cut the blob is whole or not there. */
  async put(key: string, bytes: Buffer): Promise<void> {
    requireKey(key);
    const target = join(this.folder, key);
    await this.#guarded(async () => {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      const temporary = `${target}.${randomUUID()}`;
      const file = await open(temporary, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, target);
      await flushFolder(dirname(target));
    });
  }

  async get(key: string): Promise<Buffer> {
    requireKey(key);
    return this.#guarded(() => readFile(join(this.folder, key)));
  }

  async delete(key: string): Promise<void> {
    requireKey(key);
    await this.#guarded(() => rm(join(this.folder, key), { force: true }));
  }

  async *list(prefix: string): AsyncIterable<StoredBlob> {
    requireKey(`${prefix}x`);
    const top = prefix.slice(0, prefix.lastIndexOf('/'));
    const names = await this.#guarded(() => readdir(join(this.folder, top), { recursive: true, withFileTypes: true })).catch((error: unknown) => {
      if (error instanceof BlobMissing) return [];
      throw error;
    });
    for (const entry of names) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const key = path.slice(join(this.folder, '/').length).replaceAll('\\', '/');
      if (!key.startsWith(prefix)) continue;
      // Somebody else may have cleaned it away meanwhile.
      const found = await stat(path).catch(() => null);
      if (found !== null) yield { key, storedAt: found.mtime };
    }
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new BlobMissing('no such blob', { cause: error });
      throw new BlobStoreAway('the folder of the files cannot be used', { cause: error });
    }
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
