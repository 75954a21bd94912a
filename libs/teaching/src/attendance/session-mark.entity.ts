import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { ClassSessionEntity } from '../sessions/class-session.entity.js';
import type { MarkSource, SessionMarkKind } from './attendance.js';

/**
 * Whether one person came to one session. Rows are added and never changed: the one with the highest number counts (the view
 * `session_marks_now`), the others keep what stood before. A trigger rolls the sessions of a day up to its `attendance_marks`.
 */
@Entity('session_marks')
@Unique('one_session_mark_per_step', ['sessionId', 'registrationId', 'number'])
@Check('session_mark_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('session_mark_is_known', `mark in ('present', 'absent', 'leave', 'withdrawn')`)
@Check('session_mark_source_is_known', `source in ('officer', 'workbook', 'qr')`)
@Check('only_presence_has_session_hours', `(mark = 'present') = (hours is not null) and hours > 0`)
@Index('session_marks_of_class', ['classId', 'registrationId'])
export class SessionMarkEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid') @ForeignKey(() => ClassSessionEntity, { name: 'mark_of_a_session' }) sessionId!: string;
  @Column('uuid') classId!: string;
  @Column('uuid') registrationId!: string;
  @Column('int') number!: number;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') mark!: SessionMarkKind;
  /** Hours present, at most the session's. */
  @Column('numeric', { precision: 3, scale: 1, nullable: true }) hours!: string | null;
  @Column('text') source!: MarkSource;
  @Column('text') recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) recordedAt!: Date;
}
