import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { CallTaskEntity } from '../calls/call.entity.js';
import { NotificationEntity } from '../pipeline/notification.entity.js';
import { SmsReplyEntity } from '../replies/reply.entity.js';

/** What somebody answered: to the question itself, or why not. */
export const ANSWERS = ['yes', 'no', 'far', 'pay', 'trade', 'other'] as const;
export type Answer = (typeof ANSWERS)[number];

/** By which way it came. */
export const ANSWER_CHANNELS = ['sms', 'link', 'officer', 'call'] as const;
export type AnswerChannel = (typeof ANSWER_CHANNELS)[number];

/** The answer to one message, or to one call. It stays as given: a change of mind is taken down by an officer as what it is about. */
@Entity('sms_answers')
@Unique('one_answer_per_notification', ['notificationId'])
@Unique('one_answer_per_call', ['callTaskId'])
@Check('answer_to_a_message_or_a_call', '(notification_id is null) <> (call_task_id is null)')
@Check('calls_are_answered_by_call', `(channel = 'call') = (call_task_id is not null)`)
@Check('answer_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('answer_is_known', `answer in ('yes', 'no', 'far', 'pay', 'trade', 'other')`)
@Check('answer_channel_is_known', `channel in ('sms', 'link', 'officer', 'call')`)
@Check('only_texts_are_answered_by_a_reply', `channel not in ('link', 'call') or reply_id is null`)
@Index('sms_answers_of_vacancy', ['vacancyId', 'at', 'id'], { where: 'vacancy_id is not null' })
export class SmsAnswerEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  /** Null: a call was answered. */
  @Column('uuid', { nullable: true }) @ForeignKey(() => NotificationEntity, { name: 'answer_to_a_notification' }) notificationId!: string | null;
  /** Null: a message was answered. */
  @Column('uuid', { nullable: true }) @ForeignKey(() => CallTaskEntity, { name: 'answer_to_a_call' }) callTaskId!: string | null;
  @Column('uuid') registrationId!: string;
  @Column('uuid', { nullable: true }) vacancyId!: string | null;
  /** The template that was answered. */
  @Column('text') template!: string;
  @Column('text') answer!: Answer;
  @Column('text') channel!: AnswerChannel;
  @Column('uuid', { nullable: true }) @ForeignKey(() => SmsReplyEntity, { name: 'answer_by_a_reply' }) replyId!: string | null;
  @Column('text') recordedBy!: string;
  @Column('timestamptz') at!: Date;
}
