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

  describe('by many at once', () => {
    const UPLOADER = '5f0c6e7e-0000-4000-8000-000000000001';
    const service = (): Principal => systemPrincipal('job:workbooks.import', '420626106000');
    const given = (of: { id: string; ownerRegion: string }, more: object = {}) => ({ ...INCOME, ...more, household: { ...of, number: 'x' } });
    const recordMany = (rows: readonly ReturnType<typeof given>[], by = service()): Promise<{ verdict: string; id: string | null }[]> => database.inScope({ ...by }, (tx) => records.recordIncomes(tx, rows, UPLOADER));
    const retractMany = (ids: readonly string[], by = UPLOADER): Promise<string[]> => database.inScope(service(), (tx) => records.retractIncomes(tx, ids, { reason: '撤销', by }));
    const hands = async (of: { id: string }): Promise<string[]> => (await fresh.owner.query<{ recorded_by: string }>('select recorded_by from household_incomes where household_id = $1 order by recorded_at', [of.id])).rows.map((row) => row.recorded_by);

    it('write what is new under the name of who decided, nothing that stands, and nothing against it', async () => {
      const [one, two] = [await household(), await household()];
      expect((await recordMany([given(one), given(two), given(two, { year: 2024 })])).map(({ verdict }) => verdict)).toEqual(['new', 'new', 'new']);
      expect((await recordMany([given(two), given(one, { perHeadYuan: 9_001 }), given(one, { on: '2026-02-01' }), given(one, { sourceReference: '另一份材料' })])).map(({ verdict, id }) => [verdict, id === null])).toEqual([['same', true], ['differs', true], ['new', false], ['differs', true]]);
      expect(await hands(one)).toEqual([UPLOADER, UPLOADER]);
    });

    it('write an officer’s own under the officer’s own name, whoever is said to have decided', async () => {
      const one = await household();
      await recordMany([given(one)], COUNTY);
      expect(await hands(one)).toEqual([COUNTY.id]);
    });

    it('keep to the rows in scope, roles and rules that hold for one', async () => {
      await expect(recordMany([given(await household(MALIANG))])).rejects.toThrow(/row-level security/);
      await expect(recordMany([given(await household(), { perHeadYuan: -1 })])).rejects.toThrow(/violates check constraint/);
      await expect(recordMany([given(await household())], officer('village-officer', '420626106'))).rejects.toThrow(/not recorded by this role/);
      await expect(database.inScope(service(), (tx) => tx.query(`select record_household_incomes('[]', null)`))).rejects.toThrow(/names who recorded it/);
      await expect(database.inScope(officer('auditor', '420626'), (tx) => tx.query(`select retract_household_incomes('{}', 'x', 'y')`))).rejects.toThrow(/not recorded by this role/);
    });

    it('take the same twenty times at once as one', async () => {
      const [one, two] = [await household(), await household()];
      const verdicts = (await Promise.all(Array.from({ length: 20 }, (_, i) => recordMany(i % 2 === 0 ? [given(one), given(two)] : [given(two), given(one)])))).flat().map(({ verdict }) => verdict);
      expect(verdicts.filter((verdict) => verdict === 'new')).toHaveLength(2);
      expect([await hands(one), await hands(two)]).toEqual([[UPLOADER], [UPLOADER]]);
    });

    it('take back once; what the same hand recorded another day waits for somebody else', async () => {
      const one = await household();
      const [fresher, older] = (await recordMany([given(one), given(one, { year: 2024 })])).map(({ id }) => id!) as [string, string];
      await fresh.owner.query(`alter table household_incomes disable trigger household_incomes_append_only; update household_incomes set recorded_at = recorded_at - interval '2 days' where id = '${older}'; alter table household_incomes enable trigger household_incomes_append_only;`);
      const elsewhere = await record(COUNTY, await household(MALIANG));
      expect(await retractMany([older, fresher, elsewhere, randomUUID()])).toEqual(['own', 'retracted', 'unknown', 'unknown']);
      expect(await retractMany([fresher])).toEqual(['already']);
      expect(await retractMany([older], COUNTY.id)).toEqual(['retracted']);
      expect((await recordMany([given(one)])).map(({ verdict }) => verdict)).toEqual(['new']);
    });
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
