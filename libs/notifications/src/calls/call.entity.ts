import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { CallReason } from '../channels/next-channel.js';
import { NotificationWaveEntity } from '../waves/notification-wave.entity.js';
import type { CallClosing, CallRefusal, CallResult, CallsAsked } from './call-rules.js';

/** Somebody of a wave who is to be called, or called on, about its post. As long as it is open, a place among the person's contacts is kept for it. */
@Entity('call_tasks')
@Unique('one_call_per_person_and_vacancy', ['registrationId', 'vacancyId'])
@Check('call_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('call_reason_is_known', `reason in ('no-mobile', 'number-blocked', 'opted-out', 'sms-failed', 'sms-unanswered', 'call-untried')`)
@Check('call_is_valid_for_a_time', 'valid_until > planned_at')
@Check('tried_call_says_when', '(tries = 0) = (last_tried_at is null) and tries >= 0')
@Check('closed_call_says_why', '(closed_at is null) = (closed_for is null)')
@Check('call_closing_is_known', `closed_for in ('answered', 'calls-stopped', 'week-cap', 'wave-stopped', 'vacancy-closed', 'lapsed')`)
@Index('call_tasks_of_person', ['personId'])
@Index('call_tasks_of_telephone', ['phoneIndex'], { where: 'phone_index is not null' })
@Index('call_tasks_of_wave', ['waveId'])
@Index('call_tasks_open', ['ownerRegion', 'plannedAt', 'id'], { where: 'closed_at is null' })
export class CallTaskEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @ForeignKey(() => NotificationWaveEntity, { name: 'call_of_a_wave' }) @Column('uuid') waveId!: string;
  @Column('uuid') vacancyId!: string;
  @Column('uuid') registrationId!: string;
  @Column('uuid') personId!: string;
  /** Blind index of the telephone at that time; null: there is none, and somebody goes there. */
  @Column('text', { nullable: true }) phoneIndex!: string | null;
  @Column('text') reason!: CallReason;
  /** Of a large wave that no second officer has released. */
  @Column('boolean') held!: boolean;
  @Column('timestamptz') plannedAt!: Date;
  @Column('timestamptz') validUntil!: Date;
  @Column('int', { default: 0 }) tries!: number;
  @Column('timestamptz', { nullable: true }) lastTriedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) closedAt!: Date | null;
  @Column('text', { nullable: true }) closedFor!: CallClosing | null;
}

/** What one call came to, as it was tapped in. */
@Entity('call_results')
@Unique('one_call_result_per_number', ['taskId', 'number'])
@Check('call_result_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('call_results_count_from_one', 'number >= 1')
@Check('call_result_is_known', `result in ('not-reached', 'reached', 'interested', 'refused', 'no-more-calls')`)
@Check('refusal_by_call_says_why', `(result = 'refused') = (reason is not null) and reason in ('far', 'pay', 'trade', 'other')`)
@Index('call_results_by_time', ['ownerRegion', 'at'])
export class CallResultEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @ForeignKey(() => CallTaskEntity, { name: 'result_of_a_call' }) @Column('uuid') taskId!: string;
  @Column('int') number!: number;
  @Column('text') result!: CallResult;
  @Column('text', { nullable: true }) reason!: CallRefusal | null;
  @Column('text') recordedBy!: string;
  @Column('timestamptz') at!: Date;
}

/** A person's word that they want no calls about posts: it stands until the person asks to be called again, and stays as a fact. */
@Entity('call_opt_outs')
@Check('call_opt_out_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('call_stop_lift_is_whole', 'num_nonnulls(lifted_by, lifted_at, lifted_how) in (0, 3)')
@Check('call_stop_is_lifted_after_it_was_said', 'lifted_at >= at')
@Check('call_stop_lift_says_how_it_was_asked', `lifted_how in ('in-person', 'by-telephone', 'by-message', 'in-writing')`)
@Index('one_call_stop_in_force_per_person', ['personId'], { unique: true, where: 'lifted_at is null' })
@Index('call_opt_outs_of_person', ['personId'])
export class CallOptOutEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') registrationId!: string;
  @Column('text') recordedBy!: string;
  @Column('timestamptz') at!: Date;
  @Column('text', { nullable: true }) liftedBy!: string | null;
  @Column('timestamptz', { nullable: true }) liftedAt!: Date | null;
  @Column('text', { nullable: true }) liftedHow!: CallsAsked | null;
}
