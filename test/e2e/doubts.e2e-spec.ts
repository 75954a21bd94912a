import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { creditCodeCheckCharacter } from '@app/kernel';
import { WordsRereader } from '@app/vacancies';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';

const POST = { region: '420626100', payFrom: 4500, payTo: 6500, openings: 2, validThrough: '2099-12-31', contactName: '周经理', contactPhone: '13912345678' };
const WELDER = '6-18-02-04';
const creditCode = (body: string): string => body + creditCodeCheckCharacter(body)!;

describe('the queues of doubts over HTTP', () => {
  let api: TestApi;
  let county: ApiClient;
  let neighbour: ApiClient;
  let township: ApiClient;
  let references = 0;
  beforeAll(async () => {
    api = await startApi();
    county = await api.asOfficer('county-officer', '420626');
    neighbour = await api.asOfficer('county-officer', '420625');
    township = await api.asOfficer('township-officer', '420626104');
  });
  afterAll(() => api.close());

  const employer = async (name: string, officer = county): Promise<{ id: string; post: (title: string, description?: string) => Promise<string> }> => {
    const { body } = await officer.post('/v1/employers', { name });
    const client = await api.asEmployer(officer.principal!.region, { employerId: body.id });
    const post = async (title: string, description?: string): Promise<string> => {
      const answer = await client.post('/v1/employer/vacancies', { ...POST, region: `${officer.principal!.region}100`, externalRef: `R${++references}`, title, ...(description === undefined ? {} : { description }) });
      expect(answer.status).toBe(201);
      return answer.body.id;
    };
    return { id: body.id, post };
  };
  const vacancy = async (id: string) => (await county.get(`/v1/vacancies/${id}`)).body;
  const decide = (decisions: unknown[], officer = county, dryRun = false) => officer.post('/v1/doubts/titles/decisions', { decisions, dryRun });
  const reread = () => api.get(WordsRereader).rereadCounty(api.systemPrincipal('420626'));
  const lastAudit = async (action: string) => (await api.database.owner.query(`select details, reason from audit_events where action = $1 order by id desc limit 1`, [action])).rows[0];

  describe('titles', () => {
    it('wait by wording with count, example and sources; a choice decides all that wait, and later ones', async () => {
      const shop = await employer('保康磷都机修厂');
      const [first, second] = [await shop.post('急聘撬渣匠（包吃住）'), await shop.post('撬渣匠')];
      const listed = (await county.get('/v1/doubts/titles')).body.items;
      expect(listed).toContainEqual(expect.objectContaining({ wording: '撬渣匠', vacancies: 2, exampleId: first, sources: ['employer'] }));
      expect((await decide([{ wording: '撬渣匠', occupation: WELDER }], county, true)).body).toMatchObject({ dryRun: true, vacancies: 2 });
      expect((await vacancy(first)).occupation).toBeNull();

      expect(await decide([{ wording: '撬渣匠', occupation: WELDER }])).toMatchObject({ status: 200, body: { vacancies: 2, decisions: [{ verdict: 'occupation', occupation: WELDER }] } });
      expect(await vacancy(first)).toMatchObject({ occupation: WELDER, occupationBy: 'alias' });
      expect(await vacancy(second)).toMatchObject({ occupation: WELDER, occupationBy: 'alias' });
      expect((await county.get('/v1/doubts/titles')).body.items.map((item: { wording: string }) => item.wording)).not.toContain('撬渣匠');
      expect((await county.get('/v1/doubts/titles/decisions')).body.items[0]).toMatchObject({ wording: '撬渣匠', occupation: WELDER, vacancies: 2, decidedBy: county.principal!.id, withdrawnAt: null });
      expect(await lastAudit('title.decide')).toMatchObject({ details: { occupations: [WELDER], vacancies: 2 } });

      const third = await shop.post('撬渣匠 两名');
      await reread();
      expect(await vacancy(third)).toMatchObject({ occupation: WELDER });
    });

    it('that the new alias decides as well follow in the job', async () => {
      const shop = await employer('保康云岭茶社');
      const [plain, placed] = [await shop.post('摊青师'), await shop.post('保康县摊青师')];
      await decide([{ wording: '摊青师', occupation: WELDER }]);
      expect([(await vacancy(plain)).occupation, (await vacancy(placed)).occupation]).toEqual([WELDER, null]);
      expect((await reread()).titles).toBeGreaterThan(0);
      expect((await vacancy(placed)).occupation).toBe(WELDER);
    });

    it('are asked again after the decision is withdrawn; what an officer decided of one vacancy stays', async () => {
      const shop = await employer('保康晒场合作社');
      const [by, own] = [await shop.post('翻麦匠'), await shop.post('翻麦匠')];
      const { version } = await vacancy(own);
      expect(await county.put(`/v1/vacancies/${own}/occupation`, { occupation: WELDER }, { 'if-match': `"${version}"` })).toMatchObject({ status: 200, body: { occupation: WELDER, occupationBy: 'officer' } });
      expect((await decide([{ wording: '翻麦匠', noTrade: true }])).body.vacancies).toBe(1);
      expect(await vacancy(by)).toMatchObject({ occupation: null, noTrade: true });
      expect(await vacancy(own)).toMatchObject({ occupation: WELDER, occupationBy: 'officer' });

      const [decision] = (await county.get('/v1/doubts/titles/decisions')).body.items;
      expect(await neighbour.delete(`/v1/doubts/titles/decisions/${decision.id}`)).toMatchObject({ status: 404, body: { code: 'TITLE.DECISION_UNKNOWN' } });
      expect(await county.delete(`/v1/doubts/titles/decisions/${decision.id}`)).toMatchObject({ status: 200, body: { vacancies: 1 } });
      await reread();
      expect(await vacancy(by)).toMatchObject({ occupation: null, noTrade: false });
      expect(await vacancy(own)).toMatchObject({ occupationBy: 'officer' });
      expect((await county.get('/v1/doubts/titles')).body.items).toContainEqual(expect.objectContaining({ wording: '翻麦匠', vacancies: 1 }));
      expect(await county.delete(`/v1/doubts/titles/decisions/${decision.id}`)).toMatchObject({ status: 404 });
    });

    it('that name no one occupation are not asked again, until that is withdrawn', async () => {
      const shop = await employer('保康百业服务部');
      await shop.post('诸事皆可帮');
      expect((await decide([{ wording: '诸事皆可帮', undecidable: true }])).status).toBe(200);
      const waiting = async () => (await county.get('/v1/doubts/titles?limit=200')).body.items.map((item: { wording: string }) => item.wording);
      expect(await waiting()).not.toContain('诸事皆可帮');
      await shop.post('诸事皆可帮');
      expect(await waiting()).not.toContain('诸事皆可帮');
      await county.delete(`/v1/doubts/titles/decisions/${(await county.get('/v1/doubts/titles/decisions')).body.items[0].id}`);
      expect(await waiting()).toContain('诸事皆可帮');
    });

    it('are listed page by page, each once', async () => {
      const shop = await employer('保康杂货铺');
      for (const title of ['甲字匠人头', '乙字匠人头', '丙字匠人头']) await shop.post(title);
      const all = (await county.get('/v1/doubts/titles?limit=200')).body.items.map((item: { wording: string }) => item.wording);
      const paged: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await county.get(`/v1/doubts/titles?limit=2${cursor && `&cursor=${cursor}`}`);
        paged.push(...page.body.items.map((item: { wording: string }) => item.wording));
        cursor = page.body.nextCursor;
      }
      expect(paged).toEqual(all);
    });

    it('are the county\'s own: a neighbour neither sees nor decides them', async () => {
      const shop = await employer('南漳县独行社', neighbour);
      await shop.post('望山守碑人');
      expect((await county.get('/v1/doubts/titles?limit=200')).body.items.map((item: { wording: string }) => item.wording)).not.toContain('望山守碑人');
      expect(await decide([{ wording: '望山守碑人', noTrade: true }])).toMatchObject({ status: 409, body: { code: 'TITLE.NOT_WAITING' } });
    });

    it.each([
      ['an unknown occupation', { occupation: '9-99-99-99' }, 400, 'OCCUPATION.UNKNOWN'],
      ['a group of occupations', { occupation: '6-18' }, 422, 'OCCUPATION.NOT_A_LEAF'],
      ['nothing said', {}, 422, 'TITLE.DECISION_UNCLEAR'],
      ['two things said', { occupation: WELDER, noTrade: true }, 422, 'TITLE.DECISION_UNCLEAR'],
      ['a code that is none', { occupation: 'welder' }, 400, 'REQUEST.INVALID'],
    ])('refuse %s, and nothing of the request is done', async (_, choice, status, code) => {
      const shop = await employer(`保康试店${++references}`);
      const wording = `拒字号匠人${'甲乙丙丁戊己庚辛壬癸'[references % 10]}`;
      const id = await shop.post(wording);
      const answer = await decide([{ wording, noTrade: true }, { wording: '另一个说法', ...choice }]);
      expect(answer).toMatchObject({ status, body: { code } });
      expect(JSON.stringify(answer.body)).toMatch(/[\u4e00-\u9fff]/);
      expect(await vacancy(id)).toMatchObject({ occupation: null, noTrade: false });
    });

    it('refuse a wording that does not wait, one given twice with two meanings, and a meaning other than the one taught', async () => {
      const shop = await employer('保康三问社');
      await shop.post('问字匠');
      expect(await decide([{ wording: '没有人用的说法', occupation: WELDER }])).toMatchObject({ status: 409, body: { code: 'TITLE.NOT_WAITING' } });
      expect(await decide([{ wording: '问字匠', occupation: WELDER }, { wording: '问字匠', noTrade: true }])).toMatchObject({ status: 422, body: { code: 'TITLE.DECISION_UNCLEAR' } });
      await decide([{ wording: '问字匠', occupation: WELDER }]);
      const other = await employer('南漳三问社', neighbour);
      const id = await other.post('问字匠');
      // The neighbour's row came in before its process had seen the alias.
      await api.database.owner.query('update vacancies set occupation = null, occupation_by = null where id = $1', [id]);
      const refused = await decide([{ wording: '问字匠', noTrade: true }], neighbour);
      expect(refused).toMatchObject({ status: 409, body: { code: 'TITLE.TAUGHT_OTHERWISE' } });
      expect(refused.body.detail).toContain('焊工');
    });

    it('refuse one vacancy\'s occupation without If-Match, with an old one, for another county, and with two choices', async () => {
      const id = await (await employer('保康单选社')).post('单选匠');
      const address = `/v1/vacancies/${id}/occupation`;
      expect((await county.put(address, { noTrade: true })).status).toBe(428);
      expect((await county.put(address, { noTrade: true }, { 'if-match': '"9"' })).status).toBe(412);
      expect((await neighbour.put(address, { noTrade: true }, { 'if-match': '"1"' })).status).toBe(404);
      expect((await county.put(address, { noTrade: true, occupation: WELDER }, { 'if-match': '"1"' })).status).toBe(400);
      expect(await county.put(address, { occupation: '6-18' }, { 'if-match': '"1"' })).toMatchObject({ status: 422, body: { code: 'OCCUPATION.NOT_A_LEAF' } });
      await county.put(address, { noTrade: true }, { 'if-match': '"1"' });
      expect(await county.put(address, { reset: true }, { 'if-match': '"2"' })).toMatchObject({ status: 200, body: { occupationBy: null, noTrade: false } });
    });
  });

  describe('restricting wording', () => {
    it('holds a vacancy until an officer decides; the same words are not asked about again, other words are', async () => {
      const shop = await employer('保康衣坊');
      const id = await shop.post('缝纫工', '限女，包吃住');
      expect(await vacancy(id)).toMatchObject({ publication: 'held', wordingFlags: ['sex'] });
      const held = (await county.get('/v1/doubts/wording?flag=sex')).body.items.find((item: { exampleId: string }) => item.exampleId === id);
      expect(held).toMatchObject({ flags: ['sex'], phrases: [{ flag: 'sex', text: '限女' }], vacancies: 1, employerName: '保康衣坊', sources: ['employer'] });

      const body = { wordings: [held.wording], verdict: 'clear', reason: '哺乳室保洁，依法可限' };
      expect((await county.post('/v1/doubts/wording/decisions', { ...body, dryRun: true })).body).toEqual({ dryRun: true, vacancies: 1, changed: 0 });
      expect((await county.post('/v1/doubts/wording/decisions', body)).body).toEqual({ dryRun: false, vacancies: 1, changed: 1 });
      expect(await vacancy(id)).toMatchObject({ publication: 'cleared', wordingFlags: ['sex'] });
      expect(await lastAudit('wording.decide')).toMatchObject({ reason: body.reason, details: { verdict: 'clear', changed: 1 } });

      expect((await vacancy(await shop.post('缝纫工', '限女， 包吃住'))).publication).toBe('cleared');
      expect((await vacancy(await shop.post('缝纫工', '限女，35岁以下'))).publication).toBe('held');
      await county.post('/v1/doubts/wording/decisions', { ...body, verdict: 'refuse', reason: '复核后不予发布' });
      expect((await vacancy(id)).publication).toBe('refused');
      expect((await vacancy(await shop.post('缝纫工', '限女，包吃住'))).publication).toBe('refused');
    });

    it('with an age wish only is published and flagged', async () => {
      expect(await vacancy(await (await employer('保康物业')).post('保安', '50岁以下，男女不限'))).toMatchObject({ publication: 'cleared', wordingFlags: ['age'] });
    });

    it('is what the words are now: without the restriction the vacancy is published', async () => {
      const { body } = await county.post('/v1/employers', { name: '保康改字店' });
      const client = await api.asEmployer('420626', { employerId: body.id });
      const made = await client.post('/v1/employer/vacancies', { ...POST, externalRef: 'W', title: '收银员（限女）' });
      expect(made.body.publication).toBe('held');
      expect((await client.post('/v1/employer/vacancies', { ...POST, externalRef: 'W', title: '收银员' })).body).toMatchObject({ publication: 'cleared', wordingFlags: [] });
    });

    it('that was stored before this was looked at is found by the nightly job', async () => {
      const id = await (await employer('保康旧店')).post('洗碗工', '只招女工');
      await api.database.owner.query(`update vacancies set wording_hash = null, wording_flags = '{}' where id = $1`, [id]);
      expect((await vacancy(id)).publication).toBe('cleared');
      expect((await reread()).wordings).toBeGreaterThan(0);
      expect((await vacancy(id)).publication).toBe('held');
    });

    it.each([
      ['an unknown wording', { wordings: ['a'.repeat(64)] }, 404, 'WORDING.UNKNOWN'], ['no reason', { reason: '' }, 400, 'REQUEST.INVALID'], ['no verdict', { verdict: 'maybe' }, 400, 'REQUEST.INVALID'], ['a wording that is no hash', { wordings: ['限女'] }, 400, 'REQUEST.INVALID'],
    ])('refuses %s', async (_, wrong, status, code) => {
      expect(await county.post('/v1/doubts/wording/decisions', { wordings: ['b'.repeat(64)], verdict: 'clear', reason: '试', ...wrong })).toMatchObject({ status, body: { code } });
    });

    it('of another county is not there', async () => {
      await (await employer('南漳衣坊', neighbour)).post('绣工', '限男');
      const [held] = (await neighbour.get('/v1/doubts/wording')).body.items;
      expect(await county.post('/v1/doubts/wording/decisions', { wordings: [held.wording], verdict: 'clear', reason: '试' })).toMatchObject({ status: 404, body: { code: 'WORDING.UNKNOWN' } });
      expect((await county.get('/v1/doubts/wording')).body.items.map((item: { wording: string }) => item.wording)).not.toContain(held.wording);
    });
  });

  describe('held runs', () => {
    const addRun = async (region: string, state = 'held'): Promise<string> =>
      (await api.database.owner.query<{ id: string }>(`insert into import_runs (owner_region, source, state, requested_by, reason, ended_at) values ($1, 'hubei', $2, 'schedule', '将关闭 40% 的在招岗位', now() - interval '3 days') returning id`, [region, state])).rows[0]!.id;

    it('are listed with reason and age, and released or discarded together', async () => {
      const ids = [await addRun('420626000000'), await addRun('420626000000')];
      expect((await county.get('/v1/doubts')).body.heldRuns).toMatchObject({ count: 2, oldestDays: 3, bySource: [{ source: 'hubei', count: 2 }] });
      expect((await county.get('/v1/doubts/held-runs')).body.items.map((run: { id: string }) => run.id).sort()).toEqual([...ids].sort());
      const decideRuns = (runIds: string[], decision: string) => county.post('/v1/doubts/held-runs/decisions', { runIds, decision, reason: '已与网站核对' });
      expect((await decideRuns([ids[0]!], 'release')).body.items).toMatchObject([{ id: ids[0], state: 'complete' }]);
      expect((await decideRuns([ids[1]!], 'discard')).body.items).toMatchObject([{ id: ids[1], state: 'stopped', rowsHeld: 0 }]);
      expect(await lastAudit('import.discard')).toMatchObject({ reason: '已与网站核对' });
      expect(await decideRuns([ids[1]!], 'release')).toMatchObject({ status: 409, body: { code: 'IMPORT.MOVE_REFUSED' } });
      expect(await decideRuns([await addRun('420625000000')], 'release')).toMatchObject({ status: 404, body: { code: 'IMPORT.UNKNOWN' } });
    });
  });

  describe('unverified employers', () => {
    const queue = async () => (await county.get('/v1/doubts/employers?limit=200')).body.items as { id: string; similar: { id: string }[] }[];

    it('are listed with what is known of them, verified together with their codes, all or none', async () => {
      const code = creditCode('91420626MA4F0T0H2');
      const [one, two] = [await employer('保康青禾农机有限公司'), await employer('湖北青禾农机')];
      await one.post('电焊工');
      await two.post('电焊工');
      const row = (await queue()).find((each) => each.id === one.id)!;
      expect(row).toMatchObject({ creditCode: null, creditCodeValid: false, openVacancies: 1, sources: ['employer'], rejectedAt: null });
      expect(row.similar.map((other) => other.id)).toEqual([two.id]);

      const verify = (employers: unknown[]) => county.post('/v1/doubts/employers/verifications', { employers });
      const refused = await verify([{ employerId: one.id, creditCode: code }, { employerId: two.id }]);
      expect(refused).toMatchObject({ status: 422, body: { code: 'EMPLOYER.VERIFICATION_REFUSED', faults: [{ path: 'employers[1].creditCode' }] } });
      expect(await verify([{ employerId: one.id, creditCode: '91420626MA4F0T0H20' }])).toMatchObject({ status: 422 });
      expect((await queue()).map((each) => each.id)).toContain(one.id);
      expect((await verify([{ employerId: one.id, creditCode: code }])).body).toEqual({ verified: 1 });
      expect((await queue()).map((each) => each.id)).not.toContain(one.id);
      expect(await verify([{ employerId: two.id, creditCode: code }])).toMatchObject({ status: 422, body: { faults: [{ path: 'employers[0].creditCode' }] } });
      expect((await verify([{ employerId: one.id }])).body).toEqual({ verified: 0 });
    });

    it('that are rejected lose their open vacancies, and come back with the reason when they post again', async () => {
      const firm = await employer('保康空壳公司');
      const id = await firm.post('电焊工');
      const reject = (employerIds: string[], dryRun: boolean, officer = county) => officer.post('/v1/doubts/employers/rejections', { employerIds, reason: '查无此单位', dryRun });
      expect((await reject([firm.id], true)).body).toEqual({ dryRun: true, closed: 1 });
      expect(await reject([firm.id], false, neighbour)).toMatchObject({ status: 404, body: { code: 'EMPLOYER.UNKNOWN' } });
      expect((await reject([firm.id], false)).body).toEqual({ dryRun: false, closed: 1 });
      expect(await vacancy(id)).toMatchObject({ status: 'withdrawn', closingReason: 'officer' });
      expect((await queue()).map((each) => each.id)).not.toContain(firm.id);
      await firm.post('电焊工');
      expect((await queue()).find((each) => each.id === firm.id)).toMatchObject({ rejectedFor: '查无此单位' });
      expect(await lastAudit('employer.reject')).toMatchObject({ reason: '查无此单位', details: { employers: [firm.id], closed: 1 } });
    });
  });

  it('are counted in one overview with the age of the oldest and the sources', async () => {
    const { body } = await county.get('/v1/doubts');
    const titles = (await county.get('/v1/doubts/titles?limit=200')).body.items as { vacancies: number }[];
    expect(body.titles).toMatchObject({ count: titles.length, vacancies: titles.reduce((sum, each) => sum + each.vacancies, 0), oldestDays: 0 });
    expect(body.employers.count).toBe((await county.get('/v1/doubts/employers?limit=200')).body.items.length);
    expect(body.wording.bySource).toEqual([expect.objectContaining({ source: 'employer', count: body.wording.count })]);
  });

  it.each([['GET', '/v1/doubts'], ['GET', '/v1/doubts/titles'], ['POST', '/v1/doubts/titles/decisions'], ['GET', '/v1/doubts/wording'], ['POST', '/v1/doubts/wording/decisions'], ['GET', '/v1/doubts/held-runs'], ['POST', '/v1/doubts/held-runs/decisions'],
    ['GET', '/v1/doubts/employers'], ['POST', '/v1/doubts/employers/verifications'], ['POST', '/v1/doubts/employers/rejections']])('are not a township officer\'s: %s %s', async (method, path) => {
    expect((await township.request(method, path, method === 'GET' ? undefined : {}, {})).status).toBe(403);
  });

  it('are read but not decided by the auditor', async () => {
    const auditor = await api.asOfficer('auditor', '420626');
    expect((await auditor.get('/v1/doubts')).status).toBe(200);
    expect((await decide([{ wording: '撬渣匠', noTrade: true }], auditor)).status).toBe(403);
  });
});
