import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { BLOB_STORE, BlobMissing, BlobStoreAway, CLOCK, EnvelopeFault, FIELD_CIPHER, type BlobStore, type CellAddress, type FieldCipher } from '@app/platform';
import { ScanRefused, ScansAway } from '../placements.errors.js';
import type { ScanShelf } from './scan-shelf.js';
import { scanTypeOf, type ScanType } from './scan-type.js';

/** What is left alone for so long although no row names it: an upload may still be on its way. */
const ORPHAN_AFTER_MS = 24 * 3_600_000;
const KEYS_AT_ONCE = 500;

export interface GivenScan {
  readonly name: string;
  readonly declaredType: string;
  readonly bytes: Buffer;
}

/** A scan that was looked at and may be kept. */
export interface SeenScan {
  readonly bytes: Buffer;
  readonly mediaType: ScanType;
  /** Of the content as it was sent. */
  readonly sha256: string;
}

const addressOf = ({ table }: ScanShelf, id: string): CellAddress => ({ table, column: 'content', rowId: id });
const prefixOf = ({ folder }: ScanShelf, county: string): string => `${folder}/${county}/`;

/** Scans of papers: known by their content, sealed under their row's id before they leave memory. */
@Injectable()
export class SealedScans {
  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ScanRefused (no whole PDF, JPEG or PNG, or one that is something else besides) */
  look(shelf: ScanShelf, given: GivenScan): SeenScan {
    const scan = scanTypeOf(given.bytes, given);
    if ('fault' in scan) throw new ScanRefused(shelf.noun, scan.fault);
    return { bytes: given.bytes, mediaType: scan.type, sha256: createHash('sha256').update(given.bytes).digest('hex') };
  }

  /**
   * Stores a scan for the row of this id, before the row is there: a crash between the two leaves a blob that nothing names,
   * and the night takes it away.
   * @returns the key that the row names
   * @throws ScansAway
   */
  async put(shelf: ScanShelf, county: string, id: string, { bytes }: SeenScan): Promise<string> {
    const key = `${prefixOf(shelf, county)}${id.slice(0, 2)}/${id}`;
    await away(shelf, () => this.blobs.put(key, this.cipher.sealBytes(bytes, addressOf(shelf, id))));
    return key;
  }

  /** @throws ScansAway */
  async open(shelf: ScanShelf, id: string, key: string): Promise<Buffer> {
    return away(shelf, async () => this.cipher.openBytes(await this.blobs.get(key), addressOf(shelf, id)));
  }

  /** Takes back what was put for a row that another row of the same content came before. */
  async discard(key: string): Promise<void> {
    await this.blobs.delete(key).catch(() => undefined);
  }

  /** Takes a scan away for good; one that is gone already is no fault. @throws ScansAway */
  async remove(shelf: ScanShelf, key: string): Promise<void> {
    await away(shelf, () => this.blobs.delete(key));
  }

  /** Takes away blobs of a county that no row names. May run twice, and beside uploads. @param named which of these keys a row names */
  async cleanUp(shelf: ScanShelf, county: string, named: (keys: readonly string[]) => Promise<ReadonlySet<string>>, signal?: AbortSignal): Promise<number> {
    const before = this.clock.now().getTime() - ORPHAN_AFTER_MS;
    let [removed, batch]: [number, string[]] = [0, []];
    const flush = async (): Promise<void> => {
      const known = await named(batch);
      for (const key of batch) {
        if (known.has(key)) continue;
        await this.blobs.delete(key);
        removed++;
      }
      batch = [];
    };
    for await (const { key, storedAt } of this.blobs.list(prefixOf(shelf, county))) {
      signal?.throwIfAborted();
      if (storedAt.getTime() >= before) continue;
      if (batch.push(key) === KEYS_AT_ONCE) await flush();
    }
    if (batch.length > 0) await flush();
    return removed;
  }
}

/** What the store or the seal cannot give is one failure to the caller: later, or by the operator. */
async function away<T>(shelf: ScanShelf, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BlobStoreAway || error instanceof BlobMissing || error instanceof EnvelopeFault) throw new ScansAway(shelf.noun);
    throw error;
  }
}
