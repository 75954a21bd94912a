import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FactLedger, classRolls, type ClassRoll, type LedgerSlice } from '@app/outcomes';
import { systemPrincipal, type Database } from '@app/platform';
import fc from 'fast-check';
import { randomCases as cases } from '../../../../test/support/random-ledgers.js';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { openAsApplication } from '../../../../test/support/ledger.js';
import { asStored, insertCounties, type RandomCounty } from '../../../../test/support/random-county.js';
import { ClassesRepository } from '../classes/classes.repository.js';
import { ClassRolls } from './class-rolls.js';
import { ClassRollsRepository } from './class-rolls.repository.js';

const LEDGERS = 200;
const HEAD = Date.parse('2025-06-01T00:00:00Z') * 1_000;

describe('the roll of a class, read from the database', () => {
  let fresh: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshDatabase();
    database = await openAsApplication(fresh);
  });
  afterAll(() => fresh.drop());

  it(`is the library's, with its settlement rate, for every class of ${LEDGERS} random ledgers`, async () => {
    const rolls = new ClassRolls(new ClassesRepository(), new ClassRollsRepository());
    const asked = fc.sample(cases, { numRuns: LEDGERS, seed: 20261129 }).map(({ facts, query }, i) => ({ county: String(100_000 + i), facts, asOf: query.asOf }));
    await insertCounties(fresh.owner, asked);
    let [classes, heads] = [0, 0];
    for (const { asOf, ...given } of asked) {
      const expected = new Map(classRolls(sliceOf(given, asOf)).map((roll) => [roll.classId, roll]));
      const { rows } = await fresh.owner.query<{ id: string }>('select id from training_classes where county = $1', [given.county]);
      for (const { id } of rows) {
        const standing = await database.inScope(systemPrincipal('test', given.county), (tx) => rolls.standingOf(tx, id, asOf));
        const { programme, endsOn } = standing.class;
        const nobody: ClassRoll = { classId: id, programme, endsOn, opened: 0, employed: 0, possible: 0, immature: 0, heads: [] };
        expect([given.county, inOrder(standing.roll)]).toEqual([given.county, inOrder(expected.get(id) ?? nobody)]);
        expect(standing.roll.heads.every(({ personId }) => standing.memberOf.get(personId)?.registrationId === personId)).toBe(true);
        classes += 1;
        heads += standing.roll.heads.length;
      }
    }
    expect(classes).toBeGreaterThan(LEDGERS);
    expect(heads).toBeGreaterThan(LEDGERS);
  }, 300_000);
});

function sliceOf(given: RandomCounty, asOf: string): LedgerSlice {
  const ledger = new FactLedger();
  for (const fact of asStored(given)) ledger.addRecord(fact);
  return ledger.at({ asOf, knownBy: HEAD });
}

function inOrder(roll: ClassRoll): ClassRoll {
  return { ...roll, heads: [...roll.heads].sort((a, b) => (a.personId < b.personId ? -1 : 1)) };
}
