import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService, type Catalogue } from '@app/catalogue';
import { DomainError, today, type CivilDate, type Clock, type FieldFault } from '@app/kernel';
import { AuditTrail, CLOCK, Database, StaleVersion, type Page, type Principal, type Transaction } from '@app/platform';
import { EmployerRepository, type EmployerRow } from '../employers/employer.repository.js';
import { EmployerUnknown, VacancyInvalid, VacancyMoveRefused, VacancyUnknown } from '../vacancies.errors.js';
import { checkOwnVacancy, columnsOfOwn, inputOfOwn, type OwnVacancyChange, type OwnVacancyInput } from './own-vacancy.js';
import { VacancySealing } from './vacancy-fields.js';
import { stateWhenListed, type VacancyState } from './vacancy-life.js';
import { VacancyRepository, type VacancyRow, type VacancySummary } from './vacancy.repository.js';
import { VacanciesService, type VacancyQuestion, type VacancyView } from './vacancies.service.js';
import { VacancyWriter, type VacancyWrite } from './vacancy-writer.js';

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

  async lockByReferences(tx: Transaction, employerId: string, references: readonly string[]): Promise<ReadonlyMap<string, VacancyRow>> {
    return new Map((await this.vacancies.lockByReferences(tx, employerId, references)).map((row) => [row.externalId!, row]));
  }

  /** What is to be written so that the post says this; `write` is null where it does already. @throws VacancyInvalid, VacancyMoveRefused, UnknownRegion, UnknownOccupation */
  judge(catalogue: Catalogue, employer: EmployerRow, before: VacancyRow | null, input: OwnVacancyInput, day: CivilDate): { readonly id: string; readonly write: VacancyWrite | null } {
    checkOwnVacancy(input, catalogue, day);
    if (before?.closingReason === 'officer') throw new VacancyMoveRefused('该岗位已由经办人撤下，请与人社局联系。');
    if (before && input.openings !== null && input.openings < before.hired) throw new VacancyInvalid([{ path: 'openings', message: `已录用 ${before.hired} 人，招聘人数不能更少` }]);
    const id = before?.id ?? randomUUID();
    const { fields, skills } = columnsOfOwn(id, employer.id, input, catalogue, this.sealing, day);
    const state = stateOfPost(before, input, day);
    return { id, write: before?.contentHash === fields.content_hash && before.status === state.status ? null : { id, fields, skills, state, before } };
  }

  async write(tx: Transaction, employer: EmployerRow, before: VacancyRow | null, input: OwnVacancyInput, day: CivilDate): Promise<{ id: string; changed: boolean }> {
    const { id, write } = this.judge(await this.catalogues.current(), employer, before, input, day);
    if (write !== null) await this.writeAll(tx, employer, [write]);
    return { id, changed: write !== null };
  }

  async writeAll(tx: Transaction, employer: EmployerRow, writes: readonly VacancyWrite[]): Promise<void> {
    await this.writer.write(tx, { ownerRegion: employer.ownerRegion, source: 'employer', runId: null }, writes);
  }

  /** The catalogue of the moment, for {@link judge}. */
  catalogue(): Promise<Catalogue> {
    return this.catalogues.current();
  }

  /** Tells whoever keeps matches, and the audit trail: one row of each, however many posts. */
  async tell(tx: Transaction, employer: EmployerRow, ids: readonly string[], action: string): Promise<void> {
    if (ids.length === 0) return;
    await this.writer.announce(tx, employer.ownerRegion, ids);
    const subject = ids.length === 1 ? { subjectKind: 'vacancy', subjectId: ids[0]! } : { subjectKind: 'employer', subjectId: employer.id, details: { vacancies: ids.length } };
    await this.audit.record(tx, { action, ...subject, region: employer.ownerRegion });
  }

  async close(tx: Transaction, employer: EmployerRow, id: string): Promise<void> {
    await this.writer.close(tx, [id], 'employer', null);
    await this.tell(tx, employer, [id], 'vacancy.close');
  }

  /** What the stored post states, in plain text. */
  async statedBy(tx: Transaction, view: VacancyView, row: VacancyRow): Promise<OwnVacancyInput> {
    const contact = { contactName: this.sealing.open('contact_name', row.id, row.contactName), contactPhone: this.sealing.open('contact_phone', row.id, row.contactPhone) };
    return inputOfOwn(view, await this.vacancies.listSkills(tx, row.id), contact);
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
      if (changed) await this.records.tell(tx, employer, [id], before === null ? 'vacancy.create' : 'vacancy.change');
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
      for (const part of withoutRepeats(rows)) results.push(...(await this.#postPart(tx, employer, part)));
      if (!dryRun) {
        for (const [outcome, action] of [['created', 'vacancy.create'], ['changed', 'vacancy.change']] as const) await this.records.tell(tx, employer, results.flatMap((result) => (result.outcome === outcome ? [result.vacancyId!] : [])), action);
        return results;
      }
      await tx.query('rollback to savepoint bulk');
      return results.map((result) => (result.outcome === 'created' ? { ...result, vacancyId: null } : result));
    });
  }

  /** Rows of which no two have one reference: judged one by one, written together. */
  async #postPart(tx: Transaction, employer: EmployerRow, rows: readonly BulkPost[]): Promise<BulkPosted[]> {
    const [catalogue, day] = [await this.records.catalogue(), today(this.clock)];
    const known = await this.records.lockByReferences(tx, employer.id, rows.flatMap((row) => ('input' in row ? [row.input.externalRef] : [])));
    const writes: VacancyWrite[] = [];
    const results = rows.map((row): BulkPosted => {
      if ('faults' in row) return { reference: row.reference, outcome: 'rejected', vacancyId: null, faults: row.faults };
      try {
        const before = known.get(row.input.externalRef) ?? null;
        const { id, write } = this.records.judge(catalogue, employer, before, row.input, day);
        if (write !== null) writes.push(write);
        return { reference: row.reference, outcome: before === null ? 'created' : write === null ? 'unchanged' : 'changed', vacancyId: id, faults: [] };
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return { reference: row.reference, outcome: 'rejected', vacancyId: null, faults: error.faults.length > 0 ? error.faults : [{ path: '', message: error.message }] };
      }
    });
    await this.records.writeAll(tx, employer, writes);
    return results;
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
      const { changed } = await this.records.write(tx, employer, before, { ...stated, ...change }, today(this.clock));
      if (changed) await this.records.tell(tx, employer, [id], 'vacancy.change');
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

/** The rows in order, cut before every reference that the part holds already: the later one changes what the earlier one wrote. */
function withoutRepeats(rows: readonly BulkPost[]): BulkPost[][] {
  const parts: BulkPost[][] = [];
  let seen = new Set<string>();
  for (const row of rows) {
    const reference = 'input' in row ? row.input.externalRef : null;
    if (parts.length === 0 || (reference !== null && seen.has(reference))) {
      parts.push([]);
      seen = new Set();
    }
    if (reference !== null) seen.add(reference);
    parts.at(-1)!.push(row);
  }
  return parts;
}
