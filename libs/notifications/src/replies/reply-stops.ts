import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { AnswerTelling } from '../answers/answer-telling.service.js';
import type { SentMessage } from '../answers/answers.repository.js';
import { MessageLimits } from '../limits/message-limits.service.js';
import type { NotificationPurpose } from '../pipeline/notification-life.js';
import type { SealedReply } from './replies.repository.js';

/** What messages of a purpose are called where somebody has stopped them. */
const PURPOSE_WORD: Readonly<Partial<Record<NotificationPurpose, string>>> = { 'message.match': '岗位推荐', 'message.course': '培训', 'message.policy': '政策', 'message.survey': '回访' };
/** A question why not belongs to match notices: it stops with them. */
const STOPS_WITH: Readonly<Partial<Record<NotificationPurpose, NotificationPurpose>>> = { 'message.match': 'why-not', 'why-not': 'message.match' };

/** What stops messages to a telephone: its owner's word, or that it has another owner. */
@Injectable()
export class ReplyStops {
  constructor(
    private readonly limits: MessageLimits,
    private readonly telling: AnswerTelling,
  ) {}

  /**
   * No more messages of the purpose of the newest one, for good; told once.
   * @returns false: nothing was ever sent there, so nobody knows what is meant
   */
  async optOut(tx: Transaction, principal: Principal, { id, phoneIndex, ownerRegion }: SealedReply, newest: SentMessage | undefined): Promise<boolean> {
    if (newest === undefined) return false;
    const purpose = newest.purpose as NotificationPurpose;
    const by = { traineeId: newest.traineeId, replyId: id, principal };
    const isNew = await this.limits.optOut(tx, { phoneIndex, ownerRegion }, purpose, by);
    const related = STOPS_WITH[purpose];
    if (related !== undefined) await this.limits.optOut(tx, { phoneIndex, ownerRegion }, related, by);
    if (isNew) await this.telling.confirmOptOut(tx, newest, PURPOSE_WORD[purpose] ?? PURPOSE_WORD[related ?? purpose] ?? '此类', id);
    return true;
  }

  /** Nothing more goes there until an officer has verified whose it is. */
  async block(tx: Transaction, principal: Principal, { phoneIndex, ownerRegion }: SealedReply, newest: SentMessage | undefined): Promise<void> {
    await this.limits.block(tx, { phoneIndex, ownerRegion }, 'not-the-person', newest?.id ?? null, principal);
  }
}
