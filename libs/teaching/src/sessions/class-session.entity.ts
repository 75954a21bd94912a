import type { CivilDate } from '@app/kernel';
import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstructorEntity, PracticeBaseEntity, TeachingRoomEntity } from '../registry/teaching-resource.entity.js';
import type { SessionPart, SessionPeriod } from './session.js';

/** One session of a class: half a day or an evening of theory in a room, or of practice at a base. Cancelled, it stays and takes nobody's time. */
@Entity('class_sessions')
@Check('session_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('session_period_is_known', `period in ('morning', 'afternoon', 'evening')`)
@Check('session_part_is_known', `part in ('theory', 'practice')`)
@Check('session_hours_fit_a_period', 'hours between 0.5 and 5')
@Check('session_has_one_place', 'num_nonnulls(room_id, base_id) = 1')
@Check('session_cancellation_is_whole', '(cancelled_by is null) = (cancelled_at is null) and (cancelled_at is null) = (cancel_reason is null)')
@Index('one_session_of_a_class_at_a_time', ['classId', 'taughtOn', 'period'], { unique: true, where: 'cancelled_at is null' })
@Index('one_place_at_a_time_for_an_instructor', ['instructorId', 'taughtOn', 'period'], { unique: true, where: 'cancelled_at is null' })
@Index('one_class_at_a_time_in_a_room', ['roomId', 'taughtOn', 'period'], { unique: true, where: 'cancelled_at is null' })
@Index('one_class_at_a_time_at_a_base', ['baseId', 'taughtOn', 'period'], { unique: true, where: 'cancelled_at is null' })
@Index('one_successor_per_session', ['replacesId'], { unique: true, where: 'replaces_id is not null' })
@Index('class_sessions_by_day', ['county', 'taughtOn', 'id'])
export class ClassSessionEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid') classId!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('date') taughtOn!: CivilDate;
  @Column('text') period!: SessionPeriod;
  @Column('text') part!: SessionPart;
  /** 0.5 to 5. */
  @Column('numeric', { precision: 3, scale: 1 }) hours!: string;
  @Column('uuid', { nullable: true }) @ForeignKey(() => TeachingRoomEntity, { name: 'session_in_a_room' }) roomId!: string | null;
  @Column('uuid', { nullable: true }) @ForeignKey(() => PracticeBaseEntity, { name: 'session_at_a_base' }) baseId!: string | null;
  @Column('uuid') @ForeignKey(() => InstructorEntity, { name: 'session_by_an_instructor' }) instructorId!: string;
  /** Why a flexible class is taught on a holiday or in a season of farm work. */
  @Column('text', { nullable: true }) overrideReason!: string | null;
  /** The cancelled session that this one was moved from. */
  @Column('uuid', { nullable: true }) @ForeignKey(() => ClassSessionEntity, { name: 'session_replaces_a_session' }) replacesId!: string | null;
  @Column('text', { nullable: true }) cancelledBy!: string | null;
  @Column('timestamptz', { nullable: true }) cancelledAt!: Date | null;
  @Column('text', { nullable: true }) cancelReason!: string | null;
  @Column('text') createdBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('int', { default: 1 }) version!: number;
}
