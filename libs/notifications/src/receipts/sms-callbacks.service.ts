import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { maskPhone } from '@app/kernel';
import { CONFIGURATION, RateLimits, TooManyRequests, type Configuration } from '@app/platform';
import { NotificationBooks } from '../notification-books.js';
import type { NotificationJobs } from '../notification-jobs.js';
import { SmsCallbackRefused, SmsCallbackUnreadable } from '../notifications.errors.js';
import type { ProviderName, SmsReceipt, SmsReply } from '../providers/sms-provider.js';
import { isFrom, isSecret } from './callback-gate.js';
import { CallbacksRepository } from './callbacks.repository.js';
import type { CallbackRefusal } from './receipt.entity.js';
import { ReceiptIntake } from './receipt-intake.js';

/** Refusals of one address that are written down, a minute. */
const REFUSALS_PER_MINUTE = 60;
/** A text as long as ten messages is cut: nobody answers so. */
const CONTENT_MAX = 2_000;

/** Where a callback comes from and what it showed. */
export interface Caller {
  readonly provider: string;
  readonly secret: string;
  readonly address: string;
}

/** What providers tell us by callbacks. They are unsigned: a secret in the path and the sender's address are all that there is to believe. */
@Injectable()
export class SmsCallbacks {
  readonly #refusals = new RateLimits(REFUSALS_PER_MINUTE);

  constructor(
    private readonly books: NotificationBooks,
    private readonly intake: ReceiptIntake,
    private readonly callbacks: CallbacksRepository,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'sms'>,
  ) {}

  /** Lets the right caller in. @throws SmsCallbackRefused, TooManyRequests */
  async admit(caller: Caller): Promise<ProviderName> {
    const { providers, callbackSecret, callbackSources } = this.configuration.sms;
    const provider = providers.find((name) => name === caller.provider && name !== 'log');
    if (provider === undefined || !isSecret(caller.secret, callbackSecret)) await this.#note(caller, 'secret');
    else if (isFrom(caller.address, callbackSources)) return provider;
    else await this.#note(caller, 'source');
    throw new SmsCallbackRefused();
  }

  /** Takes receipts; what could not be read (null) is noted, the others count. @throws SmsCallbackUnreadable when none could be read */
  async takeReceipts(caller: Caller, provider: ProviderName, read: readonly (SmsReceipt | null)[]): Promise<void> {
    const receipts = await this.#readable(caller, read);
    await this.intake.take(receipts.map((receipt) => ({ ...receipt, provider })));
  }

  /** Keeps replies, sealed, each once, and has each read by a job. @throws SmsCallbackUnreadable when none could be read */
  async takeReplies(caller: Caller, provider: ProviderName, read: readonly (SmsReply | null)[]): Promise<void> {
    const replies = await this.#readable(caller, read);
    await this.books.database.unscoped(async (tx) => {
      for (const reply of replies) {
        const row = this.#rowOf(provider, reply);
        const region = await this.callbacks.takeReply(tx, row, this.books.now());
        if (region !== null) await this.books.outbox.add<NotificationJobs, 'sms-reply.read'>(tx, 'sms-reply.read', { replyId: row.id }, { queue: 'sms', region });
      }
    });
  }

  async #readable<T>(caller: Caller, read: readonly (T | null)[]): Promise<T[]> {
    const readable = read.filter((each) => each !== null);
    if (readable.length < read.length || read.length === 0) await this.#note(caller, 'body');
    if (readable.length === 0) throw new SmsCallbackUnreadable();
    return readable;
  }

  #rowOf(provider: ProviderName, { telephone, content, sentAt, reference }: SmsReply) {
    const id = randomUUID();
    const { cipher } = this.books;
    const seal = (column: string, plain: string): string => cipher.seal(plain, { table: 'sms_replies', column, rowId: id });
    return {
      id, provider, reference: cipher.blindIndex('sms-reply', `${provider} ${reference}`), phone_index: cipher.blindIndex('phone', telephone), phone_masked: maskPhone(telephone),
      phone: seal('phone', telephone), content: seal('content', content.slice(0, CONTENT_MAX)), sent_at: sentAt?.toISOString() ?? null,
    };
  }

  async #note({ provider, address }: Caller, reason: CallbackRefusal): Promise<void> {
    const { retryAfterS } = await this.#refusals.count('anonymous', address);
    if (retryAfterS !== null) throw new TooManyRequests(retryAfterS);
    await this.books.database.statement((reader) => this.callbacks.noteRefusal(reader, { provider: provider.slice(0, 20), reason, source: address, at: this.books.now() }));
  }
}
