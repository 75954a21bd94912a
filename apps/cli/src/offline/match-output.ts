import { createWriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes lines to a stream that stays open (standard output), no faster than it takes them. */
export async function writeLines(lines: Iterable<string>, stream: NodeJS.WritableStream): Promise<void> {
  await pipeline(Readable.from(lines), stream, { end: false });
}

/** Writes lines to a file that appears under its name only when it is whole; what is no ordinary file (a pipe, a device) is written straight. */
export async function writeLinesToFile(lines: Iterable<string>, path: string): Promise<void> {
  const present = await stat(path).catch(() => null);
  if (present !== null && !present.isFile()) {
    await pipeline(Readable.from(lines), createWriteStream(path));
    return;
  }
  const target = present === null ? path : await realpath(path);
  const partial = `${target}.${process.pid}.partial`;
  try {
    await pipeline(Readable.from(lines), createWriteStream(partial, { flags: 'wx' }));
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
