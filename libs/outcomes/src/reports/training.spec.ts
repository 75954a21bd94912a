import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { aClass, aFact, aGraduate, ledgerOf } from '../testing/facts.js';
import { randomCases as cases } from '../../../../test/support/random-ledgers.js';
import type { RawFact } from '../testing/slow-oracle.js';
import { onTheJobTable } from './on-the-job.js';
import { countTrained } from './trained.js';

/** Pairs of person and class with a completion or certificate, read off the raw facts (without retractions). */
function completions(facts: readonly RawFact[], asOf: string): { person: string; programme: string; table: string; certified: boolean }[] {
  const classes = new Map(facts.filter(({ kind, effectiveOn }) => kind === 'class' && effectiveOn <= asOf).map((fact) => [fact['class'], fact]));
  const pairs = new Map<string, { person: string; programme: string; table: string; certified: boolean }>();
  for (const fact of facts) {
    const trained = classes.get(fact['class']);
    if (trained === undefined || fact.effectiveOn > asOf || (fact.kind !== 'completed' && fact.kind !== 'certified')) continue;
    const key = `${fact['person'] as string} ${fact['class'] as string}`;
    const table = trained['outreach'] === true ? 'outreach' : trained['onTheJob'] === true ? 'on-the-job' : 'placement';
    pairs.set(key, { person: fact['person'] as string, programme: trained['programme'] as string, table, certified: pairs.get(key)?.certified === true || fact.kind === 'certified' });
  }
  return [...pairs.values()];
}

describe('the count of trained people', () => {
  it('has everybody once in the total, in each table and in each cell', () => {
    fc.assert(fc.property(cases, ({ facts, query }) => {
      const kept = facts.filter(({ kind }) => kind !== 'retracted');
      const slice = ledgerOf(kept).at({ asOf: query.asOf });
      if (slice.faults.length > 0) return;
      const all = completions(kept, query.asOf);
      const count = (list: typeof all): object => ({ persons: new Set(list.map(({ person }) => person)).size, personCourses: list.length, certified: list.filter(({ certified }) => certified).length });
      const { total, tables, cells } = countTrained(slice);
      expect(total).toEqual(count(all));
      for (const [table, counted] of Object.entries(tables)) expect(counted).toEqual(count(all.filter((one) => one.table === table)));
      for (const { programme, table, ...counted } of cells) expect(counted).toEqual(count(all.filter((one) => one.programme === programme && one.table === table)));
      expect(cells.reduce((sum, { personCourses }) => sum + personCourses, 0)).toBe(all.length);
    }), { numRuns: casesOf(300), seed: 1 });
  });

  it('is of the months asked for', () => {
    const slice = ledgerOf([aClass('k', '2024-01-31', '2024-01-01'), ...aGraduate('a', 'k', '2024-01-31'), ...aGraduate('b', 'k', '2024-02-01'), ...aGraduate('c', 'k', '2024-03-31'), aFact({ kind: 'enrolled', person: 'd', class: 'k', effectiveOn: '2024-01-01' })]).at({ asOf: '2025-01-01' });
    expect([countTrained(slice).total.persons, countTrained(slice, { from: '2024-02', to: '2024-03' }).total.persons]).toEqual([3, 2]);
  });

  it('counts a lecture for people at work as a lecture', () => {
    const slice = ledgerOf([aClass('k', '2024-01-31', '2024-01-01', { onTheJob: true, outreach: true }), ...aGraduate('a', 'k', '2024-01-31')]).at({ asOf: '2025-01-01' });
    expect(countTrained(slice).tables).toMatchObject({ outreach: { persons: 1 }, 'on-the-job': { persons: 0 }, placement: { persons: 0 } });
  });

  it('refuses a ledger with faults', () => {
    const slice = ledgerOf([{ kind: 'class' }]).at({ asOf: '2024-01-01' });
    expect(() => countTrained(slice)).toThrow(new RangeError('the ledger has 9 faults'));
    expect(() => onTheJobTable(slice)).toThrow(new RangeError('the ledger has 9 faults'));
  });
});

describe('the table of on-the-job training', () => {
  /** 2024-01-31 + 180 days is 2024-07-29. */
  const job = (person: string, id: string, from: string, to: string | null, more: object = {}): object[] => [
    aFact({ kind: 'employment-started', employment: id, person, type: 'wage', employer: 'works', permanent: false, effectiveOn: from, ...more }), aFact({ kind: 'evidence', employment: id, level: 2 }),
    ...(to === null ? [] : [aFact({ kind: 'employment-ended', employment: id, effectiveOn: to })]),
  ];
  const trained = [aClass('w', '2024-01-31', '2024-01-01', { onTheJob: true }), aClass('k', '2024-01-31', '2024-01-01')];
  const rowOf = (records: readonly object[], asOf = '2025-01-01'): unknown => onTheJobTable(ledgerOf([...trained, ...records]).at({ asOf }))[0];

  it('has who is certified, who is still with the employer on day 180, and the pay of both days', () => {
    expect(rowOf([
      ...aGraduate('stays', 'w', '2024-01-31'), aFact({ kind: 'certified', person: 'stays', class: 'w', effectiveOn: '2024-02-01' }),
      ...job('stays', 's1', '2023-01-01', '2024-03-31', { pay: 3000 }), ...job('stays', 's2', '2024-04-01', '2024-07-29', { pay: 3600 }),
      ...aGraduate('silent', 'w', '2024-01-31'), ...job('silent', 't1', '2024-01-31', null),
      ...aGraduate('leaves', 'w', '2024-01-31'), ...job('leaves', 'l1', '2023-01-01', '2024-07-28', { pay: 3000 }), ...job('leaves', 'l2', '2024-06-01', null, { employer: 'other', pay: 9000 }),
      ...aGraduate('idle', 'w', '2024-01-31'), ...aGraduate('elsewhere', 'k', '2024-01-31', { from: '2024-01-01', level: 3 }),
    ])).toEqual({ programme: 'phoenix', completed: 4, certified: 1, mature: 4, atWork: 3, retained: 2, pay: { known: 1, before: 3000, after: 3600 } });
  });

  it('waits until half a year and thirty days are over', () => {
    const records = [...aGraduate('p', 'w', '2024-01-31'), ...job('p', 'j', '2023-01-01', null)];
    expect([rowOf(records, '2024-08-27'), rowOf(records, '2024-08-28')]).toMatchObject([{ completed: 1, mature: 0, retained: 0 }, { mature: 1, retained: 1 }]);
  });

  it('has a row for each programme by name, of those who completed', () => {
    const classes = ['丁', '乙', '丙'].map((programme, at) => aClass(`w${at}`, '2024-01-31', '2024-01-01', { programme, onTheJob: true }));
    const slice = ledgerOf([...classes, ...['w0', 'w1', 'w2'].flatMap((id) => aGraduate('p', id, '2024-01-31')), aFact({ kind: 'enrolled', person: 'q', class: 'w1', effectiveOn: '2024-01-01' })]).at({ asOf: '2025-01-01' });
    expect(onTheJobTable(slice).map(({ programme, completed }) => [programme, completed])).toEqual([['丁', 1], ['丙', 1], ['乙', 1]]);
  });

  it('compares the pay of the job that a rate would name, where both days have one', () => {
    expect(rowOf([
      ...aGraduate('own', 'w', '2024-01-31'), ...job('own', 'o1', '2023-01-01', null, { type: 'self-employment', pay: 2000 }),
      ...aGraduate('two', 'w', '2024-01-31'), ...job('two', 't1', '2023-01-01', null, { employer: 'other', pay: 9000 }), ...job('two', 't2', '2024-01-01', null, { permanent: true, pay: 3000 }),
      ...aGraduate('before', 'w', '2024-01-31'), ...job('before', 'b1', '2023-01-01', '2024-03-31', { pay: 3000 }), ...job('before', 'b2', '2024-04-01', null),
      ...aGraduate('after', 'w', '2024-01-31'), ...job('after', 'a1', '2023-01-01', '2024-03-31'), ...job('after', 'a2', '2024-04-01', null, { pay: 4000 }),
    ])).toMatchObject({ mature: 4, atWork: 4, retained: 4, pay: { known: 2, before: 5000, after: 5000 } });
  });

  it('counts only proven wage and self-employment', () => {
    const records = [...aGraduate('p', 'w', '2024-01-31'), ...job('p', 'j', '2023-01-01', null, { type: 'internship' }), ...aGraduate('q', 'w', '2024-01-31', { from: '2024-01-01', level: 1 })];
    expect(rowOf(records)).toMatchObject({ mature: 2, atWork: 0 });
  });

  it('is of the months asked for, and has no row for others', () => {
    const slice = ledgerOf([...trained, ...aGraduate('p', 'w', '2024-01-31')]).at({ asOf: '2025-01-01' });
    expect([onTheJobTable(slice, { from: '2024-01', to: '2024-01' }).length, onTheJobTable(slice, { from: '2024-02', to: '2024-02' }).length]).toEqual([1, 0]);
  });
});
