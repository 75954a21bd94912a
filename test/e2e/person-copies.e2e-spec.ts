import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COPY_SECTIONS } from '@app/copies';
import { addDays, civilDateOf } from '@app/kernel';
import { ClassesService } from '@app/placements';
import { Database, FIELD_CIPHER, type FieldCipher } from '@app/platform';
import { MergingService, TraineeRegistry } from '@app/trainees';
import { readWorkbook } from '@app/workbooks';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { plantFurther } from '../support/copied-person.js';
import { plantTheRest, tablesThatHold, type Secrets } from '../support/erased-person.js';
import { madeUpPeople, type MadeUpPerson } from '../support/people.js';
import { courseOf, placementScene, type PlacementScene } from '../support/placements.js';
import { madeUpPdf } from '../support/scans.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const MALIANG = '420626104';
const ago = (days: number): string => addDays(civilDateOf(new Date()), -days);
const ASKED = { askedHow: 'in-person', reason: '已当面核对身份证' } as const;
const MESSAGE = '【保康就业】歇马一家单位招电焊工，月薪 5000 元。回 1 愿意，回 2 不去。';
const REPLY = '请下周再打给我';

type Row = Readonly<Record<string, unknown>>;
interface Section { readonly code: string; readonly title: string; readonly columns: readonly { name: string; heading: string; labels: Record<string, string> | null }[]; readonly rows: readonly Row[] }

/** A person who asks gets everything that is held about them, in one file for people and in one for programs. */
describe('the copy of what is held about a person', () => {
  let folder: string;
  let api: TestApi;
  let scene: PlacementScene;
  let township: ApiClient;
  let county: ApiClient;
  let id: string;
  let secrets: Secrets;
  const made = madeUpPeople(95, { birthplace: COUNTY });
  const person: MadeUpPerson = { ...made.next(), name: '欧阳副本甲' };

  const ok = (answer: ApiAnswer): ApiAnswer => {
    if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
    return answer;
  };
  const copyOf = (trainee: string, client = township, body: object = ASKED) => client.post(`/v1/trainees/${trainee}/copy`, body);
  const workbookOf = (trainee: string, client = county, body: object = ASKED) => client.post(`/v1/trainees/${trainee}/copy/workbook`, body);
  const sectionsOf = (answer: ApiAnswer): Map<string, Section> => new Map((ok(answer).body.sections as Section[]).map((section) => [section.code, section]));
  const sql = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> => (await api.database.owner.query<T>(text, values)).rows;
  const exports = (trainee: string) => sql<{ reason: string; actor_id: string; details: { format: string; registrations: string[]; rows: number } }>(`select * from audit_events where action = 'trainee.export' and subject_id = $1 order by id`, [trainee]);
  const register = async (person: MadeUpPerson, more: object = {}): Promise<string> =>
    (await api.get(TraineeRegistry).register(api.systemPrincipal(COUNTY), { idNumber: person.idNumber, name: person.name, phone: person.phone, township: XIEMA, ...more })).id;

  async function workAndTraining(): Promise<{ classId: string; factId: string }> {
    const classes = api.get(ClassesService);
    const system = api.systemPrincipal(COUNTY);
    const { id: classId } = await classes.create(system, { name: '焊工测试班', courseId: await courseOf(api), programme: '测试项目', providerId: await scene.provider(), region: XIEMA, startsOn: ago(260), endsOn: ago(230), seats: 10 });
    await classes.enrol(system, classId, [id], ago(260));
    await classes.recordResults(system, classId, 'completed', [{ traineeId: id, on: ago(230) }]);
    const { employmentId } = ok(await county.post(`/v1/trainees/${id}/employments`, { startsOn: ago(200), type: 'wage', permanent: false, pay: 4_200 })).body;
    const { factId } = ok(await county.post(`/v1/employments/${employmentId}/evidence`, { form: 'contract', on: ago(150), contractNumber: 'HT-副本-1', signedOn: ago(199), contractMonths: 12, confirmedBy: '用人单位', confirmedOn: ago(150) })).body;
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(madeUpPdf(person.name))], { type: 'application/pdf' }), 'a.pdf');
    ok(await township.send('POST', `/v1/evidence/${factId}/files`, form));
    return { classId, factId };
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'copies-'));
    api = await startApi(undefined, { DATA_DIR: folder });
    scene = placementScene(api, COUNTY, 97);
    [township, county] = await Promise.all([api.asOfficer('township-officer', XIEMA), api.asOfficer('county-officer', COUNTY)]);
    id = ok(await township.post('/v1/trainees', {
      idNumber: person.idNumber, name: person.name, phone: person.phone, township: XIEMA, address: '歇马镇副本路 1 号', household: { number: 'H-副本-1', relation: '户主' }, occupations: ['6-18-02-04'], skills: [{ id: 'weld.arc', level: 3 }], certificates: ['副本工证书'],
      wishes: { askedOn: ago(0), minPay: 3_333, willingRegions: [XIEMA] }, consents: [{ purpose: 'message.match', wording: '本人同意接收岗位短信', givenOn: ago(10) }], courseRecords: [{ courseId: await courseOf(api), state: 'completed', endedOn: ago(400) }],
    })).body.id as string;
    const [kept] = await sql<{ person_id: string; phone_index: string; household_id: string }>('select person_id, phone_index, household_id from registrations where id = $1', [id]);
    const { classId, factId } = await workAndTraining();
    const vacancyId = await scene.vacancy(2);
    const { body: presented } = ok(await county.post('/v1/referrals', { vacancyId, traineeIds: [id] }));
    ok(await county.post(`/v1/referrals/${presented.items[0].referral.id}/refusal`, { code: 'trainee-other', reason: '嫌远' }));
    ok(await township.post(`/v1/trainees/${id}/refusals`, { vacancyId, reason: 'trainee-other' }));
    ok(await township.post('/v1/household-incomes', { household: 'H-副本-1', year: Number(ago(0).slice(0, 4)) - 1, perHeadYuan: 9_000, source: 'document', sourceReference: '工资单', on: ago(0) }));
    ok(await township.post('/v1/household-categories', { household: 'H-副本-1', category: 'monitored', fromOn: ago(300) }));
    ok(await township.post(`/v1/trainees/${id}/prior-pays`, { payYuan: 1_500, on: ago(270) }));
    ok(await county.put(`/v1/trainees/${id}/responsible-officer`, { officerId: county.principal!.id }));
    ok(await county.post(`/v1/trainees/${id}/exclusions`, { reason: 'call-up', on: ago(0), proofReference: '入伍通知' }));
    await plantTheRest(api.database.owner, { agreementBlob: 'agreements/never-read', registrationId: id, personId: kept!.person_id, phoneIndex: kept!.phone_index, name: person.name, classId, factId, householdId: kept!.household_id });
    await plantFurther(api.database.owner, api.get<FieldCipher>(FIELD_CIPHER), { registrationId: id, personId: kept!.person_id, classId, factId, vacancyId }, { message: MESSAGE, reply: REPLY });
    secrets = { name: person.name, idNumber: person.idNumber, phone: person.phone, household: 'H-副本-1', certificate: '副本工证书', address: '副本路', message: MESSAGE, reply: REPLY };
  }, 120_000);
  afterAll(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  it('holds every kind of record, unmasked, with the words for its codes', async () => {
    const answer = await copyOf(id);
    const sections = sectionsOf(answer);
    expect([...sections.values()].filter(({ rows }) => rows.length === 0).map(({ code }) => code)).toEqual([]);
    expect([...sections.keys()]).toEqual(COPY_SECTIONS.map(({ code }) => code));
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const first = (code: string): Row => sections.get(code)!.rows[0]!;
    expect(first('registration')).toMatchObject({ id, name: person.name, idNumber: person.idNumber, phone: person.phone, address: '歇马镇副本路 1 号' });
    expect(first('wishes')).toMatchObject({ minPay: 3_333, regions: [`${XIEMA}000`] });
    expect(sections.get('wishes')!.columns.find(({ name }) => name === 'regions')!.labels).toEqual({ [`${XIEMA}000`]: '歇马镇' });
    expect(first('household-incomes')).toMatchObject({ perHeadYuan: 9_000, source: 'document' });
    expect([first('support-categories').category, first('exclusions').reason, first('exclusions').proofReference]).toEqual(['monitored', 'call-up', '入伍通知']);
    expect(sections.get('ledger')!.rows.map(({ kind }) => kind)).toEqual(['enrolled', 'completed', 'employment-started', 'evidence']);
    expect(sections.get('messages')!.rows.map(({ text }) => text)).toEqual([MESSAGE, MESSAGE]);
    expect(first('replies')).toMatchObject({ content: REPLY });
    const match = sections.get('matches')!.rows.find(({ policyVersion }) => policyVersion !== null)!;
    expect(match).toMatchObject({ score: 8_100, asOf: '2026-11-28', policyVersion: 'of-a-copy' });
    expect(match.reasons).toBe('技能相符 100% × 权重 0.5；地点合适 60% × 权重 0.3；培训用得上 50% × 权重 0.2');
    const coded = COPY_SECTIONS.flatMap(({ code, columns }) => columns.flatMap(([name, , , meaning]) => (typeof meaning === 'object' && ('list' in meaning || 'words' in meaning) ? [{ code, name }] : [])));
    const unnamed = coded.flatMap(({ code, name }) => sections.get(code)!.rows.flatMap((row) => (row[name] ?? []) as string | string[]).filter((value) => !(value in (sections.get(code)!.columns.find((column) => column.name === name)!.labels ?? {}))).map((value) => `${code}.${name}: ${value}`));
    expect(unnamed).toEqual([]);
    expect(answer.body.leftOut.map(({ what }: { what: string }) => what)).toContain('上报表格的原始行');
  });

  it('is a workbook for people: the same records as text, a sheet each, and a first one that names them', async () => {
    const answer = await fetch(`${county.url}/v1/trainees/${id}/copy/workbook`, { method: 'POST', headers: { 'content-type': 'application/json', ...county.credentials }, body: JSON.stringify(ASKED) });
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('content-disposition')]).toEqual([200, 'no-store', `attachment; filename="copy-${id.slice(0, 8)}.xlsx"`]);
    const { sheets } = await readWorkbook(Buffer.from(await answer.arrayBuffer()));
    expect(sheets.map(({ name }) => name)).toEqual(['说明', ...COPY_SECTIONS.map(({ title }) => title)]);
    const cellsOf = (name: string): (string | number | null)[][] => sheets.find((sheet) => sheet.name === name)!.rows.map(({ cells }) => cells.map((cell) => (cell === null ? null : cell.kind === 'text' ? cell.text : cell.kind === 'number' ? cell.value : `?${cell.kind}`)));
    expect(cellsOf('身份和登记')[1]).toEqual(expect.arrayContaining([person.name, person.idNumber, person.phone, '歇马镇']));
    expect(cellsOf('帮扶类别')[1]![0]).toBe('监测户');
    expect(cellsOf('发给本人的短信').slice(1).map((cells) => [cells[1], cells[3], cells[6]]).sort()).toEqual([['验证码', MESSAGE, '已送达'], ['验证码', MESSAGE, '待放行']].sort());
    expect(cellsOf('为本人支付的资金')[1]).toEqual(expect.arrayContaining(['付款', 1_200, 'PZ-1']));
    expect(cellsOf('签到座号')[1]).toEqual(expect.arrayContaining(['焊工测试班']));
    expect(sheets.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)).filter((cell) => cell !== null && cell.kind !== 'text' && cell.kind !== 'number')).toEqual([]);
  });

  it('is on the record each time, with how it was asked and why, and is kept nowhere', async () => {
    const before = { held: await tablesThatHold(api.database.owner, secrets), exports: await exports(id) };
    expect((await township.post(`/v1/trainees/${id}/copy`, ASKED, { 'idempotency-key': 'copy-1' })).body.code).toBe('IDEMPOTENCY.UNSUPPORTED');
    ok(await copyOf(id));
    const after = await exports(id);
    expect(after).toHaveLength(before.exports.length + 1);
    expect(after.at(-1)).toMatchObject({ actor_id: township.principal!.id, reason: ASKED.reason, subject_kind: 'trainee', details: { askedHow: 'in-person', format: 'json', registrations: [id], rows: expect.any(Number) } });
    expect(Object.values(secrets).filter((word) => JSON.stringify(after).includes(word))).toEqual([]);
    expect(await tablesThatHold(api.database.owner, secrets)).toEqual(before.held);
  });

  it('is given to no other role, no other region, and not without how it was asked and a reason that names nobody', async () => {
    const before = await exports(id);
    const [village, auditor, employer, stranger, neighbour] = await Promise.all([
      api.asOfficer('village-officer', `${XIEMA}200`), api.asOfficer('auditor', COUNTY), api.asEmployer(COUNTY), api.asOfficer('county-officer', '420625'), api.asOfficer('township-officer', MALIANG),
    ]);
    for (const client of [village, auditor, employer]) expect([(await copyOf(id, client)).status, (await workbookOf(id, client)).status]).toEqual([403, 403]);
    for (const client of [stranger, neighbour]) for (const answer of [await copyOf(id, client), await workbookOf(id, client)]) expect([answer.status, answer.body.code]).toEqual([404, 'TRAINEE.UNKNOWN']);
    for (const body of [{}, { ...ASKED, askedHow: 'somehow' }, { ...ASKED, reason: ' ' }]) expect((await copyOf(id, township, body)).status).toBe(400);
    for (const word of [person.name, person.idNumber, person.phone]) {
      const answer = await copyOf(id, township, { ...ASKED, reason: `已核对${word}` });
      expect([answer.status, answer.body.code]).toEqual([422, 'COPY.REASON_NAMES_PERSON']);
    }
    for (const { principal } of [village, auditor, stranger, neighbour]) expect(await api.get(Database).inScope(principal!, (tx) => tx.query(`select registration_ids from copy_bounds($1) where registration_ids <> '{}'`, [id]))).toEqual([]);
    expect(await exports(id)).toEqual(before);
  });

  it('says nothing of who shares the telephone or the household, or of a household that was left', async () => {
    const [one, two] = [made.next(), made.next()];
    const first = await register(one, { household: { number: 'H-同住' } });
    const other = await register({ ...two, phone: one.phone }, { household: { number: 'H-同住' } });
    ok(await township.post('/v1/household-categories', { household: 'H-同住', category: 'subsistence', fromOn: ago(300) }));
    const { id: messageId } = await reply(other, '同住人的回复');
    const copy = ok(await copyOf(first));
    expect([sectionsOf(copy).get('support-categories')!.rows.length, sectionsOf(copy).get('replies')!.rows.length]).toEqual([1, 0]);
    for (const word of [two.name, two.idNumber, other, messageId, '同住人的回复']) expect(copy.text).not.toContain(word);
    const { version } = ok(await township.get(`/v1/trainees/${first}`)).body;
    ok(await township.patch(`/v1/trainees/${first}`, { household: { number: 'H-另住' } }, { 'if-match': `"${version}"` }));
    const moved = sectionsOf(await copyOf(first));
    expect([moved.get('support-categories')!.rows.length, moved.get('household-memberships')!.rows.length]).toEqual([0, 2]);
  });

  it('holds what came from a telephone that is theirs alone, until the number has a new owner', async () => {
    const person = made.next();
    const alone = await register(person);
    await reply(alone, '没有问过的回复');
    const contents = async () => sectionsOf(await copyOf(alone)).get('replies')!.rows.map(({ content }) => content);
    expect(await contents()).toEqual(['没有问过的回复']);
    await sql(`insert into number_blocks (phone_index, owner_region, reason, blocked_by, at) select phone_index, owner_region, 'not-the-person', 'x', now() from registrations where id = $1`, [alone]);
    expect(await contents()).toEqual([]);
  });

  it('holds the merged registrations that the officer may see, and says how many it does not', async () => {
    const [here, there] = [await register(made.next()), await register(made.next(), { township: MALIANG })];
    await api.get(MergingService).merge(county.principal!, here, there, '同一人');
    const seen = async (client: ApiClient) => {
      const copy = ok(await copyOf(here, client));
      return { ids: sectionsOf(copy).get('registration')!.rows.map((row) => row.id).sort(), elsewhere: copy.body.notes.filter((note: string) => note.includes('不在经办人的辖区内') || note.startsWith('由乡镇制作')) };
    };
    expect(await seen(township)).toEqual({ ids: [here], elsewhere: [expect.stringMatching(/^由乡镇制作，只含该乡镇辖区内的记录/), '本人另有 1 份合并的登记不在经办人的辖区内，未列入；请向县级经办机构申请。'] });
    expect(await seen(county)).toEqual({ ids: [here, there].sort(), elsewhere: [] });
  });

  it('tells a township by which policy a list was made, as its own people stand on it, and no other county', async () => {
    const neighbours = await api.asOfficer('county-officer', '420625');
    const board = async (client: ApiClient): Promise<number[]> => ok(await client.get('/v1/match-board?limit=10')).body.map(({ bestScore }: { bestScore: number }) => bestScore);
    expect([await board(township), await board(county), await board(neighbours)]).toEqual([[8_100], [8_100], []]);
    expect(await api.get(Database).inScope(neighbours.principal!, (tx) => tx.query('select from match_lists'))).toEqual([]);
  });

  /** A reply from the telephone of a registration that answers nothing. */
  async function reply(registrationId: string, content: string): Promise<{ id: string }> {
    const [row] = await sql<{ id: string; phone_index: string }>('select gen_random_uuid() as id, phone_index from registrations where id = $1', [registrationId]);
    const sealed = api.get<FieldCipher>(FIELD_CIPHER).seal(content, { table: 'sms_replies', column: 'content', rowId: row!.id });
    await sql(`insert into sms_replies (id, owner_region, provider, reference, phone_index, phone_masked, phone, content, sent_at, received_at, state, reading, read_at) values ($1, $2, 'log', $3, $4, 'x', 'x', $5, now(), now(), 'inbox', 'no-question', now())`, [row!.id, `${XIEMA}000`, row!.id, row!.phone_index, sealed]);
    return { id: row!.id };
  }
});
