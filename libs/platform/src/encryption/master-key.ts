import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const KEY_BYTES = 32;

/** Where the master key of a data folder lies when nobody says: outside that folder, so that no copy of the data holds it. */
export function defaultMasterKeyFile(dataDir: string): string {
  const home = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const mark = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12);
  return join(home, 'shouyu', `master-${mark}.key`);
}

/** Reads the master key: 32 bytes as base64. @throws Error naming the file when it is missing or of another length. */
export async function readMasterKey(file: string): Promise<Buffer> {
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`the master key in ${file} is not ${KEY_BYTES} bytes of base64`);
  return key;
}

/** Reads the master key, or makes it at the first start; returns whether it is new. Readable by its owner only. */
export async function ensureMasterKey(file: string): Promise<{ key: Buffer; created: boolean }> {
  try {
    return { key: await readMasterKey(file), created: false };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return { key: await readMasterKey(file), created: true };
}
