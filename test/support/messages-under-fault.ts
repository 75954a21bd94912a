import { randomUUID } from 'node:crypto';
import { Notifications } from '@app/notifications';
import { Database } from '@app/platform';
import { TraineeRegistry } from '@app/trainees';
import { startApi, type TestApi } from './api.js';
import type { TestDatabase } from './database.js';
import { startFakeGateway, type FakeGateway } from './fake-gateway.js';
import { madeUpPeople } from './people.js';
import { freePort } from './service.js';

export const FAULT_COUNTY = '420626';
const SECRET = 'only-for-tests-0123456789abcdefgh';

/** The API for receipts, a gateway that writes everything down, and people to write to. The workers are the test's own. */
export interface MessagesUnderFault {
  readonly api: TestApi;
  readonly gateway: FakeGateway;
  /** What workers are configured with, for the gateway. */
  readonly variables: Readonly<Record<string, string>>;
  /** Plans and releases a message to each of so many people. Codes: they go at any hour, as the tests do. */
  send(count: number): Promise<void>;
  /** How many messages there are of each state. */
  states(): Promise<Readonly<Record<string, number>>>;
  /** Resolves when no message waits or is under way. @throws when the time is up */
  settled(limitMs: number): Promise<void>;
  /** Resolves when the gateway has a message in its hands that it has not answered yet, or nothing waits any more. */
  somethingUnderWay(): Promise<void>;
  /** Our numbers of the messages in these states. */
  outIds(...states: readonly string[]): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startMessagesUnderFault(database: TestDatabase, { seed, more = {} }: { readonly seed: number; readonly more?: Readonly<Record<string, string>> }): Promise<MessagesUnderFault> {
  const gateway = await startFakeGateway();
  const port = await freePort();
  const variables = { SMS_PROVIDERS: 'kannel', SMS_KANNEL_URL: gateway.url, SMS_KANNEL_USERNAME: 'u', SMS_KANNEL_PASSWORD: 'made up', SMS_CALLBACK_BASE: `http://127.0.0.1:${port}`, SMS_CALLBACK_SECRET: SECRET, ...more };
  const api = await startApi(database, variables, port);
  const people = madeUpPeople(seed, { birthplace: FAULT_COUNTY });
  const system = api.systemPrincipal(FAULT_COUNTY);
  const states = async (): Promise<Record<string, number>> => {
    const { rows } = await database.owner.query<{ state: string; messages: number }>('select state, count(*)::int as messages from notifications group by 1 order by 1');
    return Object.fromEntries(rows.map(({ state, messages }) => [state, messages]));
  };
  return {
    api, gateway, variables, states,
    async send(count) {
      await database.owner.query(`insert into sms_budgets (county, owner_region, parts_per_day, set_by, set_at) values ($1, rpad($1, 12, '0'), 1000000, 'test', now()) on conflict do nothing`, [FAULT_COUNTY]);
      const lines = Array.from({ length: count }, (_, line) => {
        const { idNumber, name, phone } = people.next();
        return { line, input: { idNumber, name, phone, township: '420626104' } };
      });
      const { results } = await api.get(TraineeRegistry).registerMany(system, lines);
      const messages = results.map(({ traineeId }) => ({ traineeId: traineeId!, purpose: 'code' as const, dedupeKey: randomUUID(), template: 'code.v1', text: '【保康人社】验证码 1234', variables: {}, parts: 1, validUntil: new Date(Date.now() + 3_600_000) }));
      const { planned } = await api.get(Database).inScope(system, (tx) => api.get(Notifications).send(tx, messages));
      if (planned.length !== count) throw new Error(`${planned.length} of ${count} planned`);
    },
    async settled(limitMs) {
      const end = performance.now() + limitMs;
      while (performance.now() < end) {
        const now: Readonly<Record<string, number>> = await states().catch(() => ({ queued: 1 })); // the database may be away just now
        if (['planned', 'queued', 'submitting'].every((state) => now[state] === undefined)) return;
        await new Promise((done) => setTimeout(done, 250));
      }
      throw new Error(`not settled in time: ${JSON.stringify(await states())}`);
    },
    async somethingUnderWay() {
      for (const end = performance.now() + 30_000; performance.now() < end; await new Promise((done) => setTimeout(done, 20))) {
        if (gateway.underWay() > 0 || (await states())['queued'] === undefined) return;
      }
      throw new Error('no message came to the gateway in time');
    },
    outIds: async (...wanted) => (await database.owner.query<{ outId: string }>('select out_id as "outId" from notifications where state = any ($1)', [wanted])).rows.map(({ outId }) => outId),
    async stop() {
      await gateway.stop();
      await api.close();
    },
  };
}
