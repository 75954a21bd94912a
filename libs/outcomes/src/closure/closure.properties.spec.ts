import { describe, expect, it } from '@jest/globals';
import { addDays, dayNumber } from '@app/kernel';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { judge } from '../rates/judge.js';
import { NAMED_RATES, type PlacementRule } from '../rates/rule.js';
import { cohortOf } from '../populations/cohort.js';
import { aFact, ledgerOf } from '../testing/facts.js';
import { randomCases as ledgers } from '../../../../test/support/random-ledgers.js';
import { SlowClosure, type RawBooks } from '../testing/slow-closure.js';
import type { RawFact } from '../testing/slow-oracle.js';
import { ClosureReport, closureOf, type Closure, type ClosureBooks } from './closure.js';
import { countClosure } from './count.js';
import type { BookRecord } from './records.js';
import { CLOSURE_STEPS, STEP_STATES } from './steps.js';

const PEOPLE = ['p1', 'p2', 'p3', 'p4'];
const HOUSEHOLDS = ['h1', 'h2'];
const DAYS = ['2019-12-31', '2020-06-30', '2023-03-31', '2023-12-31', '2024-01-01', '2024-03-31', '2024-04-01', '2025-02-01'];
/** Before, between and after the instants of the random ledgers. */
const INSTANTS = ['2024-12-31T00:00:00Z', '2025-01-01T00:00:00.0007Z', '2025-01-01T00:00:00.003Z'].map((text) => Date.parse(text) * 1000);

const head = (prefix: string) => ({ id: fc.integer({ min: 0, max: 999 }).map((n) => `${prefix}${String(n).padStart(3, '0')}`), effectiveOn: fc.constantFrom(...DAYS), recordedAt: fc.integer({ min: 0, max: 2 }).map((i) => INSTANTS[i]!) });
const distinct = <T extends BookRecord>(made: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.uniqueArray(made, { maxLength: 5, selector: ({ id }) => id });
/** Some records are taken back by later ones. */
const withRetractions = <T extends BookRecord>(made: fc.Arbitrary<T[]>): fc.Arbitrary<T[]> =>
  fc.tuple(made, fc.array(fc.nat(), { maxLength: 2 })).map(([records, picks]) => [...records, ...picks.flatMap((pick, i) => (records.length === 0 ? [] : [{ ...records[pick % records.length]!, id: `r${i}`, retracts: records[pick % records.length]!.id, recordedAt: INSTANTS[2]! }]))]);
const books: fc.Arbitrary<RawBooks> = fc.record({
  incomes: withRetractions(distinct(fc.record({ ...head('i'), retracts: fc.constant(null as string | null), household: fc.constantFrom(...HOUSEHOLDS), year: fc.integer({ min: 2019, max: 2025 }), perHeadYuan: fc.constantFrom(6_999, 7_000, 7_001), source: fc.constantFrom('registry', 'visit', 'self-report') }))),
  lines: withRetractions(distinct(fc.record({ ...head('l'), retracts: fc.constant(null as string | null), region: fc.constantFrom('420000000000', '420626000000'), perHeadYuan: fc.constantFrom(6_999, 7_000) }))),
  memberships: fc.uniqueArray(fc.record({ person: fc.constantFrom(...PEOPLE), household: fc.constantFrom('h1', 'h2', null), effectiveOn: fc.constantFrom(...DAYS), recordedAt: fc.constantFrom(...INSTANTS) }), { maxLength: 6, selector: ({ person, effectiveOn, recordedAt }) => `${person} ${effectiveOn} ${recordedAt}` }),
  supports: fc.array(fc.record({ household: fc.constantFrom(...HOUSEHOLDS, 'h3'), category: fc.constantFrom('lifted-out', 'zero-employment'), fromOn: fc.constantFrom(...DAYS), toOn: fc.option(fc.constantFrom(...DAYS)), recordedAt: fc.constantFrom(...INSTANTS), withdrawn: fc.boolean() }), { maxLength: 4 }),
  paid: fc.option(fc.dictionary(fc.constantFrom(...PEOPLE), fc.constantFrom(...DAYS))),
});

function closureAt(facts: readonly RawFact[], raw: RawBooks, asOf: string, knownBy: number | null): Closure | null {
  const slice = ledgerOf(facts).at({ asOf, knownBy });
  if (slice.faults.length > 0) return null;
  const { paid, ...rest } = raw;
  return closureOf(slice, { ...rest, paidOn: paid === null ? null : (person) => paid[person] ?? null } satisfies ClosureBooks);
}
const statesOf = (closure: Closure): object => Object.fromEntries(closure.persons.map(({ personId, steps, isExcluded }) => [personId, { ...Object.fromEntries(CLOSURE_STEPS.map((step) => [step, steps[step].state])), excluded: isExcluded }]));
const knownOf = (text: string | null): number | null => (text === null ? null : Date.parse(text) * 1000);

describe('the four steps', () => {
  it('are what a slow second implementation says of 600 random ledgers and books', () => {
    let people = 0;
    fc.assert(fc.property(ledgers, books, fc.constantFrom(0, 0, 200, 500), ({ facts, query }, raw, later) => {
      const [asOf, knownBy] = [addDays(query.asOf, later), knownOf(query.knownBy)];
      const closure = closureAt(facts, raw, asOf, knownBy);
      if (closure === null) return;
      people += closure.persons.length;
      expect(statesOf(closure)).toEqual(new SlowClosure(facts, raw, asOf, knownBy).persons());
    }), { numRuns: casesOf(600), seed: 20261128 });
    expect(people).toBeGreaterThan(casesOf(600));
  });

  it('do not depend on the order of facts and records', () => {
    fc.assert(fc.property(ledgers, books, ({ facts, query }, raw) => {
      const turned: RawBooks = { ...raw, incomes: [...raw.incomes].reverse(), lines: [...raw.lines].reverse(), memberships: [...raw.memberships].reverse(), supports: [...raw.supports].reverse() };
      const [one, other] = [closureAt(facts, raw, query.asOf, null), closureAt([...facts].reverse(), turned, query.asOf, null)];
      expect(other).toEqual(one);
    }), { numRuns: casesOf(200), seed: 3 });
  });

  it('are the same however the people are cut into parts, whatever part comes first', () => {
    fc.assert(fc.property(ledgers, books, fc.array(fc.nat(2), { minLength: PEOPLE.length, maxLength: PEOPLE.length }), ({ facts, query }, { paid, ...raw }, cut) => {
      const slice = ledgerOf(facts).at({ asOf: query.asOf, knownBy: knownOf(query.knownBy) });
      if (slice.faults.length > 0) return;
      const all: ClosureBooks = { ...raw, paidOn: paid === null ? null : (person) => paid[person] ?? null };
      const report = new ClosureReport(all, slice);
      for (const part of [2, 0, 1]) report.add({ ...slice, persons: new Map([...slice.persons].filter(([id]) => (cut[PEOPLE.indexOf(id)] ?? 0) === part)) });
      expect({ persons: report.everybody(), households: [...report.households()], zeroEmployment: report.zeroEmployment() }).toEqual(closureOf(slice, all));
    }), { numRuns: casesOf(100), seed: 9 });
  });

  it('know no trace of a record that was taken back', () => {
    fc.assert(fc.property(ledgers, books, ({ facts, query }, raw) => {
      const without = <T extends BookRecord>(records: readonly T[]): T[] => {
        const taken = new Set(records.flatMap(({ retracts }) => retracts ?? []));
        return records.filter(({ id, retracts }) => retracts === null && !taken.has(id));
      };
      const clean = { ...raw, incomes: without(raw.incomes), lines: without(raw.lines) };
      expect(closureAt(facts, raw, query.asOf, null)).toEqual(closureAt(facts, clean, query.asOf, null));
    }), { numRuns: casesOf(200), seed: 4 });
  });

  it('never go back from done when a completion, a payment, proof of work or an income above every line comes in', () => {
    fc.assert(fc.property(ledgers, books, fc.constantFrom(...PEOPLE), fc.constantFrom('completion', 'payment', 'work', 'income'), ({ facts, query }, raw, person, what) => {
      const before = closureAt(facts, raw, query.asOf, null);
      if (before === null) return;
      const on = query.asOf < '2020-01-01' ? query.asOf : '2020-01-01';
      const work = [aFact({ kind: 'employment-started', employment: 'new', person, type: 'wage', employer: null, permanent: true, effectiveOn: on }), aFact({ kind: 'evidence', employment: 'new', level: 3, effectiveOn: on })] as RawFact[];
      const completion = [aFact({ kind: 'completed', person, class: 'k1', effectiveOn: on })] as RawFact[];
      const household = before.persons.find(({ personId }) => personId === person)?.household ?? 'h1';
      const after = closureAt(
        [...facts, ...(what === 'work' ? work : what === 'completion' ? completion : [])],
        {
          ...raw,
          incomes: what === 'income' ? [...raw.incomes, { id: 'zz', effectiveOn: query.asOf, recordedAt: INSTANTS[2]!, retracts: null, household, year: 2025, perHeadYuan: 99_999, source: 'registry' }] : raw.incomes,
          paid: what === 'payment' ? { [person]: on, ...raw.paid } : raw.paid,
        }, query.asOf, null);
      const now = new Map(after!.persons.map((each) => [each.personId, each]));
      for (const { personId, steps } of before.persons) for (const step of CLOSURE_STEPS) if (steps[step].state === 'done') expect(now.get(personId)!.steps[step].state).toBe('done');
    }), { numRuns: casesOf(400), seed: 5 });
  });

  it('hold whoever R8 counts once it is mature', () => {
    const stable = NAMED_RATES.find(({ id }) => id === 'R8') as PlacementRule;
    let counted = 0;
    fc.assert(fc.property(ledgers, ({ facts, query }) => {
      const asOf = addDays(query.asOf, 500);
      const slice = ledgerOf(facts).at({ asOf });
      if (slice.faults.length > 0) return;
      const steps = new Map(closureOf(slice, { incomes: [], lines: [], memberships: [], supports: [], paidOn: null }).persons.map((each) => [each.personId, each.steps]));
      for (const unit of cohortOf(slice, stable.population, null)) {
        if (!unit.standsForPerson || judge(unit, stable, dayNumber(asOf)).standing !== 'employed') continue;
        counted += 1;
        expect(steps.get(unit.person.id)!.employed.state).toBe('done');
      }
    }), { numRuns: casesOf(300), seed: 6 });
    expect(counted).toBeGreaterThan(casesOf(50));
  });

  it('add up: each step of each cell is everybody, the cells are the total, and nobody is closed without every step', () => {
    fc.assert(fc.property(ledgers, books, ({ facts, query }, raw) => {
      const closure = closureAt(facts, raw, addDays(query.asOf, 400), null);
      if (closure === null) return;
      for (const [rows, keyOf] of [[closure.persons, (row: object) => ('personId' in row && row.personId === 'p1' ? null : '420626106')], [closure.households, () => '420626100']] as const) {
        const { total, townships } = countClosure<(typeof rows)[number]>(rows, keyOf);
        const sum = (of: (cell: typeof total) => number): number => townships.reduce((so, cell) => so + of(cell), 0);
        expect([sum(({ n }) => n), sum(({ closed }) => closed), sum(({ excluded }) => excluded), total.n + total.excluded]).toEqual([total.n, total.closed, total.excluded, rows.length]);
        for (const step of CLOSURE_STEPS) {
          for (const state of STEP_STATES) expect(sum(({ steps }) => steps[step][state])).toBe(total.steps[step][state]);
          expect(STEP_STATES.reduce((so, state) => so + total.steps[step][state], 0)).toBe(total.n);
          expect(total.closed).toBeLessThanOrEqual(total.steps[step].done);
        }
      }
    }), { numRuns: casesOf(200), seed: 8 });
  });
});
