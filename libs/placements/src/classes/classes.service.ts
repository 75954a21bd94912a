import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { padRegion, type CivilDate } from '@app/kernel';
import { Database, decodeCursor, pageOf, requireInScope, type Page, type Principal, type Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import type { FactPayload, StoredFact, Subject } from '../ledger/ledger-row.js';
import type { ShownPerson } from '../people/registrations.repository.js';
import { LedgerMoveRefused, PlacementInvalid, SeatsExhausted } from '../placements.errors.js';
import type { ClassArrangement } from './class-arrangement.js';
import { ClassCodes, type CourseHours } from './class-codes.js';
import { ClassBooks } from './class-books.js';
import { ClassTakesNobody, OthersWait } from './classes.errors.js';
import type { TrainingClass } from './classes.repository.js';
import { enrolmentOf, judgeResult, type DropCode, type Enrolment, type EnrolmentResult } from './enrolment.js';
import { takesPeople, type ClassState } from './life/class-moves.js';
import { arrivalOf } from './waiting/waiting.js';
import { WaitingListsRepository, type Waiting } from './waiting/waiting-lists.repository.js';

/** What is left out: no order, fixed, at a school, one person is enough, the course's hours, no lodging. */
export interface NewClass extends Partial<ClassArrangement> {
  readonly name: string;
  readonly courseId: string;
  readonly programme: string;
  /** The organization that teaches; left out: not found yet, the class is planned. */
  readonly providerId?: string | null;
  /** Planned: nobody is enrolled before it opens. Left out: it opens at once, when it has a provider. */
  readonly isPlanned?: boolean;
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
  /** Of a certificate, as its issuer numbered it: once in a county for each issuer. */
  readonly certificateNumber?: string | null;
  /** Who issued the certificate; left out: the class's provider. */
  readonly certificateIssuer?: string | null;
}

/** What a bulk step did to one person; `already`: it was on record, nothing was added; `waiting`: on the waiting list under this number. */
export interface RollOutcome {
  readonly traineeId: string;
  readonly outcome: 'recorded' | 'already' | 'waiting';
  readonly waitingNumber?: number;
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
    private readonly classes: ClassBooks,
    private readonly lists: WaitingListsRepository,
    private readonly codes: ClassCodes,
    private readonly books: CountyBooks,
  ) {}

  /** @throws OutOfScope, PlacementInvalid (an unknown course, programme, provider or region; an end before the start; an order that is not approved) */
  async create(principal: Principal, given: NewClass): Promise<TrainingClass> {
    requireInScope(principal, padRegion(given.region).slice(0, 6));
    return this.database.inScope(principal, async (tx) => {
      const hours = await this.codes.check(tx, { ...given, providerId: given.providerId ?? null, minSeats: given.minSeats ?? 1 });
      const row = classOf(given, hours);
      const { county } = row;
      await this.classes.rows.insert(tx, row, principal.id);
      await this.books.audit.record(tx, { action: 'class.create', subjectKind: 'class', subjectId: row.id, region: county });
      if (row.state === 'open') await this.books.ledger.append(tx, principal.id, [{ id: randomUUID(), kind: 'class', effectiveOn: row.startsOn, ownerRegion: row.ownerRegion, classId: row.id }]);
      return row;
    });
  }

  async get(principal: Principal, id: string): Promise<TrainingClass> {
    return this.database.inScope(principal, (tx) => this.classes.rows.get(tx, id));
  }

  /** The classes of the county, in one state or in any, newest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly state?: ClassState | undefined; readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<TrainingClass>> {
    const after = decodeCursor(query.cursor, ['date', 'uuid']);
    const rows = await this.database.inScope(principal, (tx) => this.classes.rows.list(tx, query.state ?? null, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.startsOn, row.id], (row) => row);
  }

  /** The people of a class that are in the caller's scope. @throws ClassUnknown */
  async listRoll(principal: Principal, classId: string): Promise<RollEntry[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.classes.rows.get(tx, classId);
      const facts = await this.classes.factsOf(tx, classId);
      const shown = await this.books.people.findShown(tx, [...facts.keys()]);
      return [...facts].flatMap(([traineeId, own]) => {
        const enrolment = enrolmentOf(own);
        return enrolment === null ? [] : [{ traineeId, ...enrolment, person: shown.get(traineeId) ?? null }];
      });
    });
  }

  /**
   * Enrols people, all or none. Somebody already on the roll stays as recorded. With `isWaitlisted`, whoever finds no free seat (or
   * others waiting) is put on the waiting list, in the order given.
   * @throws ClassUnknown, PersonUnknown, ClassTakesNobody, SeatsExhausted, OthersWait, LedgerMoveRefused (somebody who dropped out comes back by a correction)
   */
  async enrol(principal: Principal, classId: string, traineeIds: readonly string[], on?: CivilDate, isWaitlisted = false): Promise<RollOutcome[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.classes.rows.lock(tx, classId);
      const found = await this.classes.rows.get(tx, classId);
      const ids = [...new Set(traineeIds)];
      const subjects = await this.books.people.getSubjects(tx, ids);
      requireOneCounty(subjects, found.county);
      const known = await this.classes.factsOf(tx, classId, ids);
      const joining = subjects.filter((subject) => !known.has(subject.registrationId));
      const waiting = joining.length === 0 ? [] : await this.#admit(tx, principal, found, joining, { on: on ?? this.books.today(), isWaitlisted });
      return ids.map((traineeId): RollOutcome => {
        const place = waiting.find(({ registrationId }) => registrationId === traineeId);
        return place !== undefined ? { traineeId, outcome: 'waiting', waitingNumber: place.number } : { traineeId, outcome: known.has(traineeId) ? 'already' : 'recorded' };
      });
    });
  }

  /** Seats whom there is room for; who of them waits now. Appends to the ledger. */
  async #admit(tx: Transaction, principal: Principal, found: TrainingClass, joining: readonly Subject[], { on, isWaitlisted }: { readonly on: CivilDate; readonly isWaitlisted: boolean }): Promise<Waiting[]> {
    if (!takesPeople(found.state)) throw new ClassTakesNobody(found.state);
    const left = found.seats - (await this.books.ledger.countSeated(tx, found.id));
    const { waiting } = await this.lists.count(tx, found.id);
    if (!isWaitlisted && waiting > 0) throw new OthersWait();
    if (!isWaitlisted && joining.length > left) throw new SeatsExhausted(Math.max(0, left));
    const already = new Set((waiting === 0 ? [] : await this.lists.list(tx, found.id)).map(({ registrationId }) => registrationId));
    const arrival = arrivalOf(joining.filter(({ registrationId }) => !already.has(registrationId)), left, waiting);
    if (arrival.waiting.length > 0) {
      await this.lists.add(tx, found.id, arrival.waiting.map(({ registrationId }) => registrationId));
      await this.books.audit.record(tx, { action: 'class-waiting.add', subjectKind: 'class', subjectId: found.id, region: found.county, details: { trainees: arrival.waiting.length } });
    }
    const places = isWaitlisted ? await this.lists.list(tx, found.id) : [];
    if (arrival.seated.length > 0) await this.classes.roll.write(tx, principal, found, 'enrolled', arrival.seated.map((subject) => ({ subject, on })));
    return places;
  }

  /**
   * Records results of a class, all or none: completion, certificate, or leaving before the end.
   * Hours that are not stated are those that the sessions tell.
   * @throws ClassUnknown, PersonUnknown, PlacementInvalid (a day to come), CertificateNotEarned, CertificateNumberTaken, LedgerMoveRefused naming every entry that cannot be
   */
  async recordResults(principal: Principal, classId: string, kind: EnrolmentResult, entries: readonly ResultEntry[]): Promise<RollOutcome[]> {
    return this.database.inScope(principal, async (tx) => {
      const found = await this.classes.rows.get(tx, classId);
      await this.classes.rows.lock(tx, classId);
      const subjects = await this.books.people.getSubjects(tx, entries.map((entry) => entry.traineeId), 'entries');
      const known = await this.classes.factsOf(tx, classId, entries.map((entry) => entry.traineeId));
      const verdicts = judgeEntries(entries, kind, known, this.books.today());
      const added = entries.map((entry, i) => ({ entry, subject: subjects[i]! })).filter((_, i) => verdicts[i] === 'legal');
      if (kind === 'certified') await this.classes.certificates.require(tx, found, entries, added.map(({ entry }) => entry));
      const attended = await this.classes.rows.attendedHours(tx, classId, added.map(({ entry }) => entry.traineeId));
      await this.classes.roll.write(tx, principal, found, kind, added.map(({ entry, subject }) => ({ subject, on: entry.on, hoursDone: entry.hoursDone ?? attended.get(entry.traineeId) ?? null, payload: payloadOf(entry) })));
      return entries.map(({ traineeId }, i) => ({ traineeId, outcome: verdicts[i] === 'legal' ? 'recorded' : 'already' }));
    });
  }

  /** Puts the course record of one person right after a correction: what the facts in force come to. */
  async writeRecordOf(tx: Transaction, subject: Subject, classId: string, inForce: readonly { kind: StoredFact['kind']; effectiveOn: CivilDate }[]): Promise<TrainingClass> {
    const found = await this.classes.rows.get(tx, classId);
    const enrolment = enrolmentOf(inForce);
    const state = enrolment === null ? 'dropped' : enrolment.state === 'enrolled' ? 'in-progress' : enrolment.state;
    const endedOn = enrolment === null ? null : (enrolment.certifiedOn ?? enrolment.completedOn ?? enrolment.droppedOn);
    await this.books.people.writeClassRecords(tx, [{ ...subject, courseId: found.courseId, classId, state, endedOn, plannedEnd: found.endsOn, hoursDone: null }]);
    return found;
  }
}

/** A part that nothing is said about is passed from this score on. */
const PASS_MARK = 60;

function classOf(given: NewClass, hours: CourseHours): TrainingClass {
  const region = padRegion(given.region);
  const county = region.slice(0, 6);
  const { isPlanned = false, providerId = null, ...rest } = given;
  return {
    ...rest, id: randomUUID(), county, ownerRegion: padRegion(county), region, name: given.name.trim(), onTheJob: given.onTheJob ?? false, outreach: given.outreach ?? false,
    orderId: given.orderId ?? null, delivery: given.delivery ?? 'fixed', siteKind: given.siteKind ?? 'school', minSeats: given.minSeats ?? 1,
    theoryHours: given.theoryHours ?? hours.theoryHours, practiceHours: given.practiceHours ?? hours.practiceHours, lodging: given.lodging ?? false,
    passTheory: given.passTheory === undefined ? PASS_MARK : given.passTheory, passPractice: given.passPractice === undefined ? PASS_MARK : given.passPractice, attendancePercent: given.attendancePercent ?? 0,
    providerId, state: isPlanned || providerId === null ? 'planned' : 'open', moves: 0,
  };
}

function payloadOf({ dropCode, certificateNumber = null, certificateIssuer = null }: ResultEntry): FactPayload {
  return { ...(dropCode === undefined ? {} : { dropCode }), ...(certificateNumber === null ? {} : { certificateNumber: certificateNumber.trim() }), ...(certificateNumber === null || certificateIssuer === null ? {} : { certificateIssuer: certificateIssuer.trim() }) };
}

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

function requireOneCounty(subjects: readonly Subject[], county: string): void {
  const faults = subjects.flatMap((subject, i) => (subject.ownerRegion.startsWith(county) ? [] : [{ path: `traineeIds[${i}]`, message: '不是本县登记的学员' }]));
  if (faults.length > 0) throw new PlacementInvalid(faults);
}
