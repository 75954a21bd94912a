import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Principal, Transaction } from '@app/platform';
import type { AttendanceMark } from '../classes/attendance.entity.js';
import { AttendanceRepository, type DayMark } from '../classes/attendance.repository.js';
import { enrolmentOf } from '../classes/enrolment.js';
import { CountyBooks } from '../county-books.js';
import type { Subject } from '../ledger/ledger-row.js';
import { RosterPeople } from './roster-people.js';
import { type RosterDeed, type RosterFault, type RosterJudgement, type RosterOutcome, type RosterPerson } from './roster-row.js';

/** One row of an attendance roster: a person with one day, or with every day of a cross table. */
export interface AttendanceRow extends RosterPerson {
  readonly trainingClass: string | null;
  readonly days: readonly { readonly on: CivilDate; readonly mark: AttendanceMark; readonly hours: number | null }[];
}

/** The marks that a row wrote, and those that stood there before. */
export interface AttendanceTrace {
  readonly written: readonly DayMark[];
  readonly before: readonly DayMark[];
}

interface Judged extends RosterJudgement {
  readonly subject: Subject | null;
  readonly marks: readonly DayMark[];
  readonly before: readonly DayMark[];
}

const key = (mark: Pick<DayMark, 'classId' | 'registrationId' | 'attendedOn'>): string => `${mark.classId} ${mark.registrationId} ${mark.attendedOn}`;
const isSame = (a: DayMark, b: DayMark): boolean => a.mark === b.mark && a.hours === b.hours;

/** Attendance as rosters bring it, day by day. Days that are wrong make the whole row come back: half a row would mislead. */
@Injectable()
export class AttendanceRoster {
  constructor(
    private readonly people: RosterPeople,
    private readonly attendance: AttendanceRepository,
    private readonly books: CountyBooks,
  ) {}

  /** What each row would do; changes nothing. */
  async plan(tx: Transaction, rows: readonly AttendanceRow[]): Promise<RosterJudgement[]> {
    return (await this.#judge(tx, rows)).map(({ outcome, faults }) => ({ outcome, faults }));
  }

  /** Writes the marks of the rows that are right; a later roster changes earlier marks. */
  async apply(tx: Transaction, principal: Principal, rows: readonly AttendanceRow[]): Promise<RosterDeed<AttendanceTrace>[]> {
    const judged = await this.#judge(tx, rows);
    await this.attendance.write(tx, principal.id, judged.flatMap(({ subject, marks }) => marks.map((mark) => ({ ...mark, ownerRegion: subject!.ownerRegion }))));
    return judged.map(({ outcome, faults, subject, marks, before }) => ({ outcome, faults, traineeId: subject?.registrationId ?? null, trace: marks.length === 0 ? null : { written: marks, before } }));
  }

  /** Puts back what stood before; a mark that somebody changed since stays, and the row says so. */
  async undo(tx: Transaction, principal: Principal, traces: readonly AttendanceTrace[]): Promise<(string | null)[]> {
    const written = traces.flatMap((trace) => trace.written);
    const now = new Map((await this.attendance.list(tx, [...new Set(written.map((mark) => mark.classId))], [...new Set(written.map((mark) => mark.registrationId))])).map((mark) => [key(mark), mark]));
    const isUntouched = (trace: AttendanceTrace): boolean => trace.written.every((mark) => now.has(key(mark)) && isSame(now.get(key(mark))!, mark));
    const undone = traces.filter(isUntouched);
    const before = undone.flatMap((trace) => trace.before);
    const kept = new Set(before.map(key));
    await this.attendance.remove(tx, undone.flatMap((trace) => trace.written).filter((mark) => !kept.has(key(mark))));
    const subjects = new Map((await this.books.people.getSubjects(tx, [...new Set(before.map((mark) => mark.registrationId))])).map((subject) => [subject.registrationId, subject]));
    await this.attendance.write(tx, principal.id, before.map((mark) => ({ ...mark, ownerRegion: subjects.get(mark.registrationId)!.ownerRegion })));
    return traces.map((trace) => (isUntouched(trace) ? null : '这些考勤之后又有改动'));
  }

  async #judge(tx: Transaction, rows: readonly AttendanceRow[]): Promise<Judged[]> {
    const classes = await this.people.findClasses(tx, rows.map((row) => row.trainingClass));
    const rolls = await this.books.rollsOf(tx, classes.flatMap((each) => ('found' in each ? [each.found.id] : [])));
    const subjects = await this.people.find(tx, rows, classes.map((each) => ('found' in each ? (rolls.get(each.found.id)?.people ?? []) : [])));
    const onRecord = new Map((await this.attendance.list(
      tx, classes.flatMap((each) => ('found' in each ? [each.found.id] : [])), subjects.flatMap((each) => ('found' in each ? [each.found.registrationId] : [])),
    )).map((mark) => [key(mark), mark]));
    const met = new Map<string, DayMark>();
    return rows.map((row, i): Judged => {
      const [trainingClass, subject] = [classes[i]!, subjects[i]!];
      const refused = (faults: readonly RosterFault[]): Judged => ({ outcome: 'faulty', faults, subject: null, marks: [], before: [] });
      if ('fault' in trainingClass || 'fault' in subject) return refused([trainingClass, subject].flatMap((each) => ('fault' in each ? [each.fault] : [])));
      const enrolment = enrolmentOf(rolls.get(trainingClass.found.id)?.facts.get(subject.found.registrationId) ?? []);
      if (enrolment === null) return refused([{ field: 'id-number', message: '不在该班名册上，请先报名' }]);
      const marks = row.days.map((day): DayMark => ({ classId: trainingClass.found.id, registrationId: subject.found.registrationId, attendedOn: day.on, mark: day.mark, hours: day.mark === 'present' ? day.hours : null }));
      const { startsOn, endsOn } = trainingClass.found;
      const faults = marks.flatMap((mark): RosterFault[] => {
        const field = 'attended-on';
        if (mark.attendedOn > this.books.today()) return [{ field, message: `${mark.attendedOn} 晚于今天` }];
        if (mark.attendedOn < startsOn || mark.attendedOn > endsOn) return [{ field, message: `${mark.attendedOn} 不在开班日 ${startsOn} 至结束日 ${endsOn} 之间` }];
        if (enrolment.droppedOn !== null && mark.attendedOn > enrolment.droppedOn) return [{ field, message: `${mark.attendedOn} 在退学日 ${enrolment.droppedOn} 之后` }];
        const stands = onRecord.get(key(mark));
        if (stands?.bySessions === true && !isSame(stands, mark)) return [{ field, message: `${mark.attendedOn} 已按课次登记考勤，与表格不一致，请在课次中更正` }];
        const earlier = met.get(key(mark));
        return earlier !== undefined && !isSame(earlier, mark) ? [{ field, message: `${mark.attendedOn} 与前面的行不一致` }] : [];
      });
      if (marks.length === 0) faults.push({ field: 'attended-on', message: '没有可读的考勤日期' });
      if (faults.length > 0) return refused(faults);
      const fresh = marks.filter((mark) => !met.has(key(mark)));
      for (const mark of fresh) met.set(key(mark), mark);
      const toWrite = fresh.filter((mark) => !onRecord.has(key(mark)) || !isSame(onRecord.get(key(mark))!, mark));
      const before = toWrite.flatMap((mark) => onRecord.get(key(mark)) ?? []);
      const outcome: RosterOutcome = fresh.length === 0 ? 'duplicate' : toWrite.length === 0 ? 'unchanged' : before.length > 0 ? 'changed' : 'new';
      return { outcome, faults: [], subject: subject.found, marks: toWrite, before };
    });
  }
}
