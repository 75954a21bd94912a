import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { ServiceMessages } from '../answers/service-messages.service.js';
import type { AnswerableMessage } from '../answers/answers.repository.js';
import { MessageLimits } from '../limits/message-limits.service.js';
import type { NotificationPurpose } from '../pipeline/notification-life.js';
import { NOBODYS_REGION } from './reply.entity.js';
import type { SealedReply } from './replies.repository.js';

/** What messages of a purpose are called where somebody has stopped them. */
const PURPOSE_WORD: Readonly<Partial<Record<NotificationPurpose, string>>> = { 'message.match': '岗位推荐', 'why-not': '岗位推荐', 'message.course': '培训', 'message.policy': '政策', 'message.survey': '回访' };
/** A question why not belongs to match notices: it stops with them. */
const STOPS_WITH: Readonly<Partial<Record<NotificationPurpose, NotificationPurpose>>> = { 'message.match': 'why-not', 'why-not': 'message.match' };

/** What stops messages to a telephone: its owner's word, or that it has another owner. */
@Injectable()
export class ReplyStops {
  constructor(
    private readonly limits: MessageLimits,
    private readonly telling: ServiceMessages,
  ) {}

  /**
   * No more messages of a message's purpose to its telephone, for good; told once.
   * @param replyId null: said otherwise than by a reply
   */
  async optOut(tx: Transaction, principal: Principal, message: AnswerableMessage, replyId: string | null): Promise<void> {
    const [purpose, { phoneIndex, ownerRegion, traineeId }] = [message.purpose as NotificationPurpose, message];
    const by = { traineeId, replyId, principal };
    const isNew = await this.limits.optOut(tx, { phoneIndex, ownerRegion }, purpose, by);
    const related = STOPS_WITH[purpose];
    if (related !== undefined) await this.limits.optOut(tx, { phoneIndex, ownerRegion }, related, by);
    if (isNew) await this.telling.confirmOptOut(tx, message, PURPOSE_WORD[purpose] ?? '此类');
  }

  /** Nothing more goes to a telephone until an officer has verified whose it is. To one that no county knows nothing goes anyway. */
  async block(tx: Transaction, principal: Principal, { phoneIndex, ownerRegion }: SealedReply, newest: AnswerableMessage | undefined): Promise<void> {
    if (ownerRegion === NOBODYS_REGION) return;
    await this.limits.block(tx, { phoneIndex, ownerRegion }, 'not-the-person', newest?.id ?? null, principal);
  }
}
