import { Check, Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { ProviderName, ReceiptStatus } from '../providers/sms-provider.js';

/** What a provider reported of a reference (our out-id or its own), once by status. Without a message: of nothing that we sent. */
@Entity('sms_receipts')
@Check('receipt_status_is_known', `status in ('accepted', 'failed', 'delivered')`)
@Check('receipt_source_is_known', `source in ('callback', 'query')`)
@Check('matched_receipt_has_its_region', '(notification_id is null) = (owner_region is null)')
@Unique('one_receipt_per_reference_and_status', ['provider', 'reference', 'status'])
@Index('sms_receipts_of_notification', ['notificationId'], { where: 'notification_id is not null' })
@Index('sms_receipts_unmatched', ['receivedAt'], { where: 'notification_id is null' })
export class SmsReceiptEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('text') provider!: ProviderName;
  @Column('text') reference!: string;
  @Column('text') status!: ReceiptStatus;
  @Column('text', { nullable: true }) code!: string | null;
  /** The number does not exist, or takes no messages at all. */
  @Column('boolean', { default: false }) hard!: boolean;
  @Column('text') source!: 'callback' | 'query';
  @Column('timestamptz', { nullable: true }) reportedAt!: Date | null;
  @Column('timestamptz') receivedAt!: Date;
  @Column('timestamptz') lastReceivedAt!: Date;
  @Column('int', { default: 1 }) times!: number;
  @Column('uuid', { nullable: true }) notificationId!: string | null;
  @Column('text', { nullable: true }) ownerRegion!: string | null;
}

/** Why a callback was not believed: wrong secret, wrong sender, or a body that is none. */
export const CALLBACK_REFUSALS = ['secret', 'source', 'body'] as const;
export type CallbackRefusal = (typeof CALLBACK_REFUSALS)[number];

@Entity('sms_callback_refusals')
@Check('callback_refusal_reason_is_known', `reason in ('secret', 'source', 'body')`)
export class SmsCallbackRefusalEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('timestamptz') at!: Date;
  @Column('text') provider!: string;
  @Column('text') reason!: CallbackRefusal;
  /** The sender's address. */
  @Column('text') source!: string;
}
