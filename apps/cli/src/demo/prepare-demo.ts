import { Writable } from 'node:stream';
import { systemClock, today } from '@app/kernel';
import { AuditTrail, Database, dataSourceOptions, systemPrincipal, type Configuration } from '@app/platform';
import { ImportRuns, VacancySourcesService } from '@app/vacancies';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { Progress } from '../progress.js';
import { COUNTY } from './county.js';
import { planDemo } from './demo-plan.js';
import { DemoModule } from './demo.module.js';
import { DemoStore, markDone } from './demo-store.js';
import { startFeedServer } from './feed-server.js';
import { loadHistory } from './load-history.js';
import { loadHouseholds } from './load-households.js';
import { loadOffices, type DemoLogin } from './load-offices.js';
import { loadEmployers, loadPeople } from './load-people.js';
import { loadTeaching } from './load-teaching.js';

export interface DemoPreparation {
  /** URL of the login that owns the tables: only the owner may write a history. */
  readonly ownerUrl: string;
  readonly serviceUrl: string;
  readonly configuration: Configuration;
  readonly masterKey: Buffer;
  readonly say: (line: string) => void;
}

/** The county's feed is that of its province: people go to work beyond the county. */
const QUERIED_REGION = '420000';
const NETWORKS = ['hubei', 'cjob'] as const;

/**
 * Makes the demo county ready: serves its feed for as long as the service runs, loads the county where it is not yet there
 * (a load that was cut off goes on with the part that is missing), turns its sources on at the feed's present address, and
 * asks for the first import.
 * @throws DataInRealUse
 */
export async function prepareDemo({ ownerUrl, serviceUrl, configuration, masterKey, say }: DemoPreparation): Promise<{ close(): Promise<void> }> {
  const feed = await startFeedServer(systemClock);
  try {
    const owner = await new DataSource(dataSourceOptions({ url: ownerUrl, poolMax: 2 })).initialize();
    try {
      const ofService = { ...configuration, databaseUrl: serviceUrl, masterKey: masterKey.toString('base64') };
      const context = await NestFactory.createApplicationContext(DemoModule.forRoot(ofService), { logger: false, abortOnError: false });
      try {
        const store = new DemoStore(owner);
        if (!(await store.isDone('complete'))) await load(context, owner, store, say);
        await connectFeed(context, feed.url);
      } finally {
        await context.close();
      }
    } finally {
      await owner.destroy();
    }
  } catch (error) {
    await feed.close();
    throw error;
  }
  return feed;
}

async function load(context: INestApplicationContext, owner: DataSource, store: DemoStore, say: (line: string) => void): Promise<void> {
  const startedAt = performance.now();
  const day = await store.begin(today(systemClock));
  const plan = planDemo(day);
  const out = lines(say);
  say('Loading the demo county: 保康县, with people who do not exist.');
  const logins = await loadOffices(context, store, plan.townships, day);
  const people = new Progress(out, 'Demo people', plan.people.length);
  if (!(await store.isDone('people'))) await loadPeople(context, plan.people, day, (done) => people.at(done));
  if (!(await store.isDone('employers'))) await loadEmployers(context, plan.employers, day);
  const factCount = plan.facts.filter(({ fact }) => fact.kind !== 'excluded').length;
  const history = new Progress(out, 'Demo history (facts)', factCount);
  if (!(await store.isDone('history'))) await loadHistory(owner, plan, (done) => history.at(done));
  if (!(await store.isDone('households'))) await loadHouseholds(owner, plan);
  if (!(await store.isDone('teaching'))) await loadTeaching(owner, plan);
  const principal = systemPrincipal('demo', COUNTY);
  await context.get(Database).inScope(principal, async (tx) => {
    await context.get(AuditTrail).record(tx, { action: 'demo.load', subjectKind: 'county', subjectId: COUNTY, region: COUNTY, details: { trainees: plan.people.length, classes: plan.classes.length, facts: factCount } });
    await markDone(tx, 'complete', day);
  });
  say(`The demo county is loaded (${Math.round((performance.now() - startedAt) / 1000)} s). Its logins, shown this once:`);
  for (const line of loginLines(logins)) say(line);
}

function loginLines(logins: readonly DemoLogin[]): string[] {
  return logins.map(({ loginName, password, role, displayName }) => `  ${loginName.padEnd(16)} ${password}  ${role}, ${displayName}`);
}

/** The feed's port is another at every start. The first start asks for the first import; later ones come by schedule or by an officer. */
async function connectFeed(context: INestApplicationContext, url: string): Promise<void> {
  const principal = systemPrincipal('demo', COUNTY);
  const [sources, runs] = [context.get(VacancySourcesService), context.get(ImportRuns)];
  for (const code of NETWORKS) {
    await sources.define(principal, { code, protocol: code, queriedRegion: QUERIED_REGION, baseUrl: url, enabled: true, spacingMs: 0, daily: true });
    const { items } = await runs.list(principal, { source: code, limit: 1 });
    if (items.length === 0) await runs.start(principal, code);
  }
}

/** A stream that says what is written to it, line by line. */
function lines(say: (line: string) => void): Writable {
  return new Writable({
    decodeStrings: false,
    write(text: string | Buffer, _encoding, done) {
      say(String(text).trimEnd());
      done();
    },
  });
}
