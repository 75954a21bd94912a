import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { ExponentialBackoff, handleAll, retry } from 'cockatiel';
import { grouped } from '../grouped.js';
import { NotificationBooks } from '../notification-books.js';
import type { NotificationJobs } from '../notification-jobs.js';
import { SmsGateways } from '../providers/sms-gateways.js';
import type { SmsProvider, SubmissionOutcome } from '../providers/sms-provider.js';
import { afterRefusal } from './after-refusal.js';
import { NotificationsRepository, type Claim, type SubmissionRow } from './notifications.repository.js';
import { pauseBeforeRoundMs } from './reconciling.js';

type Claimed = Extract<Claim, { verdict: 'claimed' }>;

/** What was answered is worth waiting for a database that is away: forgotten, it would be in doubt for ever. About a minute. */
const keepTrying = retry(handleAll, { maxAttempts: 9, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 15_000 }) });

/**
 * Hands messages over. Claimed and committed first, with every check in the claim, then sent, then written down: a worker
 * that dies in between leaves the message claimed, and nothing claimed is ever sent again without a definite refusal.
 */
@Injectable()
export class SmsSubmitter {
  constructor(
    private readonly books: NotificationBooks,
    private readonly notifications: NotificationsRepository,
    private readonly gateways: SmsGateways,
  ) {}

  /** Does nothing with what is not queued: done already, held, cancelled. */
  async submit(principal: Principal, ids: readonly string[]): Promise<void> {
    const providers = await this.gateways.list();
    const claimed = await this.books.database.inScope(principal, (tx) => this.#claim(tx, principal, ids, providers));
    if (claimed.length === 0) return;
    const rows = await Promise.all(claimed.map((claim) => this.#handOver(claim, providers)));
    await keepTrying.execute(() => this.books.database.inScope(principal, (tx) => this.#record(tx, principal, rows, providers.length)));
  }

  async #claim(tx: Transaction, { region }: Principal, ids: readonly string[], providers: readonly SmsProvider[]): Promise<Claimed[]> {
    const now = this.books.now();
    const claims = await this.notifications.claim(tx, ids, now, providers.map(({ name }) => name));
    const held = grouped(claims.filter((claim) => claim.verdict === 'held'), ({ dueAt }) => dueAt.getTime());
    for (const [dueAt, rows] of held) await this.#again(tx, region, rows.map(({ id }) => id), new Date(dueAt));
    const claimed = claims.filter((claim) => claim.verdict === 'claimed');
    if (claimed.length === 0) return [];
    const notificationIds = claimed.map(({ id }) => id);
    await this.books.outbox.add<NotificationJobs, 'sms.reconcile'>(tx, 'sms.reconcile', { notificationIds, round: 1 }, { queue: 'sms', region, dueAt: new Date(now.getTime() + pauseBeforeRoundMs(1)!) });
    await this.books.audit.record(tx, { action: 'notification.submit', subjectKind: 'notifications', subjectId: notificationIds[0]!, region, details: { notificationIds } });
    return claimed;
  }

  /** The telephone is open from here to the provider's call, and nowhere else. */
  async #handOver({ id, provider, attempt, outId, template, text, variables, registrationId, phone }: Claimed, providers: readonly SmsProvider[]): Promise<SubmissionRow> {
    const started = performance.now();
    const outcome = await this.#call(providers.find(({ name }) => name === provider)!, () => ({
      outId, template,
      telephone: this.books.cipher.open(phone, { table: 'registrations', column: 'phone', rowId: registrationId }),
      text: this.books.cipher.open(text, { table: 'notifications', column: 'text', rowId: id }),
      variables: JSON.parse(this.books.cipher.open(variables, { table: 'notifications', column: 'variables', rowId: id })) as Record<string, string>,
    }));
    return {
      id, attempt, outcome: outcome.verdict, latency_ms: Math.round(performance.now() - started),
      code: outcome.verdict === 'accepted' ? null : outcome.code, provider_id: outcome.verdict === 'accepted' ? outcome.providerId : null,
      away: outcome.verdict === 'refused' && outcome.away, next: outcome.verdict === 'refused' && outcome.passing ? 'queued' : 'rejected', due_at: null,
    };
  }

  async #call(provider: SmsProvider, message: () => Parameters<SmsProvider['submit']>[0]): Promise<SubmissionOutcome> {
    let opened: ReturnType<typeof message>;
    try {
      opened = message();
    } catch {
      return { verdict: 'refused', code: 'SEALED', passing: false, away: false }; // nothing has left
    }
    return provider.submit(opened).catch((error: Error): SubmissionOutcome => ({ verdict: 'unknown', code: error.name }));
  }

  async #record(tx: Transaction, { region }: Principal, rows: readonly SubmissionRow[], providers: number): Promise<void> {
    const now = this.books.now();
    const refused = rows.filter(({ outcome }) => outcome === 'refused');
    const validities = refused.length === 0 ? new Map<string, Date>() : await this.notifications.validities(tx, refused.map(({ id }) => id));
    const decided = rows.map((row) => {
      if (row.outcome !== 'refused') return { ...row, next: null };
      const after = afterRefusal({ attempt: row.attempt, passing: row.next === 'queued', away: row.away }, providers, now, validities.get(row.id) ?? now);
      return { ...row, next: after.next, due_at: after.next === 'queued' ? after.dueAt.toISOString() : null };
    });
    await this.notifications.record(tx, decided, now);
    const again = grouped(decided.filter((row) => row.due_at !== null), (row) => row.due_at!);
    for (const [dueAt, due] of again) await this.#again(tx, region, due.map(({ id }) => id), new Date(dueAt));
  }

  async #again(tx: Transaction, region: string, notificationIds: readonly string[], dueAt: Date): Promise<void> {
    await this.books.outbox.add<NotificationJobs, 'sms.submit'>(tx, 'sms.submit', { notificationIds }, { queue: 'sms', region, dueAt });
  }
}
