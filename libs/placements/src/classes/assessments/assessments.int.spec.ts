import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import type { Database, Principal } from '@app/platform';
import { freshDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { officer, openAsApplication, registered } from '../../../../../test/support/ledger.js';
import type { Subject } from '../../ledger/ledger-row.js';
import { hasPassed } from './assessment.js';

const COUNTY = '420626';
const ACTOR = officer('county-officer', COUNTY);
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);
const INSERT = 'insert into class_assessments (class_id, registration_id, attempt, assessed_on, absent, theory, practice, passed) values ($1, $2, $3, $4, $5, $6, $7, $8)';

/** SQL as the application: results that cannot be, and certificates that were not earned. */
describe('assessments in the database', () => {
  let fresh: TestDatabase;
  let database: Database;
  let classId: string;
  let people: Subject[];

  beforeAll(async () => {
    fresh = await freshDatabase();
    database = await openAsApplication(fresh);
    people = [await registered(fresh, '420626106000'), await registered(fresh, '420626106000'), await registered(fresh, '420626106000')];
    classId = randomUUID();
    await fresh.owner.query(`insert into training_classes (id, county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, pass_practice, created_by) values ($1, $2, rpad($2, 12, '0'), '班', 'c', '项目', gen_random_uuid(), '420626106000', $3, $4, 10, 70, 'test')`, [classId, COUNTY, ago(10), TODAY]);
    const fact = 'insert into ledger_facts (county, owner_region, kind, effective_on, registration_id, person_id, class_id, recorded_by) values';
    await fresh.owner.query(`${fact} ($1, rpad($1, 12, '0'), 'class', $2, null, null, $3, 'test')`, [COUNTY, ago(10), classId]);
    for (const { ownerRegion, registrationId, personId } of people.slice(0, 2)) await fresh.owner.query(`${fact} ($1, $2, 'enrolled', $3, $4, $5, $6, 'test')`, [COUNTY, ownerRegion, ago(9), registrationId, personId, classId]);
  });
  afterAll(() => fresh.drop());

  const tried = async (sql: string, params: readonly unknown[], by: Principal = ACTOR): Promise<string | null> => {
    try {
      await database.inScope(by, (tx) => tx.query(sql, [...params]));
      return null;
    } catch (error) {
      const { code, constraint } = (error as { driverError: { code: string; constraint?: string } }).driverError;
      return constraint ?? code;
    }
  };
  const assess = (of: number, attempt: number, on: string, scores: readonly [boolean, number | null, number | null, boolean], by?: Principal) => tried(INSERT, [classId, people[of]!.registrationId, attempt, on, ...scores], by);
  const certify = (of: number) => tried(
    `insert into ledger_facts (id, county, owner_region, kind, effective_on, registration_id, person_id, class_id, recorded_by) values ($1, $2, $3, 'certified', $4, $5, $6, $7, 'test')`,
    [randomUUID(), COUNTY, people[of]!.ownerRegion, TODAY, people[of]!.registrationId, people[of]!.personId, classId]);

  it('refuse a result that its scores do not bear out, by the rule that the code has', async () => {
    const marks = { passTheory: 60, passPractice: 70 };
    for (const [theory, practice] of [[60, 70], [59.9, 70], [60, 69.9], [100, 0]] as const) {
      const passed = hasPassed({ absent: false, theory, practice }, marks);
      expect([theory, practice, await assess(0, 1, ago(3), [false, theory, practice, !passed])]).toEqual([theory, practice, 'result_follows_the_scores']);
    }
    expect(await assess(0, 1, ago(3), [true, null, null, true])).toBe('result_follows_the_scores');
  });

  it('refuse scores that cannot be, people who are not there, and days that are not the class’s', async () => {
    expect([
      await assess(0, 1, ago(3), [false, 80, null, true]), await assess(0, 1, ago(3), [true, 80, 80, false]), await assess(0, 1, ago(3), [false, 100.1, 80, true]), await assess(0, 3, ago(3), [false, 80, 80, true]),
      await assess(2, 1, ago(3), [false, 80, 80, true]), await assess(0, 1, addDays(TODAY, 1), [false, 80, 80, true]), await assess(0, 1, ago(11), [false, 80, 80, true]), await assess(0, 2, ago(3), [false, 80, 80, true]),
      await assess(0, 1, ago(3), [false, 80, 80, true], officer('county-officer', '420625')),
    ]).toEqual([
      'examined_parts_have_scores', 'examined_parts_have_scores', 'assessment_scores_are_0_to_100', 'two_attempts_and_no_more',
      'assessed_person_is_enrolled', 'assessed_person_is_enrolled', 'assessed_person_is_enrolled', 'second_attempt_follows_a_failed_first', '42501',
    ]);
    expect((await fresh.owner.query('select 1 from class_assessments')).rows).toEqual([]);
  });

  it('let a class without results certify; with one on record nobody without a passed one of the own', async () => {
    const before = await database.inScope(ACTOR, (tx) => tx.query<{ h: string | null }[]>('select certificate_hindrance($1, $2, $3) as h', [classId, people[0]!.registrationId, TODAY]));
    expect(before[0]!.h).toBeNull();
    expect([await assess(0, 1, ago(3), [false, 50, 80, false]), await certify(0), await certify(1)]).toEqual([null, 'certificate_is_earned', 'certificate_is_earned']);
    expect([await assess(0, 2, ago(4), [false, 80, 80, true]), await assess(0, 2, ago(2), [false, 80, 80, true]), await assess(0, 2, ago(2), [false, 80, 80, true]), await certify(0)]).toEqual(['second_attempt_follows_a_failed_first', null, 'one_assessment_per_attempt', null]);
  });

  it('are withdrawn once, for a coded reason, and not from under a second attempt or a certificate', async () => {
    const { rows } = await fresh.owner.query<{ id: string; attempt: number }>('select id, attempt from class_assessments order by attempt');
    const withdraw = (id: string, reason = 'other') => tried('update class_assessments set withdraw_reason = $2 where id = $1', [id, reason]);
    expect([await withdraw(rows[0]!.id), await withdraw(rows[1]!.id)]).toEqual(['built_on_assessment_stands', 'built_on_assessment_stands']);
    expect(await assess(1, 1, ago(3), [true, null, null, false])).toBeNull();
    const { rows: own } = await fresh.owner.query<{ id: string }>('select id from class_assessments where registration_id = $1', [people[1]!.registrationId]);
    expect([await withdraw(own[0]!.id, 'bored'), await withdraw(own[0]!.id), await withdraw(own[0]!.id)]).toEqual(['assessment_withdrawal_is_coded', null, 'built_on_assessment_stands']);
    expect([await tried('update class_assessments set theory = 100', []), await tried('delete from class_assessments', [])]).toEqual(['42501', '42501']);
  });
});
