import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../../test/support/cases.js';
import { Calendar } from './facts/calendar.js';
import { FactLedger } from './facts/ledger.js';
import { parseInstant } from './facts/instant.js';
import { presentTable, type PresentedRate } from './publication/present.js';
import { DIMENSIONS, computeRates } from './rates/rates.js';
import { NAMED_RATES, findNamedRate } from './rates/rule.js';
import { randomCases as cases } from '../../../test/support/random-ledgers.js';
import { multiplied } from './testing/random-ledger.js';
import { slowRates, type OracleQuery, type RawFact } from './testing/slow-oracle.js';

function fastRates(facts: readonly RawFact[], query: OracleQuery): unknown[] {
  const ledger = new FactLedger();
  for (const fact of facts) ledger.addRecord(fact);
  const slice = ledger.at({ asOf: query.asOf, knownBy: query.knownBy === null ? null : parseInstant(query.knownBy, new Calendar()) });
  const tables = computeRates(slice, {
    rules: query.rules.map((id) => findNamedRate(id)!),
    period: query.from === null || query.to === null ? null : { from: query.from, to: query.to },
    by: DIMENSIONS.find((dimension) => dimension === query.by) ?? null,
  });
  return tables.flatMap((table) => presentTable(table, query.isRaw ? 'raw' : 'published')).map(({ message: _, ...row }) => row);
}

describe('every named rate, against a slow reading of the contract', () => {
  it('is the same on 600 small ledgers full of edges, with nothing hidden', () => {
    fc.assert(
      fc.property(cases, ({ facts, query }) => expect(fastRates(facts, query)).toEqual(slowRates(facts, query))),
      { numRuns: casesOf(600), seed: 20261123 },
    );
  });

  it('meets every standing of every rule in those ledgers', () => {
    const met = new Set<string>();
    for (const { facts, query } of fc.sample(cases, { numRuns: 600, seed: 20261123 })) {
      for (const row of fastRates(facts, query) as PresentedRate[]) {
        if (row.numerator! > 0) met.add(`${row.rule} numerator`);
        if (row.high! > row.low!) met.add(`${row.rule} unknown`);
        if (row.immature > 0) met.add(`${row.rule} immature`);
        if (Object.keys(row.excluded!).length > 0) met.add(`${row.rule} excluded`);
        if (row.personCourses !== null && row.personCourses.n > row.n) met.add(`${row.rule} more courses than persons`);
      }
    }
    const standings = ['numerator', 'unknown', 'immature', 'excluded', 'more courses than persons'];
    const expected = NAMED_RATES.flatMap(({ id }) => standings.map((standing) => `${id} ${standing}`));
    const impossible = ['R4 unknown', 'R4 immature', 'R4 excluded', 'R4 more courses than persons', 'R5 excluded', 'R7 excluded'];
    expect([...met].sort()).toEqual(expected.filter((one) => !impossible.includes(one)).sort());
  });

  it('is the same on 60 larger ledgers as published, with small cells hidden', () => {
    const copies = fc.record({ p1: fc.constantFrom(1, 19, 20), p2: fc.constantFrom(1, 5, 20), p3: fc.constantFrom(1, 3, 25), p4: fc.constantFrom(0, 10, 21) });
    fc.assert(
      fc.property(cases, copies, ({ facts, query }, copiesOf) => {
        const many = multiplied(facts, copiesOf);
        const published = { ...query, rules: ['R1', 'R3', 'R5', 'R7'], isRaw: false };
        expect(fastRates(many, published)).toEqual(slowRates(many, published));
      }),
      { numRuns: casesOf(60), seed: 20261124 },
    );
  });
});
