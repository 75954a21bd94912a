import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { AttendanceRoster, ClassResultsRoster, RosterUndo, type AttendanceMark, type AttendanceRow, type AttendanceTrace, type DropCode, type EnrolmentResult, type ResultRow, type ResultTrace, type RosterDeed } from '@app/placements';
import type { RosterRow } from '@app/workbooks';
import { numberAt, textAt, listAt, type Deed, type WorkbookKind } from './workbook-kind.js';

export const UNDO_REASON = '撤销表格导入';

export const deedOf = <Trace>({ outcome, faults, traineeId, trace }: RosterDeed<Trace>): Deed => ({ outcome, faults, subjectId: traineeId, trace });
const personOf = (row: RosterRow) => ({ idNumber: textAt(row, 'id-number'), name: textAt(row, 'name'), trainingClass: textAt(row, 'class') });

/** Results of classes. */
@Injectable()
export class CourseResultsKind implements WorkbookKind {
  readonly form = 'course-results';
  constructor(
    private readonly results: ClassResultsRoster,
    private readonly undoing: RosterUndo,
  ) {}

  keyOf(): null {
    return null; // the ledger judges: two results of one person in one class are two facts
  }

  async apply(tx: Transaction, principal: Principal, rows: readonly RosterRow[]): Promise<Deed[]> {
    const given = rows.map((row): ResultRow => {
      const hours = numberAt(row, 'hours');
      return {
        ...personOf(row), result: textAt(row, 'result') as EnrolmentResult, on: textAt(row, 'result-on'), hoursDone: hours === null ? null : Math.round(hours),
        dropCode: textAt(row, 'drop-code') as DropCode | null, certificateNumber: textAt(row, 'certificate-number'),
      };
    });
    return (await this.results.apply(tx, principal, given)).map(deedOf);
  }

  undo(tx: Transaction, principal: Principal, traces: readonly unknown[]): Promise<(string | null)[]> {
    return this.undoing.retract(tx, principal, (traces as ResultTrace[]).map((trace) => trace.factId), UNDO_REASON);
  }
}

/** Attendance, one day a row or one day a column. */
@Injectable()
export class AttendanceKind implements WorkbookKind {
  readonly form = 'attendance';
  constructor(private readonly attendance: AttendanceRoster) {}

  keyOf(): null {
    return null;
  }

  async apply(tx: Transaction, principal: Principal, rows: readonly RosterRow[]): Promise<Deed[]> {
    const given = rows.map((row): AttendanceRow => ({ ...personOf(row), days: daysOf(row) }));
    return (await this.attendance.apply(tx, principal, given)).map(deedOf);
  }

  undo(tx: Transaction, principal: Principal, traces: readonly unknown[]): Promise<(string | null)[]> {
    return this.attendance.undo(tx, principal, traces as AttendanceTrace[]);
  }
}

function daysOf(row: RosterRow): AttendanceRow['days'] {
  const across = listAt(row, 'attendance');
  if (across !== null) return across.map((each) => ({ on: each.slice(0, 10), mark: each.slice(11) as AttendanceMark, hours: null }));
  const [on, mark, hours] = [textAt(row, 'attended-on'), textAt(row, 'mark'), numberAt(row, 'hours')];
  return on === null || (mark === null && hours === null) ? [] : [{ on, mark: (mark ?? 'present') as AttendanceMark, hours }];
}
