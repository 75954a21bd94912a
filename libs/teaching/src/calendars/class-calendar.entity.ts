import type { CivilDate } from '@app/kernel';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { CalendarFailure, CalendarFigures, LeftOutReason } from './class-calendar.js';

/** A calendar of a county's classes: asked for, then made by the worker, and kept as it was made. */
@Entity('class_calendars')
@Check('calendar_county_is_a_code', `county ~ '^[0-9]{6}$'`)
@Check('calendar_window_is_of_400_days', 'to_on between from_on and from_on + 400')
@Check('calendar_hours_per_day', 'hours_per_day between 2 and 8')
@Check('made_calendar_is_whole', '(made_at is null) = (figures is null)')
@Check('failed_calendar_says_why', `(failed_at is null) = (failure is null) and (failed_at is null or made_at is null) and failure in ('gave-up')`)
@Index('class_calendars_of_county', { synchronize: false })
export class ClassCalendarEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'class_calendars_pkey' }) id!: string;
  @Column('text') county!: string;
  @Column('date') fromOn!: CivilDate;
  @Column('date') toOn!: CivilDate;
  @Column('int') hoursPerDay!: number;
  @Column('text') requestedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) requestedAt!: Date;
  @Column('timestamptz', { nullable: true }) madeAt!: Date | null;
  @Column('timestamptz', { nullable: true }) failedAt!: Date | null;
  @Column('text', { nullable: true }) failure!: CalendarFailure | null;
  @Column('jsonb', { nullable: true }) figures!: CalendarFigures | null;
}

/** A class in a calendar: when, where and by whom, or why not. */
@Entity('class_calendar_classes')
@Check('class_is_held_or_says_why_not', '(reason is null) = (cardinality(theory_days) + cardinality(practice_days) > 0)')
@Check('not_held_reason_is_known', `reason in ('NO_DAYS', 'NO_PLACE_OR_INSTRUCTOR', 'TOO_FEW_PEOPLE', 'CROWDED_OUT', 'NO_TOWNSHIP', 'NO_HOURS')`)
@Check('calendar_confirmation_is_whole', '(confirmed_by is null) = (confirmed_at is null) and (confirmed_at is null or reason is null)')
export class ClassCalendarClassEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'class_calendar_classes_pkey' })
  @ForeignKey(() => ClassCalendarEntity, { name: 'class_of_a_calendar', onDelete: 'CASCADE' })
  calendarId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'class_calendar_classes_pkey' }) classId!: string;
  @Column('text') county!: string;
  @Column('text', { nullable: true }) reason!: LeftOutReason | null;
  /** Hours that were still to teach when the calendar was made. */
  @Column('numeric', { precision: 5, scale: 1 }) theoryHours!: string;
  @Column('numeric', { precision: 5, scale: 1 }) practiceHours!: string;
  @Column('date', { array: true, default: () => `'{}'` }) theoryDays!: CivilDate[];
  @Column('date', { array: true, default: () => `'{}'` }) practiceDays!: CivilDate[];
  @Column('uuid', { nullable: true }) roomId!: string | null;
  @Column('uuid', { nullable: true }) theoryInstructorId!: string | null;
  @Column('uuid', { nullable: true }) baseId!: string | null;
  @Column('uuid', { nullable: true }) practiceInstructorId!: string | null;
  /** People who have a seat in it. */
  @Column('int', { default: 0 }) people!: number;
  @Column('text', { nullable: true }) confirmedBy!: string | null;
  @Column('timestamptz', { nullable: true }) confirmedAt!: Date | null;
}

/** Who would sit in which class; everybody sees their own people. */
@Entity('class_calendar_seats')
@Index('class_calendar_seats_in_order', ['calendarId', 'classId', 'registrationId'])
export class ClassCalendarSeatEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'class_calendar_seats_pkey' })
  @ForeignKey(() => ClassCalendarEntity, { name: 'seat_of_a_calendar', onDelete: 'CASCADE' })
  calendarId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'class_calendar_seats_pkey' }) registrationId!: string;
  @Column('uuid') classId!: string;
  @Column('text') ownerRegion!: string;
}
