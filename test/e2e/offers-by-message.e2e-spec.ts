import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '@app/kernel';
import { SmsAnswers } from '@app/notifications';
import { Database, type Principal } from '@app/platform';
import { OfferMessages, OfferSuccession } from '@app/training';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { CLASS_DAYS, peopleScene, type PeopleScene } from '../support/order-people.js';
import { COUNTY, orderScene, TODAY, type OrderScene } from '../support/orders.js';

/** Whoever is offered a seat is told by message what post it leads to, and says yes or no by a digit. */
describe('offers of seats by message', () => {
  let api: TestApi;
  let scene: OrderScene;
  let people: PeopleScene;
  let county: ApiClient;
  let system: Principal;
  beforeAll(async () => {
    api = await startApi();
    scene = await orderScene(api);
    people = await peopleScene(api, scene);
    county = scene.county;
    system = api.systemPrincipal(COUNTY);
  });
  afterAll(() => api.close());

  /** Somebody who agreed to messages about courses, and to whom a seat was offered. */
  async function offered(seats = 1): Promise<{ readonly orderId: string; readonly traineeId: string; readonly offerId: string }> {
    const orderId = await people.recruiting(seats);
    const [traineeId] = await people.people(1, { education: 'vocational' });
    await county.post(`/v1/trainees/${traineeId!}/consents`, { purpose: 'message.course', wording: '同意接收培训短信', givenOn: TODAY });
    expect((await county.post(`/v1/training-orders/${orderId}/offers`, { source: 'officer', ...CLASS_DAYS, traineeIds: [traineeId] })).status).toBe(200);
    const offerId = await people.offerOf(orderId, traineeId!);
    await api.get(OfferMessages).send(system, [offerId]);
    return { orderId, traineeId: traineeId!, offerId };
  }
  const messagesTo = async (traineeId: string): Promise<{ id: string; text: string; parts: number }[]> => (await county.get(`/v1/notifications?traineeId=${traineeId}&purpose=message.course`)).body.items;
  const stateOf = async (orderId: string, offerId: string): Promise<{ state: string; history: { toState: string; channel: string | null; actorKind: string; reasonCode: string | null }[] }> =>
    (await county.get(`/v1/training-orders/${orderId}/offers?limit=50`)).body.items.find(({ id }: { id: string }) => id === offerId) as never;
  const historyOf = async (offerId: string): Promise<unknown[]> => (await api.database.owner.query('select to_state as "to", channel, actor_kind as "by", reason_code as reason from class_offer_moves where offer_id = $1 order by number', [offerId])).rows;

  /** Hands a message over as far as a provider's yes, at ten of tomorrow's morning: told before anybody's clock says so, hence set back. */
  async function handOver(id: string): Promise<void> {
    await api.get(Database).inScope(system, (tx) => tx.query(`select * from claim_notifications(array[$1::uuid], $2, array['log'])`, [id, `${addDays(TODAY, 1)}T02:00:00Z`]));
    await api.database.owner.query(`update notifications set claimed_at = now(), state = 'accepted', accepted_at = now() where id = $1`, [id]);
  }

  async function answer(traineeId: string, given: 'yes' | 'no' | 'far'): Promise<boolean> {
    const [message] = await messagesTo(traineeId);
    const { rows } = await api.database.owner.query<{ id: string }>(
      `insert into sms_answers (owner_region, notification_id, registration_id, vacancy_id, template, answer, channel, recorded_by, at) select owner_region, id, registration_id, null, template, $2, 'sms', 'test', now() from notifications where id = $1 returning id`, [message!.id, given]);
    const { dedupeKey } = (await api.get(SmsAnswers).find(system, rows[0]!.id))!;
    const first = await api.get(OfferMessages).answer(system, dedupeKey, given);
    expect(await api.get(OfferMessages).answer(system, dedupeKey, given)).toBe(first); // a job may run twice
    return first;
  }

  it('say post, pay, place, contract and days, once, and count as told when they were handed over', async () => {
    const { orderId, traineeId, offerId } = await offered();
    await api.get(OfferMessages).send(system, [offerId]);
    const messages = await messagesTo(traineeId);
    expect(messages).toHaveLength(1);
    for (const part of ['月薪4500元', '合同12个月', '歇马镇', '160学时', '参加回1，不参加回2，退订回T']) expect(messages[0]!.text).toContain(part);
    await api.get(OfferMessages).noteHandedOver(system, [offerId]);
    expect((await stateOf(orderId, offerId)).state).toBe('made');
    expect((await api.database.owner.query(`select count(*)::int as n from outbox where name = 'offer.handed-over' and payload::text like $1`, [`%${offerId}%`])).rows).toEqual([{ n: 2 }]);
    await handOver(messages[0]!.id);
    await api.get(OfferMessages).noteHandedOver(system, [offerId]);
    await api.get(OfferMessages).noteHandedOver(system, [offerId]);
    expect(await historyOf(offerId)).toEqual([{ to: 'told', channel: 'sms', by: 'system', reason: null }]);
  });

  it('are accepted by a yes, also before it was noted that they were handed over', async () => {
    const { orderId, traineeId, offerId } = await offered();
    await handOver((await messagesTo(traineeId))[0]!.id);
    expect(await answer(traineeId, 'yes')).toBe(true);
    expect((await stateOf(orderId, offerId)).state).toBe('accepted');
    expect(await historyOf(offerId)).toEqual([{ to: 'told', channel: 'sms', by: 'system', reason: null }, { to: 'accepted', channel: null, by: 'system', reason: null }]);
  });

  it('are refused by a no, with the reason where one was given', async () => {
    const { orderId, traineeId, offerId } = await offered();
    await handOver((await messagesTo(traineeId))[0]!.id);
    expect(await answer(traineeId, 'far')).toBe(true);
    expect((await stateOf(orderId, offerId)).state).toBe('refused');
    expect((await historyOf(offerId)).at(-1)).toEqual({ to: 'refused', channel: null, by: 'system', reason: 'trainee-too-far' });
  });

  it('that were taken back leave a late answer to an officer', async () => {
    const { orderId, traineeId, offerId } = await offered();
    await handOver((await messagesTo(traineeId))[0]!.id);
    await api.get(OfferMessages).noteHandedOver(system, [offerId]);
    await county.post(`/v1/training-orders/${orderId}/offers/withdrawal`, { code: 'terms-changed' });
    expect(await answer(traineeId, 'yes')).toBe(false);
    expect((await stateOf(orderId, offerId)).state).toBe('withdrawn');
  });

  it('go to nobody who has not agreed to such messages: an officer tells them', async () => {
    const orderId = await people.recruiting(1);
    const [traineeId] = await people.people(1, { education: 'vocational' });
    await county.post(`/v1/training-orders/${orderId}/offers`, { source: 'officer', ...CLASS_DAYS, traineeIds: [traineeId] });
    const offerId = await people.offerOf(orderId, traineeId!);
    await api.get(OfferMessages).send(system, [offerId]);
    const [message] = await messagesTo(traineeId!);
    await api.get(Database).inScope(system, (tx) => tx.query(`select * from claim_notifications(array[$1::uuid], $2, array['log'])`, [message!.id, `${addDays(TODAY, 1)}T02:00:00Z`]));
    await api.get(OfferMessages).noteHandedOver(system, [offerId]);
    expect((await api.database.owner.query('select state, reason from notifications where id = $1', [message!.id])).rows).toEqual([{ state: 'cancelled', reason: 'no-consent' }]);
    expect((await stateOf(orderId, offerId)).state).toBe('made');
  });

  it('tell whoever waited that a seat is theirs now, once; a no gives it to the next', async () => {
    const orderId = await people.recruiting(1);
    const ids = await people.people(3, { education: 'vocational' });
    for (const id of ids) await county.post(`/v1/trainees/${id}/consents`, { purpose: 'message.course', wording: '同意接收培训短信', givenOn: TODAY });
    const offers = await people.offered(orderId, ids);
    await people.told(orderId, offers);
    for (const id of offers) await people.act(orderId, id, 'acceptance');
    const states = async (): Promise<string[]> => Promise.all(offers.map(async (id) => (await stateOf(orderId, id)).state));
    expect(await states()).toEqual(['accepted', 'waiting', 'waiting']);
    const callNext = () => api.get(OfferSuccession).callNext(system, orderId);
    await callNext();
    expect((await Promise.all(ids.map(messagesTo))).flat()).toEqual([]); // nobody has moved
    await people.act(orderId, offers[0]!, 'refusal', { code: 'trainee-family' });
    await callNext();
    await callNext();
    const [message, ...others] = await messagesTo(ids[1]!);
    expect([others, message!.parts, await messagesTo(ids[2]!)]).toEqual([[], 1, []]);
    for (const part of ['您候补到了', '参加回1，不参加回2，退订回T']) expect(message!.text).toContain(part);
    await handOver(message!.id);
    expect(await answer(ids[1]!, 'no')).toBe(true);
    expect(await states()).toEqual(['refused', 'refused', 'accepted']);
    await callNext();
    expect(await messagesTo(ids[2]!)).toHaveLength(1);
  });
});
