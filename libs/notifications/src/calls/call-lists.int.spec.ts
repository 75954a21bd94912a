import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { callScene } from '../../../../test/support/calls.js';
import { FOR_GOOD, MORNING, startMessages, type Messages, type TestTrainee } from '../../../../test/support/messages.js';
import { CallAnswers } from './call-answers.service.js';
import { CallLists } from './call-lists.service.js';

describe('call lists', () => {
  let messages: Messages;
  let lists: CallLists;
  beforeAll(async () => {
    messages = await startMessages();
    lists = messages.get(CallLists);
  });
  afterAll(() => messages.close());
  beforeEach(async () => {
    messages.providers[0].clear();
    messages.clock.moveTo(MORNING);
    await messages.forget();
    await messages.fresh.owner.query('delete from outbox');
  });
  const { village, sql, villager, called, callOf, tap, standing, written } = callScene(() => messages);

  describe('show a village officer', () => {
    it('whom of the village to call, masked, with why and what to say; not the neighbours’', async () => {
      const [own, other] = [await villager({ phone: null }), await messages.trainee({ village: '420626104202' })];
      const { id } = await called([own, other]);
      const { items } = await lists.list(village, { limit: 10 });
      expect(items).toMatchObject([{ traineeId: own.id, waveId: id, phoneMasked: null, reason: 'no-mobile', tries: 0, script: expect.stringMatching(/^测试用人单位 .*招电焊工，.*您愿意去吗？/u) }]);
      expect((await lists.list(messages.officer, { limit: 10 })).items.map(({ phoneMasked }) => phoneMasked)).toEqual([null, `${other.phone.slice(0, 3)}****${other.phone.slice(-4)}`]);
      expect((await lists.list({ ...village, region: '420625104201' }, { limit: 10 })).items).toEqual([]);
    });

    it('page by page', async () => {
      await called([await villager(), await villager(), await villager()]);
      const first = await lists.list(village, { limit: 2 });
      const second = await lists.list(village, { limit: 2, cursor: first.nextCursor! });
      expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    });

    it('nobody of a wave that was stopped, of a post that is closed, or whose days are over', async () => {
      const people = [await villager(), await villager(), await villager()];
      const waves = [];
      for (const person of people) waves.push(await called([person]));
      await messages.waves.stop(messages.officer, waves[0]!.id, 'officer');
      await sql(`update vacancies set status = 'filled', closing_reason = 'filled' where id = $1`, [waves[1]!.vacancyId]);
      expect((await lists.list(village, { limit: 10 })).items.map(({ traineeId }) => traineeId)).toEqual([people[2]!.id]);
      messages.clock.moveTo('2026-12-01T02:00:00Z');
      expect((await lists.list(village, { limit: 10 })).items).toEqual([]);
      expect(await lists.refresh(messages.county)).toEqual({ closed: 2, planned: 0 });
      expect(await lists.refresh(messages.county)).toEqual({ closed: 0, planned: 0 });
      expect(await Promise.all(people.map(standing))).toEqual(['wave-stopped', 'lapsed', 'lapsed'].map((closedFor) => ({ tries: 0, closedFor })));
    });

    it('nothing of a large wave before the second officer has released it', async () => {
      const own = await villager();
      const { rows } = await messages.fresh.owner.query<{ id: string }>(`insert into notification_waves (owner_region, vacancy_id, number, size, confirmed_by, confirmed_at) values ('420626000000', $1, 1, 300, $2, $3) returning id`, [await messages.vacancy(), messages.officer.id, messages.clock.now()]);
      await messages.database.inScope(messages.officer, (tx) => lists.plan(tx, rows[0]!.id, [{ traineeId: own.id, reason: 'opted-out' }]));
      const task = await callOf(own);
      expect((await lists.list(village, { limit: 10 })).items).toEqual([]);
      await expect(lists.record(village, task, 'interested', null)).rejects.toMatchObject({ code: 'CALL.UNKNOWN' });
      await messages.waves.release({ ...messages.officer, id: randomUUID() }, rows[0]!.id);
      expect((await lists.list(village, { limit: 10 })).items).toMatchObject([{ id: task, reason: 'opted-out' }]);
    });
  });

  describe('take in what was tapped', () => {
    it('interested: once, however often it is tapped; the referral list follows by the same job as of a message', async () => {
      const own = await villager();
      const { vacancyId } = await called([own]);
      const taps = await Promise.all([tap(own, 'interested'), tap(own, 'interested'), tap(own, 'interested')]);
      expect(taps.filter(Boolean)).toHaveLength(1);
      expect(await standing(own)).toEqual({ tries: 1, closedFor: 'answered' });
      const [job, ...more] = await sql(`select payload ->> 'resultId' as "resultId" from outbox where name = 'call.answered'`);
      expect(more).toEqual([]);
      for (let i = 0; i < 2; i++) await messages.get(CallAnswers).take(messages.county, job!['resultId'] as string);
      expect(await sql('select answer, channel, vacancy_id as "vacancyId", template, notification_id as message from sms_answers')).toEqual([{ answer: 'yes', channel: 'call', vacancyId, template: 'call.v1', message: null }]);
      expect(await sql(`select count(*)::int as n from outbox where name = 'sms-answer.given'`)).toEqual([{ n: 1 }]);
      expect(await sql(`select action from audit_events where subject_kind = 'call' and subject_id = $1 order by id`, [await callOf(own)])).toEqual([{ action: 'call.record' }, { action: 'message.answer' }]);
    });

    it('refused: a refusal of the post for the reason tapped, exactly as by SMS, without another question', async () => {
      const own = await villager();
      const { vacancyId } = await called([own]);
      await tap(own, 'refused', 'pay');
      const [job] = await sql(`select payload ->> 'resultId' as "resultId" from outbox where name = 'call.answered'`);
      await messages.get(CallAnswers).take(messages.county, job!['resultId'] as string);
      expect(await sql('select vacancy_id as "vacancyId", reason from refusals where registration_id = $1', [own.id])).toEqual([{ vacancyId, reason: 'pay' }]);
      expect(await sql('select 1 from notifications where registration_id = $1', [own.id])).toEqual([]);
      expect(await messages.database.inScope(village, (tx) => tx.query('select 1 from call_results union all select 1 from sms_answers union all select 1 from call_tasks'))).toEqual([]); // they are often kin
    });

    it('not reached: stays on the list; twice on one day is one call', async () => {
      const own = await villager();
      await called([own]);
      expect(await tap(own, 'not-reached')).toBe(true);
      expect(await tap(own, 'not-reached')).toBe(false);
      expect(await standing(own)).toEqual({ tries: 1, closedFor: null });
      messages.clock.moveTo('2026-11-29T02:00:00Z');
      expect(await tap(own, 'not-reached')).toBe(true);
      expect(await tap(own, 'reached')).toBe(true);
      expect(await standing(own)).toEqual({ tries: 3, closedFor: null });
      expect(await sql(`select 1 from outbox where name = 'call.answered'`)).toEqual([]);
    });

    it('no more calls: of none, for good, under every name', async () => {
      const [own, same] = [await villager(), await villager()];
      await sql(`insert into person_aliases (person_id, same_as, merged_by) select a.person_id, b.person_id, 'test' from registrations a, registrations b where a.id = $1 and b.id = $2`, [same.id, own.id]);
      await called([own]);
      await tap(own, 'no-more-calls');
      messages.clock.moveTo('2027-03-01T02:00:00Z');
      await expect(called([own])).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.TELLS_NOBODY' });
      await expect(called([same])).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.TELLS_NOBODY' });
      expect(await written(own)).toBe('accepted'); // messages are another matter
    });

    it('late: after the days of the list or a stop it is still written down, since the contact was made', async () => {
      const own = await villager();
      const { id } = await called([own]);
      await messages.waves.stop(messages.officer, id, 'officer');
      expect(await lists.record(messages.officer, await callOf(own), 'interested', null)).toBe(true);
      expect(await standing(own)).toEqual({ tries: 1, closedFor: 'answered' });
    });

    it('refuses another word after an answer, by call or by message, and changes nothing', async () => {
      const own = await villager();
      await called([own]);
      await tap(own, 'interested');
      await expect(tap(own, 'refused', 'far')).rejects.toMatchObject({ code: 'CALL.ANSWERED' });
      await expect(tap(own, 'not-reached')).rejects.toMatchObject({ code: 'CALL.ANSWERED' });
      expect(await sql('select result from call_results')).toEqual([{ result: 'interested' }]);
    });

    it('refuses a reason without a refusal and a refusal without a reason, and what is not the caller’s', async () => {
      const own = await villager();
      await called([own]);
      await expect(tap(own, 'refused')).rejects.toMatchObject({ code: 'CALL.REASON_REFUSED' });
      await expect(tap(own, 'interested', 'far')).rejects.toMatchObject({ code: 'CALL.REASON_REFUSED' });
      await expect(lists.record({ ...village, region: '420626104202' }, await callOf(own), 'interested', null)).rejects.toMatchObject({ code: 'CALL.UNKNOWN' });
      await expect(lists.record(village, randomUUID(), 'interested', null)).rejects.toMatchObject({ code: 'CALL.UNKNOWN' });
      expect(await standing(own)).toEqual({ tries: 0, closedFor: null });
      expect(await sql('select 1 from call_results')).toEqual([]);
    });
  });

  describe('are added to by what messages did not reach', () => {
    it('by the officer’s word or in the morning, once; with the reason, and only where a place is free', async () => {
      const [failed, delivered, gone] = [await villager(), await villager(), await villager()];
      const { id, notificationIds } = await messages.wave(await messages.vacancy(), [failed, delivered, gone]);
      messages.providers[0].script.push(FOR_GOOD);
      await messages.database.inScope(messages.county, async (tx) => messages.limits.block(tx, { phoneIndex: (await sql('select phone_index as i from registrations where id = $1', [gone.id]))[0]!['i'] as string, ownerRegion: '420626104201' }, 'not-the-person', null, messages.county));
      await messages.submitter.submit(messages.county, notificationIds);
      expect((await Promise.all(notificationIds.map(messages.fate))).map(({ state, reason }) => reason ?? state).toSorted()).toEqual(['accepted', 'number-blocked', 'rejected']);
      expect((await lists.extend(messages.officer, id)).map(({ verdict }) => verdict)).toEqual(['planned', 'planned']);
      expect(await lists.extend(messages.officer, id)).toEqual([]);
      expect(await lists.refresh(messages.county)).toEqual({ closed: 0, planned: 0 });
      expect((await lists.list(village, { limit: 10 })).items.map(({ reason }) => reason).toSorted()).toEqual(['number-blocked', 'sms-failed']);
      expect(await messages.waves.get(messages.officer, id)).toMatchObject({ calls: { open: 2, answered: 0, ended: 0 }, congestion: { offered: 3, byMessage: 1, byCall: 2, openings: 5, perOpening: 0.6 } });
    });

    it('a message that failed at the telephone was a contact of its day: the call is for the next', async () => {
      const own = await villager();
      const { id, notificationIds } = await messages.wave(await messages.vacancy(), [own]);
      await messages.submitter.submit(messages.county, [notificationIds[0]!]);
      await sql(`update notifications set state = 'failed', ended_at = claimed_at where id = $1`, [notificationIds[0]]);
      expect(await lists.extend(messages.officer, id)).toMatchObject([{ verdict: 'day-cap' }]);
      messages.clock.moveTo('2026-11-29T00:00:00Z');
      expect(await lists.refresh(messages.county)).toEqual({ closed: 0, planned: 1 });
      expect((await lists.list(village, { limit: 10 })).items).toMatchObject([{ traineeId: own.id, reason: 'sms-failed' }]);
    });

    it('an answer that comes by message after all ends the call', async () => {
      const own = await villager();
      const { id, notificationIds: [sent] } = await messages.wave(await messages.vacancy(), [own]);
      await messages.submitter.submit(messages.county, [sent!]);
      await sql(`update notifications set state = 'failed', ended_at = claimed_at where id = $1`, [sent]);
      messages.clock.moveTo('2026-11-29T00:00:00Z');
      await lists.extend(messages.officer, id);
      await sql(`insert into sms_answers (owner_region, notification_id, registration_id, vacancy_id, template, answer, channel, recorded_by, at) select owner_region, id, registration_id, vacancy_id, template, 'yes', 'sms', 'test', now() from notifications where id = $1`, [sent]);
      expect(await standing(own)).toEqual({ tries: 0, closedFor: 'answered' });
    });

    it('not those of a stopped wave, nor of one that is not there', async () => {
      const { id } = await messages.wave(await messages.vacancy(), [await villager()]);
      await messages.waves.stop(messages.officer, id, 'officer');
      await expect(lists.extend(messages.officer, id)).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.MOVE_REFUSED' });
      await expect(lists.extend(messages.officer, randomUUID())).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.UNKNOWN' });
      await expect(lists.listOfWave(messages.officer, randomUUID(), { limit: 5 })).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.UNKNOWN' });
    });
  });

  describe('look at every person anew', () => {
    const verdictOf = async (trainee: TestTrainee, waveId: string): Promise<unknown> => (await messages.database.inScope(messages.officer, (tx) => lists.plan(tx, waveId, [{ traineeId: trainee.id, reason: 'no-mobile' }])))[0]?.verdict;
    it.each<readonly [string, string, (own: TestTrainee, vacancyId: string) => Promise<unknown>]>([
      ['nobody consented', 'no-consent', (own) => messages.consents.withdraw(messages.officer, own.id, 'message.match')],
      ['the person has refused the post', 'vacancy-refused', (own, vacancyId) => sql(`insert into refusals (registration_id, owner_region, vacancy_id, refused_on) select id, owner_region, $2, '2026-11-28' from registrations where id = $1`, [own.id, vacancyId])],
      ['the post was filled', 'vacancy-closed', (_, vacancyId) => sql(`update vacancies set status = 'filled', closing_reason = 'filled' where id = $1`, [vacancyId])],
      ['the employer is verified no longer', 'employer-unverified', (_, vacancyId) => sql(`update employers set verified_at = null, verified_by = null where id = (select employer_id from vacancies where id = $1)`, [vacancyId])],
      ['a message about it may still arrive', 'told-by-message', (own, vacancyId) => messages.wave(vacancyId, [own])],
      ['nothing is in the way', 'planned', async () => undefined],
    ])('%s: %s', async (_, verdict, happens) => {
      const [own, other] = [await villager(), await villager()];
      const { id, vacancyId } = await called([other]);
      await happens(own, vacancyId);
      expect(await verdictOf(own, id)).toBe(verdict);
      expect(await verdictOf(other, id)).toBe(verdict === 'vacancy-closed' || verdict === 'employer-unverified' ? verdict : 'day-cap');
    });

    it('nobody of another county, and nobody by a village’s word', async () => {
      const own = await villager();
      const { id } = await called([await villager()]);
      expect(await messages.database.inScope({ ...messages.officer, region: '420625' }, (tx) => lists.plan(tx, id, [{ traineeId: own.id, reason: 'no-mobile' }]))).toEqual([]);
      await expect(messages.database.inScope(village, (tx) => lists.plan(tx, id, [{ traineeId: own.id, reason: 'no-mobile' }]))).rejects.toMatchObject({ driverError: { code: '42501' } });
    });
  });

  describe('cannot be gone around by SQL', () => {
    it.each([
      ['put somebody on a list', `insert into call_tasks (owner_region, wave_id, vacancy_id, registration_id, person_id, reason, held, planned_at, valid_until) select owner_region, wave_id, vacancy_id, gen_random_uuid(), person_id, reason, false, now(), now() + interval '1 day' from call_tasks where id = $1`],
      ['close a call', `update call_tasks set closed_at = now(), closed_for = 'answered' where id = $1`],
      ['forget one', 'delete from call_tasks where id = $1'],
      ['write a result', `insert into call_results (owner_region, task_id, number, result, recorded_by, at) select owner_region, id, 1, 'interested', 'x', now() from call_tasks where id = $1`],
      ['take a stop back', `delete from call_opt_outs where $1::uuid is not null`],
      ['count for itself', `select count_contacts('message.match', $1::uuid, 'x', now())`],
    ])('the application may not %s', async (_, text) => {
      const own = await villager();
      await called([own]);
      const id = await callOf(own);
      await expect(messages.database.inScope(messages.officer, (tx) => tx.query(text, [id]))).rejects.toMatchObject({ driverError: { code: '42501' } });
    });

    it('nobody but an officer tells of a call, and an answer by call is what was tapped', async () => {
      const own = await villager();
      await called([own]);
      const id = await callOf(own);
      await expect(messages.database.inScope(messages.county, (tx) => tx.query(`select * from record_call($1, 'interested', null, now())`, [id]))).rejects.toMatchObject({ driverError: { code: '42501' } });
      const answer = (given: string) => messages.database.inScope(messages.county, (tx) => tx.query(`insert into sms_answers (owner_region, call_task_id, registration_id, vacancy_id, template, answer, channel, recorded_by, at) select owner_region, id, registration_id, vacancy_id, 'call.v1', $2, 'call', 'x', now() from call_tasks where id = $1`, [id, given]));
      await expect(answer('yes')).rejects.toMatchObject({ driverError: { constraint: 'answer_to_a_call_that_was_made' } });
      await tap(own, 'refused', 'far');
      await expect(answer('yes')).rejects.toMatchObject({ driverError: { constraint: 'answer_to_a_call_that_was_made' } });
      await answer('far');
      await expect(sql('update call_results set result = $1', ['interested'])).rejects.toThrow(/not be changed|refuse|append/i);
    });
  });
});
