import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { courseOf, placementScene, type PlacementScene } from '../support/placements.js';
import { inDays, TODAY } from '../support/orders.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const MALIANG = '420626103';

/** Seats are given in the order in which people came, whoever asks and however many at once. */
describe('the waiting list of a class', () => {
  let api: TestApi;
  let scene: PlacementScene;
  let county: ApiClient;
  let people: string[];
  let path: string;

  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 71);
    county = await api.asOfficer('county-officer', COUNTY);
    people = await scene.people(45, XIEMA);
  });
  afterAll(() => api.close());

  const newClass = async (seats: number): Promise<string> => {
    const made = await county.post('/v1/classes', { name: '候补班', courseId: await courseOf(api), programme: '双技能', providerId: await scene.provider(), region: XIEMA, startsOn: inDays(-5), endsOn: inDays(20), seats });
    expect([made.status, made.body.state]).toEqual([201, 'open']);
    return `/v1/classes/${made.body.id}`;
  };
  const enrol = (traineeIds: readonly string[], waitlist = true, client = county): Promise<ApiAnswer> => client.post(`${path}/enrolments`, { traineeIds, ...(waitlist ? { waitlist } : {}) });
  const list = async (): Promise<{ freeSeats: number; waiting: number; next: string | null; order: string[] }> => {
    const { body } = await county.get(`${path}/waiting`);
    return { freeSeats: body.freeSeats, waiting: body.waiting, next: body.next, order: body.items.map((item: { number: number; traineeId: string }) => `${item.number} ${item.traineeId}`) };
  };
  const rolled = async (): Promise<string[]> => (await county.get(`${path}/roll`)).body.items.filter((item: { state: string }) => item.state === 'enrolled').map((item: { traineeId: string }) => item.traineeId);
  const drop = (traineeId: string): Promise<ApiAnswer> => county.post(`${path}/drops`, { entries: [{ traineeId, on: TODAY, dropCode: 'family' }] });
  /** What a refused request must leave as it was. */
  const unchanged = async (request: () => Promise<ApiAnswer>, status: number, code: string, words: RegExp): Promise<void> => {
    const before = [await rolled(), await list()];
    const answer = await request();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.detail).toMatch(words);
    expect([await rolled(), await list()]).toEqual(before);
  };

  beforeEach(async () => { path = await newClass(2); });

  it('takes exactly ten of forty who come at once for ten seats; thirty wait, numbered without a gap', async () => {
    path = await newClass(10);
    const answers = await Promise.all(people.slice(0, 40).map((trainee) => enrol([trainee])));
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
    const outcomes = answers.map(({ body }) => body.items[0] as { traineeId: string; outcome: string; waitingNumber: number | null });
    expect(outcomes.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(10);
    const waiting = outcomes.filter(({ outcome }) => outcome === 'waiting');
    expect(waiting.map(({ waitingNumber }) => waitingNumber!).sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect((await list()).order).toEqual(waiting.sort((a, b) => a.waitingNumber! - b.waitingNumber!).map(({ waitingNumber, traineeId }) => `${waitingNumber} ${traineeId}`));
    expect((await rolled()).sort()).toEqual(outcomes.filter(({ outcome }) => outcome === 'recorded').map(({ traineeId }) => traineeId).sort());
  });

  it('seats whom it has room for in the order given, and says the same when it is asked again', async () => {
    const [a, b, c, d] = people;
    const first = await enrol([a!, b!, c!, d!]);
    expect(first.body.items).toEqual([
      { traineeId: a, outcome: 'recorded', waitingNumber: null }, { traineeId: b, outcome: 'recorded', waitingNumber: null }, { traineeId: c, outcome: 'waiting', waitingNumber: 1 }, { traineeId: d, outcome: 'waiting', waitingNumber: 2 },
    ]);
    expect((await enrol([c!, a!])).body.items).toEqual([{ traineeId: c, outcome: 'waiting', waitingNumber: 1 }, { traineeId: a, outcome: 'already', waitingNumber: null }]);
    expect(await list()).toEqual({ freeSeats: 0, waiting: 2, next: c, order: [`1 ${c}`, `2 ${d}`] });
  });

  it('offers a seat that somebody left, and seats that were added, to the first', async () => {
    const [a, b, c, d, e] = people;
    await enrol([a!, b!, c!, d!, e!]);
    await drop(a!);
    expect(await list()).toMatchObject({ freeSeats: 1, next: c });
    expect((await county.post(`${path}/waiting/next`, { traineeId: c })).body.items).toMatchObject([{ traineeId: c, outcome: 'recorded' }]);
    expect((await county.post(`${path}/waiting/next`, { traineeId: c })).body.items).toMatchObject([{ traineeId: c, outcome: 'already' }]);
    expect(await list()).toEqual({ freeSeats: 0, waiting: 2, next: d, order: [`2 ${d}`, `3 ${e}`] });
    expect((await county.put(`${path}/seats`, { seats: 3 })).body.seats).toBe(3);
    expect((await county.post(`${path}/waiting/next`, { traineeId: d })).status).toBe(200);
    expect((await rolled()).sort()).toEqual([b!, c!, d!].sort());
  });

  it('lets ten officers who press at once seat the first once', async () => {
    await enrol(people.slice(0, 5));
    await drop(people[0]!);
    const answers = await Promise.all(Array.from({ length: 10 }, () => county.post(`${path}/waiting/next`, { traineeId: people[2] })));
    expect(answers.map(({ body }) => body.items?.[0].outcome).sort()).toEqual([...Array(9).fill('already'), 'recorded']);
    expect((await list()).waiting).toBe(2);
  });

  it('passes over those who wait longer for a coded reason only', async () => {
    const [a, b, c, d] = people;
    await enrol([a!, b!, c!, d!]);
    await drop(a!);
    await unchanged(() => county.post(`${path}/waiting/next`, { traineeId: d }), 409, 'CLASS.OTHERS_WAIT', /候补顺序/);
    expect((await county.post(`${path}/waiting/next`, { traineeId: d, jumpReason: 'first-unreachable' })).status).toBe(200);
    expect(await list()).toMatchObject({ waiting: 1, next: c });
    const { rows } = await api.database.owner.query<{ number: number; reason: string }>(`select number, reason_code as reason from class_waiting where class_id = $1 and ended_how = 'seated'`, [path.split('/').at(-1)]);
    expect(rows).toEqual([{ number: 2, reason: 'first-unreachable' }]);
  });

  it('refuses to enrol somebody past those who wait; a list that nobody asked for stays empty', async () => {
    const [a, b, c, d] = people;
    await unchanged(() => enrol([a!, b!, c!], false), 409, 'CLASS.SEATS_EXHAUSTED', /还剩 2 个名额/);
    await enrol([a!, b!, c!]);
    await drop(a!);
    await unchanged(() => enrol([d!], false), 409, 'CLASS.OTHERS_WAIT', /候补/);
    expect((await enrol([d!])).body.items).toMatchObject([{ outcome: 'waiting', waitingNumber: 2 }]);
  });

  it('lets people leave the list for a coded reason, and come again at its end', async () => {
    const [a, b, c, d] = people;
    await enrol([a!, b!, c!, d!]);
    expect((await county.post(`${path}/waiting/${c}/leaving`, { reasonCode: 'found-work' })).status).toBe(204);
    expect((await list()).order).toEqual([`2 ${d}`]);
    await unchanged(() => county.post(`${path}/waiting/${c}/leaving`, { reasonCode: 'found-work' }), 404, 'CLASS.NOT_WAITING', /不在该班的候补名单/);
    expect((await county.post(`${path}/waiting/${d}/leaving`, { reasonCode: 'bored' })).status).toBe(400);
    await enrol([c!]);
    expect((await list()).order).toEqual([`2 ${d}`, `3 ${c}`]);
  });

  it('gives no seat where none is free, and none to somebody who does not wait', async () => {
    await enrol(people.slice(0, 3));
    await unchanged(() => county.post(`${path}/waiting/next`, { traineeId: people[2] }), 409, 'CLASS.SEATS_EXHAUSTED', /还剩 0 个名额/);
    await drop(people[0]!);
    await unchanged(() => county.post(`${path}/waiting/next`, { traineeId: people[9] }), 404, 'CLASS.NOT_WAITING', /不在该班的候补名单/);
  });

  it('shows a township its own people and the numbers of all; the next of another township is not its to seat', async () => {
    const [far] = await scene.people(1, MALIANG);
    await enrol([people[0]!, people[1]!, far!, people[2]!]);
    const township = await api.asOfficer('township-officer', XIEMA);
    const seen = (await township.get(`${path}/waiting`)).body;
    expect([seen.waiting, seen.next, seen.items.map((item: { number: number }) => item.number)]).toEqual([2, null, [2]]);
    await drop(people[0]!);
    await unchanged(() => township.post(`${path}/waiting/next`, { traineeId: people[2] }), 409, 'CLASS.OTHERS_WAIT', /候补/);
    expect((await (await api.asOfficer('village-officer', `${XIEMA}200`)).get(`${path}/waiting`)).status).toBe(403);
    expect((await (await api.asOfficer('county-officer', '420625')).get(`${path}/waiting`)).status).toBe(404);
  });
});
