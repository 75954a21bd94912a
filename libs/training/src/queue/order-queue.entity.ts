import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** When and by what a county's queue was worked out last. */
@Entity('order_queues')
@Check('queue_county_is_a_code', `county ~ '^[0-9]{6}$'`)
export class OrderQueueEntity {
  @PrimaryColumn('text') county!: string;
  @Column('date') asOf!: string;
  @Column('text') policyVersion!: string;
  @Column('int') orders!: number;
  /** The snapshot of transactions that it has seen. */
  @Column('text') seenBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) computedAt!: Date;
}

/** An order's place in it. */
@Entity('order_queue_places')
@Check('place_opens_or_says_why_not', '(opens_on is null) = (reason is not null) and (slot_id is null) = (opens_on is null)')
@Check('place_reason_is_known', `reason in ('NO_SLOT_FOR_OCCUPATION', 'NO_SLOT_IN_WINDOW', 'NO_SLOT_WITH_SEATS')`)
@Check('place_is_counted_from_1', '"position" >= 1')
@Index('order_queue_places_in_order', ['county', 'position'])
export class OrderQueuePlaceEntity {
  @PrimaryColumn('uuid') orderId!: string;
  @Column('text') county!: string;
  @Column('uuid', { nullable: true }) employerId!: string | null;
  @Column('int') position!: number;
  @Column('double precision') base!: number;
  @Column('int') age!: number;
  @Column('double precision') penalty!: number;
  @Column('double precision') effective!: number;
  @Column('uuid', { nullable: true }) slotId!: string | null;
  @Column('date', { nullable: true }) opensOn!: string | null;
  @Column('text', { nullable: true }) reason!: string | null;
  /** What it was worked out from, and the parts. */
  @Column('jsonb') inputs!: unknown;
  /** Since when it has this position and opening day. */
  @Column('timestamptz', { default: () => 'now()' }) movedAt!: Date;
}
