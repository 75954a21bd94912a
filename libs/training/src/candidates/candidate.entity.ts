import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { TrainingOrderEntity } from '../orders/training-order.entity.js';
import type { SeatReserve } from './seat-policy.js';

/** How a county shares seats out from a day on. */
@Entity('seat_policies')
@Check('seat_policy_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('seat_policy_is_for_days_to_come', `from_on > (recorded_at at time zone 'Asia/Shanghai')::date`)
@Unique('one_seat_policy_per_version', ['county', 'version'])
@Unique('one_seat_policy_per_day', ['county', 'fromOn'])
export class SeatPolicyEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') version!: string;
  @Column('date') fromOn!: string;
  @Column('jsonb') reserves!: SeatReserve[];
  /** `open` and every group once. */
  @Column('text', { array: true }) seatOrder!: string[];
  @Column('text') recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) recordedAt!: Date;
}

/** Somebody's wish for one order's class. */
@Entity('order_applications')
@Check('application_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('application_withdrawal_is_whole', '(withdrawn_by is null) = (withdrawn_at is null)')
@Index('one_application_per_person_and_order', ['orderId', 'registrationId'], { unique: true, where: 'withdrawn_at is null' })
@Index('order_applications_of_person', ['registrationId'])
export class OrderApplicationEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => TrainingOrderEntity, { name: 'application_for_an_order' }) @Column('uuid') orderId!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') registrationId!: string;
  @Column('text') recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) recordedAt!: Date;
  @Column('text', { nullable: true }) withdrawnBy!: string | null;
  @Column('timestamptz', { nullable: true }) withdrawnAt!: Date | null;
}

/** Seats of orders' classes as the engine would give them: asked for, then made or failed, and as it was made from then on. */
@Entity('seat_assignments')
@Check('assignment_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('assignment_share_is_a_share', 'township_share between 0 and 1')
@Check('assignment_is_made_whole', 'num_nulls(as_of, scoring_version, seat_policy_version, order_ids, figures, made_at) in (0, 6)')
@Check('assignment_is_made_or_has_failed', 'made_at is null or failure is null')
@Check('assignment_failure_is_known', `failure in ('nothing-to-assign', 'solver-gave-up', 'gave-up')`)
@Index('seat_assignments_by_time', ['county', 'askedAt', 'id'])
export class SeatAssignmentEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  /** Null: every recruiting order. */
  @Column('uuid', { array: true, nullable: true }) wantedOrderIds!: string[] | null;
  @Column('double precision') townshipShare!: number;
  @Column('text') askedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) askedAt!: Date;
  @Column('date', { nullable: true }) asOf!: string | null;
  @Column('text', { nullable: true }) scoringVersion!: string | null;
  @Column('text', { nullable: true }) seatPolicyVersion!: string | null;
  @Column('uuid', { array: true, nullable: true }) orderIds!: string[] | null;
  @Column('jsonb', { nullable: true }) figures!: unknown;
  @Column('timestamptz', { nullable: true }) madeAt!: Date | null;
  @Column('text', { nullable: true }) failure!: string | null;
}

@Entity('seat_assignment_pairs')
export class SeatAssignmentPairEntity {
  @ForeignKey(() => SeatAssignmentEntity, { name: 'pair_of_an_assignment' }) @PrimaryColumn('uuid', { primaryKeyConstraintName: 'one_seat_per_person_and_assignment' }) assignmentId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'one_seat_per_person_and_assignment' }) registrationId!: string;
  @Column('uuid') orderId!: string;
  @Column('text') ownerRegion!: string;
  /** Once the course is certified; hundredths of a point. */
  @Column('int') score!: number;
  @Column('boolean') hasApplied!: boolean;
}
