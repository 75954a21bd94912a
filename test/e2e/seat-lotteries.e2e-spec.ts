import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OfferSuccession } from '@app/training';
import { lotteryCommand } from '../../apps/cli/src/offline/lottery.command.js';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { CLASS_DAYS, FAR_TOWN, peopleScene, TOWN, type PeopleScene } from '../support/order-people.js';
import { COUNTY, inDays, orderScene, type OrderScene } from '../support/orders.js';

async function verify(record: unknown): Promise<{ code: number; verified: boolean | undefined }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await lotteryCommand(['verify', '--input', '-'], { stdin: Readable.from([Buffer.from(JSON.stringify(record))]), stdout, stderr });
  const out = String(stdout.read() ?? '');
  return { code, verified: out === '' ? undefined : (JSON.parse(out) as { verified: boolean }).verified };
}

/** More people than seats: a draw that anyone can verify afterwards. */
describe('a lottery of an order’s seats', () => {
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
  const path = (orderId: string, rest = ''): string => `/v1/training-orders/${orderId}/lotteries${rest}`;
  const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();
  /** Asks until the closing has come: the notice itself says when. */
  async function closed(orderId: string, id: string): Promise<ApiAnswer> {
    for (;;) {
      const answer = await county.post(path(orderId, `/${id}/closing`));
      if (answer.status !== 409) return answer;
    }
  }
  async function drawn(seats: number, applicants: number): Promise<{ orderId: string; id: string; ids: string[]; entries: { entry: string; trainee: { id: string }; place: number; isCalled: boolean }[] }> {
    const orderId = await people.recruiting(seats);
    const ids = await people.people(applicants, { education: 'vocational' });
    await people.apply(orderId, ids);
    const id = (await county.post(path(orderId), { closesAt: soon(400) })).body.id as string;
    await closed(orderId, id);
    expect((await county.post(path(orderId, `/${id}/draw`), {})).status).toBe(200);
    return { orderId, id, ids, entries: (await county.get(path(orderId, `/${id}/entries`))).body.items };
  }

  it('is announced with its seed sealed, closed by numbers, drawn once, and true for whoever verifies it', async () => {
    const orderId = await people.recruiting(4);
    const ids = await people.people(9, { education: 'vocational' });
    await people.apply(orderId, ids);
    const announced = await county.post(path(orderId), { closesAt: soon(1_200) });
    expect([announced.status, announced.body]).toEqual([201, expect.objectContaining({ state: 'announced', seed: null, noticeHash: expect.stringMatching(/^[0-9a-f]{64}$/), notice: expect.objectContaining({ seats: 4, policy: { version: 'open', reserves: [], order: ['open'] } }) })]);
    const id = announced.body.id as string;
    const { rows: [sealed] } = await api.database.owner.query<{ sealed_seed: string }>('select sealed_seed from lotteries where id = $1', [id]);
    expect(sealed!.sealed_seed).toMatch(/^v1\./);
    expect(announced.text).not.toContain(sealed!.sealed_seed);
    const early = await county.post(path(orderId, `/${id}/closing`));
    expect([early.status, early.body.code, early.body.detail]).toEqual([409, 'LOTTERY.MOVE_REFUSED', expect.stringContaining('截止时间未到')]);
    expect((await county.post(path(orderId, `/${id}/draw`), {})).body.code).toBe('LOTTERY.MOVE_REFUSED');
    const close = await closed(orderId, id);
    expect([close.body.state, close.body.applicants, close.body.seed]).toEqual(['closed', 9, null]);
    expect((await county.post(`/v1/training-orders/${orderId}/applications`, { traineeId: await people.person() })).body.detail).toMatch(/报名截止时间已过/);
    expect((await county.get(path(orderId, `/${id}/record`))).status).toBe(409);
    const [draw, again] = [await county.post(path(orderId, `/${id}/draw`), {}), await county.post(path(orderId, `/${id}/draw`), {})];
    expect([draw.body.state, again.body.resultHash, draw.body.calls.length]).toEqual(['drawn', draw.body.resultHash, 4]);
    const record = (await county.get(path(orderId, `/${id}/record`))).body;
    expect(await verify(record)).toEqual({ code: 0, verified: true });
    expect(record.applicants.map(({ id: number }: { id: string }) => number)).toEqual(Array.from({ length: 9 }, (_, i) => String(i + 1).padStart(4, '0')));
    for (const person of ids) expect(JSON.stringify(record)).not.toContain(person);
    for (const more of [{ noticeHash: '0'.repeat(64) }, { result: { ...record.result, waiting: [...record.result.waiting].reverse() } }, { notice: { ...record.notice, seats: 5 } }, { applicants: record.applicants.map((each: object, i: number) => (i === 3 ? { ...each, losses: 1 } : each)) }]) {
      expect(await verify({ ...record, ...more })).toEqual({ code: 1, verified: false });
    }
  });

  it('is true no more when one byte of its record is another', async () => {
    const { orderId, id } = await drawn(2, 4);
    const text = (await county.get(path(orderId, `/${id}/record`))).text;
    for (const at of [text.indexOf('"seed":"') + 20, text.indexOf('"listHash":"') + 30, text.indexOf('"seedHash":"') + 40, text.indexOf('"resultHash":"') + 50, text.indexOf('"closesAt":"') + 14]) {
      const changed = text.slice(0, at) + (text[at] === '1' ? '2' : '1') + text.slice(at + 1);
      expect([at, (await verify(JSON.parse(changed))).verified ?? false]).toEqual([at, false]);
    }
  });

  it('is refused for more seats than there are, for a closing that is past, beside another, and for an order that does not recruit', async () => {
    const orderId = await people.recruiting(3);
    const queued = await scene.queued((await scene.employer()).client);
    const count = async (): Promise<number> => (await api.database.owner.query<{ n: number }>('select count(*)::int as n from lotteries')).rows[0]!.n;
    const before = await count();
    expect((await county.post(path(orderId), { seats: 4, closesAt: soon(60_000) })).body.code).toBe('ORDER_CLASS.INVALID');
    expect((await county.post(path(orderId), { closesAt: '2020-01-01T00:00:00Z' })).body.code).toBe('LOTTERY.MOVE_REFUSED');
    expect((await county.post(path(orderId), { closesAt: 'tomorrow' })).status).toBe(400);
    expect((await county.post(path(queued), { closesAt: soon(60_000) })).body.code).toBe('ORDER_CLASS.NOT_RECRUITING');
    expect((await county.post(path(randomUUID()), { closesAt: soon(60_000) })).status).toBe(404);
    expect(await count()).toBe(before);
    const first = await county.post(path(orderId), { closesAt: soon(60_000), publicSource: '某日双色球' });
    expect((await county.post(path(orderId), { closesAt: soon(60_000) })).body.code).toBe('LOTTERY.MOVE_REFUSED');
    expect((await county.post(path(orderId, `/${first.body.id}/cancellation`), { reason: '公告有误' })).body.state).toBe('cancelled');
    expect((await county.post(path(orderId, `/${first.body.id}/cancellation`), { reason: '公告有误' })).status).toBe(409);
    expect((await county.post(path(orderId), { closesAt: soon(60_000) })).status).toBe(201);
    expect((await county.get(path(orderId))).body.items.map(({ state }: { state: string }) => state)).toEqual(['announced', 'cancelled']);
  });

  it('with a public source is drawn by what that source gave, and by nothing else', async () => {
    const orderId = await people.recruiting(1);
    await people.apply(orderId, await people.people(2, { education: 'vocational' }));
    const id = (await county.post(path(orderId), { closesAt: soon(300), publicSource: '某日双色球' })).body.id as string;
    await closed(orderId, id);
    expect((await county.post(path(orderId, `/${id}/draw`), {})).body.code).toBe('ORDER_CLASS.INVALID');
    expect((await county.post(path(orderId, `/${id}/draw`), { publicValue: '01 05 09 12 22 30 + 08' })).status).toBe(200);
    expect(await verify((await county.get(path(orderId, `/${id}/record`))).body)).toEqual({ code: 0, verified: true });
  });

  it('puts who lost a draw of the occupation before before who did not', async () => {
    const first = await drawn(1, 4);
    const losers = first.entries.filter(({ isCalled }) => !isCalled).map(({ trainee }) => trainee.id);
    const orderId = await people.recruiting(3);
    await people.apply(orderId, [...(await people.people(6, { education: 'vocational' })), ...losers]);
    const id = (await county.post(path(orderId), { closesAt: soon(400) })).body.id as string;
    await closed(orderId, id);
    await county.post(path(orderId, `/${id}/draw`), {});
    const { items } = (await county.get(path(orderId, `/${id}/entries`))).body;
    expect(items.filter(({ isCalled }: { isCalled: boolean }) => isCalled).map(({ trainee }: { trainee: { id: string } }) => trainee.id).sort()).toEqual(losers.sort());
  });

  it('leaves nobody the choice: offers go to who was drawn, and a seat that falls free to the next in drawn order', async () => {
    const { orderId, entries } = await drawn(2, 5);
    const inOrder = [...entries].sort((a, b) => a.place - b.place).map(({ trainee }) => trainee.id);
    const jump = await county.post(`/v1/training-orders/${orderId}/offers`, { source: 'officer', traineeIds: [inOrder[4]], ...CLASS_DAYS });
    expect([jump.status, jump.body.code, jump.body.detail]).toEqual([409, 'CLASS_OFFER.MOVE_REFUSED', expect.stringMatching(/^抽签规则/)]);
    const confirmed = await county.post(`/v1/training-orders/${orderId}/offers`, { source: 'draw', ...CLASS_DAYS });
    expect(confirmed.body.offerIds).toHaveLength(2);
    const refused = await people.offerOf(orderId, inOrder[0]!);
    await people.told(orderId, [refused]);
    expect((await people.act(orderId, refused, 'refusal', { code: 'trainee-too-far' })).body.state).toBe('refused');
    const succession = api.get(OfferSuccession);
    expect(await succession.callNext(api.systemPrincipal(COUNTY), orderId)).toEqual({ seated: 0, called: 1 });
    expect(await succession.callNext(api.systemPrincipal(COUNTY), orderId)).toEqual({ seated: 0, called: 0 });
    const { items, counts } = (await county.get(`/v1/training-orders/${orderId}/offers`)).body;
    expect(items.filter(({ state }: { state: string }) => state === 'made').map(({ trainee }: { trainee: { id: string } }) => trainee.id).sort()).toEqual([inOrder[1], inOrder[2]].sort());
    expect(counts).toContainEqual({ state: 'refused', stateLabel: '已拒绝', offers: 1 });
    // The next on the list takes the application back: the one after is called when another seat falls free.
    expect((await county.delete(`/v1/training-orders/${orderId}/applications/${inOrder[3]}`)).status).toBe(204);
    const second = await people.offerOf(orderId, inOrder[1]!);
    await people.told(orderId, [second]);
    await people.act(orderId, second, 'refusal', { code: 'trainee-family' });
    expect(await succession.callNext(api.systemPrincipal(COUNTY), orderId)).toEqual({ seated: 0, called: 1 });
    expect((await county.get(`/v1/training-orders/${orderId}/offers?state=made`)).body.items.map(({ trainee }: { trainee: { id: string } }) => trainee.id)).toEqual([inOrder[2], inOrder[4]]);
  });

  it('shows numbers to the whole county, and who has which to those who may know, of their own people', async () => {
    const { orderId, id } = await drawn(1, 3);
    const [town, far, village, department] = [await api.asOfficer('township-officer', TOWN), await api.asOfficer('township-officer', FAR_TOWN), await api.asOfficer('village-officer', `${TOWN}012`), await api.asOfficer('department-officer', COUNTY)];
    expect((await town.get(path(orderId, `/${id}/entries`))).body.items).toHaveLength(3);
    expect((await far.get(path(orderId, `/${id}/entries`))).body.items).toHaveLength(0);
    expect((await department.get(path(orderId, `/${id}/record`))).status).toBe(200);
    expect((await department.get(path(orderId, `/${id}/entries`))).status).toBe(403);
    expect((await village.get(path(orderId, `/${id}`))).status).toBe(403);
    expect((await town.post(path(orderId), { closesAt: inDays(1) })).status).toBe(403);
    expect((await (await api.asOfficer('county-officer', '420625')).get(path(orderId, `/${id}`))).status).toBe(404);
  });

  it('cannot be moved, rewritten or drawn by another seed by SQL as the application’s role', async () => {
    const { id, entries } = await drawn(1, 3);
    const { database } = await api.database.open();
    const officer = county.principal!;
    const waiting = entries.find(({ isCalled }) => !isCalled)!.entry;
    const called = entries.find(({ isCalled }) => isCalled)!.entry;
    for (const sql of [
      `update lotteries set state = 'announced' where id = '${id}'`, `update lotteries set seed = '${'a'.repeat(64)}' where id = '${id}'`, `update lotteries set notice = '{}' where id = '${id}'`, `delete from lotteries where id = '${id}'`,
      `insert into lottery_list values ('${id}', '9999', 0, '{}')`, `update lottery_list set losses = 9 where lottery_id = '${id}'`, `delete from lottery_results where lottery_id = '${id}'`, `update lottery_results set seat = 'open' where lottery_id = '${id}'`,
      `insert into lottery_calls (lottery_id, entry, seat) values ('${id}', '${waiting}', 'open')`, `insert into lottery_calls (lottery_id, entry, seat, freed_by) values ('${id}', '${waiting}', 'open', '${called}')`,
    ]) expect([sql, await database.inScope(officer, (tx) => tx.query(sql)).then(() => 'done', (error: { driverError: { code: string } }) => error.driverError.code)]).toEqual([sql, expect.stringMatching(/^(23514|42501|23001|P0001|23505)$/)]);
  });
});
