import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../facts/instant.js';
import { Calendar } from '../facts/calendar.js';
import { presentTable, type PresentedRate } from '../publication/present.js';
import { aClass, aFact, aGraduate, ledgerOf } from '../testing/facts.js';
import { computeRates, type CellMember, type Dimension, type PlacementTable } from './rates.js';
import { NAMED_RATES, findNamedRate, withEvidence, type PlacementRule, type RateRule } from './rule.js';

const CLASS = aClass('k', '2024-01-31', '2024-01-01');
const AS_OF = '2026-01-01';

interface Asked {
  readonly asOf?: string;
  readonly knownBy?: string;
  readonly by?: Dimension;
  readonly form?: 'raw' | 'published';
}

function rowsOf(records: readonly object[], rule: string | RateRule, { asOf = AS_OF, knownBy, by, form = 'raw' }: Asked = {}): PresentedRate[] {
  const slice = ledgerOf(records).at({ asOf, knownBy: knownBy === undefined ? null : parseInstant(knownBy, new Calendar()) });
  const rules = [typeof rule === 'string' ? findNamedRate(rule)! : rule];
  return computeRates(slice, { rules, by: by ?? null }).flatMap((table) => presentTable(table, form));
}

function rateOf(records: readonly object[], rule: string | RateRule, asked?: Asked): PresentedRate {
  return rowsOf(records, rule, asked)[0]!;
}

function membersOf(records: readonly object[], rule: string): CellMember[] {
  const [table] = computeRates(ledgerOf(records).at({ asOf: AS_OF }), { rules: [findNamedRate(rule)!], withMembers: true }) as PlacementTable[];
  return table!.total.members;
}

function people(count: number, make: (id: string) => object[], prefix = 'p'): object[] {
  return Array.from({ length: count }, (_, i) => make(`${prefix}${i}`)).flat();
}

const employed = (id: string): object[] => aGraduate(id, 'k', '2024-01-31', { from: '2024-03-01', level: 2 });
const withoutWork = (id: string): object[] => aGraduate(id, 'k', '2024-01-31');

describe('worked examples of the contract', () => {
  it('72 of 100 are 72.00 %, between 62.51 and 79.86', () => {
    const records = [CLASS, ...people(72, employed), ...people(28, withoutWork, 'q')];
    expect(rateOf(records, 'R1', { form: 'published' })).toMatchObject({ n: 100, numerator: 72, rate: 72, wilson: [62.51, 79.86], suppressed: false });
  });

  it('a final year of 30 of whom 20 go on studying: R1 is hidden over 10, R7 is 76.67 %', () => {
    const studying = (id: string): object[] => [...withoutWork(id), aFact({ kind: 'excluded', person: id, reason: 'further-study', effectiveOn: '2024-02-15' })];
    const records = [CLASS, ...people(20, studying, 's'), ...people(7, withoutWork, 'q'), ...people(3, employed)];
    expect(rateOf(records, 'R1', { form: 'published' })).toMatchObject({ n: 10, numerator: null, rate: null, excluded: null, suppressed: true, message: expect.stringContaining('不足') });
    expect(rateOf(records, 'R1')).toMatchObject({ numerator: 3, excluded: { 'further-study': 20 } });
    expect(rateOf(records, 'R7', { form: 'published' })).toMatchObject({ n: 30, numerator: 23, rate: 76.67, excluded: {} });
  });

  it.each([['2017-09-30', 0], ['2017-10-01', 1], ['2017-12-31', 1], ['2018-01-01', 0]])('completion on 2017-06-01: one day of work on %s counts %i times in R6Q2', (day, numerator) => {
    const records = [aClass('k', '2017-06-01', '2017-05-01'), ...aGraduate('p', 'k', '2017-06-01', { from: day, level: 2 }), aFact({ kind: 'employment-ended', employment: 'job-p', effectiveOn: day })];
    expect(rateOf(records, 'R6Q2').numerator).toBe(numerator);
  });

  it.each([['2018-03-31', 0], ['2018-04-01', 1], ['2018-06-30', 1], ['2018-07-01', 0]])('and one on %s counts %i times in R6Q4', (day, numerator) => {
    const records = [aClass('k', '2017-06-01', '2017-05-01'), ...aGraduate('p', 'k', '2017-06-01', { from: day, level: 2 }), aFact({ kind: 'employment-ended', employment: 'job-p', effectiveOn: day })];
    expect(rateOf(records, 'R6Q4').numerator).toBe(numerator);
  });

  it('opened 40, certified 36, employed 20: R5 is 50.00 %, on the certified 55.56 %', () => {
    const enrolled = (id: string): object[] => [aFact({ kind: 'enrolled', person: id, class: 'k', effectiveOn: '2024-01-01' })];
    const certified = (id: string): object[] => [...enrolled(id), aFact({ kind: 'certified', person: id, class: 'k', effectiveOn: '2024-01-31' })];
    const placed = (id: string): object[] => [...certified(id), ...aGraduate(id, 'k', '2024-01-31', { from: '2024-02-01', level: 3 })];
    const records = [CLASS, ...people(20, placed), ...people(16, certified, 'q'), ...people(4, enrolled, 'r')];
    const onCertified: PlacementRule = { ...(findNamedRate('R1') as PlacementRule), id: 'on-certified', population: 'P3' };
    expect([rateOf(records, 'R5').rate, rateOf(records, onCertified).rate]).toEqual([50, 55.56]);
  });
});

describe('a rate', () => {
  it('is null over nobody, and nothing is hidden', () => {
    for (const { id } of NAMED_RATES) expect(rateOf([], id, { form: 'published' })).toMatchObject({ n: 0, numerator: 0, rate: null, suppressed: false, message: null });
  });

  it('keeps an unreachable graduate in the denominator, as unknown', () => {
    expect(rateOf([CLASS, ...withoutWork('p')], 'R1')).toMatchObject({ n: 1, numerator: 0, low: 0, high: 100 });
  });

  it('knows the one who said to be out of work', () => {
    const said = aFact({ kind: 'not-employed', person: 'p', effectiveOn: '2024-05-01' });
    expect(rateOf([CLASS, ...withoutWork('p'), said], 'R1')).toMatchObject({ n: 1, high: 0 });
  });

  it.each([['2024-01-30', 100], ['2024-01-31', 0], ['2024-07-29', 0], ['2024-07-30', 100]])('takes a word of being out of work on %s, of a clock from 2024-01-31 to 2024-07-29, to leave %i %% open', (on, high) => {
    expect(rateOf([CLASS, ...withoutWork('p'), aFact({ kind: 'not-employed', person: 'p', effectiveOn: on })], 'R1')).toMatchObject({ n: 1, numerator: 0, high });
  });

  it('waits for evidence until 30 days after the horizon', () => {
    expect(rateOf([CLASS, ...employed('p')], 'R1', { asOf: '2024-08-27' })).toMatchObject({ n: 0, immature: 1 });
    expect(rateOf([CLASS, ...employed('p')], 'R1', { asOf: '2024-08-28' })).toMatchObject({ n: 1, immature: 0 });
  });

  it('counts a visit only under the name of its own rule', () => {
    const records = [CLASS, ...aGraduate('p', 'k', '2024-01-31', { from: '2024-03-01', level: 1 })];
    const r1 = findNamedRate('R1') as PlacementRule;
    expect(rateOf(records, r1)).toMatchObject({ rate: 0, evidence: { E1: 1 } });
    expect(rateOf(records, withEvidence(r1, 1))).toMatchObject({ rule: 'R1@E1', rate: 100 });
  });

  it('hides the smallest other cell where one alone would be hidden', () => {
    const classes = ['a', 'b', 'c'].map((id) => aClass(id, '2024-01-31', '2024-01-01'));
    const sizes = { a: 30, b: 25, c: 5 };
    const records = [...classes, ...Object.entries(sizes).flatMap(([id, size]) => people(size, (person) => aGraduate(person, id, '2024-01-31'), id))];
    expect(rowsOf(records, 'R1', { by: 'class', form: 'published' }).map(({ by, suppressed }) => [by.class, suppressed])).toEqual([[undefined, false], ['a', false], ['b', true], ['c', true]]);
  });

  it('counts seats of orders at most once each, and never hides them', () => {
    const hire = (person: string, order: string): object => aFact({ kind: 'hired-from-order', person, order });
    const orders = [aFact({ kind: 'order', order: 'o1', seats: 2 }), aFact({ kind: 'order', order: 'o2', seats: 4 })];
    const records = [...orders, hire('p', 'o1'), hire('q', 'o1'), hire('r', 'o1'), hire('p', 'o2'), hire('p', 'o2')];
    expect(rateOf(records, 'R4', { form: 'published' })).toMatchObject({ n: 6, numerator: 3, rate: 50, suppressed: false, low: null, evidence: null, personCourses: null });
  });

  it('names the persons hired from each order, by id', () => {
    const hire = (person: string): object => aFact({ kind: 'hired-from-order', person, order: 'o' });
    const [table] = computeRates(ledgerOf([aFact({ kind: 'order', order: 'o', seats: 2 }), hire('q'), hire('p'), hire('r'), hire('q')]).at({ asOf: AS_OF }), { rules: [findNamedRate('R4')!] });
    expect(table).toMatchObject({ pledges: { seats: 2, filled: 2, orders: [{ orderId: 'o', seats: 2, filled: 2, hired: ['p', 'q', 'r'] }] } });
  });

  it('refuses a ledger with faults', () => {
    expect(() => rateOf([{ kind: 'class' }, CLASS, { ...CLASS, id: 'again' }], 'R1')).toThrow('the ledger has 10 faults');
  });
});

describe('a correction', () => {
  const records = [CLASS, ...employed('p'), aFact({ id: 'undo', kind: 'retracted', fact: 'start', recordedAt: '2024-09-01T08:00:00+08:00' })].map((record) =>
    (record as { kind: string }).kind === 'employment-started' ? { ...record, id: 'start' } : record,
  );
  const before = { knownBy: '2024-08-31T23:59:59.999999Z' };

  it('leaves the figures known before it as they were', () => {
    expect(rateOf(records, 'R1', before)).toEqual(rateOf(records.filter((record) => (record as { id: string }).id !== 'undo'), 'R1'));
  });

  it('leaves no trace of what it retracts afterwards', () => {
    const never = records.filter((record) => !['employment-started', 'evidence', 'retracted'].includes((record as { kind: string }).kind));
    expect(rateOf(records, 'R1')).toEqual(rateOf(never, 'R1'));
  });

  it('can itself be undone', () => {
    expect(rateOf([...records, aFact({ kind: 'retracted', fact: 'undo' })], 'R1').numerator).toBe(1);
  });
});

describe('behind a figure', () => {
  it('stand the persons, the employment that decides and its proof', () => {
    const dead = [...withoutWork('d'), aFact({ kind: 'excluded', person: 'd', reason: 'death', effectiveOn: '2024-02-01' })];
    const visited = aGraduate('v', 'k', '2024-01-31', { from: '2024-03-01', level: 1 });
    const late = aGraduate('z', 'k', '2025-12-31');
    expect(membersOf([CLASS, ...employed('p'), ...dead, ...visited, ...late], 'R1').map(({ personId, standing, employmentId, evidence, exclusionReason }) => [personId, standing, employmentId, evidence, exclusionReason])).toEqual([
      ['d', 'excluded', null, null, 'death'],
      ['p', 'employed', 'job-p', 2, null],
      ['v', 'unknown', 'job-v', 1, null],
      ['z', 'immature', null, null, null],
    ]);
  });

  it('stand nobody whom the rule does not ask about', () => {
    expect(membersOf([CLASS, ...withoutWork('p')], 'R3')).toEqual([]);
  });
});

describe('a rate from configuration', () => {
  const r1 = findNamedRate('R1') as PlacementRule;
  const withTerms = (more: object): object[] => [CLASS, ...aGraduate('p', 'k', '2024-01-31', { from: '2024-03-01', level: 2, more })];

  it.each([[{ contractMonths: 12 }, 1], [{ contractMonths: 11 }, 0], [{ permanent: true }, 1], [{}, 0]])('asks for a contract of a year: %p counts %i times', (terms, numerator) => {
    expect(rateOf(withTerms(terms), { ...r1, id: 'xian', minimumContractMonths: 12 }).numerator).toBe(numerator);
  });

  it.each([[{ pay: 3000 }, 1], [{ pay: 2999.5 }, 0], [{}, 0]])('asks for pay: %p counts %i times', (terms, numerator) => {
    expect(rateOf(withTerms(terms), { ...r1, id: 'paid', minimumPay: 3000 }).numerator).toBe(numerator);
  });

  it('takes pay and a contract that nobody stated to reach no minimum, not even 0 or 1', () => {
    const numerators = (terms: object): (number | null)[] => [0, 1].flatMap((least) => [{ minimumPay: least }, { minimumContractMonths: least }]).map((more) => rateOf(withTerms(terms), { ...r1, id: 'own', ...more }).numerator);
    expect([numerators({}), numerators({ pay: 1, contractMonths: 1 }), numerators({ pay: 0, contractMonths: 0 })]).toEqual([[0, 0, 0, 0], [1, 1, 1, 1], [1, 1, 0, 0]]);
  });

  it('has the roll of the opening day, the completers and the certified for its populations', () => {
    const enrolled = (person: string, on: string, dropped?: string): object[] => [aFact({ kind: 'enrolled', person, class: 'k', effectiveOn: on }), ...(dropped === undefined ? [] : [aFact({ kind: 'dropped', person, class: 'k', effectiveOn: dropped })])];
    const records = [
      CLASS, ...enrolled('before', '2023-12-01'), ...enrolled('on the day', '2024-01-01', '2024-01-01'), ...enrolled('gone', '2023-12-01', '2023-12-31'), ...enrolled('late', '2024-01-02'),
      ...withoutWork('completed'), aFact({ kind: 'certified', person: 'certified', class: 'k', effectiveOn: '2024-01-31' }), aFact({ kind: 'dropped', person: 'certified', class: 'k', effectiveOn: '2024-02-01' }),
    ];
    const idsOf = (population: PlacementRule['population']): string[] => (computeRates(ledgerOf(records).at({ asOf: AS_OF }), { rules: [{ ...r1, id: 'own', population }], withMembers: true })[0] as PlacementTable).total.members.map(({ personId }) => personId);
    expect([idsOf('P1'), idsOf('P2'), idsOf('P3'), idsOf('P4')]).toEqual([['before', 'on the day'], ['certified', 'completed'], ['certified'], ['certified', 'completed']]);
  });

  it('leaves nobody out of the certified, the completers and the roll', () => {
    const dead = [aFact({ kind: 'enrolled', person: 'p', class: 'k', effectiveOn: '2024-01-01' }), aFact({ kind: 'certified', person: 'p', class: 'k', effectiveOn: '2024-01-31' }), aFact({ kind: 'excluded', person: 'p', reason: 'death', effectiveOn: '2024-02-15' })];
    const of = (population: PlacementRule['population']): unknown => rateOf([CLASS, ...dead], { ...r1, id: 'own', population });
    expect([of('P1'), of('P2'), of('P3'), of('P4')]).toMatchObject([{ n: 1, excluded: {} }, { n: 1, excluded: {} }, { n: 1, excluded: {} }, { n: 0, excluded: { death: 1 } }]);
  });

  it('switches another kind of outcome in by name', () => {
    const farming = withTerms({ type: 'cooperative' });
    expect([rateOf(farming, r1).numerator, rateOf(farming, { ...r1, id: 'with-cooperatives', kinds: [...r1.kinds, 'cooperative'] }).numerator]).toEqual([0, 1]);
  });

  it('leaves only those in further study out of P5', () => {
    const gone = (person: string, reason: string): object[] => [...withoutWork(person), aFact({ kind: 'excluded', person, reason, effectiveOn: '2024-02-15' })];
    expect(rateOf([CLASS, ...gone('p', 'further-study'), ...gone('q', 'death')], { ...r1, id: 'leavers', population: 'P5' })).toMatchObject({ n: 1, excluded: { 'further-study': 1 } });
  });
});
