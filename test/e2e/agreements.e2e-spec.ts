import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClassesService } from '@app/placements';
import { BLOB_STORE, Database, type BlobStore, type Principal } from '@app/platform';
import { AgreementFileForgetting, AgreementFiles } from '@app/training';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { COUNTY, inDays, orderScene, scanForm, TODAY, type OrderScene } from '../support/orders.js';
import { placementScene, type PlacementScene } from '../support/placements.js';
import { madeUpJpeg, madeUpPdf } from '../support/scans.js';

const ORDERS = '/v1/training-orders';
const AGENT = { signer: 'authorised-agent', on: TODAY };
const LEGAL = { signer: 'legal-representative', on: inDays(-1) };

/** Three sides promise; without their hands on paper no class opens, and nobody sits in it. */
describe('the agreements of an order', () => {
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
    people = placementScene(api, COUNTY, 61);
    [employer, provider] = [await scene.employer(), await scene.provider()];
  });
  afterAll(() => api.close());

  const sign = (id: string, kind: string, more: object = {}, client = county) => client.post(`${ORDERS}/${id}/agreements`, { kind, first: AGENT, second: LEGAL, ...more });
  const scan = (id: string, bytes = madeUpPdf(id), client = county) => client.send('POST', `/v1/agreements/${id}/files`, scanForm(bytes));
  const missing = async (id: string, client = county): Promise<[string | null, string[]]> => {
    const { body } = await client.get(`${ORDERS}/${id}/missing-agreements`);
    return [body.step, body.words];
  };
  /** An order that has its slot, and a class that would serve it. */
  async function recruiting(more: object = {}, client = employer.client): Promise<{ readonly id: string; readonly classId: string }> {
    const slotId = await scene.slot(provider.id, { fromOn: inDays(20) });
    const id = await scene.queued(client, more);
    const moved = await scene.act(county, id, 'recruiting', { slotId });
    if (moved.status !== 200) throw new Error(moved.text);
    const made = await api.get(ClassesService).create(api.systemPrincipal(COUNTY), { name: '订单班', courseId: 'welding', programme: '项目', providerId: provider.id, region: '420626106', startsOn: inDays(25), endsOn: inDays(100), seats: 30 });
    return { id, classId: made.id };
  }
  const stateOf = async (id: string): Promise<string> => (await county.get(`${ORDERS}/${id}`)).body.state;

  it('open its class: what is missing is named in words, and the order stays where it is', async () => {
    const { id, classId } = await recruiting();
    const openClass = () => scene.act(county, id, 'class', { classId });
    expect(await missing(id)).toEqual(['class-open', ['培训机构与用人单位的委托培训协议：未签订', '用人单位与人社局的用工协议：未签订']]);
    const refused = await openClass();
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([409, 'TRAINING_ORDER.AGREEMENTS_MISSING', expect.stringMatching(/开班前须签订协议.*委托培训协议：未签订.*用工协议：未签订/)]);
    const first = await sign(id, 'provider-employer');
    expect([first.status, first.body]).toEqual([200, expect.objectContaining({ version: 1, providerId: provider.id, employerId: employer.id, bureauId: null, traineeId: null, firstSigner: 'authorised-agent', firstSignedOn: TODAY, secondSignedOn: inDays(-1), files: 0, endedOn: null })]);
    const second = await sign(id, 'employer-bureau');
    expect(second.body.bureauId).toBe(county.principal!.organizationId);
    expect((await missing(id))[1]).toEqual(['培训机构与用人单位的委托培训协议：没有上传协议扫描件', '用人单位与人社局的用工协议：没有上传协议扫描件']);
    expect((await openClass()).body.code).toBe('TRAINING_ORDER.AGREEMENTS_MISSING');
    for (const { body } of [first, second]) expect((await scan(body.id)).status).toBe(201);
    expect([await missing(id), await stateOf(id)]).toEqual([['class-open', []], 'recruiting']);
    expect((await openClass()).body.state).toBe('class-open');
  });

  it('start its training: everybody on the roll has signed with the provider, who dropped out need not', async () => {
    const { id, classId } = await recruiting();
    await scene.sign(id);
    expect((await scene.act(county, id, 'class', { classId })).body.state).toBe('class-open');
    const [a, b, gone] = await people.people(3, '420626106');
    const classes = api.get(ClassesService);
    await scene.except(id, [a!, b!, gone!]);
    await classes.enrol(api.systemPrincipal(COUNTY), classId, [a!, b!, gone!], TODAY);
    await classes.recordResults(api.systemPrincipal(COUNTY), classId, 'dropped', [{ traineeId: gone!, on: TODAY, dropCode: 'other' }]);
    const signTrainees = (traineeIds: readonly string[], client = county) => client.post(`${ORDERS}/${id}/agreements/trainees`, { traineeIds, first: { signer: 'self', on: TODAY }, second: AGENT });
    const start = () => scene.act(county, id, 'training');
    expect((await signTrainees([a!])).body.items).toEqual([{ traineeId: a, outcome: 'recorded' }]);
    expect(await missing(id)).toEqual(['training', ['学员与培训机构的培训协议：1 名在册学员未签订']]);
    expect([(await start()).body.code, await stateOf(id)]).toEqual(['TRAINING_ORDER.AGREEMENTS_MISSING', 'class-open']);
    const township = await api.asOfficer('township-officer', '420626106');
    expect((await signTrainees([a!, b!], township)).body.items.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['already', 'recorded']);
    const stranger = await api.asOfficer('township-officer', '420626100');
    expect((await signTrainees([b!], stranger)).body.code).toBe('TRAINEE.UNKNOWN');
    expect((await start()).body.state).toBe('training');
    expect((await missing(id))[0]).toBeNull();
  });

  it('of an order without an employer are one, between provider and bureau', async () => {
    await api.database.owner.query(`insert into shortage_boards (county, as_of, policy_version, lines) values ($1, $2, 'test', $3) on conflict (county) do nothing`, [COUNTY, TODAY, JSON.stringify([{ occupation: '6-18-02-04', month: '2027-01', vacancies: 1, openings: 9, qualified: 1, unfillable: 8, course: null }])]);
    const { id, classId } = await recruiting({ shortage: { asOf: TODAY, month: '2027-01' } }, county);
    expect((await missing(id))[1]).toEqual(['培训机构与人社局的培训协议：未签订']);
    expect((await sign(id, 'provider-employer')).body.code).toBe('AGREEMENT.REFUSED');
    const made = await sign(id, 'provider-bureau');
    expect(made.body).toMatchObject({ providerId: provider.id, employerId: null, bureauId: county.principal!.organizationId });
    await scan(made.body.id);
    expect((await scene.act(county, id, 'class', { classId })).body.state).toBe('class-open');
    const { id: ordered } = await recruiting();
    expect((await sign(ordered, 'provider-bureau')).body.code).toBe('AGREEMENT.REFUSED');
  });

  it('are one when they are recorded again, and another version when they say something else', async () => {
    const { id } = await recruiting();
    const first = (await sign(id, 'employer-bureau')).body;
    expect((await sign(id, 'employer-bureau')).body.id).toBe(first.id);
    const next = (await sign(id, 'employer-bureau', { second: AGENT })).body;
    expect([next.version, next.id === first.id]).toEqual([2, false]);
    expect((await county.get(`${ORDERS}/${id}/agreements`)).body.items.map(({ version }: { version: number }) => version)).toEqual([1, 2]);
  });

  it('are one when twenty record the same at the same time', async () => {
    const { id } = await recruiting();
    const [a] = await people.people(1, '420626106');
    const signed = await Promise.all(Array.from({ length: 20 }, () => sign(id, 'employer-bureau')));
    expect([new Set(signed.map(({ status }) => status)), new Set(signed.map(({ body }) => body.id)).size]).toEqual([new Set([200]), 1]);
    const trainees = await Promise.all(Array.from({ length: 20 }, () => county.post(`${ORDERS}/${id}/agreements/trainees`, { traineeIds: [a], first: { signer: 'self', on: TODAY }, second: AGENT })));
    expect(trainees.filter(({ body }) => body.items[0].outcome === 'recorded')).toHaveLength(1);
    expect((await county.get(`${ORDERS}/${id}/agreements`)).body.items).toHaveLength(2);
  });

  it('are refused before there is a provider, signed tomorrow, by another bureau, or by whoever may not sign', async () => {
    const queued = await scene.queued(employer.client);
    expect((await sign(queued, 'provider-employer')).body.code).toBe('AGREEMENT.REFUSED');
    expect((await sign(queued, 'employer-bureau')).body.code).toBe('AGREEMENT.REFUSED');
    expect((await county.post(`${ORDERS}/${queued}/agreements/trainees`, { traineeIds: await people.people(1, '420626106'), first: { signer: 'self', on: TODAY }, second: AGENT })).body.code).toBe('AGREEMENT.REFUSED');
    const { id } = await recruiting();
    const strange = await api.asOfficer('county-officer', '420625');
    for (const more of [{ first: { ...AGENT, on: inDays(1) } }, { bureauId: strange.principal!.organizationId }, { bureauId: provider.id }]) expect((await sign(id, 'employer-bureau', more)).body.code).toBe('AGREEMENT.REFUSED');
    for (const more of [{ first: { signer: 'self', on: TODAY } }, { first: { signer: 'authorised-agent', on: 'tomorrow' } }]) expect((await sign(id, 'employer-bureau', more)).status).toBe(400);
    expect((await sign(id, 'trainee-provider')).status).toBe(400);
    expect((await sign('00000000-0000-4000-8000-000000000000', 'employer-bureau')).body.code).toBe('TRAINING_ORDER.UNKNOWN');
    expect((await county.get(`${ORDERS}/${id}/agreements`)).body.items).toEqual([]);
  });

  it('end once, for a coded reason, and then open no class; of another provider they count no more', async () => {
    const { id, classId } = await recruiting();
    await scene.sign(id);
    const [{ id: agreementId }] = (await county.get(`${ORDERS}/${id}/agreements`)).body.items as [{ id: string }];
    const end = (body: object, client = county) => client.post(`/v1/agreements/${agreementId}/ending`, body);
    expect((await end({ endedOn: inDays(1), code: 'breach' })).body.code).toBe('AGREEMENT.REFUSED');
    expect((await end({ endedOn: TODAY, code: 'other' })).body.code).toBe('AGREEMENT.REFUSED');
    const ended = await end({ endedOn: TODAY, code: 'breach', reason: '未按约' });
    expect([ended.status, ended.body.endingCode, ended.body.endedOn]).toEqual([200, 'breach', TODAY]);
    expect((await end({ endedOn: TODAY, code: 'breach' })).status).toBe(200);
    expect((await end({ endedOn: TODAY, code: 'replaced' })).body.code).toBe('AGREEMENT.ENDED');
    expect((await missing(id))[1]).toEqual(['培训机构与用人单位的委托培训协议：已终止']);
    expect((await scene.act(county, id, 'class', { classId })).status).toBe(409);
    await sign(id, 'provider-employer');
    expect((await missing(id))[1]).toEqual(['培训机构与用人单位的委托培训协议：没有上传协议扫描件']);
    const other = await scene.provider();
    await scene.act(county, id, 'requeue', { code: 'too-few-people' });
    expect((await scene.act(county, id, 'recruiting', { slotId: await scene.slot(other.id, { fromOn: inDays(20) }) })).status).toBe(200);
    expect((await missing(id))[1]).toEqual(['培训机构与用人单位的委托培训协议：签订的培训机构不是现在承接的机构']);
  });

  it('have scans that are known by their content, sealed, and shown for a reason that stays on record', async () => {
    const { id } = await recruiting();
    const { body: { id: agreementId } } = await sign(id, 'employer-bureau');
    const pdf = madeUpPdf('合同');
    const added = await scan(agreementId, pdf);
    expect([added.status, added.body.mediaType]).toEqual([201, 'application/pdf']);
    expect((await scan(agreementId, pdf)).body.id).toBe(added.body.id);
    expect((await scan(agreementId, madeUpJpeg())).body.code).toBe('AGREEMENT_FILE.MISMATCH');
    expect((await scan(agreementId, Buffer.from('MZ not a scan'))).body.code).toBe('AGREEMENT_FILE.TYPE_UNKNOWN');
    expect((await scan('00000000-0000-4000-8000-000000000000', pdf)).body.code).toBe('AGREEMENT.UNKNOWN');
    expect((await county.get(`/v1/agreements/${agreementId}/files`)).body.items).toHaveLength(1);
    const path = `/v1/agreements/${agreementId}/files/${added.body.id}/reveal`;
    expect((await county.post(path, {})).status).toBe(400);
    const shown = await county.post(path, { reason: '核对盖章' });
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const { rows } = await api.database.owner.query<{ reason: string }>(`select reason from audit_events where action = 'agreement-file.reveal' and subject_id = $1`, [agreementId]);
    expect(rows).toEqual([{ reason: '核对盖章' }]);
    const { rows: [stored] } = await api.database.owner.query<{ key: string }>('select blob_key as key from agreement_files where agreement_id = $1', [agreementId]);
    expect(stored!.key).toMatch(/^agreements\/420626\//);
    expect(await api.get(AgreementFiles).cleanUp(api.systemPrincipal(COUNTY))).toBe(0);
    const auditor = await api.asOfficer('auditor', COUNTY);
    expect([(await auditor.get(`/v1/agreements/${agreementId}/files`)).status, (await auditor.post(path, { reason: 'x' })).status]).toEqual([200, 403]);
    for (const client of [employer.client, provider.client]) expect((await client.get(`/v1/agreements/${agreementId}/files`)).status).toBe(403);
  });

  describe('have scans that go', () => {
    const forget = (region = COUNTY): Promise<number> => api.get(AgreementFileForgetting).forget(api.systemPrincipal(region));
    /** Behind the back of what is append-only: as if it had been so long ago. */
    const behind = (text: string) => api.database.owner.query(`begin; set local session_replication_role = replica; ${text}; commit`);
    const filesOf = async (agreementId: string): Promise<{ id: string; deletedNote: string | null; sha256: string }[]> => (await county.get(`/v1/agreements/${agreementId}/files`)).body.items;
    const isStored = async (fileId: string): Promise<boolean> => {
      const { rows: [row] } = await api.database.owner.query<{ key: string }>('select blob_key as key from agreement_files where id = $1', [fileId]);
      return api.get<BlobStore>(BLOB_STORE).get(row!.key).then(() => true, () => false);
    };
    /** An agreement with a scan that came so long ago. */
    async function aged(years: number): Promise<{ orderId: string; agreementId: string; fileId: string }> {
      const { id: orderId } = await recruiting();
      const { body: { id: agreementId } } = await sign(orderId, 'employer-bureau');
      const { body: { id: fileId } } = await scan(agreementId);
      await behind(`update agreement_files set added_at = now() - interval '${years} years' where id = '${fileId}'`);
      return { orderId, agreementId, fileId };
    }

    it('3 years after they came, and not before their order is over; the agreement stays', async () => {
      const { orderId, agreementId, fileId } = await aged(4);
      const young = await aged(2);
      expect([await forget(), await isStored(fileId)]).toEqual([0, true]);
      for (const each of [orderId, young.orderId]) expect((await scene.act(county, each, 'cancellation', { code: 'employer-withdrew' })).status).toBe(200);
      expect([await forget('420625'), await forget(), await forget()]).toEqual([0, 1, 0]);
      expect([await isStored(fileId), await isStored(young.fileId)]).toEqual([false, true]);
      expect((await filesOf(agreementId))[0]).toMatchObject({ id: fileId, deletedNote: `扫描件已按期删除（${TODAY}）。协议记录和文件校验值仍在。` });
      const hidden = await county.post(`/v1/agreements/${agreementId}/files/${fileId}/reveal`, { reason: '核对' });
      expect([hidden.status, hidden.body.code, (await scan(agreementId)).body.code]).toEqual([410, 'AGREEMENT_FILE.DELETED', 'AGREEMENT_FILE.DELETED']);
      expect((await county.get(`${ORDERS}/${orderId}/agreements`)).body.items).toHaveLength(1);
      const { rows } = await api.database.owner.query(`select action, details ->> 'count' as count from audit_events where action like 'agreement-files.%' order by id`);
      expect(rows).toEqual([{ action: 'agreement-files.mark', count: null }, { action: 'agreement-files.forget', count: '1' }]);
    });

    it('30 days after another version took their place; what was killed between mark and store is finished by the next run', async () => {
      const { orderId, agreementId, fileId } = await aged(0);
      const next = (await sign(orderId, 'employer-bureau', { second: AGENT })).body;
      expect((await scan(next.id)).status).toBe(201);
      expect(await forget()).toBe(0);
      await behind(`update training_agreements set recorded_at = now() - interval '31 days' where id = '${next.id}'`);
      const system = api.systemPrincipal(COUNTY);
      await api.get(Database).inScope(system, (tx) => tx.query(`insert into agreement_file_deletions (county, owner_region, agreement_id, file_id, ground, state, asked_by) select county, owner_region, agreement_id, id, 'withdrawn', 'marked', $2 from agreement_files where id = $1`, [fileId, system.id]));
      expect([(await filesOf(agreementId))[0]!.deletedNote, await isStored(fileId)]).toEqual([expect.stringMatching(/正在清除/), true]);
      expect([await forget(), await isStored(fileId), await isStored((await filesOf(next.id))[0]!.id)]).toEqual([1, false, true]);
    });

    it('at their time alone: neither an officer nor the service may delete one before', async () => {
      const { fileId } = await aged(4);
      const mark = (principal: Principal, ground: string) => api.get(Database).inScope(principal, (tx) => tx.query(
        `insert into agreement_file_deletions (county, owner_region, agreement_id, file_id, ground, state, asked_by) select county, owner_region, agreement_id, id, $3, 'marked', $2 from agreement_files where id = $1`, [fileId, principal.id, ground]));
      const system = api.systemPrincipal(COUNTY);
      for (const ground of ['expired', 'withdrawn']) await expect(mark(system, ground)).rejects.toMatchObject({ driverError: { constraint: 'legal_agreement_deletion_move' } });
      await expect(mark(county.principal!, 'expired')).rejects.toMatchObject({ driverError: { constraint: 'legal_agreement_deletion_move' } });
      await expect(api.get(Database).inScope(system, (tx) => tx.query('delete from agreement_files where id = $1', [fileId]))).rejects.toMatchObject({ driverError: { code: '42501' } });
      expect((await api.database.owner.query('select from agreement_file_deletions where file_id = $1', [fileId])).rowCount).toBe(0);
    });
  });

  it('are the employer’s own and the county’s to see, and nobody else’s', async () => {
    const { id } = await recruiting();
    await scene.sign(id, await people.people(1, '420626106'));
    const kinds = async (client: ApiClient): Promise<string[]> => (await client.get(`${ORDERS}/${id}/agreements`)).body.items.map(({ kind }: { kind: string }) => kind);
    expect(await kinds(county)).toEqual(['provider-employer', 'employer-bureau', 'trainee-provider']);
    expect(await kinds(employer.client)).toEqual(['provider-employer', 'employer-bureau']);
    expect(await kinds(await api.asOfficer('township-officer', '420626100'))).toEqual(['provider-employer', 'employer-bureau']);
    expect(await kinds(await api.asOfficer('township-officer', '420626106'))).toHaveLength(3);
    const rival = await scene.employer();
    for (const client of [rival.client, await api.asOfficer('county-officer', '420625')]) expect((await client.get(`${ORDERS}/${id}/agreements`)).body.code).toBe('TRAINING_ORDER.UNKNOWN');
    for (const client of [employer.client, await api.asOfficer('auditor', COUNTY), await api.asOfficer('village-officer', '420626106200')]) expect((await sign(id, 'employer-bureau', {}, client)).status).toBe(403);
    const township = await api.asOfficer('township-officer', '420626106');
    const [between, , ofTrainee] = (await township.get(`${ORDERS}/${id}/agreements`)).body.items as { id: string }[];
    expect((await sign(id, 'employer-bureau', {}, township)).status).toBe(403);
    expect([(await township.post(`/v1/agreements/${between!.id}/ending`, { endedOn: TODAY, code: 'breach' })).status, (await scan(between!.id, undefined, township)).status]).toEqual([404, 404]);
    expect([(await scan(ofTrainee!.id, undefined, township)).status, (await township.post(`/v1/agreements/${ofTrainee!.id}/ending`, { endedOn: TODAY, code: 'trainee-left' })).status]).toEqual([201, 200]);
  });

  it('are their provider’s to read, where it has signed itself, and no other provider’s', async () => {
    const { id } = await recruiting();
    const [trainee] = await people.people(1, '420626106');
    await scene.sign(id, [trainee!]);
    const other = await scene.provider();
    const own = async (client: ApiClient, query = ''): Promise<{ kind: string; orderId: string; providerId: string; traineeId: string | null }[]> => (await client.get(`/v1/agreements?limit=200${query}`)).body.items;
    expect((await own(provider.client, `&orderId=${id}`)).map(({ kind, traineeId }) => [kind, traineeId])).toEqual([['provider-employer', null], ['trainee-provider', trainee]]);
    expect(new Set((await own(provider.client)).map(({ providerId }) => providerId))).toEqual(new Set([provider.id]));
    expect((await own(employer.client, `&orderId=${id}`)).map(({ kind }) => kind)).toEqual(['provider-employer', 'employer-bureau']);
    expect(await own(other.client)).toEqual([]);
    const seen = (client: ApiClient) => api.get(Database).inScope(client.principal!, (tx) => tx.query<object[]>('select from training_agreements'));
    expect([(await seen(other.client)).length, (await seen(provider.client)).length]).toEqual([0, (await own(provider.client)).length]);
    const first = (await provider.client.get('/v1/agreements?limit=1')).body;
    expect((await own(provider.client))[1]).toEqual((await provider.client.get(`/v1/agreements?limit=1&cursor=${first.nextCursor}`)).body.items[0]);
    expect([(await provider.client.get('/v1/agreements?orderId=x')).status, (await (await api.asOfficer('village-officer', '420626106200')).get('/v1/agreements')).status]).toEqual([400, 403]);
    expect((await sign(id, 'provider-employer', {}, provider.client)).status).toBe(403);
  });
});
