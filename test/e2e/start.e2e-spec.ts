import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { childRunning, descendantsOf } from '../support/process-tree.js';
import { freePort, startService, type StartedService } from '../support/service.js';

/** These tests start the built service as a person would, with nothing beside it. */
describe('starting the service', () => {
  let folder: string;
  let port: number;
  const running: StartedService[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shouyu-start-'));
    await chmod(folder, 0o755);
    port = await freePort();
  });
  afterAll(async () => {
    for (const { child, exit } of running) {
      child.kill('SIGTERM');
      await exit;
    }
    await rm(folder, { recursive: true, force: true });
  });

  function start(variables: Record<string, string> = {}): StartedService {
    const started = startService(folder, { PORT: String(port), ...variables });
    running.push(started);
    return started;
  }

  /** The one that an earlier test has left running, or another: each start loads the whole service anew. */
  async function ready(): Promise<StartedService> {
    const started = running.findLast(({ child }) => child.exitCode === null && child.signalCode === null) ?? start();
    await started.until(/ready at/);
    return started;
  }

  const health = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status;

  it('ends with one line that says where it is ready, and prints a set-up token the first time', async () => {
    const first = start();
    const output = await first.until(/ready at/);
    expect(output).toContain(`Shouyu is ready at http://127.0.0.1:${port}`);
    expect(output).toMatch(/one-time token \S{40,}/);
    expect(await health()).toBe(200);

    const token = /one-time token (\S+)/.exec(output)![1]!;
    const setUp = await fetch(`http://127.0.0.1:${port}/v1/setup`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, region: '420626', organizationName: '保康县人社局', loginName: 'first.admin', displayName: '系统管理员', password: 'a long made-up phrase 1' }),
    });
    expect(setUp.status).toBe(201);
  });

  it('says so and stops when the same data are in use, and leaves no process behind on SIGTERM', async () => {
    const first = await ready();
    const tree = await descendantsOf(first.child.pid!);
    expect(tree.length).toBeGreaterThanOrEqual(3); // API, worker, PostgreSQL
    const second = start({ PORT: String(await freePort()) });
    expect(await second.exit).toBe(1);
    expect(second.output()).toContain('already running');
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(tree.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
  });

  it('recovers from a kill -9 of the whole start', async () => {
    const first = await ready();
    first.child.kill('SIGKILL');
    await first.exit;
    const again = start();
    expect(await again.until(/ready at/)).not.toContain('one-time token'); // the first test's administrator is still there
    expect(await health()).toBe(200);
  });

  it('starts a killed worker again', async () => {
    const first = await ready();
    const worker = await childRunning(first.child.pid!, 'worker');
    process.kill(worker, 'SIGKILL');
    await first.until(/worker ended \(SIGKILL\); starting it again/);
    for (let found = null as number | null; found === null || found === worker; found = await childRunning(first.child.pid!, 'worker').catch(() => null)) await new Promise((done) => setTimeout(done, 100));
    expect(await health()).toBe(200);
  });

  it('names every bad variable in one message and exits with 2', async () => {
    const bad = start({ PORT: 'seventy', REDIS_URL: 'http://x', LOG_LEVEL: 'loud' });
    expect(await bad.exit).toBe(2);
    for (const variable of ['PORT', 'REDIS_URL', 'LOG_LEVEL']) expect(bad.output()).toMatch(new RegExp(`^ {2}${variable}: `, 'm'));
  });
});
