import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { civilDateOf, addDays } from '@app/kernel';
import { PLACEMENTS_ENTITIES } from '@app/placements';
import { systemPrincipal, type Database, type Principal } from '@app/platform';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { officer, registered } from '../../../../test/support/ledger.js';
import { addSession } from '../../../../test/support/sessions.js';

const COUNTY = '420626';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);
const ACTOR = officer('county-officer', COUNTY);

/** SQL as the application: what it may not write about attendance, the database refuses by the rule's name. */
describe('marks of sessions in the database', () => {
  let fresh: TestDatabase;
  let database: Database;
  let classId: string;
  let learner: string;
  let stranger: string;
  let held: string;

  beforeAll(async () => {
    fresh = await freshDatabase();
    ({ database } = await fresh.open(PLACEMENTS_ENTITIES));
    const [a, b] = [await registered(fresh, '420626106000'), await registered(fresh, '420626106000')];
    [learner, stranger, classId] = [a.registrationId, b.registrationId, randomUUID()];
    const { rows } = await fresh.owner.query<{ id: string }>(`insert into organizations (id, owner_region, kind, name) values (gen_random_uuid(), '420626000000', 'training-provider', '培训学校') returning id`);
    await fresh.owner.query(`insert into training_classes (id, county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, theory_hours, practice_hours, created_by) values ($1, $2, rpad($2, 12, '0'), '班', 'c', '项目', $5, '420626106000', $3, $4, 10, 8, 8, 'test')`, [classId, COUNTY, ago(10), addDays(TODAY, 10), rows[0]!.id]);
    const fact = 'insert into ledger_facts (county, owner_region, kind, effective_on, registration_id, person_id, class_id, recorded_by) values';
    await fresh.owner.query(`${fact} ($1, rpad($1, 12, '0'), 'class', $2, null, null, $3, 'test')`, [COUNTY, ago(10), classId]);
    await fresh.owner.query(`${fact} ($1, $2, 'enrolled', $3, $4, $5, $6, 'test')`, [COUNTY, a.ownerRegion, ago(8), learner, a.personId, classId]);
    held = await addSession(fresh, { classId, taughtOn: ago(2) });
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
  const mark = (session: string, person: string, kind = 'present', hours: number | null = null, source = 'officer', by?: Principal) => tried('insert into session_marks (session_id, registration_id, mark, hours, source) values ($1, $2, $3, $4, $5)', [session, person, kind, hours, source], by);
  const marks = async (): Promise<number> => (await fresh.owner.query<{ n: number }>('select count(*)::int as n from session_marks')).rows[0]!.n;

  it('refuse what was not held, who was not there, and hours that cannot be', async () => {
    const [next, gone, early] = [await addSession(fresh, { classId, taughtOn: addDays(TODAY, 1), hours: 0.5 }), await addSession(fresh, { classId, taughtOn: ago(1), hours: 0.5 }), await addSession(fresh, { classId, taughtOn: ago(9), hours: 0.5 })];
    await fresh.owner.query(`update class_sessions set cancelled_by = 'test', cancelled_at = now(), cancel_reason = 'weather' where id = $1`, [gone]);
    expect([await mark(next, learner), await mark(gone, learner), await mark(early, learner), await mark(held, stranger), await mark(held, learner, 'present', 4.1), await mark(held, learner, 'absent', 1), await mark(held, learner, 'present', 0)]).toEqual([
      'marked_session_has_come', 'marked_session_is_held', 'marked_person_is_enrolled', 'marked_person_is_enrolled', 'marked_hours_within_the_session', 'only_presence_has_session_hours', 'only_presence_has_session_hours',
    ]);
    expect([await mark(held, learner, 'present', null, 'officer', officer('county-officer', '420625')), await mark(held, learner, 'present', null, 'officer', { ...ACTOR, kind: 'employer', role: 'employer' }), await marks()]).toEqual(['42501', '42501', 0]);
  });

  it('are added and never changed; the day follows and is not written by hand', async () => {
    expect(await mark(held, learner, 'withdrawn')).toBe('withdrawn_mark_stood');
    expect(await mark(held, learner)).toBeNull();
    expect(await mark(held, learner, 'absent', null, 'qr')).toBe('mark_of_an_officer_stands');
    expect(await mark(held, learner, 'present', 2)).toBeNull();
    expect([await tried('update session_marks set hours = 4', []), await tried('delete from session_marks', [])]).toEqual(['42501', '42501']);
    expect(await tried(`update attendance_marks set hours = 4 where class_id = $1`, [classId])).toBe('day_follows_its_sessions');
    expect(await tried('delete from attendance_marks where class_id = $1', [classId])).toBe('day_follows_its_sessions');
    expect((await fresh.owner.query('select mark, hours::float8 as hours, by_sessions as by from attendance_marks where class_id = $1', [classId])).rows).toEqual([{ mark: 'present', hours: 2, by: true }]);
    expect(await tried(`update class_sessions set cancelled_by = 'x', cancelled_at = now(), cancel_reason = '下雨' where id = $1`, [held])).toBe('session_with_marks_stands');
  });

  it('take no code that lasts long, no number of somebody else, and give no try back', async () => {
    const today = await addSession(fresh, { classId, taughtOn: TODAY, hours: 0.5 });
    const code = (session: string, lasts: string) => tried(`insert into check_in_codes (id, session_id, token_hash, expires_at) values ($1, $2, $3, now() + $4::interval)`, [randomUUID(), session, Buffer.from(randomUUID()), lasts]);
    expect([await code(held, '15 minutes'), await code(today, '5 hours'), await code(today, '-1 second'), await code(today, '15 minutes')]).toEqual(['check_in_is_on_the_day', 'check_in_code_lasts_hours_at_most', 'check_in_code_lasts_hours_at_most', null]);
    expect(await tried('select * from check_in_codes', [])).toBe('42501');
    const number = (person: string) => tried(`insert into check_in_numbers (class_id, registration_id, number_sealed) values ($1, $2, 'sealed')`, [classId, person]);
    expect([await number(stranger), await number(learner), await number(learner)]).toEqual(['check_in_number_is_of_somebody_enrolled', null, 'check_in_numbers_pkey']);
    const { rows } = await fresh.owner.query<{ id: string }>('select id from check_in_codes');
    const service = systemPrincipal('check-in', COUNTY);
    expect(await tried('insert into check_in_tries (code_id, seat_number) values ($1, 1)', [rows[0]!.id])).toBe('42501');
    expect(await tried('insert into check_in_tries (code_id, seat_number) values ($1, 1)', [rows[0]!.id], service)).toBeNull();
    expect(await tried('update check_in_tries set wrong = wrong + 5', [], service)).toBeNull();
    expect([await tried('update check_in_tries set wrong = 0', [], service), await tried('update check_in_tries set wrong = 6', [], service), await tried('delete from check_in_tries', [], service)]).toEqual(['five_tries_and_no_more', 'five_tries_and_no_more', '42501']);
  });
});
