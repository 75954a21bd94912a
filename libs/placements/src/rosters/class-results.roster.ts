import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Principal, Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import { CertificateRules, type CertificateEntry, type CertificateFault } from '../classes/assessments/certificate-rules.js';
import { ClassesRepository, type TrainingClass } from '../classes/classes.repository.js';
import { judgeResult, type DropCode, type EnrolmentResult } from '../classes/enrolment.js';
import type { NewFact, StoredFact, Subject } from '../ledger/ledger-row.js';
import { RosterPeople, type Found } from './roster-people.js';
import { faulty, type RosterDeed, type RosterJudgement, type RosterPerson } from './roster-row.js';

/** One row of a roster of results. */
export interface ResultRow extends RosterPerson {
  /** Name or id of the class. */
  readonly trainingClass: string | null;
  readonly result: EnrolmentResult;
  readonly on: CivilDate | null;
  readonly hoursDone: number | null;
  readonly dropCode: DropCode | null;
  readonly certificateNumber: string | null;
}

/** The fact that a row wrote. */
export interface ResultTrace {
  readonly factId: string;
  readonly classId: string;
}

interface Judged extends RosterJudgement {
  readonly subject: Subject | null;
  readonly trainingClass: TrainingClass | null;
}

const key = (classId: string, registrationId: string): string => `${classId} ${registrationId}`;

/** Results of classes as rosters bring them. The ledger keeps them: a row that contradicts it is returned, nothing is overwritten. */
@Injectable()
export class ClassResultsRoster {
  constructor(
    private readonly people: RosterPeople,
    private readonly classes: ClassesRepository,
    private readonly certificates: CertificateRules,
    private readonly books: CountyBooks,
  ) {}

  /** What each row would do; changes nothing. */
  async plan(tx: Transaction, rows: readonly ResultRow[]): Promise<RosterJudgement[]> {
    return (await this.#judge(tx, rows)).map(({ outcome, faults }) => ({ outcome, faults }));
  }

  /** Records what can be recorded. The same rows again are `unchanged`. Appends to the ledger: the last thing of a transaction. */
  async apply(tx: Transaction, principal: Principal, rows: readonly ResultRow[]): Promise<RosterDeed<ResultTrace>[]> {
    await this.#lock(tx, rows);
    const judged = await this.#judge(tx, rows);
    const facts = judged.map(({ outcome, subject, trainingClass }, i): NewFact | null => (outcome !== 'new' ? null : this.#factOf(rows[i]!, subject!, trainingClass!)));
    const records = judged.flatMap(({ outcome, subject, trainingClass }, i) => (outcome !== 'new' ? [] : [{
      ...subject!, courseId: trainingClass!.courseId, classId: trainingClass!.id, state: rows[i]!.result, endedOn: rows[i]!.on!, plannedEnd: trainingClass!.endsOn, hoursDone: rows[i]!.hoursDone,
    }]));
    await this.books.people.writeClassRecords(tx, records);
    await this.books.ledger.append(tx, principal.id, facts.filter((fact) => fact !== null));
    return judged.map(({ outcome, faults, subject, trainingClass }, i) => ({
      outcome, faults, traineeId: subject?.registrationId ?? null, trace: facts[i] ? { factId: facts[i].id, classId: trainingClass!.id } : null,
    }));
  }

  #factOf({ result, on, dropCode, certificateNumber }: ResultRow, subject: Subject, { id: classId }: TrainingClass): NewFact {
    const payload = { ...(result === 'dropped' && dropCode !== null ? { dropCode } : {}), ...(result === 'certified' && certificateNumber !== null ? { certificateNumber } : {}) };
    return { ...subject, id: randomUUID(), kind: result, effectiveOn: on!, classId, payload };
  }

  /** One roster at a time on each class, in one order. */
  async #lock(tx: Transaction, rows: readonly ResultRow[]): Promise<void> {
    const found = await this.people.findClasses(tx, rows.map((row) => row.trainingClass));
    const ids = [...new Set(found.flatMap((each) => ('found' in each ? [each.found.id] : [])))].sort();
    for (const id of ids) await this.classes.lock(tx, id);
  }

  /** What is wrong with the certificates of the rows, by their places; class by class, of which a roster has few. */
  async #certificates(tx: Transaction, rows: readonly ResultRow[], classes: readonly Found<TrainingClass>[], subjects: readonly Found<Subject>[]): Promise<Map<number, CertificateFault>> {
    const ofClass = new Map<TrainingClass, { readonly at: number; readonly entry: CertificateEntry }[]>();
    rows.forEach(({ result, on, certificateNumber }, at) => {
      const [trainingClass, subject] = [classes[at]!, subjects[at]!];
      if (result !== 'certified' || on === null || 'fault' in trainingClass || 'fault' in subject) return;
      ofClass.set(trainingClass.found, [...(ofClass.get(trainingClass.found) ?? []), { at, entry: { traineeId: subject.found.registrationId, on, certificateNumber } }]);
    });
    const faults = new Map<number, CertificateFault>();
    for (const [trainingClass, given] of ofClass) (await this.certificates.judge(tx, trainingClass, given.map(({ entry }) => entry))).forEach((fault, i) => { if (fault !== null) faults.set(given[i]!.at, fault); });
    return faults;
  }

  async #judge(tx: Transaction, rows: readonly ResultRow[]): Promise<Judged[]> {
    const classes = await this.people.findClasses(tx, rows.map((row) => row.trainingClass));
    const rolls = await this.books.rollsOf(tx, classes.flatMap((each) => ('found' in each ? [each.found.id] : [])));
    const subjects = await this.people.find(tx, rows, classes.map((each) => ('found' in each ? (rolls.get(each.found.id)?.people ?? []) : [])));
    const certificates = await this.#certificates(tx, rows, classes, subjects);
    const met = new Set<string>();
    return rows.map((row, i) => {
      const [trainingClass, subject] = [classes[i]!, subjects[i]!];
      const none = { subject: null, trainingClass: null };
      if ('fault' in trainingClass) return { ...none, outcome: 'faulty', faults: [trainingClass.fault, ...faultsOf(subject)] };
      if ('fault' in subject) return { ...none, outcome: 'faulty', faults: [subject.fault] };
      const judgement = judgeRow(row, trainingClass.found, rolls.get(trainingClass.found.id)?.facts.get(subject.found.registrationId) ?? [], this.books.today());
      const certificate = certificates.get(i);
      if (judgement.outcome === 'new' && certificate !== undefined) return { ...none, ...faulty(certificate.rule === 'not-earned' ? 'result' : 'certificate-number', certificate.message) };
      const again = `${key(trainingClass.found.id, subject.found.registrationId)} ${row.result}`;
      const isRepeated = judgement.outcome === 'new' && met.has(again);
      met.add(again);
      return { ...(isRepeated ? { outcome: 'duplicate' as const, faults: [] } : judgement), subject: subject.found, trainingClass: trainingClass.found };
    });
  }
}

function faultsOf<T>(each: Found<T>): readonly { field: string; message: string }[] {
  return 'fault' in each ? [each.fault] : [];
}

function judgeRow(row: ResultRow, trainingClass: TrainingClass, inForce: readonly StoredFact[], today: CivilDate): RosterJudgement {
  const on = row.on;
  if (on === null) return faulty('result-on', '缺少日期');
  if (on > today) return faulty('result-on', '日期晚于今天');
  if (on < trainingClass.startsOn) return faulty('result-on', `日期早于开班日 ${trainingClass.startsOn}`);
  const recorded = inForce.find((fact) => fact.kind === row.result);
  if (recorded !== undefined && recorded.effectiveOn !== on) return faulty('result-on', `已登记的日期为 ${recorded.effectiveOn}；台账不能用表格覆盖，请另作更正`);
  switch (judgeResult(row.result, on, inForce)) {
    case 'already':
      return { outcome: 'unchanged', faults: [] };
    case 'legal':
      return { outcome: 'new', faults: [] };
    case 'illegal':
      return faulty('result', inForce.length === 0 ? '不在该班名册上，请先报名' : '该学员已结业或已退学，或日期早于报名日');
  }
}
