import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database, Principal, Transaction } from '@app/platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { officer, openAsApplication, registered } from '../../../test/support/ledger.js';

const COUNTY = '420626';
const REGION = `${COUNTY}000000`;
const XIEMA = '420626106000';
const COUNTY_OFFICER: Principal = { ...officer('county-officer', COUNTY), id: randomUUID() };
const [EMPLOYER, PROVIDER, BUREAU] = [randomUUID(), randomUUID(), randomUUID()];

/** What no program of ours does, and what the database lets nobody do: every statement here runs as the application's role. */
describe('the laws of agreements, hires, specialities and co-operation in the database', () => {
  let fresh: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshDatabase();
    database = await openAsApplication(fresh);
    await fresh.owner.query(`insert into organizations (id, owner_region, kind, name) values ($1, $2, 'county-bureau', '县人社局')`, [BUREAU, REGION]);
  });
  afterAll(() => fresh.drop());

  const as = (by: Principal, work: (tx: Transaction) => Promise<unknown>): Promise<unknown> => database.inScope({ ...by }, work);
  /** The law by which the database refuses a statement. */
  async function law(by: Principal, sql: string, ...params: unknown[]): Promise<string> {
    try {
      await as(by, (tx) => tx.query(sql, params));
      return 'let through';
    } catch (error) {
      const { constraint, code } = (error as { driverError: { constraint?: string; code: string } }).driverError;
      return constraint ?? code;
    }
  }
  const today = (days = 0): string => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

  /** An order with its slot, in a state; moved there by the table of moves as far as the test goes. */
  async function anOrder(employerId: string | null = EMPLOYER): Promise<{ readonly id: string; readonly classId: string }> {
    const [id, slotId, classId] = [randomUUID(), randomUUID(), randomUUID()];
    await fresh.owner.query(`insert into provider_slots (id, county, provider_id, from_on, seats, created_by) values ($1, $2, $3, '2026-01-01', 500, 'test')`, [slotId, COUNTY, PROVIDER]);
    await fresh.owner.query(`insert into training_classes (id, county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, created_by) values ($1, $2, $3, '班', 'welding', '项目', $4, $5, '2027-01-01', '2027-02-01', 40, 'test')`, [classId, COUNTY, REGION, PROVIDER, XIEMA]);
    await fresh.owner.query(`insert into ledger_facts (county, owner_region, kind, effective_on, class_id, recorded_by) values ($1, $2, 'class', '2026-01-01', $3, 'test')`, [COUNTY, REGION, classId]);
    await as(COUNTY_OFFICER, (tx) => tx.query(
      `insert into training_orders (id, county, owner_region, employer_id, shortage_as_of, shortage_month, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, content_hash)
       values ($1, $2, $3, $4::uuid, case when $4::uuid is null then date '2026-01-01' end, case when $4::uuid is null then '2026-02' end, '6-18-02-04', 3, 4000, $3, 'fixed-term', 12, '2026-01-01', '2099-01-01', 'school', $3, 'x')`, [id, COUNTY, REGION, employerId]));
    for (const [from, to] of [['draft', 'submitted'], ['submitted', 'under-review'], ['under-review', 'approved'], ['approved', 'queued']]) await move(id, from!, to!);
    await as(COUNTY_OFFICER, (tx) => tx.query(`insert into training_order_moves (order_id, from_state, to_state, slot_id) values ($1, 'queued', 'recruiting', $2)`, [id, slotId]));
    return { id, classId };
  }
  const move = (id: string, from: string, to: string, classId: string | null = null): Promise<string> => law(COUNTY_OFFICER, 'insert into training_order_moves (order_id, from_state, to_state, class_id) values ($1, $2, $3, $4)', id, from, to, classId);
  const SIGN = `insert into training_agreements (id, county, owner_region, order_id, kind, registration_id, provider_id, employer_id, bureau_id, first_signer, first_signed_on, second_signer, second_signed_on) values ($1, left($2, 6), $2, $3, $4, $5, $6, $7, $8, $9, $10, 'authorised-agent', $10)`;
  interface Paper { readonly region?: string; readonly registrationId?: string | null; readonly providerId?: string | null; readonly employerId?: string | null; readonly bureauId?: string | null; readonly signer?: string; readonly on?: string }
  const sign = (orderId: string, kind: string, { region = REGION, registrationId = null, providerId = null, employerId = null, bureauId = null, signer = 'authorised-agent', on = today() }: Paper, by = COUNTY_OFFICER, id: string = randomUUID()): Promise<string> =>
    law(by, SIGN, id, region, orderId, kind, registrationId, providerId, employerId, bureauId, signer, on);
  const scan = (id: string): Promise<string> => law(COUNTY_OFFICER, `insert into agreement_files (id, county, owner_region, agreement_id, sha256, size, media_type, blob_key) values (gen_random_uuid(), $2, $3, $1, repeat('a', 64), 9, 'application/pdf', 'k')`, id, COUNTY, REGION);
  async function signBoth(orderId: string): Promise<[string, string]> {
    const ids: [string, string] = [randomUUID(), randomUUID()];
    expect(await sign(orderId, 'provider-employer', { providerId: PROVIDER, employerId: EMPLOYER }, COUNTY_OFFICER, ids[0])).toBe('let through');
    expect(await sign(orderId, 'employer-bureau', { employerId: EMPLOYER, bureauId: BUREAU }, COUNTY_OFFICER, ids[1])).toBe('let through');
    for (const id of ids) expect(await scan(id)).toBe('let through');
    return ids;
  }

  it('let no class open without both agreements, each with its scan and none ended', async () => {
    const { id, classId } = await anOrder();
    const open = () => move(id, 'recruiting', 'class-open', classId);
    expect(await open()).toBe('class_opens_with_its_agreements');
    const papers = [randomUUID(), randomUUID()] as const;
    await sign(id, 'provider-employer', { providerId: PROVIDER, employerId: EMPLOYER }, COUNTY_OFFICER, papers[0]);
    await sign(id, 'employer-bureau', { employerId: EMPLOYER, bureauId: BUREAU }, COUNTY_OFFICER, papers[1]);
    expect(await scan(papers[0])).toBe('let through');
    expect(await open()).toBe('class_opens_with_its_agreements');
    await scan(papers[1]);
    await law(COUNTY_OFFICER, `insert into training_agreement_endings (agreement_id, ended_on, reason_code) values ($1, $2, 'breach')`, papers[1], today());
    expect(await open()).toBe('class_opens_with_its_agreements');
    const again = randomUUID();
    await sign(id, 'employer-bureau', { employerId: EMPLOYER, bureauId: BUREAU }, COUNTY_OFFICER, again);
    await scan(again);
    expect(await open()).toBe('let through');
  });

  it('let no training start while somebody on the roll has signed nothing, or with nobody of the slot', async () => {
    const { id, classId } = await anOrder();
    await signBoth(id);
    expect(await move(id, 'recruiting', 'class-open', classId)).toBe('let through');
    const person = await registered(fresh, XIEMA);
    await fresh.owner.query(`insert into class_roll_exceptions (order_id, registration_id, owner_region, code, reason) values ($1, $2, $3, 'other', '测试')`, [id, person.registrationId, XIEMA]);
    await fresh.owner.query(`insert into ledger_facts (county, owner_region, kind, effective_on, registration_id, person_id, class_id, recorded_by) values ($1, $2, 'enrolled', '2026-01-01', $3, $4, $5, 'test')`, [COUNTY, XIEMA, person.registrationId, person.personId, classId]);
    expect(await move(id, 'class-open', 'training')).toBe('training_starts_with_everybodys_agreement');
    expect(await sign(id, 'trainee-provider', { region: XIEMA, registrationId: person.registrationId, providerId: PROVIDER, signer: 'guardian' }, officer('township-officer', '420626106'))).toBe('let through');
    expect(await move(id, 'class-open', 'training')).toBe('let through');
  });

  it('take no agreement of strangers, of tomorrow, of a wrong hand, or of an order that has no provider', async () => {
    const { id } = await anOrder();
    const person = await registered(fresh, XIEMA);
    const [both, bureau] = [{ providerId: PROVIDER, employerId: EMPLOYER }, { employerId: EMPLOYER, bureauId: BUREAU }];
    expect(await sign(id, 'provider-employer', { ...both, providerId: randomUUID() })).toBe('agreement_is_of_the_orders_parties');
    expect(await sign(id, 'provider-employer', { ...both, employerId: randomUUID() })).toBe('agreement_is_of_the_orders_parties');
    expect(await sign(id, 'employer-bureau', { ...bureau, bureauId: randomUUID() })).toBe('agreement_is_of_the_orders_parties');
    expect(await sign(id, 'provider-bureau', { providerId: PROVIDER, bureauId: BUREAU })).toBe('agreement_is_of_the_orders_parties');
    expect(await sign(id, 'trainee-provider', { region: XIEMA, registrationId: randomUUID(), providerId: PROVIDER, signer: 'self' })).toBe('agreement_is_of_the_orders_parties');
    expect(await sign(id, 'trainee-provider', { region: '420626100000', registrationId: person.registrationId, providerId: PROVIDER, signer: 'self' })).toBe('agreement_is_of_the_orders_parties');
    expect(await sign(id, 'employer-bureau', { ...bureau, on: today(1) })).toBe('agreement_is_signed_by_today');
    expect(await sign(id, 'employer-bureau', { ...bureau, signer: 'self' })).toBe('agreement_is_signed_by_who_may_sign');
    expect(await sign(id, 'trainee-provider', { region: XIEMA, registrationId: person.registrationId, providerId: PROVIDER })).toBe('agreement_is_signed_by_who_may_sign');
    expect(await sign(id, 'provider-employer', { ...both, bureauId: BUREAU })).toBe('agreement_names_its_parties');
    await as(COUNTY_OFFICER, (tx) => tx.query(`insert into training_order_moves (order_id, from_state, to_state, reason_code) values ($1, 'recruiting', 'cancelled', 'other')`, [id]));
    expect(await sign(id, 'provider-employer', both)).toBe('agreement_is_of_an_order_under_way');
  });

  it('let nobody rewrite an agreement, end it twice or out of its time, or record one out of scope', async () => {
    const { id } = await anOrder();
    const [paper] = await signBoth(id);
    const end = (on: string, code = 'breach') => law(COUNTY_OFFICER, 'insert into training_agreement_endings (agreement_id, ended_on, reason_code) values ($1, $2, $3)', paper, on, code);
    expect([await end(today(-1)), await end(today(1)), await end(today(), 'whim'), await end(today(), 'other')]).toEqual(['agreement_ends_after_it_was_signed', 'agreement_ends_after_it_was_signed', 'agreement_ending_reason_is_known', 'other_ending_says_why']);
    expect([await end(today()), await end(today())]).toEqual(['let through', 'training_agreement_endings_pkey']);
    for (const sql of ['update training_agreements set version = 7 where id = $1', 'delete from training_agreements where id = $1', 'update training_agreement_endings set reason = null where agreement_id = $1', 'delete from agreement_files where agreement_id = $1', `insert into training_agreements (id, version) values ($1, 9)`]) expect(await law(COUNTY_OFFICER, sql, paper)).toBe('42501');
    const bureau = { employerId: EMPLOYER, bureauId: BUREAU };
    for (const by of [officer('township-officer', '420626106'), officer('county-officer', '420625'), officer('auditor', COUNTY), officer('village-officer', '420626106200'), { ...officer('employer', COUNTY), kind: 'employer' as const, organizationId: EMPLOYER }]) expect(await sign(id, 'employer-bureau', bureau, by)).toBe('42501');
  });

  it('let a hire stand on nothing but an employment in force of this person with this employer', async () => {
    const { id } = await anOrder();
    const person = await registered(fresh, XIEMA);
    const start = (employmentId: string, employerId: string): Promise<unknown> => as(COUNTY_OFFICER, (tx) => tx.query(`insert into ledger_facts (county, owner_region, kind, effective_on, registration_id, person_id, employment_id, employer_id, payload, recorded_by) values ($1, $2, 'employment-started', '2026-01-01', $3, $4, $5, $6, '{"type":"wage"}', 'test')`, [COUNTY, XIEMA, person.registrationId, person.personId, employmentId, employerId]));
    const hire = (employmentId: string | null): Promise<string> => law(COUNTY_OFFICER, `insert into training_order_hires (order_id, registration_id, owner_region, hired_on, employment_id) values ($1, $2, $3, '2026-01-01', $4)`, id, person.registrationId, XIEMA, employmentId);
    const [theirs, others] = [randomUUID(), randomUUID()];
    await start(theirs, EMPLOYER);
    await start(others, randomUUID());
    expect([await hire(null), await hire(randomUUID()), await hire(others), await hire(theirs)]).toEqual(['hire_names_its_employment', 'hire_stands_on_its_employment', 'hire_stands_on_its_employment', 'let through']);
    const { rows } = await fresh.owner.query<{ id: string }>('select id from ledger_facts where employment_id = $1', [theirs]);
    const retract = `insert into ledger_facts (county, owner_region, kind, effective_on, registration_id, person_id, retracts_fact_id, recorded_by, reason) values ($1, $2, 'retracted', '2026-01-01', $3, $4, $5, 'test', '测试')`;
    expect(await law(COUNTY_OFFICER, retract, COUNTY, XIEMA, person.registrationId, person.personId, rows[0]!.id)).toBe('hire_stands_on_its_employment');
    expect(await law(COUNTY_OFFICER, 'select release_order_hires($1, $2)', [rows[0]!.id], [])).toBe('let through');
    expect(await law(COUNTY_OFFICER, retract, COUNTY, XIEMA, person.registrationId, person.personId, rows[0]!.id)).toBe('let through');
    expect(await law(officer('employer', COUNTY), 'select count_orders($1)', [id])).toBe('42501');
  });

  it('open no class of a retired course and take no order for it, and retire and resume in turn', async () => {
    const decide = (kind: string, on: string, by: Principal = officer('department-officer', COUNTY), course = 'cook'): Promise<string> => law(by, `insert into speciality_decisions (id, county, owner_region, course_id, kind, effective_on, reason) values (gen_random_uuid(), $1, $2, $3, $4, $5, '测试')`, COUNTY, REGION, course, kind, on);
    expect([await decide('resumed', today()), await decide('retired', today()), await decide('retired', today()), await decide('resumed', today(-1)), await decide('retired', today(), undefined, 'no such course')]).toEqual([
      'course_is_retired_and_resumed_in_turn', 'let through', 'course_is_retired_and_resumed_in_turn', 'course_is_retired_and_resumed_in_turn', 'course_is_retired_and_resumed_in_turn']);
    for (const by of [officer('township-officer', '420626106'), officer('county-officer', '420625'), officer('auditor', COUNTY)]) expect(await decide('resumed', today(), by)).toBe('42501');
    expect(await law(COUNTY_OFFICER, `update speciality_decisions set kind = 'resumed'`)).toBe('42501');
    const open = (on: string): Promise<string> => law(COUNTY_OFFICER, `insert into training_classes (county, owner_region, name, course_id, programme, provider_id, region, starts_on, ends_on, seats, created_by) values ($1, $2, '班', 'cook', '项目', $3, $2, $4, '2099-01-01', 40, 'test')`, COUNTY, REGION, PROVIDER, on);
    expect([await open(today()), await open(today(30)), await open(today(-1))]).toEqual(['retired_course_is_not_opened', 'retired_course_is_not_opened', 'let through']);
    const { rows } = await fresh.owner.query<{ id: string; occupation: string }>(`select id, occupation from courses where id <> 'cook' and occupation = (select occupation from courses where id = 'cook')`);
    for (const { id } of rows) await decide('retired', today(), undefined, id);
    const id = randomUUID();
    await as(COUNTY_OFFICER, (tx) => tx.query(
      `insert into training_orders (id, county, owner_region, employer_id, occupation, seats, pay_yuan, workplace, contract_kind, contract_months, window_from, window_to, site_kind, site_region, content_hash)
       select $1, $2, $3, $4, occupation, 3, 4000, $3, 'fixed-term', 12, '2026-01-01', '2099-01-01', 'school', $3, 'x' from courses where id = 'cook'`, [id, COUNTY, REGION, EMPLOYER]));
    expect(await move(id, 'draft', 'submitted')).toBe('retired_course_is_not_ordered');
    await decide('resumed', today());
    expect(await move(id, 'draft', 'submitted')).toBe('let through');
    await decide('retired', today());
    expect([await move(id, 'submitted', 'under-review'), await move(id, 'under-review', 'approved')]).toEqual(['let through', 'retired_course_is_not_ordered']);
    expect(await law(COUNTY_OFFICER, `insert into speciality_boards (county, owner_region, as_of, policy_version, head, lines) values ($1, $2, $3, 'x', '{}', '[]')`, COUNTY, REGION, today())).toBe('42501');
  });

  it('keep co-operation to known parties and to its time', async () => {
    const person = await registered(fresh, XIEMA);
    const { rows: [company] } = await fresh.owner.query<{ id: string }>(`insert into employers (owner_region, name, normalised_name) values ($1, '公司', '公司') returning id`, [REGION]);
    const record = (more: { partner?: string; person?: string; signed?: string; from?: string; to?: string; fen?: number; kind?: string; partnerKind?: string } = {}, id = randomUUID(), by: Principal = COUNTY_OFFICER): Promise<string> => law(by,
      'insert into cooperation_agreements (id, county, owner_region, partner_kind, partner_id, registration_id, kind, signed_on, from_on, to_on, yearly_income_fen) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
      id, COUNTY, XIEMA, more.partnerKind ?? 'company', more.partner ?? company!.id, more.person ?? person.registrationId, more.kind ?? 'dividend', more.signed ?? '2026-01-01', more.from ?? '2026-01-01', more.to ?? '2099-12-31', more.fen ?? 100);
    expect([await record({ partner: randomUUID() }), await record({ partnerKind: 'cooperative' }), await record({ person: randomUUID() }), await record({ signed: today(1) }), await record({ to: '2025-01-01' }), await record({ fen: 0 }), await record({ kind: 'gift' })]).toEqual([
      'cooperation_is_of_known_parties', 'cooperation_is_of_known_parties', 'cooperation_is_of_known_parties', 'cooperation_is_signed_by_today', 'cooperation_ends_after_it_begins', 'cooperation_promises_an_income', 'cooperation_kind_is_known']);
    const id = randomUUID();
    expect([await record({}, id), await record()]).toEqual(['let through', 'one_cooperation_per_partner_kind_and_day']);
    for (const by of [officer('township-officer', '420626100'), officer('auditor', COUNTY), officer('department-officer', COUNTY)]) expect(await record({ from: '2026-02-01' }, randomUUID(), by)).toBe('42501');
    const end = (on: string): Promise<string> => law(COUNTY_OFFICER, `insert into cooperation_endings (agreement_id, ended_on, reason_code) values ($1, $2, 'not-paid')`, id, on);
    expect([await end('2025-12-31'), await end(today(1)), await end(today()), await end(today())]).toEqual(['cooperation_ends_within_its_time', 'cooperation_ends_within_its_time', 'let through', 'cooperation_endings_pkey']);
    expect(await law(COUNTY_OFFICER, 'update cooperation_agreements set yearly_income_fen = 1')).toBe('42501');
  });

  it('let no one but the database say what was pledged and who was hired, and an order that is given up before its class is pledged no more', async () => {
    const { id } = await anOrder();
    const facts = async (): Promise<string[]> => (await fresh.owner.query<{ kind: string }>('select kind from pledge_facts where order_id = $1 order by recorded_at', [id])).rows.map(({ kind }) => kind);
    expect(await facts()).toEqual(['order']);
    for (const sql of ['select from pledge_facts where order_id = $1', 'delete from pledge_facts where order_id = $1', 'select note_pledges($1)', `insert into pledge_facts (county, kind, effective_on, order_id, seats, pay_yuan, permanent) values ('${COUNTY}', 'order', current_date, $1, 9, 9, true)`]) expect([sql, await law(COUNTY_OFFICER, sql, id)]).toEqual([sql, '42501']);
    expect(await law(COUNTY_OFFICER, 'select * from pledge_facts_known($1, now())', COUNTY)).toBe('42501');
    await expect(fresh.owner.query('update pledge_facts set seats = 9 where order_id = $1', [id])).rejects.toThrow();
    expect(await facts()).toEqual(['order']);
    expect(await law(COUNTY_OFFICER, `insert into training_order_moves (order_id, from_state, to_state, reason_code) values ($1, 'recruiting', 'cancelled', 'posts-filled')`, id)).toBe('let through');
    expect(await facts()).toEqual(['order', 'retracted']);
  });
});
