import { Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import { EmploymentsRoster, RosterUndo, type EmploymentRow, type EmploymentTrace } from '@app/placements';
import type { Principal, Transaction } from '@app/platform';
import { RosterEmployers } from '@app/vacancies';
import type { RosterRow } from '@app/workbooks';
import { deedOf, UNDO_REASON } from './class-rosters.kinds.js';
import { judgeFile } from './judge-file.js';
import { numberAt, textAt } from './row-values.js';
import type { RowDeed, RowJudgement, RowToApply, WorkbookKind } from './workbook-kind.js';

/** Who works where since when: self-reported until evidence is added. */
@Injectable()
export class PlacementsKind implements WorkbookKind {
  readonly form = 'placements';
  readonly writesFor = 'sender';
  constructor(
    private readonly employments: EmploymentsRoster,
    private readonly employers: RosterEmployers,
    private readonly undoing: RosterUndo,
  ) {}

  /** Employers that are new are added by the run only; the dry run takes them back. */
  plan(tx: Transaction, principal: Principal, rows: readonly RosterRow[]): Promise<RowJudgement[]> {
    return judgeFile(tx, rows, () => null, (batch) => this.#write(tx, principal, batch));
  }

  apply(tx: Transaction, principal: Principal, rows: readonly RowToApply[]): Promise<RowDeed[]> {
    return this.#write(tx, principal, rows.map(({ row }) => row));
  }

  undo(tx: Transaction, principal: Principal, traces: readonly unknown[]): Promise<(string | null)[]> {
    return this.undoing.retract(tx, principal, (traces as EmploymentTrace[]).map((trace) => trace.factId), UNDO_REASON);
  }

  async #write(tx: Transaction, principal: Principal, rows: readonly RosterRow[]): Promise<RowDeed[]> {
    const employerIds = await this.employers.findOrAdd(tx, padRegion(principal.region), rows.map((row) => ({ name: textAt(row, 'employer'), creditCode: textAt(row, 'credit-code') })));
    const given = rows.map((row, i): EmploymentRow => {
      const workplace = textAt(row, 'workplace');
      return {
        idNumber: textAt(row, 'id-number'), name: textAt(row, 'name'), startsOn: textAt(row, 'started-on'), type: textAt(row, 'type') as EmploymentRow['type'], permanent: textAt(row, 'permanence') !== 'temporary',
        employerId: employerIds[i] ?? null, pay: numberAt(row, 'pay'), contractMonths: numberAt(row, 'contract-months'), workplace: workplace === null ? null : padRegion(workplace),
      };
    });
    return (await this.employments.apply(tx, principal, given)).map(deedOf);
  }
}
