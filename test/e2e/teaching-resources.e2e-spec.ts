import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationsService } from '@app/accounts';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { placementScene } from '../support/placements.js';
import { inDays } from '../support/orders.js';
import { COUNTY, session, teachingScene, WEEK, XIEMA, type TeachingScene } from '../support/teaching.js';

const pathsOf = ({ body }: ApiAnswer): string[] => body.faults.map(({ path }: { path: string }) => path);

/** Instructors, rooms and practice bases: the county's pool and each provider's own. */
describe('the registers of teaching', () => {
  let api: TestApi;
  let scene: TeachingScene;
  let county: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    scene = await teachingScene(api);
    county = scene.county;
  });
  afterAll(() => api.close());

  const count = async (table: string): Promise<number> => (await api.database.owner.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]!.n;

  it('keep an instructor with what they teach, where they are at home and when they have no time', async () => {
    const made = await county.post('/v1/instructors', { name: ' 果树组乙老师 ', kind: 'agronomist', occupations: ['5-01-02-02'], homeRegion: XIEMA, reach: 'prefecture', qualification: '高级农艺师', origin: '县农业农村局', closedDays: [{ from: WEEK[1], to: WEEK[3] }, { from: WEEK[0], to: WEEK[0] }] });
    expect([made.status, made.headers.get('etag'), made.body]).toEqual([201, '"1"', expect.objectContaining({ name: '果树组乙老师', providerId: null, homeRegion: XIEMA, closedDays: [{ from: WEEK[0], to: WEEK[3] }], version: 1 })]);
    const changed = await county.patch(`/v1/instructors/${made.body.id}`, { reach: 'county', closedDays: [] }, { 'if-match': '"1"' });
    expect([changed.status, changed.body]).toEqual([200, expect.objectContaining({ reach: 'county', qualification: '高级农艺师', closedDays: [], version: 2 })]);
    expect((await county.patch(`/v1/instructors/${made.body.id}`, { reach: 'any' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await county.patch(`/v1/instructors/${made.body.id}`, { reach: null }, { 'if-match': '"2"' })).status).toBe(400);
    expect((await county.patch(`/v1/instructors/${made.body.id}`, { occupations: ['9-99'] }, { 'if-match': '"2"' })).status).toBe(422);
    expect((await county.delete(`/v1/instructors/${made.body.id}`, { 'if-match': '"2"' })).body.withdrawnAt).not.toBeNull();
    expect((await county.delete(`/v1/instructors/${made.body.id}`, { 'if-match': '"3"' })).body.code).toBe('TEACHING_RESOURCE.CHANGE_REFUSED');
    expect((await county.get('/v1/instructors?limit=200')).body.items.map(({ id }: { id: string }) => id)).not.toContain(made.body.id);
  });

  it('name a trainee who teaches by the registration: people see the name under their own row scope', async () => {
    const [registrationId] = await placementScene(api, COUNTY, 61).people(1, '420626106');
    const given = { registrationId, kind: 'successful-trainee', occupations: ['6-18-02-04'], homeRegion: XIEMA, reach: 'county' };
    const made = await county.post('/v1/instructors', given);
    expect([made.status, made.body.registrationId, typeof made.body.name]).toEqual([201, registrationId, 'string']);
    expect((await county.post('/v1/instructors', given)).body.code).toBe('TEACHING_RESOURCE.EXISTS');
    expect(pathsOf(await county.post('/v1/instructors', { ...given, name: '丙老师' }))).toEqual(['name']);
    expect(pathsOf(await (await api.asOfficer('county-officer', '420625')).post('/v1/instructors', given))).toEqual(['registrationId']);
    const provider = await scene.provider();
    expect((await provider.client.get(`/v1/instructors/${made.body.id}`)).body).toMatchObject({ registrationId, name: null });
    expect(pathsOf(await provider.client.post('/v1/instructors', given))).toEqual(['registrationId']);
    expect((await (await api.asOfficer('township-officer', '420626100')).get(`/v1/instructors/${made.body.id}`)).body).toMatchObject({ registrationId, name: null });
    const { rows } = await api.database.owner.query('select name from instructors where registration_id = $1', [registrationId]);
    expect(rows).toEqual([{ name: null }]);
  });

  it('keep a base of a company, a co-operative and households', async () => {
    const system = api.systemPrincipal(COUNTY);
    const organization = async (kind: 'employer' | 'cooperative'): Promise<string> => (await api.get(OrganizationsService).create(system, { kind, name: `${kind} 测试`, region: COUNTY })).id;
    const [companyId, cooperativeId] = [await organization('employer'), await organization('cooperative')];
    const given = { name: '核桃基地', region: XIEMA, seats: 60, occupations: ['5-01'], companyId, cooperativeId, households: 86 };
    const made = await county.post('/v1/practice-bases', given);
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ companyName: 'employer 测试', cooperativeName: 'cooperative 测试', households: 86, seats: 60 })]);
    expect((await county.post('/v1/practice-bases', given)).body.code).toBe('TEACHING_RESOURCE.EXISTS');
    const before = await count('practice_bases');
    expect(pathsOf(await county.post('/v1/practice-bases', { ...given, name: '另一个', companyId: cooperativeId, cooperativeId: companyId }))).toEqual(['companyId', 'cooperativeId']);
    expect(await count('practice_bases')).toBe(before);
  });

  it.each<[string, string, object, string[]]>([
    ['a room of another county', '/v1/teaching-rooms', { name: '教室', kind: 'school', region: '420625', seats: 40 }, ['region']],
    ['a room without seats', '/v1/teaching-rooms', { name: '教室', kind: 'school', region: XIEMA, seats: 0 }, ['seats']],
    ['a base for an unknown occupation', '/v1/practice-bases', { name: '基地', region: XIEMA, seats: 10, occupations: ['9-99'] }, ['occupations[0]']],
    ['a room of a provider that there is not', '/v1/teaching-rooms', { name: '教室', kind: 'school', region: XIEMA, seats: 40, providerId: '00000000-0000-4000-8000-000000000000' }, ['providerId']],
  ])('refuse %s, and keep nothing', async (_, path, body, paths) => {
    const before = (await count('teaching_rooms')) + (await count('practice_bases'));
    const answer = await county.post(path, body);
    expect([answer.status, answer.body.code, pathsOf(answer)]).toEqual([422, 'TEACHING.INVALID', paths]);
    expect((await count('teaching_rooms')) + (await count('practice_bases'))).toBe(before);
  });

  it('let a provider keep its own, see the pool, and nothing of another', async () => {
    const [own, other] = [await scene.provider(), await scene.provider()];
    const [mine, theirs, pool] = [await scene.room({}, own.client), await scene.room({}, other.client), await scene.room()];
    const seen = (await own.client.get('/v1/teaching-rooms?limit=200')).body.items.map(({ id }: { id: string }) => id);
    expect([mine, theirs, pool].map((id) => seen.includes(id))).toEqual([true, false, true]);
    const change = (id: string) => own.client.patch(`/v1/teaching-rooms/${id}`, { seats: 50 }, { 'if-match': '"1"' });
    expect([(await change(mine)).body.seats, (await change(theirs)).status, (await change(pool)).status]).toEqual([50, 404, 404]);
    expect((await own.client.post('/v1/teaching-rooms', { name: '教室', kind: 'school', region: XIEMA, seats: 40, providerId: other.id })).status).toBe(422);
    expect((await county.get(`/v1/teaching-rooms?providerId=${own.id}`)).body.items.map(({ id }: { id: string }) => id)).toEqual([mine]);
    for (const role of ['township-officer', 'village-officer', 'auditor'] as const) {
      const client = await api.asOfficer(role, role === 'auditor' ? COUNTY : role === 'township-officer' ? '420626106' : '420626106201');
      expect([(await client.get(`/v1/teaching-rooms/${mine}`)).status, (await client.post('/v1/teaching-rooms', { name: '教室', kind: 'school', region: XIEMA, seats: 40 })).status]).toEqual([200, 403]);
    }
    expect((await (await api.asOfficer('county-officer', '420625')).get(`/v1/teaching-rooms/${mine}`)).status).toBe(404);
  });

  it('page by place, and look by occupation: a group holds what stands below it', async () => {
    const ids = new Set([await scene.instructor({ occupations: ['4-03'] }), await scene.instructor({ occupations: ['4-03-02-01'] })]);
    await scene.instructor({ occupations: ['4-03-02-02'] });
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: ApiAnswer = await county.get(`/v1/instructors?occupation=4-03-02-01&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      found.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(new Set(found)).toEqual(ids);
    expect((await county.get('/v1/teaching-rooms?occupation=4-03&limit=5')).body.items).toEqual([]);
  });

  it('close nothing on a day on which it is in use, and withdraw nothing that is still needed', async () => {
    const [provider, room] = [await scene.provider(), await scene.room()];
    const classId = await scene.class(provider.id, { delivery: 'flexible', startsOn: inDays(10), endsOn: inDays(40) });
    const wanted = session({ roomId: room, instructorId: await scene.instructor() }, { taughtOn: inDays(20), overrideReason: '学员要求' });
    const { sessions } = (await county.post(`/v1/classes/${classId}/sessions`, { sessions: [wanted] })).body;
    const close = (from: string, version: number) => county.patch(`/v1/teaching-rooms/${room}`, { closedDays: [{ from, to: inDays(30) }] }, { 'if-match': `"${version}"` });
    expect((await close(inDays(20), 1)).body.code).toBe('TEACHING_RESOURCE.CHANGE_REFUSED');
    expect((await county.delete(`/v1/teaching-rooms/${room}`, { 'if-match': '"1"' })).body.code).toBe('TEACHING_RESOURCE.CHANGE_REFUSED');
    expect((await county.get(`/v1/teaching-rooms/${room}`)).body).toMatchObject({ closedDays: [], withdrawnAt: null, version: 1 });
    expect((await close(inDays(21), 1)).status).toBe(200);
    expect((await county.post(`/v1/class-sessions/${sessions[0].id}/cancellation`, { reason: '停课' }, { 'if-match': '"1"' })).status).toBe(200);
    expect((await county.delete(`/v1/teaching-rooms/${room}`, { 'if-match': '"2"' })).status).toBe(200);
  });
});
