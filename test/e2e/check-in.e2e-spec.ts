import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generateToken, tokenHash } from '@app/accounts';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { inDays, TODAY } from '../support/orders.js';
import { courseOf, placementScene } from '../support/placements.js';
import { addSession } from '../support/sessions.js';

const COUNTY = '420626';
const XIEMA = '420626106';

interface Handed { readonly traineeId: string; readonly name: string; readonly seatNumber: number; readonly number: string }

/** People check in by their own telephones: a code on the wall, a number on paper, no account, nobody's name. */
describe('the check-in by telephone', () => {
  let api: TestApi;
  let county: ApiClient;
  let people: string[];
  let classId: string;
  let session: string;
  let handed: Handed[];

  beforeAll(async () => {
    api = await startApi();
    county = await api.asOfficer('county-officer', COUNTY);
    people = await placementScene(api, COUNTY, 74).people(3, XIEMA);
  });
  afterAll(() => api.close());

  beforeEach(async () => {
    classId = (await county.post('/v1/classes', { name: '家政班 <一期>', courseId: await courseOf(api), programme: '双技能', providerId: await placementScene(api, COUNTY, 1).provider(), region: XIEMA, startsOn: inDays(-10), endsOn: inDays(20), seats: 10, theoryHours: 20, practiceHours: 20 })).body.id as string;
    await county.post(`/v1/classes/${classId}/enrolments`, { traineeIds: people, on: inDays(-8) });
    session = await addSession(api.database, { classId, taughtOn: TODAY, period: 'afternoon' });
    handed = (await county.post(`/v1/classes/${classId}/check-in-numbers`)).body.items;
  });

  const open = async (id = session): Promise<string> => new URL((await county.post(`/v1/class-sessions/${id}/check-in-code`)).body.url as string).pathname;
  const type = (path: string, seat: string | number, number: string) => api.anonymous.post(path, new URLSearchParams({ seat: String(seat), number }).toString(), { 'content-type': 'application/x-www-form-urlencoded' });
  const marks = async (): Promise<unknown[]> => (await api.database.owner.query('select registration_id as id, mark, hours::float8 as hours, source, recorded_by as by from session_marks where session_id = $1 order by recorded_at', [session])).rows;
  const wrongOf = ({ number }: Handed): string => (number === '000000' ? '000001' : '000000');

  it('marks present whoever knows the own number, once', async () => {
    const path = await open();
    const page = await api.anonymous.get(path);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(Buffer.byteLength(page.text)).toBeLessThan(20_480);
    expect(page.text).toContain('家政班 &lt;一期&gt;');
    expect(page.text).not.toMatch(/<script|http:|https:/);
    const done = await type(path, handed[0]!.seatNumber, handed[0]!.number);
    expect(done.text).toContain('签到成功');
    expect((await type(path, ` ${handed[0]!.seatNumber}`, handed[0]!.number)).text).toContain('已经签过到');
    expect(await marks()).toEqual([{ id: handed[0]!.traineeId, mark: 'present', hours: 4, source: 'qr', by: 'check-in' }]);
    for (const { name } of handed) expect(page.text + done.text).not.toContain(name);
  });

  it('shows its QR code as a picture; the token has 256 bits and is kept as a hash', async () => {
    const { body } = await county.post(`/v1/class-sessions/${session}/check-in-code`);
    const token = new URL(body.url as string).pathname.split('/').at(-1)!;
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(body.svg).toMatch(/^<svg[^>]*viewBox/);
    const minutes = (Date.parse(body.expiresAt as string) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(13);
    expect(minutes).toBeLessThan(16);
    const { rows } = await api.database.owner.query<{ codes: string; numbers: string[] }>('select (select string_agg(k::text, \' \') from check_in_codes k) as codes, array(select number_sealed from check_in_numbers) as numbers');
    expect(rows[0]!.codes).not.toContain(token);
    for (const sealed of rows[0]!.numbers) expect(sealed).toMatch(/^v1\./);
  });

  it('locks a seat after five wrong numbers under one code; others go on, and a new code begins anew', async () => {
    const path = await open();
    const [a, b] = handed;
    for (const left of [4, 3, 2, 1]) expect((await type(path, a!.seatNumber, wrongOf(a!))).text).toContain(`还可以再试 ${left} 次`);
    expect((await type(path, a!.seatNumber, wrongOf(a!))).text).toContain('输错 5 次');
    expect((await type(path, a!.seatNumber, a!.number)).text).toContain('输错 5 次');
    expect(await marks()).toEqual([]);
    expect((await type(path, b!.seatNumber, b!.number)).text).toContain('签到成功');
    expect((await type(await open(), a!.seatNumber, a!.number)).text).toContain('签到成功');
  });

  it('counts guesses that come at the same time: thirty at once get no more than five', async () => {
    const path = await open();
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => type(path, handed[0]!.seatNumber, `00000${i % 10}`)));
    expect(answers.filter(({ text }) => text.includes('还可以再试'))).toHaveLength(4);
    const { rows } = await api.database.owner.query<{ wrong: number }>('select wrong from check_in_tries t join check_in_codes k on k.id = t.code_id where k.session_id = $1', [session]);
    expect(rows).toEqual([{ wrong: 5 }]);
  });

  it('says the same of a seat that is nobody’s as of a wrong number', async () => {
    const path = await open();
    const [known, unknown] = [await type(path, handed[0]!.seatNumber, wrongOf(handed[0]!)), await type(path, 999, '000000')];
    expect(unknown.text).toBe(known.text);
  });

  it('takes no number of another class, and none that is not a number', async () => {
    const path = await open();
    for (const [seat, number] of [['', '123456'], ['1', ''], ['x', '123456'], ['1', '12345678901234567890']] as const) expect((await type(path, seat, number)).text).toContain('都是数字');
    expect((await api.anonymous.post(path, { seat: '1', number: '123456' })).status).toBe(200);
    expect((await api.anonymous.post('/v1/sessions', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await type(path, 'x'.repeat(600), '1')).status).toBe(413);
    expect(await marks()).toEqual([]);
  });

  it('leaves what an officer has marked', async () => {
    const path = await open();
    const [a, b] = handed;
    await county.post(`/v1/class-sessions/${session}/attendance`, { entries: [{ traineeId: a!.traineeId, mark: 'absent' }] });
    expect((await type(path, a!.seatNumber, a!.number)).text).toContain('老师已为您登记本次考勤');
    await type(path, b!.seatNumber, b!.number);
    await county.post(`/v1/class-sessions/${session}/attendance`, { entries: [{ traineeId: b!.traineeId, mark: 'leave' }] });
    expect((await type(path, b!.seatNumber, b!.number)).text).toContain('老师已为您登记本次考勤');
    expect((await marks() as { mark: string }[]).map(({ mark }) => mark)).toEqual(['absent', 'present', 'leave']);
  });

  it('has run out with its minutes, and with its session', async () => {
    const token = generateToken();
    await api.database.owner.query(`insert into check_in_codes (id, session_id, token_hash, expires_at) values (gen_random_uuid(), $1, $2, now() + interval '1 microsecond')`, [session, tokenHash(token)]);
    expect((await type(`/c/${token}`, handed[0]!.seatNumber, handed[0]!.number)).text).toContain('二维码已过期');
    const path = await open();
    await api.database.owner.query(`update class_sessions set cancelled_by = 'test', cancelled_at = now(), cancel_reason = 'weather' where id = $1`, [session]);
    expect((await api.anonymous.get(path)).text).toContain('二维码已过期');
    expect((await type(path, handed[0]!.seatNumber, handed[0]!.number)).text).toContain('二维码已过期');
    expect((await api.anonymous.get('/c/nothing-of-ours')).text).toContain('二维码已过期');
    expect(await marks()).toEqual([]);
  });

  it('opens on the day of its session only', async () => {
    for (const day of [inDays(-1), inDays(1)]) {
      const answer = await county.post(`/v1/class-sessions/${await addSession(api.database, { classId, taughtOn: day })}/check-in-code`);
      expect([answer.status, answer.body.code]).toEqual([409, 'CHECK_IN.NOT_NOW']);
    }
  });

  it('gives each person one number of a class, whoever prints it; a village does not', async () => {
    expect(handed.map(({ seatNumber }) => seatNumber)).toEqual([1, 2, 3]);
    for (const { number } of handed) expect(number).toMatch(/^\d{6}$/);
    expect((await county.post(`/v1/classes/${classId}/check-in-numbers`)).body.items).toEqual(handed);
    expect((await (await api.asOfficer('village-officer', `${XIEMA}200`)).post(`/v1/classes/${classId}/check-in-numbers`)).status).toBe(403);
    expect((await (await api.asOfficer('county-officer', '420625')).post(`/v1/classes/${classId}/check-in-numbers`)).status).toBe(404);
    const { rows } = await api.database.owner.query<{ details: object }>(`select details from audit_events where action = 'check-in-number.print' and subject_id = $1`, [classId]);
    expect(rows).toEqual([{ details: { trainees: 3 } }, { details: { trainees: 3 } }]);
  });
});
