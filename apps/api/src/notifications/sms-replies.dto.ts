import { CursorQuery, IsUuid } from '@app/platform';
import { NOBODYS_REGION, REPLY_DECISIONS, REPLY_STATES, type Answer, type AnswerChannel, type Conversation, type ReadMessage, type ReadReply, type ReplyDecision, type ReplyReadAs, type ReplyState, type SmsAnswerEntity } from '@app/notifications';
import { IsIn, IsOptional } from 'class-validator';

export class ListRepliesQuery extends CursorQuery {
  /** `inbox` when absent: what waits for an officer, oldest first. */
  @IsOptional() @IsIn(REPLY_STATES)
  state?: ReplyState;
}

export class DecideReplyDto {
  @IsIn(REPLY_DECISIONS)
  decision!: ReplyDecision;
  /** The message that is answered; needed for an answer, otherwise the newest to this telephone is meant. */
  @IsOptional() @IsUuid()
  notificationId?: string;
}

export class ReplyResponse {
  id!: string;
  /** @example '138****8000' */
  phoneMasked!: string;
  /** What was written, whole. Null: forgotten, 180 days after it was settled. */
  content!: string | null;
  /** From a telephone that no county knows: whoever decides it first has it. */
  isNobodys!: boolean;
  receivedAt!: string;
  state!: ReplyState;
  /** What it was read as, or why it was left to an officer. */
  reading!: ReplyReadAs | null;
  readAt!: string | null;
  /** Officer, or the job that read it. */
  settledBy!: string | null;

  static of(this: void, { id, ownerRegion, phoneMasked, openContent, receivedAt, state, reading, readAt, settledBy }: ReadReply): ReplyResponse {
    return { id, phoneMasked, content: openContent, isNobodys: ownerRegion === NOBODYS_REGION, receivedAt: receivedAt.toISOString(), state, reading, readAt: readAt?.toISOString() ?? null, settledBy };
  }
}

export class ReplyPage {
  items!: ReplyResponse[];
  nextCursor!: string | null;
}

export class ConversationMessage {
  id!: string;
  traineeId!: string;
  vacancyId!: string | null;
  template!: string;
  /** Null: forgotten. */
  text!: string | null;
  /** When it was handed to the provider. */
  sentAt!: string;
  isAnswered!: boolean;

  static of(this: void, { id, traineeId, vacancyId, template, openText, askedAt, isAnswered }: ReadMessage): ConversationMessage {
    return { id, traineeId, vacancyId, template, text: openText, sentAt: new Date(askedAt).toISOString(), isAnswered };
  }
}

export class ConversationResponse {
  reply!: ReplyResponse;
  /** What this telephone wrote, newest first. */
  replies!: ReplyResponse[];
  /** What was sent to it, newest first. */
  messages!: ConversationMessage[];

  static of({ reply, replies, messages }: Conversation): ConversationResponse {
    return { reply: ReplyResponse.of(reply), replies: replies.map(ReplyResponse.of), messages: messages.map(ConversationMessage.of) };
  }
}

export class VacancyAnswerResponse {
  id!: string;
  traineeId!: string;
  /** Null: it was answered to a call. */
  notificationId!: string | null;
  answer!: Answer;
  channel!: AnswerChannel;
  at!: string;

  static of(this: void, { id, registrationId, notificationId, answer, channel, at }: SmsAnswerEntity): VacancyAnswerResponse {
    return { id, traineeId: registrationId, notificationId, answer, channel, at: at.toISOString() };
  }
}

export class VacancyAnswerPage {
  items!: VacancyAnswerResponse[];
  nextCursor!: string | null;
}
