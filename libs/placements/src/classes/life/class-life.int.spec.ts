import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '@app/platform';
import fc from 'fast-check';
import { freshDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { officer, openAsApplication, registered } from '../../../../../test/support/ledger.js';
import type { Subject } from '../../ledger/ledger-row.js';
import { CLASS_MOVES, CLASS_REASONS, CLASS_STATES, moveFault, takesPeople, type ClassReason, type ClassState } from './class-moves.js';

const COUNTY = '420626';
const RUNS = Number(process.env['CLASS_LIFE_RUNS'] ?? 200);
const ACTOR = officer('county-officer', COUNTY);
const TODAY = '2026-03-01';

/** What a class should be. `waiting`: who waits, first come first. */
interface Model {
  state: ClassState;
  hasProvider: boolean;
  seats: number;
  minSeats: number;
  seated: string[];
  left: string[];
  waiting: string[];
}

/** Classes, rolls and lists as the application's role may write them, statement by statement: the database alone refuses. */
describe('the life of a class in the database', () => {
  let fresh: TestDatabase;
  let database: Database;
  let people: Subject[];
  beforeAll(async () => {
    fresh = await freshDatabase();
    database = await openAsApplication(fresh);
    people = await Promise.all(Array.from({ length: 5 }, () => registered(fresh, '420626106000')));
  });
  afterAll(() => fresh.drop());

  /** Whether the statements were let through, all in one transaction; a refusal must be one of ours. */
  async function tried(...statements: readonly (readonly [string, readonly unknown[]])[]): Promise<boolean> {
    try {
      await database.inScope(ACTOR, async (tx) => { for (const [sql, params] of statements) await tx.query(sql, [...params]); });
      return true;
    } catch (error) {
      const { code, constraint } = (error as { driverError: { code: string; constraint?: string } }).driverError;
      expect(['23514', '23505', '42501', '23001']).toContain(code);
      if (code === '23514' || code === '23505') expect(constraint).toBeDefined();
      return false;
    }
  }

  async function newClass({ state, hasProvider, seats, minSeats }: Model): Promise<string> {
    const id = randomUUID();
    expect(await tried(
      [`insert into training_classes (id, county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, min_seats, state, created_by)
        values ($1, $2, rpad($2, 12, '0'), '班', 'c', '项目', $3, '420626106000', $4, '2026-12-01', $5, $6, $7, 'test')`, [id, COUNTY, hasProvider ? randomUUID() : null, TODAY, seats, minSeats, state]],
      [`insert into ledger_facts (id, county, owner_region, kind, effective_on, class_id, recorded_by) values ($1, $2, rpad($2, 12, '0'), 'class', $3, $4, 'test')`, [randomUUID(), COUNTY, TODAY, id]],
    )).toBe(true);
    return id;
  }

  const fact = (kind: string, classId: string, { registrationId, personId, ownerRegion }: Subject): readonly [string, readonly unknown[]] => [
    `insert into ledger_facts (id, county, owner_region, kind, effective_on, registration_id, person_id, class_id, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, 'test')`, [randomUUID(), COUNTY, ownerRegion, kind, TODAY, registrationId, personId, classId]];
  const seat = (classId: string, id: string, reason: string | null): readonly [string, readonly unknown[]] => [`update class_waiting set ended_how = 'seated', reason_code = $3 where class_id = $1 and registration_id = $2 and ended_how is null`, [classId, id, reason]];

  type Step = fc.AsyncCommand<Model, { readonly id: string }>;
  const step = (label: string, run: (model: Model, id: string) => Promise<void>): Step => ({ check: () => true, run: (model, { id }) => run(model, id), toString: () => label });
  const joins = (model: Model, subject: Subject): boolean => takesPeople(model.state) && !model.seated.includes(subject.registrationId) && !model.left.includes(subject.registrationId) && model.seated.length < model.seats;

  const moves = fc.record({ to: fc.constantFrom(...CLASS_STATES), reason: fc.constantFrom<ClassReason | null>(null, ...CLASS_REASONS), isEmptied: fc.boolean() }).map(({ to, reason, isEmptied }) => step(`move ${to} ${reason} ${isEmptied}`, async (model, id) => {
    const leaving = to === 'aborted' && isEmptied ? people.filter(({ registrationId }) => model.seated.includes(registrationId)) : [];
    const done = await tried(
      ['insert into class_moves (class_id, from_state, to_state, reason_code) values ($1, $2, $3, $4)', [id, model.state, to, reason]], ...leaving.map((subject) => fact('dropped', id, subject)));
    const isLeftFull = to === 'aborted' && !isEmptied && model.seated.length > 0;
    expect(done).toBe(moveFault({ ...model, seated: model.seated.length }, to, reason) === null && !isLeftFull);
    if (!done) return;
    model.state = to;
    model.left.push(...leaving.map(({ registrationId }) => registrationId));
    if (to === 'aborted') model.seated = [];
    if (to === 'aborted' || to === 'completed') model.waiting = [];
  }));
  const person = fc.nat(4);
  const enrolments = person.map((n) => step(`enrol ${n}`, async (model, id) => {
    const done = await tried(fact('enrolled', id, people[n]!));
    expect(done).toBe(joins(model, people[n]!) && model.waiting.length === 0);
    if (done) model.seated.push(people[n]!.registrationId);
  }));
  const drops = person.map((n) => step(`drop ${n}`, async (model, id) => {
    const { registrationId } = people[n]!;
    const done = await tried(fact('dropped', id, people[n]!));
    expect(done).toBe(model.seated.includes(registrationId));
    if (!done) return;
    model.seated = model.seated.filter((each) => each !== registrationId);
    model.left.push(registrationId);
  }));
  const waits = person.map((n) => step(`wait ${n}`, async (model, id) => {
    const { registrationId } = people[n]!;
    const done = await tried(['insert into class_waiting (class_id, registration_id) values ($1, $2)', [id, registrationId]]);
    expect(done).toBe(takesPeople(model.state) && ![...model.seated, ...model.left, ...model.waiting].includes(registrationId));
    if (done) model.waiting.push(registrationId);
  }));
  const seatings = fc.record({ n: person, reason: fc.constantFrom(null, 'employer-named', 'weather'), isEnrolled: fc.boolean() }).map(({ n, reason, isEnrolled }) => step(`seat ${n} ${reason} ${isEnrolled}`, async (model, id) => {
    const { registrationId } = people[n]!;
    if (!model.waiting.includes(registrationId)) return;
    const done = await tried(seat(id, registrationId, reason), ...(isEnrolled ? [fact('enrolled', id, people[n]!)] : []));
    const isFirst = model.waiting[0] === registrationId;
    expect(done).toBe(isEnrolled && joins(model, people[n]!) && (isFirst ? reason === null : reason === 'employer-named'));
    if (!done) return;
    model.waiting = model.waiting.filter((each) => each !== registrationId);
    model.seated.push(registrationId);
  }));
  const seats = fc.integer({ min: 0, max: 6 }).map((count) => step(`seats ${count}`, async (model, id) => {
    const done = await tried(['update training_classes set seats = $2 where id = $1', [id, count]]);
    const isOver = model.state === 'completed' || model.state === 'aborted';
    expect(done).toBe(count === model.seats || (!isOver && count >= model.minSeats && count >= model.seated.length));
    if (done) model.seats = count;
  }));
  const providers = fc.boolean().map((isGiven) => step(`provider ${isGiven}`, async (model, id) => {
    const done = await tried(['update training_classes set provider_id = $2 where id = $1', [id, isGiven ? randomUUID() : null]]);
    expect(done).toBe(model.state === 'planned' || (!isGiven && !model.hasProvider));
    if (done) model.hasProvider = isGiven;
  }));

  it(`is the life of the model, move by move, over ${RUNS} lives`, async () => {
    await fc.assert(fc.asyncProperty(
      fc.record({ isPlanned: fc.boolean(), hasProvider: fc.boolean(), seats: fc.integer({ min: 1, max: 3 }) }),
      fc.commands<Model, { readonly id: string }, false>([moves, moves, enrolments, enrolments, drops, waits, waits, seatings, seats, providers], { size: '+1', maxCommands: 25 }) as fc.Arbitrary<Iterable<Step>>,
      async ({ isPlanned, hasProvider, seats: count }, commands) => {
        const model: Model = { state: isPlanned || !hasProvider ? 'planned' : 'open', hasProvider, seats: count, minSeats: 1, seated: [], left: [], waiting: [] };
        const id = await newClass(model);
        await fc.asyncModelRun(() => ({ model, real: { id } }), commands);
        const { rows } = await fresh.owner.query<{ state: string; seats: number; seated: number; waiting: string[] }>(
          `select state, seats, count_seated(id) as seated, array(select registration_id from class_waiting w where w.class_id = c.id and ended_how is null order by number) as waiting from training_classes c where id = $1`, [id]);
        expect(rows[0]).toEqual({ state: model.state, seats: model.seats, seated: model.seated.length, waiting: model.waiting });
        const { rows: numbers } = await fresh.owner.query<{ number: number }>('select number from class_waiting where class_id = $1 order by number', [id]);
        expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, i) => i + 1));
      },
    ), { numRuns: RUNS });
  });

  it('has the table of moves that the code has', async () => {
    const { rows } = await fresh.owner.query<{ from: ClassState; to: ClassState; reasons: string[] | null }>('select from_state as "from", to_state as "to", reasons from class_transitions');
    const sorted = (table: readonly unknown[]): unknown[] => table.map((each) => JSON.stringify(each)).sort();
    expect(sorted(rows)).toEqual(sorted(Object.entries(CLASS_MOVES).flatMap(([from, tos]) => Object.entries(tos).map(([to, reasons]) => ({ from, to, reasons })))));
  });

  it('lets nobody write a state, a number or a history by hand', async () => {
    const id = await newClass({ state: 'open', hasProvider: true, seats: 2, minSeats: 1, seated: [], left: [], waiting: [] });
    expect(await tried([`update training_classes set state = 'completed' where id = $1`, [id]])).toBe(false);
    expect(await tried([`insert into class_waiting (class_id, registration_id, number) values ($1, $2, 1)`, [id, people[0]!.registrationId]])).toBe(false);
    expect(await tried([`insert into class_moves (class_id, from_state, to_state, actor_id) values ($1, 'open', 'teaching', 'somebody')`, [id]])).toBe(false);
    expect(await tried([`insert into class_moves (class_id, from_state, to_state, reason_code) values ($1, 'open', 'aborted', 'weather')`, [id]])).toBe(true);
    expect(await tried(['update class_moves set reason_code = null where class_id = $1', [id]])).toBe(false);
    expect(await tried(['delete from class_moves where class_id = $1', [id]])).toBe(false);
    await expect(newClass({ state: 'teaching', hasProvider: true, seats: 2, minSeats: 1, seated: [], left: [], waiting: [] })).rejects.toThrow();
  });
});
