import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { madeUpPeople } from '../support/people.js';

const TOWN = '420626100';
const VILLAGE = '420626100200';
const OTHER_TOWN = '420626101';
const NDJSON = { 'content-type': 'application/x-ndjson' };

describe('trainees', () => {
  let api: TestApi;
  let county: ApiClient;
  let township: ApiClient;
  let village: ApiClient;
  let neighbour: ApiClient;
  let otherCounty: ApiClient;
  const people = madeUpPeople(2026);
  const body = (more: Record<string, unknown> = {}) => {
    const { idNumber, name, phone } = people.next();
    return { idNumber, name, phone, township: TOWN, ...more };
  };
  const codesOf = (answer: ApiAnswer): string[] => (answer.body.faults as { path: string }[]).map((fault) => fault.path);
  const send = (client: ApiClient, lines: readonly unknown[]) => client.post('/v1/trainees/import', lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'), NDJSON);
  const ifMatch = (answer: ApiAnswer) => ({ 'if-match': answer.headers.get('etag')! });

  /** The status when a body of this length is announced; none of it is sent. */
  const statusOfAnnounced = (client: ApiClient, bytes: number): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(`${api.url}/v1/trainees/import`, { method: 'POST', headers: { ...client['credentials'], ...NDJSON, 'content-length': bytes } }, (response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      request.on('error', reject);
      request.flushHeaders();
    });

  beforeAll(async () => {
    api = await startApi();
    [county, township, village, neighbour, otherCounty] = await Promise.all([
      api.asOfficer('county-officer', '420626'), api.asOfficer('township-officer', TOWN), api.asOfficer('village-officer', VILLAGE), api.asOfficer('township-officer', OTHER_TOWN), api.asOfficer('county-officer', '420625'),
    ]);
  });
  afterAll(() => api.close());

  describe('registration', () => {
    it('answers the trainee, masked, with its ETag', async () => {
      const given = body({ address: '二组 8 号', education: 'vocational', skills: [{ id: 'weld.arc', level: 2 }], consents: [{ purpose: 'disclosure-to-employer', wording: '同意向用人单位提供', givenOn: '2026-01-01' }] });
      const made = await township.post('/v1/trainees', given);
      expect(made.status).toBe(201);
      expect(made.headers.get('etag')).toBe('"1"');
      expect(made.body).toMatchObject({ name: given.name, phoneMasked: `${given.phone.slice(0, 3)}****${given.phone.slice(-4)}`, hasAddress: true, ownerRegion: '420626100000', skills: [{ id: 'weld.arc', level: 2, source: 'stated' }] });
      for (const secret of [given.idNumber, given.phone, '二组 8 号']) expect(made.text).not.toContain(secret);
    });

    it('of a known ID number answers 409 with the id inside the region, and says no more than "the county has it" outside', async () => {
      const given = body();
      const { body: made } = await township.post('/v1/trainees', given);
      const again = await township.post('/v1/trainees', given);
      expect([again.status, again.body.code]).toEqual([409, 'TRAINEE.ALREADY_REGISTERED']);
      expect(again.text).toContain(made.id);
      const outside = await neighbour.post('/v1/trainees', { ...given, township: OTHER_TOWN });
      expect([outside.status, outside.body.code]).toEqual([409, 'TRAINEE.REGISTERED_ELSEWHERE']);
      for (const secret of [made.id, TOWN, given.name]) expect(outside.text).not.toContain(secret);
      expect((await otherCounty.post('/v1/trainees', { ...given, township: '420625100' })).status).toBe(201);
    });

    it.each<[string, Record<string, unknown>, number, string]>([
      ['an ID number with a wrong check character', { idNumber: '420626199001011239' }, 422, 'idNumber'],
      ['the telephone 12345678', { phone: '12345678' }, 422, 'phone'],
      ['an unknown township', { township: '420626999' }, 422, 'township'],
      ['a village of another township', { village: '420626101200' }, 422, 'village'],
      ['an unknown skill', { skills: [{ id: 'no.such', level: 1 }] }, 422, 'skills.0.id'],
      ['a field that does not exist', { poverty: true }, 400, 'poverty'],
      ['a level of 6', { skills: [{ id: 'weld.arc', level: 6 }] }, 400, 'skills.0.level'],
      ['a number for a name', { name: 7 }, 400, 'name'],
      ['null where a list is due', { occupations: null }, 400, 'occupations'],
    ])('refuses %s', async (_, more, status, path) => {
      const answer = await township.post('/v1/trainees', { ...body(), ...more });
      expect(answer.status).toBe(status);
      expect(codesOf(answer)).toContain(path);
      expect(answer.text).toMatch(/[\u4e00-\u9fff]/);
      if (typeof more['idNumber'] === 'string') expect(answer.text).not.toContain(more['idNumber']);
    });

    it('in somebody else’s region answers 404, and an employer may not register at all', async () => {
      expect((await township.post('/v1/trainees', body({ township: OTHER_TOWN }))).status).toBe(404);
      expect((await (await api.asEmployer('420626')).post('/v1/trainees', body())).status).toBe(403);
      expect((await api.anonymous.post('/v1/trainees', body())).status).toBe(401);
    });
  });

  describe('bulk registration', () => {
    it('accounts for every line and changes nothing when sent again', async () => {
      const [one, two, three] = [body(), body({ village: VILLAGE }), body()];
      const lines = [one, two, { ...three, phone: '12345678' }, '<html>维护中</html>', '', { ...body(), township: '420625100' }, [1], { ...one, education: 'college' }, { ...body(), age: 3 }];
      const first = await send(county, lines);
      expect(first.status).toBe(200);
      expect(first.body).toMatchObject({ lines: 8, created: 2, changed: 1, unchanged: 0, rejected: 5 });
      expect(first.body.results.map(({ line, outcome, faults }: { line: number; outcome: string; faults: { path: string }[] }) => [line, outcome, faults.map((fault) => fault.path).join()])).toEqual([
        [1, 'created', ''], [2, 'created', ''], [3, 'rejected', 'phone'], [4, 'rejected', ''], [6, 'rejected', 'township'], [7, 'rejected', ''], [8, 'changed', ''], [9, 'rejected', 'age'],
      ]);
      expect(first.text).not.toContain(one.idNumber);
      const again = await send(county, [{ ...one, education: 'college' }, two]);
      expect(again.body).toMatchObject({ created: 0, changed: 0, unchanged: 2, rejected: 0 });
    });

    it('rejects a person registered by another township of the county without saying where', async () => {
      const given = body();
      await township.post('/v1/trainees', given);
      const answer = await send(neighbour, [{ ...given, township: OTHER_TOWN }]);
      expect(answer.body).toMatchObject({ created: 0, rejected: 1 });
      expect(answer.text).not.toContain(TOWN);
    });

    it('takes NDJSON only, up to 50 MB, without an Idempotency-Key, from office roles', async () => {
      expect((await county.post('/v1/trainees/import', { idNumber: 'x' })).status).toBe(415);
      expect((await county.post('/v1/trainees', '{}', NDJSON)).status).toBe(415);
      expect((await county.post('/v1/trainees/import', '', { ...NDJSON, 'idempotency-key': 'k1' })).body.code).toBe('IDEMPOTENCY.UNSUPPORTED');
      expect((await village.post('/v1/trainees/import', JSON.stringify(body()), NDJSON)).status).toBe(403);
      expect(await statusOfAnnounced(county, 50 * 1_048_576 + 1)).toBe(413);
    });
  });

  describe('reading', () => {
    it('shows people of the own region only; others answer 404', async () => {
      const { body: made } = await township.post('/v1/trainees', body());
      expect((await county.get(`/v1/trainees/${made.id}`)).status).toBe(200);
      for (const client of [neighbour, village, otherCounty]) expect([(await client.get(`/v1/trainees/${made.id}`)).status]).toEqual([404]);
      expect((await village.get('/v1/trainees')).body.items.every((item: { ownerRegion: string }) => item.ownerRegion === VILLAGE)).toBe(true);
      expect((await county.get('/v1/trainees/not-an-id')).status).toBe(400);
    });

    it('pages through everybody once', async () => {
      await send(county, Array.from({ length: 12 }, () => body({ township: OTHER_TOWN })));
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: ApiAnswer = await neighbour.get(`/v1/trainees?limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`);
        seen.push(...page.body.items.map((item: { id: string }) => item.id));
        cursor = page.body.nextCursor;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBe((await neighbour.get('/v1/trainees?limit=200')).body.items.length);
      expect((await neighbour.get('/v1/trainees?cursor=xyz')).body.code).toBe('REQUEST.CURSOR_INVALID');
    });

    it('filters by region, wish, skill and availability', async () => {
      const given = body({ village: '420626100201', skills: [{ id: 'weld.gas', level: 1 }], wishes: { askedOn: '2026-02-01', occupations: ['6-18-02-04'], available: false } });
      const { body: made } = await county.post('/v1/trainees', given);
      for (const query of ['region=420626100201', 'wantedOccupation=6-18-02&region=420626100201', 'skill=weld.gas', 'available=false']) expect([query, (await county.get(`/v1/trainees?${query}`)).body.items.map((item: { id: string }) => item.id)]).toEqual([query, [made.id]]);
    });

    it.each([['region=429999', 'REGION.UNKNOWN'], ['wantedOccupation=9-99-99-99', 'OCCUPATION.UNKNOWN'], ['skill=no.such', 'SKILL.UNKNOWN'], ['region=abc', 'REQUEST.INVALID'], ['name=王', 'REQUEST.INVALID'], ['available=maybe', 'REQUEST.INVALID']])('refuses the filter %s with 400, not an empty list', async (query, code) => {
      const answer = await county.get(`/v1/trainees?${encodeURI(query)}`);
      expect([answer.status, answer.body.code]).toEqual([400, code]);
    });

    it('finds by the beginning of the name and by telephone, neither of them in the address', async () => {
      const given = { ...body(), name: '欧阳试名' };
      const { body: made } = await county.post('/v1/trainees', given);
      const ids = (answer: ApiAnswer) => answer.body.items.map((item: { id: string }) => item.id);
      expect(ids(await county.post('/v1/trainees/search', { name: '欧阳' }))).toEqual([made.id]);
      expect(ids(await county.post('/v1/trainees/search', { phone: given.phone }))).toEqual([made.id]);
      expect(ids(await otherCounty.post('/v1/trainees/search', { phone: given.phone }))).toEqual([]);
    });
  });

  describe('changes', () => {
    it('need the ETag that was read: none 428, a stale one 412, and what is stored stays', async () => {
      const made = await township.post('/v1/trainees', body());
      const path = `/v1/trainees/${made.body.id}`;
      expect((await township.patch(path, { education: 'college' })).status).toBe(428);
      const changed = await township.patch(path, { education: 'college' }, ifMatch(made));
      expect([changed.status, changed.headers.get('etag'), changed.body.education]).toEqual([200, '"2"', 'college']);
      expect((await county.patch(path, { education: 'primary' }, ifMatch(made))).status).toBe(412);
      expect((await township.get(path)).body.education).toBe('college');
    });

    it('that change nothing keep the version; the ID number cannot be changed; the county neither', async () => {
      const given = body();
      const made = await township.post('/v1/trainees', given);
      const path = `/v1/trainees/${made.body.id}`;
      expect((await township.patch(path, { name: given.name }, ifMatch(made))).headers.get('etag')).toBe('"1"');
      expect((await township.patch(path, { idNumber: people.next().idNumber }, ifMatch(made))).status).toBe(400);
      expect((await township.patch(path, { township: OTHER_TOWN }, ifMatch(made))).status).toBe(404);
      expect((await county.patch(path, { township: '420625100' }, ifMatch(made))).status).toBe(422);
    });

    it('move a registration and all that hangs on it to another township', async () => {
      const made = await county.post('/v1/trainees', body({ skills: [{ id: 'weld.arc', level: 3 }], certificates: ['焊工证'] }));
      const moved = await county.patch(`/v1/trainees/${made.body.id}`, { township: OTHER_TOWN }, ifMatch(made));
      expect(moved.status).toBe(200);
      expect((await neighbour.get(`/v1/trainees/${made.body.id}`)).body).toMatchObject({ skills: [{ id: 'weld.arc' }], certificates: ['焊工证'] });
      expect((await township.get(`/v1/trainees/${made.body.id}`)).status).toBe(404);
    });

    it('take wishes as a whole, with the day they were asked, and no older ones over newer ones', async () => {
      const made = await village.post('/v1/trainees', body({ village: VILLAGE }));
      const path = `/v1/trainees/${made.body.id}/wishes`;
      const asked = await village.put(path, { askedOn: '2026-05-01', willingRegions: ['420600', '429004'], reach: 'province', minPay: 4000 }, ifMatch(made));
      expect(asked.body.wishes).toMatchObject({ askedOn: '2026-05-01', willingRegions: ['420600000000', '429004000000'], reach: 'province', minPay: 4000, available: true });
      const older = await village.put(path, { askedOn: '2026-04-01' }, ifMatch(asked));
      expect([older.status, codesOf(older)]).toEqual([422, ['wishes.askedOn']]);
    });

    it('add course records and give a known one its new state', async () => {
      const made = await township.post('/v1/trainees', body({ courseRecords: [{ courseId: 'welding', state: 'in-progress', hoursDone: 20, plannedEnd: '2026-12-30' }] }));
      const path = `/v1/trainees/${made.body.id}/course-records`;
      const done = await township.post(path, { courseId: 'welding', state: 'certified', hoursDone: 160, endedOn: '2026-10-30' }, ifMatch(made));
      expect(done.body.courseRecords).toEqual([{ courseId: 'welding', state: 'certified', hoursDone: 160, endedOn: '2026-10-30', plannedEnd: null }]);
      expect((await township.post(path, { courseId: 'welding', state: 'certified' }, ifMatch(done))).status).toBe(422);
    });
  });

  describe('reveal', () => {
    it('shows one full value for a reason, and the audit trail notes it without the value', async () => {
      const given = body({ address: '五组 3 号' });
      const { body: made } = await township.post('/v1/trainees', given);
      const reveal = (field: string) => township.post(`/v1/trainees/${made.id}/reveal`, { field, reason: '核对补贴名单' });
      expect((await reveal('id-number')).body).toEqual({ field: 'id-number', value: given.idNumber });
      expect((await reveal('phone')).body.value).toBe(given.phone);
      expect((await reveal('address')).body.value).toBe('五组 3 号');
      const { rows } = await api.database.owner.query(`select action, reason, details from audit_events where subject_id = $1 and action = 'trainee.reveal' order by id`, [made.id]);
      expect(rows).toEqual(['id-number', 'phone', 'address'].map((field) => ({ action: 'trainee.reveal', reason: '核对补贴名单', details: { field } })));
    });

    it('needs a reason, the right role, an own person, and a value that is there', async () => {
      const { body: made } = await village.post('/v1/trainees', { ...body({ village: VILLAGE }), phone: null });
      const path = `/v1/trainees/${made.id}/reveal`;
      expect((await township.post(path, { field: 'phone' })).status).toBe(400);
      expect((await township.post(path, { field: 'phone', reason: ' ' })).status).toBe(400);
      expect((await township.post(path, { field: 'name', reason: '核对' })).status).toBe(400);
      expect((await village.post(path, { field: 'id-number', reason: '核对' })).status).toBe(403);
      expect((await neighbour.post(path, { field: 'id-number', reason: '核对' })).status).toBe(404);
      expect((await township.post(path, { field: 'phone', reason: '核对' })).body.code).toBe('TRAINEE.NOTHING_TO_REVEAL');
      const { rows } = await api.database.owner.query(`select count(*)::int as n from audit_events where subject_id = $1 and action = 'trainee.reveal'`, [made.id]);
      expect(rows[0].n).toBe(0);
    });
  });

  it('keeps each consent as a row with its words: given once, withdrawn, given anew', async () => {
    const { body: made } = await township.post('/v1/trainees', body());
    const path = `/v1/trainees/${made.id}/consents`;
    const consent = { purpose: 'message.match', wording: '同意接收岗位推荐短信', givenOn: '2026-03-01' };
    await village.post(path, consent);
    expect((await township.post(path, consent)).body).toHaveLength(1);
    expect((await township.post(path, consent)).body).toHaveLength(1);
    expect((await township.delete(`${path}/message.match`)).body[0].withdrawnAt).not.toBeNull();
    expect((await township.delete(`${path}/message.match`)).body.code).toBe('CONSENT.UNKNOWN');
    expect((await township.post(path, { ...consent, givenOn: '2026-04-01' })).body).toHaveLength(2);
    expect((await township.post(path, { ...consent, purpose: 'everything' })).status).toBe(400);
    expect((await neighbour.get(path)).status).toBe(404);
  });

  it('keeps refusals from village officers, and lets an office withdraw one', async () => {
    const { body: made } = await village.post('/v1/trainees', body({ village: VILLAGE }));
    const path = `/v1/trainees/${made.id}/refusals`;
    const vacancyId = '00000000-0000-4000-8000-00000000000a';
    const refused = await township.post(path, { vacancyId, reason: 'pay' });
    expect(refused.status).toBe(201);
    expect((await township.get(path)).body).toMatchObject([{ vacancyId, reason: 'pay' }]);
    expect((await village.get(path)).status).toBe(403);
    expect((await township.post(path, { vacancyId, employerId: vacancyId })).status).toBe(400);
    expect((await township.post(path, {})).status).toBe(400);
    expect((await township.delete(`${path}/${refused.body.id}`)).status).toBe(204);
    expect((await township.delete(`${path}/${refused.body.id}`)).status).toBe(404);
    expect((await township.get(path)).body).toEqual([]);
  });
});
