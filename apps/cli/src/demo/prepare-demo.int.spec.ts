import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfiguration, systemPrincipal } from '@app/platform';
import { ImportRunner } from '@app/vacancies';
import { verify } from '@node-rs/argon2';
import { NestFactory } from '@nestjs/core';
import { freshDatabase, TEST_MASTER_KEY, type TestDatabase } from '../../../../test/support/database.js';
import { COUNTY } from './county.js';
import { DataInRealUse } from './demo-store.js';
import { DemoModule } from './demo.module.js';
import { prepareDemo } from './prepare-demo.js';
import { FEED_ROWS } from './vacancy-feed.js';

const LIMIT_MS = 240_000;
const TABLES = ['organizations', 'officers', 'registrations', 'employers', 'training_classes', 'ledger_facts', 'evidence_details', 'exclusion_facts', 'course_records', 'vacancies', 'referrals', 'referral_events', 'import_runs', 'outbox', 'household_memberships', 'household_incomes', 'support_categories', 'poverty_lines', 'prior_pays', 'instructors', 'teaching_rooms', 'practice_bases'];
const silent = (): void => undefined;

function prepare(db: TestDatabase, say: (line: string) => void): ReturnType<typeof prepareDemo> {
  return prepareDemo({ ownerUrl: db.ownerUrl, serviceUrl: db.url, configuration: loadConfiguration({}), masterKey: TEST_MASTER_KEY, say });
}

async function numberOf(db: TestDatabase, sql: string): Promise<number> {
  return Number((await db.owner.query<{ n: string }>(`select count(*) as n from ${sql}`)).rows[0]!.n);
}

async function countAll(db: TestDatabase): Promise<Record<string, number>> {
  return Object.fromEntries(await Promise.all(TABLES.map(async (table) => [table, await numberOf(db, table)] as const)));
}

/** Passwords by login name, as they were said. */
function loginsIn(said: readonly string[]): Map<string, string> {
  return new Map(said.flatMap((line) => [...line.matchAll(/^ {2}(demo-\S+) +(\S+) {2}/g)].map(([, name, password]) => [name!, password!] as const)));
}

describe('loading the demo county', () => {
  let db: TestDatabase;
  let demo: { close(): Promise<void> };
  const said: string[] = [];
  beforeAll(async () => {
    db = await freshDatabase();
    demo = await prepare(db, (line) => said.push(line));
  }, LIMIT_MS);
  afterAll(async () => {
    await demo.close();
    await db.drop();
  });

  it('registers 5,322 people over eleven townships', async () => {
    const { rows } = await db.owner.query<{ n: string }>('select count(*) as n from registrations group by substr(owner_region, 1, 9)');
    expect(rows).toHaveLength(11);
    expect(rows.reduce((sum, { n }) => sum + Number(n), 0)).toBe(5322);
    expect(rows.every(({ n }) => Number(n) > 100)).toBe(true);
  });

  it('writes the history: classes, ledger, evidence, exclusions, referrals', async () => {
    expect(await numberOf(db, 'training_classes')).toBe(60);
    expect(await numberOf(db, 'ledger_facts')).toBeGreaterThan(15_000);
    expect(await numberOf(db, 'evidence_details')).toBe(await numberOf(db, `ledger_facts where kind = 'evidence'`));
    expect(await numberOf(db, 'exclusion_facts')).toBeGreaterThan(400);
    expect(await numberOf(db, `referral_events where kind = 'hired'`)).toBeGreaterThan(150);
    expect(await numberOf(db, `ledger_facts where recorded_at >= date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'`)).toBe(0);
  });

  it('lists the follow-ups of every employment, before any night', async () => {
    expect(await numberOf(db, 'follow_ups')).toBe(4 * await numberOf(db, `ledger_facts where kind = 'employment-started'`));
    expect(await numberOf(db, `follow_ups where state = 'open'`)).toBeGreaterThan(100);
  });

  it('keeps class records that agree with the ledger', async () => {
    expect(await numberOf(db, 'course_records')).toBeGreaterThan(5_000);
    const completed = 'select from ledger_facts f where f.kind = \'completed\' and f.class_id = c.class_id and f.registration_id = c.registration_id';
    expect(await numberOf(db, `course_records c where (c.state in ('completed', 'certified')) is distinct from exists (${completed})`)).toBe(0);
  });

  it('knows of households who belongs to them, incomes, categories and lines, and of people what they earned before', async () => {
    expect(await numberOf(db, 'household_memberships')).toBe(await numberOf(db, 'registrations where household_id is not null'));
    expect(await numberOf(db, 'household_incomes')).toBeGreaterThan(1_500);
    expect(await numberOf(db, 'support_categories')).toBeGreaterThan(800);
    expect(await numberOf(db, `support_categories where category = 'zero-employment'`)).toBeGreaterThan(40);
    expect([await numberOf(db, 'poverty_lines'), await numberOf(db, 'prior_pays') > 2_000]).toEqual([3, true]);
    expect(await numberOf(db, `ledger_facts where kind = 'employment-started' and payload ->> 'workplace' is null`)).toBe(0);
  });

  it('registers 158 instructors, rooms in every township, and a base for every occupation that is taught', async () => {
    expect([await numberOf(db, 'instructors'), await numberOf(db, `instructors where kind = 'successful-trainee' and registration_id is not null`)]).toEqual([158, 10]);
    const { rows } = await db.owner.query('select from teaching_rooms group by region');
    expect(rows).toHaveLength(11);
    expect(await numberOf(db, `courses c where occupation is not null and not exists (select from practice_bases b where c.occupation = any (b.occupations))`)).toBe(0);
    expect(await numberOf(db, `courses c where occupation is not null and not exists (select from instructors i where c.occupation = any (i.occupations))`)).toBe(0);
  });

  it('says every login once', async () => {
    const { rows } = await db.owner.query<{ login_name: string }>('select login_name from officers');
    expect(rows).toHaveLength(14);
    for (const { login_name: name } of rows) expect(said.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1);
  });

  it('asks for one import of each network, and the real importer brings in all 2,000 vacancies', async () => {
    const { rows: runs } = await db.owner.query<{ id: string; source: string; state: string }>('select id, source, state from import_runs order by source');
    expect(runs.map(({ source, state }) => `${source} ${state}`)).toEqual(['cjob queued', 'hubei queued']);
    expect(await numberOf(db, `outbox where name = 'vacancies.import'`)).toBe(2);
    const configuration = { ...loadConfiguration({}), databaseUrl: db.url, masterKey: TEST_MASTER_KEY.toString('base64') };
    const context = await NestFactory.createApplicationContext(DemoModule.forRoot(configuration), { logger: false, abortOnError: false });
    try {
      for (const { id } of runs) await context.get(ImportRunner).run(systemPrincipal('vacancies.import', COUNTY), id, new AbortController().signal);
    } finally {
      await context.close();
    }
    const { rows: ended } = await db.owner.query('select state, rows_rejected from import_runs');
    expect(ended).toEqual([{ state: 'complete', rows_rejected: 0 }, { state: 'complete', rows_rejected: 0 }]);
    expect(await numberOf(db, `vacancies where source <> 'employer' and status = 'open'`)).toBe(FEED_ROWS);
    expect(await numberOf(db, `vacancies where source <> 'employer' and occupation is not null`)).toBeGreaterThan(FEED_ROWS * 0.8);
  }, LIMIT_MS);

  it('changes nothing at a second start but the address of the feed', async () => {
    const before = await countAll(db);
    const addresses = async (): Promise<unknown> => (await db.owner.query('select base_url from vacancy_sources')).rows;
    const first = await addresses();
    const repeated: string[] = [];
    await (await prepare(db, (line) => repeated.push(line))).close();
    expect(await countAll(db)).toEqual(before);
    expect(repeated).toEqual([]);
    expect(await addresses()).not.toEqual(first);
  });
});

describe('a load that was cut off', () => {
  it('is taken up at the part that failed, and says passwords that are good', async () => {
    const db = await freshDatabase();
    try {
      await db.owner.query('alter table referrals add constraint cut_off check (false)');
      const [first, second]: [string[], string[]] = [[], []];
      await expect(prepare(db, (line) => first.push(line))).rejects.toThrow('cut_off');
      const cut = await countAll(db);
      expect(cut).toMatchObject({ registrations: 5322, ledger_facts: 0, training_classes: 0 });
      expect(loginsIn(first).size).toBe(0);
      await db.owner.query('alter table referrals drop constraint cut_off');
      await (await prepare(db, (line) => second.push(line))).close();
      const whole = await countAll(db);
      expect(whole).toMatchObject({ organizations: cut['organizations'], officers: 14, registrations: 5322, employers: cut['employers'], training_classes: 60 });
      const password = loginsIn(second).get('demo-county')!;
      const { rows } = await db.owner.query<{ password_hash: string }>(`select password_hash from officers where login_name = 'demo-county'`);
      expect(await verify(rows[0]!.password_hash, password)).toBe(true);
    } finally {
      await db.drop();
    }
  }, LIMIT_MS);
});

describe('data in real use', () => {
  it('take no made-up people', async () => {
    const db = await freshDatabase();
    try {
      await db.owner.query(`
        insert into organizations (id, owner_region, kind, name) values ('00000000-0000-4000-8000-000000000001', '420626000000', 'county-bureau', '县局');
        insert into officers (id, organization_id, owner_region, role, login_name, display_name, password_hash) values
          ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', '420626000000', 'county-officer', 'somebody', '经办人', 'none')`);
      await expect(prepare(db, silent)).rejects.toThrow(DataInRealUse);
      expect(await numberOf(db, 'registrations')).toBe(0);
    } finally {
      await db.drop();
    }
  });
});
