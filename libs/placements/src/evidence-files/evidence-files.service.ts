import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { BLOB_STORE, BlobMissing, BlobStoreAway, CLOCK, Database, EnvelopeFault, FIELD_CIPHER, type BlobStore, type CellAddress, type FieldCipher, type Principal, type Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import type { StoredFact } from '../ledger/ledger-row.js';
import { EvidenceFileRefused, EvidenceFileUnknown, EvidenceFilesTooMany, FactUnknown, FilesAway, LedgerMoveRefused } from '../placements.errors.js';
import { EvidenceFilesRepository, type EvidenceFile } from './evidence-files.repository.js';
import { scanTypeOf, type ScanType } from './scan-type.js';

/** Files of one piece of evidence at the most. */
const FILES_MAX = 20;
/** What no row names is left alone for so long: an upload may still be on its way. */
const ORPHAN_AFTER_MS = 24 * 3_600_000;
const KEYS_AT_ONCE = 500;

export interface GivenScan {
  readonly name: string;
  readonly declaredType: string;
  readonly bytes: Buffer;
}

const addressOf = (id: string): CellAddress => ({ table: 'evidence_files', column: 'content', rowId: id });
const prefixOf = (county: string): string => `evidence/${county}/`;

/** Scans of evidence: known by their content, sealed before they leave memory, shown in full only for a reason. */
@Injectable()
export class EvidenceFilesService {
  constructor(
    private readonly database: Database,
    private readonly files: EvidenceFilesRepository,
    private readonly books: CountyBooks,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Adds a scan to evidence in force; the same content again is the same file. The content is stored before its row: a
   * crash between the two leaves a blob that nothing names, and the night takes it away.
   * @throws EvidenceFileRefused, FactUnknown, LedgerMoveRefused, EvidenceFilesTooMany, FilesAway
   */
  async add(principal: Principal, factId: string, given: GivenScan): Promise<EvidenceFile> {
    const scan = scanTypeOf(given.bytes, given);
    if ('fault' in scan) throw new EvidenceFileRefused(scan.fault);
    const sha256 = createHash('sha256').update(given.bytes).digest('hex');
    const looked = await this.database.inScope({ ...principal }, async (tx) => {
      const evidence = await this.#getEvidence(tx, factId);
      return { evidence, known: await this.files.findByContent(tx, factId, sha256), count: (await this.files.list(tx, factId)).length };
    });
    if (looked.known !== null) return looked.known;
    if (!looked.evidence.inForce) throw new LedgerMoveRefused('这条佐证已被撤回，不能再添加文件。');
    if (looked.count >= FILES_MAX) throw new EvidenceFilesTooMany(FILES_MAX);
    const id = randomUUID();
    const { ownerRegion } = looked.evidence;
    const blobKey = `${prefixOf(ownerRegion.slice(0, 6))}${id.slice(0, 2)}/${id}`;
    await away(() => this.blobs.put(blobKey, this.cipher.sealBytes(given.bytes, addressOf(id))));
    const added = await this.database.inScope({ ...principal }, async (tx) => {
      const row = await this.files.insert(tx, { id, ownerRegion, factId, sha256, size: given.bytes.length, mediaType: scan.type, blobKey, addedBy: principal.id });
      if (row !== null) await this.books.audit.record(tx, { action: 'evidence-file.add', subjectKind: 'fact', subjectId: factId, region: ownerRegion, details: { fileId: id, mediaType: scan.type, size: given.bytes.length } });
      return row ?? (await this.files.findByContent(tx, factId, sha256))!;
    });
    if (added.id !== id) await this.blobs.delete(blobKey).catch(() => undefined);
    return added;
  }

  /** What there is, without any content. @throws FactUnknown */
  async list(principal: Principal, factId: string): Promise<EvidenceFile[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.#getEvidence(tx, factId);
      return this.files.list(tx, factId);
    });
  }

  /** The content of a file; who saw it and why is on the record before it is read. @throws FactUnknown, EvidenceFileUnknown, FilesAway */
  async reveal(principal: Principal, factId: string, id: string, reason: string): Promise<{ mediaType: ScanType; bytes: Buffer }> {
    const file = await this.database.inScope(principal, async (tx) => {
      const evidence = await this.#getEvidence(tx, factId);
      const found = await this.files.find(tx, factId, id);
      if (found === null) throw new EvidenceFileUnknown();
      await this.books.audit.record(tx, { action: 'evidence-file.reveal', subjectKind: 'fact', subjectId: factId, region: evidence.ownerRegion, reason: reason.trim(), details: { fileId: id } });
      return found;
    });
    const bytes = await away(async () => this.cipher.openBytes(await this.blobs.get(file.blobKey), addressOf(id)));
    return { mediaType: file.mediaType, bytes };
  }

  /** Takes away blobs of a county that no row names. May run twice, and beside uploads. */
  async cleanUp(principal: Principal, signal?: AbortSignal): Promise<number> {
    const before = this.clock.now().getTime() - ORPHAN_AFTER_MS;
    let [removed, batch]: [number, string[]] = [0, []];
    const flush = async (): Promise<void> => {
      const known = await this.database.inScope({ ...principal }, (tx) => this.files.findKeys(tx, batch));
      for (const key of batch) {
        if (known.has(key)) continue;
        await this.blobs.delete(key);
        removed++;
      }
      batch = [];
    };
    for await (const { key, storedAt } of this.blobs.list(prefixOf(principal.region.slice(0, 6)))) {
      signal?.throwIfAborted();
      if (storedAt.getTime() >= before) continue;
      if (batch.push(key) === KEYS_AT_ONCE) await flush();
    }
    if (batch.length > 0) await flush();
    return removed;
  }

  async #getEvidence(tx: Transaction, factId: string): Promise<StoredFact> {
    const fact = await this.books.ledger.findFact(tx, factId);
    if (fact?.kind !== 'evidence') throw new FactUnknown();
    return fact;
  }
}

/** What the store or the seal cannot give is one failure to the caller: later, or by the operator. */
async function away<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BlobStoreAway || error instanceof BlobMissing || error instanceof EnvelopeFault) throw new FilesAway();
    throw error;
  }
}
