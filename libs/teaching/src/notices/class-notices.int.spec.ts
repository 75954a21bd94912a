import { randomUUID } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf, FixedClock, type CivilDate } from '@app/kernel';
import { ClassesService, ClassLife, CorrectionsService } from '@app/placements';
import { CLOCK, Database, FIELD_CIPHER, loadConfiguration, PlatformModule, systemPrincipal, type FieldCipher, type Principal } from '@app/platform';
import { TraineeRegistry } from '@app/trainees';
import { freshDatabase, TEST_MASTER_KEY, type TestDatabase } from '../../../../test/support/database.js';
import { madeUpPeople } from '../../../../test/support/people.js';
import { ClassTimetables } from '../sessions/class-timetables.service.js';
import { TeachingModule } from '../teaching.module.js';
import { ClassNoticeDesk } from './class-notice-desk.service.js';
import { ClassNotices } from './class-notices.service.js';

const COUNTY = '420626';
const SYSTEM = systemPrincipal('test', COUNTY);
const OFFICER: Principal = { kind: 'officer', id: randomUUID(), role: 'county-officer', region: COUNTY, organizationId: null };

interface Told {
  readonly traineeId: string;
  readonly template: string;
  readonly state: string;
  readonly text: string;
}

describe('notices of classes', () => {
  const clock = new FixedClock(new Date());
  const today = civilDateOf(clock.now());
  const people = madeUpPeople(41, { birthplace: COUNTY });
  let fresh: TestDatabase;
  let module: TestingModule;
  let providerId: string;
  beforeAll(async () => {
    fresh = await freshDatabase();
    const configuration = { ...loadConfiguration({ LOG_LEVEL: 'silent', DATABASE_URL: fresh.url, MASTER_KEY: TEST_MASTER_KEY.toString('base64') }), databaseUrl: fresh.url };
    module = await Test.createTestingModule({ imports: [PlatformModule.forRoot({ configuration, processName: 'test', statementTimeoutMs: 30_000 }), TeachingModule] }).overrideProvider(CLOCK).useValue(clock).compile();
    await module.init();
    const { rows } = await fresh.owner.query<{ id: string }>(`insert into organizations (id, owner_region, kind, name) values (gen_random_uuid(), '420626000000', 'training-provider', '测试学校') returning id`);
    providerId = rows[0]!.id;
  });
  afterAll(async () => {
    await module.close();
    await fresh.drop();
  });

  /** As the owner and without triggers: what time, not the service, would have done. */
  const behindTheBack = async (sql: string, params: unknown[]): Promise<void> => {
    const client = await fresh.owner.connect();
    try {
      await client.query('begin');
      await client.query('set local session_replication_role = replica');
      await client.query(sql, params);
      await client.query('commit');
    } finally {
      client.release();
    }
  };
  const settle = (classId: string): Promise<void> => behindTheBack(`update class_sessions set created_at = created_at - interval '40 minutes', cancelled_at = cancelled_at - interval '40 minutes' where class_id = $1`, [classId]);

  /** A session of the class, in a room and by an instructor of its own. */
  async function session(classId: string, on: CivilDate): Promise<string> {
    const made = async (sql: string, ...params: unknown[]): Promise<string> => (await fresh.owner.query<{ id: string }>(`${sql} returning id`, params)).rows[0]!.id;
    const teacher = await made(`insert into instructors (county, name, kind, occupations, home_region, reach, created_by) values ($1, '老师', 'teacher', '{6-18}', '420626000000', 'county', 'test')`, COUNTY);
    const room = await made(`insert into teaching_rooms (county, name, kind, region, seats, created_by) values ($1, $2, 'school', '420626000000', 30, 'test')`, COUNTY, `${randomUUID().slice(0, 4)}教室`);
    return made(`insert into class_sessions (class_id, county, owner_region, taught_on, period, part, hours, room_id, instructor_id, created_by) values ($1, $2::text, rpad($2::text, 12, '0'), $3, 'morning', 'theory', 4, $4, $5, 'test')`, classId, COUNTY, on, room, teacher);
  }

  async function person(consents: readonly 'message.course'[] = ['message.course']): Promise<string> {
    const { idNumber, name, phone } = people.next();
    return (await module.get(TraineeRegistry, { strict: false }).register(SYSTEM, { idNumber, name, phone, township: '420626104', consents: consents.map((purpose) => ({ purpose, wording: '同意', givenOn: '2026-01-01' })) })).id;
  }

  /** An open class from today on with so many people. */
  async function classOf(count: number): Promise<{ readonly classId: string; readonly traineeIds: string[] }> {
    const { rows: [made] } = await fresh.owner.query<{ id: string }>(
      `insert into training_classes (county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, theory_hours, practice_hours, state, created_by) values ($1::text, rpad($1::text, 12, '0'), $2, 'welding', '项目', $3, '420626104000', $4, $5, 30, 400, 0, 'open', 'test') returning id`,
      [COUNTY, randomUUID(), providerId, today, addDays(today, 60)]);
    await fresh.owner.query(`insert into ledger_facts (id, county, owner_region, kind, effective_on, class_id, recorded_by) values (gen_random_uuid(), $1::text, rpad($1::text, 12, '0'), 'class', $2, $3, 'test')`, [COUNTY, today, made!.id]);
    const traineeIds: string[] = [];
    for (let i = 0; i < count; i++) traineeIds.push(await person());
    if (count > 0) await module.get(ClassesService, { strict: false }).enrol(SYSTEM, made!.id, traineeIds, today);
    return { classId: made!.id, traineeIds };
  }

  const tell = (classId: string): Promise<number> => module.get(ClassNotices).tell(SYSTEM, classId);
  const noticesOf = async (classId: string): Promise<string[]> => (await fresh.owner.query<{ line: string }>(`select number || ' ' || kind as line from class_notices where class_id = $1 order by number`, [classId])).rows.map(({ line }) => line);
  async function told(classId: string): Promise<Told[]> {
    const { rows } = await fresh.owner.query<Told & { id: string }>(`select id, registration_id as "traineeId", template, state, text from notifications where dedupe_key like 'class-notice/' || $1 || '/%' order by planned_at, split_part(dedupe_key, '/', 4)::int, id`, [classId]);
    const cipher = module.get<FieldCipher>(FIELD_CIPHER, { strict: false });
    return rows.map(({ id, text, ...row }) => ({ ...row, text: cipher.open(text, { table: 'notifications', column: 'text', rowId: id }) }));
  }
  const handOver = (classId: string): Promise<void> => behindTheBack(`update notifications set state = 'accepted', provider = 'log', attempts = 1, claimed_at = now(), accepted_at = now() where dedupe_key like 'class-notice/' || $1 || '/%' and state = 'queued'`, [classId]);
  const jobs = async (name: string, classId: string): Promise<number> => (await fresh.owner.query<{ n: number }>(`select count(*)::int as n from outbox where name = $1 and payload ->> 'classId' = $2`, [name, classId])).rows[0]!.n;
  const day = (on: CivilDate): string => `${Number(on.slice(5, 7))}月${Number(on.slice(8, 10))}日`;

  it('announce a class to everybody on its roll, once, so many days before its first session: course, day, time, place', async () => {
    const { classId, traineeIds } = await classOf(2);
    expect(await jobs('class.changed', classId)).toBe(1);
    const first = addDays(today, 3);
    await session(classId, first);
    await session(classId, addDays(today, 9));
    expect(await tell(classId)).toBe(0); // somebody is still at work on the timetable
    await settle(classId);
    expect(await tell(classId)).toBe(2);
    expect(await tell(classId)).toBe(0);
    const messages = await told(classId);
    expect(messages.map(({ traineeId }) => traineeId).sort()).toEqual([...traineeIds].sort());
    for (const { text, state } of messages) {
      expect(text).toMatch(new RegExp(`同学：.*焊.*班${day(first)}上午在[0-9a-f]{4}教室开课`, 'u'));
      expect(state).toBe('queued');
    }
    expect(await noticesOf(classId)).toEqual(['1 start']);
  });

  it('are not made earlier than the county says, nor of a class without a timetable', async () => {
    const { classId } = await classOf(1);
    expect(await tell(classId)).toBe(0);
    await session(classId, addDays(today, 5));
    await settle(classId);
    expect(await tell(classId)).toBe(0);
    expect(await module.get(ClassNoticeDesk).setDaysBefore(OFFICER, 5)).toBe(5);
    expect(await module.get(ClassNoticeDesk).lookAtDue(SYSTEM)).toBeGreaterThanOrEqual(1);
    expect(await jobs('class-notice.tell', classId)).toBe(1);
    expect(await tell(classId)).toBe(1);
    await module.get(ClassNoticeDesk).setDaysBefore(OFFICER, 3);
  });

  it('tell several changes together, once, as things stand when they have settled', async () => {
    const { classId, traineeIds } = await classOf(2);
    const sessions = [await session(classId, addDays(today, 2)), await session(classId, addDays(today, 8))];
    await settle(classId);
    await tell(classId);
    await handOver(classId);
    const timetables = module.get(ClassTimetables);
    for (const id of sessions) await timetables.cancel(OFFICER, id, 1, '停电');
    expect(await jobs('class-notice.tell', classId)).toBe(2);
    const moved = addDays(today, 4);
    await session(classId, moved);
    await session(classId, addDays(today, 10));
    expect(await tell(classId)).toBe(0);
    await settle(classId);
    expect(await tell(classId)).toBe(2);
    expect(await tell(classId)).toBe(0);
    expect(await noticesOf(classId)).toEqual(['1 start', '2 change']);
    const changes = (await told(classId)).filter(({ template }) => template === 'class-change.v2');
    expect(changes.map(({ traineeId }) => traineeId).sort()).toEqual([...traineeIds].sort());
    for (const { text } of changes) expect(text).toContain(`上课时间改了2处，下一次课${day(moved)}上午`);
  });

  it('that have not left yet are taken back when something changes: people hear the newest alone', async () => {
    const { classId, traineeIds } = await classOf(1);
    const id = await session(classId, addDays(today, 2));
    await settle(classId);
    await tell(classId);
    await module.get(ClassTimetables).cancel(OFFICER, id, 1, '停电');
    const moved = addDays(today, 3);
    await session(classId, moved);
    await settle(classId);
    await tell(classId);
    expect((await told(classId)).map(({ template, state }) => `${template} ${state}`)).toEqual(['class-start.v2 cancelled', 'class-start.v2 queued']);
    expect((await told(classId))[1]!.text).toContain(day(moved));
    expect((await module.get(ClassNoticeDesk).board(OFFICER, classId)).untold).toEqual([]);
    await behindTheBack(`update notifications set state = 'cancelled', reason = 'no-consent' where dedupe_key = $1`, [`class-notice/${classId}/${traineeIds[0]}/2`]);
    expect((await module.get(ClassNoticeDesk).board(OFFICER, classId)).untold).toEqual([{ traineeId: traineeIds[0], state: 'cancelled', reason: 'no-consent' }]);
  });

  it('tell who joins later where and when to come, and nobody else again', async () => {
    const { classId } = await classOf(1);
    await session(classId, addDays(today, 2));
    await settle(classId);
    await tell(classId);
    await handOver(classId);
    const late = await person();
    await module.get(ClassesService, { strict: false }).enrol(SYSTEM, classId, [late], today);
    expect(await jobs('class.changed', classId)).toBe(2);
    expect(await tell(classId)).toBe(1);
    expect(await tell(classId)).toBe(0);
    expect((await told(classId)).map(({ traineeId }) => traineeId)).toContain(late);
    expect(await noticesOf(classId)).toEqual(['1 start']);
  });

  it('tell who sits there again after a mistake was put right what they have missed, at once and once', async () => {
    const { classId, traineeIds: [wrongly, other] } = await classOf(2);
    const id = await session(classId, addDays(today, 2));
    await settle(classId);
    await tell(classId);
    await handOver(classId);
    const classes = module.get(ClassesService, { strict: false });
    await classes.recordResults(OFFICER, classId, 'dropped', [{ traineeId: wrongly!, on: today, dropCode: 'family' }]);
    await module.get(ClassTimetables).cancel(OFFICER, id, 1, '停电');
    const moved = addDays(today, 3);
    await session(classId, moved);
    await settle(classId);
    expect(await tell(classId)).toBe(1);
    await handOver(classId);
    const { rows: [drop] } = await fresh.owner.query<{ id: string }>(`select id from ledger_facts where class_id = $1 and kind = 'dropped'`, [classId]);
    const before = await jobs('class.changed', classId);
    await module.get(CorrectionsService, { strict: false }).correct(OFFICER, drop!.id, { reason: '登记错了人', replacement: undefined });
    expect(await jobs('class.changed', classId)).toBe(before + 1);
    expect(await tell(classId)).toBe(1);
    expect(await tell(classId)).toBe(0);
    const texts = async (traineeId: string): Promise<string[]> => (await told(classId)).filter((each) => each.traineeId === traineeId).map(({ text }) => text);
    expect((await texts(wrongly!)).map((text) => text.includes(day(moved)))).toEqual([false, true]);
    expect(await texts(other!)).toHaveLength(2);
  });

  it('tell everybody who sat there that a class is not held, at once and once, whether or not it was announced', async () => {
    const { classId, traineeIds } = await classOf(2);
    await session(classId, addDays(today, 20));
    await module.get(ClassLife, { strict: false }).move(OFFICER, classId, { to: 'aborted', reasonCode: 'too-few-people' });
    expect(await jobs('class.changed', classId)).toBe(2);
    expect(await tell(classId)).toBe(2);
    expect(await tell(classId)).toBe(0);
    const messages = await told(classId);
    expect(messages.map(({ traineeId }) => traineeId).sort()).toEqual([...traineeIds].sort());
    for (const { text } of messages) expect(text).toContain('不办了，不用来上课');
    expect(await noticesOf(classId)).toEqual(['1 aborted']);
  });

  it('cannot be written untrue, twice or by an officer, nor changed, nor read by a neighbour', async () => {
    const { classId } = await classOf(1);
    const insert = `insert into class_notices (class_id, county, owner_region, number, kind, timetable, made_at) values ($1, '420626', '420626000000', $2, $3, '[]', now())`;
    const refusal = async (principal: Principal, sql: string, params: unknown[]): Promise<string | null> => {
      const error = await module.get(Database).inScope(principal, (tx) => tx.query(sql, params)).then(() => null, (each: { driverError: { constraint?: string; code: string } }) => each.driverError);
      return error === null ? null : (error.constraint ?? error.code);
    };
    expect(await refusal(SYSTEM, insert, [classId, 1, 'aborted'])).toBe('class_notice_is_true');
    expect(await refusal(SYSTEM, insert, [randomUUID(), 1, 'start'])).toBe('class_notice_is_true');
    expect(await refusal(SYSTEM, insert, [classId, 2, 'change'])).toBe('one_class_notice_per_number');
    expect(await refusal(OFFICER, insert, [classId, 1, 'start'])).toBe('42501');
    expect(await refusal(SYSTEM, insert, [classId, 1, 'change'])).toBe('class_notices_begin_with_the_start');
    expect(await refusal(SYSTEM, insert, [classId, 1, 'start'])).toBeNull();
    expect(await refusal(SYSTEM, 'update class_notices set number = 9 where class_id = $1', [classId])).toBe('42501');
    expect(await refusal(OFFICER, `select from supersede_notifications(array['x'], now())`, [])).toBeNull();
    expect(await noticesOf(classId)).toEqual(['1 start']);
    expect(await module.get(Database).inScope(systemPrincipal('test', '420625'), (tx) => tx.query('select 1 from class_notices'))).toEqual([]);
  });
});
