import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { AttendanceRoster, ClassResultsRoster, RosterUndo, type AttendanceMark, type AttendanceRow, type AttendanceTrace, type DropCode, type EnrolmentResult, type ResultRow, type ResultTrace, type RosterDeed, type RosterJudgement } from '@app/placements';
import type { RosterRow } from '@app/workbooks';
import { listAt, numberAt, textAt } from './row-values.js';
import type { RowDeed, RowJudgement, RowToApply, WorkbookKind } from './workbook-kind.js';

export const UNDO_REASON = '撤销表格导入';

export const judgementOf = ({ outcome, faults }: RosterJudgement): RowJudgement => ({ outcome, faults, subjectId: null });
export const deedOf = <Trace>({ outcome, faults, traineeId, trace }: RosterDeed<Trace>): RowDeed => ({ outcome, faults, subjectId: traineeId, trace });
const personOf = (row: RosterRow) => ({ idNumber: textAt(row, 'id-number'), name: textAt(row, 'name'), trainingClass: textAt(row, 'class') });

/** Results of classes. */
@Injectable()
export class CourseResultsKind implements WorkbookKind {
  readonly form = 'course-results';
  readonly writesFor = 'sender';
  constructor(
    private readonly results: ClassResultsRoster,
    private readonly undoing: RosterUndo,
  ) {}

  async plan(tx: Transaction, _principal: Principal, rows: readonly RosterRow[]): Promise<RowJudgement[]> {
    return (await this.results.plan(tx, rows.map(resultOf))).map(judgementOf);
  }

  async apply(tx: Transaction, principal: Principal, rows: readonly RowToApply[]): Promise<RowDeed[]> {
    return (await this.results.apply(tx, principal, rows.map(({ row }) => resultOf(row)))).map(deedOf);
  }

  undo(tx: Transaction, principal: Principal, traces: readonly unknown[]): Promise<(string | null)[]> {
    return this.undoing.retract(tx, principal, (traces as ResultTrace[]).map((trace) => trace.factId), UNDO_REASON);
  }
}

/** Attendance, one day a row or one day a column. */
@Injectable()
export class AttendanceKind implements WorkbookKind {
  readonly form = 'attendance';
  readonly writesFor = 'sender';
  constructor(private readonly attendance: AttendanceRoster) {}

  async plan(tx: Transaction, _principal: Principal, rows: readonly RosterRow[]): Promise<RowJudgement[]> {
    return (await this.attendance.plan(tx, rows.map(attendanceOf))).map(judgementOf);
  }

  async apply(tx: Transaction, principal: Principal, rows: readonly RowToApply[]): Promise<RowDeed[]> {
    return (await this.attendance.apply(tx, principal, rows.map(({ row }) => attendanceOf(row)))).map(deedOf);
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

function attendanceOf(row: RosterRow): AttendanceRow {
  return { ...personOf(row), days: daysOf(row) };
}

function resultOf(row: RosterRow): ResultRow {
  const hours = numberAt(row, 'hours');
  return {
    ...personOf(row), result: textAt(row, 'result') as EnrolmentResult, on: textAt(row, 'result-on'), hoursDone: hours === null ? null : Math.round(hours),
    dropCode: textAt(row, 'drop-code') as DropCode | null, certificateNumber: textAt(row, 'certificate-number'),
  };
}
