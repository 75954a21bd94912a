import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { AttendanceRoster, ClassResultsRoster, RosterUndo, type AttendanceMark, type AttendanceRow, type AttendanceTrace, type DropCode, type EnrolmentResult, type ResultRow, type ResultTrace, type RosterDeed, type RosterJudgement } from '@app/placements';
import { SessionRoster, type SessionPeriod, type SessionRosterRow, type SessionTrace } from '@app/teaching';
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

/** Attendance, one day a row or one day a column; a row that names the period of the day is about sessions. */
@Injectable()
export class AttendanceKind implements WorkbookKind {
  readonly form = 'attendance';
  readonly writesFor = 'sender';
  constructor(
    private readonly days: AttendanceRoster,
    private readonly sessions: SessionRoster,
  ) {}

  async plan(tx: Transaction, _principal: Principal, rows: readonly RosterRow[]): Promise<RowJudgement[]> {
    return inTwo(rows, isOfSessions, async (given) => (await this.sessions.plan(tx, given.map(sessionsOf))).map(judgementOf), async (given) => (await this.days.plan(tx, given.map(attendanceOf))).map(judgementOf));
  }

  async apply(tx: Transaction, principal: Principal, rows: readonly RowToApply[]): Promise<RowDeed[]> {
    return inTwo(
      rows.map(({ row }) => row), isOfSessions,
      async (given) => (await this.sessions.apply(tx, given.map(sessionsOf))).map(deedOf), async (given) => (await this.days.apply(tx, principal, given.map(attendanceOf))).map(deedOf),
    );
  }

  undo(tx: Transaction, principal: Principal, traces: readonly unknown[]): Promise<(string | null)[]> {
    return inTwo(traces, (trace) => 'sessionMarks' in (trace as object), (given) => this.sessions.undo(tx, given as SessionTrace[]), (given) => this.days.undo(tx, principal, given as AttendanceTrace[]));
  }
}

/** Gives what belongs to the one side to it and the rest to the other; the answers in the order of what was given. */
async function inTwo<T, A>(given: readonly T[], isFirst: (each: T) => boolean, first: (of: readonly T[]) => Promise<A[]>, second: (of: readonly T[]) => Promise<A[]>): Promise<A[]> {
  const [ofFirst, ofSecond] = [given.filter(isFirst), given.filter((each) => !isFirst(each))];
  const firsts = ofFirst.length === 0 ? [] : await first(ofFirst);
  const seconds = ofSecond.length === 0 ? [] : await second(ofSecond);
  return given.map((each) => (isFirst(each) ? firsts.shift()! : seconds.shift()!));
}

const isOfSessions = (row: RosterRow): boolean => textAt(row, 'period') !== null;
const sessionsOf = (row: RosterRow): SessionRosterRow => ({ ...attendanceOf(row), period: textAt(row, 'period') as SessionPeriod });

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
