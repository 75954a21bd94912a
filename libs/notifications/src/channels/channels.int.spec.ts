import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { callScene } from '../../../../test/support/calls.js';
import { FOR_GOOD, MORNING, startMessages, type Messages, type TestTrainee } from '../../../../test/support/messages.js';
import { ContactHistoriesRepository } from './contact-histories.repository.js';
import { nextChannel } from './next-channel.js';

describe('the ways to a person', () => {
  let messages: Messages;
  beforeAll(async () => {
    messages = await startMessages();
  });
  afterAll(() => messages.close());
  beforeEach(async () => {
    messages.providers[0].clear();
    messages.clock.moveTo(MORNING);
    await messages.forget();
  });
  const { sql, villager, called, tap, standing, written } = callScene(() => messages);

  describe('calls and messages are counted together', () => {
    it('a call still to be made keeps its place: no message about another post goes meanwhile, and none on its day', async () => {
      const own = await villager();
      await called([own]);
      expect(await written(own)).toBe('day-cap');
      messages.clock.moveTo('2026-11-29T02:00:00Z');
      expect(await written(own)).toBe('day-cap'); // whichever day it is made on
      await tap(own, 'interested');
      expect(await written(own)).toBe('day-cap');
      messages.clock.moveTo('2026-11-30T02:00:00Z');
      expect(await written(own)).toBe('accepted');
    });

    it('who was written to today is not put on a list today; three of any kind in seven days are enough', async () => {
      const own = await villager();
      expect(await written(own)).toBe('accepted');
      await expect(called([own])).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.TELLS_NOBODY' });
      messages.clock.moveTo('2026-11-29T02:00:00Z');
      await called([own]);
      await tap(own, 'interested');
      messages.clock.moveTo('2026-11-30T02:00:00Z');
      expect(await written(own)).toBe('accepted');
      messages.clock.moveTo('2026-12-01T02:00:00Z');
      expect(await written(own)).toBe('week-cap');
      await expect(called([own])).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.TELLS_NOBODY' });
    });

    it('calls in vain use the week up: when no further one fits, the list lets the person go', async () => {
      const own = await villager();
      await called([own]);
      for (const day of [28, 29]) {
        messages.clock.moveTo(`2026-11-${day}T03:00:00Z`);
        await tap(own, 'not-reached');
        expect(await standing(own)).toMatchObject({ closedFor: null });
      }
      messages.clock.moveTo('2026-11-30T03:00:00Z');
      await tap(own, 'not-reached');
      expect(await standing(own)).toEqual({ tries: 3, closedFor: 'week-cap' });
      messages.clock.moveTo('2026-12-05T02:59:59Z');
      expect(await written(own)).toBe('week-cap');
      messages.clock.moveTo('2026-12-05T03:00:01Z');
      expect(await written(own)).toBe('accepted');
    });

    it('for a telephone as for a person: two on one telephone share its day', async () => {
      const own = await villager();
      const brother = await villager({ phone: own.phone });
      await called([own]);
      expect(await written(brother)).toBe('day-cap');
      await expect(called([brother])).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.TELLS_NOBODY' });
    });

    it('also against each other: a message claimed and a list made at the same moment leave one of them', async () => {
      for (let i = 0; i < 5; i++) {
        const own = await villager();
        const { notificationIds: [id] } = await messages.wave(await messages.vacancy(), [own]);
        const [, listed] = await Promise.allSettled([messages.submitter.submit(messages.county, [id!]), called([own])]);
        const { state } = await messages.fate(id!);
        expect([state, listed.status]).toEqual(state === 'accepted' ? ['accepted', 'rejected'] : ['cancelled', 'fulfilled']);
      }
    });

    it('the place is free again when the wave is stopped or the days are over', async () => {
      const own = await villager();
      const { id } = await called([own]);
      await messages.waves.stop(messages.officer, id, 'officer');
      expect(await written(own)).toBe('accepted');
    });
  });

  describe('follow from what worked before', () => {
    /** The way to somebody at an instant; null: the person is not told now. */
    async function wayAt(instant: string, { id }: TestTrainee, vacancyId = '00000000-0000-4000-8000-000000000000'): Promise<unknown> {
      messages.clock.moveTo(instant);
      const person = (await messages.database.inScope(messages.officer, (tx) => messages.get(ContactHistoriesRepository).tellable(tx, [id], vacancyId, messages.clock.now()))).get(id);
      return person === undefined ? null : (nextChannel(person)?.reason ?? null);
    }
    const onDay = (day: string): void => messages.clock.moveTo(`${day}T02:00:00Z`);
    const arrive = (): Promise<unknown> => sql(`update notifications set state = 'delivered' where state = 'accepted'`);

    it('two messages without an answer and a call that was taken: a call', async () => {
      const own = await villager();
      await called([own]);
      await tap(own, 'interested');
      onDay('2026-12-01');
      expect(await written(own)).toBe('accepted');
      onDay('2026-12-02');
      expect(await written(own)).toBe('accepted');
      await arrive();
      expect(await wayAt('2026-12-04T02:00:00Z', own)).toBeNull(); // three in seven days
      expect(await wayAt('2026-12-05T02:00:01Z', own)).toBe('sms-unanswered');
    });

    it('an answered message: a message; one that may still be answered tells nothing', async () => {
      const own = await villager();
      expect(await written(own)).toBe('accepted');
      await arrive();
      expect(await wayAt('2026-11-29T02:00:00Z', own)).toBe('sms-usual');
      await sql(`insert into sms_answers (owner_region, notification_id, registration_id, vacancy_id, template, answer, channel, recorded_by, at) select owner_region, id, registration_id, vacancy_id, template, 'no', 'sms', 'test', now() from notifications where registration_id = $1`, [own.id]);
      expect(await wayAt('2026-11-29T02:00:00Z', own)).toBe('sms-answered');
    });

    it('a message that failed: a call; calls in vain: messages again', async () => {
      const own = await villager();
      messages.providers[0].script.push(FOR_GOOD);
      expect(await written(own)).toBe('rejected');
      expect(await wayAt('2026-11-28T03:00:00Z', own)).toBe('sms-failed');
      for (const day of ['2026-12-10', '2026-12-20']) {
        onDay(day);
        const { id } = await called([own], 'sms-failed');
        await tap(own, 'not-reached');
        await messages.waves.stop(messages.officer, id, 'officer');
      }
      expect(await wayAt('2026-12-30T02:00:00Z', own)).toBe('calls-unreached');
    });

    it('no mobile, a blocked number, a stopped telephone: a call; and no way at all to who wants neither', async () => {
      const [none, stopped, neither] = [await villager({ phone: null }), await villager(), await villager()];
      const stop = (trainee: TestTrainee): Promise<unknown> => sql(`insert into message_opt_outs (phone_index, purpose, owner_region, registration_id, recorded_by, at) select phone_index, 'message.match', owner_region, id, 'test', now() from registrations where id = $1`, [trainee.id]);
      await stop(stopped);
      await stop(neither);
      await sql(`insert into call_opt_outs (person_id, owner_region, registration_id, recorded_by, at) select person_id, owner_region, id, 'test', now() from registrations where id = $1`, [neither.id]);
      expect(await Promise.all([none, stopped, neither].map((each) => wayAt(MORNING, each)))).toEqual(['no-mobile', 'opted-out', null]);
    });

    it('nobody who was told of this post by either way, is to be called, or was contacted today', async () => {
      const [own, other, waiting] = [await villager(), await villager(), await villager()];
      const { vacancyId } = await called([own]);
      await tap(own, 'interested');
      await called([waiting]);
      expect(await written(other)).toBe('accepted');
      expect(await Promise.all([own, other, waiting].map((each) => wayAt(MORNING, each)))).toEqual([null, null, null]);
      expect(await Promise.all([own, other, waiting].map((each) => wayAt('2026-11-29T02:00:00Z', each)))).toEqual(['sms-usual', 'sms-usual', null]);
      expect(await wayAt('2026-11-29T02:00:00Z', own, vacancyId)).toBeNull();
    });
  });
});
