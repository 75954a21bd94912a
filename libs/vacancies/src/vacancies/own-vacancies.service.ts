import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService } from '@app/catalogue';
import { DomainError, today, type CivilDate, type Clock, type FieldFault } from '@app/kernel';
import { AuditTrail, CLOCK, Database, StaleVersion, type Page, type Principal, type Transaction } from '@app/platform';
import { EmployerRepository, type EmployerRow } from '../employers/employer.repository.js';
import { EmployerUnknown, VacancyInvalid, VacancyMoveRefused, VacancyUnknown } from '../vacancies.errors.js';
import { checkOwnVacancy, columnsOfOwn, inputOfOwn, type OwnVacancyChange, type OwnVacancyInput } from './own-vacancy.js';
import { VacancySealing } from './vacancy-fields.js';
import { stateWhenListed, type VacancyState } from './vacancy-life.js';
import { VacancyRepository, type VacancyRow, type VacancySummary } from './vacancy.repository.js';
import { VacanciesService, type VacancyQuestion, type VacancyView } from './vacancies.service.js';
import { VacancyWriter } from './vacancy-writer.js';

/** What became of a post. */
export interface PostedVacancy {
  readonly outcome: 'created' | 'changed' | 'unchanged';
  readonly vacancy: VacancyView;
}

/** A row of a bulk posting: what it states, or why it could not be read. */
export type BulkPost = { readonly reference: string | null; readonly input: OwnVacancyInput } | { readonly reference: string | null; readonly faults: readonly FieldFault[] };

/** What became of a row, in the order given. */
export interface BulkPosted {
  readonly reference: string | null;
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'rejected';
  /** Null: rejected, or a dry run of a new one. */
  readonly vacancyId: string | null;
  readonly faults: readonly FieldFault[];
}

/** Writes an employer's own post with its contact sealed and everybody told, in the caller's transaction. */
@Injectable()
export class OwnVacancyRecords {
  constructor(
    private readonly vacancies: VacancyRepository,
    private readonly writer: VacancyWriter,
    private readonly sealing: VacancySealing,
    private readonly catalogues: CatalogueService,
    private readonly audit: AuditTrail,
  ) {}

  /** The post as the caller read it, locked. @throws VacancyUnknown, StaleVersion */
  async lock(tx: Transaction, id: string, version: number): Promise<VacancyRow> {
    const row = await this.vacancies.lockById(tx, id);
    if (!row) throw new VacancyUnknown();
    if (row.version !== version) throw new StaleVersion();
    return row;
  }

  async lockByReference(tx: Transaction, employerId: string, reference: string): Promise<VacancyRow | null> {
    return this.vacancies.lockByReference(tx, employerId, reference);
  }

  async write(tx: Transaction, employer: EmployerRow, before: VacancyRow | null, input: OwnVacancyInput, day: CivilDate): Promise<{ id: string; changed: boolean }> {
    const catalogue = await this.catalogues.current();
    checkOwnVacancy(input, catalogue, day);
    if (before?.closingReason === 'officer') throw new VacancyMoveRefused('该岗位已由经办人撤下，请与人社局联系。');
    if (before && input.openings !== null && input.openings < before.hired) throw new VacancyInvalid([{ path: 'openings', message: `已录用 ${before.hired} 人，招聘人数不能更少` }]);
    const id = before?.id ?? randomUUID();
    const { fields, skills } = columnsOfOwn(id, employer.id, input, catalogue, this.sealing, day);
    const state = stateOfPost(before, input, day);
    if (before?.contentHash === fields.content_hash && before.status === state.status) return { id, changed: false };
    await this.writer.write(tx, { ownerRegion: employer.ownerRegion, source: 'employer', runId: null }, [{ id, fields, skills, state, before }]);
    await this.#tell(tx, employer, id, before ? 'vacancy.change' : 'vacancy.create');
    return { id, changed: true };
  }

  async close(tx: Transaction, employer: EmployerRow, id: string): Promise<void> {
    await this.writer.close(tx, [id], 'employer', null);
    await this.#tell(tx, employer, id, 'vacancy.close');
  }

  /** What the stored post states, in plain text. */
  async statedBy(tx: Transaction, view: VacancyView, row: VacancyRow): Promise<OwnVacancyInput> {
    const contact = { contactName: this.sealing.open('contact_name', row.id, row.contactName), contactPhone: this.sealing.open('contact_phone', row.id, row.contactPhone) };
    return inputOfOwn(view, await this.vacancies.listSkills(tx, row.id), contact);
  }

  async #tell(tx: Transaction, employer: EmployerRow, id: string, action: string): Promise<void> {
    await this.writer.announce(tx, employer.ownerRegion, [id]);
    await this.audit.record(tx, { action, subjectKind: 'vacancy', subjectId: id, region: employer.ownerRegion });
  }
}

/** Employers' own posts, by API key: an employer sees and changes its own and no others. */
@Injectable()
export class OwnVacancies {
  constructor(
    private readonly database: Database,
    private readonly employers: EmployerRepository,
    private readonly reading: VacanciesService,
    private readonly records: OwnVacancyRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Posts a vacancy; the same reference again is the same vacancy, changed. One that was closed opens again for a new
   * period.
   * @throws EmployerUnknown, UnknownRegion, UnknownOccupation, VacancyInvalid, VacancyMoveRefused
   */
  async post(principal: Principal, input: OwnVacancyInput): Promise<PostedVacancy> {
    return this.database.inScope(principal, async (tx) => {
      const employer = await this.#employer(tx, principal);
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('own-vacancies.' || $1 || '.' || $2, 0))`, [employer.id, input.externalRef]);
      const before = await this.records.lockByReference(tx, employer.id, input.externalRef);
      const { id, changed } = await this.records.write(tx, employer, before, input, today(this.clock));
      return { outcome: before === null ? 'created' : changed ? 'changed' : 'unchanged', vacancy: await this.#view(tx, id) };
    });
  }

  /**
   * Posts many: each row is written or rejected by itself, all in one transaction. A dry run judges the rows in the same way
   * and takes everything back. A reference that stands twice counts as said last.
   */
  async postMany(principal: Principal, rows: readonly BulkPost[], { dryRun }: { readonly dryRun: boolean }): Promise<BulkPosted[]> {
    return this.database.inScope(principal, async (tx) => {
      const employer = await this.#employer(tx, principal);
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('own-vacancies.' || $1, 0))`, [employer.id]);
      await tx.query('savepoint bulk');
      const results: BulkPosted[] = [];
      for (const row of rows) results.push('faults' in row ? { reference: row.reference, outcome: 'rejected', vacancyId: null, faults: row.faults } : await this.#postOne(tx, employer, row.reference, row.input));
      if (!dryRun) return results;
      await tx.query('rollback to savepoint bulk');
      return results.map((result) => (result.outcome === 'created' ? { ...result, vacancyId: null } : result));
    });
  }

  async #postOne(tx: Transaction, employer: EmployerRow, reference: string | null, input: OwnVacancyInput): Promise<BulkPosted> {
    await tx.query('savepoint bulk_row');
    try {
      const before = await this.records.lockByReference(tx, employer.id, input.externalRef);
      const { id, changed } = await this.records.write(tx, employer, before, input, today(this.clock));
      await tx.query('release savepoint bulk_row');
      return { reference, outcome: before === null ? 'created' : changed ? 'changed' : 'unchanged', vacancyId: id, faults: [] };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await tx.query('rollback to savepoint bulk_row');
      return { reference, outcome: 'rejected', vacancyId: null, faults: error.faults.length > 0 ? error.faults : [{ path: '', message: error.message }] };
    }
  }

  /**
   * Changes a post. Occupation and skills stay as they are unless the change names them; null = read from the words again.
   * @throws VacancyUnknown, StaleVersion, and what `post` throws
   */
  async change(principal: Principal, id: string, version: number, change: OwnVacancyChange): Promise<VacancyView> {
    return this.database.inScope(principal, async (tx) => {
      const employer = await this.#employer(tx, principal);
      const before = await this.records.lock(tx, id, version);
      const stated = await this.records.statedBy(tx, await this.reading.view(tx, before), before);
      await this.records.write(tx, employer, before, { ...stated, ...change }, today(this.clock));
      return this.#view(tx, id);
    });
  }

  /** @throws VacancyUnknown, StaleVersion, VacancyMoveRefused */
  async close(principal: Principal, id: string, version: number): Promise<VacancyView> {
    return this.database.inScope(principal, async (tx) => {
      const employer = await this.#employer(tx, principal);
      const before = await this.records.lock(tx, id, version);
      if (before.status !== 'open') throw new VacancyMoveRefused('只有在招的岗位才能关闭。');
      await this.records.close(tx, employer, id);
      return this.#view(tx, id);
    });
  }

  /** The employer's own posts, newest first. */
  async list(principal: Principal, question: Pick<VacancyQuestion, 'status' | 'limit' | 'cursor'>): Promise<Page<VacancySummary>> {
    return this.reading.list(principal, { ...question, source: 'employer', employerId: this.#idOf(principal) });
  }

  async #view(tx: Transaction, id: string): Promise<VacancyView> {
    return this.reading.view(tx, await this.reading.find(tx, id));
  }

  async #employer(tx: Transaction, principal: Principal): Promise<EmployerRow> {
    const employer = await this.employers.findById(tx, this.#idOf(principal));
    if (!employer) throw new EmployerUnknown();
    return employer;
  }

  #idOf(principal: Principal): string {
    if (principal.kind !== 'employer' || principal.organizationId === null) throw new EmployerUnknown();
    return principal.organizationId;
  }
}

/** Posting says that the vacancy is wanted: what its employer or time had closed opens again. */
function stateOfPost(before: VacancyRow | null, input: OwnVacancyInput, day: CivilDate): VacancyState {
  const facts = { status: before?.status ?? 'open', closingReason: before?.closingReason === 'employer' ? null : (before?.closingReason ?? null), sourceOpenings: input.openings, hired: before?.hired ?? 0, validThrough: input.validThrough } as const;
  return stateWhenListed(facts, day);
}
