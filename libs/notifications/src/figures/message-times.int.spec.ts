import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MORNING, startMessages, type Messages } from '../../../../test/support/messages.js';
import { PartPrices } from '../prices/part-prices.service.js';
import { MessageFiguresService } from './message-figures.service.js';
import { MessageTimesService } from './message-times.service.js';

const at = (seconds: number): Date => new Date(new Date(MORNING).getTime() + seconds * 1_000);

describe('figures of messages', () => {
  let messages: Messages;
  beforeAll(async () => {
    messages = await startMessages();
  });
  afterAll(() => messages.close());

  /** As time, not the service, would have it. */
  const set = (sql: string, id: string, when: Date): Promise<unknown> => messages.fresh.owner.query(`begin; set local session_replication_role = replica; ${sql.replace('$1', `'${id}'`).replace('$2', `'${when.toISOString()}'`)}; commit`);
  const list = (vacancyId: string, kept: number): Promise<unknown> => messages.database.inScope(messages.county, (tx) => tx.query(
    `insert into match_lists (vacancy_id, county, policy_version, as_of, vacancy_version, kept) values ($1, '420626', 'p1', '2026-11-28', 1, $2) on conflict (vacancy_id, county) do update set kept = excluded.kept, refreshed_at = now()`, [vacancyId, kept]));
  const readyAt = async (vacancyId: string): Promise<Date | null> => (await messages.get(MessageTimesService).ofVacancy(messages.officer, vacancyId)).readyAt;

  it('tell how long vacancies took to the ready list, the confirmation and the first hand-over: median, p90 and how many', async () => {
    for (const [ready, confirmed] of [[2, 60], [4, 120], [6, 300]] as const) {
      const vacancyId = await messages.vacancy();
      await list(vacancyId, 3);
      await set('update vacancies set created_at = $2 where id = $1', vacancyId, at(0));
      await set('update match_first_lists set made_at = $2 where vacancy_id = $1', vacancyId, at(ready));
      messages.clock.moveTo(at(confirmed));
      const { notificationIds } = await messages.wave(vacancyId, [await messages.trainee()]);
      messages.clock.moveTo(at(confirmed + 1));
      await messages.submitter.submit(messages.county, notificationIds);
    }
    const unseen = await messages.vacancy(); // has neither list nor wave
    await set('update vacancies set created_at = $2 where id = $1', unseen, at(0));
    const times = await messages.get(MessageTimesService).of(messages.officer, '2026-11-28', '2026-11-28');
    expect(times.spans).toEqual([
      { wave: null, span: 'seen-to-ready', n: 3, medianS: 4, p90S: 5.6 },
      { wave: null, span: 'seen-to-confirmed', n: 3, medianS: 120, p90S: 264 },
      { wave: null, span: 'seen-to-handed-over', n: 3, medianS: 121, p90S: 265 },
      { wave: null, span: 'ready-to-confirmed', n: 3, medianS: 116, p90S: 258.4 },
      { wave: null, span: 'confirmed-to-handed-over', n: 3, medianS: 1, p90S: 1 },
    ]);
    expect(times.byWave).toEqual([{ wave: 1, span: 'confirmed-to-handed-over', n: 3, medianS: 1, p90S: 1 }]);
    expect(times.definition).toContain('第一次抓到并登记');
    expect((await messages.get(MessageTimesService).of(messages.officer, '2026-11-29', '2026-11-30')).spans).toEqual([]);
    expect((await messages.get(MessageTimesService).of({ ...messages.officer, region: '420625' }, '2026-11-28', '2026-11-28')).spans).toEqual([]);
  });

  it('keep when a list first had anybody on it, whatever becomes of the list', async () => {
    const vacancyId = await messages.vacancy();
    await list(vacancyId, 0);
    expect(await readyAt(vacancyId)).toBeNull();
    await list(vacancyId, 2);
    const first = await readyAt(vacancyId);
    expect(first).not.toBeNull();
    await messages.database.inScope(messages.county, (tx) => tx.query('delete from match_lists where vacancy_id = $1', [vacancyId]));
    await list(vacancyId, 5);
    expect(await readyAt(vacancyId)).toEqual(first);
    await expect(messages.database.inScope(messages.county, (tx) => tx.query('delete from match_first_lists'))).rejects.toMatchObject({ driverError: { code: '42501' } });
    await expect(messages.get(MessageTimesService).ofVacancy(messages.officer, '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({ code: 'NOTIFICATION_WAVE.VACANCY_UNKNOWN' });
  });

  it('cost what a part cost on the day of the hand-over; without a price no sum is made up', async () => {
    await messages.forget();
    messages.clock.moveTo(MORNING);
    const [figures, prices] = [messages.get(MessageFiguresService), messages.get(PartPrices)];
    const cost = async (from: string, to: string): Promise<(number | null | undefined)[]> => (await figures.of(messages.officer, from as never, to as never)).byPurpose.map(({ costFen }) => costFen);
    const ids = await messages.send([{ traineeId: (await messages.trainee()).id, purpose: 'code', parts: 2 }, { traineeId: (await messages.trainee()).id, purpose: 'code', parts: 1 }]);
    await messages.submitter.submit(messages.county, ids);
    expect(await cost('2026-11-28', '2026-11-28')).toEqual([null]);
    await prices.set(messages.officer, '2026-11-01', 4);
    expect(await prices.set(messages.officer, '2026-11-01', 3.5)).toMatchObject([{ fromOn: '2026-11-01', fen: 3.5 }]);
    await prices.set(messages.officer, '2026-11-29', 5);
    expect(await cost('2026-11-28', '2026-11-28')).toEqual([10.5]);
    await expect(prices.set(messages.officer, '2026-11-01', -1)).rejects.toMatchObject({ driverError: { constraint: 'part_costs_0_to_1000_fen' } });
    await expect(prices.set({ ...messages.officer, role: 'township-officer', region: '420626104' }, '2026-11-01', 1)).rejects.toMatchObject({ driverError: { code: '42501' } });
    expect(await cost('2026-11-28', '2026-11-28')).toEqual([10.5]);
  });

  it('name why messages were never handed over', async () => {
    await messages.forget();
    messages.clock.moveTo(MORNING);
    const ids = await messages.send([{ traineeId: (await messages.trainee()).id, purpose: 'message.course' }]);
    await messages.submitter.submit(messages.county, ids);
    expect((await messages.get(MessageFiguresService).of(messages.officer, '2026-11-28', '2026-11-28')).unsent).toEqual([{ reason: 'no-consent', messages: 1 }]);
  });
});
