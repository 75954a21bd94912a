import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { FixedClock } from '@app/kernel';
import { MessageLimits, Notifications, NotificationsModule, NotificationWaves, SmsGateways, SmsReconciler, SmsSubmitter, type AskedMessage, type NewNotification, type SmsMessage, type SmsProvider, type SmsReceipt, type SubmissionOutcome } from '@app/notifications';
import { CLOCK, Database, loadConfiguration, PlatformModule, systemPrincipal, type Principal } from '@app/platform';
import { ConsentsService, TraineeRegistry, TraineesModule, type ConsentPurpose } from '@app/trainees';
import { freshDatabase, TEST_MASTER_KEY, type TestDatabase } from './database.js';
import { madeUpPeople } from './people.js';

/** A provider without a network: keeps what it is given and answers by its script, `accepted` where that is empty. */
export class ScriptedProvider implements SmsProvider {
  readonly taken: SmsMessage[] = [];
  readonly script: (SubmissionOutcome | (() => Promise<SubmissionOutcome>))[] = [];
  /** What it says when it is asked about a message, by our number. */
  readonly knows = new Map<string, SmsReceipt>();
  readonly asked: AskedMessage[] = [];

  constructor(readonly name: SmsProvider['name'] = 'kannel') {}

  async submit(message: SmsMessage): Promise<SubmissionOutcome> {
    this.taken.push(message);
    const next = this.script.shift() ?? { verdict: 'accepted', providerId: null };
    return typeof next === 'function' ? next() : next;
  }

  async ask(message: AskedMessage): Promise<SmsReceipt | null> {
    this.asked.push(message);
    return this.knows.get(message.outId) ?? null;
  }

  clear(): void {
    for (const list of [this.taken, this.script, this.asked]) list.length = 0;
    this.knows.clear();
  }
}

export const BUSY: SubmissionOutcome = { verdict: 'refused', code: 'BUSY', passing: true, away: false };
export const FOR_GOOD: SubmissionOutcome = { verdict: 'refused', code: 'BAD', passing: false, away: false };
export const AWAY: SubmissionOutcome = { verdict: 'refused', code: 'ECONNREFUSED', passing: true, away: true };
export const NO_ANSWER: SubmissionOutcome = { verdict: 'unknown', code: 'ECONNRESET' };

export const CONSENT_WORDING = '同意接收短信';
/** Saturday 28 November 2026, 10:00 in China. */
export const MORNING = '2026-11-28T02:00:00Z';

export interface TestTrainee {
  readonly id: string;
  readonly phone: string;
}

export interface TraineeOptions {
  readonly consents?: readonly ConsentPurpose[];
  readonly phone?: string | null;
  readonly township?: string;
  readonly village?: string;
}

/** The message pipeline over a database of its own, with a clock that stands still and scripted providers. */
export interface Messages {
  readonly fresh: TestDatabase;
  readonly clock: FixedClock;
  readonly county: Principal;
  readonly officer: Principal;
  readonly providers: readonly [ScriptedProvider, ScriptedProvider];
  /** How many of the two providers are configured: 1 at first. */
  useProviders(count: 1 | 2): void;
  readonly database: Database;
  readonly notifications: Notifications;
  readonly waves: NotificationWaves;
  readonly limits: MessageLimits;
  readonly consents: ConsentsService;
  readonly submitter: SmsSubmitter;
  readonly reconciler: SmsReconciler;
  /** Registers somebody with consents to these purposes (`message.match` when absent), on the telephone given, one of their own or none (null). */
  trainee(options?: TraineeOptions): Promise<TestTrainee>;
  /** An offered vacancy of a verified employer; its id. */
  vacancy(): Promise<string>;
  /** Plans and releases messages; their ids in order. */
  send(messages: readonly (Partial<NewNotification> & { readonly traineeId: string })[]): Promise<string[]>;
  /** Confirms a wave of match notices; the wave's id and the messages' ids in order. */
  wave(vacancyId: string, trainees: readonly TestTrainee[]): Promise<{ readonly id: string; readonly notificationIds: string[] }>;
  /** What became of a message. */
  fate(id: string): Promise<{ readonly state: string; readonly reason: string | null; readonly heldFor: string | null; readonly attempts: number; readonly provider: string | null; readonly dueAt: Date; readonly code: string | null }>;
  /** There are no messages and no waves any more, whatever stands. */
  forget(): Promise<void>;
  outId(id: string): Promise<string>;
  get<T>(token: Type<T>): T;
  close(): Promise<void>;
}

export async function startMessages(variables: Readonly<Record<string, string>> = {}): Promise<Messages> {
  const fresh = await freshDatabase();
  const clock = new FixedClock(MORNING);
  const providers = [new ScriptedProvider('kannel'), new ScriptedProvider('aliyun')] as const;
  let inUse: 1 | 2 = 1;
  const configuration = { ...loadConfiguration({ LOG_LEVEL: 'silent', DATABASE_URL: fresh.url, MASTER_KEY: TEST_MASTER_KEY.toString('base64'), ...variables }), databaseUrl: fresh.url };
  const module = await Test.createTestingModule({ imports: [PlatformModule.forRoot({ configuration, processName: 'test', statementTimeoutMs: 30_000 }), NotificationsModule, TraineesModule] })
    .overrideProvider(CLOCK).useValue(clock)
    .overrideProvider(SmsGateways).useValue({ list: async () => providers.slice(0, inUse) })
    .compile();
  await module.init();
  const county = systemPrincipal('test', '420626');
  const officer: Principal = { kind: 'officer', id: randomUUID(), role: 'county-officer', region: '420626', organizationId: null };
  const people = madeUpPeople(7, { birthplace: '420626' });
  const notifications = module.get(Notifications);
  const database = module.get(Database);
  const waves = module.get(NotificationWaves);
  const text = '【保康人社】张同学·歇马，有一份电焊工的活。';
  return {
    fresh, clock, county, officer, providers, database, notifications, waves,
    useProviders: (count) => void (inUse = count),
    limits: module.get(MessageLimits),
    consents: module.get(ConsentsService, { strict: false }),
    submitter: module.get(SmsSubmitter),
    reconciler: module.get(SmsReconciler),
    async trainee({ consents = ['message.match'], phone, township = '420626104', village }: TraineeOptions = {}) {
      const person = people.next();
      const registered = await module.get(TraineeRegistry, { strict: false }).register(county, {
        idNumber: person.idNumber, name: person.name, phone: phone === undefined ? person.phone : phone, township, ...(village === undefined ? {} : { village }), consents: consents.map((purpose) => ({ purpose, wording: CONSENT_WORDING, givenOn: '2026-11-01' })),
      });
      return { id: registered.id, phone: phone ?? person.phone };
    },
    async vacancy() {
      const employer = await fresh.owner.query<{ id: string }>(
        `insert into employers (owner_region, name, normalised_name, credit_code, verified_at, verified_by) values ('420626000000', $1, $1, upper(substr(md5($1), 1, 18)), now(), gen_random_uuid()) returning id`, [`测试用人单位 ${randomUUID()}`]);
      const { rows } = await fresh.owner.query<{ id: string }>(
        `insert into vacancies (owner_region, employer_id, source, title, cleaned_title, openings, status) values ('420626000000', $1, 'employer', '电焊工', '电焊工', 5, 'open') returning id`, [employer.rows[0]!.id]);
      return rows[0]!.id;
    },
    async send(messages) {
      const whole = messages.map((message): NewNotification => ({
        purpose: 'message.course', dedupeKey: randomUUID(), template: 'test.v1', text, variables: { who: '张同学·歇马' }, parts: 1, validUntil: new Date(clock.now().getTime() + 3 * 86_400_000), ...message,
      }));
      const { planned } = await database.inScope(officer, (tx) => notifications.send(tx, whole));
      return whole.flatMap(({ traineeId }) => planned.find((each) => each.traineeId === traineeId)?.id ?? []);
    },
    async wave(vacancyId, trainees) {
      const { wave } = await waves.confirm(officer, { vacancyId, validUntil: new Date(clock.now().getTime() + 3 * 86_400_000), messages: trainees.map(({ id }) => ({ traineeId: id, template: 'match.v1', text, variables: {}, parts: 1 })) });
      const { rows } = await fresh.owner.query<{ id: string }>('select id from notifications where wave_id = $1 order by wave_position', [wave.id]);
      return { id: wave.id, notificationIds: rows.map((row) => row.id) };
    },
    async fate(id) {
      const { rows } = await fresh.owner.query('select state, reason, held_for as "heldFor", attempts, provider, due_at as "dueAt", provider_code as code from notifications where id = $1', [id]);
      return rows[0];
    },
    async forget() {
      await fresh.owner.query('begin; set local session_replication_role = replica; truncate notification_attempts, notifications, notification_waves, sms_answers, call_tasks, call_results, call_opt_outs; commit');
    },
    outId: async (id) => (await fresh.owner.query<{ outId: string }>('select out_id as "outId" from notifications where id = $1', [id])).rows[0]!.outId,
    get: (token) => module.get(token, { strict: false }),
    async close() {
      await module.close();
      await fresh.drop();
    },
  };
}
