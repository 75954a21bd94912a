import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { CountyBooks, enrolmentOf, RosterPeople, type AttendanceMark, type ClassRoll, type Enrolment, type RosterDeed, type RosterFault, type RosterJudgement, type RosterOutcome, type RosterPerson } from '@app/placements';
import type { Transaction } from '@app/platform';
import type { SessionPeriod } from '../sessions/session.js';
import { hoursOf, markFaults } from './attendance.js';
import { SessionMarksRepository, type AttendedSession, type NewSessionMark, type StandingMark } from './session-marks.repository.js';

/** One row of an attendance roster that names the period: a person with one session, or with that period of several days. */
export interface SessionRosterRow extends RosterPerson {
  readonly trainingClass: string | null;
  readonly period: SessionPeriod;
  readonly days: readonly { readonly on: CivilDate; readonly mark: AttendanceMark; readonly hours: number | null }[];
}

/** The marks that a row wrote, and those that stood there before. */
export interface SessionTrace {
  readonly sessionMarks: readonly NewSessionMark[];
  readonly before: readonly NewSessionMark[];
}

interface Judged extends RosterJudgement {
  readonly traineeId: string | null;
  readonly marks: readonly NewSessionMark[];
  readonly before: readonly NewSessionMark[];
}

/** What a roster is judged against, and what its rows before have added to it. */
interface Scene {
  readonly today: CivilDate;
  readonly rolls: ReadonlyMap<string, ClassRoll>;
  readonly sessions: ReadonlyMap<string, AttendedSession>;
  readonly standing: Map<string, StandingMark>;
  /** Marks of this roster. */
  readonly met: Map<string, NewSessionMark>;
}

const PERIOD = { morning: '上午', afternoon: '下午', evening: '晚上' } as const satisfies Record<SessionPeriod, string>;
const keyOf = ({ sessionId, registrationId }: Pick<NewSessionMark, 'sessionId' | 'registrationId'>): string => `${sessionId} ${registrationId}`;
const placeOf = (classId: string, on: CivilDate, period: SessionPeriod): string => `${classId} ${on} ${period}`;
const isSame = (a: Pick<NewSessionMark, 'mark' | 'hours'>, b: Pick<NewSessionMark, 'mark' | 'hours'> | undefined): boolean => b !== undefined && a.mark === b.mark && a.hours === b.hours;
const plain = ({ sessionId, registrationId, mark, hours }: NewSessionMark): NewSessionMark => ({ sessionId, registrationId, mark, hours });

/** Attendance of rosters that say morning, afternoon or evening: marks of sessions. A row with a fault is returned whole. */
@Injectable()
export class SessionRoster {
  constructor(
    private readonly people: RosterPeople,
    private readonly marks: SessionMarksRepository,
    private readonly books: CountyBooks,
  ) {}

  /** What each row would do; changes nothing. */
  async plan(tx: Transaction, rows: readonly SessionRosterRow[]): Promise<RosterJudgement[]> {
    return (await this.#judge(tx, rows)).map(({ outcome, faults }) => ({ outcome, faults }));
  }

  /** Adds the marks of the rows that are right; a later roster corrects earlier marks. */
  async apply(tx: Transaction, rows: readonly SessionRosterRow[]): Promise<RosterDeed<SessionTrace>[]> {
    const judged = await this.#judge(tx, rows);
    await this.marks.add(tx, 'workbook', judged.flatMap(({ marks }) => marks));
    return judged.map(({ outcome, faults, traineeId, marks, before }) => ({ outcome, faults, traineeId, trace: marks.length === 0 ? null : { sessionMarks: marks, before } }));
  }

  /** Puts back what stood before, by further marks; a mark that somebody changed since stays, and the row says so. */
  async undo(tx: Transaction, traces: readonly SessionTrace[]): Promise<(string | null)[]> {
    const written = traces.flatMap(({ sessionMarks }) => sessionMarks);
    const now = new Map((await this.marks.listOfSessions(tx, [...new Set(written.map(({ sessionId }) => sessionId))])).map((mark) => [keyOf(mark), mark]));
    const isUntouched = ({ sessionMarks }: SessionTrace): boolean => sessionMarks.every((mark) => isSame(mark, now.get(keyOf(mark))));
    await this.marks.add(tx, 'workbook', traces.filter(isUntouched).flatMap(({ sessionMarks, before }) => sessionMarks.map((mark): NewSessionMark => {
      return before.find((each) => keyOf(each) === keyOf(mark)) ?? { ...mark, mark: 'withdrawn', hours: null };
    })));
    return traces.map((trace) => (isUntouched(trace) ? null : '这些考勤之后又有改动'));
  }

  async #judge(tx: Transaction, rows: readonly SessionRosterRow[]): Promise<Judged[]> {
    const classes = await this.people.findClasses(tx, rows.map((row) => row.trainingClass));
    const classIds = [...new Set(classes.flatMap((each) => ('found' in each ? [each.found.id] : [])))];
    const rolls = await this.books.rollsOf(tx, classIds);
    const subjects = await this.people.find(tx, rows, classes.map((each) => ('found' in each ? (rolls.get(each.found.id)?.people ?? []) : [])));
    const sessions = await this.marks.listSessions(tx, classIds, [...new Set(rows.flatMap(({ days }) => days.map(({ on }) => on)))]);
    const standing = await this.marks.listOfPeople(tx, classIds, subjects.flatMap((each) => ('found' in each ? [each.found.registrationId] : [])));
    const scene: Scene = { today: this.books.today(), rolls, sessions: new Map(sessions.map((each) => [placeOf(each.classId, each.taughtOn, each.period), each])), standing: new Map(standing.map((mark) => [keyOf(mark), mark])), met: new Map() };
    return rows.map((row, i): Judged => {
      const [trainingClass, subject] = [classes[i]!, subjects[i]!];
      const faults = [trainingClass, subject].flatMap((each) => ('fault' in each ? [each.fault] : []));
      if (!('found' in trainingClass) || !('found' in subject)) return refused(faults);
      return judgeRow(row, trainingClass.found.id, subject.found.registrationId, scene);
    });
  }
}

const refused = (faults: readonly RosterFault[]): Judged => ({ outcome: 'faulty', faults, traineeId: null, marks: [], before: [] });

function judgeRow({ period, days }: SessionRosterRow, classId: string, registrationId: string, scene: Scene): Judged {
  const enrolment = enrolmentOf(scene.rolls.get(classId)?.facts.get(registrationId) ?? []);
  if (enrolment === null) return refused([{ field: 'id-number', message: '不在该班名册上，请先报名' }]);
  if (days.length === 0) return refused([{ field: 'attended-on', message: '没有可读的考勤日期' }]);
  const faults: RosterFault[] = [];
  const marks: NewSessionMark[] = [];
  for (const day of days) {
    const session = scene.sessions.get(placeOf(classId, day.on, period));
    const fault = (field: string, message: string): void => void faults.push({ field, message: `${day.on} ${PERIOD[period]}：${message}` });
    if (session === undefined) { fault('attended-on', '该班没有这次课，或已取消'); continue; }
    if (session.taughtOn > scene.today) { fault('attended-on', '这次课还没有上'); continue; }
    const entry = { traineeId: registrationId, mark: day.mark, hours: day.mark === 'present' ? day.hours : null };
    const mark: NewSessionMark = { sessionId: session.id, registrationId, mark: day.mark, hours: hoursOf(entry, session.hours) };
    for (const each of markFaults([entry], { ...session, roll: new Map<string, Enrolment>([[registrationId, enrolment]]), hoursOfOthers: hoursElsewhere(session, registrationId, [...scene.standing.values()]) })) fault(each.path.endsWith('hours') ? 'hours' : 'attended-on', each.message);
    const earlier = scene.met.get(keyOf(mark));
    if (earlier !== undefined && !isSame(mark, earlier)) fault('attended-on', '与前面的行不一致');
    marks.push(mark);
  }
  if (faults.length > 0) return refused(faults);
  const fresh = marks.filter((mark) => !scene.met.has(keyOf(mark)));
  const toWrite = fresh.filter((mark) => !isSame(mark, scene.standing.get(keyOf(mark))));
  const before = toWrite.flatMap((mark) => { const stood = scene.standing.get(keyOf(mark)); return stood === undefined ? [] : [plain(stood)]; });
  for (const mark of fresh) scene.met.set(keyOf(mark), mark);
  for (const mark of toWrite) scene.standing.set(keyOf(mark), standingOf(mark, [...scene.sessions.values()].find(({ id }) => id === mark.sessionId)!));
  const outcome: RosterOutcome = fresh.length === 0 ? 'duplicate' : toWrite.length === 0 ? 'unchanged' : before.length > 0 ? 'changed' : 'new';
  return { outcome, faults: [], traineeId: registrationId, marks: toWrite, before };
}

/** Hours that a person has from the other sessions of the same part, the rows before this one among them. */
function hoursElsewhere({ id, classId, part }: AttendedSession, registrationId: string, standing: readonly StandingMark[]): Map<string, number> {
  const others = standing.filter((mark) => mark.registrationId === registrationId && mark.classId === classId && mark.part === part && mark.sessionId !== id);
  return new Map([[registrationId, others.reduce((sum, { hours }) => sum + (hours ?? 0), 0)]]);
}

function standingOf(mark: NewSessionMark, { classId, part }: AttendedSession): StandingMark {
  return { ...mark, classId, part, number: 0, source: 'workbook', recordedBy: '', recordedAt: new Date(0) };
}
