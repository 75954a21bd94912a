import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { aClass, aFact, aGraduate, ledgerOf } from '../testing/facts.js';
import { computeRates, type PlacementTable } from '../rates/rates.js';
import { findNamedRate } from '../rates/rule.js';
import { auditFrame, auditedCounts } from './frame.js';
import { planAudit, type AuditStratum } from './plan.js';

const people = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const strataOf = (...sizes: readonly number[]): AuditStratum[] => sizes.map((size, i) => ({ key: `s${i}`, members: people(`s${i}-`, size) }));
const drawnOf = (strata: readonly AuditStratum[], size: number, seed = 'seed'): number[] => planAudit(strata, size, seed).strata.map(({ drawn }) => drawn.length);
const anyStrata = fc.array(fc.record({ size: fc.nat(60), guess: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }) }), { maxLength: 6 }).map((list) =>
  list.map(({ size, guess }, i): AuditStratum => ({ key: `s${i}`, members: people(`s${i}-`, size), ...(guess === undefined ? {} : { guess }) })),
);

describe('a plan of an audit', () => {
  it('draws so many as asked for, from each stratum at most its members, each once, and two at least where the size allows', () => {
    fc.assert(fc.property(anyStrata, fc.nat(200), (strata, size) => {
      const plan = planAudit(strata, size, 'seed');
      const total = strata.reduce((sum, { members }) => sum + members.length, 0);
      const least = strata.reduce((sum, { members }) => sum + Math.min(2, members.length), 0);
      expect(plan.size).toBe(Math.min(size, total));
      expect(plan.size).toBe(plan.strata.reduce((sum, { drawn }) => sum + drawn.length, 0));
      plan.strata.forEach(({ key, drawn, members }) => {
        const stratum = strata.find((one) => one.key === key)!;
        expect(members).toBe(stratum.members.length);
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn.every((id) => stratum.members.includes(id))).toBe(true);
        if (size >= least) expect(drawn.length).toBeGreaterThanOrEqual(Math.min(2, members));
      });
    }), { numRuns: casesOf(500), seed: 1 });
  });

  it('shares out in proportion, by largest remainder', () => {
    expect(drawnOf(strataOf(500, 300, 200), 100)).toEqual([50, 30, 20]);
    expect(drawnOf(strataOf(100, 100, 100), 100)).toEqual([34, 33, 33]);
  });

  it('calls more where less is known', () => {
    const [doubtful, clear] = strataOf(500, 500);
    expect(drawnOf([{ ...doubtful!, guess: 0.5 }, { ...clear!, guess: 0.9 }], 80)).toEqual([50, 30]);
  });

  it('gives what a small stratum cannot take to the others', () => {
    const [sure, doubtful] = strataOf(1_000, 10);
    expect(drawnOf([{ ...sure!, guess: 1 }, { ...doubtful!, guess: 0.5 }], 500)).toEqual([490, 10]);
    expect(drawnOf(strataOf(1_000, 2, 1), 100)).toEqual([97, 2, 1]);
  });

  // By hand: members × spread, at least two (or all), the rest by the largest remainder; what goes beyond comes from the largest.
  it.each([
    ['the larger remainder, not the first', [[50], [33], [17]], 10, [5, 3, 2]], ['two more, by remainder', [[100], [100], [100]], 101, [34, 34, 33]], ['what a stratum of one cannot take, by remainder', [[39], [1], [26], [20]], 67, [30, 1, 20, 16]],
    ['the two of a small stratum out of the largest', [[38], [4, 0.9]], 9, [7, 2]], ['them, though the largest is not the first', [[5, 0.9], [16]], 5, [2, 3]], ['them, of two as large the first', [[35], [3], [39]], 9, [3, 2, 4]],
    ['all of a stratum that is just used up', [[14], [1, 1], [3], [2]], 18, [12, 1, 3, 2]], ['nothing of nobody', [[0, 0.1], [0]], 5, [0, 0]], ['no call', [[5], [7]], 0, [0, 0]], ['all', [[5], [0], [7]], 12, [5, 0, 7]],
    ['just two each', [[50], [3]], 4, [2, 2]], ['few calls, none to nobody, one round after the other', [[11], [35], [4], [0]], 5, [2, 2, 1, 0]], ['one call to who is alone, and the second to others', [[1], [5], [1]], 3, [1, 1, 1]], ['few calls among equals, from the first on', [[5], [5], [5]], 2, [1, 1, 0]],
  ] as readonly (readonly [string, readonly (readonly number[])[], number, readonly number[]])[])('gives %s', (_, strata, size, shares) => {
    const plan = planAudit(strata.map(([members, guess], i): AuditStratum => ({ key: `s${i}`, members: people(`s${i}-`, members!), ...(guess === undefined ? {} : { guess }) })), size, 'seed');
    expect([plan.size, plan.strata.map(({ drawn }) => drawn.length)]).toEqual([shares.reduce((sum, share) => sum + share, 0), shares]);
  });

  it('draws for ever what an outside reckoning of its lots gives', () => {
    const members = ['张三', '李四', 'p1', 'p2', 'p10', '王五', '赵六', 'p3'];
    expect(planAudit([{ key: 'E1', members }], 8, '2026-11-28').strata[0]!.drawn).toEqual(['p10', '赵六', 'p3', '张三', '李四', '王五', 'p2', 'p1']);
    expect(planAudit([{ key: 'E1', members }], 3, '2026-11-28').strata[0]!.drawn).toEqual(['p10', '赵六', 'p3']);
  });

  it('takes a guess of none and of all', () => {
    expect(drawnOf([{ key: 'a', members: people('a', 50), guess: 0 }, { key: 'b', members: people('b', 50), guess: 1 }], 10)).toEqual([5, 5]);
  });

  it('with few calls asks the largest first', () => {
    expect([drawnOf(strataOf(5, 9, 7), 2), drawnOf(strataOf(5, 9, 7), 5), drawnOf([], 5)]).toEqual([[0, 1, 1], [1, 2, 2], []]);
  });

  it('is the same for the same seed in any order of the list, and another for another', () => {
    const strata = strataOf(200, 100);
    const turned = [...strata].reverse().map(({ key, members }) => ({ key, members: [...members].reverse() }));
    expect(planAudit(turned, 40, 'a')).toEqual(planAudit(strata, 40, 'a'));
    expect(planAudit(strata, 40, 'b').strata[0]!.drawn).not.toEqual(planAudit(strata, 40, 'a').strata[0]!.drawn);
  });

  it('draws everybody equally often', () => {
    const [members, seeds, drawn] = [people('person-', 50), casesOf(4_000, 400), 10];
    const times = new Map(members.map((id) => [id, 0]));
    for (let i = 0; i < seeds; i++) for (const id of planAudit([{ key: 's', members }], drawn, `seed ${i}`).strata[0]!.drawn) times.set(id, times.get(id)! + 1);
    const expected = (seeds * drawn) / members.length;
    // Drawn without replacement the sum of squares is smaller than chi-square of 49 by 1 - 10/50; 85.35 is its 99.9 % point.
    const distance = [...times.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0) / (1 - drawn / members.length);
    expect(distance).toBeLessThan(85.35);
  });

  it.each([
    ['a size below 0', strataOf(5), -1, 'seed', 'size: not a whole number from 0'], ['half a call', strataOf(5), 1.5, 'seed', 'size: not a whole number from 0'], ['an empty seed', strataOf(5), 1, '', 'seed: empty'],
    ['a stratum twice', [...strataOf(5), { key: 's0', members: ['x'] }], 1, 'seed', 'strata: a key twice'], ['a person twice', [...strataOf(5), { key: 't', members: ['s0-1'] }], 1, 'seed', 'strata: a member twice'],
    ['a guess beyond 1', [{ key: 's', members: ['x'], guess: 1.1 }], 1, 'seed', 'guess: outside 0..1'], ['a guess below 0', [...strataOf(5), { key: 's', members: ['x'], guess: -0.1 }], 1, 'seed', 'guess: outside 0..1'],
    ['a guess that is no number', [{ key: 's', members: ['x'], guess: Number.NaN }], 1, 'seed', 'guess: outside 0..1'],
  ] as const)('refuses %s', (_, strata, size, seed, message) => {
    expect(() => planAudit(strata, size, seed)).toThrow(new RangeError(message));
  });
});

describe('the frame of an audit', () => {
  const withJob = (id: string, level: number): object[] => aGraduate(id, 'k', '2024-01-31', { from: '2024-03-01', level });
  const records = [
    aClass('k', '2024-01-31', '2024-01-01'), ...people('proven', 3).flatMap((id) => withJob(id, 2)), ...people('visited', 2).flatMap((id) => withJob(id, 1)), ...withJob('said', 0),
    ...people('lost', 4).flatMap((id) => aGraduate(id, 'k', '2024-01-31')), ...aGraduate('idle', 'k', '2024-01-31'), aFact({ kind: 'not-employed', person: 'idle', effectiveOn: '2024-05-01' }),
  ];
  const tableOf = (): PlacementTable => computeRates(ledgerOf(records).at({ asOf: '2026-01-01' }), { rules: [findNamedRate('R1')!], withMembers: true })[0] as PlacementTable;

  it('is the denominator: the proven, those out of work, and the unknown by their best evidence', () => {
    const { total } = tableOf();
    const frame = auditFrame(total.members);
    expect({ ...frame, strata: Object.fromEntries(frame.strata.map(({ key, members }) => [key, [...members].sort()])) }).toEqual({
      proven: 3, notEmployed: 1, strata: { E0: ['said'], E1: ['visited0', 'visited1'], none: ['lost0', 'lost1', 'lost2', 'lost3'] },
    });
    expect(3 + 1 + frame.strata.reduce((sum, { members }) => sum + members.length, 0)).toBe(total.n);
  });

  it('takes who goes on studying for settled, where the rate does', () => {
    const facts = [...records, ...aGraduate('student', 'k', '2024-01-31'), aFact({ kind: 'excluded', person: 'student', reason: 'further-study', effectiveOn: '2024-03-01' })];
    const [withStudy] = computeRates(ledgerOf(facts).at({ asOf: '2026-01-01' }), { rules: [findNamedRate('R7')!], withMembers: true }) as PlacementTable[];
    expect(auditFrame(withStudy!.total.members)).toMatchObject({ proven: 4, notEmployed: 1 });
  });

  it('counts whoever gave no answer as silent, and nobody who was not drawn', () => {
    const frame = auditFrame(tableOf().total.members);
    const plan = planAudit(frame.strata, 7, 'seed');
    const counts = auditedCounts(frame, plan, (id) => (id.startsWith('visited') ? 'employed' : id === 'lost0' ? 'not-employed' : null));
    expect(Object.fromEntries(counts.strata.map(({ key, employed, notEmployed, silent }) => [key, [employed, notEmployed, silent]]))).toEqual({ E0: [0, 0, 1], E1: [2, 0, 0], none: [0, 1, 3] });
  });
});
