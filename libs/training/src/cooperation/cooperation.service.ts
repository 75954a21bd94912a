import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { CountyBooks } from '@app/placements';
import { decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import { CooperationRefused, CooperationUnknown, TrainingInputInvalid } from '../training.errors.js';
import { cooperationDefinition, cooperationFaults, type CooperationEndingCode, type CooperationKind, type NewCooperation } from './cooperation.js';
import { CooperationRepository, type CooperationCount, type CooperationRow } from './cooperation.repository.js';

/** A year's agreements as far as the caller sees them. */
export interface CooperationYear {
  readonly year: number;
  /** 口径 */
  readonly definition: string;
  readonly counts: readonly CooperationCount[];
}

const FIRST_YEAR = 2000;

/** What companies, bases and cooperatives have agreed with households; counted by themselves, in no rate. */
@Injectable()
export class Cooperations {
  constructor(
    private readonly books: TrainingBooks,
    private readonly agreements: CooperationRepository,
    private readonly county: CountyBooks,
  ) {}

  /** The same partner, household, kind and first day once more is the same agreement. @throws TrainingInputInvalid, PersonUnknown, CooperationRefused (also: recorded with other words) */
  async record(principal: Principal, given: NewCooperation): Promise<CooperationRow> {
    const faults = cooperationFaults(given, this.books.today());
    if (faults.length > 0) throw new TrainingInputInvalid(faults);
    return this.books.database.inScope(principal, async (tx) => {
      const { ownerRegion } = await this.county.people.getSubject(tx, given.traineeId);
      const id = randomUUID();
      if (!(await this.agreements.insert(tx, id, ownerRegion, given))) return this.#same(tx, given);
      await this.books.audit.record(tx, { action: 'cooperation.record', subjectKind: 'cooperation', subjectId: id, region: ownerRegion, details: { kind: given.kind } });
      return this.#get(tx, id);
    });
  }

  /** The same once more is the same. @throws CooperationUnknown, CooperationRefused */
  async end(principal: Principal, id: string, endedOn: CivilDate, code: CooperationEndingCode, reason: string | null): Promise<CooperationRow> {
    return this.books.database.inScope(principal, async (tx) => {
      const found = await this.#get(tx, id);
      if (await this.agreements.end(tx, id, endedOn, code, reason)) await this.books.audit.record(tx, { action: 'cooperation.end', subjectKind: 'cooperation', subjectId: id, region: found.ownerRegion, details: { code } });
      const ended = await this.#get(tx, id);
      if (ended.endedOn !== endedOn || ended.endingCode !== code) throw new CooperationRefused('这份合作协议已经终止，终止只登记一次。');
      return ended;
    });
  }

  /** Newest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly kind?: CooperationKind | undefined; readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<CooperationRow>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.agreements.list(tx, query.kind ?? null, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.recordedAt, row.id], (row) => row);
  }

  /** Agreements that held on some day of a civil year. @throws TrainingInputInvalid */
  async year(principal: Principal, year: number): Promise<CooperationYear> {
    if (!Number.isInteger(year) || year < FIRST_YEAR || year > Number(this.books.today().slice(0, 4)) + 1) throw new TrainingInputInvalid([{ path: 'year', message: `须为 ${FIRST_YEAR} 年至明年` }]);
    return { year, definition: cooperationDefinition(year), counts: await this.books.database.inScope(principal, (tx) => this.agreements.count(tx, year)) };
  }

  async #same(tx: Transaction, given: NewCooperation): Promise<CooperationRow> {
    const known = await this.agreements.findSame(tx, given);
    if (known === null) throw new CooperationUnknown();
    if (known.toOn !== given.toOn || known.yearlyIncomeFen !== given.yearlyIncomeFen || known.signedOn !== given.signedOn) throw new CooperationRefused('同一农户与这家单位同一天起的同类协议已经登记，内容不同；登记有误的请先终止。');
    return known;
  }

  async #get(tx: Transaction, id: string): Promise<CooperationRow> {
    const row = await this.agreements.find(tx, id);
    if (row === null) throw new CooperationUnknown();
    return row;
  }
}
