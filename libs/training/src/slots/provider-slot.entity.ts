import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A provider's free place for a class: it serves one order. */
@Entity('provider_slots')
@Check('slot_county_is_a_code', `county ~ '^[0-9]{6}$'`)
@Check('slot_has_seats', 'seats between 1 and 500')
@Check('slot_withdrawal_is_whole', '(withdrawn_by is null) = (withdrawn_at is null)')
@Check('taken_slot_is_not_withdrawn', 'order_id is null or withdrawn_at is null')
@Index('one_slot_per_order', ['orderId'], { unique: true, where: 'order_id is not null' })
@Index('provider_slots_by_day', ['county', 'fromOn', 'id'])
@Index('provider_slots_of_provider', ['providerId', 'fromOn', 'id'])
export class ProviderSlotEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') county!: string;
  @Column('uuid') providerId!: string;
  /** Null: any. */
  @Column('text', { nullable: true }) occupation!: string | null;
  /** The first possible day. */
  @Column('date') fromOn!: string;
  @Column('int') seats!: number;
  /** Whom it serves; null: free. */
  @Column('uuid', { nullable: true }) orderId!: string | null;
  @Column('text', { nullable: true }) withdrawnBy!: string | null;
  @Column('timestamptz', { nullable: true }) withdrawnAt!: Date | null;
  @Column('text') createdBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('int', { default: 1 }) version!: number;
}

/** While a pause lasts, none of a provider's slots is free. */
@Entity('provider_pauses')
@Check('pause_county_is_a_code', `county ~ '^[0-9]{6}$'`)
@Check('resumption_is_whole', '(resumed_by is null) = (resumed_at is null)')
@Index('one_pause_per_provider', ['providerId', 'county'], { unique: true, where: 'resumed_at is null' })
export class ProviderPauseEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') county!: string;
  @Column('uuid') providerId!: string;
  @Column('text') reason!: string;
  @Column('text') pausedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) pausedAt!: Date;
  @Column('text', { nullable: true }) resumedBy!: string | null;
  @Column('timestamptz', { nullable: true }) resumedAt!: Date | null;
}
