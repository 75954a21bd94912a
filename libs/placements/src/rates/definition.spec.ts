import { describe, expect, it } from '@jest/globals';
import { KEPT_PLEDGES, NAMED_RATES, findNamedRate } from '@app/outcomes';
import { defineRate } from './definition.js';
import { isoOf, readQuestion } from './rate-query.js';

const CONTEXT = { regionName: '保康县', period: { from: '2026-01', to: '2026-06' }, asOf: '2026-11-23', knownBy: '2026-11-23T08:00:00.000001Z' };
const NOW = new Date('2026-11-23T01:00:00Z');

describe('the definition of a figure', () => {
  it('names population, horizon, numerator, evidence and both dates', () => {
    const text = defineRate(findNamedRate('R1')!, CONTEXT);
    for (const part of ['保康县', '2026-01 至 2026-06', '结业人员，扣除', '180 天内任一天', '工资性就业或自主创业', 'E2', '再过 30 天', '截至 2026-11-23', '2026-11-23T08:00:00.000001Z']) expect(text).toContain(part);
  });

  it('of R7 says that study counts, and of R5 that the roll is counted', () => {
    expect(defineRate(findNamedRate('R7')!, CONTEXT)).toContain('另含期内升学');
    expect(defineRate(findNamedRate('R5')!, CONTEXT)).toContain('开班当日在册');
  });

  it('of pledges says which orders count, and of those that were kept what keeps them', () => {
    const [filled, kept] = ['R4', 'R4p'].map((id) => defineRate(findNamedRate(id)!, CONTEXT));
    for (const text of [filled, kept]) for (const part of ['开班前取消的不算', '只算 2026-01 至 2026-06 生效的订单', '截至 2026-11-23']) expect(text).toContain(part);
    expect([filled!.includes('95%'), kept!.includes('月薪不低于承诺的 95%')]).toEqual([false, true]);
  });

  it('differs for every named rate', () => {
    const rules = [...NAMED_RATES, KEPT_PLEDGES];
    expect(new Set(rules.map((rule) => defineRate(rule, CONTEXT).replace(/^[^：]+：/, ''))).size).toBe(rules.length);
  });
});

describe('a rate query', () => {
  it('is R1 as of today over everything known, when nothing more is said', () => {
    expect(readQuestion({ rule: 'R1' }, NOW)).toMatchObject({ rule: { id: 'R1', evidenceAtLeast: 2 }, period: null, asOf: '2026-11-23', knownBy: null, by: null });
  });

  it('names another level of evidence in the rule', () => {
    expect(readQuestion({ rule: 'R1', minEvidence: '1' }, NOW).rule).toMatchObject({ id: 'R1@E1', evidenceAtLeast: 1 });
    expect(readQuestion({ rule: 'R1', minEvidence: '2' }, NOW).rule.id).toBe('R1');
  });

  it('takes an instant whose plus sign was lost on the way, to the microsecond', () => {
    const { knownBy } = readQuestion({ rule: 'R1', knownBy: '2026-03-01T08:00:00.123456 08:00' }, NOW);
    expect(isoOf(knownBy!)).toBe('2026-03-01T00:00:00.123456Z');
  });
});
