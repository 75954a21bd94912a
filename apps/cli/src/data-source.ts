import { syncBundledCatalogue } from '@app/catalogue';
import { dataSourceOptions, ensureDataKeys } from '@app/platform';
import { DataSource } from 'typeorm';
import pg from 'pg';
import { MIGRATIONS } from './migrations/index.js';
import { migrateQueueStore } from './queue-store.js';

/** The owner's data source: migrations only. */
export function ownerDataSource(url: string): DataSource {
  return new DataSource({ ...dataSourceOptions({ url, poolMax: 2 }), migrations: [...MIGRATIONS], migrationsTableName: 'migrations', migrationsTransactionMode: 'each' });
}

/**
 * Brings a database to the present shape: our migrations, the queue's tables, the first data keys. Safe to run twice, and by
 * two processes at once (a lock lets one in).
 * @returns the names of the migrations that were run
 */
export async function migrate(ownerUrl: string, masterKey: Buffer): Promise<string[]> {
  const lock = new pg.Client({ connectionString: ownerUrl });
  await lock.connect();
  try {
    await lock.query(`select pg_advisory_lock(hashtext('shouyu.migrate'))`);
    const dataSource = await ownerDataSource(ownerUrl).initialize();
    try {
      const done = await dataSource.runMigrations();
      await ensureDataKeys(dataSource, masterKey);
      await dataSource.transaction((tx) => syncBundledCatalogue(tx));
      await migrateQueueStore(lock);
      return done.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await lock.end();
  }
}
