import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConsentPurpose } from '@app/trainees';
import type { Principal } from '@app/platform';
import { MORNING, startMessages, type Messages, type TestTrainee } from '../../../../test/support/messages.js';
import { MessageFiguresService } from '../figures/message-figures.service.js';
import { PolicyNotices } from './policy-notices.service.js';

const WORDING = '技能提升补贴从12月1日起可在乡镇窗口申请';
const AGREED: readonly ConsentPurpose[] = ['message.policy'];

describe('policy notices', () => {
  let messages: Messages;
  let notices: PolicyNotices;
  let second: Principal;
  beforeAll(async () => {
    messages = await startMessages();
    notices = messages.get(PolicyNotices);
    second = { ...messages.officer, id: randomUUID() };
  });
  afterAll(() => messages.close());
  beforeEach(async () => {
    messages.providers[0].clear();
    messages.clock.moveTo(MORNING);
    await messages.forget();
    await messages.fresh.owner.query('delete from outbox');
    await messages.fresh.owner.query('begin; set local session_replication_role = replica; delete from consents; commit');
  });

  const people = async (count: number, township: string): Promise<TestTrainee[]> => {
    const made: TestTrainee[] = [];
    for (let i = 0; i < count; i++) made.push(await messages.trainee({ consents: AGREED, township }));
    return made;
  };
  const write = (region?: string, programme?: string) => notices.write(messages.officer, { wording: WORDING, region, programme });
  const submitAll = async (): Promise<void> => {
    const { rows } = await messages.fresh.owner.query<{ ids: string[] }>(`select payload -> 'notificationIds' as ids from outbox where name = 'sms.submit' order by id`);
    for (const { ids } of rows) await messages.submitter.submit(messages.county, ids);
  };
  const count = async (): Promise<number> => (await messages.fresh.owner.query<{ n: number }>('select count(*)::int as n from notifications')).rows[0]!.n;

  it('are told to those of their region who agreed, one for a telephone, and to nobody twice', async () => {
    const [one] = await people(2, '420626104');
    await messages.trainee({ consents: AGREED, township: '420626104', phone: one!.phone });
    await messages.trainee({ consents: ['message.match'], township: '420626104' });
    await people(1, '420626106');
    const ready = await write('420626104');
    expect(ready).toMatchObject({ size: 2, parts: 2 });
    expect(ready.samples[0]!.text).toContain(`：${WORDING}。详询`);
    const wave = await notices.confirm(messages.officer, ready.notice.id, 2);
    expect(wave).toMatchObject({ vacancyId: null, policyNoticeId: ready.notice.id, number: 1, counts: { queued: 2 } });
    await submitAll();
    expect(messages.providers[0].taken).toHaveLength(2);
    expect(await notices.ready(messages.officer, ready.notice.id)).toMatchObject({ size: 0, notice: { waves: 1, told: 2 } });
    await people(1, '420626104');
    expect(await notices.confirm(messages.officer, ready.notice.id, 1)).toMatchObject({ number: 2 });
  });

  it('can be for those alone who sat in a class of a programme', async () => {
    const [learner] = await people(2, '420626104');
    const { rows: [made] } = await messages.fresh.owner.query<{ id: string }>(`insert into training_classes (county, owner_region, name, course_id, programme, region, starts_on, ends_on, seats, state, created_by) values ('420626', '420626000000', '班', 'welding', '雨露计划', '420626104000', '2026-01-01', '2026-03-01', 30, 'planned', 'test') returning id`);
    await messages.fresh.owner.query('begin; set local session_replication_role = replica; ' + `insert into ledger_facts (county, owner_region, kind, effective_on, recorded_at, class_id, registration_id, person_id, recorded_by) select '420626', owner_region, 'enrolled', '2026-01-01', now(), '${made!.id}', id, person_id, 'test' from registrations where id = '${learner!.id}'; commit`);
    expect(await write(undefined, '雨露计划')).toMatchObject({ size: 1 });
    expect(await write(undefined, '凤雏计划')).toMatchObject({ size: 0 });
    expect(await write()).toMatchObject({ size: 2 });
  });

  it('above 200 begin with a trial of twenty, wait for a second officer, and stop at once', async () => {
    await people(201, '420626104');
    const { notice } = await write();
    const wave = await notices.confirm(messages.officer, notice.id, 201);
    await submitAll();
    expect(messages.providers[0].taken).toHaveLength(20);
    await expect(messages.waves.release(messages.officer, wave.id)).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.SECOND_OFFICER_NEEDED' });
    expect(await messages.waves.release(second, wave.id)).toMatchObject({ counts: { accepted: 20, queued: 181 } });
    expect(await messages.waves.stop(messages.officer, wave.id, 'officer')).toMatchObject({ counts: { accepted: 20, cancelled: 181 } });
    await submitAll();
    expect(messages.providers[0].taken).toHaveLength(20);
  });

  it('are counted apart from match notices, and keep to the caps of their own purpose', async () => {
    const one = await messages.trainee({ consents: ['message.match', 'message.policy'] });
    await messages.wave(await messages.vacancy(), [one]);
    const { notice } = await write();
    await notices.confirm(messages.officer, notice.id, 1);
    await submitAll();
    expect(messages.providers[0].taken).toHaveLength(2); // a match notice of the day stands in no policy's way
    const figures = await messages.get(MessageFiguresService).of(messages.officer, '2026-11-01', '2027-12-31');
    expect(figures.byPurpose.map(({ key, sent }) => `${key} ${sent}`)).toEqual(['message.match 1', 'message.policy 1']);
    expect(figures.byWave.map(({ key, sent }) => `${key} ${sent}`)).toEqual(['1 1']);
    const another = await write();
    await notices.confirm(messages.officer, another.notice.id, 1);
    await submitAll();
    expect(messages.providers[0].taken).toHaveLength(2); // one a day
  });

  it.each<[string, object, string[]]>([
    ['words of hardship', { wording: '贫困户可以领取补贴' }, ['wording']],
    ['a signature in it', { wording: '【官方】可以领取补贴' }, ['wording']],
    ['a link to press', { wording: '请点击链接领取补贴' }, ['wording']],
    ['another county’s people', { wording: WORDING, region: '420625' }, ['region']],
    ['a region that is not there', { wording: WORDING, region: '420626999' }, ['region']],
  ])('are refused with %s, and nothing is written', async (_, given, paths) => {
    const before = (await notices.list(messages.officer, { limit: 100 })).items.length;
    const error = await notices.write(messages.officer, given as { wording: string }).catch((each: unknown) => each);
    expect(error).toMatchObject({ code: 'POLICY_NOTICE.REFUSED' });
    expect((error as { faults: { path: string }[] }).faults.map(({ path }) => path)).toEqual(paths);
    expect((await notices.list(messages.officer, { limit: 100 })).items).toHaveLength(before);
  });

  it('are not confirmed for another number than was seen, nor for nobody, nor by a neighbour', async () => {
    await people(2, '420626104');
    const { notice } = await write();
    await expect(notices.confirm(messages.officer, notice.id, 1)).rejects.toMatchObject({ code: 'POLICY_NOTICE.AUDIENCE_CHANGED' });
    await expect(notices.confirm({ ...messages.officer, region: '420625' }, notice.id, 2)).rejects.toMatchObject({ code: 'POLICY_NOTICE.UNKNOWN' });
    const empty = await write('420626106');
    await expect(notices.confirm(messages.officer, empty.notice.id, 0)).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.SIZE_REFUSED' });
    expect(await count()).toBe(0);
  });

  it('leave in a confirmed wave or not at all, whoever writes', async () => {
    const [one] = await people(1, '420626104');
    const noWave = messages.send([{ traineeId: one!.id, purpose: 'message.policy' }]);
    await expect(noWave).rejects.toMatchObject({ driverError: { constraint: 'policy_notice_belongs_to_a_wave' } });
    const { notice } = await write();
    const wave = await notices.confirm(messages.officer, notice.id, 1);
    await messages.fresh.owner.query('begin; set local session_replication_role = replica; truncate notification_attempts, notifications, sms_answers; commit');
    const place = { traineeId: one!.id, wave: { id: wave.id, position: 1 } };
    await expect(messages.send([{ ...place, purpose: 'message.policy', dedupeKey: randomUUID() }])).rejects.toMatchObject({ driverError: { constraint: 'policy_notice_belongs_to_a_wave' } });
    await expect(messages.send([{ ...place, purpose: 'message.course' }])).rejects.toMatchObject({ driverError: { constraint: 'wave_carries_what_was_confirmed' } });
    expect(await count()).toBe(0);
    await expect(messages.database.inScope(messages.officer, (tx) => tx.query(`update policy_notices set wording = '换一个说法' where id = $1`, [notice.id]))).rejects.toMatchObject({ driverError: { code: '42501' } });
  });
});
