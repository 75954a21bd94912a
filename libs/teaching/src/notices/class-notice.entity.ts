import { Check, Column, Entity, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { NoticedSession, NoticeKind } from './class-notice.js';

/** What the people of a class were told of its timetable, notice by notice; the last holds. */
@Entity('class_notices')
@Unique('one_class_notice_per_number', ['classId', 'number'])
@Check('class_notice_county_holds_its_region', `owner_region = rpad(county, 12, '0') and county ~ '^[0-9]{6}$'`)
@Check('class_notice_kind_is_known', `kind in ('start', 'change', 'aborted')`)
@Check('class_notices_begin_with_the_start', `case kind when 'start' then number = 1 when 'change' then number > 1 else number >= 1 end`)
@Check('class_notice_tells_a_timetable', `jsonb_typeof(timetable) = 'array'`)
export class ClassNoticeEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid') classId!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  /** 1 for the class's first. */
  @Column('int') number!: number;
  @Column('text') kind!: NoticeKind;
  /** The sessions that were to come, in their order. */
  @Column('jsonb') timetable!: NoticedSession[];
  @Column('timestamptz') madeAt!: Date;
}

/** How long before it begins a county's people are told of a class; 3 days where it has set nothing. */
@Entity('class_notice_policies')
@Check('notice_policy_county_holds_its_region', `owner_region = rpad(county, 12, '0') and county ~ '^[0-9]{6}$'`)
@Check('class_is_announced_1_to_14_days_before', 'days_before between 1 and 14')
export class ClassNoticePolicyEntity {
  @PrimaryColumn('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('int') daysBefore!: number;
  @Column('text') setBy!: string;
  @Column('timestamptz') setAt!: Date;
}
