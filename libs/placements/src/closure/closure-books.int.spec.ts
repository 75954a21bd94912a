import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SUPPORT_CATEGORIES } from '@app/outcomes';
import { DATABASE_ROLES, dataSourceOptions, systemPrincipal, type Database, type Principal } from '@app/platform';
import { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { officer, openAsApplication, registered } from '../../../../test/support/ledger.js';
import { ClosureBooksRepository } from './closure-books.repository.js';
import { HouseholdBooksRepository } from './household-books.repository.js';

const XIEMA = '420626106000';
const MALIANG = '420626105000';
const COUNTY = officer('county-officer', '420626');
const INCOME = { year: 2025, perHeadYuan: 9_000, source: 'visit', sourceReference: null, on: '2026-01-10' } as const;
const RESTRICTED = ['household_incomes', 'support_categories'];
const BOOKS = [...RESTRICTED, 'poverty_lines', 'prior_pays', 'household_memberships', 'responsible_namings', 'households'];

describe('the books of the closure', () => {
  let fresh: TestDatabase;
  let database: Database;
  let books: ClosureBooksRepository;
  const records = new HouseholdBooksRepository();
  beforeAll(async () => {
    fresh = await freshDatabase();
    database = await openAsApplication(fresh);
    books = new ClosureBooksRepository(database);
  });
  afterAll(() => fresh.drop());

  const household = async (ownerRegion = XIEMA): Promise<{ id: string; ownerRegion: string }> => {
    const { rows } = await fresh.owner.query<{ id: string }>('insert into households (owner_region, county, number) values ($1, left($1, 6), $2) returning id', [ownerRegion, randomUUID()]);
    return { id: rows[0]!.id, ownerRegion };
  };
  const record = (by: Principal, of: { id: string; ownerRegion: string }, more: object = {}): Promise<string> => database.inScope({ ...by }, (tx) => records.recordIncome(tx, of, { ...INCOME, ...more }));
  const seen = (by: Principal): Promise<unknown[]> => database.inScope({ ...by }, (tx) => tx.query(`select * from household_incomes_known('420626', null)`));

  it('are read by the matching engine in no part', async () => {
    const engine = await new DataSource(dataSourceOptions({ url: fresh.url, role: DATABASE_ROLES.engine, poolMax: 1 })).initialize();
    try {
      for (const table of BOOKS) await expect(engine.query(`select * from ${table}`)).rejects.toThrow(/permission denied/);
      for (const call of [`household_incomes_known('420626', null)`, `support_categories_known('420626', null)`, `responsible_officers('{}')`, `officer_in_charge('${XIEMA}')`]) await expect(engine.query(`select * from ${call}`)).rejects.toThrow(/permission denied/);
    } finally {
      await engine.destroy();
    }
  });

  it.each(RESTRICTED)('leave the service no way to %s but the functions', async (table) => {
    for (const sql of [`select * from ${table}`, `delete from ${table}`, `insert into ${table} default values`]) await expect(database.inScope({ ...COUNTY }, (tx) => tx.query(sql))).rejects.toThrow(/permission denied/);
  });

  it.each(['village-officer', 'department-officer', 'training-provider', 'system-administrator'])('are opened to no %s, whatever the service asks for', async (role) => {
    const stranger = officer(role, '420626106');
    await expect(seen(stranger)).rejects.toThrow(/not read by this role/);
    await expect(database.inScope({ ...stranger }, (tx) => tx.query(`select * from support_categories_known('420626', null)`))).rejects.toThrow(/not read by this role/);
    const home = await household();
    await expect(record(stranger, home)).rejects.toThrow(/not recorded by this role/);
    await expect(database.inScope({ ...stranger }, (tx) => tx.query('select record_support_category($1, $2, $3, null)', [home.id, 'monitored', '2026-01-01']))).rejects.toThrow(/not recorded by this role/);
  });

  it('know the categories of the closed list and no other', async () => {
    const home = await household();
    const put = (category: string): Promise<unknown> => database.inScope({ ...COUNTY }, (tx) => tx.query('select record_support_category($1, $2, $3, null)', [home.id, category, '2026-01-01']));
    for (const category of SUPPORT_CATEGORIES) await put(category);
    for (const category of ['poor', '脱贫户', '', 'Monitored']) await expect(put(category)).rejects.toMatchObject({ driverError: { constraint: 'support_category_is_known' } });
    const { rows } = await fresh.owner.query<{ category: string }>('select category from support_categories where household_id = $1', [home.id]);
    expect(rows.map(({ category }) => category).sort()).toEqual([...SUPPORT_CATEGORIES].sort());
  });

  it('let the auditor read and not write', async () => {
    const home = await household();
    await record(COUNTY, home);
    expect((await seen(officer('auditor', '420626'))).length).toBeGreaterThan(0);
    await expect(record(officer('auditor', '420626'), home)).rejects.toThrow(/not recorded by this role/);
  });

  it('keep a township to its own households, also when the service names another’s', async () => {
    const [mine, other] = [await household(XIEMA), await household(MALIANG)];
    const township = officer('township-officer', '420626106');
    await record(township, mine);
    await expect(record(township, other)).rejects.toThrow(/row-level security/);
    const id = await record(COUNTY, other);
    expect(await database.inScope({ ...township }, (tx) => records.retractIncome(tx, id, '无权'))).toBeNull();
    expect((await seen(township) as { household_id: string }[]).map(({ household_id: of }) => of)).not.toContain(other.id);
  });

  it('are changed by nobody, not even their owner', async () => {
    const home = await household();
    await record(COUNTY, home);
    for (const table of ['household_incomes', 'support_categories', 'poverty_lines', 'prior_pays', 'household_memberships', 'responsible_namings']) {
      await expect(fresh.owner.query(`delete from ${table}`)).rejects.toThrow(/append-only|change/i);
      await expect(fresh.owner.query(`truncate ${table} cascade`)).rejects.toThrow(/append-only|change/i);
    }
  });

  it('take one record of twenty alike at once', async () => {
    const home = await household();
    const ids = await Promise.all(Array.from({ length: 20 }, () => record(COUNTY, home)));
    expect(new Set(ids).size).toBe(1);
  });

  it('take a record back once, and a retraction never', async () => {
    const id = await record(COUNTY, await household());
    const retract = (of: string): Promise<string | null> => database.inScope({ ...COUNTY }, (tx) => records.retractIncome(tx, of, '录错'));
    expect(await retract(id)).toBe(XIEMA);
    expect(await retract(id)).toBeNull();
    const { rows } = await fresh.owner.query<{ id: string }>('select id from household_incomes where retracts_id = $1', [id]);
    expect(await retract(rows[0]!.id)).toBeNull();
    await expect(fresh.owner.query(`insert into household_incomes (county, owner_region, household_id, effective_on, recorded_by, retracts_id, reason) select county, owner_region, household_id, effective_on, 'x', id, 'x' from household_incomes where id = $1`, [rows[0]!.id])).rejects.toThrow(/illegal retraction/);
  });

  it.each([
    ['a year ahead of its assessment', { year: 2027 }], ['a paper without a name', { source: 'document' }], ['an income below nothing', { perHeadYuan: -1 }], ['a source that is none', { source: 'rumour' }],
  ])('refuse %s by themselves', async (_, more) => {
    await expect(record(COUNTY, await household(), more)).rejects.toThrow(/violates check constraint/);
  });

  it('take a line of the own province or county only', async () => {
    const add = (region: string): Promise<unknown> => database.inScope({ ...COUNTY }, (tx) => tx.query(`insert into poverty_lines (county, owner_region, region, per_head_yuan, effective_on, source_document, recorded_by) values ('420626', '420626000000', $1, 8000, '2026-01-01', '文件', 'x')`, [region]));
    for (const region of ['440000000000', '420625000000', '420626106000']) await expect(add(region)).rejects.toThrow(/violates check constraint/);
    await expect(add('420000000000')).resolves.toBeDefined();
    await expect(database.inScope(officer('township-officer', '420626106'), (tx) => tx.query(`insert into poverty_lines (county, owner_region, region, per_head_yuan, effective_on, source_document, recorded_by) values ('420626', '420626000000', '420626000000', 8000, '2026-01-01', '文件', 'x')`))).rejects.toThrow(/row-level security/);
    expect((await database.inScope(officer('township-officer', '420626106'), (tx) => tx.query<unknown[]>('select id from poverty_lines'))).length).toBe(1);
  });

  it('show pay before training to no village officer', async () => {
    const subject = await registered(fresh, XIEMA);
    const add = (by: Principal): Promise<unknown> => database.inScope({ ...by }, (tx) => tx.query(`insert into prior_pays (county, owner_region, registration_id, person_id, pay_yuan, effective_on, recorded_by) values ('420626', $1, $2, $3, 100, '2026-01-01', 'x')`, [XIEMA, subject.registrationId, subject.personId]));
    await add(COUNTY);
    await expect(add(officer('village-officer', '420626106'))).rejects.toThrow(/row-level security/);
    expect(await database.inScope(officer('village-officer', '420626106'), (tx) => tx.query('select id from prior_pays'))).toEqual([]);
  });

  it('note once, at the commit, that somebody came into a household or left it', async () => {
    const [one, other] = [await household(), await household()];
    const subject = await registered(fresh, XIEMA);
    const notes = async (): Promise<(string | null)[]> => (await fresh.owner.query<{ household_id: string | null }>('select household_id from household_memberships where registration_id = $1 order by recorded_at', [subject.registrationId])).rows.map((row) => row.household_id);
    const move = (to: string | null): Promise<unknown> => database.inScope({ ...COUNTY }, (tx) => tx.query('update registrations set household_id = $2 where id = $1', [subject.registrationId, to]));
    await move(one.id);
    await move(one.id);
    await database.inScope({ ...COUNTY }, async (tx) => {
      for (const to of [other.id, null, one.id]) await tx.query('update registrations set household_id = $2 where id = $1', [subject.registrationId, to]);
    });
    expect(await notes()).toEqual([one.id]);
    await move(other.id);
    await move(null);
    expect(await notes()).toEqual([one.id, other.id, null]);
    const [head] = (await fresh.owner.query<{ micros: string }>(`select (extract(epoch from ledger_head('420626')) * 1000000)::bigint as micros`)).rows;
    const { memberships } = await books.load('420626', Number(head!.micros));
    expect(memberships.filter(({ person }) => person === subject.personId).sort((a, b) => a.recordedAt - b.recordedAt).map((each) => each.household)).toEqual([one.id, other.id, null]);
  });

  it('keep every record of a category: the same is one, a new last day is another, and both are known at their time', async () => {
    const home = await household();
    const put = (toOn: string | null, withdrawal: string | null = null): Promise<string | null> => database.inScope({ ...COUNTY }, (tx) => records.recordSupport(tx, home.id, { category: 'monitored', fromOn: '2026-01-01', toOn }, withdrawal));
    const first = await put(null);
    expect(await put(null)).toBe(first);
    expect(await put('2026-06-30')).not.toBe(first);
    expect(await put(null, '认错')).not.toBeNull();
    expect(await put(null, '认错')).toBeNull();
    const all = await database.inScope(systemPrincipal('test', '420626'), (tx) => records.supportsOf(tx, '420626', home.id));
    expect(all.map(({ toOn, withdrawn }) => [toOn, withdrawn])).toEqual([[null, true], ['2026-06-30', false], [null, false]]);
  });
});
