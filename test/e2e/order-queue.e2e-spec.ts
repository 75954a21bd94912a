import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ClassesService } from '@app/placements';
import { DayQueue, type WaitingOrder } from '@app/scheduling';
import { OrderDeadlines, OrderNews, OrderQueue } from '@app/training';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { COUNTY, inDays, order, orderScene, TODAY, type OrderScene } from '../support/orders.js';
import { courseOf, placementScene, type PlacementScene } from '../support/placements.js';

const ORDERS = '/v1/training-orders';

/** Approved orders wait for a provider's slot; who is next, why, and when it opens. */
describe('the queue of orders', () => {
  let api: TestApi;
  let scene: OrderScene;
  let people: PlacementScene;
  let county: ApiClient;
  let employer: { readonly id: string; readonly client: ApiClient };
  let provider: { readonly id: string; readonly client: ApiClient };
  beforeAll(async () => {
    api = await startApi();
    scene = await orderScene(api);
    county = scene.county;
    people = placementScene(api, COUNTY, 40);
    [employer, provider] = [await scene.employer(), await scene.provider()];
  });
  afterEach(async () => { // an empty queue for the next
    await api.database.owner.query(`alter table training_orders disable trigger a_row`);
    await api.database.owner.query(`update training_orders set state = 'cancelled' where state in ('approved', 'queued')`);
    await api.database.owner.query(`alter table training_orders enable trigger a_row`);
    await api.database.owner.query(`update provider_slots set withdrawn_by = 'test', withdrawn_at = now() where order_id is null and withdrawn_at is null`);
    await api.database.owner.query(`delete from order_queue_places`);
  });
  afterAll(() => api.close());

  const place = (id: string, client = employer.client) => client.get(`${ORDERS}/${id}/queue-place`);
  const approvedBefore = (id: string, days: number) => api.database.owner.query('update training_orders set approved_on = $2 where id = $1', [id, inDays(-days)]);
  const announced = async (): Promise<string[]> => (await api.database.owner.query<{ ids: string[] }>(`select array(select jsonb_array_elements_text(payload->'orderIds')) as ids from outbox where name = 'order.position-changed' order by id`)).rows.flatMap(({ ids }) => ids);
  const stored = async (): Promise<unknown[]> => (await api.database.owner.query(`select order_id, position, base, age, penalty, effective, slot_id, opens_on, reason, inputs from order_queue_places order by position`)).rows;

  it('tells an employer where it stands, why in words and numbers, and when it opens', async () => {
    const slotId = await scene.slot(provider.id, { fromOn: inDays(25), seats: 30 });
    const id = await scene.queued(employer.client);
    expect([(await place(id)).status, (await place(id)).body.code]).toEqual([503, 'ORDER_QUEUE.NOT_READY']);
    await scene.refresh();
    const { status, body } = await place(id);
    expect([status, body]).toEqual([200, expect.objectContaining({ position: 1, of: 1, asOf: TODAY, policyVersion: 'order-queue-1', base: 47.5, age: 0, penalty: 0, effective: 47.5, slotId, opensOn: inDays(25), reason: null, asksForSplit: false })]);
    expect(body.why.map(({ part, points }: { part: string; points: number }) => [part, points])).toEqual([['shortage', 0], ['pledge', 35], ['fulfilment', 12.5], ['age', 0], ['penalty', 0]]);
    expect(body.why.reduce((sum: number, { points }: { points: number }) => sum + points, 0)).toBeCloseTo(body.effective, 1);
    for (const { title, words } of body.why) expect([title, words].join('：')).toMatch(/[一-鿿]/);
  });

  it('gives each order the position of the pure function, from the facts of the database', async () => {
    await api.database.owner.query(`insert into shortage_boards (county, as_of, policy_version, lines) values ($1, $2, 'test', $3) on conflict (county) do update set lines = excluded.lines`, [COUNTY, TODAY, JSON.stringify([
      { occupation: '6-18-02-04', month: '2027-01', unfillable: 8, qualified: 4 }, { occupation: '6-18-02-04', month: '2027-02', unfillable: 4, qualified: 3 }, { occupation: null, month: '2027-01', unfillable: 90, qualified: 1 },
    ])]);
    await people.people(3, '420626106');
    await people.people(1, '420626100');
    await api.get(ClassesService).create(api.systemPrincipal(COUNTY), { name: '班', courseId: await courseOf(api), programme: '项目', providerId: provider.id, region: '420626106', startsOn: inDays(-30), endsOn: inDays(-1), seats: 20 });
    const other = await scene.employer();
    await api.database.owner.query(
      `insert into training_orders (id, county, owner_region, employer_id, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, content_hash, state, approved_on, hired, retained)
       values (gen_random_uuid(), $1, rpad($1, 12, '0'), $2, '6-18-02-04', 20, 4000, '420626100000', 'fixed-term', 12, '2026-01-01', '2026-02-01', 'school', '420626100000', 'x', 'settled', '2025-12-01', 18, 16)`, [COUNTY, other.id]);
    const slots = [await scene.slot(provider.id, { fromOn: inDays(30), seats: 30 }), await scene.slot(provider.id, { fromOn: inDays(5), seats: 25, occupation: null }), await scene.slot(provider.id, { fromOn: inDays(90) })];
    const wanted = [{ seats: 20, client: other.client, days: 1 }, { seats: 30, client: employer.client, days: 12 }, { seats: 60, client: employer.client, days: 3 }, { seats: 25, client: other.client, days: 3, siteRegion: '420626100' }, { seats: 20, client: employer.client, days: 3, siteRegion: '420626', contractKind: 'open-ended', contractMonths: null }];
    const waiting: WaitingOrder[] = [];
    for (const { client, days, ...more } of wanted) {
      const id = await scene.queued(client, more);
      await approvedBefore(id, days);
      const siteRegion = more.siteRegion ?? '420626106';
      waiting.push({
        id, township: siteRegion === '420626' ? null : siteRegion, occupation: '6-18-02-04', seats: more.seats, approvedOn: inDays(-days), from: inDays(20), to: inDays(80), unfillable: 12, qualified: 4, pay: 4_500, medianPay: null,
        contractMonths: more.contractKind === undefined ? 12 : null, pledgedBefore: client === other.client ? 20 : 0, retainedBefore: client === other.client ? 16 : 0,
      });
    }
    await scene.refresh();
    const expected = DayQueue.of({ asOf: TODAY, orders: waiting, townships: [{ code: '420626106', available: 3, seatsOpened90: 20 }, { code: '420626100', available: 1, seatsOpened90: 0 }],
      slots: [{ id: slots[0]!, occupation: '6-18-02-04', from: inDays(30), seats: 30 }, { id: slots[1]!, occupation: null, from: inDays(5), seats: 25 }, { id: slots[2]!, occupation: '6-18-02-04', from: inDays(90), seats: 40 }] });
    const listed = (await county.get('/v1/order-queue')).body;
    expect(listed.items.map(({ orderId, position, base, age, penalty, effective, slotId, opensOn, reason }: Record<string, unknown>) => ({ orderId, position, base, age, penalty, effective, slotId, opensOn, reason })))
      .toEqual(expected.places.map(({ id, position, base, age, penalty, effective, slot, opensOn, reason }) => ({ orderId: id, position, base, age, penalty, effective, slotId: slot, opensOn, reason })));
    for (const { id } of waiting) expect((await county.get(`${ORDERS}/${id}/queue-place`)).body.position).toBe(expected.placeOf(id)!.position);
    expect([...new Set(listed.items.map(({ reason }: { reason: unknown }) => reason))].length).toBeGreaterThan(1);
  });

  it('is the same again when everything that was stored is thrown away', async () => {
    await scene.slot(provider.id);
    for (const seats of [20, 30, 40]) await scene.queued(employer.client, { seats });
    await scene.refresh();
    const before = await stored();
    await api.database.owner.query('delete from order_queue_places; delete from order_queues; delete from outbox');
    expect(await scene.refresh()).toBe(3);
    expect(await stored()).toEqual(before);
    expect(await scene.refresh()).toBe(0);
  });

  it('is woken by every move and slot in their own transaction, and one picture is enough for many', async () => {
    await api.database.owner.query('delete from outbox');
    await scene.slot(provider.id);
    const id = await scene.queued(employer.client);
    const { rows } = await api.database.owner.query<{ xact: string; region: string }>(`select payload->>'xact' as xact, region from outbox where name = 'order-queue.refresh' order by id`);
    expect([rows.length, new Set(rows.map(({ region }) => region))]).toEqual([3, new Set([COUNTY])]); // the slot, and the two moves of an approval
    expect(await api.get(OrderQueue).refresh(api.systemPrincipal(COUNTY), rows[0]!.xact)).toBe(1);
    for (const { xact } of rows) expect(await api.get(OrderQueue).refresh(api.systemPrincipal(COUNTY), xact)).toBeNull();
    await scene.act(employer.client, id, 'cancellation', { code: 'other' });
    const { rows: [last] } = await api.database.owner.query<{ xact: string }>(`select payload->>'xact' as xact from outbox where name = 'order-queue.refresh' order by id desc limit 1`);
    expect(await api.get(OrderQueue).refresh(api.systemPrincipal(COUNTY), last!.xact)).toBe(0);
    expect(await stored()).toEqual([]);
  });

  it('announces whose position or opening day changed, and nobody else', async () => {
    const [first, second] = [await scene.queued(employer.client), await scene.queued(employer.client)];
    await approvedBefore(first, 5);
    await scene.refresh();
    await api.database.owner.query('delete from outbox');
    await scene.refresh();
    expect(await announced()).toEqual([]);
    await scene.slot(provider.id);
    await scene.refresh();
    expect(await announced()).toEqual([first]);
    await approvedBefore(second, 9);
    await scene.refresh();
    expect((await announced()).slice(1).sort()).toEqual([first, second].sort());
    const { rows } = await api.database.owner.query(`select payload from outbox where name like 'order.%'`);
    for (const { payload } of rows as { payload: object }[]) expect(Object.keys(payload).every((key) => ['orderIds', 'state'].includes(key))).toBe(true);
  });

  it('tells an employer of each change of its place once, also of the one that leads back', async () => {
    await employer.client.post('/v1/webhooks', { url: 'https://hr.example.com/places', eventTypes: ['order.position-changed'] });
    const told = async (): Promise<unknown[]> => (await api.database.owner.query(`select (body::jsonb #>> '{data,position}')::int as position from webhook_deliveries where body::jsonb #>> '{data,orderId}' = $1 order by created_at`, [id])).rows.map(({ position }: { position: number }) => position);
    const change = async (work: () => Promise<unknown>): Promise<void> => {
      await work();
      await scene.refresh();
      for (let run = 0; run < 2; run++) await api.get(OrderNews).tellPlaces(api.systemPrincipal(COUNTY), { orderIds: [id] });
    };
    const [id, rival] = [await scene.queued(employer.client), await scene.queued(employer.client)];
    for (const days of [5, 9, 5]) await change(async () => [await approvedBefore(id, 7), await approvedBefore(rival, days)]);
    expect(await told()).toEqual([1, 2, 1]);
  });

  it('is not asked about an order that does not wait, nor by another employer', async () => {
    const draft = (await employer.client.post(ORDERS, order({ draft: true }))).body.id;
    expect((await place(draft)).body.code).toBe('ORDER_QUEUE.NOT_IN_QUEUE');
    const id = await scene.queued(employer.client);
    await scene.refresh();
    const rival = await scene.employer();
    expect((await place(id, rival.client)).body.code).toBe('TRAINING_ORDER.UNKNOWN');
    for (const client of [rival.client, employer.client, provider.client, await api.asOfficer('village-officer', '420626106200')]) expect((await client.get('/v1/order-queue')).status).toBe(403);
    expect((await (await api.asOfficer('auditor', COUNTY)).get('/v1/order-queue')).status).toBe(200);
  });

  it('says why an order has no opening day, and lets an officer split what is too large: each part keeps the day', async () => {
    await scene.slot(provider.id, { seats: 25 });
    await scene.slot(provider.id, { seats: 20 });
    const id = await scene.queued(employer.client, { seats: 40 });
    await approvedBefore(id, 7);
    await scene.refresh();
    expect((await place(id)).body).toMatchObject({ opensOn: null, reason: 'NO_SLOT_WITH_SEATS', reasonText: expect.stringMatching(/拆分/), asksForSplit: true });
    for (const seats of [[40], [20, 21], [40, 0]]) expect((await scene.act(county, id, 'split', { seats })).body.code).toBe('TRAINING.INVALID');
    const { body } = await scene.act(county, id, 'split', { seats: [25, 15] });
    expect(body.parts.map((part: Record<string, unknown>) => [part['seats'], part['state'], part['approvedOn'], part['splitFrom']])).toEqual([[25, 'queued', inDays(-7), id], [15, 'queued', inDays(-7), id]]);
    const whole = (await county.get(`${ORDERS}/${id}`)).body;
    expect([whole.state, whole.history.at(-1).reasonCode, body.parts.map((part: { number: string }) => part.number)]).toEqual(['cancelled', 'split', [`${whole.number}-1`, `${whole.number}-2`]]);
    expect((await scene.act(county, id, 'split', { seats: [25, 15] })).status).toBe(409);
    await scene.refresh();
    for (const part of body.parts) expect((await place(part.id)).body.opensOn).not.toBeNull();
  });

  it('leads to recruiting with the slot that it chose, once; given back, the order stands where it stood', async () => {
    const [slotId, small] = [await scene.slot(provider.id), await scene.slot(provider.id, { seats: 10 })];
    const [id, rival] = [await scene.queued(employer.client), await scene.queued(employer.client)];
    await approvedBefore(id, 4);
    await scene.refresh();
    expect((await scene.act(county, rival, 'recruiting')).body.code).toBe('PROVIDER_SLOT.NOT_FREE');
    expect((await scene.act(county, rival, 'recruiting', { slotId: small })).body.code).toBe('PROVIDER_SLOT.NOT_FREE');
    expect((await scene.act(county, id, 'recruiting')).body).toMatchObject({ state: 'recruiting', slotId });
    expect((await scene.act(county, rival, 'recruiting', { slotId })).body.code).toBe('PROVIDER_SLOT.NOT_FREE');
    const taken = await county.get(`/v1/provider-slots/${slotId}`);
    expect(taken.body).toMatchObject({ state: 'taken', orderId: id });
    expect((await county.delete(`/v1/provider-slots/${slotId}`, { 'if-match': taken.headers.get('etag')! })).body.code).toBe('PROVIDER_SLOT.NOT_FREE');
    const back = await scene.act(county, id, 'requeue', { code: 'too-few-people' });
    expect(back.body).toMatchObject({ state: 'queued', slotId: null, approvedOn: inDays(-4) });
    expect((await county.get(`/v1/provider-slots/${slotId}`)).body.state).toBe('free');
  });

  it('passes over a paused provider, also while a job runs, and takes it up again', async () => {
    await scene.slot(provider.id);
    const id = await scene.queued(employer.client);
    const pause = (client: ApiClient, wanted = provider.id) => client.post(`/v1/providers/${wanted}/pause`, { reason: '设备检修' });
    await Promise.all([scene.refresh(), pause(provider.client), scene.refresh()]);
    await scene.refresh();
    expect((await place(id)).body.reason).toBe('NO_SLOT_FOR_OCCUPATION');
    expect((await pause(county)).body).toMatchObject({ paused: true, reason: '设备检修' });
    expect((await provider.client.get('/v1/provider-slots?state=paused')).body.items.length).toBeGreaterThan(0);
    const other = await scene.provider();
    expect((await pause(other.client)).body.code).toBe('PROVIDER.UNKNOWN');
    expect((await pause(await api.asOfficer('auditor', COUNTY))).status).toBe(403);
    expect((await county.post(`/v1/providers/${provider.id}/resumption`)).body.paused).toBe(false);
    await scene.refresh();
    expect((await place(id)).body.opensOn).not.toBeNull();
  });

  it('takes slots from providers for themselves, and refuses faulty ones', async () => {
    const other = await scene.provider();
    const made = await provider.client.post('/v1/provider-slots', { fromOn: inDays(10), seats: 30 });
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ providerId: provider.id, occupation: null, state: 'free' })]);
    expect((await provider.client.post('/v1/provider-slots', { providerId: other.id, fromOn: inDays(10), seats: 30 })).body.code).toBe('PROVIDER.UNKNOWN');
    expect((await county.post('/v1/provider-slots', { fromOn: inDays(10), seats: 30 })).body.code).toBe('PROVIDER.UNKNOWN');
    for (const more of [{ seats: 0 }, { seats: 501 }, { occupation: '9-99-99-99' }]) expect((await provider.client.post('/v1/provider-slots', { fromOn: inDays(10), seats: 30, ...more })).body.code).toBe('TRAINING.INVALID');
    const path = `/v1/provider-slots/${made.body.id}`;
    expect([(await other.client.get(path)).body.code, (await (await api.asOfficer('county-officer', '420625')).get(path)).body.code]).toEqual(['PROVIDER_SLOT.UNKNOWN', 'PROVIDER_SLOT.UNKNOWN']);
    expect((await provider.client.patch(path, { seats: 20 })).status).toBe(428);
    const changed = await provider.client.patch(path, { seats: 20 }, { 'if-match': made.headers.get('etag')! });
    expect(changed.body.seats).toBe(20);
    expect((await provider.client.patch(path, { seats: 21 }, { 'if-match': made.headers.get('etag')! })).status).toBe(412);
    expect((await provider.client.delete(path, { 'if-match': changed.headers.get('etag')! })).body.state).toBe('withdrawn');
    expect((await employer.client.get(path)).status).toBe(403);
  });

  it('leads on to a class of the slot’s provider inside the window, and to a settlement that counts who stayed', async () => {
    const slotId = await scene.slot(provider.id, { fromOn: inDays(20) });
    const id = await scene.queued(employer.client, { seats: 2 });
    await scene.refresh();
    expect((await scene.act(county, id, 'recruiting')).body.slotId).toBe(slotId);
    const opened = (providerId: string, startsOn: string) => api.get(ClassesService).create(api.systemPrincipal(COUNTY), { name: '订单班', courseId: 'welding', programme: '项目', providerId, region: '420626106', startsOn, endsOn: inDays(100), seats: 30 });
    const strange = await scene.provider();
    await scene.sign(id);
    for (const wrong of [await opened(strange.id, inDays(25)), await opened(provider.id, inDays(81))]) expect((await scene.act(county, id, 'class', { classId: wrong.id })).body.code).toBe('TRAINING_ORDER.MOVE_REFUSED');
    const { id: classId } = await opened(provider.id, inDays(25));
    expect((await scene.act(county, id, 'class', { classId })).body.state).toBe('class-open');
    expect((await scene.act(employer.client, id, 'cancellation', { code: 'other' })).body.code).toBe('TRAINING_ORDER.MOVE_REFUSED');
    for (const path of ['training', 'completion']) expect((await scene.act(county, id, path)).status).toBe(200);
    const [stayed, left] = await people.people(2, '420626106');
    for (const [traineeId, days] of [[stayed!, 100], [left!, 20]] as const) expect((await county.post(`${ORDERS}/${id}/hires`, { traineeId, hiredOn: inDays(-days) })).status).toBe(200);
    const { body } = await scene.act(county, id, 'settlement');
    expect([body.state, body.figures.hired.seats, body.figures.retained.seats]).toEqual(['settled', 2, 1]);
  });

  it('leads to no class that serves another order, or that has ended: refused by the rule, and the order stays where it was', async () => {
    const recruiting = async (): Promise<string> => {
      const [slotId, id] = [await scene.slot(provider.id), await scene.queued(employer.client)];
      await scene.act(county, id, 'recruiting', { slotId });
      await scene.sign(id);
      return id;
    };
    const made = async (): Promise<string> => (await api.get(ClassesService).create(api.systemPrincipal(COUNTY), { name: '订单班', courseId: 'welding', programme: '项目', providerId: provider.id, region: '420626106', startsOn: inDays(25), endsOn: inDays(100), seats: 30 })).id;
    const [first, second] = [await recruiting(), await recruiting()];
    const [taken, aborted] = [await made(), await made()];
    expect((await scene.act(county, first, 'class', { classId: taken })).body.state).toBe('class-open');
    expect((await county.post(`/v1/classes/${aborted}/moves`, { to: 'aborted', reasonCode: 'weather' })).status).toBe(200);
    for (const [classId, words] of [[taken, /一个班次只承接一个订单/], [aborted, /已中止的班次不能承接订单/]] as const) {
      const answer = await scene.act(county, second, 'class', { classId });
      expect([answer.status, answer.body.code, answer.body.detail]).toEqual([409, 'TRAINING_ORDER.MOVE_REFUSED', expect.stringMatching(words)]);
    }
    expect((await county.get(`${ORDERS}/${second}`)).body).toMatchObject({ state: 'recruiting', classId: null });
  });

  it('gives the last seat once: of 40 hires at the same time for 10 seats 10 succeed', async () => {
    const slotId = await scene.slot(provider.id);
    const id = await scene.queued(employer.client, { seats: 10 });
    expect((await county.post(`${ORDERS}/${id}/hires`, { traineeId: (await people.people(1, '420626106'))[0] })).body.code).toBe('TRAINING_ORDER.SEATS_TAKEN');
    await scene.act(county, id, 'recruiting', { slotId });
    const ids = await people.people(40, '420626104');
    const answers = await Promise.all(ids.map((traineeId) => county.post(`${ORDERS}/${id}/hires`, { traineeId })));
    expect([answers.filter(({ status }) => status === 200).length, answers.filter(({ status, body }) => status === 409 && body.code === 'TRAINING_ORDER.SEATS_TAKEN').length]).toEqual([10, 30]);
    expect((await county.get(`${ORDERS}/${id}`)).body.hired).toBe(10);
    const hired = ids[answers.findIndex(({ status }) => status === 200)]!;
    expect((await county.post(`${ORDERS}/${id}/hires`, { traineeId: hired })).body.hired).toBe(10);
    const withdraw = () => county.post(`${ORDERS}/${id}/hires/${hired}/withdrawal`, { reason: '未到岗' });
    expect((await withdraw()).body).toMatchObject({ correctionRequestId: null, order: { hired: 9 } });
    expect((await withdraw()).body.code).toBe('TRAINING.INVALID');
    expect((await county.post(`${ORDERS}/${id}/hires`, { traineeId: '00000000-0000-4000-8000-000000000000' })).body.code).toBe('TRAINING.INVALID');
  });

  it('puts an order whose window ended before an officer again, who approves it at its old place; and reminds of late reviews', async () => {
    const deadlines = api.get(OrderDeadlines);
    const id = await scene.queued(employer.client);
    await approvedBefore(id, 30);
    const late = (await employer.client.post(ORDERS, order())).body.id;
    await api.database.owner.query(`alter table training_orders disable trigger a_row`);
    await api.database.owner.query(`update training_orders set window_from = $2, window_to = $3 where id = $1`, [id, inDays(-20), inDays(-1)]);
    await api.database.owner.query(`update training_orders set submitted_on = $2 where id = $1`, [late, inDays(-10)]);
    await api.database.owner.query(`alter table training_orders enable trigger a_row`);
    expect(await deadlines.keep(api.systemPrincipal(COUNTY))).toEqual({ reminded: 1, returned: 1 });
    expect(await deadlines.keep(api.systemPrincipal(COUNTY))).toEqual({ reminded: 0, returned: 0 });
    expect((await county.get(`${ORDERS}/${late}`)).body.remindedOn).toBe(TODAY);
    const before = (await county.get(`${ORDERS}/${id}`)).body;
    expect([before.state, before.history.at(-1)]).toEqual(['under-review', expect.objectContaining({ fromState: 'queued', reasonCode: 'window-ended', actorKind: 'system' })]);
    expect((await scene.act(county, id, 'approval')).body.code).toBe('TRAINING_ORDER.INVALID');
    const returned = await scene.act(county, id, 'return', { code: 'window' });
    await employer.client.patch(`${ORDERS}/${id}`, { windowFrom: inDays(10), windowTo: inDays(50) }, { 'if-match': returned.headers.get('etag')! });
    await scene.act(employer.client, id, 'submission');
    await scene.act(county, id, 'review');
    expect((await scene.act(county, id, 'approval')).body).toMatchObject({ state: 'queued', approvedOn: inDays(-30) });
  });

  it('shows work that failed for good, and puts it into the queue again as new', async () => {
    const { rows: [failed] } = await api.database.owner.query<{ id: number }>(`insert into outbox (queue, name, payload, region, failed_at, attempts, error) values ('work', 'order-queue.refresh', '{}', $1, now(), 5, 'QueryFailedError') returning id`, [COUNTY]);
    await api.database.owner.query(`insert into outbox (queue, name, payload, region, failed_at) values ('work', 'audit.verify', '{}', $1, now()), ('work', 'order-queue.refresh', '{}', '420625', now())`, [COUNTY]);
    const list = async () => (await county.get('/v1/order-jobs/failed')).body.items;
    expect(await list()).toEqual([expect.objectContaining({ id: Number(failed!.id), name: 'order-queue.refresh', attempts: 5, error: 'QueryFailedError' })]);
    const again = await county.post(`/v1/order-jobs/${failed!.id}/requeue`);
    expect(again.body.id).toBeGreaterThan(Number(failed!.id));
    expect(await list()).toEqual([]);
    expect((await county.post(`/v1/order-jobs/${failed!.id}/requeue`)).body.code).toBe('ORDER_JOB.UNKNOWN');
    expect((await employer.client.get('/v1/order-jobs/failed')).status).toBe(403);
    expect((await (await api.asOfficer('auditor', COUNTY)).post(`/v1/order-jobs/${failed!.id}/requeue`)).status).toBe(403);
  });
});
