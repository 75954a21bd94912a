import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type Principal } from '@app/platform';
import { AnswersRepository, type SentMessage } from '../answers/answers.repository.js';
import { NotificationBooks } from '../notification-books.js';
import { ReplyDecisionRefused, ReplyNotWaiting, ReplyUnknown } from '../notifications.errors.js';
import { ReplyActs, type ReplyDecision } from './reply-acts.js';
import type { ReplyReadAs, ReplyState } from './reply.entity.js';
import { RepliesRepository, type SealedReply } from './replies.repository.js';

/** A reply as an officer reads it. */
export interface ReadReply extends Omit<SealedReply, 'phone' | 'content' | 'phoneIndex'> {
  /** Null: forgotten. */
  readonly openContent: string | null;
}

/** A message to the telephone, opened. */
export type ReadMessage = Omit<SentMessage, 'text'> & { readonly openText: string | null };

/** Everything between us and one telephone, newest first. */
export interface Conversation {
  readonly reply: ReadReply;
  readonly replies: readonly ReadReply[];
  readonly messages: readonly ReadMessage[];
}

/** The officer's inbox: what software did not decide. */
@Injectable()
export class ReplyDesk {
  constructor(
    private readonly books: NotificationBooks,
    private readonly replies: RepliesRepository,
    private readonly sent: AnswersRepository,
    private readonly acts: ReplyActs,
  ) {}

  /** Oldest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly state: ReplyState; readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ReadReply>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.replies.list(tx, query.state, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.receivedAt, row.id], (row) => this.#open(row));
  }

  /** @throws ReplyUnknown */
  async get(principal: Principal, id: string): Promise<Conversation> {
    return this.books.database.inScope(principal, async (tx) => {
      const reply = await this.replies.find(tx, id);
      if (reply === null) throw new ReplyUnknown();
      const [replies, messages] = [await this.replies.listOfTelephone(tx, reply.phoneIndex), await this.sent.listSent(tx, reply.phoneIndex, this.books.now())];
      return { reply: this.#open(reply), replies: replies.map((each) => this.#open(each)), messages: messages.map((each) => this.#openMessage(each)) };
    });
  }

  /**
   * An officer's reading of a reply that waits. An answer names the message that it answers. One from a telephone that no
   * county knew becomes the officer's county's by that.
   * @throws ReplyUnknown, ReplyNotWaiting, ReplyDecisionRefused
   */
  async decide(principal: Principal, id: string, decision: ReplyDecision, notificationId: string | null): Promise<ReadReply> {
    return this.books.database.inScope(principal, async (tx) => {
      const isTaken = await this.replies.takeOver(tx, id);
      const reply = await this.replies.lock(tx, id);
      if (reply === null) throw new ReplyUnknown();
      if (reply.state !== 'inbox') throw new ReplyNotWaiting();
      const messages = await this.sent.listSent(tx, reply.phoneIndex, this.books.now());
      const isDone = await this.acts.take(tx, principal, { reply, decision, newest: messages[0], message: messages.find((each) => each.id === notificationId) });
      if (!isDone) throw new ReplyDecisionRefused();
      await this.replies.move(tx, id, { state: 'settled', reading: decision satisfies ReplyReadAs, by: principal.id, at: this.books.now() });
      await this.books.audit.record(tx, { action: 'sms-reply.decide', subjectKind: 'sms-reply', subjectId: id, region: reply.ownerRegion, details: { decision, ...(isTaken ? { wasNobodys: true } : {}) } });
      return this.#open((await this.replies.find(tx, id))!);
    });
  }

  /** What was read of a reply could not be done: an officer looks at it. In the caller's transaction. */
  async giveBack(principal: Principal, id: string): Promise<void> {
    await this.books.database.inScope(principal, async (tx) => {
      const reply = await this.replies.lock(tx, id);
      if (reply?.state === 'settled' && reply.reading !== null) await this.replies.move(tx, id, { state: 'inbox', reading: reply.reading, by: principal.id, at: this.books.now() });
    });
  }

  #open({ phone: _phone, content, phoneIndex: _index, ...shown }: SealedReply): ReadReply {
    return { ...shown, openContent: shown.forgottenAt !== null ? null : this.books.cipher.open(content, { table: 'sms_replies', column: 'content', rowId: shown.id }) };
  }

  #openMessage({ text, ...message }: SentMessage): ReadMessage {
    return { ...message, openText: text === '' ? null : this.books.cipher.open(text, { table: 'notifications', column: 'text', rowId: message.id }) };
  }
}
