import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ApiClient } from '../support/api.js';
import { startNetworkStandIn, type NetworkStandIn } from '../support/network-stand-in.js';
import { childRunning } from '../support/process-tree.js';
import { freePort, START_MS, startService, type StartedService } from '../support/service.js';

/** How often the worker is killed: FAULT_KILLS, 3 where nobody says (CI); 15 for a night. */
const KILLS = Number(process.env['FAULT_KILLS'] ?? 3);
const SEED = Number(process.env['FAULT_SEED'] ?? 20261123);
const ROWS = 400;
const PASSWORD = 'a long made-up phrase 7';

describe(`a worker that is killed, a queue that is lost (${KILLS} kills, seed ${SEED})`, () => {
  let folder: string;
  let network: NetworkStandIn;
  let service: StartedService;
  let url: string;
  let officer: ApiClient;
  let owner = new pg.Pool(); // of nothing, until a service has started

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shouyu-faults-'));
    await chmod(folder, 0o755);
    network = await startNetworkStandIn({ rows: ROWS, seed: SEED });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    service = startService(folder, { PORT: String(port) });
    await service.until(/ready at/, START_MS);
    owner = new pg.Pool({ connectionString: await ownerUrlOf(folder), max: 2 });
    owner.on('error', () => undefined);
    officer = await firstOfficer();
  }, 240_000);
  afterEach(async () => {
    service.child.kill('SIGTERM');
    await service.exit;
    if (!owner.ended) await owner.end();
    await network.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function loginAs(loginName: string, password: string): Promise<ApiClient> {
    const answer = await new ApiClient(url).post('/v1/sessions', { loginName, password });
    return new ApiClient(url, { cookie: answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ') });
  }

  /** First administrator by the printed token, a county officer, both networks turned on. */
  async function firstOfficer(): Promise<ApiClient> {
    const token = /one-time token (\S+)/.exec(service.output())![1]!;
    await new ApiClient(url).post('/v1/setup', { token, region: '420626', organizationName: '保康县人社局', loginName: 'admin', displayName: '管理员', password: PASSWORD });
    const admin = await loginAs('admin', PASSWORD);
    const organization = (await admin.get('/v1/organizations')).body.items[0].id;
    const made = await admin.post('/v1/officers', { organizationId: organization, role: 'county-officer', region: '420626', loginName: 'county', displayName: '经办人' });
    for (const code of ['hubei', 'cjob']) {
      const changed = await admin.patch(`/v1/vacancy-sources/${code}`, { enabled: true, baseUrl: network.url, queriedRegion: '420000', spacingMs: 150 }, { 'if-match': '"1"' });
      expect(changed.status).toBe(200);
    }
    return loginAs('county', made.body.password);
  }

  async function importBoth(): Promise<string[]> {
    const started = await Promise.all(['hubei', 'cjob'].map((source) => officer.post('/v1/imports', { source })));
    expect(started.map((answer) => answer.status)).toEqual([202, 202]);
    return started.map((answer) => answer.body.id as string);
  }

  async function ended(ids: readonly string[], limitMs = 150_000): Promise<Record<string, number | string>[]> {
    for (const end = performance.now() + limitMs; performance.now() < end; await new Promise((done) => setTimeout(done, 500))) {
      const runs = await Promise.all(ids.map((id) => officer.get(`/v1/imports/${id}`)));
      const open = await owner.query<{ count: string }>('select count(*) from outbox where done_at is null');
      if (runs.every((run) => !['queued', 'running'].includes(run.body.state)) && Number(open.rows[0]!.count) === 0) return runs.map((run) => run.body);
    }
    throw new Error(`not ended in time\n${service.output()}`);
  }

  async function expectWhole(runs: readonly Record<string, number | string>[]): Promise<void> {
    for (const run of runs) {
      expect(run).toMatchObject({ state: 'complete', rowsClosed: 0 });
      expect(Number(run['rowsNew']) + Number(run['rowsChanged']) + Number(run['rowsUnchanged']) + Number(run['rowsRejected'])).toBe(Number(run['rowsRead']));
    }
    const doubled = await owner.query(`select source, external_id from vacancies where external_id is not null group by 1, 2 having count(*) > 1`);
    expect(doubled.rows).toEqual([]);
    const failed = await owner.query('select name, error from outbox where failed_at is not null');
    expect(failed.rows).toEqual([]);
    const { rows } = await owner.query<{ source: string; count: string }>('select source, count(*) from vacancies group by 1 order by 1');
    for (const { source, count } of rows) expect([source, Number(count)]).toEqual([source, Number(runs.find((run) => run['source'] === source)!['rowsNew'])]);
  }

  it('goes on with both imports after every kill -9: each row once, nothing left undone', async () => {
    const ids = await importBoth();
    for (let kill = 0; kill < KILLS; kill++) {
      await new Promise((done) => setTimeout(done, 700 + ((SEED * (kill + 3)) % 900)));
      const worker = await childRunning(service.child.pid!, 'worker').catch(() => null);
      if (worker !== null) process.kill(worker, 'SIGKILL');
    }
    await expectWhole(await ended(ids));
    expect(service.output()).toMatch(/worker ended \(SIGKILL\)/);
  }, 240_000);

  it('fills a lost queue store from the outbox and ends in the same state', async () => {
    const ids = await importBoth();
    await new Promise((done) => setTimeout(done, 400));
    await owner.query('truncate bullmq.job cascade');
    process.kill(await childRunning(service.child.pid!, 'worker'), 'SIGKILL');
    await expectWhole(await ended(ids));
  }, 240_000);
});

/** The owner's address of the embedded server: its password file and the port in its pid file. */
async function ownerUrlOf(folder: string): Promise<string> {
  const password = (await readFile(join(folder, 'data', 'postgres.password'), 'utf8')).trim();
  const port = (await readFile(join(folder, 'data', 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgres://shouyu_owner:${password}@127.0.0.1:${port}/shouyu`;
}
