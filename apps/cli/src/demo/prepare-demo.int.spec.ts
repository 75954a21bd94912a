import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfiguration } from '@app/platform';
import { freshDatabase, TEST_MASTER_KEY, type TestDatabase } from '../../../../test/support/database.js';
import { prepareDemo } from './prepare-demo.js';

const LIMIT_MS = 60_000;

let db: TestDatabase;
const said: string[] = [];
const prepare = async (say: (line: string) => void = () => undefined): Promise<void> => {
  const demo = await prepareDemo({ ownerUrl: db.ownerUrl, serviceUrl: db.url, configuration: loadConfiguration({}), masterKey: TEST_MASTER_KEY, say });
  await demo.close();
};
const numberOf = async (sql: string): Promise<number> => Number((await db.owner.query<{ n: string }>(`select count(*) as n from ${sql}`)).rows[0]!.n);
const TABLES = ['organizations', 'officers', 'registrations', 'employers', 'training_classes', 'ledger_facts', 'evidence_details', 'exclusion_facts', 'course_records', 'vacancies', 'referrals', 'referral_events', 'import_runs', 'outbox'];
const countAll = async (): Promise<Record<string, number>> => Object.fromEntries(await Promise.all(TABLES.map(async (table) => [table, await numberOf(table)] as const)));

beforeAll(async () => {
  db = await freshDatabase();
  await prepare((line) => said.push(line));
}, LIMIT_MS);
afterAll(() => db.drop());

describe('loading the demo county', () => {
  it('registers 5,322 people over eleven townships', async () => {
    const { rows } = await db.owner.query<{ township: string; n: string }>('select substr(owner_region, 1, 9) as township, count(*) as n from registrations group by 1 order by 1');
    expect(rows).toHaveLength(11);
    expect(rows.reduce((sum, { n }) => sum + Number(n), 0)).toBe(5322);
    expect(rows.every(({ n }) => Number(n) > 100)).toBe(true);
  });

  it('writes the history: classes, ledger, evidence, exclusions, referrals', async () => {
    expect(await numberOf('training_classes')).toBe(60);
    expect(await numberOf('ledger_facts')).toBeGreaterThan(15_000);
    expect(await numberOf('evidence_details')).toBe(await numberOf(`ledger_facts where kind = 'evidence'`));
    expect(await numberOf('exclusion_facts')).toBeGreaterThan(400);
    expect(await numberOf(`referral_events where kind = 'hired'`)).toBeGreaterThan(150);
    expect(await numberOf(`ledger_facts where recorded_at >= date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'`)).toBe(0);
  });

  it('keeps class records that agree with the ledger', async () => {
    const disagreeing = `course_records c where (c.state in ('completed', 'certified')) is distinct from exists (select from ledger_facts f where f.kind = 'completed' and f.class_id = c.class_id and f.registration_id = c.registration_id)`;
    expect(await numberOf(disagreeing)).toBe(0);
    expect(await numberOf('course_records')).toBeGreaterThan(5_000);
  });

  it('says every login once, and asks the worker for the first import of both networks', async () => {
    const logins = (await db.owner.query<{ login_name: string }>('select login_name from officers')).rows;
    expect(logins).toHaveLength(14);
    for (const { login_name: name } of logins) expect(said.filter((line) => line.trim().startsWith(`${name} `))).toHaveLength(1);
    expect((await db.owner.query('select source, state from import_runs order by source')).rows).toEqual([{ source: 'cjob', state: 'queued' }, { source: 'hubei', state: 'queued' }]);
    expect(await numberOf(`outbox where name = 'vacancies.import'`)).toBe(2);
  });

  it('changes nothing at a second start but the address of the feed', async () => {
    const before = await countAll();
    const oldUrls = (await db.owner.query('select base_url from vacancy_sources')).rows;
    const repeated: string[] = [];
    await prepare((line) => repeated.push(line));
    expect(await countAll()).toEqual(before);
    expect(repeated).toEqual([]);
    expect((await db.owner.query('select base_url from vacancy_sources')).rows).not.toEqual(oldUrls);
  });
});
