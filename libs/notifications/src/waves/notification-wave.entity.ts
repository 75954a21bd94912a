import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { PolicyNoticeEntity } from '../policies/policy-notice.entity.js';
import type { WaveStop } from './wave-rules.js';

/** The messages of one vacancy, or of one policy notice, that an officer confirmed together. A large one waits for a second officer after its trial. */
@Entity('notification_waves')
@Check('wave_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('waves_count_from_one', 'number >= 1')
@Check('wave_reaches_somebody', 'size between 1 and 5000')
@Check('wave_release_is_whole', '(released_by is null) = (released_at is null)')
@Check('small_wave_needs_no_second_officer', 'size > 200 or released_by is not null')
@Check('large_wave_is_released_by_a_second_officer', 'size <= 200 or released_by is null or released_by <> confirmed_by')
@Check('wave_stop_is_whole', '(stopped_by is null) = (stopped_at is null) and (stopped_by is null) = (stop_reason is null)')
@Check('wave_stop_reason_is_known', `stop_reason in ('officer', 'filled', 'withdrawn', 'expired')`)
@Check('wave_is_about_one_thing', 'num_nonnulls(vacancy_id, policy_notice_id) = 1')
@Unique('one_wave_per_vacancy_and_number', ['vacancyId', 'number'])
@Unique('one_wave_per_policy_notice_and_number', ['policyNoticeId', 'number'])
@Index('notification_waves_by_time', ['ownerRegion', 'confirmedAt', 'id'])
export class NotificationWaveEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid', { nullable: true }) vacancyId!: string | null;
  @ForeignKey(() => PolicyNoticeEntity, { name: 'wave_of_a_policy_notice' }) @Column('uuid', { nullable: true }) policyNoticeId!: string | null;
  /** 1 for the first of its vacancy or notice. */
  @Column('int') number!: number;
  /** Messages in it. */
  @Column('int') size!: number;
  @Column('text') confirmedBy!: string;
  @Column('timestamptz') confirmedAt!: Date;
  @Column('text', { nullable: true }) releasedBy!: string | null;
  @Column('timestamptz', { nullable: true }) releasedAt!: Date | null;
  @Column('text', { nullable: true }) stoppedBy!: string | null;
  @Column('timestamptz', { nullable: true }) stoppedAt!: Date | null;
  @Column('text', { nullable: true }) stopReason!: WaveStop | null;
}
