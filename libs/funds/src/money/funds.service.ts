import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { OrganizationsService, type Department } from '@app/accounts';
import type { Fen } from '@app/outcomes';
import { decodeCursor, pageOf, requireInScope, type Page, type Principal, type Transaction } from '@app/platform';
import { FundBooks } from '../fund-books.js';
import { DocumentOnRecord, FundExists, FundInputInvalid, FundOfAnotherDepartment, FundUnknown } from '../funds.errors.js';
import { FundsRepository, type Fund, type FundFilter, type ShownEntry } from './funds.repository.js';
import { totalsOf, type FundTotals } from './fund-totals.js';

export interface NewFund {
  /** What subsidy rules call it; one name a year and county. */
  readonly name: string;
  readonly source: string;
  readonly department: Department;
  readonly year: number;
}

/** Money given to a fund, or taken back from what it was given. */
export interface AppropriationInput {
  readonly fen: Fen;
  readonly on: CivilDate;
  /** Number of the document: the same once more is the same. */
  readonly reference: string;
}

export interface WithdrawalInput extends AppropriationInput {
  readonly reason: string;
}

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Funds by source, department and year. Everything that happens to their money is an entry; the database keeps the sums. */
@Injectable()
export class FundsService {
  constructor(
    private readonly books: FundBooks,
    private readonly funds: FundsRepository,
    private readonly organizations: OrganizationsService,
  ) {}

  /** The same fund once more is the same. @throws FundExists, FundOfAnotherDepartment */
  async create(principal: Principal, { name, source, department, year }: NewFund): Promise<Fund> {
    const wanted = { county: principal.region.slice(0, 6), name: name.trim(), source: source.trim(), department, year, createdBy: principal.id };
    requireInScope(principal, wanted.county);
    return this.books.database.inScope(principal, async (tx) => {
      await this.#requireOwn(tx, principal, department);
      const made = await this.funds.insert(tx, wanted);
      if (made === null) {
        const [found] = await this.funds.listByNames(tx, wanted.county, year, [wanted.name]);
        if (found === undefined || found.source !== wanted.source || found.department !== department) throw new FundExists();
        return found;
      }
      await this.books.audit.record(tx, { action: 'fund.create', subjectKind: 'fund', subjectId: made.id, region: made.county, details: { department, year } });
      return made;
    });
  }

  /** @throws FundUnknown, FundOfAnotherDepartment, FundInputInvalid (a day to come), DocumentOnRecord */
  async appropriate(principal: Principal, id: string, input: AppropriationInput): Promise<Fund> {
    return this.#enter(principal, id, 'appropriated', { ...input, reason: null });
  }

  /** @throws FundUnknown, FundOfAnotherDepartment, FundInputInvalid (a day to come), DocumentOnRecord, FundExhausted (the money is promised or paid) */
  async withdraw(principal: Principal, id: string, input: WithdrawalInput): Promise<Fund> {
    return this.#enter(principal, id, 'withdrawn', input);
  }

  /** @throws FundUnknown */
  async get(principal: Principal, id: string): Promise<Fund> {
    return this.books.database.inScope(principal, (tx) => this.#getFund(tx, id));
  }

  /** The newest year first. @throws CursorInvalid */
  async list(principal: Principal, filter: FundFilter & PageQuery): Promise<Page<Fund>> {
    const after = decodeCursor(filter.cursor, ['number', 'text', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.funds.list(tx, filter, after, filter.limit + 1));
    return pageOf(rows, filter.limit, (row) => [row.year, row.name, row.id], (row) => row);
  }

  /** By source, department and year. */
  async totals(principal: Principal, filter: FundFilter): Promise<FundTotals> {
    return totalsOf(await this.books.database.inScope(principal, (tx) => this.funds.totals(tx, filter)));
  }

  /** What happened to a fund's money, per class and person, the newest first. @throws FundUnknown, CursorInvalid */
  async listEntries(principal: Principal, id: string, query: PageQuery): Promise<Page<ShownEntry>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.books.database.inScope(principal, async (tx) => {
      await this.#getFund(tx, id);
      return pageOf(await this.funds.listEntries(tx, id, after, query.limit + 1), query.limit, (row) => [row.recordedAt, row.id], (row) => row);
    });
  }

  async #enter(principal: Principal, id: string, kind: 'appropriated' | 'withdrawn', { fen, on, reference, reason }: AppropriationInput & { readonly reason: string | null }): Promise<Fund> {
    if (on > this.books.today()) throw new FundInputInvalid([{ path: 'on', message: '不能晚于今天' }]);
    return this.books.database.inScope(principal, async (tx) => {
      const fund = await this.#getFund(tx, id);
      await this.#requireOwn(tx, principal, fund.department);
      const entry = { fundId: id, kind, fen, occurredOn: on, reference: reference.trim(), reason, recordedBy: principal.id };
      if (!(await this.funds.addEntry(tx, fund.county, entry))) {
        if (!(await this.funds.hasEntry(tx, entry))) throw new DocumentOnRecord();
        return fund;
      }
      await this.books.audit.record(tx, { action: kind === 'appropriated' ? 'fund.appropriate' : 'fund.withdraw', subjectKind: 'fund', subjectId: id, region: fund.county, details: { fen } });
      return this.#getFund(tx, id);
    });
  }

  async #getFund(tx: Transaction, id: string): Promise<Fund> {
    const fund = await this.funds.find(tx, id);
    if (fund === null) throw new FundUnknown();
    return fund;
  }

  async #requireOwn(tx: Transaction, { role, organizationId }: Principal, department: Department): Promise<void> {
    if (role !== 'department-officer') return;
    const own = organizationId === null ? null : await this.organizations.find(tx, organizationId);
    if (own?.department !== department) throw new FundOfAnotherDepartment();
  }
}
