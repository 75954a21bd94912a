import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClassesService } from '@app/placements';
import { Database } from '@app/platform';
import { OfferSuccession } from '@app/training';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { CLASS_DAYS, FAR_TOWN, peopleScene, TOWN, VILLAGE, type PeopleScene } from '../support/order-people.js';
import { COUNTY, inDays, orderScene, TODAY, type OrderScene } from '../support/orders.js';

interface Shown { id: string; state: string; trainee: { id: string }; waitingNumber: number | null }

/** What people are told before a class begins, what they answer, and that nobody else sits in it. */
describe('offers of seats', () => {
  let api: TestApi;
  let scene: OrderScene;
  let people: PeopleScene;
  let county: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    scene = await orderScene(api);
    people = await peopleScene(api, scene);
    county = scene.county;
  });
  afterAll(() => api.close());
  const offersOf = async (orderId: string): Promise<Shown[]> => (await county.get(`/v1/training-orders/${orderId}/offers?limit=200`)).body.items;
  const confirm = (orderId: string, more: object) => county.post(`/v1/training-orders/${orderId}/offers`, { source: 'officer', ...CLASS_DAYS, ...more });
  const learners = (count: number): Promise<string[]> => people.people(count, { education: 'vocational' });

  it('say title, pay, place, contract, class and site, word for word as they are told, and name nobody', async () => {
    const orderId = await people.recruiting(2);
    const [person] = await learners(1);
    const { status, body } = await confirm(orderId, { traineeIds: [person] });
    expect(status).toBe(200);
    for (const part of ['4500元', '歇马镇', '固定期限12个月', '电气焊', CLASS_DAYS.startsOn, CLASS_DAYS.endsOn, '160课时', '3天']) expect(body.wording).toContain(part);
    const village = await api.asOfficer('village-officer', VILLAGE);
    const offer = await people.offerOf(orderId, person!);
    expect((await village.get('/v1/class-offers')).body.items).toEqual([]); // somebody of the township, not of the village
    const told = await people.act(orderId, offer, 'telling', { channel: 'visit' });
    expect(told.body).toMatchObject({ state: 'told', wording: body.wording, expiresOn: inDays(3), terms: { payYuan: 4_500, hours: 160, siteKind: 'village' } });
    expect(told.body.history).toEqual([expect.objectContaining({ number: 1, fromState: 'made', toState: 'told', channel: 'visit', actorId: county.principal!.id })]);
    const { rows } = await api.database.owner.query<{ payload: object }>(`select payload from outbox where name = 'offer.confirmed' and payload::text like $1`, [`%${offer}%`]);
    expect(rows.map(({ payload }) => payload)).toEqual([{ offerIds: [offer] }]);
  });

  describe('are refused, and nothing changes', () => {
    let orderId: string;
    let person: string;
    beforeAll(async () => {
      orderId = await people.recruiting(2);
      [person] = (await learners(1)) as [string];
    });
    it.each<[string, object, number, string, RegExp]>([
      ['for a class before the order’s window', { startsOn: inDays(10), endsOn: inDays(30) }, 422, 'ORDER_CLASS.INVALID', /^开班时间：/], ['for one after it', { startsOn: inDays(81), endsOn: inDays(99) }, 422, 'ORDER_CLASS.INVALID', /^开班时间：/],
      ['for one that ends before it begins', { endsOn: inDays(24) }, 422, 'ORDER_CLASS.INVALID', /^结业时间：/], ['without time for an answer', { answerDays: 0 }, 422, 'ORDER_CLASS.INVALID', /^答复期限：/],
      ['for a course of another occupation', { courseId: 'dual-machining' }, 422, 'ORDER_CLASS.INVALID', /^开设课程：/], ['to nobody', { traineeIds: undefined }, 422, 'ORDER_CLASS.INVALID', /^录取名单：/], ['to somebody who is not of the county', { traineeIds: [randomUUID()] }, 404, 'ORDER_APPLICATION.UNKNOWN', /没有这名学员/],
    ])('%s', async (_, more, status, code, message) => {
      const answer = await confirm(orderId, { traineeIds: [person], ...more });
      expect([answer.status, answer.body.code, (answer.body.faults ?? answer.body.errors)?.[0]?.message ?? answer.body.detail]).toEqual([status, code, expect.stringMatching(message)]);
      expect(await offersOf(orderId)).toEqual([]);
    });

    it('when others of the class were told something else', async () => {
      await people.offered(orderId, [person]);
      const [other] = await learners(1);
      const answer = await confirm(orderId, { traineeIds: [other], endsOn: inDays(51) });
      expect([answer.status, answer.body.detail]).toEqual([409, expect.stringMatching(/^告知规则：/)]);
      expect(await offersOf(orderId)).toHaveLength(1);
      expect((await county.post(`/v1/training-orders/${orderId}/offers/withdrawal`, { code: 'terms-changed' })).body).toEqual({ withdrawn: 1 });
      expect((await confirm(orderId, { traineeIds: [other, person], endsOn: inDays(51) })).body.offerIds).toHaveLength(2);
    });

    it('for an order that does not recruit', async () => {
      const queued = await scene.queued((await scene.employer()).client);
      expect((await confirm(queued, { traineeIds: [person] })).body.code).toBe('ORDER_CLASS.NOT_RECRUITING');
    });
  });

  describe('are answered', () => {
    it('only by who was told, in time, with a reason of the list where the answer is no', async () => {
      const orderId = await people.recruiting(3);
      const [a, b] = await people.offered(orderId, await learners(2));
      expect((await people.act(orderId, a!, 'acceptance')).body.code).toBe('CLASS_OFFER.MOVE_REFUSED');
      expect((await people.act(orderId, a!, 'telling', { channel: 'call', toldAt: new Date(Date.now() + 60_000).toISOString() })).body.code).toBe('ORDER_CLASS.INVALID');
      await people.act(orderId, a!, 'telling', { channel: 'call', toldAt: new Date(Date.now() - 4 * 86_400_000).toISOString() });
      const late = await people.act(orderId, a!, 'acceptance');
      expect([late.status, late.body.detail]).toEqual([409, expect.stringMatching(/^答复期限规则：/)]);
      expect((await offersOf(orderId)).map(({ state }) => state)).toEqual(['told', 'made']);
      await people.told(orderId, [a!, b!]); // told again: the time begins anew
      expect((await people.act(orderId, a!, 'acceptance')).body.state).toBe('accepted');
      expect((await people.act(orderId, a!, 'acceptance')).body.history).toHaveLength(3); // the same answer once more
      expect((await people.act(orderId, b!, 'refusal', { code: 'bad-weather' })).status).toBe(400);
      const ill = await people.act(orderId, b!, 'refusal', { code: 'trainee-health', reason: '说明' });
      expect([ill.status, ill.body.detail]).toEqual([409, expect.stringMatching(/^隐私规则：/)]);
      expect((await people.act(orderId, b!, 'refusal', { code: 'trainee-health' })).body).toMatchObject({ state: 'refused', endedFor: 'trainee-health' });
      expect((await people.act(orderId, b!, 'acceptance')).status).toBe(409);
    });

    it('by forty at once for ten seats: ten have one, the others wait in order, and move up as seats are given back', async () => {
      const orderId = await people.recruiting(10);
      const offers = await people.offered(orderId, await learners(40));
      await people.told(orderId, offers);
      const answers = await Promise.all(offers.map((id) => people.act(orderId, id, 'acceptance')));
      expect(answers.map(({ status }) => status)).toEqual(offers.map(() => 200));
      const list = await offersOf(orderId);
      const [accepted, waiting] = [list.filter(({ state }) => state === 'accepted'), list.filter(({ state }) => state === 'waiting')];
      expect([accepted.length, waiting.length]).toEqual([10, 30]);
      expect(waiting.map(({ waitingNumber }) => waitingNumber!).sort((x, y) => x - y)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
      await Promise.all(accepted.slice(0, 3).map(({ id }) => people.act(orderId, id, 'refusal', { code: 'trainee-has-work' })));
      const now = new Map((await offersOf(orderId)).map(({ id, state }) => [id, state]));
      expect(waiting.map(({ id, waitingNumber }) => (waitingNumber! <= 3) === (now.get(id) === 'accepted'))).toEqual(waiting.map(() => true));
      expect((await county.get(`/v1/training-orders/${orderId}/offers`)).body.counts).toEqual(expect.arrayContaining([expect.objectContaining({ state: 'accepted', offers: 10 }), expect.objectContaining({ state: 'waiting', offers: 27 })]));
    }, 60_000);

    it('for one class at a time, also when two orders ask at once', async () => {
      const [one, two] = [await people.recruiting(5), await people.recruiting(5)];
      const [person] = await learners(1);
      const [[a], [b]] = [await people.offered(one, [person!]), await people.offered(two, [person!])];
      await people.told(one, [a!]);
      await people.told(two, [b!]);
      const answers = await Promise.all([people.act(one, a!, 'acceptance'), people.act(two, b!, 'acceptance')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)!.body.code).toBe('CLASS_OFFER.SITS_ELSEWHERE');
    });

    it('not at all: the offer runs out at night, once, and the seat goes on', async () => {
      const orderId = await people.recruiting(1);
      const offers = await people.offered(orderId, await learners(2));
      for (const id of offers) await people.act(orderId, id, 'telling', { channel: 'call', toldAt: new Date(Date.now() - 5 * 86_400_000).toISOString() });
      const succession = api.get(OfferSuccession);
      expect(await succession.expire(api.systemPrincipal(COUNTY))).toBeGreaterThanOrEqual(2);
      expect(await succession.expire(api.systemPrincipal(COUNTY))).toBe(0);
      expect((await offersOf(orderId)).map(({ state }) => state)).toEqual(['expired', 'expired']);
      expect((await confirm(orderId, { traineeIds: (await offersOf(orderId)).map(({ trainee }) => trainee.id) })).body.offerIds).toHaveLength(2); // they can be asked again
    });
  });

  it('are a village’s own people’s for its officer, who tells and records a yes, and sees no refusal', async () => {
    const orderId = await people.recruiting(5);
    const [own, kin] = [await people.person({ village: VILLAGE, education: 'vocational' }), await people.person({ village: VILLAGE, education: 'vocational' })];
    const [far] = await people.people(1, { township: FAR_TOWN, education: 'vocational' });
    const [a, b, c] = await people.offered(orderId, [own, kin, far!]);
    const village = await api.asOfficer('village-officer', VILLAGE);
    expect((await village.get('/v1/class-offers?state=made')).body.items.map(({ id }: Shown) => id).sort()).toEqual([a, b].sort());
    expect((await people.act(orderId, a!, 'telling', { channel: 'village-officer' }, village)).body.state).toBe('told');
    expect((await people.act(orderId, a!, 'acceptance', {}, village)).body.state).toBe('accepted');
    expect((await people.act(orderId, b!, 'telling', { channel: 'visit' }, village)).status).toBe(200);
    expect((await people.act(orderId, b!, 'refusal', { code: 'trainee-pay' }, village)).status).toBe(403);
    expect((await people.act(orderId, c!, 'telling', { channel: 'visit' }, village)).status).toBe(404);
    await people.act(orderId, b!, 'refusal', { code: 'trainee-pay' });
    expect((await village.get('/v1/class-offers')).body.items.map(({ id }: Shown) => id)).toEqual([a]);
    expect((await village.get(`/v1/training-orders/${orderId}/offers`)).text).not.toMatch(/refused|trainee-pay/);
    const township = await api.asOfficer('township-officer', FAR_TOWN);
    const seen = (await township.get(`/v1/training-orders/${orderId}/offers`)).body;
    expect([seen.items.map(({ id }: Shown) => id), seen.counts.length]).toEqual([[c], 3]);
    expect((await township.post(`/v1/training-orders/${orderId}/offers`, { source: 'officer', traineeIds: [far], ...CLASS_DAYS })).status).toBe(403);
  });

  it('end with their order, and free the people', async () => {
    const orderId = await people.recruiting(3);
    const ids = await learners(2);
    const [a] = await people.offered(orderId, ids);
    await people.told(orderId, [a!]);
    await people.act(orderId, a!, 'acceptance');
    await scene.act(county, orderId, 'requeue', { code: 'too-few-people' });
    expect((await county.get(`/v1/training-orders/${orderId}/offers`)).body.items).toEqual(ids.map(() => expect.objectContaining({ state: 'withdrawn', endedFor: 'order-ended' })));
  });

  describe('lead to a class', () => {
    it('that is made from the order, its slot and what was told, with those who accepted on its roll; asked for again, it is the same', async () => {
      const orderId = await people.recruiting(4);
      const ids = await learners(3);
      const offers = await people.offered(orderId, ids);
      await people.told(orderId, offers);
      expect((await scene.act(county, orderId, 'class')).body.code).toBe('ORDER_CLASS.NOT_READY');
      for (const id of offers.slice(0, 2)) await people.act(orderId, id, 'acceptance');
      const few = await scene.act(county, orderId, 'class', { minSeats: 3 });
      expect([few.status, few.body.detail]).toEqual([409, expect.stringMatching(/^开班规则：.*2 人，不足最少 3 人/)]);
      await scene.sign(orderId, ids.slice(0, 2));
      const etag = (await county.get(`/v1/training-orders/${orderId}`)).headers.get('etag')!;
      const open = () => county.post(`/v1/training-orders/${orderId}/class`, { minSeats: 2 }, { 'if-match': etag });
      const answers = await Promise.all([open(), open(), open()]);
      expect([answers.map(({ status }) => status), new Set(answers.map(({ body }) => body.classId)).size]).toEqual([[200, 200, 200], 1]);
      const held = await api.get(ClassesService).get(county.principal!, answers[0].body.classId);
      expect(held).toMatchObject({ orderId, courseId: 'welding', startsOn: CLASS_DAYS.startsOn, endsOn: CLASS_DAYS.endsOn, seats: 4, minSeats: 2, siteKind: 'village', region: VILLAGE, programme: '就业技能培训' });
      const roll = await api.get(ClassesService).listRoll(county.principal!, held.id);
      expect(roll.map(({ traineeId }) => traineeId).sort()).toEqual(ids.slice(0, 2).sort());
      expect((await api.database.owner.query(`select count(*)::int as n from training_classes where order_id = $1`, [orderId])).rows).toEqual([{ n: 1 }]);
    });

    it('whose roll takes nobody who was not told or did not accept, except for a reason on record', async () => {
      const orderId = await people.recruiting(4);
      const [a, stranger, named] = await learners(3);
      const [offer] = await people.offered(orderId, [a!]);
      await people.told(orderId, [offer!]);
      await people.act(orderId, offer!, 'acceptance');
      await scene.sign(orderId, [a!]);
      const { classId } = (await scene.act(county, orderId, 'class')).body;
      const enrol = (id: string) => county.post(`/v1/classes/${classId}/enrolments`, { traineeIds: [id] });
      const refused = await enrol(stranger!);
      expect([refused.status, refused.body.code, refused.body.detail]).toEqual([409, 'CLASS.NOT_ACCEPTED', expect.stringMatching(/^先告知后入班规则：/)]);
      expect((await api.get(ClassesService).listRoll(county.principal!, classId)).map(({ traineeId }) => traineeId)).toEqual([a]);
      const exception = await county.post(`/v1/training-orders/${orderId}/roll-exceptions`, { traineeId: named, code: 'moved-from-another-class', reason: '原班次取消' });
      expect([exception.status, exception.body.items]).toEqual([200, [expect.objectContaining({ traineeId: named, code: 'moved-from-another-class' })]]);
      expect((await enrol(named!)).status).toBeLessThan(300);
    });

    it('that neither opens nor begins with somebody on its roll who did not accept, by whatever way they came there', async () => {
      const orderId = await people.recruiting(4);
      const { body: { slotId } } = await county.get(`/v1/training-orders/${orderId}`);
      const { rows: [slot] } = await api.database.owner.query<{ provider_id: string }>('select provider_id from provider_slots where id = $1', [slotId]);
      const held = await api.get(ClassesService).create(county.principal!, { name: '先开的班', courseId: 'welding', programme: '就业技能培训', providerId: slot!.provider_id, region: TOWN, startsOn: inDays(25), endsOn: inDays(50), seats: 10 });
      const [stranger] = await learners(1);
      await api.get(ClassesService).enrol(county.principal!, held.id, [stranger!]);
      const [late] = await people.offered(orderId, await learners(1));
      await people.told(orderId, [late!]);
      await people.act(orderId, late!, 'acceptance');
      const lateId = (await offersOf(orderId))[0]!.trainee.id;
      await scene.sign(orderId);
      const answer = await scene.act(county, orderId, 'class', { classId: held.id });
      expect([answer.status, answer.body.code]).toEqual([409, 'ORDER_CLASS.ROLL_NOT_ACCEPTED']);
      await county.post(`/v1/training-orders/${orderId}/roll-exceptions`, { traineeId: stranger, code: 'enrolled-before-the-order', reason: '班次先开' });
      expect((await scene.act(county, orderId, 'class', { classId: held.id })).body.state).toBe('class-open');
      await api.get(ClassesService).enrol(county.principal!, held.id, [lateId]);
      await people.act(orderId, late!, 'refusal', { code: 'trainee-family' });
      const signed = await county.post(`/v1/training-orders/${orderId}/agreements/trainees`, { traineeIds: [stranger, lateId], first: { signer: 'self', on: TODAY }, second: { signer: 'authorised-agent', on: TODAY } });
      expect(signed.status).toBe(200);
      expect((await scene.act(county, orderId, 'training')).body.code).toBe('ORDER_CLASS.ROLL_NOT_ACCEPTED');
      await api.get(ClassesService).recordResults(county.principal!, held.id, 'dropped', [{ traineeId: lateId, on: TODAY, dropCode: 'family' }]);
      expect((await scene.act(county, orderId, 'training')).body.state).toBe('training');
    });

    it('that opens for an order of the shortage board without an employer, too', async () => {
      const orderId = await people.recruiting(2);
      await api.database.owner.query(`set session_replication_role = replica; update training_orders set employer_id = null, shortage_as_of = current_date, shortage_month = '2027-01' where id = '${orderId}'; set session_replication_role = origin`);
      const [offer] = await people.offered(orderId, await learners(1));
      expect((await county.get(`/v1/training-orders/${orderId}/offers/${offer}`)).body.wording).toContain('用人单位待定');
      await people.told(orderId, [offer!]);
      await people.act(orderId, offer!, 'acceptance');
      await scene.sign(orderId);
      expect((await scene.act(county, orderId, 'class')).body.state).toBe('class-open');
    });
  });

  describe('end with a class that is aborted', () => {
    /** An order with its class, two people in it, and a third who was told. */
    async function served(): Promise<{ orderId: string; classId: string; slotId: string; approvedOn: string; ids: string[] }> {
      const [orderId, ids] = [await people.recruiting(3), await learners(3)];
      const offers = await people.offered(orderId, ids);
      await people.told(orderId, offers);
      for (const id of offers.slice(0, 2)) await people.act(orderId, id, 'acceptance');
      await scene.sign(orderId, ids.slice(0, 2));
      const { classId, slotId, approvedOn } = (await scene.act(county, orderId, 'class')).body;
      return { orderId, classId, slotId, approvedOn, ids };
    }
    const abort = (classId: string, reasonCode: string) => county.post(`/v1/classes/${classId}/moves`, { to: 'aborted', reasonCode });
    const slotOf = async (id: string): Promise<unknown[]> => (await api.database.owner.query('select order_id as "orderId", withdrawn_at is not null as withdrawn from provider_slots where id = $1', [id])).rows;
    const told = async (orderId: string): Promise<unknown[]> => (await api.database.owner.query(`select body::jsonb -> 'data' as data from webhook_deliveries where body::jsonb #>> '{data,orderId}' = $1 order by created_at, id`, [orderId])).rows.map(({ data }: { data: unknown }) => data);

    it('whose order waits again where it waited: its slot is free, its people are free, and its employer is told', async () => {
      const { orderId, classId, slotId, approvedOn, ids } = await served();
      const { employerId } = (await county.get(`/v1/training-orders/${orderId}`)).body;
      expect((await (await api.asEmployer(COUNTY, { employerId })).post('/v1/webhooks', { url: 'https://hr.example.com/orders', eventTypes: ['order.state-changed'] })).status).toBe(201);
      expect((await abort(classId, 'weather')).body.state).toBe('aborted');
      const now = (await county.get(`/v1/training-orders/${orderId}`)).body;
      expect(now).toMatchObject({ state: 'queued', approvedOn, classId: null, slotId: null });
      expect(now.history.at(-1)).toMatchObject({ fromState: 'class-open', toState: 'queued', reasonCode: 'class-aborted', actorKind: 'officer', actorId: county.principal!.id });
      expect(await slotOf(slotId)).toEqual([{ orderId: null, withdrawn: false }]);
      expect((await county.get(`/v1/training-orders/${orderId}/offers`)).body.items.map(({ state, endedFor }: { state: string; endedFor: string }) => `${state} ${endedFor}`).sort()).toEqual(['closed class-aborted', 'closed class-aborted', 'withdrawn class-aborted']);
      expect(await told(orderId)).toEqual([expect.objectContaining({ from: 'class-open', to: 'queued', reason: 'class-aborted' })]);
      await abort(classId, 'weather'); // once more is the same
      expect((await county.get(`/v1/training-orders/${orderId}`)).body.history).toHaveLength(now.history.length);
      expect((await scene.act(county, orderId, 'recruiting', { slotId })).body.state).toBe('recruiting');
      expect((await confirm(orderId, { traineeIds: ids })).body.offerIds).toHaveLength(3); // the same people may be asked for the next class
    });

    it('whose order ends when it was its employer that withdrew; a slot that was no place after all is given to nobody', async () => {
      const withdrawn = await served();
      await abort(withdrawn.classId, 'employer-withdrew');
      const gone = (await county.get(`/v1/training-orders/${withdrawn.orderId}`)).body;
      expect([gone.state, gone.history.at(-1).reasonCode, gone.classId]).toEqual(['cancelled', 'employer-withdrew', withdrawn.classId]);
      expect(await slotOf(withdrawn.slotId)).toEqual([{ orderId: null, withdrawn: false }]);
      const { orderId, classId, slotId } = await served();
      await abort(classId, 'no-instructor');
      expect((await county.get(`/v1/training-orders/${orderId}`)).body.state).toBe('queued');
      expect(await slotOf(slotId)).toEqual([{ orderId: null, withdrawn: true }]);
    });

    it('and by no other way: neither does an order leave a class that goes on, nor is a class aborted over its head', async () => {
      const { orderId, classId } = await served();
      const before = (await county.get(`/v1/training-orders/${orderId}`)).body;
      const asOfficer = (sql: string, params: unknown[]) => api.get(Database).inScope(county.principal!, (tx) => tx.query(sql, params));
      await expect(asOfficer(`insert into training_order_moves (order_id, from_state, to_state, reason_code) values ($1, 'class-open', 'queued', 'class-aborted')`, [orderId])).rejects.toMatchObject({ driverError: { constraint: 'order_leaves_an_aborted_class' } });
      await expect(asOfficer(`with gone as (insert into class_moves (class_id, from_state, to_state, reason_code) values ($1, 'open', 'aborted', 'weather') returning class_id)
        insert into ledger_facts (county, owner_region, kind, effective_on, registration_id, person_id, class_id, payload, recorded_by)
        select f.county, f.owner_region, 'dropped', f.effective_on, f.registration_id, f.person_id, f.class_id, '{"dropCode":"class-aborted"}', 'test' from ledger_facts f join gone using (class_id) where f.kind = 'enrolled'`, [classId])).rejects.toMatchObject({ driverError: { constraint: 'aborted_class_serves_no_order' } });
      expect((await county.get(`/v1/training-orders/${orderId}`)).body).toEqual(before);
      expect((await county.get(`/v1/classes/${classId}`)).body.state).toBe('open');
    });
  });
});
