import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type { Entry, Options, ZipFile } from 'yauzl';
import { LIMITS } from './limits.js';
import { WorkbookRefused } from './refusals.js';

const yauzl = createRequire(import.meta.url)('yauzl') as { fromBuffer(buffer: Buffer, options: Options, done: (error: Error | null, file: ZipFile) => void): void };

const NESTED = /\.(zip|xlsx|xlsm|xlsb|docx|7z|rar|gz|bz2|xz|jar|tar)$/i;
const MIB = 1_048_576;

/** A zip file that was looked through before anything in it was inflated. */
export class Archive {
  #inflated = 0;

  private constructor(
    private readonly file: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Reads the directory and refuses what is too much. @throws WorkbookRefused */
  static async open(bytes: Buffer): Promise<Archive> {
    const file = await new Promise<ZipFile>((done, fail) => yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true, autoClose: false }, (error, opened) => (error ? fail(new WorkbookRefused('WORKBOOK.BROKEN')) : done(opened))));
    if (file.entryCount > LIMITS.archiveEntries) throw new WorkbookRefused('WORKBOOK.ARCHIVE_SUSPICIOUS');
    const entries = new Map<string, Entry>();
    await new Promise<void>((done, fail) => {
      file.on('error', () => fail(new WorkbookRefused('WORKBOOK.BROKEN')));
      file.on('end', done);
      file.on('entry', (entry: Entry) => {
        entries.set(entry.fileName.toLowerCase(), entry);
        file.readEntry();
      });
      file.readEntry();
    });
    checkDirectory([...entries.values()]);
    return new Archive(file, entries);
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /** The bytes of one entry as they are inflated; more than was stated, or more than the limit in all, ends it. @throws WorkbookRefused */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name.toLowerCase());
    if (entry === undefined) throw new WorkbookRefused('WORKBOOK.BROKEN');
    const stream = await new Promise<Readable>((done, fail) => this.file.openReadStream(entry, (error, opened) => (error ? fail(new WorkbookRefused('WORKBOOK.BROKEN')) : done(opened))));
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if ((this.#inflated += chunk.length) > LIMITS.inflatedBytes) throw new WorkbookRefused('WORKBOOK.ARCHIVE_SUSPICIOUS');
        yield chunk;
      }
    } catch (error) {
      if (error instanceof WorkbookRefused) throw error;
      throw new WorkbookRefused(/too many bytes/.test((error as Error).message) ? 'WORKBOOK.ARCHIVE_SUSPICIOUS' : 'WORKBOOK.BROKEN');
    } finally {
      stream.destroy();
    }
  }
}

function checkDirectory(entries: readonly Entry[]): void {
  if (entries.some((entry) => entry.isEncrypted())) throw new WorkbookRefused('WORKBOOK.ENCRYPTED');
  const total = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  const isBomb = entries.some((entry) => entry.uncompressedSize > MIB && entry.uncompressedSize > entry.compressedSize * LIMITS.ratio);
  if (total > LIMITS.inflatedBytes || isBomb || entries.some((entry) => NESTED.test(entry.fileName))) throw new WorkbookRefused('WORKBOOK.ARCHIVE_SUSPICIOUS');
}
