import 'reflect-metadata';
import { ConfigurationError, loadConfiguration, JsonLogger, QueueConnector, sessionEndsWithParent } from '@app/platform';
import { NestFactory } from '@nestjs/core';
import { CountyShards } from './county-shards.js';
import { JobConsumer } from './job-consumer.js';
import { OutboxRelay } from './outbox-relay.js';
import { Schedules } from './schedules.js';
import { WorkerModule } from './worker.module.js';

/** Starts the worker: relay, consumer, schedules. Ends in order on SIGTERM, or when the process that started it is gone. */
async function main(): Promise<void> {
  const configuration = loadConfiguration(process.env);
  if (!configuration.databaseUrl) throw new ConfigurationError(['DATABASE_URL: must be given to start the worker by itself (`shouyu start` gives it)']);
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot({ ...configuration, databaseUrl: configuration.databaseUrl }), { logger: new JsonLogger(configuration.logLevel, 'worker'), abortOnError: false });
  app.enableShutdownHooks();
  const fault = await app.get(QueueConnector).faultOfStore();
  if (fault !== null) throw new ConfigurationError([`REDIS_URL: ${fault}`]);
  await app.get(OutboxRelay).seeToStore(); // before anybody listens to it
  app.get(OutboxRelay).start();
  app.get(JobConsumer).start();
  app.get(CountyShards).start();
  app.get(Schedules).start();
  sessionEndsWithParent(() => app.close());
}

main().catch((error: Error) => {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : `the worker did not start: ${error.message}`}\n`);
  process.exit(error instanceof ConfigurationError ? 2 : 1);
});
