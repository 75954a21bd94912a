import { Injectable } from '@nestjs/common';
import type { FieldFault } from '@app/kernel';
import { Database, type Principal, type Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import { PlacementInvalid } from '../placements.errors.js';
import { ClosureBooksRepository, type HouseholdRow } from './closure-books.repository.js';
import { BookRecordUnknown, HouseholdUnknown } from './closure.errors.js';
import { incomeFaults } from './income-faults.js';
import { HouseholdBooksRepository, type IncomeInput, type StoredIncome, type StoredSupport, type SupportInput } from './household-books.repository.js';

/** A household's number in its county. */
interface OfHousehold {
  readonly household: string;
}

export interface HouseholdRecords {
  readonly household: HouseholdRow;
  readonly incomes: readonly StoredIncome[];
  readonly categories: readonly StoredSupport[];
}

export interface Recorded {
  readonly id: string;
  readonly householdId: string;
}

/** Incomes and support categories of households. Nothing is changed; a mistake is taken back with a reason, by a second officer unless it is of the same hand and day. */
@Injectable()
export class HouseholdBooksService {
  constructor(
    private readonly database: Database,
    private readonly households: ClosureBooksRepository,
    private readonly records: HouseholdBooksRepository,
    private readonly books: CountyBooks,
  ) {}

  /** Records the income a head of a year. The same once more is the record that stands. @throws HouseholdUnknown, PlacementInvalid */
  async recordIncome(principal: Principal, { household: number, ...input }: IncomeInput & OfHousehold): Promise<Recorded> {
    const faults = incomeFaults(input, this.books.today());
    if (faults.length > 0) throw new PlacementInvalid(faults);
    return this.database.inScope(principal, async (tx) => {
      const household = await this.#getByNumber(tx, principal, number);
      await this.#audit(tx, 'household-income.record', household, { year: input.year, source: input.source });
      return { id: await this.records.recordIncome(tx, household, input), householdId: household.id };
    });
  }

  /** @throws BookRecordUnknown, SecondOfficerNeeded */
  async retractIncome(principal: Principal, id: string, reason: string): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      const region = await this.records.retractIncome(tx, id, reason);
      if (region === null) throw new BookRecordUnknown();
      await this.books.audit.record(tx, { action: 'household-income.retract', subjectKind: 'household-income', subjectId: id, region, reason });
    });
  }

  /** Records a category from a day on, or its last day. @throws HouseholdUnknown, PlacementInvalid */
  async recordCategory(principal: Principal, { household: number, ...input }: SupportInput & OfHousehold): Promise<Recorded> {
    const faults: FieldFault[] = [];
    if (input.fromOn > this.books.today()) faults.push({ path: 'fromOn', message: '不能晚于今天' });
    if (input.toOn !== null && input.toOn < input.fromOn) faults.push({ path: 'toOn', message: '早于起始日' });
    if (faults.length > 0) throw new PlacementInvalid(faults);
    return this.database.inScope(principal, async (tx) => {
      const household = await this.#getByNumber(tx, principal, number);
      await this.#audit(tx, 'household-category.record', household);
      return { id: (await this.records.recordSupport(tx, household.id, input))!, householdId: household.id };
    });
  }

  /** A category was recorded by mistake. @throws HouseholdUnknown, BookRecordUnknown */
  async withdrawCategory(principal: Principal, { household: number, reason, ...input }: Pick<SupportInput, 'category' | 'fromOn'> & OfHousehold & { readonly reason: string }): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      const household = await this.#getByNumber(tx, principal, number);
      await this.#audit(tx, 'household-category.withdraw', household, {}, reason);
      if ((await this.records.recordSupport(tx, household.id, { ...input, toOn: null }, reason)) === null) throw new BookRecordUnknown();
    });
  }

  /** Everything recorded of a household. @throws HouseholdUnknown */
  async list(principal: Principal, householdId: string): Promise<HouseholdRecords> {
    return this.database.inScope(principal, async (tx) => {
      const household = (await this.households.findHouseholds(tx, [householdId])).get(householdId);
      if (household === undefined) throw new HouseholdUnknown();
      const county = household.ownerRegion.slice(0, 6);
      await this.#audit(tx, 'household-record.read', household);
      return { household, incomes: await this.records.incomesOf(tx, county, householdId), categories: await this.records.supportsOf(tx, county, householdId) };
    });
  }

  async #getByNumber(tx: Transaction, principal: Principal, number: string): Promise<HouseholdRow> {
    const plain = number.normalize('NFKC').trim();
    const household = (await this.households.findHouseholdsByNumber(tx, principal.region.slice(0, 6), [plain])).get(plain);
    if (household === undefined) throw new HouseholdUnknown();
    return household;
  }

  /** The trail names no category and no amount. */
  async #audit(tx: Transaction, action: string, { id, ownerRegion }: HouseholdRow, details: Readonly<Record<string, string | number>> = {}, reason?: string): Promise<void> {
    await this.books.audit.record(tx, { action, subjectKind: 'household', subjectId: id, region: ownerRegion, details, ...(reason === undefined ? {} : { reason }) });
  }
}
