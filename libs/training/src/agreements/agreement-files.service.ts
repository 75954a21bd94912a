import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SealedScans, type GivenScan, type ScanShelf, type ScanType } from '@app/placements';
import { requireInScope, type Principal, type Transaction } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import { AgreementFileDeleted, AgreementFilesTooMany, AgreementFileUnknown, AgreementUnknown } from '../training.errors.js';
import { agreementFileNoteOf, AgreementFilesRepository, type AgreementFile } from './agreement-files.repository.js';
import { AgreementsRepository, type AgreementRow } from './agreements.repository.js';

/** Scans of one agreement at the most. */
const FILES_MAX = 20;
export const AGREEMENT_SHELF: ScanShelf = { folder: 'agreements', table: 'agreement_files', noun: 'AGREEMENT_FILE' };

/** Scans of signed agreements: sealed, and shown in full only for a reason. */
@Injectable()
export class AgreementFiles {
  constructor(
    private readonly books: TrainingBooks,
    private readonly agreements: AgreementsRepository,
    private readonly files: AgreementFilesRepository,
    private readonly scans: SealedScans,
  ) {}

  /** The same content again is the same file, and once deleted it does not come back. @throws ScanRefused, AgreementUnknown, AgreementFileDeleted, AgreementFilesTooMany, ScansAway, OutOfScope (between organizations: the county's) */
  async add(principal: Principal, agreementId: string, given: GivenScan): Promise<AgreementFile> {
    const scan = this.scans.look(AGREEMENT_SHELF, given);
    const { agreement, known } = await this.books.database.inScope({ ...principal }, async (tx) => ({ agreement: await this.#agreement(tx, agreementId), known: await this.files.list(tx, agreementId) }));
    requireInScope(principal, agreement.ownerRegion);
    const same = known.find(({ sha256 }) => sha256 === scan.sha256);
    if (same !== undefined) return kept(same);
    if (known.filter(({ deletionGround }) => deletionGround === null).length >= FILES_MAX) throw new AgreementFilesTooMany(FILES_MAX);
    const id = randomUUID();
    const blobKey = await this.scans.put(AGREEMENT_SHELF, agreement.county, id, scan);
    const added = await this.books.database.inScope({ ...principal }, async (tx) => {
      const row = await this.files.insert(tx, { id, ownerRegion: agreement.ownerRegion, agreementId, sha256: scan.sha256, size: scan.bytes.length, mediaType: scan.mediaType, blobKey });
      if (row !== null) await this.books.audit.record(tx, { action: 'agreement-file.add', subjectKind: 'agreement', subjectId: agreementId, region: agreement.ownerRegion, details: { fileId: id, mediaType: scan.mediaType, size: scan.bytes.length } });
      return row ?? kept((await this.files.list(tx, agreementId)).find(({ sha256 }) => sha256 === scan.sha256)!);
    });
    if (added.id !== id) await this.scans.discard(blobKey);
    return added;
  }

  /** What there is, without any content. @throws AgreementUnknown */
  async list(principal: Principal, agreementId: string): Promise<AgreementFile[]> {
    return this.books.database.inScope(principal, async (tx) => {
      await this.#agreement(tx, agreementId);
      return this.files.list(tx, agreementId);
    });
  }

  /** The content; who saw it and why is on the record before it is read. @throws AgreementUnknown, AgreementFileUnknown, AgreementFileDeleted, ScansAway */
  async reveal(principal: Principal, agreementId: string, id: string, reason: string): Promise<{ readonly mediaType: ScanType; readonly bytes: Buffer }> {
    const file = await this.books.database.inScope(principal, async (tx) => {
      const agreement = await this.#agreement(tx, agreementId);
      const found = (await this.files.list(tx, agreementId)).find((each) => each.id === id);
      if (found === undefined) throw new AgreementFileUnknown();
      kept(found);
      await this.books.audit.record(tx, { action: 'agreement-file.reveal', subjectKind: 'agreement', subjectId: agreementId, region: agreement.ownerRegion, reason: reason.trim(), details: { fileId: id } });
      return found;
    });
    return { mediaType: file.mediaType, bytes: await this.scans.open(AGREEMENT_SHELF, id, file.blobKey) };
  }

  /** Takes away blobs of a county that no row names. May run twice, and beside uploads. */
  async cleanUp(principal: Principal, signal?: AbortSignal): Promise<number> {
    return this.scans.cleanUp(AGREEMENT_SHELF, principal.region.slice(0, 6), (keys) => this.books.database.inScope({ ...principal }, (tx) => this.files.findKeys(tx, keys)), signal);
  }

  async #agreement(tx: Transaction, id: string): Promise<AgreementRow> {
    const row = await this.agreements.find(tx, id);
    if (row === null) throw new AgreementUnknown();
    return row;
  }
}

/** The file, when it is there. @throws AgreementFileDeleted */
function kept(file: AgreementFile): AgreementFile {
  const note = agreementFileNoteOf(file);
  if (note !== null) throw new AgreementFileDeleted(note);
  return file;
}
