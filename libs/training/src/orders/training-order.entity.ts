import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { Education } from '@app/kernel';
import type { SiteKind } from '@app/placements';
import type { ContractKind } from './order.js';
import { ORDER_STATES, type OrderReason, type OrderState } from './order-moves.js';

/** The table of moves that the database holds orders to; `ORDER_MOVES` is its twin. */
@Entity('order_transitions')
export class OrderTransitionEntity {
  @PrimaryColumn('text') fromState!: OrderState;
  @PrimaryColumn('text') toState!: OrderState;
  @Column('text', { array: true }) byKinds!: string[];
  @Column('text', { array: true, nullable: true }) reasons!: string[] | null;
}

/** An employer's request (or an officer's, from a measured shortage) to have people trained for named posts. */
@Entity('training_orders')
@Unique('one_order_per_number', ['number'])
@Check('order_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('order_places_are_full_codes', `workplace ~ '^[0-9]{12}$' and site_region ~ '^[0-9]{12}$' and county = substr(site_region, 1, 6)`)
@Check('order_is_of_an_employer_or_a_shortage', 'employer_id is not null or shortage_as_of is not null')
@Check('order_shortage_is_whole', '(shortage_as_of is null) = (shortage_month is null)')
@Check('order_pledges_seats', 'seats between 1 and 500')
@Check('order_pays', 'pay_yuan > 0')
@Check('order_contract_kind_is_known', `contract_kind in ('fixed-term', 'open-ended', 'until-work-is-done')`)
@Check('open_ended_contract_has_no_months', `(contract_kind = 'open-ended') = (contract_months is null) and contract_months between 1 and 120`)
@Check('order_window_ends_after_it_begins', 'window_to >= window_from')
@Check('order_site_kind_is_known', `site_kind in ('school', 'enterprise', 'village')`)
@Check('order_minimum_age_is_16_or_18', 'min_age in (16, 18)')
@Check('order_state_is_known', `state in ('${ORDER_STATES.join(`', '`)}')`)
@Check('waiting_order_is_approved', `state not in ('approved', 'queued', 'recruiting', 'class-open', 'training', 'completed', 'settled') or approved_on is not null`)
@Check('hires_fill_pledged_seats', 'hired between 0 and seats')
@Check('retained_were_hired', 'retained between 0 and hired')
@Check('settled_order_is_counted', `(state = 'settled') = (retained is not null)`)
@Index('one_order_per_own_reference', ['employerId', 'externalRef'], { unique: true, where: 'external_ref is not null and split_from is null' })
@Index('class_serves_one_order', ['classId'], { unique: true, where: 'class_id is not null' })
@Index('training_orders_by_time', ['county', 'createdAt', 'id'])
@Index('training_orders_of_employer', ['employerId', 'createdAt', 'id'])
@Index('training_orders_by_state', ['county', 'state', 'createdAt', 'id'])
@Index('training_orders_split', ['splitFrom'], { where: 'split_from is not null' })
export class TrainingOrderEntity {
  @PrimaryColumn('uuid') id!: string;
  /** What people call it. */
  @Column('text') number!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid', { nullable: true }) employerId!: string | null;
  @Column('text', { nullable: true }) externalRef!: string | null;
  @Column('text') occupation!: string;
  @Column('int') seats!: number;
  @Column('int') payYuan!: number;
  @Column('text') workplace!: string;
  @Column('text') contractKind!: ContractKind;
  @Column('int', { nullable: true }) contractMonths!: number | null;
  @Column('date') windowFrom!: string;
  @Column('date') windowTo!: string;
  @Column('text') siteKind!: SiteKind;
  @Column('text') siteRegion!: string;
  @Column('text', { nullable: true }) minEducation!: Education | null;
  @Column('int', { default: 16 }) minAge!: 16 | 18;
  @Column('text', { array: true, default: '{}' }) certificates!: string[];
  @Column('text', { nullable: true }) requirements!: string | null;
  @Column('text') contentHash!: string;
  @Column('date', { nullable: true }) shortageAsOf!: string | null;
  @Column('text', { nullable: true }) shortageMonth!: string | null;
  @Column('uuid', { nullable: true })
  @ForeignKey(() => TrainingOrderEntity, { name: 'part_of_an_order' })
  splitFrom!: string | null;
  @Column('text', { default: 'draft' }) state!: OrderState;
  /** How often it moved. */
  @Column('int', { default: 0 }) moves!: number;
  @Column('date', { nullable: true }) submittedOn!: string | null;
  @Column('date', { nullable: true }) remindedOn!: string | null;
  /** The first approval; kept while it waits again. */
  @Column('date', { nullable: true }) approvedOn!: string | null;
  @Column('uuid', { nullable: true }) slotId!: string | null;
  @Column('uuid', { nullable: true }) classId!: string | null;
  @Column('int', { default: 0 }) enrolled!: number;
  @Column('int', { default: 0 }) certified!: number;
  @Column('int', { default: 0 }) hired!: number;
  /** Counted when it is settled. */
  @Column('int', { nullable: true }) retained!: number | null;
  @Column('text') createdByKind!: string;
  @Column('text') createdBy!: string;
  @Column('int', { default: 1 }) version!: number;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updatedAt!: Date;
}

@Entity('training_order_skills')
@Check('order_skill_level_is_1_to_5', 'level between 1 and 5')
export class TrainingOrderSkillEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => TrainingOrderEntity, { name: 'skill_of_an_order' })
  orderId!: string;
  @PrimaryColumn('text') skillId!: string;
  @Column('int') level!: number;
}

/** What moved an order: who, when, why. Never edited. */
@Entity('training_order_moves')
@Unique('one_move_per_step', ['orderId', 'number'])
@Check('class_opens_by_name', `(to_state = 'class-open') = (class_id is not null)`)
@Check('recruiting_takes_a_slot', `(to_state = 'recruiting') = (slot_id is not null)`)
@Index('training_order_moves_by_time', ['movedAt'])
export class TrainingOrderMoveEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid')
  @ForeignKey(() => TrainingOrderEntity, { name: 'move_of_an_order' })
  orderId!: string;
  @Column('int') number!: number;
  @Column('text') fromState!: OrderState;
  @Column('text') toState!: OrderState;
  @Column('text', { nullable: true }) reasonCode!: OrderReason | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('uuid', { nullable: true }) slotId!: string | null;
  @Column('uuid', { nullable: true }) classId!: string | null;
  @Column('text') actorKind!: string;
  @Column('text') actorId!: string;
  @Column('timestamptz', { default: () => 'now()' }) movedAt!: Date;
}

/** A pledge that came into force, a hire from it, or the retraction of one, in the ledger's time: written by the database alone, read as facts of rates. */
@Entity('pledge_facts')
@Check('pledge_kind_is_known', `kind in ('order', 'hired-from-order', 'retracted')`)
@Check('pledge_is_whole', `(kind = 'order') = (seats is not null and pay_yuan is not null and permanent is not null)`)
@Check('pledge_hire_is_whole', `(kind = 'hired-from-order') = (hire_id is not null and registration_id is not null and person_id is not null)`)
@Check('pledge_retraction_is_whole', `(kind = 'retracted') = (retracts_fact_id is not null)`)
@Index('pledge_facts_of_county', ['county', 'recordedAt'])
@Index('pledge_facts_of_order', ['orderId'])
@Index('one_retraction_per_pledge_fact', ['retractsFactId'], { unique: true, where: 'retracts_fact_id is not null' })
export class PledgeFactEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') county!: string;
  @Column('text') kind!: string;
  @Column('date') effectiveOn!: string;
  @Column('timestamptz') recordedAt!: Date;
  @Column('uuid')
  @ForeignKey(() => TrainingOrderEntity, { name: 'pledge_of_an_order' })
  orderId!: string;
  @Column('int', { nullable: true }) seats!: number | null;
  @Column('int', { nullable: true }) payYuan!: number | null;
  @Column('int', { nullable: true }) contractMonths!: number | null;
  @Column('boolean', { nullable: true }) permanent!: boolean | null;
  @Column('uuid', { nullable: true })
  @ForeignKey(() => TrainingOrderHireEntity, { name: 'pledge_fact_of_a_hire' })
  hireId!: string | null;
  @Column('uuid', { nullable: true }) registrationId!: string | null;
  @Column('uuid', { nullable: true }) personId!: string | null;
  @Column('uuid', { nullable: true }) employmentId!: string | null;
  @Column('uuid', { nullable: true })
  @ForeignKey(() => PledgeFactEntity, { name: 'pledge_retracts_a_fact' })
  retractsFactId!: string | null;
}

/** Somebody hired for a pledged seat, and the employment that it stands on; withdrawn, never removed. The owner region is the person's. */
@Entity('training_order_hires')
@Check('hire_withdrawal_is_whole', '(withdrawn_by is null) = (withdrawn_at is null)')
@Index('one_hire_per_person_and_order', ['orderId', 'registrationId'], { unique: true, where: 'withdrawn_at is null' })
@Index('one_hire_per_employment', ['employmentId'], { unique: true, where: 'withdrawn_at is null' })
export class TrainingOrderHireEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid')
  @ForeignKey(() => TrainingOrderEntity, { name: 'hire_of_an_order' })
  orderId!: string;
  @Column('uuid') registrationId!: string;
  @Column('text') ownerRegion!: string;
  /** Null: a hire of before hires were written into the ledger. */
  @Column('uuid', { nullable: true }) employmentId!: string | null;
  @Column('date') hiredOn!: string;
  @Column('text') recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) recordedAt!: Date;
  @Column('text', { nullable: true }) withdrawnBy!: string | null;
  @Column('timestamptz', { nullable: true }) withdrawnAt!: Date | null;
}
