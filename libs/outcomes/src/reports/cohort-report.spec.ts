import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import type { LedgerSlice } from '../facts/ledger.js';
import { compareCodePoints } from '../facts/code-points.js';
import { COHORT_DIMENSIONS, computeRates, emptyCell, mergeCell, type CellTally, type CohortDimension, type PlacementTable } from '../rates/rates.js';
import { NAMED_RATES, findNamedRate, type PlacementRule, type RateRule } from '../rates/rule.js';
import { readRateRule } from '../rates/read-rule.js';
import { aClass, aFact, aGraduate, ledgerOf } from '../testing/facts.js';
import { randomCases as cases } from '../../../../test/support/random-ledgers.js';
import { breakDown, type Surroundings } from './breakdown.js';
import { cohortMonths } from './cohort-months.js';
import { CohortReport, type CohortCounts, type CohortQuestion } from './cohort-report.js';
import { addEmployers, emptyEmployerTally } from './employers.js';
import { onTheJobTable } from './on-the-job.js';
import { retentionCurve } from './retention.js';
import { countTrained } from './trained.js';

const PERSON_RULES = (NAMED_RATES as readonly RateRule[]).filter((rule): rule is PlacementRule => !('measure' in rule));
const rules = fc.constantFrom(...PERSON_RULES);

/** Some live in a village, some only in a township, one nowhere; one course belongs to no department. */
const HOMES: Readonly<Record<string, string>> = { p1: '420626106001', p2: '420626106002', p3: '420626106000' };
const AROUND: Surroundings = { homeOf: (person) => HOMES[person] ?? null, departmentOf: (course) => (course.endsWith('1') ? null : course.endsWith('2') ? '农业' : '人社') };

function sliceOf(facts: readonly object[], asOf: string): LedgerSlice | null {
  const slice = ledgerOf(facts).at({ asOf });
  return slice.faults.length > 0 ? null : slice;
}
const partOf = (slice: LedgerSlice, holds: (person: string) => boolean): LedgerSlice => ({ ...slice, persons: new Map([...slice.persons].filter(([id]) => holds(id))) });
const by = (slice: LedgerSlice, rule: PlacementRule, dimension: CohortDimension): readonly CellTally[] => breakDown(slice, { rule, period: null, by: dimension, around: AROUND }).cells;

/** Cells put together under other keys. */
function merged(cells: readonly CellTally[], keyOf: (key: string) => string): CellTally[] {
  const into = new Map<string, CellTally>();
  for (const cell of cells) {
    const key = keyOf(cell.key!);
    into.set(key, into.get(key) ?? emptyCell(key));
    mergeCell(into.get(key)!, cell);
  }
  return [...into.values()].sort((a, b) => compareCodePoints(a.key!, b.key!));
}
const report = (question: CohortQuestion, slices: readonly LedgerSlice[]): CohortCounts => {
  const made = new CohortReport(question);
  for (const slice of slices) made.add(slice);
  return made.counts();
};

describe('a cohort broken down', () => {
  it('by a property of the class is what the rates are by it, and without one their total', () => {
    fc.assert(fc.property(cases, rules, fc.constantFrom('class', 'course', 'programme', 'region', 'provider', null), ({ facts, query }, rule, dimension) => {
      const slice = sliceOf(facts, query.asOf);
      if (slice === null) return;
      const [expected] = computeRates(slice, { rules: [rule], by: dimension, withMembers: true });
      expect(breakDown(slice, { rule, period: null, by: dimension, around: AROUND, withMembers: true })).toEqual(expected);
    }), { numRuns: casesOf(150), seed: 1 });
  });

  it('by home is each village, and each township, counted alone', () => {
    fc.assert(fc.property(cases, rules, ({ facts, query }, rule) => {
      const slice = sliceOf(facts, query.asOf);
      if (slice === null) return;
      for (const cell of by(slice, rule, 'village')) {
        const alone = partOf(slice, (person) => (HOMES[person] ?? '') === cell.key);
        expect({ ...cell, key: null }).toEqual((computeRates(alone, { rules: [rule] })[0] as PlacementTable).total);
      }
      expect(by(slice, rule, 'township')).toEqual(merged(by(slice, rule, 'village'), (key) => (key === '' ? '' : `${key.slice(0, 9)}000`)));
    }), { numRuns: casesOf(150), seed: 2 });
  });

  it('by department is its courses together, those of no department apart', () => {
    fc.assert(fc.property(cases, rules, ({ facts, query }, rule) => {
      const slice = sliceOf(facts, query.asOf);
      if (slice === null) return;
      expect(by(slice, rule, 'department')).toEqual(merged(by(slice, rule, 'course'), (course) => AROUND.departmentOf(course) ?? ''));
    }), { numRuns: casesOf(150), seed: 3 });
  });

  it('by quarter and by year is its months together', () => {
    fc.assert(fc.property(cases, rules, ({ facts, query }, rule) => {
      const slice = sliceOf(facts, query.asOf);
      if (slice === null) return;
      const { mature, immature } = cohortMonths(slice, rule);
      const months = [...mature, ...immature].sort((a, b) => compareCodePoints(a.key!, b.key!));
      expect(by(slice, rule, 'month')).toEqual(months);
      expect(by(slice, rule, 'year')).toEqual(merged(months, (month) => month.slice(0, 4)));
      const QUARTER = ['Q1', 'Q1', 'Q1', 'Q2', 'Q2', 'Q2', 'Q3', 'Q3', 'Q3', 'Q4', 'Q4', 'Q4'];
      expect(by(slice, rule, 'quarter')).toEqual(merged(months, (month) => `${month.slice(0, 4)}-${QUARTER[Number(month.slice(5)) - 1]!}`));
    }), { numRuns: casesOf(150), seed: 4 });
  });

  it('of a population on the roll is by the month of the opening', () => {
    const slice = ledgerOf([aClass('k', '2024-03-31', '2023-12-15'), aFact({ kind: 'enrolled', person: 'p1', class: 'k', effectiveOn: '2023-12-01' }), ...aGraduate('p1', 'k', '2024-03-31')]).at({ asOf: '2026-01-01' });
    expect([by(slice, findNamedRate('R5') as PlacementRule, 'quarter'), by(slice, findNamedRate('R1') as PlacementRule, 'quarter')].map((cells) => cells.map(({ key }) => key))).toEqual([['2023-Q4'], ['2024-Q1']]);
  });
});

describe('a cohort report', () => {
  it('is the same however its people are cut into parts: what the library says of all of them at once', () => {
    fc.assert(fc.property(cases, rules, fc.constantFrom(...COHORT_DIMENSIONS, null), fc.integer({ min: 0, max: 15 }), ({ facts, query }, rule, dimension, mask) => {
      const slice = sliceOf(facts, query.asOf);
      if (slice === null) return;
      const question: CohortQuestion = { rule, period: query.from === null ? null : { from: query.from, to: query.to! }, by: dimension, around: AROUND };
      const isInFirst = (person: string): boolean => ((mask >> Number(person.slice(1))) & 1) === 1;
      const counts = report(question, [partOf(slice, isInFirst), partOf(slice, (person) => !isInFirst(person))]);
      expect(counts).toEqual(report(question, [slice]));
      const { total, cells } = breakDown(slice, question);
      expect(counts.rate).toEqual({ total, cells });
      const { mature, immature } = cohortMonths(slice, rule, question.period);
      expect(counts.months).toEqual([...mature, ...immature].sort((a, b) => compareCodePoints(a.key!, b.key!)));
      expect(counts.retention).toEqual(retentionCurve(slice, { period: question.period, rule: counts.retentionRule }));
      expect([counts.onTheJob, counts.trained]).toEqual([onTheJobTable(slice, question.period), countTrained(slice, question.period)]);
    }), { numRuns: casesOf(300), seed: 5 });
  });

  it('has each person of the numerator at the employer of the deciding employment, apart without one, apart in study', () => {
    fc.assert(fc.property(cases, rules, ({ facts, query }, rule) => {
      const slice = sliceOf(facts, query.asOf);
      if (slice === null) return;
      const { members, numerator } = breakDown(slice, { rule, period: null, by: null, around: AROUND, withMembers: true }).total;
      const expected = emptyEmployerTally();
      for (const { standing, employerId } of members) {
        if (standing === 'studying') expected.studying += 1;
        if (standing === 'employed' && employerId === null) expected.withoutEmployer += 1;
        if (standing === 'employed' && employerId !== null) expected.byEmployer.set(employerId, (expected.byEmployer.get(employerId) ?? 0) + 1);
      }
      const tally = emptyEmployerTally();
      addEmployers(tally, slice, rule, null);
      expect(tally).toEqual(expected);
      expect([...tally.byEmployer.values()].reduce((sum, persons) => sum + persons, tally.withoutEmployer + tally.studying)).toBe(numerator);
    }), { numRuns: casesOf(200), seed: 6 });
  });

  it('has the programmes of all parts in the order of their names, the tables of one in theirs, and their pay summed', () => {
    const trainee = (person: string, classId: string, pay: number): object[] => [
      ...aGraduate(person, classId, '2024-01-31', { from: '2024-01-01', level: 2, more: { pay } }), aFact({ kind: 'certified', person, class: classId, effectiveOn: '2024-01-31' }),
    ];
    const classes = [['w', '丙', { onTheJob: true }], ['v', '乙', { onTheJob: true }], ['o', '乙', { outreach: true }], ['k', '乙', {}]].map(([id, programme, more]) => aClass(id as string, '2024-01-31', '2024-01-01', { programme, ...(more as object) }));
    const slice = (...records: object[]): LedgerSlice => ledgerOf([...classes, ...records]).at({ asOf: '2026-01-01' });
    const counts = report({ rule: PERSON_RULES[0]!, period: null, by: null, around: AROUND }, [
      slice(...trainee('a', 'w', 3000), ...trainee('b', 'v', 2000)), slice(...trainee('c', 'v', 2500), ...trainee('d', 'o', 1), ...trainee('e', 'k', 1)), slice(...trainee('f', 'k', 1)),
    ]);
    expect(counts.onTheJob).toEqual([
      { programme: '丙', completed: 1, certified: 1, mature: 1, atWork: 1, retained: 1, pay: { known: 1, before: 3000, after: 3000 } },
      { programme: '乙', completed: 2, certified: 2, mature: 2, atWork: 2, retained: 2, pay: { known: 2, before: 4500, after: 4500 } },
    ]);
    expect(counts.trained.cells.map(({ programme, table, persons }) => [programme, table, persons])).toEqual([['丙', 'on-the-job', 1], ['乙', 'on-the-job', 2], ['乙', 'outreach', 1], ['乙', 'placement', 2]]);
    const turned = report({ rule: PERSON_RULES[0]!, period: null, by: null, around: AROUND }, [slice(...trainee('e', 'k', 1)), slice(...trainee('d', 'o', 1)), slice(...trainee('b', 'v', 2000)), slice(...trainee('a', 'w', 3000))]);
    expect([turned.onTheJob.map(({ programme }) => programme), turned.trained.cells.map(({ programme, table }) => `${programme} ${table}`)]).toEqual([['丙', '乙'], ['丙 on-the-job', '乙 on-the-job', '乙 outreach', '乙 placement']]);
  });

  it('has those who go on studying at no employer, where the rate counts them', () => {
    const slice = ledgerOf([
      aClass('k', '2024-01-31', '2024-01-01'), ...aGraduate('s', 'k', '2024-01-31'), aFact({ kind: 'excluded', person: 's', reason: 'further-study', effectiveOn: '2024-03-01' }),
      ...aGraduate('p', 'k', '2024-01-31', { from: '2024-02-01', level: 2 }), ...aGraduate('q', 'k', '2024-01-31', { from: '2024-02-01', level: 2, more: { employer: null } }), ...aGraduate('r', 'k', '2024-01-31'),
    ]).at({ asOf: '2026-01-01' });
    expect(report({ rule: findNamedRate('R7') as PlacementRule, period: null, by: null, around: AROUND }, [slice]).employers).toEqual({ byEmployer: new Map([['works', 1]]), withoutEmployer: 1, studying: 1 });
  });

  it('draws its curve by R2 for every headline rate, and for a rate of one\'s own by its kinds, proof, pay and contract', () => {
    const ruleOf = (rule: PlacementRule): PlacementRule => report({ rule, period: null, by: null, around: AROUND }, []).retentionRule;
    for (const id of ['R1', 'R3', 'R6Q2', 'R8']) expect(ruleOf(findNamedRate(id) as PlacementRule)).toMatchObject({ id: 'R2', population: 'P4', evidenceAtLeast: 2 });
    expect(ruleOf(findNamedRate('R5') as PlacementRule)).toMatchObject({ id: 'R5', population: 'P1' });
    expect(ruleOf(findNamedRate('R1') as PlacementRule)).toStrictEqual({ id: 'R2', population: 'P4', kinds: ['wage', 'self-employment'], evidenceAtLeast: 2, horizon: { kind: 'on-day', days: 30 } });
    const named = [{ minimumPay: 1 }, { minimumContractMonths: 1 }, { evidenceAtLeast: 1 as const }, { kinds: ['wage' as const] }, { population: 'P3' as const }].map((more) => ruleOf({ ...(findNamedRate('R1') as PlacementRule), id: '本县', ...more }));
    expect(named.map(({ id, minimumPay, minimumContractMonths }) => [id, minimumPay, minimumContractMonths])).toEqual([['本县', 1, undefined], ['本县', undefined, 1], ['本县', undefined, undefined], ['本县', undefined, undefined], ['本县', undefined, undefined]]);
    const own = readRateRule({ id: '西安', population: 'P3', horizon: { kind: 'within', days: 180 }, kinds: ['wage'], evidenceAtLeast: 1, minimumContractMonths: 12, minimumPay: 3000, minimumDays: 90 }) as { readonly rule: PlacementRule };
    const { minimumDays, ...kept } = own.rule;
    expect(minimumDays).toBe(90);
    expect(ruleOf(own.rule)).toEqual({ ...kept, horizon: { kind: 'on-day', days: 30 } });
  });

  it('of nobody has empty tables, and refuses a ledger with faults', () => {
    const question: CohortQuestion = { rule: PERSON_RULES[0]!, period: null, by: 'village', around: AROUND };
    expect(report(question, [])).toMatchObject({ rate: { total: { n: 0 }, cells: [] }, months: [], onTheJob: [], trained: { total: { persons: 0 } } });
    const faulty = ledgerOf([{ kind: 'class' }]).at({ asOf: '2024-01-01' });
    expect(() => report(question, [faulty])).toThrow(new RangeError('the ledger has 9 faults'));
    expect(() => breakDown(faulty, question)).toThrow(new RangeError('the ledger has 9 faults'));
    expect(() => addEmployers(emptyEmployerTally(), faulty, question.rule, null)).toThrow(new RangeError('the ledger has 9 faults'));
  });
});
