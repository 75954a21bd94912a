import { dayNumber } from '@app/kernel';
import { describe, expect, it } from '@jest/globals';
import { aClass, aFact, ledgerOf } from '../testing/facts.js';
import { Calendar } from './calendar.js';
import type { Job, PersonHistory } from './histories.js';
import { parseInstant } from './instant.js';
import type { LedgerSlice } from './ledger.js';

const at = (records: readonly object[], asOf = '2025-01-01', knownBy?: string): LedgerSlice => ledgerOf(records).at({ asOf, ...(knownBy === undefined ? {} : { knownBy: parseInstant(knownBy, new Calendar()) }) });
const personOf = (records: readonly object[], asOf?: string): PersonHistory => at(records, asOf).persons.get('p')!;
const start = (employment: string, more: object = {}): object => aFact({ id: `start-${employment}`, kind: 'employment-started', employment, person: 'p', type: 'wage', employer: 'works', permanent: false, effectiveOn: '2024-03-01', ...more });
const shown = (employment: string, level: number, more: object = {}): object => aFact({ kind: 'evidence', employment, level, ...more });
const refused = (employment: string, level: number, more: object = {}): object => aFact({ kind: 'evidence-refused', employment, level, ...more });
const jobOf = (records: readonly object[], id = 'j'): Job => personOf(records).jobs.find((job) => job.id === id)!;

describe('the evidence of an employment', () => {
  const levelOf = (...records: object[]): number => jobOf([start('h'), start('i'), start('j'), start('k'), ...records]).level;

  it('is the highest that was shown, and none without any', () => {
    expect([levelOf(), levelOf(shown('j', 0)), levelOf(shown('j', 1), shown('j', 3), shown('j', 2)), levelOf(shown('j', 2), shown('j', 2))]).toEqual([0, 0, 3, 2]);
  });

  it('stands one refusal and falls to the next level at the second', () => {
    const proofs = [shown('j', 1), shown('j', 2), shown('j', 3)];
    expect([levelOf(...proofs, refused('j', 3)), levelOf(...proofs, refused('j', 3), refused('j', 3)), levelOf(...proofs, ...[3, 3, 3, 2, 2].map((level) => refused('j', level)))]).toEqual([3, 2, 1]);
  });

  it('does not come back when it is shown again, but when a refusal is retracted', () => {
    const twice = [shown('j', 2), refused('j', 2, { id: 'first' }), refused('j', 2)];
    expect([levelOf(...twice, shown('j', 2)), levelOf(...twice, aFact({ kind: 'retracted', fact: 'first' })), levelOf(refused('j', 2), refused('j', 2), shown('j', 2))]).toEqual([0, 2, 0]);
  });

  it('is no other employment\'s', () => {
    expect([levelOf(shown('i', 3), shown('k', 2)), levelOf(shown('j', 2), refused('i', 2), refused('i', 2), refused('k', 2), refused('k', 2)), levelOf(shown('j', 1), refused('j', 2), refused('j', 2), refused('i', 1), refused('k', 1))]).toEqual([0, 2, 1]);
  });

  it('has no effect where the employment was retracted', () => {
    expect(at([start('j'), shown('j', 2), refused('j', 2), aFact({ kind: 'employment-ended', employment: 'j', effectiveOn: '2024-04-01' }), aFact({ kind: 'retracted', fact: 'start-j' })])).toMatchObject({ faults: [], persons: new Map() });
  });
});

describe('what happened to a person', () => {
  it('in a class is by its earliest days, of completion and certificate the earlier', () => {
    const on = (kind: string, effectiveOn: string): object => aFact({ kind, person: 'p', class: 'k', effectiveOn });
    const facts = [on('enrolled', '2024-01-05'), on('enrolled', '2024-01-02'), on('enrolled', '2024-01-03'), on('dropped', '2024-02-09'), on('dropped', '2024-02-08'), on('certified', '2024-02-20'), on('completed', '2024-02-15'), on('completed', '2024-02-18')];
    for (const records of [facts, [...facts].reverse()]) {
      const { class: trainingClass, ...attendance } = personOf([aClass('k', '2024-01-31', '2024-01-01', { region: '4206' }), ...records]).attendances[0]!;
      expect(attendance).toEqual({ enrolledOn: dayNumber('2024-01-02'), droppedOn: dayNumber('2024-02-08'), completedOn: dayNumber('2024-02-15'), isCertified: true });
      expect(trainingClass).toEqual({ id: 'k', course: 'course-k', programme: 'phoenix', provider: 'school', region: '420600000000', opensOn: dayNumber('2024-01-01'), endsOn: dayNumber('2024-01-31'), table: 'placement', isCounted: true });
    }
    expect(personOf([aClass('k', '2024-01-31', '2024-01-01'), on('completed', '2024-02-15')]).attendances[0]).toMatchObject({ enrolledOn: null, droppedOn: null, isCertified: false });
    expect(personOf([aClass('k', '2024-01-31', '2024-01-01'), on('certified', '2024-02-15'), on('completed', '2024-02-20')]).attendances).toHaveLength(1);
  });

  it('in employment is by its terms and the earlier of two ends, its last day', () => {
    const ended = (on: string): object => aFact({ kind: 'employment-ended', employment: 'j', effectiveOn: on });
    expect(jobOf([start('j')])).toEqual({ id: 'j', type: 'wage', employer: 'works', isPermanent: false, pay: null, contractMonths: null, firstDay: dayNumber('2024-03-01'), lastDay: Number.POSITIVE_INFINITY, level: 0 });
    expect(jobOf([start('j', { type: 'cooperative', employer: null, permanent: true, pay: 3000.5, contractMonths: 12 }), ended('2024-06-30'), ended('2024-05-31'), ended('2024-07-31')])).toMatchObject({ type: 'cooperative', employer: null, isPermanent: true, pay: 3000.5, contractMonths: 12, lastDay: dayNumber('2024-05-31') });
  });

  it('is excluded for the earliest reason, of one day for the first in the order of reasons', () => {
    const out = (reason: string, effectiveOn: string): object => aFact({ kind: 'excluded', person: 'p', reason, effectiveOn });
    for (const [expected, ...facts] of [
      ['institution', out('death', '2024-03-02'), out('institution', '2024-03-01')], ['medical-over-90-days', out('further-study', '2024-03-01'), out('medical-over-90-days', '2024-03-01'), out('call-up', '2024-03-01')], ['death', out('death', '2024-03-01'), out('further-study', '2024-03-01')],
    ] as readonly (readonly [string, ...object[]])[]) {
      expect([personOf(facts), personOf([...facts].reverse())].map(({ exclusion }) => exclusion)).toEqual([0, 1].map(() => ({ on: dayNumber('2024-03-01'), reason: expected })));
    }
    expect(personOf([start('j')]).exclusion).toBeNull();
  });

  it('has every word of being out of work, and stands under the person\'s own id', () => {
    const said = (on: string): object => aFact({ kind: 'not-employed', person: 'p', effectiveOn: on });
    expect(personOf([said('2024-03-01'), aFact({ kind: 'not-employed', person: 'q' }), said('2024-02-01')])).toEqual({ id: 'p', attendances: [], jobs: [], notEmployedOn: [dayNumber('2024-03-01'), dayNumber('2024-02-01')], exclusion: null });
    expect([...at([said('2024-03-01'), aFact({ kind: 'excluded', person: 'q', reason: 'death' }), start('j', { person: 'r' })]).persons.keys()].sort()).toEqual(['p', 'q', 'r']);
  });

  it('in many classes is told apart by class, in whatever order its facts come', () => {
    const ids = Array.from({ length: 40 }, (_, i) => `k${i}`);
    const facts = ['enrolled', 'certified'].flatMap((kind) => ids.map((id) => aFact({ kind, person: 'p', class: id, effectiveOn: '2024-01-01' })));
    expect(personOf([...ids.map((id) => aClass(id, '2024-01-31', '2024-01-01')), ...facts]).attendances.map((attendance) => [attendance.class.id, attendance.enrolledOn !== null, attendance.isCertified])).toEqual(ids.map((id) => [id, true, true]));
  });
});

describe('the table of a class', () => {
  it.each([[{}, 'placement', true], [{ onTheJob: false, outreach: false }, 'placement', true], [{ onTheJob: true }, 'on-the-job', false], [{ outreach: true }, 'outreach', false], [{ onTheJob: true, outreach: true }, 'outreach', false]])('of %j is that of %s: counted %s', (more, table, isCounted) => {
    const records = [aClass('k', '2024-01-31', '2024-01-01', more), aFact({ kind: 'enrolled', person: 'p', class: 'k', effectiveOn: '2024-01-01' })];
    expect(personOf(records).attendances[0]!.class).toMatchObject({ table, isCounted });
  });
});

describe('orders', () => {
  it('stand by id, with their seats and whoever was hired, each once', () => {
    const order = (id: string, seats: number, effectiveOn: string): object => aFact({ id: `order-${id}`, kind: 'order', order: id, seats, effectiveOn });
    const hired = (person: string, id: string): object => aFact({ kind: 'hired-from-order', person, order: id });
    const records = [order('b', 2, '2024-03-01'), hired('q', 'a'), order('c', 9, '2024-01-01'), order('a', 0, '2024-02-01'), hired('p', 'a'), hired('q', 'a'), hired('p', 'c'), aFact({ kind: 'retracted', fact: 'order-c' })];
    expect(at(records)).toMatchObject({ faults: [], orders: [{ id: 'a', seats: 0, effectiveOn: dayNumber('2024-02-01'), hired: new Set(['p', 'q']) }, { id: 'b', seats: 2, effectiveOn: dayNumber('2024-03-01'), hired: new Set() }] });
    expect(at(records).orders).toHaveLength(2);
  });
});

describe('a report of a ledger', () => {
  it('has what is effective on its day, not what is effective a day later', () => {
    const job = start('j', { effectiveOn: '2024-03-01' });
    expect([at([job], '2024-02-29').persons.size, at([job], '2024-03-01').persons.size, at([], '2024-03-01')]).toEqual([0, 1, { persons: new Map(), orders: [], asOf: '2024-03-01', knownBy: null, faults: [] }]);
    expect(at([], '2024-03-01', '1970-01-01T00:00:00.000007Z').knownBy).toBe(7);
  });

  it('has what was recorded by its instant, retractions too whatever their own day', () => {
    const records = [start('j'), aFact({ kind: 'retracted', fact: 'start-j', effectiveOn: '2999-12-31', recordedAt: '2024-06-01T00:00:00.000001Z' })];
    expect([at(records, '2025-01-01', '2024-06-01T00:00:00Z').persons.size, at(records, '2025-01-01', '2024-06-01T00:00:00.000001Z').persons.size, at(records, '2025-01-01', '2024-04-30T23:59:59.999999Z').persons.size]).toEqual([1, 0, 0]);
  });

  it('asks all retractions of a retraction before it lets it stand', () => {
    const undo = (id: string, fact: string): object => aFact({ kind: 'retracted', id, fact });
    // Of the two that retract `a` one is itself retracted (once, then by two), the other stands: `a` does not.
    expect(at([start('j'), undo('a', 'start-j'), undo('b', 'a'), undo('d', 'a'), undo('c', 'b')]).persons.size).toBe(1);
    expect(at([start('j'), undo('a', 'start-j'), undo('b', 'a'), undo('d', 'a'), undo('c', 'b'), undo('e', 'b')]).persons.size).toBe(1);
    expect(at([start('j'), undo('a', 'start-j'), undo('b', 'a'), undo('c', 'b'), undo('e', 'b')]).persons.size).toBe(0);
  });

  it('is not held up by a circle of retractions that is itself retracted, nor by two of one fact', () => {
    const undo = (id: string, fact: string): object => aFact({ kind: 'retracted', id, fact });
    expect(at([start('j'), undo('x', 'y'), undo('y', 'x'), undo('z', 'x')])).toMatchObject({ faults: [] });
    expect(at([start('j'), undo('x', 'start-j'), undo('y', 'start-j')]).persons.size).toBe(0);
    expect([at([start('j'), undo('x', 'start-j'), undo('y', 'start-j'), undo('z', 'x')]).persons.size, at([start('j'), undo('x', 'start-j'), undo('y', 'start-j'), undo('z', 'x'), undo('w', 'y')]).persons.size]).toEqual([0, 1]);
    expect(at([start('j'), undo('x', 'start-j'), undo('x', 'start-j'), undo('z', 'x')])).toMatchObject({ faults: [], persons: new Map([['p', expect.anything()]]) });
    expect(at([start('j'), undo('x', 'x')]).faults.map(({ line, path }) => `${line} ${path}`)).toEqual(['2 $.fact']);
  });
});
