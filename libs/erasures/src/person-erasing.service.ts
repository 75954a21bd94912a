import { Injectable } from '@nestjs/common';
import { UploadForgetting } from '@app/intake';
import { EVIDENCE_SHELF, SealedScans } from '@app/placements';
import { AuditTrail, Database, Outbox, type Principal } from '@app/platform';
import { TraineesService } from '@app/trainees';
import { AGREEMENT_SHELF } from '@app/training';
import type { VacancyJobs } from '@app/vacancies';
import type { Hindrance } from './erasure.js';
import { ErasuresRepository, type Erasure } from './erasures.repository.js';

const SHELVES = { evidence_files: EVIDENCE_SHELF, agreement_files: AGREEMENT_SHELF } as const;

/** Writes down what was done, and who is to hear of it. */
@Injectable()
export class ErasingBooks {
  constructor(
    readonly database: Database,
    readonly audit: AuditTrail,
    readonly outbox: Outbox,
  ) {}
}

/**
 * Carries out what two officers decided: first the files of offices, for which the identity must be known still; then every
 * table, in one transaction; then the scans in the store; then it is told to be done. Killed anywhere between, the next run
 * goes on where it stood; a store that is away is tried again. What has become open meanwhile holds it until it is over.
 */
@Injectable()
export class PersonErasing {
  constructor(
    private readonly books: ErasingBooks,
    private readonly erasures: ErasuresRepository,
    private readonly trainees: TraineesService,
    private readonly uploads: UploadForgetting,
    private readonly scans: SealedScans,
  ) {}

  /** The job of a county, after a decision and at night; once more it finds nothing. @returns how many people are gone @throws ScansAway */
  async carryOut(principal: Principal, signal?: AbortSignal): Promise<number> {
    const decided = await this.books.database.inScope({ ...principal }, (tx) => this.erasures.listToDo(tx, principal.region.slice(0, 6)));
    let [gone, failure]: [number, unknown] = [0, undefined];
    for (const erasure of decided) {
      signal?.throwIfAborted();
      try {
        if (await this.#carryOutOne(principal, erasure, signal)) gone++;
      } catch (error) {
        failure ??= error; // the others do not wait for this one
      }
    }
    if (failure !== undefined) throw failure as Error;
    return gone;
  }

  /** False: it waits for something. */
  async #carryOutOne(principal: Principal, erasure: Erasure, signal: AbortSignal | undefined): Promise<boolean> {
    if (erasure.state === 'marked' && !(await this.#empty(principal, erasure, signal))) return false;
    await this.#removeScans(principal, erasure);
    return this.#finish(principal, erasure);
  }

  /** False: it waits. */
  async #empty(principal: Principal, erasure: Erasure, signal: AbortSignal | undefined): Promise<boolean> {
    const { hindrances, registrationIds } = await this.books.database.inScope({ ...principal }, async (tx) => ({
      hindrances: await this.erasures.findHindrances(tx, erasure.registrationId),
      registrationIds: await this.erasures.listRegistrations(tx, erasure.id),
    }));
    if (hindrances.length > 0) return this.#hold(principal, erasure, hindrances[0]!);
    const identities = await this.trainees.listIdentities({ ...principal }, registrationIds);
    const words = identities.flatMap(({ name, phone, idNumber }) => [name, phone, idNumber]).filter((word) => word !== null);
    if (!(await this.uploads.forgetPerson(principal, { subjectIds: registrationIds, words }, signal))) return this.#hold(principal, erasure, 'upload-open');
    const since = await this.books.database.inScope({ ...principal }, async (tx) => {
      if (!(await this.erasures.lockMarked(tx, erasure.id))) return [];
      const vacancyIds = await this.erasures.listMatched(tx, registrationIds);
      const found = await this.erasures.erase(tx, erasure.id);
      if (found.length > 0) return found;
      await this.books.audit.record(tx, { action: 'erasure.empty', subjectKind: 'trainee', subjectId: erasure.registrationId, region: erasure.ownerRegion, details: { erasureId: erasure.id, registrations: registrationIds } });
      // The engine hears by its change feed; stored lists are filled again.
      if (vacancyIds.length > 0) await this.books.outbox.add<VacancyJobs, 'vacancies.changed'>(tx, 'vacancies.changed', { vacancyIds }, { queue: 'counties', region: erasure.ownerRegion.slice(0, 6) });
      return [];
    });
    return since.length === 0 || this.#hold(principal, erasure, since[0]!);
  }

  async #hold(principal: Principal, { id, registrationId, ownerRegion }: Erasure, heldFor: Hindrance): Promise<false> {
    await this.books.database.inScope({ ...principal }, async (tx) => {
      if (await this.erasures.hold(tx, id, heldFor)) await this.books.audit.record(tx, { action: 'erasure.hold', subjectKind: 'trainee', subjectId: registrationId, region: ownerRegion, details: { erasureId: id, heldFor } });
    });
    return false;
  }

  async #removeScans(principal: Principal, { id }: Erasure): Promise<void> {
    const files = await this.books.database.inScope({ ...principal }, (tx) => this.erasures.listFiles(tx, id));
    for (const { shelf, blobKey } of files) await this.scans.remove(SHELVES[shelf], blobKey);
    await this.books.database.inScope({ ...principal }, (tx) => this.erasures.dropFiles(tx, files.map(({ blobKey }) => blobKey)));
  }

  /** Looks once more for what a request that was under way wrote after the rows had gone. A scan among it leaves the rest to the next run. */
  async #finish(principal: Principal, { id, registrationId, ownerRegion }: Erasure): Promise<boolean> {
    return this.books.database.inScope({ ...principal }, async (tx) => {
      await this.erasures.erase(tx, id);
      if (!(await this.erasures.finish(tx, id))) return false;
      await this.books.audit.record(tx, { action: 'erasure.finish', subjectKind: 'trainee', subjectId: registrationId, region: ownerRegion, details: { erasureId: id } });
      return true;
    });
  }
}
