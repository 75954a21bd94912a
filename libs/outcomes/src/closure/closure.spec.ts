import { describe, expect, it } from '@jest/globals';
import { aClass, aFact, aGraduate, ledgerOf } from '../testing/facts.js';
import { closureOf, type ClosureBooks } from './closure.js';
import { countClosure, presentClosure } from './count.js';
import { comparePay, summarize, withoutSmallPay } from './pay.js';
import type { IncomeRecord, LineRecord, MembershipRecord, PriorPayRecord, SupportRecord } from './records.js';
import { countWorkplaces, workplaceOf } from './workplace.js';

const AT = 1_700_000_000_000_000;
const CLASS = [aClass('k', '2024-01-31', '2024-01-01')];
const NO_BOOKS: ClosureBooks = { incomes: [], lines: [], memberships: [], supports: [], paidOn: null };
const income = (perHeadYuan: number, more: Partial<IncomeRecord> = {}): IncomeRecord => ({ id: `i${perHeadYuan}`, household: 'h', year: 2024, perHeadYuan, source: 'registry', effectiveOn: '2025-01-15', recordedAt: AT, retracts: null, ...more });
const line = (perHeadYuan: number, more: Partial<LineRecord> = {}): LineRecord => ({ id: `l${perHeadYuan}`, region: '420000000000', perHeadYuan, effectiveOn: '2024-01-01', recordedAt: AT, retracts: null, ...more });
const member = (person: string, more: Partial<MembershipRecord> = {}): MembershipRecord => ({ person, household: 'h', effectiveOn: '2024-01-01', recordedAt: AT, ...more });
const support = (more: Partial<SupportRecord> = {}): SupportRecord => ({ household: 'h', category: 'zero-employment', fromOn: '2023-01-01', toOn: null, recordedAt: AT, withdrawn: false, ...more });
const at = (asOf: string, ...records: object[]) => ledgerOf([...CLASS, ...records]).at({ asOf });
const stepsOf = (asOf: string, records: readonly object[], books: Partial<ClosureBooks> = {}) => closureOf(at(asOf, ...records), { ...NO_BOOKS, ...books }).persons[0]!;
const joined = aFact({ kind: 'enrolled', person: 'p', class: 'k', effectiveOn: '2024-01-01' });
const graduate = aGraduate('p', 'k', '2024-01-31');
const worker = aGraduate('p', 'k', '2024-01-31', { from: '2024-03-01', level: 2, more: { pay: 4_200, workplace: '440300' } });

describe('a step', () => {
  it('of training waits for the class, is a gap when it is over, and done with the completion', () => {
    expect(stepsOf('2024-01-31', [joined]).steps.trained).toEqual({ state: 'not-due', basis: 'in-class', on: null });
    expect(stepsOf('2024-02-01', [joined]).steps.trained).toMatchObject({ state: 'open', basis: 'not-completed' });
    expect(stepsOf('2024-01-20', [joined, aFact({ kind: 'dropped', person: 'p', class: 'k', effectiveOn: '2024-01-10' })]).steps.trained.state).toBe('open');
    expect(stepsOf('2024-02-01', [joined, ...graduate]).steps.trained).toEqual({ state: 'done', basis: 'completed', on: '2024-01-31' });
  });

  it('of pay is unknown where no book says what was paid, due when the class can be settled, and done on the day of the payment', () => {
    expect(stepsOf('2025-01-01', graduate).steps.paid).toMatchObject({ state: 'unknown', basis: 'payments-not-recorded' });
    const nobody = { paidOn: () => null };
    expect(stepsOf('2024-08-27', graduate, nobody).steps.paid).toMatchObject({ state: 'not-due', basis: 'settling' });
    expect(stepsOf('2024-08-28', graduate, nobody).steps.paid).toMatchObject({ state: 'open', basis: 'unpaid' });
    expect(stepsOf('2024-08-28', graduate, { paidOn: () => '2024-06-01' }).steps.paid).toEqual({ state: 'done', basis: 'paid', on: '2024-06-01' });
    expect(stepsOf('2024-05-31', graduate, { paidOn: () => '2024-06-01' }).steps.paid.state).toBe('not-due');
  });

  it('of work is done on the 90th day of one proven job, not a day earlier, and is not undone by what comes later', () => {
    expect(stepsOf('2024-05-28', worker).steps.employed.state).toBe('not-due');
    expect(stepsOf('2024-05-29', worker)).toMatchObject({ steps: { employed: { state: 'done', on: '2024-05-29' } }, job: { id: 'job-p', workplace: '440300' } });
    const later = [aFact({ kind: 'employment-ended', employment: 'job-p', effectiveOn: '2024-07-01' }), aFact({ kind: 'excluded', person: 'p', reason: 'call-up', effectiveOn: '2024-07-02' })];
    expect(stepsOf('2026-01-01', [...worker, ...later])).toMatchObject({ isExcluded: false, steps: { employed: { state: 'done', on: '2024-05-29' } } });
  });

  it('of work counts who begins late and stays, though R8 does not', () => {
    const late = aGraduate('p', 'k', '2024-01-31', { from: '2025-01-01', level: 3 });
    expect(stepsOf('2025-03-31', late).steps.employed).toMatchObject({ state: 'done', on: '2025-03-31' });
  });

  it('of work is open when it is known to fail, and unknown when nothing is proven: never done', () => {
    const due = '2024-11-25'; // 2024-01-31 + 299 days
    expect(stepsOf('2024-11-24', graduate).steps.employed.state).toBe('not-due');
    expect(stepsOf(due, graduate).steps.employed).toMatchObject({ state: 'unknown', basis: 'nothing-proven' });
    expect(stepsOf(due, aGraduate('p', 'k', '2024-01-31', { from: '2024-03-01', level: 1 })).steps.employed).toMatchObject({ state: 'unknown', basis: 'nothing-proven' });
    expect(stepsOf(due, [...graduate, aFact({ kind: 'not-employed', person: 'p', effectiveOn: '2024-04-01' })]).steps.employed).toMatchObject({ state: 'open', basis: 'not-employed' });
    expect(stepsOf(due, [...worker, aFact({ kind: 'employment-ended', employment: 'job-p', effectiveOn: '2024-04-01' })]).steps.employed).toMatchObject({ state: 'open', basis: 'under-ninety-days' });
  });

  it.each([
    ['a yuan above the line', [income(7_001)], [line(7_000)], ['done', 'above-line']],
    ['exactly the line', [income(7_000)], [line(7_000)], ['open', 'not-above-line']],
    ['what the household says of itself', [income(9_000, { source: 'self-report' })], [line(7_000)], ['unknown', 'no-income']],
    ['a year before the training', [income(9_000, { year: 2023 })], [line(7_000)], ['unknown', 'no-income']],
    ['an income without any line', [income(9_000)], [], ['unknown', 'no-line']],
    ['a line that came only after the year', [income(9_000)], [line(7_000, { effectiveOn: '2025-01-01' })], ['unknown', 'no-line']],
    ['an income that was taken back', [income(9_000), income(0, { id: 'r', retracts: 'i9000' })], [line(7_000)], ['unknown', 'no-income']],
    ['the county’s own line before the province’s', [income(7_500)], [line(7_000), line(8_000, { region: '420626000000', effectiveOn: '2023-01-01' })], ['open', 'not-above-line']],
    ['of one region the latest line', [income(7_500)], [line(7_000), line(8_000, { effectiveOn: '2024-06-01' })], ['open', 'not-above-line']],
    ['a line that came with the year’s last day', [income(9_000)], [line(7_000, { effectiveOn: '2024-12-31' })], ['done', 'above-line']],
    ['the county’s own line, whichever is recorded first', [income(7_500)], [line(8_000, { region: '420626000000', effectiveOn: '2023-01-01' }), line(7_000)], ['open', 'not-above-line']],
    ['the county’s own line, whatever the ids', [income(7_500)], [line(7_000, { id: 'z' }), line(8_000, { id: 'a', region: '420626000000', effectiveOn: '2023-01-01' })], ['open', 'not-above-line']],
    ['of one region the latest line, whatever the ids', [income(7_500)], [line(7_000, { id: 'z' }), line(8_000, { id: 'a', effectiveOn: '2024-06-01' })], ['open', 'not-above-line']],
    ['of one day the line that was recorded last, whatever stands first', [income(7_500)], [line(7_000, { id: 'z' }), line(8_000, { id: 'a', recordedAt: AT + 1 })], ['open', 'not-above-line']],
    ['of one day the assessment that was recorded last, whatever stands first', [income(9_000), income(6_000, { recordedAt: AT + 1 })], [line(7_000)], ['open', 'not-above-line']],
    ['of one day the line that was recorded last', [income(7_500)], [line(8_000, { recordedAt: AT + 1 }), line(7_000)], ['open', 'not-above-line']],
    ['of one day the assessment that was recorded last', [income(6_000, { recordedAt: AT + 1 }), income(9_000)], [line(7_000)], ['open', 'not-above-line']],
    ['of one year the latest assessment', [income(9_000), income(6_000, { effectiveOn: '2025-02-01' })], [line(7_000)], ['open', 'not-above-line']],
  ])('of income looks at %s', (_, incomes, lines, [state, basis]) => {
    expect(stepsOf('2025-06-01', graduate, { incomes, lines, memberships: [member('p')] }).steps.income).toMatchObject({ state, basis });
  });

  it('counts from the first of several completions, and waits for any class that is not over', () => {
    const twice = [aClass('later', '2024-06-30', '2024-06-01'), ...aGraduate('p', 'later', '2024-06-30'), ...graduate];
    expect(stepsOf('2025-06-01', twice)).toMatchObject({ startsOn: '2024-01-31', steps: { trained: { on: '2024-01-31' } } });
    const sitting = [aClass('later', '2024-06-30', '2024-02-05'), aFact({ kind: 'enrolled', person: 'p', class: 'later', effectiveOn: '2024-02-10' }), joined];
    expect(stepsOf('2024-02-20', sitting).steps.trained).toMatchObject({ state: 'not-due', basis: 'in-class' });
  });

  it('of pay is done on the day itself', () => {
    expect(stepsOf('2024-06-01', graduate, { paidOn: () => '2024-06-01' }).steps.paid).toEqual({ state: 'done', basis: 'paid', on: '2024-06-01' });
  });

  it('of work is done by the job that comes to 90 days first, whichever is recorded first', () => {
    const job = (id: string, effectiveOn: string, permanent = false) => [aFact({ kind: 'employment-started', employment: id, person: 'p', type: 'wage', employer: 'w', permanent, effectiveOn }), aFact({ kind: 'evidence', employment: id, level: 2, effectiveOn })];
    const [early, middle, late] = [job('early', '2024-03-01'), job('middle', '2024-03-02'), job('late', '2024-04-01', true)];
    for (const jobs of [[early, middle, late], [late, middle, early], [middle, late, early]]) expect(stepsOf('2025-01-01', [...graduate, ...jobs.flat()])).toMatchObject({ job: { id: 'early' }, steps: { employed: { basis: 'ninety-days', on: '2024-05-29' } } });
    // Both were held when training ended: the one without an end is named.
    for (const jobs of [[job('a', '2024-01-01'), job('b', '2024-01-02', true)], [job('b', '2024-01-02', true), job('a', '2024-01-01')]]) expect(stepsOf('2025-01-01', [...graduate, ...jobs.flat()]).job).toMatchObject({ id: 'b' });
  });

  it('of work is known to fail from the day of the completion to the day of the question', () => {
    const asked = (on: string) => stepsOf('2024-11-25', [...graduate, aFact({ kind: 'not-employed', person: 'p', effectiveOn: on })]).steps.employed.basis;
    expect([asked('2024-01-30'), asked('2024-01-31'), asked('2024-11-25'), asked('2024-11-26')]).toEqual(['nothing-proven', 'not-employed', 'not-employed', 'nothing-proven']);
  });

  it('says why it is not due of who has not completed, and of who has and may still find work', () => {
    expect(Object.values(stepsOf('2024-01-20', [joined]).steps).map(({ basis }) => basis)).toEqual(['in-class', 'not-completed', 'not-completed', 'not-completed']);
    expect([stepsOf('2024-01-20', [joined]).startsOn, stepsOf('2024-03-01', graduate).steps.employed.basis]).toEqual([null, 'within-the-time']);
  });

  it('of income is done with the end of its year', () => {
    expect(stepsOf('2025-06-01', graduate, { incomes: [income(9_000)], lines: [line(7_000)], memberships: [member('p')] }).steps.income).toEqual({ state: 'done', basis: 'above-line', on: '2024-12-31' });
  });

  it('of income is due when the year of the training has been reckoned, and unknown for somebody without a household', () => {
    expect(stepsOf('2025-03-31', graduate, { memberships: [member('p')] }).steps.income).toMatchObject({ state: 'not-due', basis: 'income-later' });
    expect(stepsOf('2025-04-01', graduate, { memberships: [member('p')] }).steps.income).toMatchObject({ state: 'unknown', basis: 'no-income' });
    expect(stepsOf('2025-04-01', graduate).steps.income).toMatchObject({ state: 'unknown', basis: 'no-household' });
  });
});

describe('a household', () => {
  const other = aGraduate('q', 'k', '2024-01-31');
  const books = { incomes: [income(9_000)], lines: [line(7_000)], memberships: [member('p'), member('q')], supports: [support({ category: 'lifted-out' })], paidOn: (person: string) => (person === 'q' ? '2024-09-01' : null) };

  it('needs one member for training, pay and work, each another if need be, and its own income', () => {
    const { households, persons } = closureOf(at('2025-06-01', ...worker, ...other), { ...NO_BOOKS, ...books });
    expect(households).toMatchObject([{ household: 'h', members: ['p', 'q'], isClosed: true, categories: ['lifted-out'], income: { year: 2024, perHeadYuan: 9_000, line: { perHeadYuan: 7_000 } } }]);
    expect(persons.map(({ isClosed }) => isClosed)).toEqual([false, false]);
  });

  it('of a support category is a gap of training when nobody of it took part; without category it is none of ours', () => {
    const { households } = closureOf(at('2025-06-01'), { ...NO_BOOKS, supports: [support(), support({ household: 'ended', toOn: '2024-01-01' }), support({ household: 'mistaken', withdrawn: true })] });
    expect(households.map(({ household, steps }) => [household, steps.trained.basis, steps.employed.state])).toEqual([['h', 'no-member', 'not-due']]);
  });

  it('is the one that a person belonged to on the day; the first that is known holds backwards', () => {
    const moved = [member('p', { household: 'old', effectiveOn: '2024-06-01' }), member('p', { household: 'new', effectiveOn: '2024-09-01' }), member('p', { household: null, effectiveOn: '2025-01-01' })];
    const of = (asOf: string) => stepsOf(asOf, graduate, { memberships: moved }).household;
    expect([of('2024-02-01'), of('2024-08-31'), of('2024-09-01'), of('2025-01-01')]).toEqual(['old', 'old', 'new', null]);
  });

  it('has the income of the years since the first of its people completed, and the steps that any of them did first', () => {
    const late = [aClass('later', '2026-01-31', '2026-01-01'), ...aGraduate('q', 'later', '2026-01-31')];
    const { households } = closureOf(at('2026-06-01', ...late, ...graduate), { ...NO_BOOKS, memberships: [member('p'), member('q')], incomes: [income(9_000)], lines: [line(7_000)] });
    expect(households).toMatchObject([{ income: { year: 2024 }, steps: { trained: { state: 'done', basis: 'member', on: '2024-01-31' }, income: { state: 'done' } } }]);
    const swapped = closureOf(at('2026-06-01', ...late, ...graduate), { ...NO_BOOKS, memberships: [member('p', { household: 'z' }), member('q', { household: 'z' })] });
    expect(swapped.households[0]!.steps.trained).toEqual({ state: 'done', basis: 'member', on: '2024-01-31' });
    const renamed = [...aGraduate('z', 'k', '2024-01-31'), ...late];
    expect(closureOf(at('2026-06-01', ...renamed), { ...NO_BOOKS, memberships: [member('z'), member('q')], incomes: [income(9_000)], lines: [line(7_000)] }).households[0]).toMatchObject({ income: { year: 2024 }, steps: { trained: { on: '2024-01-31' } } });
  });

  it('whose people have not completed waits with them, and one of nobody’s is no gap but of training', () => {
    const waiting = closureOf(at('2024-01-20', joined), { ...NO_BOOKS, memberships: [member('p')] }).households[0]!;
    expect([waiting.isExcluded, waiting.income, ...Object.values(waiting.steps).map(({ state, basis, on }) => `${state} ${basis} ${on}`)]).toEqual([false, null, 'not-due in-class null', 'not-due not-completed null', 'not-due not-completed null', 'not-due not-completed null']);
    const left = aFact({ kind: 'dropped', person: 'a', class: 'k', effectiveOn: '2024-01-10' });
    const mixed = closureOf(at('2024-01-20', joined, aFact({ kind: 'enrolled', person: 'a', class: 'k', effectiveOn: '2024-01-01' }), left), { ...NO_BOOKS, memberships: [member('p'), member('a')] }).households[0]!;
    expect([mixed.members, mixed.steps.trained]).toEqual([['a', 'p'], { state: 'not-due', basis: 'in-class', on: null }]);
    const nobodys = closureOf(at('2024-01-20'), { ...NO_BOOKS, supports: [support()] }).households[0]!;
    expect([nobodys.isExcluded, ...Object.values(nobodys.steps).map(({ state, basis }) => `${state} ${basis}`)]).toEqual([false, 'open no-member', 'not-due no-member', 'not-due no-member', 'not-due no-member']);
  });

  it('counts on with those who are left when one is excluded', () => {
    const gone = aFact({ kind: 'excluded', person: 'p', reason: 'death', effectiveOn: '2024-02-02' });
    const only = closureOf(at('2025-06-01', ...graduate, aFact({ kind: 'enrolled', person: 'q', class: 'k', effectiveOn: '2024-01-01' }), gone), { ...NO_BOOKS, memberships: [member('p'), member('q')] }).households[0]!;
    expect([only.isExcluded, only.members, only.steps.trained.state]).toEqual([false, ['p', 'q'], 'open']);
  });

  it('leaves out who is excluded, and is left out with everybody', () => {
    const gone = aFact({ kind: 'excluded', person: 'p', reason: 'death', effectiveOn: '2024-02-02' });
    const { persons, households } = closureOf(at('2025-06-01', ...graduate, ...other, gone), { ...NO_BOOKS, memberships: [member('p'), member('q', { household: 'g' })] });
    expect(persons.map(({ isExcluded }) => isExcluded)).toEqual([true, false]);
    expect(households.map(({ household, isExcluded }) => [household, isExcluded])).toEqual([['g', false], ['h', true]]);
    expect(countClosure(households, () => null).total).toMatchObject({ n: 1, excluded: 1 });
  });
});

describe('zero-employment households', () => {
  it('count once found, listed or not, with whoever of them is at work on the day, trained or not', () => {
    const jobs = [
      aFact({ kind: 'employment-started', employment: 'a', person: 'p', type: 'wage', employer: 'w', permanent: false, effectiveOn: '2024-02-01' }), aFact({ kind: 'evidence', employment: 'a', level: 2 }),
      aFact({ kind: 'employment-started', employment: 'b', person: 'q', type: 'public-welfare', employer: 'w', permanent: false, effectiveOn: '2024-02-01' }), aFact({ kind: 'evidence', employment: 'b', level: 2 }),
      aFact({ kind: 'employment-started', employment: 'c', person: 'r', type: 'wage', employer: 'w', permanent: false, effectiveOn: '2024-02-01' }),
    ];
    const memberships = [member('p'), member('q', { household: 'g' }), member('r', { household: 'f' })];
    const supports = [support({ toOn: '2024-06-01' }), support({ household: 'g' }), support({ household: 'f' }), support({ household: 'e', category: 'monitored' })];
    expect(closureOf(at('2024-12-31', ...jobs), { ...NO_BOOKS, memberships, supports }).zeroEmployment).toEqual([
      { household: 'f', isListed: true, employed: [], otherWork: [] }, { household: 'g', isListed: true, employed: [], otherWork: ['q'] }, { household: 'h', isListed: false, employed: ['p'], otherWork: [] },
    ]);
  });
});

describe('a zero-employment household', () => {
  const atWork = (person: string, type: string, level = 2) => [aFact({ kind: 'employment-started', employment: `j-${person}`, person, type, employer: null, permanent: false, effectiveOn: '2024-02-01' }), aFact({ kind: 'evidence', employment: `j-${person}`, level })];

  it('has somebody at work who works for himself, too; its people stand in the order of their ids, whoever joined first', () => {
    const found = closureOf(at('2024-12-31', ...atWork('b', 'self-employment'), ...atWork('a', 'wage')), { ...NO_BOOKS, memberships: [member('b'), member('a'), member('nobody'), member('c', { household: null })], supports: [support()] }).zeroEmployment;
    expect(found).toEqual([{ household: 'h', isListed: true, employed: ['a', 'b'], otherWork: [] }]);
  });

  it('is listed while one of its spells holds, at the dates of the question', () => {
    const spells = [support({ toOn: '2023-06-01' }), support({ fromOn: '2024-01-01' })];
    const listed = (asOf: string, knownBy: number | null = null) => closureOf(ledgerOf(CLASS).at({ asOf, knownBy }), { ...NO_BOOKS, supports: spells }).zeroEmployment.map(({ isListed }) => isListed);
    expect([listed('2024-12-31'), listed('2023-12-31'), listed('2022-12-31'), listed('2024-12-31', AT - 1)]).toEqual([[true], [false], [], []]);
  });
});

describe('pay before and after', () => {
  it('has quartiles between the ordered values, half-up, and says of how many nothing is known', () => {
    expect(summarize([4, 1, 3, 2, null])).toEqual({ n: 4, unknown: 1, lower: 2, median: 3, upper: 3 });
    expect(summarize([3_000])).toEqual({ n: 1, unknown: 0, lower: 3_000, median: 3_000, upper: 3_000 });
    expect(summarize([null])).toEqual({ n: 0, unknown: 1, lower: null, median: null, upper: null });
    expect(summarize([-3, -2]).median).toBe(-2);
  });

  it('compares the job that did the step with the last pay up to the completion', () => {
    const { persons } = closureOf(at('2025-01-01', ...worker, ...aGraduate('q', 'k', '2024-01-31')), NO_BOOKS);
    const pay = (payYuan: number, effectiveOn: string): PriorPayRecord => ({ id: `y${payYuan}`, person: 'p', payYuan, effectiveOn, recordedAt: AT, retracts: null });
    const view = { asOf: '2025-01-01', knownBy: null };
    expect(comparePay(persons, [pay(2_000, '2023-05-01'), pay(2_500, '2024-01-31'), pay(9_000, '2024-02-01')], view)).toMatchObject({ persons: 1, before: { n: 1, median: 2_500 }, after: { median: 4_200 }, change: { median: 1_700 }, raised: 1 });
    expect(comparePay(persons, [], view)).toMatchObject({ before: { n: 0, unknown: 1 }, after: { n: 1 }, change: { n: 0, unknown: 1 }, raised: 0 });
  });
});

describe('pay that rose', () => {
  it('is that of people of whom both are known, and higher afterwards; of one day what was recorded last is the pay before', () => {
    const people = ['p', 'q', 'r', 's'];
    const { persons } = closureOf(at('2025-01-01', ...people.flatMap((person) => aGraduate(person, 'k', '2024-01-31', { from: '2024-03-01', level: 2, more: person === 's' ? {} : { pay: 4_000 } }))), NO_BOOKS);
    const pay = (person: string, payYuan: number, recordedAt = AT): PriorPayRecord => ({ id: `${person}${payYuan}`, person, payYuan, effectiveOn: '2024-01-01', recordedAt, retracts: null });
    const compared = comparePay(persons, [pay('p', 9_000), pay('p', 3_000, AT + 1), pay('q', 4_000), pay('r', 5_000), pay('s', 1_000)], { asOf: '2025-01-01', knownBy: null });
    expect(compared).toMatchObject({ persons: 4, raised: 1, before: { n: 4 }, after: { n: 3, unknown: 1 }, change: { n: 3, unknown: 1, median: 0 } });
    expect(comparePay(persons, [pay('p', 3_000, AT + 1), pay('p', 9_000)], { asOf: '2025-01-01', knownBy: null })).toMatchObject({ before: { n: 1, median: 3_000 } });
  });
});

describe('pay that is published', () => {
  const of = (n: number) => summarize(Array.from({ length: n }, (_, i) => 1_000 + i));

  it('has no quartiles over 1 to 19 people, and keeps how many they are', () => {
    const shown = withoutSmallPay({ persons: 40, before: of(19), after: of(20), change: of(0), raised: 0 });
    expect([shown.before, shown.after.median, shown.change, shown.raised]).toEqual([{ n: 19, unknown: 0, lower: null, median: null, upper: null }, 1_010, of(0), 0]);
    expect(withoutSmallPay({ persons: 40, before: of(40), after: of(40), change: of(1), raised: 1 }).raised).toBeNull();
  });
});

describe('a workplace', () => {
  it.each([
    ['420626106000', 'in-county'], ['420626', 'in-county'], ['420625', 'in-province'], ['4201', 'in-province'], ['429004', 'in-province'], ['4290', 'in-province'], ['44', 'out-of-province'], ['440300000000', 'out-of-province'],
    ['4206', 'unknown'], ['42', 'unknown'], [null, 'unknown'], [undefined, 'unknown'],
  ])('%s lies, seen from 420626, %s', (code, where) => {
    expect(workplaceOf('420626', code)).toBe(where);
  });

  it.each([['429004', 'in-county'], ['429005', 'in-province'], ['429000', 'unknown'], ['420626', 'in-province'], ['4206', 'in-province']])('%s lies, seen from a county of no prefecture (429004), %s', (code, where) => {
    expect(workplaceOf('429004', code)).toBe(where);
  });

  it('is counted so that the parts are everybody', () => {
    expect(countWorkplaces('420626', ['420626', '42', null, '11'])).toEqual({ 'in-county': 1, 'in-province': 0, 'out-of-province': 1, unknown: 2 });
  });
});

describe('what is published', () => {
  const rows = (count: number) => Array.from({ length: count }, () => stepsOf('2025-01-01', graduate));
  const table = (...counts: number[]) => countClosure(counts.flatMap((count, i) => rows(count).map((row) => ({ ...row, key: `42062610${i}` }))), ({ key }) => key);

  it('hides townships of 1 to 19, and one more where one alone could be found by subtraction', () => {
    const { total, townships } = presentClosure(table(19, 20, 40), 'published');
    expect(townships.map(({ suppressed, n, closed, steps }) => [suppressed, n, closed, steps === null])).toEqual([[true, 19, null, true], [true, 20, null, true], [false, 40, 0, false]]);
    expect([total.n, total.suppressed]).toEqual([79, false]);
    expect(presentClosure(table(3), 'published').total).toMatchObject({ n: 3, suppressed: true, steps: null, message: expect.stringContaining('不足 20') });
  });

  it('hides nothing from an officer in scope', () => {
    expect(presentClosure(table(3), 'raw').total).toMatchObject({ n: 3, suppressed: false, message: null });
  });
});

it('refuses a ledger with faults', () => {
  const broken = ledgerOf([{ kind: 'class' }]).at({ asOf: '2024-01-01' });
  expect(() => closureOf(broken, NO_BOOKS)).toThrow(RangeError);
});
