import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Principal, type Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import type { StoredFact } from '../ledger/ledger-row.js';
import { EvidenceFileUnknown, EvidenceFilesTooMany, FactUnknown, LedgerMoveRefused } from '../placements.errors.js';
import type { ScanShelf } from '../scans/scan-shelf.js';
import type { ScanType } from '../scans/scan-type.js';
import { SealedScans, type GivenScan } from '../scans/sealed-scans.service.js';
import { deletedNoteOf, EvidenceFilesRepository, type EvidenceFile } from './evidence-files.repository.js';
import { EvidenceFileDeleted } from './file-deletions.errors.js';

/** Files of one piece of evidence at the most. */
const FILES_MAX = 20;
export const EVIDENCE_SHELF: ScanShelf = { folder: 'evidence', table: 'evidence_files', noun: 'EVIDENCE_FILE' };

/** Scans of evidence: known by their content, sealed before they leave memory, shown in full only for a reason. */
@Injectable()
export class EvidenceFilesService {
  constructor(
    private readonly database: Database,
    private readonly files: EvidenceFilesRepository,
    private readonly books: CountyBooks,
    private readonly scans: SealedScans,
  ) {}

  /**
   * Adds a scan to evidence in force; the same content again is the same file, and once deleted it does not come back.
   * @throws ScanRefused, FactUnknown, EvidenceFileDeleted, LedgerMoveRefused, EvidenceFilesTooMany, ScansAway
   */
  async add(principal: Principal, factId: string, given: GivenScan): Promise<EvidenceFile> {
    const scan = this.scans.look(EVIDENCE_SHELF, given);
    const { sha256, mediaType } = scan;
    const looked = await this.database.inScope({ ...principal }, async (tx) => {
      const evidence = await this.#getEvidence(tx, factId);
      return { evidence, known: await this.files.findByContent(tx, factId, sha256), count: (await this.files.list(tx, factId)).filter(({ deletionGround }) => deletionGround === null).length };
    });
    if (looked.known !== null) return kept(looked.known);
    if (!looked.evidence.inForce) throw new LedgerMoveRefused('这条佐证已被撤回，不能再添加文件。');
    if (looked.count >= FILES_MAX) throw new EvidenceFilesTooMany(FILES_MAX);
    const id = randomUUID();
    const { ownerRegion } = looked.evidence;
    const blobKey = await this.scans.put(EVIDENCE_SHELF, ownerRegion.slice(0, 6), id, scan);
    const added = await this.database.inScope({ ...principal }, async (tx) => {
      const row = await this.files.insert(tx, { id, ownerRegion, factId, sha256, size: given.bytes.length, mediaType, blobKey, addedBy: principal.id });
      if (row !== null) await this.books.audit.record(tx, { action: 'evidence-file.add', subjectKind: 'fact', subjectId: factId, region: ownerRegion, details: { fileId: id, mediaType, size: given.bytes.length } });
      return row ?? kept((await this.files.findByContent(tx, factId, sha256))!);
    });
    if (added.id !== id) await this.scans.discard(blobKey);
    return added;
  }

  /** What there is, without any content. @throws FactUnknown */
  async list(principal: Principal, factId: string): Promise<EvidenceFile[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.#getEvidence(tx, factId);
      return this.files.list(tx, factId);
    });
  }

  /** The content of a file; who saw it and why is on the record before it is read. @throws FactUnknown, EvidenceFileUnknown, EvidenceFileDeleted, ScansAway */
  async reveal(principal: Principal, factId: string, id: string, reason: string): Promise<{ mediaType: ScanType; bytes: Buffer }> {
    const file = await this.database.inScope(principal, async (tx) => {
      const evidence = await this.#getEvidence(tx, factId);
      const found = await this.files.find(tx, factId, id);
      if (found === null) throw new EvidenceFileUnknown();
      kept(found);
      await this.books.audit.record(tx, { action: 'evidence-file.reveal', subjectKind: 'fact', subjectId: factId, region: evidence.ownerRegion, reason: reason.trim(), details: { fileId: id } });
      return found;
    });
    return { mediaType: file.mediaType, bytes: await this.scans.open(EVIDENCE_SHELF, id, file.blobKey) };
  }

  /** Takes away blobs of a county that no row names. May run twice, and beside uploads. */
  async cleanUp(principal: Principal, signal?: AbortSignal): Promise<number> {
    return this.scans.cleanUp(EVIDENCE_SHELF, principal.region.slice(0, 6), (keys) => this.database.inScope({ ...principal }, (tx) => this.files.findKeys(tx, keys)), signal);
  }

  async #getEvidence(tx: Transaction, factId: string): Promise<StoredFact> {
    const fact = await this.books.ledger.findFact(tx, factId);
    if (fact?.kind !== 'evidence') throw new FactUnknown();
    return fact;
  }
}

/** @throws EvidenceFileDeleted */
function kept(file: EvidenceFile): EvidenceFile {
  const note = deletedNoteOf(file);
  if (note !== null) throw new EvidenceFileDeleted(note);
  return file;
}
