import { describe, expect, it } from '@jest/globals';
import { casesOf } from '../../../../test/support/cases.js';
import { aFact, ledgerOf } from '../testing/facts.js';
import { Calendar } from './calendar.js';
import { FactLedger } from './ledger.js';
import { parseInstant } from './instant.js';

const CLASS = aFact({ kind: 'class', class: 'k', course: 'c', programme: 'm', provider: 'v', region: '420626', endsOn: '2024-03-01', effectiveOn: '2024-01-01', id: 'k0' });
const START = aFact({ kind: 'employment-started', employment: 'j', person: 'p', type: 'wage', employer: null, permanent: false, effectiveOn: '2024-04-01', id: 'j0' });

function faultsOf(...records: readonly object[]): string[] {
  return ledgerOf(records).at({ asOf: '2025-01-01' }).faults.map(({ line, path }) => `${line} ${path}`);
}

describe('faults of a ledger', () => {
  it.each([
    ['a missing field', [{ ...START, permanent: undefined }], '1 $.permanent'],
    ['a missing id', [{ ...START, id: undefined }], '1 $.id'],
    ['an unknown kind', [{ ...START, kind: 'promoted' }], '1 $.kind'],
    ['a kind named like a property of every object', [{ ...START, kind: 'constructor' }], '1 $.kind'],
    ['an unknown type of employment', [{ ...START, type: 'gig' }], '1 $.type'],
    ['an unknown reason', [aFact({ kind: 'excluded', person: 'p', reason: 'unreachable' })], '1 $.reason'],
    ['a level beyond 3', [START, aFact({ kind: 'evidence', employment: 'j', level: 4 })], '2 $.level'],
    ['a level as text', [START, aFact({ kind: 'evidence', employment: 'j', level: '2' })], '2 $.level'],
    ['a number of seats below 0', [aFact({ kind: 'order', order: 'o', seats: -1 })], '1 $.seats'],
    ['an empty person', [aFact({ kind: 'not-employed', person: '' })], '1 $.person'],
    ['a day that is not in the calendar', [{ ...START, effectiveOn: '2023-02-29' }], '1 $.effectiveOn'],
    ['an instant without an offset', [{ ...START, recordedAt: '2024-01-01T00:00:00' }], '1 $.recordedAt'],
    ['a region of five digits', [{ ...CLASS, region: '42062' }], '1 $.region'],
    ['a class that ends before it opens', [{ ...CLASS, endsOn: '2023-12-31' }], '1 $.endsOn'],
    ['something that is no object', [[1]], '1 $'],
    ['a repeated fact id', [START, aFact({ kind: 'not-employed', person: 'p', id: 'j0' })], '2 $.id'],
    ['an unknown class', [aFact({ kind: 'completed', person: 'p', class: 'nowhere' })], '1 $.class'],
    ['an unknown employment', [aFact({ kind: 'employment-ended', employment: 'nowhere' })], '1 $.employment'],
    ['an unknown order', [aFact({ kind: 'hired-from-order', order: 'nowhere', person: 'p' })], '1 $.order'],
    ['an unknown fact', [aFact({ kind: 'retracted', fact: 'nowhere' })], '1 $.fact'],
    ['two class facts for one class', [CLASS, { ...CLASS, id: 'k1' }], '2 $.class'],
    ['two starts for one employment', [START, { ...START, id: 'j1' }], '2 $.employment'],
    ['two facts for one order', [aFact({ kind: 'order', order: 'o', seats: 1, id: 'o0' }), aFact({ kind: 'order', order: 'o', seats: 2, id: 'o1' })], '2 $.order'],
    ['an end before its start', [START, aFact({ kind: 'employment-ended', employment: 'j', effectiveOn: '2024-03-31' })], '2 $.effectiveOn'],
    ['retractions in a circle', [aFact({ kind: 'retracted', fact: 'y', id: 'x' }), aFact({ kind: 'retracted', fact: 'x', id: 'y' })], '1 $.fact'],
  ])('names %s', (_, records, fault) => {
    expect(faultsOf(...(records as object[]))).toContain(fault);
  });

  it.each([
    ['was retracted', [{ ...START, type: 'gig' }, aFact({ kind: 'retracted', fact: 'j0' })]],
    ['is not effective yet', [{ ...START, type: 'gig', effectiveOn: '2025-01-02' }]],
    ['was replaced after a retraction', [START, aFact({ kind: 'retracted', fact: 'j0' }), { ...START, id: 'j1' }]],
    ['ended before the start, in a fact since retracted', [START, aFact({ kind: 'employment-ended', employment: 'j', effectiveOn: '2024-03-31', id: 'e' }), aFact({ kind: 'retracted', fact: 'e' })]],
    ['names something that was retracted', [CLASS, aFact({ kind: 'retracted', fact: 'k0' }), aFact({ kind: 'completed', person: 'p', class: 'k' })]],
  ])('finds none in what %s', (_, records) => {
    expect(faultsOf(...(records as object[]))).toEqual([]);
  });

  const CIRCLE = [aFact({ kind: 'retracted', fact: 'y', id: 'x' }), aFact({ kind: 'retracted', fact: 'x', id: 'y' })];
  it.each([
    [[{ ...START, person: '' }], ['1 $.person 应为非空文本']], [[{ ...START, employer: '' }], ['1 $.employer 应为非空文本']], [[{ ...START, employer: 7 }], ['1 $.employer 应为非空文本']], [[{ ...START, permanent: 'yes' }], ['1 $.permanent 应为 true 或 false']],
    [[{ ...START, effectiveOn: '2024-02-30' }], ['1 $.effectiveOn 应为日历中的日期 YYYY-MM-DD']], [[{ ...START, effectiveOn: 20240201 }], ['1 $.effectiveOn 应为日历中的日期 YYYY-MM-DD']], [[{ ...START, effectiveOn: [...'2024-02-01'] }], ['1 $.effectiveOn 应为日历中的日期 YYYY-MM-DD']],
    [[{ ...CLASS, region: '42062' }], ['1 $.region 应为 2、4、6、9 或 12 位行政区划代码']], [[{ ...CLASS, onTheJob: 1 }], ['1 $.onTheJob 应为 true 或 false']], [[{ ...CLASS, outreach: 'no' }], ['1 $.outreach 应为 true 或 false']],
    [[{ ...CLASS, endsOn: '2023-12-31' }], ['1 $.endsOn 早于开班日']], [[{ ...CLASS, course: '', endsOn: '2023-12-31' }], ['1 $.course 应为非空文本']],
    [[START, aFact({ kind: 'evidence', employment: 'j', level: 4 })], ['2 $.level 应为 0 至 3 的整数']], [[START, aFact({ kind: 'evidence-refused', employment: 'j', level: -1 })], ['2 $.level 应为 0 至 3 的整数']], [[aFact({ kind: 'order', order: 'o', seats: 0.5 })], ['1 $.seats 应为非负整数']],
    [[{ ...START, pay: -1 }], ['1 $.pay 应为非负数']], [[{ ...START, contractMonths: '12' }], ['1 $.contractMonths 应为非负数']], [[{ ...START, pay: Number.POSITIVE_INFINITY }], ['1 $.pay 应为非负数']],
    [[{ ...START, type: 'gig' }], ['1 $.type 未知代码，应为 wage、self-employment、cooperative、internship、public-welfare、offer-only 之一']], [[aFact({ kind: 'excluded', person: 'p', reason: 7 })], ['1 $.reason 未知代码，应为 death、medical-over-90-days、institution、call-up、further-study 之一']],
    [[null], ['1 $ 应为 JSON 对象']], [['x'], ['1 $ 应为 JSON 对象']], [[[]], ['1 $ 应为 JSON 对象']],
    [[{}], ['1 $.kind 缺少', '1 $.recordedAt 缺少', '1 $.id 缺少', '1 $.effectiveOn 缺少']], [[{ ...START, kind: 'promoted' }], ['1 $.kind 未知的事实种类']], [[{ ...START, kind: 7, id: '' }], ['1 $.kind 未知的事实种类', '1 $.id 应为非空文本']],
    [[{ ...START, recordedAt: '2024-01-01' }], ['1 $.recordedAt 应为带时区偏移的 ISO 8601 时刻']], [[{ ...START, recordedAt: 7 }], ['1 $.recordedAt 应为带时区偏移的 ISO 8601 时刻']],
    [[START, aFact({ kind: 'not-employed', person: 'p', id: 'j0' }), aFact({ kind: 'not-employed', person: 'q', id: 'j0' })], ['2 $.id 事实编号重复：j0', '3 $.id 事实编号重复：j0']],
    [[aFact({ kind: 'completed', person: 'p', class: 'x' })], ['1 $.class 没有这个班次：x']], [[aFact({ kind: 'evidence', employment: 'x', level: 2 })], ['1 $.employment 没有这条就业记录：x']],
    [[aFact({ kind: 'hired-from-order', order: 'x', person: 'p' })], ['1 $.order 没有这个订单：x']], [[aFact({ kind: 'retracted', fact: 'x' })], ['1 $.fact 没有这条事实：x']],
    [[CLASS, { ...CLASS, id: 'k1' }], ['2 $.class 同一班次有两条有效记录：k']], [[START, { ...START, id: 'j1' }], ['2 $.employment 同一就业记录有两条有效的开始：j']],
    [[aFact({ kind: 'order', order: 'o', seats: 1 }), aFact({ kind: 'order', order: 'o', seats: 2 })], ['2 $.order 同一订单有两条有效记录：o']],
    [[START, aFact({ kind: 'employment-ended', employment: 'j', effectiveOn: '2024-03-31' })], ['2 $.effectiveOn 早于就业开始日：j']], [[START, aFact({ kind: 'employment-ended', employment: 'j', effectiveOn: '2024-04-01' })], []],
    [CIRCLE, ['1 $.fact 撤销互相循环，无法判断是否有效', '2 $.fact 撤销互相循环，无法判断是否有效']],
  ])('are told in Chinese, and no more than are there: %#', (records, faults) => {
    expect(ledgerOf(records as object[]).at({ asOf: '2025-01-01' }).faults.map(({ line, path, message }) => `${line} ${path} ${message}`)).toEqual(faults);
  });

  it.each([
    ['pay and a contract that are not stated', { ...START, pay: null, contractMonths: undefined }], ['pay of nothing', { ...START, pay: 0 }], ['an employer', { ...START, employer: 'works' }],
    ['flags of a class that are not stated', { ...CLASS, onTheJob: null, outreach: undefined }], ['a class of one day', { ...CLASS, endsOn: '2024-01-01' }], ['an order for nobody', aFact({ kind: 'order', order: 'o', seats: 0 })],
  ])('are none for %s', (_, record) => {
    expect(faultsOf(record)).toEqual([]);
  });

  it('stay away from a record that cannot be read but names what others name', () => {
    expect(faultsOf({ ...CLASS, region: 'x' }, aFact({ kind: 'completed', person: 'p', class: 'k' }))).toEqual(['1 $.region']);
    expect(faultsOf({ ...START, type: 'gig' }, aFact({ kind: 'employment-ended', employment: 'j', effectiveOn: '2024-05-01' }))).toEqual(['1 $.type']);
    expect(faultsOf(aFact({ kind: 'order', order: 'o', seats: -1 }), aFact({ kind: 'hired-from-order', order: 'o', person: 'p' }))).toEqual(['1 $.seats']);
    expect(faultsOf({ ...CLASS, class: 7, region: 'x' }, aFact({ kind: 'completed', person: 'p', class: '7' }))).toEqual(['1 $.class', '1 $.region', '2 $.class']);
  });

  it('of a record that cannot be read and repeats an id are both', () => {
    expect(faultsOf(START, { ...START, employment: 'i', type: 'gig' })).toEqual(['2 $.id', '2 $.type']);
    expect(faultsOf({ ...START, employment: 'i', type: 'gig' }, START)).toEqual(['1 $.type', '2 $.id']);
  });

  it('of a record whose instant or day cannot be read are there whatever the report', () => {
    const at = (record: object): string[] => ledgerOf([record]).at({ asOf: '2000-01-01', knownBy: 0 }).faults.map(({ path }) => path);
    expect([at({ ...START, recordedAt: 'soon' }), at({ ...START, effectiveOn: 'soon', recordedAt: '1969-12-31T00:00:00Z' })]).toEqual([[], ['$.effectiveOn']]);
    expect([at({ ...START, recordedAt: 'soon', effectiveOn: '1999-12-31' }), at({ ...START, type: 'gig', effectiveOn: '1999-12-31' }), at({ ...START, effectiveOn: 'soon' })]).toEqual([['$.recordedAt'], [], []]);
  });

  it('of a record that cannot be read begin on its day and at its instant, and have no instant where that cannot be read', () => {
    const at = (record: object, asOf: string, knownBy: number): number => ledgerOf([record]).at({ asOf, knownBy }).faults.length;
    const gig = { ...START, type: 'gig', effectiveOn: '2024-04-01', recordedAt: '1970-01-01T00:00:00.000007Z' };
    expect([at(gig, '2024-03-31', 7), at(gig, '2024-04-01', 6), at(gig, '2024-04-01', 7)]).toEqual([0, 0, 1]);
    expect(at({ ...START, recordedAt: 'soon' }, '2024-04-01', -1)).toBe(1);
  });

  it('of one id are only among facts in force, and none for records that have no id', () => {
    const later = { ...START, employment: 'i', effectiveOn: '2024-06-01' };
    expect([ledgerOf([START, later]).at({ asOf: '2024-05-31' }).faults, ledgerOf([START, later]).at({ asOf: '2024-06-01' }).faults.map(({ line, path }) => `${line} ${path}`)]).toEqual([[], ['2 $.id']]);
    expect(faultsOf({ ...START, id: undefined }, { ...START, id: undefined, employment: 'i' })).toEqual(['1 $.id', '2 $.id']);
  });

  it('of a retraction that cannot be read are there whatever its own day', () => {
    const broken = aFact({ kind: 'retracted', fact: 7, effectiveOn: '2999-01-01' });
    expect(faultsOf(broken)).toEqual(['1 $.fact']);
    expect(faultsOf({ ...broken, id: 'broken' }, aFact({ kind: 'retracted', fact: 'broken' }))).toEqual([]);
  });

  it('looks at no fact recorded after the report', () => {
    const ledger = ledgerOf([START, { ...START, id: 'j1', recordedAt: '2024-06-01T00:00:00.000001Z' }]);
    const at = (text: string): number => ledger.at({ asOf: '2025-01-01', knownBy: parseInstant(text, new Calendar()) }).faults.length;
    expect([at('2024-06-01T08:00:00+08:00'), at('2024-06-01T08:00:00.000001+08:00')]).toEqual([0, 1]);
  });

  it('refuses a line twice wrong twice, in the order of the lines', () => {
    expect(faultsOf(aFact({ kind: 'completed', person: 'p', class: 'nowhere' }), aFact({ kind: 'excluded', reason: 'bored' }))).toEqual(['1 $.class', '2 $.person', '2 $.reason']);
  });
});

describe('a ledger', () => {
  it('ignores fields that a kind does not carry', () => {
    const ledger = new FactLedger();
    ledger.addRecord({ ...START, telephone: 'x', workplace: { any: 'thing' } });
    const slice = ledger.at({ asOf: '2025-01-01' });
    expect([...slice.persons.get('p')!.jobs]).toEqual([expect.not.objectContaining({ telephone: 'x' })]);
  });

  it('keeps the seats of an order whatever their number', () => {
    const seats = 3_000_000_000;
    expect(ledgerOf([aFact({ kind: 'order', order: 'o', seats })]).at({ asOf: '2025-01-01' }).orders).toMatchObject([{ seats }]);
  });

  it('tells the classes of one person apart, few or many', () => {
    const ids = Array.from({ length: 40 }, (_, i) => `k${i}`);
    const facts = ids.flatMap((id) => [{ ...CLASS, id: `of-${id}`, class: id }, aFact({ kind: 'enrolled', person: 'p', class: id }), aFact({ kind: 'certified', person: 'p', class: id })]);
    const person = ledgerOf([...facts, ...facts.map((fact) => ({ ...fact, id: `again-${fact['id'] as string}`, kind: fact['kind'] === 'class' ? 'order' : fact['kind'], order: fact['id'], seats: 1 }))]).at({ asOf: '2025-01-01' }).persons.get('p')!;
    expect(person.attendances.map((attendance) => [attendance.class.id, attendance.isCertified])).toEqual(ids.map((id) => [id, true]));
  });

  it('settles a chain of 50,000 retractions', () => {
    const facts: object[] = [START];
    for (let i = 0; i < 2 * casesOf(25_000); i++) facts.push(aFact({ kind: 'retracted', fact: i === 0 ? 'j0' : `r${i - 1}`, id: `r${i}` }));
    expect(ledgerOf(facts).at({ asOf: '2025-01-01' }).persons.get('p')?.jobs).toHaveLength(1);
  });
});

describe('an instant', () => {
  const read = (text: string): number | null => parseInstant(text, new Calendar());

  it('is the same under every offset', () => {
    expect(read('2024-03-01T00:30:00+08:00')).toBe(read('2024-02-29T16:30:00Z'));
    expect(read('2024-02-29T11:00:00-05:30')).toBe(read('2024-02-29T16:30Z'));
  });

  it('keeps microseconds and cuts off what is finer', () => {
    expect(read('1970-01-01T00:00:00.0000019Z')).toBe(1);
    expect(read('1970-01-01T00:00:01.5Z')).toBe(1_500_000);
  });

  it.each(['2024-01-01', '2024-01-01T00:00:00', '2023-02-29T00:00:00Z', '2024-01-01T24:00:00Z', '2024-01-01T00:60:00Z', 'yesterday'])('is not %s', (text) => {
    expect(read(text)).toBeNull();
  });
});
