import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf } from '@app/kernel';
import { Database } from '@app/platform';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { placementScene } from '../support/placements.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);
const PERIOD = { from: ago(1), to: TODAY };
const CONTRACT = { form: 'contract', on: TODAY, contractNumber: 'HT-2026-020', signedOn: ago(96), contractMonths: 12, confirmedBy: '人事部', confirmedOn: TODAY } as const;

interface Item { factId: string; employmentId: string; traineeId: string; level: number; place: number; drawn: boolean; recordedBy: string; verdict: string | null }

/** A second officer looks at a sample of the evidence; what is not accepted is in the ledger, and twice takes the level away. */
describe('sampled audits of evidence', () => {
  let api: TestApi;
  let county: ApiClient;
  let second: ApiClient;
  let township: ApiClient;
  let auditor: ApiClient;
  let graduates: string[];
  let employments: string[];

  beforeAll(async () => {
    api = await startApi();
    const scene = placementScene(api, COUNTY, 21);
    [county, second, township, auditor] = await Promise.all([api.asOfficer('county-officer', COUNTY), api.asOfficer('county-officer', COUNTY), api.asOfficer('township-officer', XIEMA), api.asOfficer('auditor', COUNTY)]);
    graduates = await scene.people(12, XIEMA);
    await scene.completedClass(graduates, ago(260), ago(230));
    employments = [];
    for (const trainee of graduates) employments.push((await township.post(`/v1/trainees/${trainee}/employments`, { startsOn: ago(100), type: 'wage', permanent: false })).body.employmentId as string);
    for (const id of employments.slice(0, 11)) expect((await township.post(`/v1/employments/${id}/evidence`, CONTRACT)).status).toBe(201);
    for (const id of employments.slice(5, 11)) expect((await township.post(`/v1/employments/${id}/evidence`, { form: 'visit', on: TODAY })).status).toBe(201);
    expect((await county.post(`/v1/employments/${employments[11]}/evidence`, CONTRACT)).status).toBe(201);
  });
  afterAll(() => api.close());

  const itemsOf = async (id: string, query = ''): Promise<Item[]> => (await county.get(`/v1/evidence-audits/${id}/items?limit=200${query}`)).body.items as Item[];
  const judge = (id: string, factId: string, body: object, client = second) => client.post(`/v1/evidence-audits/${id}/items/${factId}/verdict`, body);
  const numerator = async (): Promise<number> => (await county.get('/v1/rates?rule=R1')).body.total.numerator as number;

  it('draw a fifth of each level by a seed that anybody can draw with again, are judged once, and show the shares', async () => {
    const started = await county.post('/v1/evidence-audits', PERIOD);
    expect(started.status).toBe(201);
    const { id, seed, percent, levels } = started.body;
    expect([percent, levels.map((each: { level: number; population: number; drawn: number }) => [each.level, each.population, each.drawn])]).toEqual([20, [[1, 6, 2], [2, 12, 3]]]);
    expect((await county.post('/v1/evidence-audits', PERIOD)).body.code).toBe('EVIDENCE_AUDIT.STILL_OPEN');

    const population = (await auditor.get(`/v1/evidence-audits/${id}/population?limit=200`)).body.items as Item[];
    const key = (factId: string): string => createHash('sha256').update(`${seed} ${factId}`).digest('hex');
    for (const [level, share] of [[1, 2], [2, 3]] as const) {
      const again = population.filter((each) => each.level === level).map((each) => each.factId).sort((a, b) => (key(a) < key(b) ? -1 : 1));
      expect(population.filter((each) => each.level === level && each.drawn).map((each) => each.factId)).toEqual(again.slice(0, share));
    }

    const drawn = await itemsOf(id);
    expect(drawn).toHaveLength(5);
    expect(drawn[0]).toMatchObject({ level: 1, place: 1, verdict: null, idNumberMasked: expect.stringMatching(/\*{11}/), detail: expect.objectContaining({ form: 'visit' }) });
    expect((await county.post(`/v1/evidence-audits/${id}/finish`)).body.code).toBe('EVIDENCE_AUDIT.ITEMS_UNDECIDED');
    const judged = drawn.find((each) => each.level === 2 && ![employments[0], employments[11]].includes(each.employmentId))!;
    const refusal = { verdict: 'refused', code: 'employer-denies' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => judge(id, judged.factId, refusal)));
    expect(answers.map((answer) => [answer.status, answer.body.verdict])).toEqual(Array(5).fill([200, 'refused']));
    const refusals = await api.database.owner.query(`select level, reason from ledger_facts where kind = 'evidence-refused' and employment_id = $1`, [judged.employmentId]);
    expect(refusals.rows).toEqual([{ level: 2, reason: 'employer-denies' }]);
    expect((await judge(id, judged.factId, { verdict: 'upheld' })).body.code).toBe('EVIDENCE_AUDIT.ITEM_DECIDED');
    expect((await judge(id, judged.factId, refusal, county)).status).toBe(409);
    const third = await api.asOfficer('county-officer', COUNTY);
    for (const item of await itemsOf(id, '&undecided=true')) expect((await judge(id, item.factId, { verdict: 'upheld' }, item.recordedBy === second.principal!.id ? third : second)).status).toBe(200);
    const finished = await county.post(`/v1/evidence-audits/${id}/finish`);
    expect([finished.status, (await county.post(`/v1/evidence-audits/${id}/finish`)).body.finishedAt]).toEqual([200, finished.body.finishedAt]);
    expect(finished.body.levels[1]).toMatchObject({ drawn: 3, upheld: 2, refused: 1, undecided: 0, drawnShare: 25, refusedShare: 33.33, interval: [6.15, 79.23] });
    expect((await auditor.get('/v1/evidence-audits')).body.items).toMatchObject([{ id, seed }]);
  });

  it('take a level away with the second refusal, and leave what is below it', async () => {
    const before = await numerator();
    const third = await api.asOfficer('county-officer', COUNTY);
    for (const [round, refuser] of [[1, second], [2, third]] as const) {
      const { id } = (await county.post('/v1/evidence-audits', { ...PERIOD, percent: 100 })).body;
      const item = (await itemsOf(id)).find((each) => each.level === 2 && each.employmentId === employments[0])!;
      const refusal = { verdict: 'refused', code: 'other', note: '合同编号查无此份' };
      if (round === 2) expect([(await judge(id, item.factId, refusal)).body.code, (await itemsOf(id, '&undecided=true')).some((each) => each.factId === item.factId)]).toEqual(['PLACEMENT.SECOND_OFFICER_NEEDED', true]);
      expect((await judge(id, item.factId, refusal, refuser)).status).toBe(200);
      for (const other of await itemsOf(id, '&undecided=true')) await judge(id, other.factId, { verdict: 'upheld' }, third);
      expect([round, (await county.post(`/v1/evidence-audits/${id}/finish`)).status]).toEqual([round, 200]);
    }
    expect(await numerator()).toBeLessThanOrEqual(before - 1);
    const { id } = (await county.post('/v1/evidence-audits', { ...PERIOD, percent: 100 })).body;
    expect((await itemsOf(id)).filter((each) => each.employmentId === employments[0] && each.level === 2)).toEqual([]);
  });

  it('refuse the officer who recorded the evidence, and the database refuses with them', async () => {
    const { id } = (await county.get('/v1/evidence-audits')).body.items[0];
    const own = (await itemsOf(id)).find((each) => each.employmentId === employments[11])!;
    const refused = await judge(id, own.factId, { verdict: 'upheld' }, county);
    expect([refused.status, refused.body.code]).toEqual([403, 'PLACEMENT.SECOND_OFFICER_NEEDED']);
    await expect(api.database.owner.query(`update evidence_audit_items set verdict = 'upheld', decided_by = recorded_by, decided_at = now() where audit_id = $1 and fact_id = $2`, [id, own.factId])).rejects.toThrow(/verdict_is_of_a_second_officer/);
    expect((await judge(id, own.factId, { verdict: 'upheld' }, second)).status).toBe(200);
  });

  it('pass over what was retracted since the draw', async () => {
    const { id } = (await county.get('/v1/evidence-audits')).body.items[0];
    const item = (await itemsOf(id, '&undecided=true')).find((each) => each.employmentId === employments[1])!;
    await api.database.owner.query(
      `insert into ledger_facts (county, owner_region, kind, effective_on, registration_id, person_id, retracts_fact_id, recorded_by, reason) select county, owner_region, 'retracted', effective_on, registration_id, person_id, id, 'test', 'test' from ledger_facts where id = $1`, [item.factId]);
    expect((await judge(id, item.factId, { verdict: 'upheld' })).body.code).toBe('EVIDENCE_AUDIT.EVIDENCE_LAPSED');
    expect((await itemsOf(id)).find((each) => each.factId === item.factId)).toMatchObject({ lapsed: true, verdict: null });
  });

  it.each([
    ['less than a fifth', { ...PERIOD, percent: 19 }, 400], ['a period that ends before it begins', { from: TODAY, to: ago(1) }, 422], ['a day to come', { from: TODAY, to: ago(-1) }, 422], ['a seed of the caller\'s own', { ...PERIOD, seed: 'x' }, 400],
  ])('refuse %s', async (_, body, status) => expect((await county.post('/v1/evidence-audits', body)).status).toBe(status));

  it('refuse a refusal without a code, and "other" without a word', async () => {
    const { id } = (await county.get('/v1/evidence-audits')).body.items[0];
    const { factId } = (await itemsOf(id, '&undecided=true'))[0]!;
    for (const body of [{ verdict: 'refused' }, { verdict: 'refused', code: 'other' }, { verdict: 'upheld', code: 'document-missing' }]) expect((await judge(id, factId, body)).status).toBe(422);
  });

  it('are started and judged by the county\'s officers, read by its auditor, and unknown to the neighbour', async () => {
    const { id } = (await county.get('/v1/evidence-audits')).body.items[0];
    const { factId } = (await itemsOf(id))[0]!;
    for (const client of [township, auditor]) expect([(await client.post('/v1/evidence-audits', PERIOD)).status, (await judge(id, factId, { verdict: 'upheld' }, client)).status]).toEqual([403, 403]);
    const stranger = await api.asOfficer('county-officer', '420625');
    expect([(await stranger.get(`/v1/evidence-audits/${id}`)).status, (await judge(id, factId, { verdict: 'upheld' }, stranger)).status]).toEqual([404, 404]);
    expect((await stranger.get('/v1/evidence-audits')).body.items).toEqual([]);
  });

  describe('and refusals outside of an audit', () => {
    let employment: string;
    const refuse = (client: ApiClient, level = 2) => client.post(`/v1/employments/${employment}/evidence-refusals`, { level, reason: '合同查无原件' });
    beforeAll(async () => {
      const [trainee] = await placementScene(api, COUNTY, 22).people(1, XIEMA);
      employment = (await township.post(`/v1/trainees/${trainee}/employments`, { startsOn: ago(50), type: 'wage', permanent: false })).body.employmentId as string;
      expect((await county.post(`/v1/employments/${employment}/evidence`, { ...CONTRACT, signedOn: ago(50) })).status).toBe(201);
    });

    it('are refused to the officer who recorded the evidence', async () => {
      expect((await refuse(county)).body).toMatchObject({ status: 403, code: 'PLACEMENT.SECOND_OFFICER_NEEDED' });
    });

    it('are refused to the same officer a second time, and taken from a third', async () => {
      const third = await api.asOfficer('county-officer', COUNTY);
      const both = await Promise.all([refuse(second), refuse(second)]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 403]);
      expect((await refuse(second)).body.code).toBe('PLACEMENT.SECOND_OFFICER_NEEDED');
      expect((await refuse(third)).status).toBe(201);
      const { rows } = await api.database.owner.query(`select recorded_by from ledger_facts where employment_id = $1 and kind = 'evidence-refused'`, [employment]);
      expect(rows.map((row: { recorded_by: string }) => row.recorded_by).sort()).toEqual([second.principal!.id, third.principal!.id].sort());
    });

    it.each([['who recorded the evidence', () => county, /refusal_is_of_a_second_officer|second officer/], ['who refused before', () => second, /second_refusal_is_of_another_officer|another officer/]] as const)('are refused by the database too to the officer %s', async (_, who, message) => {
      const { principal } = who();
      const write = api.get(Database).inScope(principal!, (tx) => tx.query(
        `insert into ledger_facts (id, county, owner_region, kind, effective_on, registration_id, person_id, employment_id, level, recorded_by, reason)
         select gen_random_uuid(), county, owner_region, 'evidence-refused', $2, registration_id, person_id, employment_id, 2, $3, 'x' from ledger_facts where employment_id = $1 and kind = 'employment-started'`, [employment, TODAY, principal!.id]));
      await expect(write).rejects.toThrow(message);
    });
  });
});
