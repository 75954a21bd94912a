import { dayNumber } from '@app/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../../test/support/cases.js';
import { Calendar } from '../facts/calendar.js';
import { parseInstant } from '../facts/instant.js';
import type { LedgerSlice } from '../facts/ledger.js';
import { aClass, aFact, aGraduate, ledgerOf } from '../testing/facts.js';
import { randomCases as cases } from '../../../../test/support/random-ledgers.js';
import { computeRates, emptyCell, type CellTally, type PlacementTable } from './rates.js';
import { NAMED_RATES, type PlacementRule } from './rule.js';
import { NO_MONTH, addStandings, firstImmatureStarts, monthOf, standingsOf, type StandingUnit } from './standings.js';

const RULES: readonly PlacementRule[] = NAMED_RATES.flatMap((rule) => ('measure' in rule ? [] : [rule]));

/** The total of one rule, put together from judgements that know nothing of the day or the period. */
function totalFromStandings(slice: LedgerSlice, rule: PlacementRule, from: string | null, to: string | null): CellTally {
  const total = emptyCell(null);
  const [first, last] = [from === null ? 0 : monthOf(from), to === null ? Number.POSITIVE_INFINITY : monthOf(to)];
  const [edge] = firstImmatureStarts([rule], dayNumber(slice.asOf));
  for (const person of slice.persons.values()) {
    for (const unit of standingsOf(person, [rule])) {
      if (unit.month < first || unit.month > last) continue;
      addStandings(total, unit.profile, unit.start < edge!, { persons: unit.monthBefore < first ? 1 : 0, personCourses: 1 });
    }
  }
  return total;
}

describe('standings that outlast the day', () => {
  it('add up to the same figures as judging on the day, for every named rate and period', () => {
    fc.assert(
      fc.property(cases, ({ facts, query }) => {
        const knownBy = query.knownBy === null ? null : parseInstant(query.knownBy, new Calendar());
        const slice = ledgerOf(facts).at({ asOf: query.asOf, knownBy });
        const period = query.from === null || query.to === null ? null : { from: query.from, to: query.to };
        const tables = computeRates(slice, { rules: RULES, period }) as PlacementTable[];
        expect(RULES.map((rule) => totalFromStandings(slice, rule, query.from, query.to))).toEqual(tables.map((table) => table.total));
      }),
      { numRuns: casesOf(300), seed: 20261128 },
    );
  });

  it('are mature from 30 days after the last day of the horizon on', () => {
    const asOf = dayNumber('2018-07-30');
    const rule = (id: string): PlacementRule => RULES.find((each) => each.id === id)!;
    // R1: 2018-01-01 + 180 + 30 = 2018-07-30, so the day after is the first that is too young. R6Q4: a completion in the second quarter of 2017 ends on 2018-06-30; the third quarter is too young.
    expect(firstImmatureStarts([rule('R1'), rule('R6Q4')], asOf)).toEqual([dayNumber('2018-01-02'), dayNumber('2017-07-01')]);
    expect(firstImmatureStarts([rule('R6Q4')], asOf - 1)).toEqual([dayNumber('2017-04-01')]);
  });

  it('counts months from the year 0, and has one before all of them', () => {
    expect([monthOf('0000-01'), monthOf('2026-11'), monthOf('2026-12-31')]).toEqual([0, 24322, 24323]);
    expect(NO_MONTH).toBeLessThan(0);
  });

  it('have one letter for each rule, the same as under that rule alone', () => {
    const records = [aClass('k', '2024-01-31', '2024-01-01'), ...aGraduate('p', 'k', '2024-01-31', { from: '2024-06-01', level: 2 })];
    const person = ledgerOf(records).at({ asOf: '2026-01-01' }).persons.get('p')!;
    const profileOf = (...rules: readonly PlacementRule[]): string => standingsOf(person, rules)[0]!.profile;
    const some = RULES.filter(({ population }) => population === 'P4');
    expect(profileOf(...some)).toBe(some.map((rule) => profileOf(rule)).join(''));
    expect(profileOf(...some)).toHaveLength(some.length);
  });

  it('leave no trace of a reason where only a further course of the excluded person stands', () => {
    const dead = [...aGraduate('p', 'k', '2024-01-31'), aFact({ kind: 'excluded', person: 'p', reason: 'death', effectiveOn: '2024-02-01' })];
    const person = ledgerOf([aClass('k', '2024-01-31', '2024-01-01'), ...dead]).at({ asOf: '2026-01-01' }).persons.get('p')!;
    const [{ profile }] = standingsOf(person, RULES.slice(0, 1)) as [StandingUnit];
    const cell = emptyCell(null);
    addStandings(cell, profile, true, { persons: 0, personCourses: 1 });
    expect(cell).toEqual(emptyCell(null));
    addStandings(cell, profile, true, { persons: 2, personCourses: 2 });
    expect(cell.excluded).toEqual({ death: 2 });
  });

  it.each(['?', 'z'])('refuses "%s", a letter that no judgement has', (letter) => {
    expect(() => addStandings(emptyCell(null), letter, true, { persons: 1, personCourses: 1 })).toThrow('a letter that no judgement has');
  });
});
