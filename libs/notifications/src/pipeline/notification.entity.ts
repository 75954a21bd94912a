import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { ProviderName } from '../providers/sms-provider.js';
import { NotificationWaveEntity } from '../waves/notification-wave.entity.js';
import type { CancelReason, HoldReason, NotificationPurpose, NotificationState } from './notification-life.js';

/** What a purpose is held to; the twin of `PURPOSES`. */
@Entity('notification_purposes')
export class NotificationPurposeEntity {
  @PrimaryColumn('text') purpose!: NotificationPurpose;
  @Column('boolean') needsConsent!: boolean;
  @Column('boolean') heedsOptOut!: boolean;
  @Column('boolean') inDaytime!: boolean;
  @Column('int') perDay!: number;
  @Column('int') perWeek!: number;
}

/** The twin of `NOTIFICATION_MOVES`. */
@Entity('notification_transitions')
export class NotificationTransitionEntity {
  @PrimaryColumn('text') fromState!: NotificationState;
  @PrimaryColumn('text') toState!: NotificationState;
}

/** One message to one person, and its fate. Text and variables are sealed under its id; the telephone is the registration's and is not kept here. */
@Entity('notifications')
@Check('notification_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('notification_out_id_is_plain', `out_id ~ '^[0-9a-f]{32}$'`)
@Check('notification_place_in_a_wave', '(wave_id is null) = (wave_position is null) and wave_position >= 1')
@Check('notification_has_parts', 'parts between 1 and 10')
@Check('match_notice_names_its_vacancy', `purpose <> 'message.match' or vacancy_id is not null`)
@Check('notification_is_valid_for_a_time', 'valid_until > planned_at')
@Check('notification_is_claimed_while_valid', 'claimed_at < valid_until')
@Check('notification_state_is_known', `state in ('planned', 'queued', 'submitting', 'accepted', 'delivered', 'failed', 'unknown', 'rejected', 'cancelled')`)
@Check('cancelled_notification_says_why', `(state = 'cancelled') = (reason is not null)`)
@Check('only_a_queued_notification_is_held', `held_for is null or state = 'queued'`)
@Check('submitted_notification_names_its_provider', `state in ('planned', 'queued', 'cancelled') or (provider is not null and claimed_at is not null and attempts > 0)`)
@Check('notification_decision_is_whole', '(decided_by is null) = (decided_at is null)')
@Check('forgotten_text_is_gone', `forgotten_at is null or (text = '' and variables = '')`)
@Check('only_what_is_over_is_forgotten', `forgotten_at is null or state not in ('planned', 'queued', 'submitting', 'unknown')`)
@Unique('one_notification_per_dedupe_key', ['dedupeKey'])
@Unique('one_notification_per_out_id', ['outId'])
@Unique('one_notification_per_place_of_a_wave', ['waveId', 'wavePosition'])
@Index('notifications_by_time', ['ownerRegion', 'plannedAt', 'id'])
@Index('notifications_of_wave', ['waveId'], { where: 'wave_id is not null' })
@Index('notifications_of_person', ['personId', 'purpose', 'validUntil'])
@Index('notifications_of_telephone', ['phoneIndex', 'purpose', 'validUntil'])
@Index('notifications_by_provider_id', ['providerId'], { where: 'provider_id is not null' })
export class NotificationEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') registrationId!: string;
  @Column('uuid') personId!: string;
  /** Blind index of the telephone that it was planned for. */
  @Column('text') phoneIndex!: string;
  @Column('text') phoneMasked!: string;
  @ForeignKey(() => NotificationPurposeEntity, { name: 'notification_purpose_is_known' }) @Column('text') purpose!: NotificationPurpose;
  /** Says which message it is: the same planned twice is one. */
  @Column('text') dedupeKey!: string;
  /** Our own number, given to every provider at every attempt. */
  @Column('text') outId!: string;
  @Column('text') template!: string;
  @Column('text') text!: string;
  @Column('text') variables!: string;
  /** Message parts that it is charged for. */
  @Column('int') parts!: number;
  @Column('uuid', { nullable: true }) vacancyId!: string | null;
  @ForeignKey(() => NotificationWaveEntity, { name: 'notification_of_a_wave' }) @Column('uuid', { nullable: true }) waveId!: string | null;
  @Column('int', { nullable: true }) wavePosition!: number | null;
  @Column('timestamptz') plannedAt!: Date;
  /** Not sent from then on. */
  @Column('timestamptz') validUntil!: Date;
  /** Not sent before. */
  @Column('timestamptz') dueAt!: Date;
  @Column('text', { default: 'planned' }) state!: NotificationState;
  @Column('text', { nullable: true }) heldFor!: HoldReason | null;
  @Column('text', { nullable: true }) reason!: CancelReason | null;
  @Column('int', { default: 0 }) attempts!: number;
  @Column('text', { nullable: true }) provider!: ProviderName | null;
  @Column('text', { nullable: true }) providerId!: string | null;
  /** The provider's code for what became of it. */
  @Column('text', { nullable: true }) providerCode!: string | null;
  @Column('timestamptz', { nullable: true }) claimedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) acceptedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('text', { nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt!: Date | null;
  /** Since then nobody knows what it said. */
  @Column('timestamptz', { nullable: true }) forgottenAt!: Date | null;
}

/** One hand-over to a provider that was answered for. */
@Entity('notification_attempts')
@Check('notification_attempt_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('notification_attempts_count_from_one', 'number >= 1')
@Check('notification_attempt_outcome_is_known', `outcome in ('accepted', 'refused', 'unknown')`)
export class NotificationAttemptEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'one_notification_attempt_per_number' }) @ForeignKey(() => NotificationEntity, { name: 'attempt_of_a_notification' }) notificationId!: string;
  @PrimaryColumn('int', { primaryKeyConstraintName: 'one_notification_attempt_per_number' }) number!: number;
  @Column('text') ownerRegion!: string;
  @Column('text') provider!: ProviderName;
  @Column('timestamptz') at!: Date;
  @Column('text') outcome!: 'accepted' | 'refused' | 'unknown';
  @Column('text', { nullable: true }) code!: string | null;
  @Column('int', { nullable: true }) latencyMs!: number | null;
}

/** A provider's gate, shared by all workers: closed for a while after connections that were refused in a row. */
@Entity('sms_gateways')
export class SmsGatewayEntity {
  @PrimaryColumn('text') provider!: ProviderName;
  @Column('int', { default: 0 }) failures!: number;
  @Column('int', { default: 0 }) opened!: number;
  @Column('timestamptz', { nullable: true }) openUntil!: Date | null;
}
