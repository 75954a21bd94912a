import { Injectable } from '@nestjs/common';
import { Database, decodeCursor, Outbox, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import type { ShownPerson } from '../people/registrations.repository.js';
import type { PlacementJobs } from '../placement-jobs.js';
import { EvidenceFileUnknown } from '../placements.errors.js';
import { deletedNoteOf, EvidenceFilesRepository } from './evidence-files.repository.js';
import { EvidenceFileDeletionsRepository, type FileDeletion } from './evidence-file-deletions.repository.js';
import type { AskedGround, DeletionRefusal, DeletionState } from './file-deletion.js';
import { EvidenceFileDeleted, FileDeletionDecided, FileDeletionPending, FileDeletionUnknown, NoFileToDelete, SecondOfficerForDeletion } from './file-deletions.errors.js';

export type FileDeletionView = FileDeletion & { readonly person: ShownPerson | null };

/** Scans that somebody wants deleted: one officer asks, a second decides; what is marked is shown to nobody any more. */
@Injectable()
export class EvidenceFileDeletions {
  constructor(
    private readonly database: Database,
    private readonly files: EvidenceFilesRepository,
    private readonly deletions: EvidenceFileDeletionsRepository,
    private readonly books: CountyBooks,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Asks for one file. The same once more by the same officer is the same request.
   * @throws EvidenceFileUnknown, EvidenceFileDeleted, FileDeletionPending
   */
  async ask(principal: Principal, factId: string, fileId: string, ground: AskedGround): Promise<FileDeletionView> {
    return this.database.inScope(principal, async (tx) => {
      const file = await this.files.find(tx, factId, fileId);
      if (file === null) throw new EvidenceFileUnknown();
      const note = deletedNoteOf(file);
      if (note !== null) throw new EvidenceFileDeleted(note);
      const [added] = await this.deletions.ask(tx, principal.id, [fileId], ground);
      const [waiting] = await this.deletions.listAsked(tx, [fileId]);
      if (waiting === undefined) throw new FileDeletionDecided();
      if (added === undefined && (waiting.askedBy !== principal.id || waiting.ground !== ground)) throw new FileDeletionPending();
      if (added !== undefined) await this.books.audit.record(tx, { action: 'evidence-file.ask-deletion', subjectKind: 'fact', subjectId: factId, region: file.ownerRegion, details: { fileId, deletionId: added, ground } });
      return this.#viewOne(tx, waiting);
    });
  }

  /**
   * Asks for every file of a person, as the person did; what is asked for already stays as it is.
   * @throws PersonUnknown, NoFileToDelete
   */
  async askOfTrainee(principal: Principal, traineeId: string): Promise<FileDeletionView[]> {
    return this.database.inScope(principal, async (tx) => {
      const { ownerRegion } = await this.books.people.getSubject(tx, traineeId);
      const files = await this.deletions.listFilesOf(tx, traineeId);
      if (files.length === 0) throw new NoFileToDelete();
      const added = await this.deletions.ask(tx, principal.id, files, 'person-asked');
      if (added.length > 0) await this.books.audit.record(tx, { action: 'evidence-file.ask-deletion', subjectKind: 'trainee', subjectId: traineeId, region: ownerRegion, details: { ground: 'person-asked', count: added.length, deletionIds: added } });
      return this.#view(tx, await this.deletions.listAsked(tx, files));
    });
  }

  /**
   * A second officer agrees: from now on the file is shown to nobody, and a job takes it away.
   * @throws FileDeletionUnknown, FileDeletionDecided, SecondOfficerForDeletion, FileUnderAudit
   */
  async confirm(principal: Principal, id: string): Promise<FileDeletionView> {
    return this.#decide(principal, id, 'marked', null);
  }

  /** A second officer keeps the file, for a coded reason. @throws FileDeletionUnknown, FileDeletionDecided, SecondOfficerForDeletion */
  async refuse(principal: Principal, id: string, code: DeletionRefusal): Promise<FileDeletionView> {
    return this.#decide(principal, id, 'refused', code);
  }

  /** The newest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly state?: DeletionState | undefined; readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<FileDeletionView>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.database.inScope(principal, async (tx) => {
      const page = pageOf(await this.deletions.list(tx, query.state ?? null, after, query.limit + 1), query.limit, (row) => [row.askedAt, row.id], (row) => row);
      return { items: await this.#view(tx, page.items), nextCursor: page.nextCursor };
    });
  }

  async #decide(principal: Principal, id: string, to: 'marked' | 'refused', code: DeletionRefusal | null): Promise<FileDeletionView> {
    return this.database.inScope(principal, async (tx) => {
      const asked = await this.deletions.find(tx, id);
      if (asked === null) throw new FileDeletionUnknown();
      if (asked.decidedBy === principal.id && asked.refusalCode === code) return this.#viewOne(tx, asked);
      if (asked.state !== 'asked') throw new FileDeletionDecided();
      if (asked.askedBy === principal.id) throw new SecondOfficerForDeletion();
      if (!(await this.deletions.decide(tx, id, principal.id, to, code))) throw new FileDeletionDecided();
      const { factId, fileId, ground, ownerRegion, askedBy } = asked;
      await this.books.audit.record(tx, { action: `evidence-file.${to === 'marked' ? 'confirm' : 'refuse'}-deletion`, subjectKind: 'fact', subjectId: factId, region: ownerRegion, details: { fileId, deletionId: id, ground, askedBy, code } });
      if (to === 'marked') await this.outbox.add<PlacementJobs, 'evidence-files.forget'>(tx, 'evidence-files.forget', {}, { region: ownerRegion.slice(0, 6) });
      return this.#viewOne(tx, (await this.deletions.find(tx, id))!);
    });
  }

  async #viewOne(tx: Transaction, deletion: FileDeletion): Promise<FileDeletionView> {
    return (await this.#view(tx, [deletion]))[0]!;
  }

  async #view(tx: Transaction, deletions: readonly FileDeletion[]): Promise<FileDeletionView[]> {
    const shown = await this.books.people.findShown(tx, deletions.map(({ registrationId }) => registrationId));
    return deletions.map((deletion) => ({ ...deletion, person: shown.get(deletion.registrationId) ?? null }));
  }
}
