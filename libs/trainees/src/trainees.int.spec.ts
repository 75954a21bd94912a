import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DATABASE_ROLES, sessionOptions, systemPrincipal, type Principal } from '@app/platform';
import { madeUpPeople } from '../../../test/support/people.js';
import { startApi, type TestApi } from '../../../test/support/api.js';
import { TraineeRegistry, TraineesService, MergingService, type StoredTrainee, type TraineeInput } from './index.js';

const TOWN = '420626100';
const OTHER_TOWN = '420626101';
const OTHER_COUNTY_TOWN = '420625100';

describe('the registry of people', () => {
  let api: TestApi;
  let registry: TraineeRegistry;
  let engine: pg.Pool;
  const people = madeUpPeople(42);
  const county = systemPrincipal('test', '420626');
  const input = (more: Partial<TraineeInput> = {}): TraineeInput => {
    const { idNumber, name, phone } = people.next();
    return { idNumber, name, phone, township: TOWN, address: '三组 12 号', ...more };
  };
  const register = (given: TraineeInput, principal: Principal = county): Promise<StoredTrainee> => registry.register(principal, given);

  beforeAll(async () => {
    api = await startApi();
    registry = api.get(TraineeRegistry);
    engine = new pg.Pool({ connectionString: api.database.url, max: 2, options: sessionOptions(DATABASE_ROLES.engine, 5000) });
  });
  afterAll(async () => {
    await engine.end();
    await api.close();
  });

  it('makes one person of 20 registrations of one ID number at the same time, in two counties', async () => {
    const { idNumber, name } = people.next();
    const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? register({ idNumber, name, township: TOWN }) : register({ idNumber, name, township: OTHER_COUNTY_TOWN }, systemPrincipal('test', '420625')))));
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(2);
    expect(answers.flatMap((answer) => (answer.status === 'rejected' ? [(answer.reason as { code: string }).code] : []))).toEqual(Array.from({ length: 18 }, () => 'TRAINEE.ALREADY_REGISTERED'));
    const { rows } = await api.database.owner.query('select count(distinct person_id)::int as persons, count(*)::int as registrations from registrations where name = $1', [name]);
    expect(rows[0]).toEqual({ persons: 1, registrations: 2 });
  });

  it('shows another county and another township nothing, and tells another township of the county no more than that the county has the person', async () => {
    const mine = input();
    const { id } = await register(mine);
    await expect(api.get(TraineesService).get(systemPrincipal('test', '420625'), id)).rejects.toMatchObject({ code: 'TRAINEE.UNKNOWN' });
    await expect(api.get(TraineesService).get(systemPrincipal('test', OTHER_TOWN), id)).rejects.toMatchObject({ code: 'TRAINEE.UNKNOWN' });
    await expect(register({ ...mine, township: OTHER_TOWN }, systemPrincipal('test', OTHER_TOWN))).rejects.toMatchObject({ code: 'TRAINEE.REGISTERED_ELSEWHERE', faults: [] });
    const elsewhere = await register({ ...mine, township: OTHER_COUNTY_TOWN }, systemPrincipal('test', '420625'));
    expect(elsewhere.id).not.toBe(id);
  });

  it.each(['select * from persons', 'select * from person_aliases', 'select * from support_categories', 'delete from registrations', 'delete from consents', `update consents set wording = ''`])('does not allow the application "%s"', async (sql) => {
    const client = new pg.Client({ connectionString: api.database.url, options: sessionOptions(DATABASE_ROLES.application, 5000) });
    await client.connect();
    try {
      await expect(client.query(sql)).rejects.toThrow(/permission denied/);
    } finally {
      await client.end();
    }
  });

  it.each(['name', 'id_number_masked', 'phone', 'phone_index', 'phone_masked', 'address', 'born_on', 'sex', 'person_id', 'household_id', 'wanted_occupations'])('does not let the engine read registrations.%s', async (column) => {
    await expect(engine.query(`select ${column} from registrations`)).rejects.toThrow(/permission denied/);
  });

  it('lets the engine call none of the doors to a person', async () => {
    await expect(engine.query('select reveal_id_number(gen_random_uuid())')).rejects.toThrow(/permission denied/);
    await expect(engine.query(`select * from find_or_create_persons('{}', '{}', '{}')`)).rejects.toThrow(/permission denied/);
    await expect(engine.query('select * from support_categories')).rejects.toThrow(/permission denied/);
  });

  it('shows an employer no registration, whatever its region', async () => {
    await register(input());
    const { items } = await api.get(TraineesService).list({ kind: 'employer', id: 'k', role: 'employer', region: '420626', organizationId: null }, { limit: 10 });
    expect(items).toEqual([]);
  });

  it('stores neither ID number, telephone nor address in the clear, and a telephone moved to another row does not open', async () => {
    const [one, two] = [input(), input()];
    const [a, b] = [await register(one), await register(two)];
    const { rows } = await api.database.owner.query<{ text: string }>('select (r::text || p::text) as text from registrations r join persons p on p.id = r.person_id where r.id = $1', [a.id]);
    for (const secret of [one.idNumber, one.phone!, one.address!]) expect(rows[0]!.text).not.toContain(secret);
    await api.database.owner.query('update registrations set phone = (select phone from registrations where id = $1) where id = $2', [a.id, b.id]);
    await expect(api.get(TraineesService).get(county, b.id)).rejects.toThrow(/altered, or of another cell/);
    await api.database.owner.query('update registrations set phone = null, phone_index = null, phone_masked = null where id = $1', [b.id]);
  });

  it('writes with each registration its notice, its audit row and one job of ids, and no personal value in any of them', async () => {
    const given = input();
    const { id } = await register(given);
    const { rows } = await api.database.owner.query(
      `select (select basis from legal_bases where registration_id = $1) as basis, (select action from audit_events where subject_id = $1::text) as action,
              (select payload from outbox where name = 'trainees.changed' and payload->'traineeIds' ? $1::text) as payload,
              (select string_agg(o::text, '') from outbox o) || (select string_agg(a::text, '') from audit_events a) as everything`, [id]);
    expect(rows[0]).toMatchObject({ basis: 'statutory-duty', action: 'trainee.create', payload: { traineeIds: [id] } });
    for (const secret of [given.idNumber, given.phone!, given.name]) expect(rows[0].everything).not.toContain(secret);
  });

  it('takes a merged person for one: the other ID number finds the registration that is kept', async () => {
    const [one, two] = [input(), input({ township: OTHER_COUNTY_TOWN })];
    const [kept, other] = [await register(one), await register(two, systemPrincipal('test', '420625'))];
    const prefecture = systemPrincipal('test', '4206');
    await api.get(MergingService).merge(prefecture, kept.id, other.id, '同一人，号码曾登错');
    await expect(register({ ...two, township: TOWN })).rejects.toMatchObject({ code: 'TRAINEE.ALREADY_REGISTERED', traineeId: kept.id });
    await expect(api.get(MergingService).merge(county, kept.id, other.id, '不在本县')).rejects.toMatchObject({ code: 'TRAINEE.UNKNOWN' });
  });

  it('records support categories for field officers only, in a table that the service itself cannot read', async () => {
    await register(input({ household: { number: 'H-1' } }));
    const { rows } = await api.database.owner.query<{ id: string }>(`select id from households where number = 'H-1'`);
    const record = (role: string, region: string) => inRole(role, region, `select record_support_category($1, 'zero-employment', '2026-01-01', null) as id`, [rows[0]!.id]);
    expect((await record('township-officer', TOWN))[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await record('county-officer', '420625'))[0]?.id).toBeNull();
    await expect(record('village-officer', TOWN)).rejects.toThrow(/not recorded by this role/);
  });

  async function inRole(role: string, region: string, sql: string, params: unknown[]): Promise<{ id: string | null }[]> {
    const client = new pg.Client({ connectionString: api.database.url, options: sessionOptions(DATABASE_ROLES.application, 5000) });
    await client.connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('app.actor_kind', 'officer', true), set_config('app.actor_id', 'o', true), set_config('app.role', $1, true), set_config('app.region_from', rpad($2, 12, '0'), true), set_config('app.region_to', rpad($2, 12, '9'), true)`, [role, region]);
      const { rows } = await client.query<{ id: string | null }>(sql, params);
      await client.query('commit');
      return rows;
    } finally {
      await client.end();
    }
  }

  it('accounts for every line of a large roster, and changes nothing the second time', async () => {
    const lines = Array.from({ length: 2_000 }, (_, i) => ({ line: i + 1, input: input({ township: OTHER_COUNTY_TOWN, skills: [{ id: 'weld.arc', level: 1 + (i % 5) }], occupations: ['6-18-02-04'] }) }));
    const principal = systemPrincipal('test', '420625');
    const first = await registry.registerMany(principal, lines);
    expect(first.counts).toEqual({ created: 2_000, changed: 0, unchanged: 0, rejected: 0 });
    expect(first.results.map((result) => result.line)).toEqual(lines.map((line) => line.line));
    const before = (await api.database.owner.query('select max(updated_at) as at, sum(version)::int as versions, (select count(*)::int from outbox) as jobs from registrations')).rows[0];
    expect((await registry.registerMany(principal, lines)).counts).toEqual({ created: 0, changed: 0, unchanged: 2_000, rejected: 0 });
    expect((await api.database.owner.query('select max(updated_at) as at, sum(version)::int as versions, (select count(*)::int from outbox) as jobs from registrations')).rows[0]).toEqual(before);
  });
});
