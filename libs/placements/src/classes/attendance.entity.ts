import type { CivilDate } from '@app/kernel';
import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { TrainingClassEntity } from './training-class.entity.js';

export const ATTENDANCE_MARKS = ['present', 'absent', 'leave'] as const;
export type AttendanceMark = (typeof ATTENDANCE_MARKS)[number];

/** Whether one person came to a class on one day. */
@Entity('attendance_marks')
@Check('mark_is_known', `mark in ('present', 'absent', 'leave')`)
@Check('hours_of_a_day', 'hours between 0 and 16')
@Check('mark_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('only_presence_has_hours', `hours is null or mark = 'present'`)
export class AttendanceMarkEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => TrainingClassEntity, { name: 'mark_of_a_class' })
  classId!: string;
  @PrimaryColumn('uuid')
  registrationId!: string;
  @PrimaryColumn('date')
  attendedOn!: CivilDate;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  mark!: AttendanceMark;
  /** Hours present, where the roster says so. */
  @Column('numeric', { precision: 4, scale: 1, nullable: true })
  hours!: string | null;
  /** Rolled up from the sessions of the day (`session_day` in the database): it changes by them alone. */
  @Column('boolean', { default: false })
  bySessions!: boolean;
  @Column('text')
  recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  recordedAt!: Date;
}
