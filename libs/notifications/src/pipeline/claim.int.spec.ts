import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NO_ANSWER, MORNING, startMessages, type Messages, type TestTrainee } from '../../../../test/support/messages.js';

/** An instant by the clock of Shanghai. */
const shanghai = (text: string): Date => new Date(`${text}+08:00`);

describe('the claim', () => {
  let messages: Messages;
  let provider: Messages['providers'][0];
  beforeAll(async () => {
    messages = await startMessages();
    [provider] = messages.providers;
  });
  afterAll(() => messages.close());
  beforeEach(async () => {
    provider.clear();
    messages.clock.moveTo(MORNING);
    await messages.fresh.owner.query('delete from outbox; delete from sms_gateways; delete from sms_budgets; delete from sms_budget_days');
  });

  const submit = (...ids: string[]): Promise<void> => messages.submitter.submit(messages.county, ids);
  const sql = (text: string, values: unknown[] = []) => messages.fresh.owner.query(text, values);
  const dueAgain = async (): Promise<Date[]> => (await sql(`select due_at from outbox where name = 'sms.submit' order by id desc limit 1`)).rows.map((row: { due_at: Date }) => row.due_at);

  describe('looks at the very moment of sending whether anything stands against it', () => {
    let trainee: TestTrainee;
    let vacancyId: string;
    let wave: { id: string; notificationIds: string[] };
    beforeEach(async () => {
      trainee = await messages.trainee();
      vacancyId = await messages.vacancy();
      wave = await messages.wave(vacancyId, [trainee]);
    });
    const index = async (): Promise<string> => (await sql('select phone_index from registrations where id = $1', [trainee.id])).rows[0].phone_index;

    it.each<readonly [string, string, () => Promise<void> | void]>([
      ['consent withdrawn', 'no-consent', () => messages.consents.withdraw(messages.officer, trainee.id, 'message.match').then(() => undefined)],
      ['“T” came in between', 'opted-out', async () => void (await messages.database.inScope(messages.county, async (tx) => messages.limits.optOut(tx, { phoneIndex: await index(), ownerRegion: '420626104000' }, 'message.match', { traineeId: trainee.id, replyId: null, principal: messages.county })))],
      ['the number is somebody else’s by now', 'number-blocked', async () => void (await messages.database.inScope(messages.county, async (tx) => messages.limits.block(tx, { phoneIndex: await index(), ownerRegion: '420626104000' }, 'not-the-person', null, messages.county)))],
      ['another telephone was registered', 'telephone-changed', async () => void (await sql(`update registrations set phone_index = 'another' where id = $1`, [trainee.id]))],
      ['it was planned under another person’s name', 'telephone-changed', async () => void (await sql('update notifications set person_id = gen_random_uuid() where registration_id = $1', [trainee.id]))],
      ['the vacancy was filled', 'vacancy-closed', async () => void (await sql(`update vacancies set status = 'filled', closing_reason = 'filled' where id = $1`, [vacancyId]))],
      ['its wording was held', 'vacancy-closed', async () => void (await sql(`update vacancies set publication = 'held' where id = $1`, [vacancyId]))],
      ['the employer is verified no longer', 'employer-unverified', async () => void (await sql(`update employers set verified_at = null, verified_by = null where id = (select employer_id from vacancies where id = $1)`, [vacancyId]))],
      ['the person has refused the vacancy', 'vacancy-refused', async () => void (await sql(`insert into refusals (registration_id, owner_region, vacancy_id, refused_on) select id, owner_region, $2, '2026-11-28' from registrations where id = $1`, [trainee.id, vacancyId]))],
      ['the person has refused the employer', 'vacancy-refused', async () => void (await sql(`insert into refusals (registration_id, owner_region, employer_id, refused_on) select r.id, r.owner_region, v.employer_id, '2026-11-28' from registrations r, vacancies v where r.id = $1 and v.id = $2`, [trainee.id, vacancyId]))],
      ['its days are over', 'no-longer-valid', async () => messages.clock.moveTo('2026-12-01T02:00:00Z')],
    ])('%s: cancelled, %s', async (_, reason, happens) => {
      await happens();
      await submit(wave.notificationIds[0]!);
      expect(await messages.fate(wave.notificationIds[0]!)).toMatchObject({ state: 'cancelled', reason, attempts: 0 });
      expect(provider.taken).toEqual([]);
    });

    it('and sends where nothing does; a refusal whose days are over counts no more', async () => {
      await sql(`insert into refusals (registration_id, owner_region, vacancy_id, refused_on, until_on) select id, owner_region, $2, '2026-11-01', '2026-11-27' from registrations where id = $1`, [trainee.id, vacancyId]);
      await submit(wave.notificationIds[0]!);
      expect(provider.taken).toHaveLength(1);
    });

    it('an opt-out is of one purpose and of the telephone, whoever shares it', async () => {
      const sister = await messages.trainee({ phone: trainee.phone, consents: ['message.match', 'message.course'] });
      await messages.database.inScope(messages.county, async (tx) => messages.limits.optOut(tx, { phoneIndex: await index(), ownerRegion: '420626104000' }, 'message.match', { traineeId: trainee.id, replyId: null, principal: messages.county }));
      const other = await messages.wave(await messages.vacancy(), [sister]);
      const [course] = await messages.send([{ traineeId: sister.id }]);
      await submit(...other.notificationIds, course!);
      expect(await messages.fate(other.notificationIds[0]!)).toMatchObject({ state: 'cancelled', reason: 'opted-out' });
      expect(await messages.fate(course!)).toMatchObject({ state: 'accepted' });
    });

    it('a confirmation of the opt-out still goes', async () => {
      await messages.database.inScope(messages.county, async (tx) => messages.limits.optOut(tx, { phoneIndex: await index(), ownerRegion: '420626104000' }, 'message.match', { traineeId: trainee.id, replyId: null, principal: messages.county }));
      const [id] = await messages.send([{ traineeId: trainee.id, purpose: 'opt-out-confirmation' }]);
      await submit(id!);
      expect(await messages.fate(id!)).toMatchObject({ state: 'accepted' });
    });
  });

  describe('keeps the hours', () => {
    it.each([['07:59:59', '2026-11-28T08:00:00'], ['21:00:00', '2026-11-29T08:00:00'], ['21:30:00', '2026-11-29T08:00:00'], ['00:00:00', '2026-11-28T08:00:00']])('at %s nothing goes; it is due at %s, and goes then', async (time, due) => {
      const [id] = await messages.send([{ traineeId: (await messages.trainee({ consents: ['message.course'] })).id }]);
      messages.clock.moveTo(shanghai(`2026-11-28T${time}`));
      await sql(`update notifications set due_at = planned_at - interval '1 day' where id = $1`, [id]);
      await submit(id!);
      expect(await messages.fate(id!)).toMatchObject({ state: 'queued', heldFor: 'quiet-hours', dueAt: shanghai(due) });
      expect(await dueAgain()).toEqual([shanghai(due)]);
      expect(provider.taken).toEqual([]);
      messages.clock.moveTo(shanghai(due));
      await submit(id!);
      expect(await messages.fate(id!)).toMatchObject({ state: 'accepted', heldFor: null });
    });
    it.each(['08:00:00', '20:59:59'])('at %s it goes', async (time) => {
      const [id] = await messages.send([{ traineeId: (await messages.trainee({ consents: ['message.course'] })).id }]);
      messages.clock.moveTo(shanghai(`2026-11-29T${time}`));
      await submit(id!);
      expect(await messages.fate(id!)).toMatchObject({ state: 'accepted' });
    });
    it('what will not be valid in the morning is cancelled in the evening', async () => {
      const [id] = await messages.send([{ traineeId: (await messages.trainee({ consents: ['message.course'] })).id, validUntil: shanghai('2026-11-29T08:00:00') }]);
      messages.clock.moveTo(shanghai('2026-11-28T21:30:00'));
      await submit(id!);
      expect(await messages.fate(id!)).toMatchObject({ state: 'cancelled', reason: 'no-longer-valid' });
    });
    it('a code that somebody asked for goes at night too', async () => {
      const [id] = await messages.send([{ traineeId: (await messages.trainee()).id, purpose: 'code' }]);
      messages.clock.moveTo(shanghai('2026-11-28T23:00:00'));
      await submit(id!);
      expect(await messages.fate(id!)).toMatchObject({ state: 'accepted' });
    });
  });

  describe('keeps the caps', () => {
    const notice = async (trainee: TestTrainee): Promise<string> => (await messages.wave(await messages.vacancy(), [trainee])).notificationIds[0]!;
    async function on(day: string, trainee: TestTrainee): Promise<string> {
      messages.clock.moveTo(shanghai(day));
      const id = await notice(trainee);
      await submit(id);
      const { state, reason } = await messages.fate(id);
      return reason ?? state;
    }

    it('one match notice a civil day, also when the first is in doubt; a new day begins at midnight in China', async () => {
      const trainee = await messages.trainee();
      provider.script.push(NO_ANSWER);
      expect(await on('2026-11-28T20:50:00', trainee)).toBe('unknown');
      expect(await on('2026-11-28T20:55:00', trainee)).toBe('day-cap');
      expect(await on('2026-11-29T08:00:00', trainee)).toBe('accepted');
    });

    it('three in any seven days; the fourth is stored with its reason, and the first makes room to the second', async () => {
      const trainee = await messages.trainee();
      for (const day of ['2026-11-28', '2026-11-29', '2026-11-30']) expect(await on(`${day}T10:00:00`, trainee)).toBe('accepted');
      expect(await on('2026-12-04T10:00:00', trainee)).toBe('week-cap');
      expect(await on('2026-12-05T09:59:59', trainee)).toBe('week-cap');
      expect(await on('2026-12-05T10:00:00', trainee)).toBe('accepted');
    });

    it('for a telephone as for a person: two on one telephone share its day', async () => {
      const trainee = await messages.trainee();
      const brother = await messages.trainee({ phone: trainee.phone });
      expect(await on('2026-11-28T10:00:00', trainee)).toBe('accepted');
      expect(await on('2026-11-28T11:00:00', brother)).toBe('day-cap');
    });

    it('for a person under every name: found to be the same, two registrations count together', async () => {
      const [one, same] = [await messages.trainee(), await messages.trainee()];
      await sql(`insert into person_aliases (person_id, same_as, merged_by) select a.person_id, b.person_id, 'test' from registrations a, registrations b where a.id = $1 and b.id = $2`, [same.id, one.id]);
      expect(await on('2026-11-28T10:00:00', one)).toBe('accepted');
      expect(await on('2026-11-28T11:00:00', same)).toBe('day-cap');
    });

    it('each purpose for itself; what was refused has reached nobody', async () => {
      const trainee = await messages.trainee({ consents: ['message.match', 'message.course'] });
      const [course] = await messages.send([{ traineeId: trainee.id }]);
      await submit(course!);
      provider.script.push({ verdict: 'refused', code: 'BAD', passing: false, away: false });
      expect(await on('2026-11-28T10:00:00', trainee)).toBe('rejected');
      expect(await on('2026-11-28T11:00:00', trainee)).toBe('accepted');
    });

    it('also against itself: of ten claimed at once for one telephone, in as many transactions, exactly one goes', async () => {
      const trainee = await messages.trainee();
      const ids: string[] = [];
      for (let i = 0; i < 10; i++) ids.push(await notice(trainee));
      await Promise.all(ids.map((id) => submit(id)));
      expect(provider.taken).toHaveLength(1);
      const fates = await Promise.all(ids.map((id) => messages.fate(id)));
      expect(fates.filter(({ reason }) => reason === 'day-cap')).toHaveLength(9);
    });

    it('within one batch alike', async () => {
      const trainee = await messages.trainee();
      const ids = [await notice(trainee), await notice(trainee), await notice(trainee)];
      await submit(...ids);
      expect(provider.taken).toHaveLength(1);
    });
  });

  it('spends a county’s budget of message parts and holds the rest until the morning', async () => {
    await messages.limits.setBudget(messages.officer, 3);
    const ids = await messages.send(await Promise.all([1, 1, 2].map(async (parts) => ({ traineeId: (await messages.trainee({ consents: ['message.course'] })).id, parts }))));
    for (const id of ids) await submit(id);
    expect((await Promise.all(ids.map(messages.fate))).map(({ state, heldFor }) => heldFor ?? state)).toEqual(['accepted', 'accepted', 'budget']);
    expect(await messages.limits.budget(messages.officer)).toEqual({ county: '420626', day: '2026-11-28', partsPerDay: 3, spent: 2 });
    expect(await dueAgain()).toEqual([shanghai('2026-11-29T08:00:00')]);
    messages.clock.moveTo(shanghai('2026-11-29T08:00:00'));
    await submit(ids[2]!);
    expect(await messages.fate(ids[2]!)).toMatchObject({ state: 'accepted' });
  });

  describe('cannot be gone around by SQL', () => {
    let id: string;
    beforeAll(async () => {
      messages.clock.moveTo(MORNING);
      [id] = (await messages.send([{ traineeId: (await messages.trainee({ consents: ['message.course'] })).id }])) as [string];
    });
    const asApp = (text: string, principal = messages.county) => messages.database.inScope(principal, (tx) => tx.query(text, [id]));

    it.each([
      ['move a message', `update notifications set state = 'submitting' where id = $1`],
      ['forget one', 'delete from notifications where id = $1'],
      ['make one that is sent already', `insert into notifications select * from notifications where id = $1`],
      ['write an attempt', `insert into notification_attempts (notification_id, number, owner_region, provider, at, outcome) select id, 1, owner_region, 'kannel', now(), 'accepted' from notifications where id = $1`],
      ['write a receipt', `insert into sms_receipts (provider, reference, status, source, received_at, last_received_at) select 'kannel', out_id, 'delivered', 'query', now(), now() from notifications where id = $1`],
      ['give itself more budget', `update sms_budget_days set spent = 0 where county = left($1::text, 6)`],
      ['call what only the claim may', `select spend_budget('420626', current_date, 1) where $1::text is not null`],
      ['take an opt-out back', `delete from message_opt_outs where registration_id = $1`],
      ['loosen the rules of a purpose', `update notification_purposes set per_day = 100 where $1::text is not null`],
    ])('the application may not %s', async (_, text) => {
      await expect(asApp(text)).rejects.toMatchObject({ driverError: { code: '42501' } });
    });

    it('no officer claims, only the service does; nobody claims another county’s', async () => {
      await expect(asApp(`select * from claim_notifications(array[$1::uuid], now(), '{kannel}')`, messages.officer)).rejects.toMatchObject({ driverError: { code: '42501' } });
      const neighbour = { ...messages.county, region: '420625' };
      expect(await asApp(`select * from claim_notifications(array[$1::uuid], '${MORNING}', '{kannel}')`, neighbour)).toEqual([]);
      expect(await asApp('select 1 from notifications where id = $1', neighbour)).toEqual([]);
      expect((await messages.fate(id)).state).toBe('queued');
    });

    it('not even the owner makes a move that the table does not have', async () => {
      for (const state of ['accepted', 'delivered', 'unknown', 'planned']) {
        await expect(sql('update notifications set state = $2, provider = $3, claimed_at = now(), attempts = 1 where id = $1', [id, state, 'kannel'])).rejects.toMatchObject({ constraint: 'notification_moves_by_the_table' });
      }
    });

    it('a match notice without a confirmed wave cannot be made', async () => {
      const trainee = await messages.trainee();
      await expect(messages.send([{ traineeId: trainee.id, purpose: 'message.match', vacancyId: await messages.vacancy() }])).rejects.toMatchObject({ driverError: { constraint: 'match_notice_belongs_to_a_wave' } });
    });
  });
});
