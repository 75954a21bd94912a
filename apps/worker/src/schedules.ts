import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { civilDateOf, type Clock } from '@app/kernel';
import { CLOCK, Database, JsonLogger, Outbox, sealAuditEvents, systemPrincipal, type QueueName } from '@app/platform';
import { DataSource } from 'typeorm';
import type { Jobs } from './job-handlers.js';

const TICK_MS = 20_000;
const SEAL_EVERY_MS = 1_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** A job that runs once a day, in every county that has a bureau here, from this time of Asia/Shanghai on. */
interface Nightly {
  readonly at: `${number}:${number}`;
  readonly queue: QueueName;
  readonly job: keyof Jobs;
}

/** Everything that runs at night, on one screen. */
export const NIGHTLY: readonly Nightly[] = [
  { at: '00:10', queue: 'work', job: 'vacancies.expire-due' }, // validity ends with the civil day
  { at: '00:20', queue: 'work', job: 'training-orders.deadlines' }, // reviews that are late, windows that ended yesterday
  { at: '00:30', queue: 'work', job: 'class-offers.expire' }, // answers that did not come in time, seats that go on
  { at: '01:00', queue: 'imports', job: 'vacancies.import-due' }, // the full rebuild of every enabled source
  { at: '02:00', queue: 'work', job: 'vacancies.reread-words' }, // what was learned of words since, in this county and others
  { at: '02:30', queue: 'counties', job: 'matches.refresh-county' }, // course recency moves with the days
  { at: '02:45', queue: 'counties', job: 'shortages.refresh' }, // what stays empty, and what to train for
  { at: '02:50', queue: 'counties', job: 'match-plan.make-nightly' }, // everybody together, for the morning
  { at: '02:55', queue: 'work', job: 'order-queue.refresh' }, // a day older, and by last night's shortages
  { at: '03:00', queue: 'work', job: 'follow-ups.refresh' }, // who is to be looked after, wherever they live now
  { at: '03:05', queue: 'imports', job: 'rates.project' }, // whose facts take effect today, and what nobody has asked for since
  { at: '03:10', queue: 'imports', job: 'specialities.refresh' }, // what each course came to, after the night's shortages
  { at: '03:15', queue: 'imports', job: 'workbooks.clean-up' }, // uploaded files past their 90 days
  { at: '03:20', queue: 'work', job: 'evidence-files.clean-up' }, // what an interrupted upload left behind
  { at: '03:21', queue: 'work', job: 'evidence-files.forget' }, // scans whose time is over, whose evidence was withdrawn, or whose deletion was decided
  { at: '03:22', queue: 'work', job: 'agreement-files.clean-up' }, // the same of agreements
  { at: '03:23', queue: 'work', job: 'agreement-files.forget' }, // scans of agreements whose time is over, or that were replaced
  { at: '03:24', queue: 'work', job: 'erasures.carry-out' }, // people whose erasure was decided and had to wait for something
  { at: '03:25', queue: 'work', job: 'webhooks.clean-up' }, // what was sent to employers more than 90 days ago
  { at: '03:27', queue: 'work', job: 'messages.forget' }, // what was written to people and by them more than 180 days ago
  { at: '03:30', queue: 'work', job: 'platform.clean-up' }, // what is kept for a time only
  { at: '04:00', queue: 'work', job: 'audit.verify' }, // names the first bad row, publishes the heads
  { at: '07:40', queue: 'work', job: 'class-notices.look' }, // classes about to begin, before the day's first message may go
  { at: '07:40', queue: 'sms', job: 'call-lists.refresh' }, // whom yesterday's messages did not reach, before villages begin to call
  { at: '07:50', queue: 'sms', job: 'notifications.sweep' }, // messages whose jobs were lost, before the day's first may go
];

/** Puts due nightly jobs into the outbox, once a slot whichever worker comes first, and seals the audit trail. */
@Injectable()
export class Schedules implements OnModuleDestroy {
  readonly #timers: NodeJS.Timeout[] = [];
  #sealing = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly logger: JsonLogger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(): void {
    this.#timers.push(setInterval(() => void this.#guarded(() => this.putDueJobs()), TICK_MS), setInterval(() => void this.#seal(), SEAL_EVERY_MS));
  }

  onModuleDestroy(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** Adds every nightly job of the present civil day whose time has come and whose slot is free; returns how many. */
  async putDueJobs(): Promise<number> {
    const now = this.clock.now();
    const day = civilDateOf(now);
    const minute = new Date(now.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);
    const due = NIGHTLY.filter((nightly) => nightly.at <= minute);
    const counties = await this.dataSource.query<{ county: string }[]>('select county from served_counties() as county');
    let added = 0;
    for (const { county } of counties) {
      added += await this.database.inScope(systemPrincipal('schedules', county), async (tx) => {
        const free = await tx.query<{ name: string }[]>(`insert into schedule_slots (name, region, slot) select unnest($1::text[]), $2, $3 on conflict do nothing returning name`, [due.map((nightly) => nightly.job), county, day]);
        for (const { name } of free) {
          const nightly = due.find((candidate) => candidate.job === name)!;
          await this.outbox.add<Jobs, keyof Jobs>(tx, nightly.job, {}, { queue: nightly.queue, region: county });
        }
        return free.length;
      });
    }
    return added;
  }

  async #seal(): Promise<void> {
    if (this.#sealing) return;
    this.#sealing = true;
    await this.#guarded(() => sealAuditEvents(this.dataSource));
    this.#sealing = false;
  }

  async #guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.event('warn', 'a schedule failed, will be tried again', { error: (error as Error).name });
    }
  }
}
