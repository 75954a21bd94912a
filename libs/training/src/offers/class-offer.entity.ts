import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { TrainingOrderEntity } from '../orders/training-order.entity.js';
import { OFFER_CHANNELS, OFFER_STATES, OPEN_OFFER_STATES, type OfferChannel, type OfferReason, type OfferState } from './offer-moves.js';
import type { OfferTerms } from './offer-terms.js';

const listOf = (codes: readonly string[]): string => `('${codes.join(`', '`)}')`;

/** The table of moves that the database holds offers to; `OFFER_MOVES` is its twin. */
@Entity('class_offer_transitions')
export class ClassOfferTransitionEntity {
  @PrimaryColumn('text') fromState!: OfferState;
  @PrimaryColumn('text') toState!: OfferState;
  @Column('text', { array: true }) byKinds!: string[];
  @Column('text', { array: true, nullable: true }) reasons!: string[] | null;
}

export const OFFER_SOURCES = ['assignment', 'draw', 'officer'] as const;
/** Where an offer comes from: the engine's assignment, a draw, or an officer's own choice. */
export type OfferSource = (typeof OFFER_SOURCES)[number];

/** A seat in an order's class offered to one person, with what they are told of the post and the class. */
@Entity('class_offers')
@Check('offer_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('offer_source_is_known', `source in ${listOf(OFFER_SOURCES)}`)
@Check('offer_state_is_known', `state in ${listOf(OFFER_STATES)}`)
@Check('offer_is_answered_within_days', 'answer_days between 1 and 30')
@Check('offer_waits_by_number', `state <> 'waiting' or waiting_number is not null`)
@Index('one_open_offer_per_person_and_order', ['orderId', 'registrationId'], { unique: true, where: `state in ${listOf(OPEN_OFFER_STATES)}` })
@Index('one_class_at_a_time', ['registrationId'], { unique: true, where: `state = 'accepted'` })
@Index('class_offers_of_order', ['orderId', 'createdAt', 'id'])
@Index('class_offers_by_expiry', ['county', 'expiresOn'], { where: `state = 'told'` })
export class ClassOfferEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => TrainingOrderEntity, { name: 'offer_of_an_order' }) @Column('uuid') orderId!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') registrationId!: string;
  @Column('text') source!: OfferSource;
  @Column('jsonb') terms!: OfferTerms;
  /** What is told, word for word. */
  @Column('text') wording!: string;
  /** Days for an answer, from the day of telling on. */
  @Column('int') answerDays!: number;
  @Column('text', { default: 'made' }) state!: OfferState;
  @Column('int', { default: 0 }) moves!: number;
  /** Order in which those said yes who found every seat taken. */
  @Column('int', { nullable: true }) waitingNumber!: number | null;
  @Column('date', { nullable: true }) expiresOn!: string | null;
  @Column('text', { nullable: true }) endedFor!: OfferReason | null;
  @Column('text') createdBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
}

/** A step in an offer's life; the only way that it moves. */
@Entity('class_offer_moves')
@Unique('one_offer_move_per_step', ['offerId', 'number'])
@Check('telling_names_its_channel', `(to_state = 'told') = (channel is not null) and (channel is null) = (told_at is null)`)
@Check('channel_is_known', `channel in ${listOf(OFFER_CHANNELS)}`)
@Check('nothing_is_said_of_health', `reason_code is distinct from 'trainee-health' or reason is null`)
export class ClassOfferMoveEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => ClassOfferEntity, { name: 'move_of_an_offer' }) @Column('uuid') offerId!: string;
  @Column('int') number!: number;
  @Column('text') fromState!: OfferState;
  @Column('text') toState!: OfferState;
  @Column('text', { nullable: true }) reasonCode!: OfferReason | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text', { nullable: true }) channel!: OfferChannel | null;
  @Column('timestamptz', { nullable: true }) toldAt!: Date | null;
  @Column('text') actorKind!: string;
  @Column('text') actorId!: string;
  @Column('timestamptz', { default: () => 'now()' }) movedAt!: Date;
}

export const ROLL_EXCEPTIONS = ['moved-from-another-class', 'enrolled-before-the-order', 'named-by-the-employer', 'other'] as const;
export type RollException = (typeof ROLL_EXCEPTIONS)[number];

/** Somebody who may sit in an order's class without having accepted an offer, and why. */
@Entity('class_roll_exceptions')
@Check('exception_code_is_known', `code in ${listOf(ROLL_EXCEPTIONS)}`)
export class ClassRollExceptionEntity {
  @ForeignKey(() => TrainingOrderEntity, { name: 'exception_of_an_order' }) @PrimaryColumn('uuid', { primaryKeyConstraintName: 'one_exception_per_person_and_order' }) orderId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'one_exception_per_person_and_order' }) registrationId!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') code!: RollException;
  @Column('text') reason!: string;
  @Column('text') recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) recordedAt!: Date;
}
