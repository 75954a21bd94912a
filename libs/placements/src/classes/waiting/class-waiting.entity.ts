import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { TrainingClassEntity } from '../training-class.entity.js';
import type { JumpReason, LeavingListReason, WaitingEnd } from './waiting.js';

/** One person's place in the waiting list of a class; numbers are given once, and stay. */
@Entity('class_waiting')
@Unique('one_number_in_a_waiting_list', ['classId', 'number'])
@Check('waiting_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('waiting_ends_in_a_known_way', `ended_how in ('seated', 'left', 'class-ended')`)
@Check('waiting_end_is_whole', '(ended_how is null) = (ended_at is null) and (ended_how is null) = (ended_by is null) and (ended_how is not null or reason_code is null)')
@Index('one_place_in_a_waiting_list', ['classId', 'registrationId'], { unique: true, where: 'ended_how is null' })
export class ClassWaitingEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid') @ForeignKey(() => TrainingClassEntity, { name: 'waiting_for_a_class' }) classId!: string;
  @Column('int') number!: number;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') registrationId!: string;
  @Column('text') addedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) addedAt!: Date;
  @Column('text', { nullable: true }) endedHow!: WaitingEnd | null;
  @Column('text', { nullable: true }) reasonCode!: JumpReason | LeavingListReason | null;
  @Column('text', { nullable: true }) endedBy!: string | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
}
