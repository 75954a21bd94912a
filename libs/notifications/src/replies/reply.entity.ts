import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { ProviderName } from '../providers/sms-provider.js';

/** `received`: nobody has read it · `inbox`: waits for an officer · `settled`: something followed from it. */
export const REPLY_STATES = ['received', 'inbox', 'settled'] as const;
export type ReplyState = (typeof REPLY_STATES)[number];

/** The region of replies from telephones that no county knows: officers of every served county see them. */
export const NOBODYS_REGION = '000000000000';

/** What a reply was read as, or why it was left to an officer; `nothing`: an officer saw that it answers nothing. */
export const REPLY_READINGS = ['yes', 'no', 'far', 'pay', 'trade', 'other', 'opt-out', 'wrong-person', 'no-question', 'several-answers', 'not-an-answer', 'too-long', 'nothing'] as const;
export type ReplyReadAs = (typeof REPLY_READINGS)[number];

/** What a telephone answered. Telephone and content are sealed under its id. */
@Entity('sms_replies')
@Check('reply_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('reply_state_is_known', `state in ('received', 'inbox', 'settled')`)
@Check('reply_is_read_once_it_waits', `(state = 'received') = (reading is null)`)
@Check('reply_reading_is_known', `reading in ('yes', 'no', 'far', 'pay', 'trade', 'other', 'opt-out', 'wrong-person', 'no-question', 'several-answers', 'not-an-answer', 'too-long', 'nothing')`)
@Check('forgotten_reply_is_gone', `forgotten_at is null or (content = '' and phone = '')`)
@Check('only_a_settled_reply_is_forgotten', `forgotten_at is null or state = 'settled'`)
@Unique('one_reply_per_reference', ['provider', 'reference'])
@Index('sms_replies_of_telephone', ['phoneIndex', 'receivedAt'])
@Index('sms_replies_in_the_inbox', ['ownerRegion', 'receivedAt', 'id'], { where: `state = 'inbox'` })
@Index('sms_replies_by_time', ['ownerRegion', 'receivedAt', 'id'])
export class SmsReplyEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') provider!: ProviderName;
  /** Blind index of what the provider knows it by: the same reply again is one. */
  @Column('text') reference!: string;
  @Column('text') phoneIndex!: string;
  @Column('text') phoneMasked!: string;
  @Column('text') phone!: string;
  @Column('text') content!: string;
  @Column('timestamptz', { nullable: true }) sentAt!: Date | null;
  @Column('timestamptz') receivedAt!: Date;
  @Column('text', { default: 'received' }) state!: ReplyState;
  @Column('timestamptz', { nullable: true }) readAt!: Date | null;
  @Column('text', { nullable: true }) reading!: ReplyReadAs | null;
  /** Officer, or the job that read it. */
  @Column('text', { nullable: true }) settledBy!: string | null;
  /** Since then nobody knows what it said, nor the whole number. */
  @Column('timestamptz', { nullable: true }) forgottenAt!: Date | null;
}
