import { ConfigurationError, defaultMasterKeyFile, ensureMasterKey, loadConfiguration, type Configuration } from '@app/platform';

/** The environment's configuration; where it is bad, every problem is printed and null comes back (exit code 2). */
export function configurationOr2(stderr: NodeJS.WritableStream): Configuration | null {
  try {
    return loadConfiguration(process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    stderr.write(`${error.message}\n`);
    return null;
  }
}

/** The configuration for a command that needs a running database: DATABASE_URL must be given. */
export function configurationWithDatabase(stderr: NodeJS.WritableStream): (Configuration & { databaseUrl: string }) | null {
  const configuration = configurationOr2(stderr);
  if (!configuration) return null;
  if (!configuration.databaseUrl) {
    stderr.write('Bad configuration:\n  DATABASE_URL: must be given for this command\n');
    return null;
  }
  return { ...configuration, databaseUrl: configuration.databaseUrl };
}

/** The master key of a configuration, made at the first start where it may be. */
export async function masterKeyFor(configuration: Configuration): Promise<{ key: Buffer; file: string | null; created: boolean }> {
  if (configuration.masterKey) return { key: Buffer.from(configuration.masterKey, 'base64'), file: null, created: false };
  const file = configuration.masterKeyFile ?? defaultMasterKeyFile(configuration.dataDir);
  return { ...(await ensureMasterKey(file)), file };
}
