import { dataSourceOptions, DATABASE_ROLES, verifyAuditChains } from '@app/platform';
import { DataSource } from 'typeorm';
import type { Command } from './command.js';
import { configurationWithDatabase } from './command-configuration.js';

/** `shouyu audit verify`: one line a county; exit code 1 when a chain does not hold. */
export const auditCommand: Command = async (argv, { stdout, stderr }) => {
  if (argv[0] !== 'verify') {
    stderr.write('usage: shouyu audit verify\n');
    return 2;
  }
  const configuration = configurationWithDatabase(stderr);
  if (!configuration) return 2;
  const dataSource = await new DataSource(dataSourceOptions({ url: configuration.databaseUrl, role: DATABASE_ROLES.application, poolMax: 1, statementTimeoutMs: 0 })).initialize();
  try {
    const verdicts = await verifyAuditChains(dataSource);
    for (const { county, length, headHash, firstBadNumber } of verdicts) stdout.write(`${county} ${length} ${headHash} ${firstBadNumber === null ? 'holds' : `broken at ${firstBadNumber}`}\n`);
    return verdicts.some((verdict) => verdict.firstBadNumber !== null) ? 1 : 0;
  } finally {
    await dataSource.destroy();
  }
};
