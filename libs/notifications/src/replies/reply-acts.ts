import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import type { SentMessage } from '../answers/answers.repository.js';
import { ANSWERS, type Answer } from '../answers/sms-answer.entity.js';
import { SmsAnswers } from '../answers/sms-answers.service.js';
import { questionOf } from '../texts/templates.js';
import type { SealedReply } from './replies.repository.js';
import { ReplyStops } from './reply-stops.js';

/** What an officer takes a reply for. */
export const REPLY_DECISIONS = [...ANSWERS, 'opt-out', 'wrong-person', 'nothing'] as const;
export type ReplyDecision = (typeof REPLY_DECISIONS)[number];

/** What follows of an officer's reading. */
@Injectable()
export class ReplyActs {
  constructor(
    private readonly answers: SmsAnswers,
    private readonly stops: ReplyStops,
  ) {}

  /** False: the decision does not fit the message. */
  async take(tx: Transaction, principal: Principal, given: { readonly reply: SealedReply; readonly decision: ReplyDecision; readonly newest: SentMessage | undefined; readonly message: SentMessage | undefined }): Promise<boolean> {
    const { reply, decision, newest, message } = given;
    if (decision === 'nothing') return true;
    if (decision === 'opt-out') {
      const meant = message ?? newest;
      if (meant !== undefined) await this.stops.optOut(tx, principal, meant, reply.id);
      return meant !== undefined;
    }
    if (decision === 'wrong-person') {
      await this.stops.block(tx, principal, reply, message ?? newest);
      return true;
    }
    return message !== undefined && fits(decision, message) && this.answers.take(tx, principal, message, { answer: decision, channel: 'officer', replyId: reply.id });
  }
}

/** Yes and no answer every question but why not; reasons answer that one, and a no that says why. */
function fits(answer: Answer, { template }: SentMessage): boolean {
  const question = questionOf(template);
  if (answer === 'yes' || answer === 'no') return question !== null && question !== 'why-not';
  return question === 'why-not' || question === 'match';
}
