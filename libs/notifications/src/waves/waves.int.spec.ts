import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from '@app/platform';
import { MORNING, startMessages, type Messages, type TestTrainee } from '../../../../test/support/messages.js';

describe('waves', () => {
  let messages: Messages;
  let provider: Messages['providers'][0];
  let second: Principal;
  let many: TestTrainee[];
  beforeAll(async () => {
    messages = await startMessages();
    [provider] = messages.providers;
    second = { ...messages.officer, id: randomUUID() };
    many = [];
    for (let i = 0; i < 201; i++) many.push(await messages.trainee());
  });
  afterAll(() => messages.close());
  beforeEach(async () => {
    provider.clear();
    messages.clock.moveTo(MORNING);
    await messages.forget();
    await messages.fresh.owner.query('delete from outbox');
  });
  const jobs = async (): Promise<string[][]> => (await messages.fresh.owner.query<{ ids: string[] }>(`select payload -> 'notificationIds' as ids from outbox where name = 'sms.submit' order by id`)).rows.map(({ ids }) => ids);
  const submitAll = async (): Promise<void> => {
    for (const ids of await jobs()) await messages.submitter.submit(messages.county, ids);
  };
  const trail = async (id: string): Promise<string[]> => (await messages.fresh.owner.query<{ action: string }>(`select action from audit_events where subject_kind = 'notification-wave' and subject_id = $1 order by id`, [id])).rows.map((row) => row.action);

  it('of up to 200 go as soon as an officer confirms them, ten to a job, and the next has the next number', async () => {
    const vacancyId = await messages.vacancy();
    const wave = await messages.wave(vacancyId, many.slice(0, 25));
    expect((await jobs()).map((ids) => ids.length)).toEqual([10, 10, 5]);
    await submitAll();
    expect(provider.taken).toHaveLength(25);
    expect(await messages.waves.get(messages.officer, wave.id)).toMatchObject({ number: 1, size: 25, confirmedBy: messages.officer.id, counts: { accepted: 25 } });
    const next = await messages.wave(vacancyId, many.slice(24, 30));
    expect(await messages.waves.get(messages.officer, next.id)).toMatchObject({ number: 2, counts: { queued: 5 } }); // whom the first told is told no more
    expect(await trail(wave.id)).toEqual(['notification-wave.confirm']);
  });

  it('above 200 begin with a trial of twenty; the rest goes when another officer says so', async () => {
    const wave = await messages.wave(await messages.vacancy(), many);
    await submitAll();
    expect(provider.taken).toHaveLength(20);
    await expect(messages.waves.release(messages.officer, wave.id)).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.SECOND_OFFICER_NEEDED' });
    expect(await messages.waves.get(messages.officer, wave.id)).toMatchObject({ releasedAt: null, counts: { accepted: 20, planned: 181 } });
    expect(await messages.waves.release(second, wave.id)).toMatchObject({ releasedBy: second.id, counts: { accepted: 20, queued: 181 } });
    await messages.waves.release(second, wave.id);
    await submitAll();
    expect(provider.taken).toHaveLength(201);
    expect(await trail(wave.id)).toEqual(['notification-wave.confirm', 'notification-wave.release']);
  });

  it('stop at once: what was not claimed when the stop committed is not sent, and a stopped wave is not released', async () => {
    const wave = await messages.wave(await messages.vacancy(), many);
    const first = await jobs();
    await messages.submitter.submit(messages.county, first[0]!);
    expect(await messages.waves.stop(messages.officer, wave.id, 'officer')).toMatchObject({ stopReason: 'officer', counts: { accepted: 10, cancelled: 191 } });
    await messages.submitter.submit(messages.county, first[1]!);
    expect(provider.taken).toHaveLength(10);
    await expect(messages.waves.release(second, wave.id)).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.MOVE_REFUSED' });
    expect(await messages.waves.stop(second, wave.id, 'filled')).toMatchObject({ stoppedBy: messages.officer.id, stopReason: 'officer' });
    expect(await trail(wave.id)).toEqual(['notification-wave.confirm', 'notification-wave.stop']);
  });

  it('are refused for nobody, for the same person twice, for a vacancy that is not offered or whose employer nobody verified', async () => {
    const vacancyId = await messages.vacancy();
    await expect(messages.wave(vacancyId, [])).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.SIZE_REFUSED' });
    await expect(messages.wave(vacancyId, [many[0]!, many[0]!])).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.SIZE_REFUSED' });
    await messages.fresh.owner.query('update employers set verified_at = null, verified_by = null where id = (select employer_id from vacancies where id = $1)', [vacancyId]);
    await expect(messages.wave(vacancyId, [many[0]!])).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.VACANCY_REFUSED' });
    await expect(messages.wave(randomUUID(), [many[0]!])).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.VACANCY_REFUSED' });
    for (const work of [() => messages.waves.release(second, randomUUID()), () => messages.waves.stop(second, randomUUID(), 'officer'), () => messages.waves.get(second, randomUUID())]) await expect(work()).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.UNKNOWN' });
    expect((await messages.fresh.owner.query('select 1 from notification_waves')).rowCount).toBe(0);
    expect(await jobs()).toEqual([]);
  });

  it('are not made a second time for the same people', async () => {
    const vacancyId = await messages.vacancy();
    await messages.wave(vacancyId, many.slice(0, 2));
    await expect(messages.wave(vacancyId, many.slice(0, 2))).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.TELLS_NOBODY' });
    expect((await messages.waves.list(second, { vacancyId, limit: 10 })).items).toMatchObject([{ number: 1, counts: { queued: 2 } }]);
  });

  it('confirmed twice at the same moment are one: the other officer is told', async () => {
    const vacancyId = await messages.vacancy();
    const outcomes = await Promise.allSettled([messages.wave(vacancyId, many.slice(0, 2)), messages.wave(vacancyId, many.slice(0, 2)), messages.wave(vacancyId, many.slice(0, 2))]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: expect.stringMatching(/^NOTIFICATION_WAVE\.(NUMBER_TAKEN|TELLS_NOBODY)$/) });
    expect((await messages.waves.list(second, { vacancyId, limit: 10 })).items).toHaveLength(1);
  });

  it('are seen by their own county only', async () => {
    const wave = await messages.wave(await messages.vacancy(), many.slice(0, 1));
    await expect(messages.waves.get({ ...second, region: '420625' }, wave.id)).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.UNKNOWN' });
    expect((await messages.waves.list({ ...second, region: '420625' }, { limit: 10 })).items).toEqual([]);
    expect((await messages.waves.list(second, { limit: 10 })).items).toHaveLength(1);
  });

  it('keep their laws by SQL as the application too', async () => {
    const { id } = await messages.wave(await messages.vacancy(), many);
    const asApp = (text: string, values: unknown[] = []) => messages.database.inScope(messages.officer, (tx) => tx.query(text, values));
    await expect(asApp('update notification_waves set released_by = confirmed_by, released_at = now() where id = $1', [id])).rejects.toMatchObject({ driverError: { constraint: 'large_wave_is_released_by_a_second_officer' } });
    await expect(asApp(`insert into notification_waves (owner_region, vacancy_id, number, size, confirmed_by, confirmed_at, released_by, released_at) values ('420626000000', gen_random_uuid(), 1, 300, 'a', now(), 'b', now())`)).rejects.toMatchObject({ driverError: { constraint: 'large_wave_is_released_by_a_second_officer' } });
    await asApp(`update notification_waves set stopped_by = 'x', stopped_at = now(), stop_reason = 'officer' where id = $1`, [id]);
    await expect(asApp('update notification_waves set stopped_by = null, stopped_at = null, stop_reason = null where id = $1', [id])).rejects.toMatchObject({ driverError: { constraint: 'wave_moves_forward' } });
    await expect(asApp(`update notification_waves set released_by = 'y', released_at = now() where id = $1`, [id])).rejects.toMatchObject({ driverError: { constraint: 'wave_moves_forward' } });
    // queued behind the trial by hand, it still waits for the second officer
    const { id: other, notificationIds } = await messages.wave(await messages.vacancy(), many);
    await asApp('select queue_notifications($1::uuid[])', [notificationIds]);
    await messages.submitter.submit(messages.county, notificationIds.slice(15, 25));
    expect(provider.taken).toHaveLength(5);
    expect(await messages.fate(notificationIds[24]!)).toMatchObject({ state: 'queued', heldFor: 'trial' });
    expect((await messages.waves.get(messages.officer, other)).counts).toMatchObject({ accepted: 5 });
  });
});
