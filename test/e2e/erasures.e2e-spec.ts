import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PersonErasing } from '@app/erasures';
import { UploadRunner } from '@app/intake';
import { addDays, civilDateOf } from '@app/kernel';
import { ClassesService, FollowUpsService, RateProjector } from '@app/placements';
import { BLOB_STORE, Database, FIELD_CIPHER, type BlobStore, type FieldCipher } from '@app/platform';
import { MatchRefresh } from '@app/matches';
import { MergingService, TraineeRegistry } from '@app/trainees';
import { EmployersService, OwnVacancies } from '@app/vacancies';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { plantTheRest, tablesAbout, tablesThatHold, type Secrets } from '../support/erased-person.js';
import { madeUpPeople, type MadeUpPerson } from '../support/people.js';
import { courseOf, placementScene, type PlacementScene } from '../support/placements.js';
import { madeUpPdf } from '../support/scans.js';
import { templateFile, uploadFile } from '../support/workbook-files.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);
const ASKED = { askedHow: 'in-person', ground: 'consent-withdrawn' } as const;
const AGREEMENT_BLOB = `agreements/${COUNTY}/00/${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`;
const RULES = ['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8'];

/** Tables of which the person's rows go; made by services or planted before. */
const TAKEN = [
  'call_opt_outs', 'check_in_numbers', 'class_calendar_seats', 'consents', 'contact_requests', 'course_records', 'follow_ups', 'household_memberships', 'job_links', 'legal_bases', 'link_codes', 'lottery_entries', 'match_decisions', 'match_plan_pairs', 'matches',
  'message_opt_outs', 'order_applications', 'refusals', 'registration_certificates', 'registration_skills', 'responsible_namings', 'seat_assignment_pairs',
] as const;
/** Tables in which they stay, under ids alone. */
const FACTS = [
  'call_tasks', 'class_offers', 'class_roll_exceptions', 'cooperation_agreements', 'correction_requests', 'exclusion_facts', 'ledger_facts', 'notifications', 'person_erasures', 'prior_pays', 'referrals', 'sms_answers', 'survey_answers', 'training_agreements',
] as const;

/** A person has themselves erased: identity is gone for good, facts go on under a random id, every rate stays what it was. */
describe('the erasure of a person', () => {
  let folder: string;
  let api: TestApi;
  let scene: PlacementScene;
  let township: ApiClient;
  let county: ApiClient;
  let second: ApiClient;
  const made = madeUpPeople(91, { birthplace: COUNTY });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'erasures-'));
    api = await startApi(undefined, { DATA_DIR: folder });
    scene = placementScene(api, COUNTY, 93);
    [township, county, second] = await Promise.all([api.asOfficer('township-officer', XIEMA), api.asOfficer('county-officer', COUNTY), api.asOfficer('county-officer', COUNTY)]);
  });
  afterAll(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  const ok = (answer: ApiAnswer, ...statuses: number[]): ApiAnswer => {
    if (!(statuses.length === 0 ? [200, 201, 204] : statuses).includes(answer.status)) throw new Error(`${answer.status} ${answer.text}`);
    return answer;
  };
  const register = async (person: MadeUpPerson, more: object = {}, region = COUNTY): Promise<string> =>
    (await api.get(TraineeRegistry).register(api.systemPrincipal(region), { idNumber: person.idNumber, name: person.name, phone: person.phone, township: region === COUNTY ? XIEMA : '420625100', ...more })).id;
  const ask = (id: string, more: object = {}, client = township) => client.post(`/v1/trainees/${id}/erasure`, { ...ASKED, ...more });
  const confirm = (id: string, client = county) => client.post(`/v1/erasures/${id}/confirmation`);
  const carryOut = (region = COUNTY): Promise<number> => api.get(PersonErasing).carryOut(api.systemPrincipal(region));
  const read = async (id: string): Promise<ApiAnswer['body']> => ok(await county.get(`/v1/erasures/${id}`)).body;
  const sql = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> => (await api.database.owner.query<T>(text, values)).rows;
  const rates = async (knownBy: string): Promise<unknown> => {
    const at = `asOf=${TODAY}&knownBy=${encodeURIComponent(knownBy)}`;
    const live = await Promise.all(RULES.map(async (rule) => (await county.get(`/v1/rates?rule=${rule}&by=township&${at}`)).body));
    await api.get(RateProjector).project(COUNTY);
    return { live: live.map(({ total, cells }) => ({ total, cells })), kept: (await county.get('/v1/rates/townships')).body.rates };
  };
  /** From the request to the end. */
  const erase = async (id: string): Promise<string> => {
    const erasure = ok(await ask(id)).body.id as string;
    ok(await confirm(erasure));
    expect(await carryOut()).toBe(1);
    return erasure;
  };

  describe('of whom everything is known', () => {
    const person: MadeUpPerson = { ...made.next(), name: '欧阳抹除甲' };
    let id: string;
    let personId: string;
    let secrets: Secrets;
    let uploadId: string;
    let wholeRates: unknown;
    let knownBy: string;
    let erasure: string;

    async function workAndTraining(): Promise<{ classId: string; factId: string }> {
      const others = await scene.people(5, XIEMA);
      const classes = api.get(ClassesService);
      const system = api.systemPrincipal(COUNTY);
      const { id: classId } = await classes.create(system, { name: '测试班', courseId: await courseOf(api), programme: '测试项目', providerId: await scene.provider(), region: XIEMA, startsOn: ago(260), endsOn: ago(230), seats: 10 });
      await classes.enrol(system, classId, [id, ...others], ago(260));
      await classes.recordResults(system, classId, 'completed', [id, ...others].map((traineeId) => ({ traineeId, on: ago(230) })));
      const employ = async (trainee: string): Promise<string> => ok(await county.post(`/v1/trainees/${trainee}/employments`, { startsOn: ago(200), type: 'wage', permanent: false, pay: 4_200 })).body.employmentId as string;
      const employmentId = await employ(id);
      const factId = ok(await county.post(`/v1/employments/${employmentId}/evidence`, { form: 'contract', on: ago(150), contractNumber: `HT-${person.name}`, signedOn: ago(199), contractMonths: 12, confirmedBy: person.name, confirmedOn: ago(150), note: `${person.name}本人带来` })).body.factId as string;
      await county.post(`/v1/employments/${await employ(others[0]!)}/evidence`, { form: 'visit', on: TODAY });
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(madeUpPdf(person.name))], { type: 'application/pdf' }), 'a.pdf');
      ok(await township.send('POST', `/v1/evidence/${factId}/files`, form));
      return { classId, factId };
    }

    beforeAll(async () => {
      // By HTTP with an Idempotency-Key, so that the answer is kept as well.
      const registered = ok(await township.post('/v1/trainees', {
        idNumber: person.idNumber, name: person.name, phone: person.phone, township: XIEMA, address: '歇马镇抹除路 1 号', household: { number: 'H-抹除-1', relation: '户主' }, skills: [{ id: 'weld.arc', level: 3 }], certificates: ['抹除工证书'],
        wishes: { askedOn: TODAY, minPay: 3_333 }, consents: [{ purpose: 'message.match', wording: `本人${person.name}同意`, givenOn: ago(10) }],
      }, { 'idempotency-key': 'erasure-1' }), 201);
      id = registered.body.id as string;
      const [kept] = await sql<{ person_id: string; phone: string; phone_index: string; address: string; id_number: string; id_number_index: string; household_id: string }>(
        'select r.person_id, r.phone, r.phone_index, r.address, r.household_id, p.id_number, p.id_number_index from registrations r join persons p on p.id = r.person_id where r.id = $1', [id]);
      personId = kept!.person_id;
      const { classId, factId } = await workAndTraining();
      const vacancy = await scene.vacancy(2);
      const { body: presented } = ok(await county.post('/v1/referrals', { vacancyId: vacancy, traineeIds: [id] }));
      ok(await county.post(`/v1/referrals/${presented.items[0].referral.id}/refusal`, { code: 'trainee-other', reason: `${person.name}嫌远` }));
      ok(await township.post(`/v1/trainees/${id}/refusals`, { vacancyId: vacancy, reason: 'trainee-other' }));
      ok(await township.post('/v1/household-incomes', { household: 'H-抹除-1', year: Number(TODAY.slice(0, 4)) - 1, perHeadYuan: 9_000, source: 'document', sourceReference: `${person.name}工资单`, on: TODAY }));
      ok(await township.post('/v1/household-categories', { household: 'H-抹除-1', category: 'monitored', fromOn: ago(300) }));
      ok(await township.post(`/v1/trainees/${id}/prior-pays`, { payYuan: 1_500, on: ago(270) }));
      ok(await county.put(`/v1/trainees/${id}/responsible-officer`, { officerId: county.principal!.id }));
      ok(await county.post(`/v1/trainees/${id}/exclusions`, { reason: 'call-up', on: TODAY, proofReference: `${person.name}入伍通知` }));
      const rows = [{ name: person.name, 'id-number': person.idNumber, telephone: person.phone, township: '歇马镇' }, { name: person.name, 'id-number': '不详', telephone: person.phone, township: '歇马镇' }, { name: '旁人', 'id-number': '也不详', telephone: '13000000000', township: '歇马镇' }];
      uploadId = ok(await uploadFile(county, 'trainees', await templateFile('trainees', rows), `${person.name}.xlsx`), 201).body.id as string;
      await api.get(UploadRunner).plan(api.systemPrincipal(COUNTY), uploadId);
      await api.get<BlobStore>(BLOB_STORE).put(AGREEMENT_BLOB, Buffer.from(person.name));
      await plantTheRest(api.database.owner, { agreementBlob: AGREEMENT_BLOB, registrationId: id, personId, phoneIndex: kept!.phone_index, name: person.name, classId, factId, householdId: kept!.household_id });
      secrets = {
        name: person.name, idNumber: person.idNumber, phone: person.phone, idNumberIndex: kept!.id_number_index, phoneIndex: kept!.phone_index, sealedIdNumber: kept!.id_number, sealedPhone: kept!.phone, sealedAddress: kept!.address,
        household: 'H-抹除-1', certificate: '抹除工证书', address: '抹除路',
      };
      knownBy = new Date().toISOString();
      wholeRates = await rates(knownBy);
    }, 120_000);

    it('waits for a file of an office that names them and is not settled, and says so', async () => {
      erasure = ok(await ask(id)).body.id as string;
      expect((await ask(id)).body.id).toBe(erasure);
      ok(await confirm(erasure));
      expect([await carryOut(), await carryOut()]).toEqual([0, 0]);
      expect(await read(erasure)).toMatchObject({ state: 'marked', heldFor: 'upload-open', name: person.name });
      expect(await sql(`select details ->> 'heldFor' as held from audit_events where action = 'erasure.hold' and subject_id = $1`, [id])).toEqual([{ held: 'upload-open' }]);
      const { version } = (await county.get(`/v1/workbooks/${uploadId}`)).body;
      ok(await county.post(`/v1/workbooks/${uploadId}/cancel`, undefined, { 'if-match': `"${version}"` }), 200, 202, 204);
    });

    it('leaves nothing of them that anybody could read, and every rate of before as it was', async () => {
      const held = await tablesThatHold(api.database.owner, secrets);
      for (const place of ['registrations: name', 'persons: idNumberIndex', 'idempotency_keys: name', 'evidence_details: name', 'notifications: name', 'sms_replies: name', 'consents: name', 'household_incomes: name', 'households: household', 'call_tasks: phoneIndex', 'survey_answers: name', 'class_offer_moves: name', 'referral_events: name', 'exclusion_facts: name']) expect(held).toContain(place);
      const about = await tablesAbout(api.database.owner, id);
      const facts = await sql('select count(*)::int as n from ledger_facts where registration_id = $1 and person_id = $2', [id, personId]);

      expect(await carryOut()).toBe(1);

      expect(await tablesThatHold(api.database.owner, secrets)).toEqual([]);
      const kept = await tablesAbout(api.database.owner, id);
      expect(kept).toEqual(FACTS);
      expect(about.filter((table) => !kept.includes(table))).toEqual(TAKEN);
      expect(await sql('select count(*)::int as n from ledger_facts where registration_id = $1 and person_id = $2', [id, personId])).toEqual(facts);
      expect(await rates(knownBy)).toEqual(wholeRates);
      expect(await sql('select id_number, id_number_index from persons where id = $1', [personId])).toEqual([{ id_number: '', id_number_index: `erased.${personId}` }]);
      for (const shelf of ['evidence', 'agreements']) expect((await readdir(join(folder, shelf, COUNTY), { recursive: true })).filter((name) => /[0-9a-f-]{36}$/.test(name))).toEqual([]);
      expect(await sql(`select count(*)::int as n from workbook_rows where upload_id = $1 and content is not null`, [uploadId])).toEqual([{ n: 1 }]); // the other's row stays until its time
      expect(await sql('select file_name, length(file) < 200 as empty from workbook_uploads where id = $1', [uploadId])).toEqual([{ file_name: null, empty: true }]);
      expect(await read(erasure)).toMatchObject({ state: 'gone', heldFor: null, name: null, traineeId: id, emptiedAt: expect.any(String), goneAt: expect.any(String) });
    });

    it('is told to the engine, done once, and on the record by ids alone', async () => {
      expect(await sql(`select distinct c.kind from matching_changes c join person_erasures e on e.registration_id = c.id and c.noted_at >= e.emptied_at where c.id = $1`, [id])).toEqual([{ kind: 'trainee' }]);
      expect(await sql(`select payload from outbox where name = 'vacancies.changed' and payload -> 'vacancyIds' @> (select jsonb_agg(vacancy_id) from call_tasks where registration_id = $1)`, [id])).toHaveLength(1);
      expect(await carryOut()).toBe(0);
      expect((await sql<{ action: string }>(`select action from audit_events where subject_id = $1 and action like 'erasure.%' order by id`, [id])).map(({ action }) => action)).toEqual(['erasure.ask', 'erasure.confirm', 'erasure.hold', 'erasure.empty', 'erasure.finish']);
      for (const path of [`/v1/trainees/${id}`, `/v1/trainees/${id}/placements`]) expect((await county.get(path)).status).toBe(404);
      expect((await ask(id)).body.code).toBe('TRAINEE.UNKNOWN');
      expect((await confirm(erasure, second)).body.code).toBe('ERASURE.DECIDED');
      const people = ok(await county.get('/v1/rates/persons?rule=R1&part=denominator&limit=50')).body.items as { name: string | null }[];
      expect(people.every(({ name }) => name !== person.name)).toBe(true);
    });

    it('leaves nobody to look after, and does not come back with a repeated request', async () => {
      await api.get(FollowUpsService).refreshCounty(api.systemPrincipal(COUNTY));
      const repeated = await township.post('/v1/trainees', { idNumber: person.idNumber, name: person.name, phone: person.phone, township: XIEMA }, { 'idempotency-key': 'erasure-1' });
      expect([repeated.status, repeated.body.code]).toEqual([422, 'IDEMPOTENCY.REUSED']);
      expect(await sql('select count(*)::int as n from follow_ups where registration_id = $1', [id])).toEqual([{ n: 0 }]);
    });

    it('may be registered again, as somebody new to whom no fact leads', async () => {
      const again = await register(person);
      const [now] = await sql<{ person_id: string }>('select person_id from registrations where id = $1', [again]);
      expect(again).not.toBe(id);
      expect(now!.person_id).not.toBe(personId);
      expect(await sql('select from ledger_facts where person_id = $1', [now!.person_id])).toEqual([]);
      expect(await rates(knownBy)).toEqual(wholeRates);
    });
  });

  describe('is refused', () => {
    const refused = async (id: string, code: string): Promise<void> => {
      const before = await sql('select * from person_erasures order by id');
      const answer = await ask(id);
      expect([answer.status, answer.body.code, answer.body.faults.map(({ message }: { message: string }) => message)]).toEqual([409, 'ERASURE.HINDERED', [code]]);
      expect(answer.body.detail).toMatch(/^尚不能抹除：[一-鿿].*了结之后方可办理。$/);
      expect(await sql('select * from person_erasures order by id')).toEqual(before);
    };

    it('while they sit in a class, or wait for a seat', async () => {
      const [sitting, waiting] = await scene.people(2, XIEMA);
      const classes = api.get(ClassesService);
      const { id } = await classes.create(api.systemPrincipal(COUNTY), { name: '在办班', courseId: await courseOf(api), programme: '测试项目', providerId: await scene.provider(), region: XIEMA, startsOn: ago(5), endsOn: addDays(TODAY, 30), seats: 1 });
      await classes.enrol(api.systemPrincipal(COUNTY), id, [sitting!], ago(5));
      await refused(sitting!, 'in-class');
      ok(await county.post(`/v1/classes/${id}/enrolments`, { traineeIds: [waiting], waitlist: true }));
      await refused(waiting!, 'in-class');
      await classes.recordResults(api.systemPrincipal(COUNTY), id, 'dropped', [{ traineeId: sitting!, on: TODAY, dropCode: 'other' }]);
      expect((await ask(sitting!)).status).toBe(200);
    });

    it('while an employer has yet to answer', async () => {
      const [id] = await scene.people(1, XIEMA);
      ok(await county.post('/v1/referrals', { vacancyId: await scene.vacancy(1), traineeIds: [id] }));
      await refused(id!, 'referral-open');
    });

    it('while a seat, money, a review, a message, a post as instructor or a cooperation is open', async () => {
      const open: readonly (readonly [code: string, rows: (id: string, person: string) => string])[] = [
        ['order-open', (id) => `insert into training_orders (id, number, county, owner_region, employer_id, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, min_age, content_hash, state, moves, created_by_kind, created_by, submitted_on, approved_on)
          values ('${id}', 'O-${id.slice(0, 8)}', '${COUNTY}', '420626000000', gen_random_uuid(), '6-18-02-04', 1, 4500, '420626100000', 'fixed-term', 12, '2026-01-01', '2026-02-01', 'school', '420626106000', 16, 'x', 'completed', 1, 'officer', 'x', '2026-01-01', '2026-01-01');
          insert into class_offers (order_id, county, owner_region, registration_id, source, terms, wording, answer_days, state, moves, created_by, created_at) values ('${id}', '${COUNTY}', '420626106000', '${id}', 'officer', '{}', 'x', 3, 'accepted', 1, 'x', now())`],
        ['money-open', (id, person) => `insert into subsidy_statements (id, county, owner_region, class_id, programme, ends_on, year, rule_version_id, rule_id, fund_id, fund_name, as_of_on, known_by, opened, employed, pay_percent, people, total_fen, part_names, parts_fen, state, made_by)
          values ('${id}', '${COUNTY}', '420626000000', '${id}', 'x', '2026-01-01', 2026, '${id}', 'x', '${id}', 'x', '2026-01-01', now(), 1, 1, 100, 1, 100, '{一次}', '{100}', 'made', 'x');
          insert into subsidy_lines (statement_id, county, owner_region, class_id, registration_id, person_id, hours, base_fen, earned_fen, payable_fen, parts_fen) values ('${id}', '${COUNTY}', '420626106000', '${id}', '${id}', '${person}', 1, 100, 100, 100, '{100}')`],
        ['review-open', (id) => `insert into correction_requests (county, owner_region, fact_id, fact_kind, registration_id, reason, asked_by, state) values ('${COUNTY}', '420626106000', '${id}', 'evidence', '${id}', 'x', 'x', 'pending')`],
        ['message-open', (id, person) => `insert into notifications (id, owner_region, registration_id, person_id, phone_index, phone_masked, purpose, dedupe_key, out_id, template, text, variables, parts, planned_at, valid_until, due_at, state, attempts, provider, claimed_at)
          values ('${id}', '420626106000', '${id}', '${person}', 'x', 'x', 'code', '${id}', replace('${id}', '-', ''), 'x', 'x', 'x', 1, now(), now() + interval '1 hour', now(), 'unknown', 1, 'log', now())`],
        ['teaches', (id) => `insert into instructors (county, provider_id, created_by, registration_id, kind, occupations, home_region, reach) values ('${COUNTY}', gen_random_uuid(), 'x', '${id}', 'successful-trainee', '{6-18-02-04}', '420626106000', 'county')`],
        ['cooperation-open', (id) => `insert into cooperation_agreements (id, county, owner_region, partner_kind, partner_id, registration_id, kind, signed_on, from_on, to_on, yearly_income_fen, recorded_by) values (gen_random_uuid(), '${COUNTY}', '420626106000', 'company', gen_random_uuid(), '${id}', 'land', '2026-01-01', '2026-01-01', '2999-01-01', 1, 'x')`],
      ];
      const people = await scene.people(open.length, XIEMA);
      for (const [i, [code, rows]] of open.entries()) {
        const [{ person_id: person }] = (await sql<{ person_id: string }>('select person_id from registrations where id = $1', [people[i]])) as [{ person_id: string }];
        await api.database.owner.query(`begin; set local session_replication_role = replica; ${rows(people[i]!, person)}; commit`);
        await refused(people[i]!, code);
      }
    });

    it('by the database itself, also to the application, and is carried out by nobody but the service', async () => {
      const [id] = await scene.people(1, XIEMA);
      const asked = ok(await ask(id!)).body.id as string;
      await api.database.owner.query(`begin; set local session_replication_role = replica; insert into correction_requests (county, owner_region, fact_id, fact_kind, registration_id, reason, asked_by, state) values ('${COUNTY}', '420626106000', '${id}', 'evidence', '${id}', 'x', 'x', 'pending'); commit`);
      expect((await confirm(asked)).body.code).toBe('ERASURE.HINDERED');
      const as = (client: ApiClient | null, text: string) => api.get(Database).inScope(client?.principal ?? api.systemPrincipal(COUNTY), (tx) => tx.query(text));
      const mark = `update person_erasures set state = 'marked', decided_by = '${county.principal!.id}', decided_at = now() where id = '${asked}'`;
      await expect(as(county, mark)).rejects.toMatchObject({ driverError: { constraint: 'nothing_stands_against_the_erasure' } });
      await api.database.owner.query(`delete from correction_requests where registration_id = '${id}'`);
      await expect(as(township, mark)).rejects.toMatchObject({ driverError: { constraint: 'legal_erasure_move' } });
      await expect(as(county, `select erase_person('${asked}')`)).rejects.toMatchObject({ driverError: { code: '42501' } });
      ok(await confirm(asked));
      await expect(as(null, `set local app.erasing = 'on'; update person_erasures set state = 'emptied' where id = '${asked}'`)).rejects.toMatchObject({ driverError: { constraint: 'legal_erasure_move' } });
      await expect(as(null, `set local app.erasing = 'on'; delete from ledger_facts where registration_id = '${id}'`)).rejects.toMatchObject({ driverError: { code: '42501' } });
      await expect(as(null, `select forget_registrations('${asked}', '{${id}}', '{}')`)).rejects.toMatchObject({ driverError: { code: '42501' } });
      await expect(api.database.owner.query(`begin; set local app.erasing = 'on'; delete from audit_events where subject_id = '${id}'; commit`)).rejects.toMatchObject({ code: '23001' });
      await api.database.owner.query('rollback').catch(() => undefined);
      expect((await read(asked)).state).toBe('marked');
    });

    it('to one who asked alone, to a township, to a village, and to another county', async () => {
      const [id] = await scene.people(1, XIEMA);
      const asked = ok(await ask(id!, {}, county)).body.id as string;
      expect((await confirm(asked)).body.code).toBe('ERASURE.SECOND_OFFICER_NEEDED');
      expect((await ask(id!)).body.code).toBe('ERASURE.PENDING');
      const [village, auditor, stranger] = await Promise.all([api.asOfficer('village-officer', `${XIEMA}200`), api.asOfficer('auditor', COUNTY), api.asOfficer('county-officer', '420625')]);
      for (const answer of [await confirm(asked, township), await confirm(asked, auditor), await ask(id!, {}, village), await village.get('/v1/erasures')]) expect(answer.status).toBe(403);
      expect([(await confirm(asked, stranger)).body.code, (await ask(id!, {}, stranger)).body.code, (await stranger.get(`/v1/erasures/${asked}`)).status]).toEqual(['ERASURE.UNKNOWN', 'TRAINEE.UNKNOWN', 404]);
      expect((await ask(id!, { ground: 'because' })).status).toBe(400);
      expect((await auditor.get('/v1/erasures?state=asked&limit=1')).body.items[0]).toMatchObject({ id: asked, traineeId: id });
      const refusal = await second.post(`/v1/erasures/${asked}/refusal`, { code: 'still-needed' });
      expect([refusal.status, refusal.body.state, refusal.body.refusalCode]).toEqual([200, 'refused', 'still-needed']);
      expect([await carryOut(), (await county.get(`/v1/trainees/${id}`)).status, (await ask(id!)).status]).toEqual([1, 200, 200]); // what the test before left decided, and not this one
    });
  });

  it('takes merged registrations of the county with it, and what they were merged for stays known', async () => {
    const [kept, other] = await scene.people(2, XIEMA);
    await scene.completedClass([kept!, other!], ago(260), ago(230));
    await api.get(MergingService).merge(county.principal!, kept!, other!, '同一人');
    const knownBy = new Date().toISOString();
    const before = await rates(knownBy);
    await erase(other!);
    expect(await sql('select from registrations where id = any ($1)', [[kept, other]])).toEqual([]);
    expect(await rates(knownBy)).toEqual(before);
  });

  it('of somebody whom another county serves too leaves that county everything, and no way from there to the facts here', async () => {
    const person = made.next();
    const here = await register(person);
    const there = await register(person, {}, '420625');
    await scene.completedClass([here, ...(await scene.people(2, XIEMA))], ago(260), ago(230));
    const knownBy = new Date().toISOString();
    const before = await rates(knownBy);
    const [left] = await sql<object>('select r.*, p.id_number from registrations r join persons p on p.id = r.person_id where r.id = $1', [there]);
    await sql(`insert into kept_histories (county, known_by, bounds, facts) values ($1, '2020-01-01', '{}', 0)`, [COUNTY]); // of facts under the ids of now
    await erase(here);
    expect(await sql('select from kept_histories where county = $1', [COUNTY])).toEqual([]);
    expect(await sql('select r.*, p.id_number from registrations r join persons p on p.id = r.person_id where r.id = $1', [there])).toEqual([left]);
    expect(await sql('select from ledger_facts f join registrations r on r.person_id = f.person_id where r.id = $1', [there])).toEqual([]);
    expect(await rates(knownBy)).toEqual(before);
    const again = await register(person);
    expect(await sql('select from ledger_facts f join registrations r on r.person_id = f.person_id where r.id = $1', [again])).toEqual([]);
  });

  it('is done once by two workers at once, and ends what was asked for a registration that went with another', async () => {
    const [kept, other] = await scene.people(2, XIEMA);
    await api.get(MergingService).merge(county.principal!, kept!, other!, '同一人');
    const asked = await Promise.all([kept!, other!].map(async (id) => ok(await ask(id)).body.id as string));
    ok(await confirm(asked[0]!));
    const done = await Promise.all([carryOut(), carryOut()]);
    expect(done[0] + done[1]).toBe(1);
    expect((await sql<{ action: string }>(`select action from audit_events where subject_id = $1 and action in ('erasure.empty', 'erasure.finish') order by id`, [kept])).map(({ action }) => action)).toEqual(['erasure.empty', 'erasure.finish']);
    expect(await sql('select from registrations where id = any ($1)', [[kept, other]])).toEqual([]);
    ok(await confirm(asked[1]!));
    expect([await carryOut(), (await read(asked[1]!)).state]).toEqual([1, 'gone']);
  });

  it('takes them off the lists of posts, at once and in the engine', async () => {
    const { id: employerId } = await api.get(EmployersService).register(api.systemPrincipal(COUNTY), { name: '保康抹除测试有限公司', creditCode: null });
    const { vacancy } = await api.get(OwnVacancies).post((await api.asEmployer(COUNTY, { employerId })).principal!, {
      externalRef: 'E-1', title: '电焊工', occupation: '6-18-02-04', skills: [{ skillId: 'weld.arc', level: 2, essential: true }], region: XIEMA, address: null, lodging: null, minEducation: null,
      payFrom: 5000, payTo: 7000, openings: 2, kind: 'full-time', minAge: 18, certificates: [], description: null, validThrough: null, startsOn: null, endsOn: null, contactName: null, contactPhone: null,
    });
    const welders = [await register(made.next(), { skills: [{ id: 'weld.arc', level: 3 }] }), await register(made.next(), { skills: [{ id: 'weld.arc', level: 3 }] })];
    const engine = api.get(MatchRefresh);
    const listed = async (): Promise<string[]> => ok(await county.get(`/v1/vacancies/${vacancy.id}/matches?limit=50`)).body.ranked.map(({ trainee }: { trainee: { id: string } }) => trainee.id);
    expect(await listed()).toEqual(expect.arrayContaining(welders));
    await engine.refreshVacancies(api.systemPrincipal(COUNTY), [vacancy.id]);
    expect(await sql('select trainee_id from matches where vacancy_id = $1 and trainee_id = $2', [vacancy.id, welders[0]])).toHaveLength(1);
    await erase(welders[0]!);
    expect(await listed()).toEqual(expect.arrayContaining([welders[1]]));
    expect(await listed()).not.toContain(welders[0]);
    await engine.refreshVacancies(api.systemPrincipal(COUNTY), [vacancy.id]); // as the job that was asked for does
    expect(await sql('select from matches where trainee_id = $1', [welders[0]])).toEqual([]);
  });

  it('leaves a telephone, a household and what belongs to them to whoever shares them', async () => {
    const [one, two] = [made.next(), made.next()];
    const first = await register(one, { household: { number: 'H-共' } });
    const other = await register({ ...two, phone: one.phone }, { household: { number: 'H-共' } });
    ok(await township.post('/v1/household-categories', { household: 'H-共', category: 'monitored', fromOn: ago(300) }));
    const phoneIndex = api.get<FieldCipher>(FIELD_CIPHER).blindIndex('phone', one.phone);
    await api.database.owner.query(`insert into message_opt_outs (phone_index, purpose, owner_region, registration_id, recorded_by, at) values ($1, 'message.match', '420626106000', $2, 'x', now())`, [phoneIndex, first]);
    await erase(first);
    expect(await sql('select registration_id from message_opt_outs where phone_index = $1', [phoneIndex])).toEqual([{ registration_id: null }]);
    expect(await sql(`select count(*)::int as n from support_categories s join registrations r on r.household_id = s.household_id where r.id = $1`, [other])).toEqual([{ n: 1 }]);
    expect(await sql('select from household_memberships where registration_id = $1', [first])).toEqual([]);
  });

  it('goes on where it stood when it was killed between the tables and the store', async () => {
    const [id] = await scene.people(1, XIEMA);
    const erasure = ok(await ask(id!)).body.id as string;
    ok(await confirm(erasure));
    const system = api.systemPrincipal(COUNTY);
    await api.get(Database).inScope(system, (tx) => tx.query('select erase_person($1)', [erasure]));
    expect((await read(erasure)).state).toBe('emptied');
    await api.database.owner.query(`insert into person_erasure_files (blob_key, erasure_id, owner_region, shelf) values ('evidence/420626/00/never-there', $1, '420626106000', 'evidence_files')`, [erasure]);
    await expect(api.get(Database).inScope(system, (tx) => tx.query(`update person_erasures set state = 'gone', gone_at = now() where id = $1`, [erasure]))).rejects.toMatchObject({ driverError: { constraint: 'legal_erasure_move' } });
    expect([await carryOut(), await carryOut()]).toEqual([1, 0]);
    expect((await read(erasure)).state).toBe('gone');
  });
});
