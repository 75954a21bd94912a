import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { ClosureBooksRepository, type HouseholdRow } from '../closure/closure-books.repository.js';
import { HouseholdBooksRepository, type IncomeInput, type IncomeRetraction } from '../closure/household-books.repository.js';
import { incomeFaults } from '../closure/income-faults.js';
import { CountyBooks } from '../county-books.js';
import { RosterPeople, type Found } from './roster-people.js';
import type { RosterDeed, RosterFault, RosterPerson } from './roster-row.js';

/** One row of a roster of incomes: the household by its number, by one of its people, or by both. */
export interface HouseholdIncomeRow extends RosterPerson, IncomeInput {
  readonly household: string | null;
}

/** The record that a row wrote. */
export interface IncomeTrace {
  readonly incomeId: string;
}

export interface IncomeDeed extends Omit<RosterDeed<IncomeTrace>, 'traineeId'> {
  readonly householdId: string | null;
}

/** Fields of the workbook by those of an income. */
const FIELD_OF: Readonly<Record<string, string>> = { on: 'assessed-on', year: 'year', sourceReference: 'source-reference' };
const KEPT_BECAUSE: Readonly<Record<IncomeRetraction, string | null>> = { retracted: null, already: null, own: '是同一名经办人此前某天确认登记的，须由另一名经办人撤回', unknown: '记录不在您的管辖范围内' };

/** Incomes of households as rosters bring them. The book keeps them: a row that contradicts it is returned, nothing is overwritten. */
@Injectable()
export class HouseholdIncomesRoster {
  constructor(
    private readonly people: RosterPeople,
    private readonly households: ClosureBooksRepository,
    private readonly records: HouseholdBooksRepository,
    private readonly books: CountyBooks,
  ) {}

  /**
   * Records what can be recorded; the same rows again are `unchanged`. Takes the county's clock: the last thing of a transaction.
   * @param by the officer whose word it is
   */
  async apply(tx: Transaction, principal: Principal, rows: readonly HouseholdIncomeRow[], by: string): Promise<IncomeDeed[]> {
    const found = await this.#find(tx, principal.region.slice(0, 6), rows);
    const met = new Map<string, HouseholdIncomeRow>();
    const judged = rows.map((row, i) => judge(row, found[i]!, met, this.books.today()));
    const written = await this.records.recordIncomes(tx, judged.flatMap((each, i) => (each === 'record' && 'found' in found[i]! ? [{ ...rows[i]!, household: found[i].found }] : [])), by);
    return judged.map((each, i): IncomeDeed => {
      const place = found[i]!;
      const householdId = 'found' in place ? place.found.id : null;
      if (each === 'duplicate') return { outcome: 'duplicate', faults: [], householdId, trace: null };
      if (each !== 'record') return { outcome: 'faulty', faults: each, householdId, trace: null };
      const { verdict, id } = written.shift()!;
      if (verdict === 'differs') return { outcome: 'faulty', faults: [{ field: 'income', message: '该户该年度、该核定日、该来源的收入已登记，金额或材料不同；收入不能用表格覆盖，请先撤回原来的记录' }], householdId, trace: null };
      return { outcome: verdict === 'new' ? 'new' : 'unchanged', faults: [], householdId, trace: id === null ? null : { incomeId: id } };
    });
  }

  /** Takes records back; for each null, or why it stays. Takes the county's clock: the last thing of a transaction. */
  async retract(tx: Transaction, incomeIds: readonly string[], by: { readonly reason: string; readonly by: string }): Promise<(string | null)[]> {
    return (await this.records.retractIncomes(tx, incomeIds, by)).map((verdict) => KEPT_BECAUSE[verdict]);
  }

  /** Each row's household; four statements whatever the number of rows. */
  async #find(tx: Transaction, county: string, rows: readonly HouseholdIncomeRow[]): Promise<Found<HouseholdRow>[]> {
    const byNumber = await this.households.findHouseholdsByNumber(tx, county, [...new Set(rows.flatMap(({ household }) => household ?? []))]);
    const named = rows.filter(({ idNumber }) => idNumber !== null);
    const persons = new Map((await this.people.find(tx, named)).map((person, i) => [named[i]!, person]));
    const ofPeople = await this.households.findHouseholdsOf(tx, [...persons.values()].flatMap((person) => ('found' in person ? [person.found.registrationId] : [])));
    return rows.map((row): Found<HouseholdRow> => {
      const person = persons.get(row) ?? null;
      if (person !== null && 'fault' in person) return person;
      const own = person === null ? null : (ofPeople.get(person.found.registrationId) ?? null);
      if (row.household === null) return own === null ? missing(person === null ? '户编号和身份证号至少填一项' : '此人没有登记所在的户，或该户不在您的管辖范围内；请填写户编号') : { found: own };
      const household = byNumber.get(row.household);
      if (household === undefined) return missing('没有这个户编号，或不在您的管辖范围内');
      return person !== null && own?.id !== household.id ? missing('与该身份证号登记的户不一致') : { found: household };
    });
  }
}

const missing = (message: string): { readonly fault: RosterFault } => ({ fault: { field: 'household', message } });

/** What is to be done with a row; `met`: the rows before it, by what they are about. */
function judge(row: HouseholdIncomeRow, place: Found<HouseholdRow>, met: Map<string, HouseholdIncomeRow>, today: string): 'record' | 'duplicate' | readonly RosterFault[] {
  const faults = incomeFaults(row, today).map(({ path, message }): RosterFault => ({ field: FIELD_OF[path] ?? path, message }));
  if ('fault' in place) return [place.fault, ...faults];
  if (faults.length > 0) return faults;
  const key = JSON.stringify([place.found.id, row.year, row.source, row.on]);
  const earlier = met.get(key);
  met.set(key, earlier ?? row);
  if (earlier === undefined) return 'record';
  return earlier.perHeadYuan === row.perHeadYuan && earlier.sourceReference === row.sourceReference ? 'duplicate' : [{ field: 'income', message: '与前面同一户、同一年度、同一核定日的行不一致' }];
}
