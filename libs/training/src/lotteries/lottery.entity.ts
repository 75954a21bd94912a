import type { LotteryNotice } from '@app/scheduling';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { TrainingOrderEntity } from '../orders/training-order.entity.js';
import type { LotteryState } from './lottery-moves.js';

/** The table of moves that the database holds lotteries to; `LOTTERY_MOVES` is its twin. */
@Entity('lottery_moves')
export class LotteryMoveEntity {
  @PrimaryColumn('text') fromState!: LotteryState;
  @PrimaryColumn('text') toState!: LotteryState;
}

/** A draw of an order's seats: notice, list and result are said once, one after the other. */
@Entity('lotteries')
@Check('lottery_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('lottery_state_is_known', `state in ('announced', 'closed', 'drawn', 'cancelled')`)
@Check('lottery_notice_is_the_published_one', `notice ->> 'lottery' = id::text and notice ->> 'seedHash' = seed_hash and (notice ->> 'seats')::int = seats`)
@Check('lottery_closing_is_whole', `(closed_at is null) = (list_hash is null) and (closed_at is null) = (applicants is null) and (closed_by is null) = (closed_at is null) and (state <> 'announced' or closed_at is null) and (state not in ('closed', 'drawn') or closed_at is not null)`)
@Check('lottery_closes_when_it_said', 'closed_at >= closes_at')
@Check('lottery_draw_is_whole', `(state = 'drawn') = (seed is not null) and (seed is null) = (result_hash is null) and (seed is null) = (drawn_at is null) and (drawn_by is null) = (drawn_at is null) and (seed is not null or public_value is null)`)
@Check('lottery_seed_is_the_committed_one', `seed is null or encode(sha256(convert_to(E'shouyu-lottery-1\\nseed\\n' || seed, 'UTF8')), 'hex') = seed_hash`)
@Check('lottery_cancelled_with_a_reason', `(state = 'cancelled') = (cancel_reason is not null) and (cancelled_by is null) = (cancel_reason is null) and (cancelled_at is null) = (cancel_reason is null)`)
@Index('one_lottery_per_order', ['orderId'], { unique: true, where: `state <> 'cancelled'` })
@Index('lotteries_of_order', ['orderId', 'announcedAt'])
export class LotteryEntity {
  @PrimaryColumn('uuid') id!: string;
  @ForeignKey(() => TrainingOrderEntity, { name: 'lottery_of_an_order' }) @Column('uuid') orderId!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('int') seats!: number;
  @Column('timestamptz') closesAt!: Date;
  /** As it was published. */
  @Column('jsonb') notice!: LotteryNotice;
  @Column('text') noticeHash!: string;
  @Column('text') seedHash!: string;
  /** Sealed until the draw. */
  @Column('text') sealedSeed!: string;
  @Column('text', { default: 'announced' }) state!: LotteryState;
  @Column('text') announcedBy!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) announcedAt!: Date;
  @Column('text', { nullable: true }) listHash!: string | null;
  @Column('int', { nullable: true }) applicants!: number | null;
  @Column('text', { nullable: true }) closedBy!: string | null;
  @Column('timestamptz', { nullable: true }) closedAt!: Date | null;
  @Column('text', { nullable: true }) seed!: string | null;
  @Column('text', { nullable: true }) publicValue!: string | null;
  @Column('text', { nullable: true }) resultHash!: string | null;
  @Column('text', { nullable: true }) drawnBy!: string | null;
  @Column('timestamptz', { nullable: true }) drawnAt!: Date | null;
  @Column('text', { nullable: true }) cancelledBy!: string | null;
  @Column('timestamptz', { nullable: true }) cancelledAt!: Date | null;
  @Column('text', { nullable: true }) cancelReason!: string | null;
}

/** A line of the published list: a number, never a person. */
@Entity('lottery_list')
@Check('losses_are_counted', 'losses >= 0')
export class LotteryLineEntity {
  @ForeignKey(() => LotteryEntity, { name: 'line_of_a_lottery' }) @PrimaryColumn('uuid', { primaryKeyConstraintName: 'one_line_per_number' }) lotteryId!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'one_line_per_number' }) entry!: string;
  @Column('int') losses!: number;
  @Column('text', { array: true }) groups!: string[];
}

/** Who has which number: seen by those who may read support categories. */
@Entity('lottery_entries')
@Unique('one_person_per_number', ['lotteryId', 'entry'])
@ForeignKey(() => LotteryLineEntity, ['lotteryId', 'entry'], ['lotteryId', 'entry'], { name: 'number_of_the_list' })
@Index('lottery_entries_of_person', ['registrationId'])
export class LotteryEntryEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'one_number_per_person' }) lotteryId!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'one_number_per_person' }) registrationId!: string;
  @Column('text') entry!: string;
  @Column('text') ownerRegion!: string;
}

/** The drawn order: those with a seat first. */
@Entity('lottery_results')
@Unique('one_result_per_number', ['lotteryId', 'entry'])
@Check('places_are_counted', 'place >= 1')
@ForeignKey(() => LotteryLineEntity, ['lotteryId', 'entry'], ['lotteryId', 'entry'], { name: 'result_of_the_list' })
export class LotteryResultEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'one_result_per_place' }) lotteryId!: string;
  @PrimaryColumn('int', { primaryKeyConstraintName: 'one_result_per_place' }) place!: number;
  @Column('text') entry!: string;
  /** Of which kind; null: waiting. */
  @Column('text', { nullable: true }) seat!: string | null;
}

/** Who was called to a seat. */
@Entity('lottery_calls')
@Unique('one_call_per_freed_seat', ['lotteryId', 'freedBy'])
@ForeignKey(() => LotteryResultEntity, ['lotteryId', 'entry'], ['lotteryId', 'entry'], { name: 'call_of_a_result' })
export class LotteryCallEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'one_call_per_number' }) lotteryId!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'one_call_per_number' }) entry!: string;
  @Column('text') seat!: string;
  /** The number whose seat fell free; null: called by the draw. */
  @Column('text', { nullable: true }) freedBy!: string | null;
  @Column('text') calledBy!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) calledAt!: Date;
}
