import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { isInside, today, type CivilDate, type Clock, type FieldFault } from '@app/kernel';
import { CLOCK, Database, OutOfScope, requireInScope, StaleVersion, type Principal, type Transaction } from '@app/platform';
import { CodeBooks, type CodeBook } from './code-book.js';
import { FaultList, readChange, readCourseRecord, readTrainee, readWishes } from './trainee-checks.js';
import { TraineeRecords } from './trainee-records.js';
import { applyChange, newFacts, type ConsentInput, type CourseRecordInput, type Identity, type TraineeChange, type TraineeChangeInput, type TraineeFacts, type TraineeInput, type WishesInput } from './trainee.js';
import { AlreadyRegistered, RegisteredElsewhere, TraineeInvalid, TraineeUnknown } from './trainees.errors.js';
import type { StoredTrainee, TraineeRow } from './trainee.repository.js';

/** A line of a bulk registration: what it states, or why it could not be read. */
export type BulkLine = { readonly line: number; readonly input: TraineeInput } | { readonly line: number; readonly faults: readonly FieldFault[] };

export type BulkOutcome = 'created' | 'changed' | 'unchanged' | 'rejected';

/** What became of one line. */
export interface BulkResult {
  readonly line: number;
  readonly outcome: BulkOutcome;
  readonly traineeId: string | null;
  readonly faults: readonly FieldFault[];
  /** What taking it back needs; null where nothing was written. */
  readonly takeBack: TakenBack | null;
}

/** A written line, so that it can be taken back: the version that it made, and what stood before (null: nothing did). */
export interface TakenBack {
  readonly traineeId: string;
  readonly version: number;
  readonly before: TraineeFacts | null;
}

/** What became of a whole bulk registration; every line is in `results`, in order. */
export interface BulkReport {
  readonly counts: Readonly<Record<BulkOutcome, number>>;
  readonly results: readonly BulkResult[];
}

/** A checked line, ready to be written. */
interface Candidate {
  readonly line: number;
  readonly identity: Identity;
  readonly change: TraineeChange & Pick<TraineeFacts, 'ownerRegion' | 'name'>;
  readonly consents: readonly ConsentInput[];
}

const BATCH = 500;
const rejected = (line: number, faults: readonly FieldFault[]): BulkResult => ({ line, outcome: 'rejected', traineeId: null, faults, takeBack: null });

/** The real-name registry: registers people, one or many, and changes what is known of them. */
@Injectable()
export class TraineeRegistry {
  constructor(
    private readonly database: Database,
    private readonly records: TraineeRecords,
    private readonly codes: CodeBooks,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Registers one person.
   * @throws TraineeInvalid, OutOfScope, AlreadyRegistered (with the id, in the caller's scope), RegisteredElsewhere
   */
  async register(principal: Principal, input: TraineeInput): Promise<StoredTrainee> {
    const day = today(this.clock);
    const faults = new FaultList();
    const read = readTrainee(input, await this.codes.current(), day, faults);
    if (read === null) throw new TraineeInvalid(faults.faults);
    requireInScope(principal, read.change.ownerRegion);
    return this.database.inScope(principal, async (tx) => {
      const batch = await this.#prepare(tx, [{ line: 0, ...read, consents: input.consents ?? [] }]);
      const [known] = batch.known;
      if (known) throw new AlreadyRegistered(known.stored.id);
      if (batch.faults.length > 0) throw new TraineeInvalid(batch.faults.flatMap((each) => each.faults));
      const added = await this.records.insert(tx, batch.rows, batch.households, day);
      const id = batch.rows[0]!.id;
      if (!added.has(id)) throw new RegisteredElsewhere();
      await this.records.giveConsents(tx, [{ traineeId: id, ownerRegion: read.change.ownerRegion, consents: input.consents ?? [] }]);
      await this.records.announce(tx, 'trainee.create', [batch.rows[0]!], { id });
      return this.records.get(tx, id);
    });
  }

  /**
   * Registers many: each line is created, changed, left unchanged or rejected with its reasons. Batches of 500 lines are
   * committed as they come, so what was done before a failure stands, and the same lines again change nothing.
   */
  async registerMany(principal: Principal, lines: AsyncIterable<BulkLine> | Iterable<BulkLine>): Promise<BulkReport> {
    const codes = await this.codes.current();
    const day = today(this.clock);
    const results: BulkResult[] = [];
    let batch = new Map<string, Candidate>();
    const flush = async (): Promise<void> => {
      if (batch.size > 0) results.push(...(await this.#writeBatch(principal, [...batch.values()], day)));
      batch = new Map();
    };
    for await (const line of lines) {
      const read = this.#readLine(principal, line, codes, day);
      if ('outcome' in read) {
        results.push(read);
        continue;
      }
      // The same person again changes what the earlier line stored, hence in a later batch.
      if (batch.size >= BATCH || batch.has(read.identity.idNumber)) await flush();
      batch.set(read.identity.idNumber, read);
    }
    await flush();
    const counts = { created: 0, changed: 0, unchanged: 0, rejected: 0 };
    for (const { outcome } of results) counts[outcome]++;
    return { counts, results: results.sort((a, b) => a.line - b.line) };
  }

  /**
   * Takes written lines back: a new registration is withdrawn, a changed one gets what stood before. What somebody has built
   * on since stays. Returns in the order given: null = taken back, else why not.
   */
  async takeBack(principal: Principal, lines: readonly TakenBack[]): Promise<(string | null)[]> {
    return this.database.inScope(principal, async (tx) => {
      const [added, changed] = [lines.filter((line) => line.before === null), lines.filter((line) => line.before !== null)];
      const withdrawn = await this.records.withdraw(tx, added);
      const stored = new Map((await this.records.listByIds(tx, changed.map((line) => line.traineeId))).map((each) => [each.id, each]));
      const restored = changed.filter((line) => stored.get(line.traineeId)?.version === line.version).map((line) => ({ id: line.traineeId, facts: line.before! }));
      const { households } = await this.records.households(tx, restored);
      await this.records.update(tx, restored, households);
      if (restored.length > 0) await this.records.announce(tx, 'trainee.change', restored, { created: 0, changed: restored.length });
      return lines.map((line) => (line.before === null ? withdrawn.get(line.traineeId)! : restored.some((row) => row.id === line.traineeId) ? null : '登记之后又有改动'));
    });
  }

  /** Changes what is given of a registration. @throws TraineeUnknown, StaleVersion, TraineeInvalid, OutOfScope */
  async change(principal: Principal, id: string, version: number, input: TraineeChangeInput): Promise<StoredTrainee> {
    const codes = await this.codes.current();
    return this.#changed(principal, id, version, (faults) => readChange(input, codes, today(this.clock), faults));
  }

  /** Takes the wishes that a person stated on a day, as a whole. */
  async recordWishes(principal: Principal, id: string, version: number, input: WishesInput): Promise<StoredTrainee> {
    const codes = await this.codes.current();
    return this.#changed(principal, id, version, (faults) => ({ wishes: readWishes(input, codes, today(this.clock), faults) }));
  }

  /** Adds a course record, or gives the one of that course its new state. */
  async recordCourse(principal: Principal, id: string, version: number, input: CourseRecordInput): Promise<StoredTrainee> {
    const codes = await this.codes.current();
    return this.#changed(principal, id, version, (faults) => ({ courseRecords: [readCourseRecord(input, codes, today(this.clock), faults)] }));
  }

  async #changed(principal: Principal, id: string, version: number, read: (faults: FaultList) => TraineeChange): Promise<StoredTrainee> {
    return this.database.inScope(principal, async (tx) => {
      const stored = await this.records.findForChange(tx, id);
      if (stored === null) throw new TraineeUnknown();
      if (stored.version !== version) throw new StaleVersion();
      const faults = new FaultList();
      const change = read(faults);
      checkAgainst(stored, change, faults);
      if (faults.faults.length > 0) throw new TraineeInvalid(faults.faults);
      if (change.ownerRegion !== undefined) requireInScope(principal, change.ownerRegion);
      const facts = applyChange(stored.facts, change);
      if (isDeepStrictEqual(facts, stored.facts)) return stored;
      const { households, faultOf } = await this.records.households(tx, [{ id, facts }]);
      if (faultOf.has(id)) throw new TraineeInvalid(faultOf.get(id)!);
      await this.records.update(tx, [{ id, facts }], households);
      await this.records.announce(tx, 'trainee.change', [{ id, facts }], { id });
      return this.records.get(tx, id);
    });
  }

  #readLine(principal: Principal, line: BulkLine, codes: CodeBook, day: CivilDate): Candidate | BulkResult {
    if ('faults' in line) return rejected(line.line, line.faults);
    const faults = new FaultList();
    const read = readTrainee(line.input, codes, day, faults);
    if (read === null) return rejected(line.line, faults.faults);
    if (!isInside(read.change.ownerRegion, principal.region)) return rejected(line.line, [{ path: 'township', message: new OutOfScope().message }]);
    return { line: line.line, ...read, consents: line.input.consents ?? [] };
  }

  async #writeBatch(principal: Principal, candidates: readonly Candidate[], day: CivilDate): Promise<BulkResult[]> {
    return this.database.inScope(principal, async (tx) => {
      const batch = await this.#prepare(tx, candidates);
      const results: BulkResult[] = batch.faults.map(({ line, faults }) => rejected(line, faults));
      const added = await this.records.insert(tx, batch.rows, batch.households, day);
      const changes = batch.known.filter(({ stored, facts }) => !isDeepStrictEqual(facts, stored.facts));
      await this.records.update(tx, changes.map(({ stored, facts }) => ({ id: stored.id, facts })), batch.households);
      const consented = await this.records.giveConsents(tx, [
        ...batch.rows.filter((row) => added.has(row.id)).map((row) => ({ traineeId: row.id, ownerRegion: row.facts.ownerRegion, consents: row.candidate.consents })),
        ...batch.known.map(({ stored, facts, candidate }) => ({ traineeId: stored.id, ownerRegion: facts.ownerRegion, consents: candidate.consents })),
      ]);
      for (const row of batch.rows) results.push(added.has(row.id) ? { line: row.candidate.line, outcome: 'created', traineeId: row.id, faults: [], takeBack: { traineeId: row.id, version: 1, before: null } } : rejected(row.candidate.line, [{ path: 'idNumber', message: new RegisteredElsewhere().message }]));
      const changed = new Set(changes.map(({ stored }) => stored.id));
      for (const { stored, candidate } of batch.known) {
        const outcome = changed.has(stored.id) || consented.has(stored.id) ? 'changed' : 'unchanged';
        results.push({ line: candidate.line, outcome, traineeId: stored.id, faults: [], takeBack: changed.has(stored.id) ? { traineeId: stored.id, version: stored.version + 1, before: stored.facts } : null });
      }
      const written = [...batch.rows.filter((row) => added.has(row.id)), ...changes.map(({ stored, facts }) => ({ id: stored.id, facts }))];
      if (written.length > 0) await this.records.announce(tx, 'trainee.import', written, { created: added.size, changed: changes.length });
      return results;
    });
  }

  /** Finds whose each candidate is: registered here already, new, or not to be written. */
  async #prepare(tx: Transaction, candidates: readonly Candidate[]) {
    await this.records.lockCounties(tx, candidates.map(({ change }) => change.ownerRegion.slice(0, 6)));
    const persons = await this.records.findOrCreatePersons(tx, candidates.map(({ identity }) => identity.idNumber));
    const stored = new Map((await this.records.listByPersons(tx, [...persons.values()].flatMap((person) => person.sameIds))).map((each) => [`${each.personId} ${each.facts.ownerRegion.slice(0, 6)}`, each]));
    const prepared = candidates.map((candidate) => {
      const person = persons.get(candidate.identity.idNumber)!;
      const county = candidate.change.ownerRegion.slice(0, 6);
      const found = person.sameIds.map((id) => stored.get(`${id} ${county}`)).find((each) => each !== undefined) ?? null;
      const faults = new FaultList();
      if (found !== null) checkAgainst(found, candidate.change, faults);
      const facts = found === null ? newFacts(candidate.change) : applyChange(found.facts, candidate.change);
      return { id: found?.id ?? randomUUID(), facts, personId: person.id, found, candidate, faults: faults.faults };
    });
    const { households, faultOf } = await this.records.households(tx, prepared);
    const faulty = prepared.map((each) => ({ ...each, faults: [...each.faults, ...(faultOf.get(each.id) ?? [])] }));
    const sound = faulty.filter((each) => each.faults.length === 0);
    const rows: (TraineeRow & { readonly candidate: Candidate })[] = sound.filter((each) => each.found === null).map(({ id, facts, candidate, personId }) => ({ id, facts, candidate, identity: { ...candidate.identity, personId } }));
    return {
      households,
      rows,
      known: sound.flatMap(({ found, facts, candidate }) => (found === null ? [] : [{ stored: found, facts, candidate }])),
      faults: faulty.filter((each) => each.faults.length > 0).map(({ candidate, faults }) => ({ line: candidate.line, faults })),
    };
  }
}

/** What a change may not do to what is stored: leave the county, or put older wishes over newer ones. */
function checkAgainst(stored: StoredTrainee, change: TraineeChange, faults: FaultList): void {
  if (change.ownerRegion !== undefined && change.ownerRegion.slice(0, 6) !== stored.facts.ownerRegion.slice(0, 6)) faults.add('township', '跨县须在新县另行登记');
  const [known, asked] = [stored.facts.wishes.askedOn, change.wishes?.askedOn ?? null];
  if (known !== null && asked !== null && asked < known) faults.add('wishes.askedOn', `早于已记录的询问日期 ${known}`);
}
