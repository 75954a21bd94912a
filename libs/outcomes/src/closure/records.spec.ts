import { describe, expect, it } from '@jest/globals';
import { householdsOf, isSupportedOn, standingRecords, supportsOf, type BookRecord, type BookView, type MembershipRecord, type SupportRecord } from './records.js';

const AT = 1_700_000_000_000_000;
const DAY = '2025-06-01';
const [BEFORE, AFTER] = ['2025-05-31', '2025-06-02'];
const view = (more: Partial<BookView> = {}): BookView => ({ asOf: DAY, knownBy: AT, ...more });
/** The answer, the same whichever of the records stands first. */
const inAnyOrder = <T, A>(records: readonly T[], ask: (of: readonly T[]) => A): A => {
  const answer = ask(records);
  expect(ask([...records].reverse())).toEqual(answer);
  return answer;
};

describe('records of a book', () => {
  const record = (id: string, more: Partial<BookRecord> = {}): BookRecord => ({ id, effectiveOn: DAY, recordedAt: AT, retracts: null, ...more });
  const standing = (records: readonly BookRecord[], at = view()): string[] => standingRecords(records, at).map(({ id }) => id);

  it('stand from their day on, as known by their instant', () => {
    expect(standing([record('on'), record('before', { effectiveOn: BEFORE }), record('after', { effectiveOn: AFTER })])).toEqual(['on', 'before']);
    expect(standing([record('at'), record('earlier', { recordedAt: AT - 1 }), record('later', { recordedAt: AT + 1 })])).toEqual(['at', 'earlier']);
    expect(standing([record('later', { recordedAt: AT + 1 })], view({ knownBy: null }))).toEqual(['later']);
  });

  it('are taken back for good by a retraction that is known, whatever its day, and by no other', () => {
    const taken = (more: Partial<BookRecord>, at = view()): string[] => standing([record('wrong'), record('right'), record('retraction', { retracts: 'wrong', ...more })], at);
    expect(taken({})).toEqual(['right']);
    expect(taken({ effectiveOn: AFTER })).toEqual(['right']);
    expect(taken({ recordedAt: AT + 1 })).toEqual(['wrong', 'right']);
    expect(taken({ recordedAt: AT + 1 }, view({ knownBy: null }))).toEqual(['right']);
  });
});

describe('the household of a person', () => {
  const member = (household: string | null, effectiveOn = DAY, recordedAt = AT): MembershipRecord => ({ person: 'p', household, effectiveOn, recordedAt });
  const householdOf = (records: readonly MembershipRecord[], at = view()): string | null | undefined => inAnyOrder(records, (of) => householdsOf(of, at).get('p'));

  it.each<[string, readonly MembershipRecord[], string | null]>([
    ['the one of the day before the one of earlier days', [member('now'), member('before', BEFORE)], 'now'],
    ['of earlier days the latest', [member('old', '2020-01-01'), member('before', BEFORE)], 'before'],
    ['one of earlier days before one to come', [member('old', '2020-01-01'), member('next', AFTER)], 'old'],
    ['of those to come the first', [member('next', AFTER), member('last', '2026-01-01')], 'next'],
    ['of one day what was recorded last', [member('first', BEFORE, AT - 2), member('second', BEFORE, AT - 1)], 'second'],
    ['of one day to come what was recorded first', [member('first', AFTER, AT - 2), member('second', AFTER, AT - 1)], 'first'],
    ['of one instant always the same', [member('a'), member('b')], 'b'], ['of one instant to come always the same', [member('a', AFTER), member('b', AFTER)], 'a'],
    ['a household before none of the same instant', [member('a'), member(null)], 'a'], ['none before a household of the same instant to come', [member('a', AFTER), member(null, AFTER)], null],
    ['none, where the person left', [member('old', BEFORE), member(null)], null],
  ])('is %s', (_, records, household) => expect(householdOf(records)).toBe(household));

  it('is the one that was known', () => {
    const moved = [member('old', BEFORE, AT), member('new', DAY, AT + 1)];
    expect([householdOf(moved), householdOf(moved, view({ knownBy: AT + 1 })), householdOf(moved, view({ knownBy: null })), householdOf(moved, view({ knownBy: AT - 1 }))]).toEqual(['old', 'new', 'new', undefined]);
  });
});

describe('support categories', () => {
  const support = (more: Partial<SupportRecord> = {}): SupportRecord => ({ household: 'h', category: 'monitored', fromOn: BEFORE, toOn: null, recordedAt: AT, withdrawn: false, ...more });
  const of = (records: readonly SupportRecord[], at = view()): [string, string, string | null][] => inAnyOrder(records, (given) => (supportsOf(given, at).get('h') ?? []).map(({ category, fromOn, toOn }) => [category, fromOn, toOn]));

  it('have begun on the day, and were known', () => {
    expect(of([support(), support({ fromOn: DAY }), support({ fromOn: AFTER })])).toEqual([['monitored', BEFORE, null], ['monitored', DAY, null]]);
    expect(of([support(), support({ category: 'subsistence', recordedAt: AT + 1 })])).toEqual([['monitored', BEFORE, null]]);
    expect(of([support({ recordedAt: AT + 1 })], view({ knownBy: null }))).toEqual([['monitored', BEFORE, null]]);
  });

  it('are what was recorded of them last; what was withdrawn never was', () => {
    expect(of([support({ recordedAt: AT - 2 }), support({ recordedAt: AT - 1, toOn: DAY })])).toEqual([['monitored', BEFORE, DAY]]);
    expect(of([support({ recordedAt: AT - 2, toOn: DAY }), support({ recordedAt: AT - 1 })])).toEqual([['monitored', BEFORE, null]]);
    expect(of([support({ recordedAt: AT - 2 }), support({ recordedAt: AT - 1, withdrawn: true })])).toEqual([]);
    expect(of([support({ recordedAt: AT - 2, withdrawn: true }), support({ recordedAt: AT - 1 })])).toEqual([['monitored', BEFORE, null]]);
    expect(of([support({ recordedAt: AT }), support({ recordedAt: AT + 1, withdrawn: true })])).toEqual([['monitored', BEFORE, null]]);
  });

  it('of one instant are always the same: with an end, and withdrawn', () => {
    expect(of([support(), support({ toOn: DAY })])).toEqual([['monitored', BEFORE, DAY]]);
    expect(of([support({ toOn: BEFORE }), support({ toOn: DAY })])).toEqual([['monitored', BEFORE, DAY]]);
    expect(of([support({ toOn: DAY }), support({ toOn: DAY, withdrawn: true })])).toEqual([]);
    expect(of([support(), support({ withdrawn: true })])).toEqual([]);
  });

  it('stand in the order of their first days, then of their codes, each household’s own', () => {
    const [a, b, c] = [support({ category: 'subsistence', fromOn: '2024-01-01' }), support({ category: 'disaster-stricken' }), support()];
    const order = [['subsistence', '2024-01-01', null], ['disaster-stricken', BEFORE, null], ['monitored', BEFORE, null]];
    for (const given of [[a, b, c], [c, a, b], [b, c, a]]) expect(of(given)).toEqual(order);
    expect([...supportsOf([support(), support({ household: 'g' })], view()).keys()]).toEqual(['h', 'g']);
  });

  it.each([[BEFORE, false], [DAY, true], ['2025-06-15', true], ['2025-06-30', true], ['2025-07-01', false]])('from 1 to 30 June hold on %s: %s', (day, holds) => {
    expect(isSupportedOn(support({ fromOn: DAY, toOn: '2025-06-30' }), day)).toBe(holds);
  });

  it('without an end hold on', () => {
    expect([isSupportedOn(support({ fromOn: DAY }), BEFORE), isSupportedOn(support({ fromOn: DAY }), '2099-01-01')]).toEqual([false, true]);
  });
});
