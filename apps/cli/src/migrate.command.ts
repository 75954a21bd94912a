import type { Command } from './command.js';
import { configurationWithDatabase, masterKeyFor } from './command-configuration.js';
import { migrate } from './data-source.js';

/** `shouyu migrate`: our migrations, the queue's, and the first data keys. */
export const migrateCommand: Command = async (_argv, { stdout, stderr }) => {
  const configuration = configurationWithDatabase(stderr);
  if (!configuration) return 2;
  const { key } = await masterKeyFor(configuration);
  const done = await migrate(configuration.databaseUrl, key);
  stdout.write(done.length === 0 ? 'Nothing to migrate.\n' : `Migrated: ${done.join(', ')}\n`);
  return 0;
};
