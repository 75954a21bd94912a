import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { IncomeSource, SupportCategory } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import { SecondOfficerNeeded } from '../placements.errors.js';
import { BookRecordUnknown } from './closure.errors.js';

export interface IncomeInput {
  readonly year: number;
  readonly perHeadYuan: number;
  readonly source: IncomeSource;
  readonly sourceReference: string | null;
  /** The day of the assessment. */
  readonly on: CivilDate;
}

/** A record of a household's income, and whether it was taken back. */
export interface StoredIncome extends IncomeInput {
  readonly id: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly retraction: { readonly reason: string; readonly recordedAt: Date; readonly recordedBy: string } | null;
}

export interface SupportInput {
  readonly category: SupportCategory;
  readonly fromOn: CivilDate;
  readonly toOn: CivilDate | null;
}

export interface StoredSupport {
  readonly id: string;
  readonly category: string;
  readonly fromOn: CivilDate;
  readonly toOn: CivilDate | null;
  readonly withdrawn: boolean;
  readonly reason: string | null;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

/** A domain error for a refusal of the books' own rules; anything else stays as it is. */
export function asBookRefusal(error: unknown): unknown {
  const driver = typeof error === 'object' && error !== null && 'driverError' in error ? (error.driverError as { constraint?: string }) : {};
  if (driver.constraint === 'book_retraction_by_another') return new SecondOfficerNeeded('这条记录是您本人先前登记的，须由另一名经办人撤回；当天登记的可以自己撤回。');
  if (driver.constraint === 'legal_book_retraction' || driver.constraint?.startsWith('one_retraction_per_record') === true) return new BookRecordUnknown();
  return error;
}

/** Incomes and support categories of households: the tables are the restricted role's, reached through its functions. */
@Injectable()
export class HouseholdBooksRepository {
  async recordIncome(tx: Transaction, household: { readonly id: string; readonly ownerRegion: string }, { year, perHeadYuan, source, sourceReference, on }: IncomeInput): Promise<string> {
    const [row] = await tx.query<{ id: string }[]>('select record_household_income($1, $2, $3, $4, $5, $6, $7) as id', [household.id, household.ownerRegion, year, perHeadYuan, source, sourceReference, on]);
    return row!.id;
  }

  /** The owner region of the record that was taken back; null: there is none. */
  async retractIncome(tx: Transaction, id: string, reason: string): Promise<string | null> {
    try {
      const [row] = await tx.query<{ region: string | null }[]>('select retract_household_income($1, $2) as region', [id, reason]);
      return row!.region;
    } catch (error) {
      throw asBookRefusal(error);
    }
  }

  /** Null: withdrawn already, or never recorded. */
  async recordSupport(tx: Transaction, householdId: string, { category, fromOn, toOn }: SupportInput, withdrawal: string | null = null): Promise<string | null> {
    const [row] = await tx.query<{ id: string | null }[]>('select record_support_category($1, $2, $3, $4, $5, $6) as id', [householdId, category, fromOn, toOn, withdrawal !== null, withdrawal]);
    return row!.id;
  }

  /** Everything recorded of a household, the latest first. */
  async incomesOf(tx: Transaction, county: string, householdId: string): Promise<StoredIncome[]> {
    return tx.query<StoredIncome[]>(
      `with all_of as (select * from household_incomes_known($1, null) where household_id = $2)
       select i.id, i.year, i.per_head_yuan as "perHeadYuan", i.source, i.source_reference as "sourceReference", i.effective_on as "on", i.recorded_at as "recordedAt", i.recorded_by as "recordedBy",
              case when r.id is not null then jsonb_build_object('reason', r.reason, 'recordedAt', r.recorded_at, 'recordedBy', r.recorded_by) end as retraction
       from all_of i left join all_of r on r.retracts_id = i.id where i.retracts_id is null order by i.year desc, i.recorded_at desc, i.id`, [county, householdId]);
  }

  async supportsOf(tx: Transaction, county: string, householdId: string): Promise<StoredSupport[]> {
    return tx.query<StoredSupport[]>(
      `select id, category, from_on as "fromOn", to_on as "toOn", withdrawn, reason, recorded_at as "recordedAt", recorded_by as "recordedBy" from support_categories_known($1, null) where household_id = $2 order by recorded_at desc, id`, [county, householdId]);
  }
}
