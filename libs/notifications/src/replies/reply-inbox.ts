import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { AnswersRepository, type SentMessage } from '../answers/answers.repository.js';
import type { Answer } from '../answers/sms-answer.entity.js';
import { SmsAnswers } from '../answers/sms-answers.service.js';
import { NotificationBooks } from '../notification-books.js';
import { questionOf } from '../texts/templates.js';
import { pickQuestion } from './pick-question.js';
import { readReply } from './read-reply.js';
import type { ReplyReadAs } from './reply.entity.js';
import { ReplyStops } from './reply-stops.js';
import { RepliesRepository, type SealedReply } from './replies.repository.js';

/** Reads what telephones answer. What is not exactly an answer waits for an officer. */
@Injectable()
export class ReplyInbox {
  constructor(
    private readonly books: NotificationBooks,
    private readonly replies: RepliesRepository,
    private readonly sent: AnswersRepository,
    private readonly answers: SmsAnswers,
    private readonly stops: ReplyStops,
  ) {}

  /** The job of a reply. Does nothing with one that has been read. */
  async read(principal: Principal, replyId: string): Promise<void> {
    await this.books.database.inScope(principal, async (tx) => {
      const reply = await this.replies.lock(tx, replyId);
      if (reply?.state !== 'received') return;
      const content = this.books.cipher.open(reply.content, { table: 'sms_replies', column: 'content', rowId: reply.id });
      const messages = await this.sent.listSent(tx, reply.phoneIndex, reply.receivedAt);
      const { isDone, reading } = await this.#act(tx, principal, reply, messages, content);
      await this.replies.move(tx, replyId, { state: isDone ? 'settled' : 'inbox', reading, by: principal.id, at: this.books.now() });
    });
  }

  async #act(tx: Transaction, principal: Principal, reply: SealedReply, messages: readonly SentMessage[], content: string): Promise<{ readonly isDone: boolean; readonly reading: ReplyReadAs }> {
    const questions = messages.flatMap((message) => {
      const kind = questionOf(message.template);
      return kind === null ? [] : [{ ...message, kind }];
    });
    const asked = pickQuestion(questions, reply.receivedAt.getTime());
    const message = messages.find(({ id }) => id === asked?.id);
    const read = readReply(content, asked?.kind ?? null);
    switch (read.kind) {
      case 'yes':
      case 'no':
      case 'reason': {
        const answer: Answer = read.kind === 'reason' ? read.reason : read.kind;
        return { isDone: message !== undefined && (await this.answers.take(tx, principal, message, { answer, channel: 'sms', replyId: reply.id })), reading: answer };
      }
      case 'opt-out':
        if (messages[0] !== undefined) await this.stops.optOut(tx, principal, messages[0], reply.id);
        return { isDone: messages.length > 0, reading: 'opt-out' };
      case 'wrong-person':
        await this.stops.block(tx, principal, reply, messages[0]);
        return { isDone: false, reading: 'wrong-person' };
      case 'undecided':
        return { isDone: false, reading: read.why };
    }
  }
}
