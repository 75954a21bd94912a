import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { aClass, aFact, aGraduate, ledgerOf } from '../testing/facts.js';
import { estimateSettlement } from './estimate.js';
import { classRolls, isMatureClass } from './rolls.js';
import { payPercentAt, settle, type ClassRoll, type ClassStatement, type PaidClaim } from './settle.js';
import { readSubsidyRules, type SubsidyRule } from './subsidy-rule.js';

const TIERS = [{ fromPercent: 0, payPercent: 0 }, { fromPercent: 50, payPercent: 60 }, { fromPercent: 65, payPercent: 80 }, { fromPercent: 80, payPercent: 100 }];
const WHOLE = [{ name: '一次', percent: 100 }];
const RAIN: SubsidyRule = { id: 'rain', fund: '扶贫', programmes: ['雨露计划'], entitled: 'certified', base: { per: 'head', fen: 150_000 }, tiers: [], parts: WHOLE };
const SKILL: SubsidyRule = { ...RAIN, id: 'skill', fund: '人社', programmes: ['技能'], entitled: 'completed', tiers: TIERS, parts: [{ name: '结业', percent: 40 }, { name: '就业', percent: 60 }] };
const people = (count: number, prefix = 'p'): ClassRoll['heads'] => Array.from({ length: count }, (_, i) => ({ personId: `${prefix}${i}`, isCompleted: true, isCertified: true, hours: 100 }));
const aRoll = (more: Partial<ClassRoll> = {}): ClassRoll => ({ classId: 'k', programme: '技能', endsOn: '2016-06-30', opened: 40, employed: 32, possible: 0, immature: 0, heads: people(40), ...more });
const totalOf = (statements: readonly ClassStatement[]): number => statements.reduce((sum, { total }) => sum + total, 0);

describe('a settlement', () => {
  it('pays 394 of 556 people of the rain programme 1,500 yuan each, 591,000 yuan; 162 are open', () => {
    const records = Array.from({ length: 14 }, (_, k) => [
      aClass(`k${k}`, '2016-06-30', '2016-03-01', { programme: '雨露计划' }),
      ...Array.from({ length: k === 13 ? 36 : 40 }, (_p, i) => [
        aFact({ kind: 'enrolled', person: `p${k}-${i}`, class: `k${k}`, effectiveOn: '2016-03-01' }), aFact({ kind: 'completed', person: `p${k}-${i}`, class: `k${k}`, effectiveOn: '2016-06-30' }),
        ...(40 * k + i < 394 ? [aFact({ kind: 'certified', person: `p${k}-${i}`, class: `k${k}`, effectiveOn: '2016-06-30' })] : []),
      ]).flat(),
    ]).flat();
    const statements = settle([RAIN], classRolls(ledgerOf(records).at({ asOf: '2026-01-01' })));
    const count = (of: (statement: ClassStatement) => readonly unknown[]): number => statements.reduce((sum, statement) => sum + of(statement).length, 0);
    expect([count(({ lines }) => lines), count(({ open }) => open), totalOf(statements)]).toEqual([394, 162, 59_100_000]);
  });

  it.each([[19, 0], [20, 60], [25, 60], [26, 80], [31, 80], [32, 100], [40, 100]])('of a class of 40 with %i employed pays %i %%', (employed, percent) => {
    const [statement] = settle([SKILL], [aRoll({ employed })]);
    expect([statement!.payPercent, statement!.total]).toEqual([percent, 40 * 1_500 * percent]);
  });

  it('compares the rate as a fraction: 66.66… % does not reach 66.67', () => {
    const tiers = [{ fromPercent: 0, payPercent: 10 }, { fromPercent: 66.67, payPercent: 100 }];
    expect([payPercentAt(tiers, 2, 3), payPercentAt(tiers, 6_667, 10_000), payPercentAt(tiers, 0, 0)]).toEqual([10, 100, 10]);
  });

  it('by the hour pays the hours attended, up to the most, and loses nothing in the parts', () => {
    const rule: SubsidyRule = { ...SKILL, base: { per: 'hour', fen: 1_333, mostHours: 80 }, tiers: [{ fromPercent: 0, payPercent: 67 }], parts: [{ name: 'a', percent: 33 }, { name: 'b', percent: 33 }, { name: 'c', percent: 34 }] };
    const heads = [{ ...people(1)[0]!, hours: 7.5 }, { ...people(1)[0]!, personId: 'q', hours: 90 }];
    const [{ lines, parts, total }] = settle([rule], [aRoll({ heads })]) as [ClassStatement];
    expect(lines.map(({ base, earned, paid, parts: split }) => [base, earned, paid, split])).toEqual([[9_997, 6_697, 6_697, [2_210, 2_210, 2_277]], [106_640, 71_448, 71_448, [23_577, 23_577, 24_294]]]);
    expect([parts, total]).toEqual([[{ name: 'a', fen: 25_787 }, { name: 'b', fen: 25_787 }, { name: 'c', fen: 26_571 }], 78_145]);
  });

  it('loses no fen to the binary form of a tenth of an hour', () => {
    const rule: SubsidyRule = { ...SKILL, base: { per: 'hour', fen: 100, mostHours: 80 }, tiers: [] };
    expect(settle([rule], [aRoll({ heads: [{ ...people(1)[0]!, hours: 4.1 }] })])[0]!.total).toBe(410);
  });

  it('stays, where a rule says so, below what all funds together pay a person in a year', () => {
    const paid: PaidClaim[] = [{ personId: 'p0', classId: 'earlier', fund: '教育', year: '2016', fen: 100_000 }, { personId: 'p1', classId: 'earlier', fund: '教育', year: '2015', fen: 100_000 }, { personId: 'p2', classId: 'earlier', fund: '教育', year: '2016', fen: 300_000 }];
    const [statement] = settle([{ ...SKILL, mostAPersonAndYear: 140_000, mostAPersonAndYearOfAllFunds: 200_000 }], [aRoll({ heads: people(3) })], paid);
    expect(statement!.lines.map((line) => [line.personId, line.paid])).toEqual([['p0', 100_000], ['p1', 140_000], ['p2', 0]]);
  });

  it('never pays one person-course from two funds, though the first paid nothing', () => {
    const second: SubsidyRule = { ...SKILL, id: 'second', fund: '农业', tiers: [] };
    const [first, other] = settle([SKILL, second], [aRoll({ employed: 0 })]);
    expect([first!.total, first!.lines.length, other!.lines, other!.elsewhere.length, other!.elsewhere[0]]).toEqual([0, 40, [], 40, { personId: 'p0', fund: '人社' }]);
  });

  it('is none for a programme that no rule pays for', () => {
    expect(settle([SKILL], [aRoll({ programme: '雨露计划' })])).toEqual([]);
  });

  it('leaves open who neither completed nor is certified, and takes a certificate for a completion', () => {
    const [open, certified, completed] = people(3).map((head, i) => ({ ...head, isCompleted: i === 2, isCertified: i === 1 }));
    const [statement] = settle([SKILL], [aRoll({ heads: [open!, certified!, completed!] })]);
    expect([statement!.open, statement!.lines.map(({ personId }) => personId)]).toEqual([['p0'], ['p1', 'p2']]);
  });

  it('leaves to the next fund whom the first does not entitle', () => {
    const heads = [...people(2), { ...people(1, 'q')[0]!, isCertified: false }];
    const [first, other] = settle([{ ...SKILL, entitled: 'certified' }, { ...SKILL, id: 'second', fund: '农业' }], [aRoll({ heads })]);
    expect([first!.lines.length, first!.open, other!.lines.map(({ personId }) => personId)]).toEqual([2, ['q0'], ['q0']]);
  });

  it('does not claim again what has been paid, and counts it in the cap of the year', () => {
    const paid: PaidClaim[] = [{ personId: 'p0', classId: 'k', fund: '教育', year: '2016', fen: 1 }, { personId: 'p1', classId: 'earlier', fund: '人社', year: '2016', fen: 100_000 }, { personId: 'p2', classId: 'earlier', fund: '人社', year: '2015', fen: 100_000 }];
    const [statement] = settle([{ ...SKILL, mostAPersonAndYear: 160_000 }], [aRoll({ heads: people(3) })], paid);
    expect([statement!.elsewhere, statement!.lines.map((line) => [line.personId, line.paid])]).toEqual([[{ personId: 'p0', fund: '教育' }], [['p1', 60_000], ['p2', 150_000]]]);
  });
});

const roll = fc.record({
  opened: fc.nat(30), share: fc.double({ min: 0, max: 1, noNaN: true }), programme: fc.constantFrom('技能', '雨露计划'), endsOn: fc.constantFrom('2016-03-01', '2016-12-31', '2017-01-01'),
  heads: fc.uniqueArray(fc.record({ personId: fc.nat(12).map((n) => `p${n}`), isCompleted: fc.boolean(), isCertified: fc.boolean(), hours: fc.nat(120) }), { selector: ({ personId }) => personId, maxLength: 12 }),
});
const rolls = fc.array(roll, { maxLength: 6 }).map((list) => list.map(({ share, ...rest }, i): ClassRoll => ({ ...rest, classId: `k${i}`, employed: Math.floor(share * rest.opened), possible: 0, immature: 0 })));
const rule = fc.record({
  fund: fc.constantFrom('人社', '农业'), programmes: fc.constantFrom(['技能'], ['雨露计划'], ['技能', '雨露计划']), entitled: fc.constantFrom('completed' as const, 'certified' as const),
  base: fc.oneof(fc.record({ per: fc.constant('head' as const), fen: fc.nat(200_000) }), fc.record({ per: fc.constant('hour' as const), fen: fc.nat(3_000), mostHours: fc.integer({ min: 1, max: 100 }) })),
  tiers: fc.constantFrom([], TIERS, [{ fromPercent: 0, payPercent: 33 }, { fromPercent: 33.33, payPercent: 67 }]),
  cap: fc.option(fc.nat(300_000), { nil: undefined }), capOfAll: fc.option(fc.nat(300_000), { nil: undefined }), parts: fc.constantFrom(WHOLE, SKILL.parts, [{ name: 'a', percent: 33 }, { name: 'b', percent: 33 }, { name: 'c', percent: 34 }]),
});
const rules = fc.array(rule, { maxLength: 4 }).map((list) => list.map(({ cap, capOfAll, ...rest }, i): SubsidyRule => ({ ...rest, id: `r${i}`, ...(cap === undefined ? {} : { mostAPersonAndYear: cap }), ...(capOfAll === undefined ? {} : { mostAPersonAndYearOfAllFunds: capOfAll }) })));

describe('every settlement', () => {
  it('is whole fen, adds up in every direction, and pays no person-course twice', () => {
    fc.assert(fc.property(rules, rolls, (given, list) => {
      const statements = settle(given, list);
      const claimed = statements.flatMap(({ classId, lines }) => lines.map(({ personId }) => `${classId} ${personId}`));
      expect(new Set(claimed).size).toBe(claimed.length);
      for (const { lines, parts, total, open, elsewhere, classId } of statements) {
        expect(parts.reduce((sum, { fen }) => sum + fen, 0)).toBe(total);
        expect(lines.length + open.length + elsewhere.length).toBe(list.find((one) => one.classId === classId)!.heads.length);
        for (const line of lines) {
          expect([line.base, line.earned, line.paid, ...line.parts].every((fen) => Number.isSafeInteger(fen) && fen >= 0)).toBe(true);
          expect(line.parts.reduce((sum, part) => sum + part, 0)).toBe(line.paid);
          expect([line.paid <= line.earned, line.earned <= line.base]).toEqual([true, true]);
        }
      }
    }), { numRuns: casesOf(500), seed: 1 });
  });

  it('pays nobody above the highest cap that their fund has in a year', () => {
    fc.assert(fc.property(rules, rolls, (given, list) => {
      const paid = new Map<string, number>();
      for (const { classId, fund, lines } of settle(given, list)) {
        const year = list.find((one) => one.classId === classId)!.endsOn.slice(0, 4);
        for (const line of lines) paid.set(`${fund} ${year} ${line.personId}`, (paid.get(`${fund} ${year} ${line.personId}`) ?? 0) + line.paid);
      }
      for (const [key, sum] of paid) {
        const caps = given.filter(({ fund }) => key.startsWith(`${fund} `)).map((one) => one.mostAPersonAndYear ?? Number.POSITIVE_INFINITY);
        expect(sum).toBeLessThanOrEqual(Math.max(...caps));
      }
    }), { numRuns: casesOf(500), seed: 2 });
  });

  it('never pays less when one more person of a class is employed', () => {
    fc.assert(fc.property(rules, rolls, fc.nat(), (given, list, choice) => {
      if (list.length === 0) return;
      const at = choice % list.length;
      const more = list.map((one, i) => (i === at ? { ...one, employed: Math.min(one.opened, one.employed + 1) } : one));
      expect(totalOf(settle(given, more))).toBeGreaterThanOrEqual(totalOf(settle(given, list)));
    }), { numRuns: casesOf(500), seed: 3 });
  });

  it('is the same in any order of the classes and of their people', () => {
    fc.assert(fc.property(rules, rolls, (given, list) => {
      const turned = [...list].reverse().map((one) => ({ ...one, heads: [...one.heads].reverse() }));
      expect(settle(given, turned)).toEqual(settle(given, list));
    }), { numRuns: casesOf(200), seed: 4 });
  });
});

describe('a class', () => {
  it.each([['2024-01-31', 1, 1, false], ['2024-01-31', 1, 0, false], ['2024-02-01', 1, 0, true], ['2024-02-01', 1, 1, false], ['2024-08-27', 0, 0, false], ['2024-08-28', 0, 0, true]])('that ended on 2024-01-31 is on %s, with %i in the rate and %i of them immature, to be settled: %s', (asOf, opened, immature, expected) => {
    expect(isMatureClass({ endsOn: '2024-01-31', opened, immature }, asOf)).toBe(expected);
  });
});

describe('the rolls of a ledger', () => {
  const joined = (id: string, classId: string, on: string): object => aFact({ kind: 'enrolled', person: id, class: classId, effectiveOn: on });
  const records = [
    aClass('k', '2024-01-31', '2024-01-01'), aClass('l', '2024-03-31', '2024-03-01'), aClass('w', '2024-01-31', '2024-01-01', { onTheJob: true }),
    joined('both', 'k', '2024-01-01'), joined('both', 'l', '2024-03-01'), joined('gone', 'k', '2024-01-01'), joined('late', 'k', '2024-01-02'), joined('idle', 'k', '2024-01-01'), joined('worker', 'w', '2024-01-01'),
    aFact({ kind: 'dropped', person: 'gone', class: 'k', effectiveOn: '2024-01-10' }), aFact({ kind: 'certified', person: 'late', class: 'k', effectiveOn: '2024-01-31' }),
    ...aGraduate('both', 'k', '2024-01-31', { from: '2024-02-05', level: 2 }), aFact({ kind: 'completed', person: 'both', class: 'l', effectiveOn: '2024-03-31' }),
    aFact({ kind: 'not-employed', person: 'idle', effectiveOn: '2024-02-10' }),
  ];

  it('count a person in each of their classes, those who came late and left not in the rate, and only who left has no head', () => {
    const [k, l, ...rest] = classRolls(ledgerOf(records).at({ asOf: '2026-01-01' }), (person) => person.length);
    expect(rest).toEqual([]);
    expect(k).toMatchObject({ classId: 'k', programme: 'phoenix', endsOn: '2024-01-31', opened: 3, employed: 1, possible: 1, immature: 0 });
    expect(k!.heads.map(({ personId, isCompleted, isCertified, hours }) => [personId, isCompleted, isCertified, hours]).sort()).toEqual([['both', true, false, 4], ['idle', false, false, 4], ['late', true, true, 4]]);
    expect(l).toMatchObject({ opened: 1, employed: 1, immature: 0 });
  });

  it('keep who left after completing, count no hours where nobody says any, and stand in the order of their ids', () => {
    const left = [joined('first', 'l', '2024-03-01'), ...records, aFact({ kind: 'dropped', person: 'late', class: 'k', effectiveOn: '2024-02-01' })];
    const rolls = classRolls(ledgerOf(left).at({ asOf: '2026-01-01' }));
    expect(rolls.map(({ classId, heads }) => [classId, heads.map(({ personId, hours }) => `${personId} ${hours}`).sort()])).toEqual([['k', ['both 0', 'idle 0', 'late 0']], ['l', ['both 0', 'first 0']]]);
  });

  it('hold for possible whom nobody knows of, not whom somebody knows to be idle', () => {
    const lost = ['a', 'b'].map((id) => joined(id, 'k', '2024-01-01'));
    expect(classRolls(ledgerOf([...records, ...lost]).at({ asOf: '2026-01-01' }))[0]).toMatchObject({ opened: 5, employed: 1, possible: 3 });
  });

  it('are an estimate while somebody of them is immature: even who is idle may still find work', () => {
    const [k, l] = classRolls(ledgerOf(records).at({ asOf: '2024-09-01' }));
    expect([k, l]).toMatchObject([{ possible: 1, immature: 0 }, { employed: 1, immature: 1 }]);
    expect(classRolls(ledgerOf(records).at({ asOf: '2024-04-01' }))[0]).toMatchObject({ employed: 1, possible: 2, immature: 3 });
    expect(settle([{ ...SKILL, programmes: ['phoenix'] }], [k!, l!]).map(({ isFinal }) => isFinal)).toEqual([true, false]);
  });

  it('refuse a ledger with faults', () => {
    expect(() => classRolls(ledgerOf([{ kind: 'class' }]).at({ asOf: '2024-01-01' }))).toThrow(new RangeError('the ledger has 9 faults'));
  });
});

describe('an estimate', () => {
  it('says what is earned now, at the most, and how many are missing for the next tier', () => {
    expect(estimateSettlement([SKILL], [aRoll({ employed: 19, possible: 7, immature: 3 })])).toEqual([
      { classId: 'k', ruleId: 'skill', isFinal: false, now: 0, most: 40 * 120_000, next: { payPercent: 60, missing: 1 } },
    ]);
    expect(estimateSettlement([SKILL], [aRoll({ employed: 27 })])[0]!.next).toEqual({ payPercent: 100, missing: 5 });
    expect(estimateSettlement([SKILL], [aRoll()])[0]!.next).toBeNull();
    expect(estimateSettlement([SKILL], [aRoll({ opened: 0, employed: 0, heads: [] })])[0]).toMatchObject({ now: 0, next: null });
  });

  it('is right about the missing, and lies between now and the most', () => {
    fc.assert(fc.property(rules, rolls, (given, list) => {
      const hopeful = list.map((one) => ({ ...one, possible: Math.floor((one.opened - one.employed) / 2) }));
      for (const { classId, ruleId, next } of estimateSettlement(given, hopeful)) {
        if (next === null) continue;
        const { tiers } = given.find(({ id }) => id === ruleId)!;
        const { employed, opened } = list.find((one) => one.classId === classId)!;
        expect([payPercentAt(tiers, employed + next.missing, opened), payPercentAt(tiers, employed + next.missing - 1, opened) < next.payPercent]).toEqual([next.payPercent, true]);
      }
      const sum = (of: 'now' | 'most'): number => estimateSettlement(given, hopeful).reduce((so, one) => so + one[of], 0);
      expect(sum('now')).toBeLessThanOrEqual(sum('most'));
    }), { numRuns: casesOf(200), seed: 5 });
  });
});

describe('subsidy rules as configuration', () => {
  it('are read as they are written', () => {
    expect(readSubsidyRules([RAIN, { ...SKILL, mostAPersonAndYear: 300_000 }])).toEqual({ rules: [RAIN, { ...SKILL, mostAPersonAndYear: 300_000 }] });
  });

  it.each([
    ['no list', RAIN, ['$']],
    ['nothing', [{}], ['$[0].id', '$[0].fund', '$[0].programmes', '$[0].entitled', '$[0].base', '$[0].tiers', '$[0].parts']],
    ['a name twice', [RAIN, RAIN], ['$[1].id']],
    ['half a fen', [{ ...RAIN, base: { per: 'head', fen: 0.5 } }], ['$[0].base.fen']],
    ['hours without their most', [{ ...RAIN, base: { per: 'hour', fen: 100 } }], ['$[0].base.mostHours']],
    ['a base by the day', [{ ...RAIN, base: { per: 'day', fen: 100 } }], ['$[0].base.per']],
    ['tiers that do not begin at 0', [{ ...RAIN, tiers: [{ fromPercent: 50, payPercent: 60 }] }], ['$[0].tiers[0].fromPercent']],
    ['a tier out of order', [{ ...RAIN, tiers: [TIERS[0], TIERS[2], TIERS[1]] }], ['$[0].tiers[2].fromPercent', '$[0].tiers[2].payPercent']],
    ['less pay for a higher rate', [{ ...RAIN, tiers: [{ fromPercent: 0, payPercent: 80 }, { fromPercent: 50, payPercent: 60 }] }], ['$[0].tiers[1].payPercent']],
    ['a third of a hundredth', [{ ...RAIN, tiers: [{ fromPercent: 0, payPercent: 0 }, { fromPercent: 66.667, payPercent: 60 }] }], ['$[0].tiers[1].fromPercent']],
    ['parts of 99 %', [{ ...RAIN, parts: [{ name: 'a', percent: 99 }] }], ['$[0].parts']],
    ['no part', [{ ...RAIN, parts: [] }], ['$[0].parts']],
    ['no programme', [{ ...RAIN, programmes: [' '] }], ['$[0].programmes[0]']],
    ['a cap below 0', [{ ...RAIN, mostAPersonAndYear: -1 }], ['$[0].mostAPersonAndYear']],
    ['a field misspelt', [{ ...RAIN, mostAPerson: 1 }], ['$[0].mostAPerson']],
  ])('refuse %s', (_, value, paths) => {
    const reading = readSubsidyRules(value);
    expect('faults' in reading ? reading.faults.map(({ path }) => path) : []).toEqual(paths);
  });

  it.each([
    [RAIN, ['$ 应为补贴规则的数组']], [['x'], ['$[0] 应为 JSON 对象']], [[RAIN, RAIN], ['$[1].id 与前面的规则同名：rain']], [[{ ...RAIN, entitled: 'enrolled' }], ['$[0].entitled 应为 completed、certified 之一']],
    [[{ ...RAIN, base: 1_500 }], ['$[0].base 应为 JSON 对象']], [[{ ...RAIN, base: { per: 'day', fen: 1 } }], ['$[0].base.per 应为 head、hour 之一']], [[{ ...RAIN, base: { per: 'head', fen: 1, mostHours: 8 } }], ['$[0].base.mostHours 没有这一项']],
    [[{ ...RAIN, base: { per: 'head', fen: 1_000_000_001 } }], ['$[0].base.fen 应为 0 至 1000000000 的整数']], [[{ ...RAIN, base: { per: 'hour', fen: 1, mostHours: 0 } }], ['$[0].base.mostHours 应为 1 至 10000 的整数']],
    [[{ ...RAIN, tiers: [{ fromPercent: '0', payPercent: 0 }] }], ['$[0].tiers[0].fromPercent 应为 0 至 100，至多两位小数']], [[{ ...RAIN, tiers: [{ fromPercent: 0, payPercent: 0 }, { fromPercent: 100.5, payPercent: 1 }] }], ['$[0].tiers[1].fromPercent 应为 0 至 100，至多两位小数']],
    [[{ ...RAIN, tiers: [{ fromPercent: -1, payPercent: 0 }] }], ['$[0].tiers[0].fromPercent 应为 0 至 100，至多两位小数']], [[{ ...RAIN, tiers: [{ fromPercent: 0, payPercent: 0 }, { fromPercent: 1e-7, payPercent: 1 }] }], ['$[0].tiers[1].fromPercent 应为 0 至 100，至多两位小数']],
    [[{ ...RAIN, tiers: [{ fromPercent: 1, payPercent: 0 }] }], ['$[0].tiers[0].fromPercent 第一档应从 0 开始']],
    [[{ ...RAIN, tiers: [{ fromPercent: 0, payPercent: 5 }, { fromPercent: 0, payPercent: 4 }] }], ['$[0].tiers[1].fromPercent 应高于前一档', '$[0].tiers[1].payPercent 不应低于前一档']],
    [[{ ...RAIN, parts: [{ name: '一', percent: 60 }, { name: '二', percent: 39 }] }], ['$[0].parts 各期比例合计应为 100']], [[{ ...RAIN, parts: [] }, { ...RAIN, fund: ' ' }], ['$[0].parts 应为非空数组', '$[1].fund 应为非空文本']],
  ])('say in Chinese what is wrong with them: %#', (value, faults) => {
    const reading = readSubsidyRules(value);
    expect('faults' in reading ? reading.faults.map(({ path, message }) => `${path} ${message}`) : []).toEqual(faults);
  });

  it.each([
    ['tiers at both ends and with hundredths', { tiers: [{ fromPercent: 0, payPercent: 0 }, { fromPercent: 66.67, payPercent: 50 }, { fromPercent: 99.9, payPercent: 50 }, { fromPercent: 100, payPercent: 100 }] }],
    ['an hour, the caps of nothing', { base: { per: 'hour', fen: 0, mostHours: 1 }, mostAPersonAndYear: 0, mostAPersonAndYearOfAllFunds: 0 }],
  ])('allow %s', (_, more) => {
    expect(readSubsidyRules([{ ...RAIN, ...more }])).toEqual({ rules: [{ ...RAIN, ...more }] });
  });

  it('are a copy: whoever changes the configuration afterwards changes no rule', () => {
    const given = { ...RAIN, programmes: ['雨露计划'] };
    const reading = readSubsidyRules([given]);
    given.programmes.push('技能');
    expect(reading).toEqual({ rules: [RAIN] });
  });
});
