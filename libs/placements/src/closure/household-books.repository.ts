import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { IncomeSource, SupportCategory } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import { SecondOfficerNeeded } from '../placements.errors.js';
import type { HouseholdRow } from './closure-books.repository.js';
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

/** `same`: it stands already. `differs`: of this household, year, source and day something else stands. `id`: of what was written. */
export interface WrittenIncome {
  readonly verdict: 'new' | 'same' | 'differs';
  readonly id: string | null;
}

/** `own`: of the same hand and another day, so that somebody else has to take it back. */
export type IncomeRetraction = 'retracted' | 'already' | 'own' | 'unknown';

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

  /** Records many at once, in one statement. `by`: whose word it is, where the service itself writes. Answers in the order given. */
  async recordIncomes(tx: Transaction, given: readonly (IncomeInput & { readonly household: HouseholdRow })[], by: string): Promise<WrittenIncome[]> {
    const rows = given.map(({ household, year, perHeadYuan, source, sourceReference, on }, place) => ({ place, household: household.id, region: household.ownerRegion, year, per_head: perHeadYuan, from_source: source, reference: sourceReference, on_day: on }));
    const written = await tx.query<(WrittenIncome & { place: number })[]>('select place, verdict, income as id from record_household_incomes($1::jsonb, $2)', [JSON.stringify(rows), by]);
    const byPlace = new Map(written.map(({ place, verdict, id }) => [place, { verdict, id }]));
    return given.map((_, place) => byPlace.get(place)!);
  }

  /** Takes many back at once, in one statement. Answers in the order given. */
  async retractIncomes(tx: Transaction, ids: readonly string[], { reason, by }: { readonly reason: string; readonly by: string }): Promise<IncomeRetraction[]> {
    const rows = await tx.query<{ income: string; verdict: IncomeRetraction }[]>('select income, verdict from retract_household_incomes($1::uuid[], $2, $3)', [ids, reason, by]);
    const verdictOf = new Map(rows.map(({ income, verdict }) => [income, verdict]));
    return ids.map((id) => verdictOf.get(id) ?? 'unknown');
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
