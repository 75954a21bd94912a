import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { NotificationBooks } from '../notification-books.js';
import { inBatches, type NotificationJobs } from '../notification-jobs.js';
import { SmsGateways } from '../providers/sms-gateways.js';
import type { SmsProvider, SmsReceipt } from '../providers/sms-provider.js';
import { LAPSE_MS, LEFT_BEHIND_MS, pauseBeforeRoundMs } from './reconciling.js';
import { NotificationsRepository, type DoubtfulMessage } from './notifications.repository.js';

/**
 * Finds out about messages that nobody answered for: what a receipt has not settled by itself the provider is asked, a few
 * times over two days; then an officer says. Nothing is sent again here.
 */
@Injectable()
export class SmsReconciler {
  constructor(
    private readonly books: NotificationBooks,
    private readonly notifications: NotificationsRepository,
    private readonly gateways: SmsGateways,
  ) {}

  /** @param round how often it has been looked at, this time included */
  async reconcile(principal: Principal, ids: readonly string[], round: number): Promise<void> {
    const doubtful = await this.books.database.inScope(principal, async (tx) => {
      await this.notifications.lapse(tx, ids, new Date(this.books.now().getTime() - LAPSE_MS));
      return this.notifications.listDoubtful(tx, ids);
    });
    if (doubtful.length === 0) return;
    const providers = await this.gateways.list();
    const answers = await Promise.all(doubtful.map(async (message) => ({ message, receipt: await this.#ask(message, providers) })));
    await this.books.database.inScope(principal, (tx) => this.#settle(tx, principal, answers, round));
  }

  /** What should have gone long ago and waits still has lost its job: it gets another. A job too many does nothing. */
  async sweep(principal: Principal): Promise<number> {
    return this.books.database.inScope(principal, async (tx) => {
      const { queued, submitting } = await this.notifications.listLeftBehind(tx, new Date(this.books.now().getTime() - LEFT_BEHIND_MS));
      const options = { queue: 'sms', region: principal.region } as const;
      await this.books.outbox.addMany<NotificationJobs, 'sms.submit'>(tx, 'sms.submit', inBatches(queued), options);
      await this.books.outbox.addMany<NotificationJobs, 'sms.reconcile'>(tx, 'sms.reconcile', inBatches(submitting).map((batch) => ({ ...batch, round: 1 })), options);
      return queued.length + submitting.length;
    });
  }

  async #ask({ provider, providerId, outId, claimedAt, registrationId, phone }: DoubtfulMessage, providers: readonly SmsProvider[]): Promise<SmsReceipt | null> {
    const asked = providers.find(({ name }) => name === provider);
    if (asked === undefined || phone === null) return null;
    const telephone = this.books.cipher.open(phone, { table: 'registrations', column: 'phone', rowId: registrationId });
    const receipt = await asked.ask({ outId, providerId, telephone, sentAt: claimedAt }).catch(() => null);
    // The answer is about this message, by whichever number the provider knows it.
    return receipt === null ? null : { ...receipt, reference: outId };
  }

  async #settle(tx: Transaction, { region }: Principal, answers: readonly { readonly message: DoubtfulMessage; readonly receipt: SmsReceipt | null }[], round: number): Promise<void> {
    const now = this.books.now();
    const told = answers.flatMap(({ message: { provider }, receipt }) => (receipt === null ? [] : [{ ...receipt, provider }]));
    if (told.length > 0) await this.notifications.takeReceipts(tx, 'query', told, now);
    const left = answers.filter(({ receipt }) => receipt === null).map(({ message }) => message.id);
    const pauseMs = pauseBeforeRoundMs(round + 1);
    if (left.length > 0 && pauseMs !== null) await this.books.outbox.add<NotificationJobs, 'sms.reconcile'>(tx, 'sms.reconcile', { notificationIds: left, round: round + 1 }, { queue: 'sms', region, dueAt: new Date(now.getTime() + pauseMs) });
  }
}
