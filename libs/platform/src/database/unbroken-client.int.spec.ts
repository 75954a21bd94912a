import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { dataSourceOptions } from './data-source-options.js';
import { UnbrokenClient } from './unbroken-client.js';

describe('a client that a pool has given out', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  it('may lose its connection before anybody listens: what is asked next fails, and the pool gives out another', async () => {
    const pool = new pg.Pool({ Client: UnbrokenClient, connectionString: database.ownerUrl, max: 1 });
    const client = await pool.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const ended = new Promise<void>((done) => client.once('end', done));
    await database.owner.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
    await ended;
    await expect(client.query('select 1')).rejects.toThrow();
    client.release(true);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('is of this kind wherever the service asks for one', async () => {
    const dataSource = await new DataSource(dataSourceOptions({ url: database.ownerUrl, poolMax: 1 })).initialize();
    const runner = dataSource.createQueryRunner();
    expect(await runner.connect()).toBeInstanceOf(UnbrokenClient);
    await runner.release();
    await dataSource.destroy();
  });
});
