import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { aClass, aFact, aGraduate, ledgerOf } from '../testing/facts.js';
import { randomCases as cases } from '../../../../test/support/random-ledgers.js';
import { computeRates, type PlacementTable } from './rates.js';
import { readRateRule, readRateRules } from './read-rule.js';
import { NAMED_RATES, type RateRule } from './rule.js';

const OWN = { id: '本县', population: 'P4', horizon: { kind: 'within', days: 180 }, kinds: ['wage', 'self-employment'], evidenceAtLeast: 2 };

function ruleOf(value: unknown): RateRule {
  const reading = readRateRule(value);
  if ('faults' in reading) throw new Error(JSON.stringify(reading.faults));
  return reading.rule;
}
function faultsOf(value: unknown): string[] {
  const reading = readRateRule(value);
  return 'faults' in reading ? reading.faults.map(({ path }) => path) : [];
}

describe('a rate as configuration', () => {
  it('says every rate of the contract: the same figures from the same words under another name', () => {
    const own = NAMED_RATES.map((rule) => ruleOf({ ...(JSON.parse(JSON.stringify(rule)) as object), id: `own-${rule.id}` }));
    fc.assert(fc.property(cases, ({ facts, query }) => {
      const slice = ledgerOf(facts).at({ asOf: query.asOf });
      const figures = (rules: readonly RateRule[]): unknown[] => computeRates(slice, { rules, by: 'class', withMembers: true }).map(({ rule: _, ...table }) => table);
      expect(figures(own)).toEqual(figures(NAMED_RATES));
    }), { numRuns: casesOf(60), seed: 5 });
  });

  it('says Xi\'an\'s contract of a year and the three months of DDU-GKY', () => {
    const xian = ruleOf({ ...OWN, id: '西安', minimumContractMonths: 12 });
    const gky = ruleOf({ ...OWN, id: 'DDU-GKY', kinds: ['wage'], minimumDays: 90, minimumPay: 3000 });
    const person = (id: string, more: object, last: string): object[] => [
      ...aGraduate(id, 'k', '2024-01-31', { from: '2024-02-01', level: 2, more }), aFact({ kind: 'employment-ended', employment: `job-${id}`, effectiveOn: last }),
    ];
    const records = [aClass('k', '2024-01-31', '2024-01-01'), ...person('a', { contractMonths: 12 }, '2024-02-20'), ...person('b', { contractMonths: 6, pay: 3000 }, '2024-04-30'), ...person('c', { pay: 3000 }, '2024-04-29')];
    const [one, other] = computeRates(ledgerOf(records).at({ asOf: '2026-01-01' }), { rules: [xian, gky], withMembers: true }) as PlacementTable[];
    const employed = (table: PlacementTable): string[] => table.total.members.filter(({ standing }) => standing === 'employed').map(({ personId }) => personId);
    expect([employed(one!), employed(other!)]).toEqual([['a'], ['b']]);
  });

  it('is a copy: whoever changes the configuration afterwards changes no rate', () => {
    const given = { ...OWN, kinds: ['wage'] };
    const rule = ruleOf(given);
    given.kinds.push('offer-only');
    expect(rule).toMatchObject({ kinds: ['wage'] });
  });

  it.each([
    ['no object', 'R1', ['$']],
    ['nothing of what it needs', {}, ['$.id', '$.population', '$.horizon', '$.kinds', '$.evidenceAtLeast']],
    ['the name of a rate of the contract', { ...OWN, id: 'R1' }, ['$.id']],
    ['a name with a comma', { ...OWN, id: 'a,b' }, ['$.id']],
    ['an unknown population', { ...OWN, population: 'P6' }, ['$.population']],
    ['an unknown horizon', { ...OWN, horizon: { kind: 'soon', days: 1 } }, ['$.horizon.kind']],
    ['a horizon without its length', { ...OWN, horizon: { kind: 'quarter', days: 2 } }, ['$.horizon.quarters', '$.horizon.days']],
    ['a horizon below 0', { ...OWN, horizon: { kind: 'within', days: -1 } }, ['$.horizon.days']],
    ['a horizon of twenty years', { ...OWN, horizon: { kind: 'within', days: 7_300 } }, ['$.horizon.days']],
    ['no kind', { ...OWN, kinds: [] }, ['$.kinds']],
    ['an unknown kind and one twice', { ...OWN, kinds: ['wage', 'gig', 'wage'] }, ['$.kinds[1]', '$.kinds[2]']],
    ['a level beyond 3', { ...OWN, evidenceAtLeast: 4 }, ['$.evidenceAtLeast']],
    ['a level as text', { ...OWN, evidenceAtLeast: '2' }, ['$.evidenceAtLeast']],
    ['no day at least', { ...OWN, minimumDays: 0 }, ['$.minimumDays']],
    ['days at least on one day', { ...OWN, horizon: { kind: 'on-day', days: 90 }, minimumDays: 90 }, ['$.minimumDays']],
    ['half a month', { ...OWN, minimumContractMonths: 0.5 }, ['$.minimumContractMonths']],
    ['pay below 0', { ...OWN, minimumPay: -1 }, ['$.minimumPay']],
    ['a flag as text', { ...OWN, countsFurtherStudy: 'yes' }, ['$.countsFurtherStudy']],
    ['the same employer as whom', { ...OWN, sameEmployerAs: { horizon: { kind: 'on-day' }, employers: 'all' } }, ['$.sameEmployerAs.horizon.days', '$.sameEmployerAs.employers']],
    ['a condition misspelt', { ...OWN, minimumPays: 3000 }, ['$.minimumPays']],
    ['a property of every object as a field', JSON.parse('{"id":"x","measure":"pledge","__proto__":1}'), ['$.__proto__']],
    ['a measure that is none', { id: 'x', measure: 'seats' }, ['$.measure']],
  ])('refuses %s', (_, value, paths) => {
    expect(faultsOf(value)).toEqual(paths);
  });
});

describe('what is wrong with a rate of one\'s own', () => {
  const said = (value: unknown): string[] => {
    const reading = readRateRule(value);
    return 'faults' in reading ? reading.faults.map(({ path, message }) => `${path} ${message}`) : [];
  };

  it.each([
    [7, ['$ 应为 JSON 对象']], [[], ['$ 应为 JSON 对象']],
    [{ ...OWN, id: 'a b' }, ['$.id 应为 1 至 64 个字母、汉字、数字或 @ . _ -']], [{ ...OWN, id: 7 }, ['$.id 应为 1 至 64 个字母、汉字、数字或 @ . _ -']], [{ ...OWN, id: '县'.repeat(65) }, ['$.id 应为 1 至 64 个字母、汉字、数字或 @ . _ -']],
    [{ ...OWN, id: 'R7' }, ['$.id R7 是既定口径的代号，另立的口径须有自己的名字']],
    [{ ...OWN, kinds: 'wage' }, ['$.kinds 应为非空数组，取自 wage、self-employment、cooperative、internship、public-welfare、offer-only']],
    [{ ...OWN, kinds: ['wage', 'internship', 'wage'] }, ['$.kinds[2] 重复']],
    [{ ...OWN, kinds: ['gig'] }, ['$.kinds[0] 应为 wage、self-employment、cooperative、internship、public-welfare、offer-only 之一']],
    [{ ...OWN, horizon: 180 }, ['$.horizon 应为 JSON 对象']], [{ ...OWN, horizon: {} }, ['$.horizon.kind 缺少']], [{ ...OWN, horizon: { kind: 'soon' } }, ['$.horizon.kind 应为 within、on-day、quarter 之一']],
    [{ ...OWN, sameEmployerAs: 'R2' }, ['$.sameEmployerAs 应为 JSON 对象']], [{ ...OWN, sameEmployerAs: { horizon: 90, employers: 'any' } }, ['$.sameEmployerAs.horizon 应为 JSON 对象']],
    [{ ...OWN, horizon: { kind: 'quarter', quarters: 2 }, minimumDays: 90 }, ['$.minimumDays 只能与时点 within 同用']],
    [{ ...OWN, minimumDays: 90, horizon: 'soon', paid: 1 }, ['$.horizon 应为 JSON 对象', '$.paid 没有这一项']],
  ])('is said of %j', (value, faults) => {
    expect(said(value)).toEqual(faults);
  });

  it('is nothing where it lasts some days within a horizon, or has a name of 64 characters', () => {
    expect([said({ ...OWN, minimumDays: 90 }), said({ ...OWN, id: '县'.repeat(64) }), said({ ...OWN, horizon: { kind: 'on-day', days: 0 } })]).toEqual([[], [], []]);
  });
});

describe('a county\'s list of rates', () => {
  it('is read in its order', () => {
    expect(readRateRules([OWN, { id: 'seats', measure: 'pledge' }])).toEqual({ rules: [OWN, { id: 'seats', measure: 'pledge' }] });
  });

  it('names the place in the list, and a name used twice', () => {
    expect(readRateRules([OWN, { ...OWN, id: 'x', kinds: 'wage' }, OWN])).toEqual({ faults: [expect.objectContaining({ path: '$[1].kinds' }), expect.objectContaining({ path: '$[2].id' })] });
    expect(readRateRules([OWN, OWN])).toEqual({ faults: [{ path: '$[1].id', message: '与前面的口径同名：本县' }] });
    expect(readRateRules(OWN)).toEqual({ faults: [{ path: '$', message: '应为口径的数组' }] });
  });
});
