import { EngineWarmUp } from '@app/matches';
import { ConfigurationError, JsonLogger, loadConfiguration, type Configuration } from '@app/platform';
import { createApi } from './create-api.js';

/** Requests under way get this long to finish. */
const GRACE_MS = 20_000;

type Complete = Configuration & { readonly databaseUrl: string };

/** @throws ConfigurationError with every problem at once */
function configured(): Complete {
  const missing = process.env['DATABASE_URL'] ? [] : ['DATABASE_URL: is required by the API process (shouyu start gives it its own)'];
  try {
    const configuration = loadConfiguration(process.env);
    if (configuration.databaseUrl !== undefined) return { ...configuration, databaseUrl: configuration.databaseUrl };
  } catch (error) {
    throw error instanceof ConfigurationError ? new ConfigurationError([...missing, ...error.problems]) : error;
  }
  throw new ConfigurationError(missing);
}

/** Runs the API until SIGTERM, or until the process that started it is gone. */
async function main(): Promise<void> {
  const configuration = configured();
  const logger = new JsonLogger(configuration.logLevel, 'api');
  const app = await createApi({ configuration });
  let ending = false;
  const end = (signal: string): void => {
    if (ending) return;
    ending = true;
    logger.event('info', 'ending', { signal });
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    void app.close().then(() => process.exit(0), () => process.exit(1));
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  process.on('disconnect', () => end('disconnect'));
  await app.listen(configuration.port, configuration.host);
  logger.event('info', 'listening', { port: configuration.port });
  process.send?.('ready');
  void app.get(EngineWarmUp, { strict: false }).run().catch((error: Error) => logger.event('warn', 'counties not loaded, will be when they are asked for', { error: error.name }));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(error instanceof ConfigurationError ? 2 : 1);
});
