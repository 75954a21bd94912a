import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { JsonLogger, loadConfiguration } from '@app/platform';
import { CountyShards } from '../../apps/worker/src/county-shards.js';
import { JobConsumer } from '../../apps/worker/src/job-consumer.js';
import { OutboxRelay } from '../../apps/worker/src/outbox-relay.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { TEST_MASTER_KEY, type TestDatabase } from './database.js';

/**
 * The whole worker in this process, over a test's database: relay, consumer and every county, no schedules.
 * @param variables environment variables beside those that tests need
 */
export async function startWorker(database: TestDatabase, variables: Readonly<Record<string, string>> = {}): Promise<{ close(): Promise<void>; get<T>(token: Type<T>): T }> {
  const configuration = loadConfiguration({ LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent', DATABASE_URL: database.url, MASTER_KEY: TEST_MASTER_KEY.toString('base64'), ...variables });
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot({ ...configuration, databaseUrl: database.url }), { logger: new JsonLogger(configuration.logLevel, 'worker'), abortOnError: false });
  app.get(OutboxRelay).start();
  app.get(JobConsumer).start();
  app.get(CountyShards).start();
  return { close: () => app.close(), get: (token) => app.get(token, { strict: false }) };
}
