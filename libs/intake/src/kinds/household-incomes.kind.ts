import { Injectable } from '@nestjs/common';
import { HouseholdIncomesRoster, type HouseholdIncomeRow, type IncomeTrace } from '@app/placements';
import type { Principal, Transaction } from '@app/platform';
import type { RosterRow } from '@app/workbooks';
import { deedOf, UNDO_REASON } from './class-rosters.kinds.js';
import { judgeFile, type RowKey } from './judge-file.js';
import { numberAt, textAt } from './row-values.js';
import type { RowDeed, RowJudgement, RowToApply, WorkbookKind } from './workbook-kind.js';

/** What households have to live on, a year and head. */
@Injectable()
export class HouseholdIncomesKind implements WorkbookKind {
  readonly form = 'household-incomes';
  readonly writesFor = 'sender';
  constructor(private readonly incomes: HouseholdIncomesRoster) {}

  plan(tx: Transaction, principal: Principal, rows: readonly RosterRow[]): Promise<RowJudgement[]> {
    return judgeFile(tx, rows, keyOf, (batch) => this.#write(tx, principal, batch, principal.id));
  }

  apply(tx: Transaction, principal: Principal, rows: readonly RowToApply[], decidedBy: string): Promise<RowDeed[]> {
    return this.#write(tx, principal, rows.map(({ row }) => row), decidedBy);
  }

  undo(tx: Transaction, _principal: Principal, traces: readonly unknown[], decidedBy: string): Promise<(string | null)[]> {
    return this.incomes.retract(tx, (traces as IncomeTrace[]).map(({ incomeId }) => incomeId), { reason: UNDO_REASON, by: decidedBy });
  }

  async #write(tx: Transaction, principal: Principal, rows: readonly RosterRow[], by: string): Promise<RowDeed[]> {
    return (await this.incomes.apply(tx, principal, rows.map(incomeOf), by)).map((deed) => ({ ...deedOf({ ...deed, traineeId: null }), subjectId: deed.householdId }));
  }
}

/** Several people of a household may bear its one income: they are one row, as long as they say the same of it. */
function keyOf(row: RosterRow): RowKey {
  const { household, idNumber, year, perHeadYuan, source, sourceReference, on } = incomeOf(row);
  return {
    key: JSON.stringify([household ?? idNumber, year, source, on]), says: JSON.stringify([perHeadYuan, sourceReference]),
    conflict: (other) => ({ field: 'income', message: `与第 ${other} 行是同一户、同一年度、同一核定日，金额或材料不同；请核对后只留一行` }),
  };
}

function incomeOf(row: RosterRow): HouseholdIncomeRow {
  return {
    household: textAt(row, 'household'), idNumber: textAt(row, 'id-number'), name: textAt(row, 'name'), year: numberAt(row, 'year')!, perHeadYuan: numberAt(row, 'income')!,
    source: textAt(row, 'source') as HouseholdIncomeRow['source'], sourceReference: textAt(row, 'source-reference'), on: textAt(row, 'assessed-on')!,
  };
}
