import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applicant, opening, seedOf } from '../testing/lottery-cases.js';
import { drawLottery, drawnOrder, lotOf, successorOf, type LotteryOpening } from './draw.js';
import { announceLottery, applicantFaults, listHashOf, noticeFaults, noticeHashOf, seedHashOf, type LotteryApplicant, type LotteryNotice } from './notice.js';
import { sha256 } from './sha256.js';
import { verifyLottery, type LotteryRecord } from './verify.js';

const native = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('SHA-256', () => {
  it('is that of the standard', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    for (let length = 50; length < 140; length++) expect(sha256('订'.repeat(length % 7) + 'a'.repeat(length))).toBe(native('订'.repeat(length % 7) + 'a'.repeat(length)));
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => expect(sha256(text)).toBe(native(text))), { numRuns: 500 });
  });
});

const people = (n: number, given: (i: number) => Partial<LotteryApplicant> = () => ({})): LotteryApplicant[] => Array.from({ length: n }, (_, i) => applicant({ id: `a${i}`, ...given(i) }));
/** Pearson's statistic of counts against the counts expected. */
const chiSquare = (seen: readonly number[], expected: readonly number[]): number => seen.reduce((sum, count, i) => sum + (expected[i]! === 0 ? (count === 0 ? 0 : Infinity) : (count - expected[i]!) ** 2 / expected[i]!), 0);
/** What a chi-square of so many degrees of freedom passes once in a million times at the most (Laurent and Massart, Annals of Statistics 28 (2000), lemma 1). */
const bound = (freedom: number): number => freedom + 2 * Math.sqrt(freedom * Math.log(1e6)) + 2 * Math.log(1e6);
const DRAWS = 4_000;

/** Every order of a list. */
function* orders<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [i, first] of items.entries()) for (const rest of orders([...items.slice(0, i), ...items.slice(i + 1)])) yield [first, ...rest];
}

describe('a draw', () => {
  it('puts everybody at every place equally often', () => {
    const list = people(8);
    const seen = list.map(() => list.map(() => 0));
    for (let draw = 0; draw < DRAWS; draw++) drawnOrder(opening(list, { seed: seedOf(draw) })).forEach(({ id }, place) => seen[Number(id.slice(1))]![place]!++);
    for (const row of seen) expect(chiSquare(row, row.map(() => DRAWS / 8))).toBeLessThan(bound(7));
    for (const place of list.keys()) expect(chiSquare(seen.map((row) => row[place]!), list.map(() => DRAWS / 8))).toBeLessThan(bound(7));
  });

  it('gives pairs of people seats together as often as chance does', () => {
    const list = people(6);
    const seen = new Map<string, number>();
    for (let draw = 0; draw < DRAWS; draw++) {
      const pair = drawLottery(opening(list, { seats: 2, seed: seedOf(draw) })).seated.map(({ id }) => id).sort().join();
      seen.set(pair, (seen.get(pair) ?? 0) + 1);
    }
    expect(seen.size).toBe(15);
    expect(chiSquare([...seen.values()], Array.from({ length: 15 }, () => DRAWS / 15))).toBeLessThan(bound(14));
  });

  it.each([['open seats first', ['open', 'support']], ['reserved seats first', ['support', 'open']]])('gives everybody the chance that counting every order gives, with %s', (_, order) => {
    const list = people(6, (i) => ({ groups: i < 2 ? ['support'] : [], losses: 0 }));
    const [seats, reserved] = [3, 1]; // 30 % of 3
    const expected = list.map(() => 0);
    let all = 0;
    for (const drawn of orders(list)) {
      all++;
      const seated = new Set<LotteryApplicant>();
      const give = (n: number, may: (one: LotteryApplicant) => boolean): void => drawn.filter((one) => may(one) && !seated.has(one)).slice(0, n).forEach((one) => seated.add(one));
      for (const kind of order) give(kind === 'open' ? seats - reserved : reserved, ({ groups }) => kind === 'open' || groups.includes(kind));
      for (const one of seated) expected[list.indexOf(one)]!++;
    }
    const seen = list.map(() => 0);
    for (let draw = 0; draw < DRAWS; draw++) for (const { id } of drawLottery(opening(list, { seats, reserves: [{ group: 'support', shareBp: 3_000 }], order, seed: seedOf(draw) })).seated) seen[Number(id.slice(1))]!++;
    expect(chiSquare(seen, expected.map((count) => (count / all) * DRAWS))).toBeLessThan(bound(6));
  });

  it('puts whoever lost more often first, and draws among equals', () => {
    const list = people(9, (i) => ({ losses: i % 3 }));
    const firsts = Array.from({ length: 3 }, () => 0);
    for (let draw = 0; draw < DRAWS; draw++) {
      const order = drawnOrder(opening(list, { seed: seedOf(draw) }));
      if (draw < 50) expect(order.map(({ losses }) => losses)).toEqual([2, 2, 2, 1, 1, 1, 0, 0, 0]);
      firsts[(Number(order[0]!.id.slice(1)) - 2) / 3]!++;
    }
    expect(chiSquare(firsts, firsts.map(() => DRAWS / 3))).toBeLessThan(bound(2));
  });

  it('does not hang on the order of the list, but on everything that is on it', () => {
    const list = people(20);
    const drawn = drawLottery(opening(list));
    expect(drawLottery(opening([...list].reverse()))).toEqual(drawn);
    expect(drawLottery(opening([...list, applicant({ id: 'late' })])).seated).not.toEqual(drawn.seated);
    expect(drawLottery({ ...opening(list), ...opening(list, { publicSource: '双色球 2026-12-03' }) })).not.toEqual(drawn);
  });

  it('can be worked out by hand: the lots are hashes of seven lines', () => {
    const given = opening(people(3), { publicSource: '双色球 2026-12-03' });
    expect(lotOf(given, listHashOf(given.applicants), 'a1')).toBe(native(`shouyu-lottery-1\nlot\nclass-7\n${given.seed}\n03 07 12 18 22 31 09\n${native('shouyu-lottery-1\nlist\na0\t0\t\na1\t0\t\na2\t0\t')}\na1`));
    expect(seedHashOf(given.seed)).toBe(native(`shouyu-lottery-1\nseed\n${given.seed}`));
  });
});

const group = fc.constantFrom('support', 'disabled', 'veteran');
const someLottery = fc.record({
  seats: fc.integer({ min: 1, max: 12 }), shares: fc.tuple(fc.nat(30), fc.nat(30), fc.nat(20)), order: fc.shuffledSubarray(['open', 'support', 'disabled', 'veteran'], { minLength: 4 }), seed: fc.nat(1_000_000),
  applicants: fc.array(fc.record({ losses: fc.nat(2), groups: fc.uniqueArray(group, { maxLength: 3 }) }), { maxLength: 20 }),
}).map(({ seats, shares, order, seed, applicants }): LotteryOpening | null => {
  const reserves = ['support', 'disabled', 'veteran'].map((name, i) => ({ group: name, shareBp: shares[i]! * 100 }));
  if (reserves.reduce((sum, { shareBp }) => sum + Math.ceil((seats * shareBp) / 10_000), 0) > seats) return null;
  return opening(applicants.map((each, i) => ({ id: `a${i}`, ...each })), { seats, reserves, order, seed: seedOf(seed) });
}).filter((given) => given !== null);

describe('seats', () => {
  it('are all given while anybody waits, each to one, and the waiting list is everybody else in drawn order', () => {
    fc.assert(fc.property(someLottery, (given) => {
      const { seated, waiting } = drawLottery(given);
      const order = drawnOrder(given).map(({ id }) => id);
      expect(seated).toHaveLength(Math.min(given.notice.seats, given.applicants.length));
      const taken = new Set(seated.map(({ id }) => id));
      expect(order.filter((id) => taken.has(id))).toEqual(seated.map(({ id }) => id));
      expect(order.filter((id) => !taken.has(id))).toEqual(waiting);
    }), { numRuns: 500 });
  });

  it('that are reserved are never lost: while somebody of the group waits, so many of it are seated', () => {
    fc.assert(fc.property(someLottery, (given) => {
      const { seated, waiting } = drawLottery(given);
      const groupsOf = new Map(given.applicants.map(({ id, groups }) => [id, groups]));
      for (const { group: name, shareBp } of given.notice.policy.reserves) {
        const reserved = Math.ceil((given.notice.seats * shareBp) / 10_000);
        const ofGroup = (ids: readonly string[]): number => ids.filter((id) => groupsOf.get(id)!.includes(name)).length;
        if (ofGroup(waiting) > 0) {
          expect(ofGroup(seated.map(({ id }) => id))).toBeGreaterThanOrEqual(reserved);
          expect(seated.filter(({ seat }) => seat === name)).toHaveLength(reserved);
        }
      }
      // and nobody is passed over for somebody behind who holds an open seat
      const order = drawnOrder(given).map(({ id }) => id);
      const lastOpen = Math.max(-1, ...seated.filter(({ seat }) => seat === 'open').map(({ id }) => order.indexOf(id)));
      for (const id of waiting) expect(order.indexOf(id)).toBeGreaterThan(lastOpen);
    }), { numRuns: 500 });
  });

  it('that fall free go to the first of the group they were kept for, else to the first', () => {
    const applicants = people(5, (i) => ({ groups: i === 4 ? ['support'] : [] }));
    const waiting = ['a2', 'a4', 'a3'];
    expect(successorOf({ waiting }, 'support', applicants)).toBe('a4');
    expect(successorOf({ waiting }, 'support', applicants, new Set(['a4']))).toBe('a2');
    expect(successorOf({ waiting }, 'open', applicants)).toBe('a2');
    expect(successorOf({ waiting }, 'open', applicants, new Set(waiting))).toBeNull();
  });

  it('are counted up to a whole reserved seat', () => {
    const given = opening(people(10, () => ({ groups: ['support'] })), { seats: 7, reserves: [{ group: 'support', shareBp: 2_000 }] });
    expect(drawLottery(given).seated.filter(({ seat }) => seat === 'support')).toHaveLength(2);
  });
});

const recordOf = (given: LotteryOpening): LotteryRecord => ({ ...given, noticeHash: noticeHashOf(given.notice), listHash: listHashOf(given.applicants), result: drawLottery(given) });

describe('verification', () => {
  it('says yes to what was drawn', () => {
    fc.assert(fc.property(someLottery, (given) => expect(verifyLottery(recordOf(given))).toEqual({ isTrue: true, differences: [] })), { numRuns: 200 });
  });

  it('refuses any single change, of any value anywhere', () => {
    const record = recordOf(opening(people(6, (i) => ({ losses: i % 2, groups: i < 3 ? ['support'] : [] })), { reserves: [{ group: 'support', shareBp: 3_000 }], publicSource: '双色球 2026-12-03' }));
    const changes = changesOf(record);
    expect(changes.length).toBeGreaterThan(30);
    for (const { path, changed } of changes) expect([path, verifyLottery(changed).isTrue]).toEqual([path, false]);
  });

  it('refuses an applicant more or less, and two who changed places', () => {
    const record = recordOf(opening(people(6)));
    const [first, second, ...rest] = record.result.seated;
    for (const changed of [{ ...record, applicants: record.applicants.slice(1) }, { ...record, applicants: [...record.applicants, applicant({ id: 'b' })] }, { ...record, result: { ...record.result, seated: [second!, first!, ...rest] } }, { ...record, result: { ...record.result, waiting: record.result.waiting.slice(1) } }]) expect(verifyLottery(changed).isTrue).toBe(false);
  });

  it('says in Chinese what differs', () => {
    const record = recordOf(opening(people(4), { seats: 1 }));
    const { differences } = verifyLottery({ ...record, noticeHash: '0'.repeat(64), seed: seedOf(2), listHash: '', result: { ...record.result, waiting: [] } });
    expect(differences.map(({ path }) => path)).toEqual(expect.arrayContaining(['noticeHash', 'seed', 'listHash', 'result.waiting[0]', 'result.resultHash']));
  });
});

/** The record with one value changed, for every value that it holds. */
function changesOf(record: LotteryRecord): { readonly path: string; readonly changed: LotteryRecord }[] {
  const changes: { path: string; changed: LotteryRecord }[] = [];
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value === 'object' && value !== null) return Object.entries(value).forEach(([key, inner]) => walk(inner, [...path, key]));
    const copy = structuredClone(record) as unknown as Record<string, unknown>;
    const owner = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
    owner[path.at(-1)!] = typeof value === 'number' ? value + 1 : typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) : `${String(value)}1`;
    changes.push({ path: path.join('.'), changed: copy as unknown as LotteryRecord });
  };
  walk(record, []);
  return changes;
}

describe('a lottery refuses', () => {
  const { notice } = opening([]);
  it.each<[string, Partial<LotteryNotice>]>([
    ['lottery', { lottery: 'a\nb' }], ['lottery', { lottery: '\ud800' }], ['seats', { seats: 0 }], ['seats', { seats: 1.5 }], ['closesAt', { closesAt: '2026-12-01' }], ['closesAt', { closesAt: '2026-12-01T25:00:00+08:00' }], ['seedHash', { seedHash: 'abc' }], ['publicSource', { publicSource: '' }],
    ['policy.version', { policy: { version: '', reserves: [], order: ['open'] } }], ['policy.order', { policy: { version: '1', reserves: [], order: [] } }], ['policy.order', { policy: { version: '1', reserves: [{ group: 'a', shareBp: 1 }], order: ['open'] } }],
    ['policy.reserves', { policy: { version: '1', reserves: [{ group: 'a', shareBp: 6_000 }, { group: 'b', shareBp: 5_000 }], order: ['a', 'b', 'open'] } }], ['policy.reserves[0].shareBp', { policy: { version: '1', reserves: [{ group: 'a', shareBp: 0.5 }], order: ['a', 'open'] } }],
    ['policy.reserves[0].group', { policy: { version: '1', reserves: [{ group: 'A,b', shareBp: 1 }], order: ['A,b', 'open'] } }],
  ])('a notice with a wrong %s', (path, given) => expect(noticeFaults({ ...notice, ...given }).map((fault) => fault.path)).toEqual([path]));

  it.each<[string, LotteryApplicant[]]>([
    ['[0].id', [applicant({ id: 'a\tb' })]], ['[1].id', [applicant({ id: 'a' }), applicant({ id: 'a' })]], ['[0].losses', [applicant({ id: 'a', losses: -1 })]], ['[0].groups[0]', [applicant({ id: 'a', groups: ['support'] })]],
  ])('a list with a wrong %s', (path, list) => expect(applicantFaults(list, notice.policy).map((fault) => fault.path)).toEqual([path]));

  it('a seed that is not 32 bytes, or not the one that was sealed, and a public value where none was agreed or none is given', () => {
    expect(() => announceLottery({ ...notice, lottery: 'x' }, 'secret')).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'seed' })] }));
    expect(() => drawLottery({ ...opening(people(3)), seed: seedOf(2) })).toThrow(expect.objectContaining({ faults: [{ path: 'seed', message: '不是公告中承诺的种子' }] }));
    expect(() => drawLottery({ ...opening(people(3)), publicValue: '7' })).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'publicValue' })] }));
    expect(() => drawLottery({ ...opening(people(3), { publicSource: '双色球 2026-12-03' }), publicValue: null })).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'publicValue' })] }));
  });
});
