import { describe, expect, it } from '@jest/globals';
import type { ClassRoll, SubsidyRule } from '@app/outcomes';
import { isOutdated, settleClass } from './settle-class.js';

const RULE: SubsidyRule = { id: 'a', fund: '甲', programmes: ['技能'], entitled: 'certified', base: { per: 'head', fen: 100 }, tiers: [], parts: [{ name: '一次', percent: 100 }] };
const head = (personId: string, isCertified = true): ClassRoll['heads'][number] => ({ personId, isCompleted: true, isCertified, hours: 0 });
const roll = (...heads: ClassRoll['heads']): ClassRoll => ({ classId: 'k', programme: '技能', endsOn: '2024-01-31', opened: 2, employed: 1, possible: 0, immature: 0, heads });
const NONE = { aliases: new Map<string, string>() };

describe('the settlement of a class', () => {
  it('leaves out rules that pay for nobody', () => {
    const statements = settleClass([RULE, { ...RULE, id: 'b', fund: '乙' }], { roll: roll(head('p')), ...NONE }, []);
    expect(statements.map(({ ruleId, lines }) => [ruleId, lines.length])).toEqual([['a', 1]]);
  });

  it('knows a claim of somebody who was found to be another', () => {
    const claim = { personId: 'old', classId: 'k', fund: '乙', year: '2024', fen: 100 };
    expect(settleClass([RULE], { roll: roll(head('p'), head('q')), aliases: new Map([['old', 'p']]) }, [claim])[0]!.lines.map(({ personId }) => personId)).toEqual(['q']);
  });
});

describe('a statement', () => {
  const made = { opened: 2, employed: 1, lines: [{ personId: 'p', earnedFen: 100 }] };
  const now = { opened: 2, employed: 1, lines: [{ personId: 'p', earned: 100 }] };

  it('stands while the ledger says the same, also of a person who goes by another id now', () => {
    expect(isOutdated(made, now, NONE)).toBe(false);
    expect(isOutdated(made, { ...now, lines: [{ personId: 'q', earned: 100 }] }, { aliases: new Map([['p', 'q']]) })).toBe(false);
  });

  it.each([['another denominator', { ...now, opened: 3 }], ['another numerator', { ...now, employed: 2 }], ['somebody more', { ...now, lines: [...now.lines, { personId: 'q', earned: 100 }] }], ['somebody else', { ...now, lines: [{ personId: 'q', earned: 100 }] }], ['another sum', { ...now, lines: [{ personId: 'p', earned: 99 }] }], ['nobody', { ...now, lines: [] }]])('is outdated by %s', (_, changed) => {
    expect(isOutdated(made, changed, NONE)).toBe(true);
  });
});
