import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { padRegion, type CivilDate } from '@app/kernel';
import { Database, decodeCursor, pageOf, requireInScope, type Page, type Principal, type Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import type { NewFact, StoredFact, Subject } from '../ledger/ledger-row.js';
import type { ShownPerson } from '../people/registrations.repository.js';
import { LedgerMoveRefused, PlacementInvalid, SeatsExhausted } from '../placements.errors.js';
import type { ClassArrangement } from './class-arrangement.js';
import { ClassCodes, type CourseHours } from './class-codes.js';
import { ClassesRepository, type TrainingClass } from './classes.repository.js';
import { enrolmentOf, judgeResult, type DropCode, type Enrolment, type EnrolmentResult } from './enrolment.js';

/** What is left out: no order, fixed, at a school, one person is enough, the course's hours, no lodging. */
export interface NewClass extends Partial<ClassArrangement> {
  readonly name: string;
  readonly courseId: string;
  readonly programme: string;
  readonly providerId: string;
  /** Where it is held; also whose work it is, down to the county. */
  readonly region: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly seats: number;
  readonly onTheJob?: boolean;
  readonly outreach?: boolean;
}

/** One person's result. */
export interface ResultEntry {
  readonly traineeId: string;
  readonly on: CivilDate;
  readonly hoursDone?: number | null;
  readonly dropCode?: DropCode;
}

/** What a bulk step did to one person; `already`: it was on record, nothing was added. */
export interface RollOutcome {
  readonly traineeId: string;
  readonly outcome: 'recorded' | 'already';
}

export interface RollEntry extends Enrolment {
  readonly traineeId: string;
  readonly person: ShownPerson | null;
}

/** Classes and their rolls. Who sits in a class is told by the ledger alone. */
@Injectable()
export class ClassesService {
  constructor(
    private readonly database: Database,
    private readonly classes: ClassesRepository,
    private readonly codes: ClassCodes,
    private readonly books: CountyBooks,
  ) {}

  /** @throws OutOfScope, PlacementInvalid (an unknown course, programme, provider or region; an end before the start; an order that is not approved) */
  async create(principal: Principal, given: NewClass): Promise<TrainingClass> {
    requireInScope(principal, padRegion(given.region).slice(0, 6));
    return this.database.inScope(principal, async (tx) => {
      const hours = await this.codes.check(tx, { ...given, minSeats: given.minSeats ?? 1 });
      const row = classOf(given, hours);
      const { county } = row;
      await this.classes.insert(tx, row, principal.id);
      await this.books.audit.record(tx, { action: 'class.create', subjectKind: 'class', subjectId: row.id, region: county });
      await this.books.ledger.append(tx, principal.id, [{ id: randomUUID(), kind: 'class', effectiveOn: row.startsOn, ownerRegion: row.ownerRegion, classId: row.id }]);
      return row;
    });
  }

  async get(principal: Principal, id: string): Promise<TrainingClass> {
    return this.database.inScope(principal, (tx) => this.classes.get(tx, id));
  }

  /** The classes of the county, newest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<TrainingClass>> {
    const after = decodeCursor(query.cursor, ['date', 'uuid']);
    const rows = await this.database.inScope(principal, (tx) => this.classes.list(tx, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.startsOn, row.id], (row) => row);
  }

  /** The people of a class that are in the caller's scope. @throws ClassUnknown */
  async listRoll(principal: Principal, classId: string): Promise<RollEntry[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.classes.get(tx, classId);
      const facts = byPerson(await this.books.ledger.listRoll(tx, classId));
      const shown = await this.books.people.findShown(tx, [...facts.keys()]);
      return [...facts].flatMap(([traineeId, own]) => {
        const enrolment = enrolmentOf(own);
        return enrolment === null ? [] : [{ traineeId, ...enrolment, person: shown.get(traineeId) ?? null }];
      });
    });
  }

  /**
   * Enrols people, all or none. Somebody already on the roll stays as recorded.
   * @throws ClassUnknown, PersonUnknown, SeatsExhausted, LedgerMoveRefused (somebody who dropped out comes back by a correction)
   */
  async enrol(principal: Principal, classId: string, traineeIds: readonly string[], on?: CivilDate): Promise<RollOutcome[]> {
    return this.database.inScope(principal, async (tx) => {
      const found = await this.classes.get(tx, classId);
      await this.classes.lock(tx, classId);
      const ids = [...new Set(traineeIds)];
      const subjects = await this.books.people.getSubjects(tx, ids);
      requireOneCounty(subjects, found.county);
      const known = byPerson(await this.books.ledger.listRoll(tx, classId, ids));
      const joining = subjects.filter((subject) => !known.has(subject.registrationId));
      const left = found.seats - (await this.books.ledger.countSeated(tx, classId));
      if (joining.length > left) throw new SeatsExhausted(Math.max(0, left));
      const facts = joining.map((subject): NewFact => ({ ...subject, id: randomUUID(), kind: 'enrolled', effectiveOn: on ?? this.books.today(), classId }));
      await this.books.people.writeClassRecords(tx, joining.map((subject) => ({ ...subject, courseId: found.courseId, classId, state: 'in-progress', endedOn: null, plannedEnd: found.endsOn, hoursDone: null })));
      await this.books.audit.record(tx, { action: 'class.enrol', subjectKind: 'class', subjectId: classId, region: found.county, details: { trainees: joining.length } });
      await this.books.ledger.append(tx, principal.id, facts);
      return ids.map((traineeId) => ({ traineeId, outcome: known.has(traineeId) ? 'already' : 'recorded' }));
    });
  }

  /**
   * Records results of a class, all or none: completion, certificate, or leaving before the end.
   * @throws ClassUnknown, PersonUnknown, PlacementInvalid (a day to come), LedgerMoveRefused naming every entry that cannot be
   */
  async recordResults(principal: Principal, classId: string, kind: EnrolmentResult, entries: readonly ResultEntry[]): Promise<RollOutcome[]> {
    return this.database.inScope(principal, async (tx) => {
      const found = await this.classes.get(tx, classId);
      await this.classes.lock(tx, classId);
      const subjects = await this.books.people.getSubjects(tx, entries.map((entry) => entry.traineeId), 'entries');
      const known = byPerson(await this.books.ledger.listRoll(tx, classId, entries.map((entry) => entry.traineeId)));
      const verdicts = judgeEntries(entries, kind, known, this.books.today());
      const added = entries.map((entry, i) => ({ entry, subject: subjects[i]! })).filter((_, i) => verdicts[i] === 'legal');
      await this.books.people.writeClassRecords(tx, added.map(({ entry, subject }) => ({
        ...subject, courseId: found.courseId, classId, state: kind, endedOn: entry.on, plannedEnd: found.endsOn, hoursDone: entry.hoursDone ?? null,
      })));
      await this.books.audit.record(tx, { action: `class.${VERB[kind]}`, subjectKind: 'class', subjectId: classId, region: found.county, details: { trainees: added.length } });
      await this.books.ledger.append(tx, principal.id, added.map(({ entry, subject }): NewFact => ({
        ...subject, id: randomUUID(), kind, effectiveOn: entry.on, classId, payload: entry.dropCode === undefined ? {} : { dropCode: entry.dropCode },
      })));
      return entries.map(({ traineeId }, i) => ({ traineeId, outcome: verdicts[i] === 'legal' ? 'recorded' : 'already' }));
    });
  }

  /** Puts the course record of one person right after a correction: what the facts in force come to. */
  async writeRecordOf(tx: Transaction, subject: Subject, classId: string, inForce: readonly { kind: StoredFact['kind']; effectiveOn: CivilDate }[]): Promise<void> {
    const found = await this.classes.get(tx, classId);
    const enrolment = enrolmentOf(inForce);
    const state = enrolment === null ? 'dropped' : enrolment.state === 'enrolled' ? 'in-progress' : enrolment.state;
    const endedOn = enrolment === null ? null : (enrolment.certifiedOn ?? enrolment.completedOn ?? enrolment.droppedOn);
    await this.books.people.writeClassRecords(tx, [{ ...subject, courseId: found.courseId, classId, state, endedOn, plannedEnd: found.endsOn, hoursDone: null }]);
  }
}

function classOf(given: NewClass, hours: CourseHours): TrainingClass {
  const region = padRegion(given.region);
  const county = region.slice(0, 6);
  return {
    ...given, id: randomUUID(), county, ownerRegion: padRegion(county), region, name: given.name.trim(), onTheJob: given.onTheJob ?? false, outreach: given.outreach ?? false,
    orderId: given.orderId ?? null, delivery: given.delivery ?? 'fixed', siteKind: given.siteKind ?? 'school', minSeats: given.minSeats ?? 1,
    theoryHours: given.theoryHours ?? hours.theoryHours, practiceHours: given.practiceHours ?? hours.practiceHours, lodging: given.lodging ?? false,
  };
}

const VERB = { completed: 'complete', certified: 'certify', dropped: 'drop' } as const satisfies Record<EnrolmentResult, string>;

function judgeEntries(entries: readonly ResultEntry[], kind: EnrolmentResult, known: ReadonlyMap<string, readonly StoredFact[]>, now: CivilDate): ('legal' | 'already')[] {
  const future = entries.flatMap((entry, i) => (entry.on > now ? [{ path: `entries[${i}].on`, message: '不能晚于今天' }] : []));
  const seen = new Set<string>();
  const repeated = entries.flatMap(({ traineeId }, i) => (seen.size === seen.add(traineeId).size ? [{ path: `entries[${i}].traineeId`, message: '同一人重复' }] : []));
  if (future.length + repeated.length > 0) throw new PlacementInvalid([...future, ...repeated]);
  const verdicts = entries.map((entry) => judgeResult(kind, entry.on, known.get(entry.traineeId) ?? []));
  const illegal = verdicts.flatMap((verdict, i) => (verdict === 'illegal' ? [`第 ${i + 1} 项`] : []));
  if (illegal.length > 0) throw new LedgerMoveRefused(`${illegal.join('、')}：该学员不在班、已结业或已退学，或日期早于报名日。未作任何更改。`);
  return verdicts as ('legal' | 'already')[];
}

function byPerson(facts: readonly StoredFact[]): Map<string, StoredFact[]> {
  const grouped = new Map<string, StoredFact[]>();
  for (const fact of facts) grouped.set(fact.registrationId!, [...(grouped.get(fact.registrationId!) ?? []), fact]);
  return grouped;
}

function requireOneCounty(subjects: readonly Subject[], county: string): void {
  const faults = subjects.flatMap((subject, i) => (subject.ownerRegion.startsWith(county) ? [] : [{ path: `traineeIds[${i}]`, message: '不是本县登记的学员' }]));
  if (faults.length > 0) throw new PlacementInvalid(faults);
}
