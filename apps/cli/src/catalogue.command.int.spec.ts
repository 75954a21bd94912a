import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { catalogueCommand } from './catalogue.command.js';
import { isUpToDate } from './start/up-to-date.js';

describe('shouyu catalogue import', () => {
  let fresh: TestDatabase;
  let folder: string;
  const given = process.env['DATABASE_URL'];
  beforeAll(async () => {
    fresh = await freshDatabase();
    folder = await mkdtemp(join(tmpdir(), 'shouyu-catalogue-'));
    process.env['DATABASE_URL'] = fresh.ownerUrl;
  });
  afterAll(async () => {
    if (given === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = given;
    await rm(folder, { recursive: true, force: true });
    await fresh.drop();
  });

  async function run(csv: string): Promise<{ code: number; out: string; faults: string }> {
    const file = join(folder, 'list.csv');
    await writeFile(file, csv);
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
    const code = await catalogueCommand(['import', '--file', file], streams);
    return { code, out: String(streams.stdout.read() ?? ''), faults: String(streams.stderr.read() ?? '') };
  }
  const versionOf = async () => (await fresh.owner.query<{ version: number }>('select version from catalogue_state')).rows[0]!.version;

  it('adds what is new, says its progress in lines, and moves the version that every process watches', async () => {
    const before = await versionOf();
    const { code, out, faults } = await run('level,name,code\n4,造船工,6-99-01-01\n4,焊工,6-18-02-04\n');
    expect([code, out]).toEqual([0, '2 occupations read, 1 new.\n']);
    expect(faults).toContain('occupations: 2 of 2 (100 %)');
    expect(await versionOf()).toBeGreaterThan(before);
    expect((await fresh.owner.query(`select name, source from occupations where code = '6-99-01-01'`)).rows).toEqual([{ name: '造船工', source: 'imported' }]);
  });

  it('adds nothing the second time, and nothing at all of a list with a fault', async () => {
    expect((await run('code,name,level\n6-99-01-01,造船工,4\n')).out).toBe('1 occupations read, 0 new.\n');
    const { code, out, faults } = await run('code,name,level\n6-99-01-02,潜水工,4\n六,,9\n');
    expect([code, out]).toEqual([2, '']);
    expect(faults).toMatch(/line 3 code: .*\n.*line 3 name: .*\n.*line 3 level: /);
    expect((await fresh.owner.query(`select 1 from occupations where code = '6-99-01-02'`)).rowCount).toBe(0);
  });

  it('is no reason to migrate, but other bundled code lists are', async () => {
    expect(await isUpToDate(fresh.ownerUrl)).toBe(true);
    await fresh.owner.query(`update catalogue_state set bundle = 'of an older build'`);
    expect(await isUpToDate(fresh.ownerUrl)).toBe(false);
  });
});
