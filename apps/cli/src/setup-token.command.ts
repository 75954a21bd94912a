import type { Command } from './command.js';
import { configurationWithDatabase } from './command-configuration.js';
import { announceSetup } from './start/announce-setup.js';

/** `shouyu setup-token`: the one-time token of the first administrator, where api and worker are started apart. */
export const setupTokenCommand: Command = async (_argv, { stdout, stderr }) => {
  const configuration = configurationWithDatabase(stderr);
  if (!configuration) return 2;
  let printed = false;
  await announceSetup(configuration.databaseUrl, `http://${configuration.host}:${configuration.port}`, (line) => {
    printed = true;
    stdout.write(`${line}\n`);
  });
  if (!printed) stderr.write('Somebody can log in already: no token is made.\n');
  return printed ? 0 : 1;
};
