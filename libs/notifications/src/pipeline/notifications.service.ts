import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { grouped } from '../grouped.js';
import { inBatches, type NotificationJobs } from '../notification-jobs.js';
import { countyOf, NotificationBooks } from '../notification-books.js';
import { NotificationNotInDoubt, NotificationUnknown } from '../notifications.errors.js';
import type { NotificationPurpose } from './notification-life.js';
import { NotificationsRepository, type MessageStanding, type Notification, type NotificationAttempt, type NotificationFilter } from './notifications.repository.js';

/** A message to be sent, its text complete with signature. */
export interface NewNotification {
  readonly traineeId: string;
  readonly purpose: NotificationPurpose;
  /** Says which message it is (ids, no personal value): planned again under the same key, nothing more is made. */
  readonly dedupeKey: string;
  readonly template: string;
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Message parts of the text. */
  readonly parts: number;
  /** Not sent from then on. */
  readonly validUntil: Date;
  /** Not sent before; now when absent. */
  readonly dueAt?: Date;
  /** Given: sent only while it is offered and its employer verified. */
  readonly vacancyId?: string;
  readonly wave?: { readonly id: string; readonly position: number };
}

/** What became of messages to be planned. */
export interface PlannedNotifications {
  readonly planned: readonly { readonly id: string; readonly traineeId: string; readonly ownerRegion: string }[];
  /** Neither made: known under their key already, out of scope, or without a mobile. */
  readonly leftOut: readonly string[];
}

/** A message with its text, opened for an officer in whose scope it is. */
export interface ReadNotification extends Notification {
  /** Null: forgotten. */
  readonly openText: string | null;
}

/** The one door through which features have messages sent, and officers see what became of them. */
@Injectable()
export class Notifications {
  constructor(
    private readonly books: NotificationBooks,
    private readonly notifications: NotificationsRepository,
  ) {}

  /**
   * Makes messages in the caller's transaction, `planned`: nothing goes before they are released. Nothing is checked here
   * that is checked when they are sent.
   */
  async plan(tx: Transaction, messages: readonly NewNotification[]): Promise<PlannedNotifications> {
    const now = this.books.now();
    const made = await this.notifications.insert(tx, messages.map((message) => this.#rowOf(message, now)), now);
    const planned = made.map(({ id, registrationId, ownerRegion }) => ({ id, traineeId: registrationId, ownerRegion }));
    const reached = new Set(planned.map(({ traineeId }) => traineeId));
    return { planned, leftOut: messages.map(({ traineeId }) => traineeId).filter((id) => !reached.has(id)) };
  }

  /** Lets planned messages go: they are queued, and the worker takes them up when the transaction has committed. */
  async release(tx: Transaction, planned: PlannedNotifications['planned'], dueAt?: Date): Promise<void> {
    const queued = new Set(await this.notifications.queue(tx, planned.map(({ id }) => id)));
    const counties = grouped(planned.filter(({ id }) => queued.has(id)), ({ ownerRegion }) => countyOf(ownerRegion));
    for (const [region, rows] of counties) {
      await this.books.outbox.addMany<NotificationJobs, 'sms.submit'>(tx, 'sms.submit', inBatches(rows.map(({ id }) => id)), { queue: 'sms', region, ...(dueAt === undefined ? {} : { dueAt }) });
    }
  }

  /** Plans and releases at once. */
  async send(tx: Transaction, messages: readonly NewNotification[]): Promise<PlannedNotifications> {
    const made = await this.plan(tx, messages);
    await this.release(tx, made.planned);
    return made;
  }

  /** Takes back what a newer message says better: those of these keys that have not been handed over. In the caller's transaction. */
  async supersede(tx: Transaction, dedupeKeys: readonly string[], at: Date): Promise<void> {
    if (dedupeKeys.length > 0) await this.notifications.supersede(tx, dedupeKeys, at);
  }

  /** How messages stand, by their dedupe keys; in the caller's transaction. */
  standings(tx: Transaction, dedupeKeys: readonly string[]): Promise<MessageStanding[]> {
    return this.notifications.standings(tx, dedupeKeys);
  }

  /** Newest first, with their texts. @throws CursorInvalid */
  async list(principal: Principal, query: NotificationFilter & { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ReadNotification>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.notifications.list(tx, query, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.plannedAt, row.id], (row) => this.#read(row));
  }

  /** @throws NotificationUnknown */
  async get(principal: Principal, id: string): Promise<{ readonly notification: ReadNotification; readonly attempts: readonly NotificationAttempt[] }> {
    return this.books.database.inScope(principal, async (tx) => {
      const found = await this.notifications.find(tx, id);
      if (found === null) throw new NotificationUnknown();
      return { notification: this.#read(found), attempts: await this.notifications.listAttempts(tx, id) };
    });
  }

  /** An officer's word on a message of which nobody knows: it went, or it did not. It is not sent again either way. @throws NotificationUnknown, NotificationNotInDoubt */
  async decide(principal: Principal, id: string, wasSent: boolean): Promise<ReadNotification> {
    return this.books.database.inScope(principal, async (tx) => {
      const known = await this.notifications.find(tx, id);
      if (known === null) throw new NotificationUnknown();
      if (!(await this.notifications.decide(tx, id, wasSent, this.books.now()))) throw new NotificationNotInDoubt();
      await this.books.audit.record(tx, { action: 'notification.decide', subjectKind: 'notification', subjectId: id, region: known.ownerRegion, details: { wasSent } });
      return this.#read((await this.notifications.find(tx, id))!);
    });
  }

  #read(row: Notification): ReadNotification {
    return { ...row, openText: row.forgottenAt !== null ? null : this.books.cipher.open(row.text, { table: 'notifications', column: 'text', rowId: row.id }) };
  }

  #rowOf({ traineeId, purpose, dedupeKey, template, text, variables, parts, validUntil, dueAt, vacancyId, wave }: NewNotification, now: Date) {
    const id = randomUUID();
    const seal = (column: string, plain: string): string => this.books.cipher.seal(plain, { table: 'notifications', column, rowId: id });
    return {
      id, registration_id: traineeId, purpose, dedupe_key: dedupeKey, out_id: randomBytes(16).toString('hex'), template, text: seal('text', text), variables: seal('variables', JSON.stringify(variables)), parts,
      vacancy_id: vacancyId ?? null, wave_id: wave?.id ?? null, wave_position: wave?.position ?? null, valid_until: validUntil.toISOString(), due_at: (dueAt ?? now).toISOString(),
    };
  }
}
