import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/platform';
import { SmsAnswers } from '../answers/sms-answers.service.js';
import { NotificationBooks } from '../notification-books.js';
import { CALL_QUESTION } from '../texts/templates.js';
import { answerOfCall } from './answer-of-call.js';
import { CallsRepository } from './calls.repository.js';

/** The job of an answer by call: it goes into the book of all answers, and what follows is what follows of a message. */
@Injectable()
export class CallAnswers {
  constructor(
    private readonly books: NotificationBooks,
    private readonly calls: CallsRepository,
    private readonly answers: SmsAnswers,
  ) {}

  /** May run twice: a call is answered once. */
  async take(principal: Principal, resultId: string): Promise<void> {
    await this.books.database.inScope(principal, async (tx) => {
      const found = await this.calls.findResult(tx, resultId);
      const answer = found === null ? null : answerOfCall(found.result, found.reason);
      if (found === null || answer === null) return;
      const { taskId, ownerRegion, traineeId, vacancyId } = found;
      await this.answers.take(tx, principal, { id: taskId, askedBy: 'call', ownerRegion, traineeId, vacancyId, template: CALL_QUESTION }, { answer, channel: 'call', replyId: null });
    });
  }
}
