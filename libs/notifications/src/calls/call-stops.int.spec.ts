import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from '@app/platform';
import { callScene } from '../../../../test/support/calls.js';
import { MORNING, startMessages, type Messages } from '../../../../test/support/messages.js';
import { ContactHistoriesRepository } from '../channels/contact-histories.repository.js';
import { CallStops } from './call-stops.service.js';

const LATER = '2026-12-20T02:00:00Z';
const TELLS_NOBODY = { code: 'NOTIFICATION_WAVE.TELLS_NOBODY' };

/** A person wanted no calls, and asks to be called again. */
describe('a stop of calls', () => {
  let messages: Messages;
  let stops: CallStops;
  beforeAll(async () => {
    messages = await startMessages();
    stops = messages.get(CallStops);
  });
  afterAll(() => messages.close());
  beforeEach(async () => {
    messages.clock.moveTo(MORNING);
    await messages.forget();
  });
  const { village, sql, villager, called, callOf, tap, standing } = callScene(() => messages);

  /** Somebody who was called and said: no more calls. */
  async function stopped(): Promise<Awaited<ReturnType<typeof villager>>> {
    const own = await villager();
    await called([own]);
    await tap(own, 'no-more-calls');
    messages.clock.moveTo(LATER);
    return own;
  }
  const lines = (id: string): Promise<unknown[]> => sql('select lifted_how as how, lifted_by as by from call_opt_outs where registration_id = $1 order by at', [id]);
  const trail = (id: string): Promise<unknown[]> => sql(`select details from audit_events where action = 'call-stop.lift' and subject_id = $1`, [id]);

  it('is lifted when the person asks for it: who, when and how stays on record, and later waves call again', async () => {
    const own = await stopped();
    expect(await stops.of(messages.officer, own.id)).toEqual({ stoppedAt: new Date(MORNING), liftedAt: null, liftedHow: null });
    expect(await stops.lift(messages.officer, own.id, 'by-telephone')).toBe(true);
    expect(await stops.of(messages.officer, own.id)).toEqual({ stoppedAt: null, liftedAt: new Date(LATER), liftedHow: 'by-telephone' });
    expect(await lines(own.id)).toEqual([{ how: 'by-telephone', by: messages.officer.id }]);
    expect(await trail(own.id)).toEqual([{ details: { how: 'by-telephone' } }]);
    expect(await standing(own)).toEqual({ tries: 1, closedFor: 'calls-stopped' }); // the old call is over
    await called([own]);
    expect(await standing(own)).toEqual({ tries: 0, closedFor: null });
  });

  it('lifted again is lifted once, also by several at one moment', async () => {
    const own = await stopped();
    const lifted = await Promise.all((['in-person', 'in-writing', 'by-message'] as const).map((how) => stops.lift(messages.officer, own.id, how)));
    expect(lifted.filter(Boolean)).toHaveLength(1);
    expect(await stops.lift(messages.officer, own.id, 'in-person')).toBe(false);
    expect([await lines(own.id), await trail(own.id)]).toEqual([[expect.anything()], [expect.anything()]]);
  });

  it('may be said again, and lifted again; what was tapped in before does not bring it back', async () => {
    const own = await stopped();
    const former = await callOf(own);
    await stops.lift(messages.officer, own.id, 'in-person');
    expect(await tap(own, 'no-more-calls')).toBe(false);
    await called([own]);
    expect(await callOf(own)).not.toBe(former);
    expect(await tap(own, 'no-more-calls')).toBe(true);
    messages.clock.moveTo('2027-01-20T02:00:00Z');
    await expect(called([own])).rejects.toMatchObject(TELLS_NOBODY);
    expect(await stops.of(messages.officer, own.id)).toEqual({ stoppedAt: new Date(LATER), liftedAt: new Date(LATER), liftedHow: 'in-person' });
    expect(await stops.lift(messages.officer, own.id, 'in-writing')).toBe(true);
    expect(await lines(own.id)).toMatchObject([{ how: 'in-person' }, { how: 'in-writing' }]);
  });

  it('is one person’s under every name and in every county: stopped under one it is lifted under the other', async () => {
    const [own, same] = [await stopped(), await villager()];
    await sql(`insert into person_aliases (person_id, same_as, merged_by) select a.person_id, b.person_id, 'test' from registrations a, registrations b where a.id = $1 and b.id = $2`, [same.id, own.id]);
    const histories = (): Promise<boolean[]> => messages.database.inScope(messages.officer, async (tx) =>
      [...(await messages.get(ContactHistoriesRepository).tellable(tx, [own.id, same.id], randomUUID(), messages.clock.now())).values()].map(({ hasStoppedCalls }) => hasStoppedCalls));
    expect(await histories()).toEqual([true, true]);
    await expect(called([same])).rejects.toMatchObject(TELLS_NOBODY);
    expect(await stops.lift(messages.officer, same.id, 'in-person')).toBe(true);
    expect(await histories()).toEqual([false, false]);
    expect((await stops.of(messages.officer, own.id)).stoppedAt).toBeNull();
    await called([own]);
  });

  it('leaves messages alone: who answered T is not written to, whatever is lifted', async () => {
    const own = await stopped();
    await sql(`insert into message_opt_outs (phone_index, purpose, owner_region, registration_id, recorded_by, at) select phone_index, 'message.match', owner_region, id, 'test', now() from registrations where id = $1`, [own.id]);
    await stops.lift(messages.officer, own.id, 'in-person');
    const { notificationIds } = await messages.wave(await messages.vacancy(), [own]);
    await messages.submitter.submit(messages.county, notificationIds);
    expect(await messages.fate(notificationIds[0]!)).toMatchObject({ state: 'cancelled', reason: 'opted-out' });
  });

  describe('is not lifted', () => {
    const elsewhere = (): Principal => ({ ...messages.officer, region: '420625' });

    it('where nobody said it', async () => {
      const own = await villager();
      await expect(stops.lift(messages.officer, own.id, 'in-person')).rejects.toMatchObject({ code: 'CALL_STOP.NONE' });
      expect([await lines(own.id), await trail(own.id)]).toEqual([[], []]);
    });

    it('by a neighbour, or for nobody', async () => {
      const own = await stopped();
      for (const refused of [stops.lift(elsewhere(), own.id, 'in-person'), stops.of(elsewhere(), own.id), stops.lift(messages.officer, randomUUID(), 'in-person')]) await expect(refused).rejects.toMatchObject({ code: 'ADDRESSEE.UNKNOWN' });
      expect(await lines(own.id)).toEqual([{ how: null, by: null }]);
    });

    it('by the village, which is told of no stop either, nor by the service itself', async () => {
      const own = await stopped();
      for (const who of [village, messages.county]) await expect(stops.lift(who, own.id, 'in-person')).rejects.toMatchObject({ driverError: { code: '42501' } });
      expect(await stops.of(village, own.id)).toEqual({ stoppedAt: null, liftedAt: null, liftedHow: null });
      expect(await lines(own.id)).toEqual([{ how: null, by: null }]);
    });

    it.each([
      ['without a word of how it was asked', `select * from lift_call_stops($1, null, now())`, 'call_stop_lift_is_whole'],
      ['for a reason that is none', `select * from lift_call_stops($1, 'kin', now())`, 'call_stop_lift_says_how_it_was_asked'],
      ['before it was said', `select * from lift_call_stops($1, 'in-person', '2026-01-01')`, 'call_stop_is_lifted_after_it_was_said'],
      ['past the function', `update call_opt_outs set lifted_at = now(), lifted_by = 'x', lifted_how = 'in-person' where registration_id = $1`, '42501'],
    ])('%s', async (_, text, refusal) => {
      const own = await stopped();
      const refused = messages.database.inScope(messages.officer, (tx) => tx.query(text, [own.id])).then(() => null, (error: { driverError: { constraint?: string; code: string } }) => error.driverError.constraint ?? error.driverError.code);
      expect(await refused).toBe(refusal);
      expect(await lines(own.id)).toEqual([{ how: null, by: null }]);
    });

    it('and said by nobody’s hand: not even the owner changes or forgets one, or stands a lifted one up again', async () => {
      const own = await stopped();
      await expect(sql(`update call_opt_outs set at = now() where registration_id = $1`, [own.id])).rejects.toMatchObject({ constraint: 'call_stop_is_lifted_once' });
      await expect(sql('delete from call_opt_outs where registration_id = $1', [own.id])).rejects.toThrow(/not be changed|refuse|append/i);
      await stops.lift(messages.officer, own.id, 'in-person');
      await expect(sql('update call_opt_outs set lifted_at = null, lifted_by = null, lifted_how = null where registration_id = $1', [own.id])).rejects.toMatchObject({ constraint: 'call_stop_is_lifted_once' });
    });
  });
});
