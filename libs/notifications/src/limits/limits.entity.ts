import { Check, Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** A telephone that wants no more messages of a purpose, for good. */
@Entity('message_opt_outs')
@Check('opt_out_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
export class MessageOptOutEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'one_opt_out_per_telephone_and_purpose' }) phoneIndex!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'one_opt_out_per_telephone_and_purpose' }) purpose!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid', { nullable: true }) registrationId!: string | null;
  @Column('uuid', { nullable: true }) replyId!: string | null;
  @Column('text') recordedBy!: string;
  @Column('timestamptz') at!: Date;
}

/** Why nothing is sent to a number: it does not exist any more, or is somebody else's (二次放号). */
export const BLOCK_REASONS = ['hard-failure', 'not-the-person'] as const;
export type BlockReason = (typeof BLOCK_REASONS)[number];

/** A number that nothing is sent to until an officer has verified whose it is. */
@Entity('number_blocks')
@Check('number_block_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('number_block_reason_is_known', `reason in ('hard-failure', 'not-the-person')`)
@Check('number_block_lift_is_whole', '(lifted_by is null) = (lifted_at is null)')
@Index('one_block_in_force_per_number', ['phoneIndex'], { unique: true, where: 'lifted_at is null' })
@Index('number_blocks_by_time', ['ownerRegion', 'at', 'id'])
export class NumberBlockEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') phoneIndex!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') reason!: BlockReason;
  @Column('uuid', { nullable: true }) notificationId!: string | null;
  @Column('text') blockedBy!: string;
  @Column('timestamptz') at!: Date;
  @Column('text', { nullable: true }) liftedBy!: string | null;
  @Column('timestamptz', { nullable: true }) liftedAt!: Date | null;
}

/** Message parts that a county may send a civil day; 2,000 where it has set none. */
@Entity('sms_budgets')
@Check('budget_county_holds_its_region', `owner_region = rpad(county, 12, '0') and county ~ '^[0-9]{6}$'`)
@Check('budget_is_not_negative', 'parts_per_day between 0 and 1000000')
export class SmsBudgetEntity {
  @PrimaryColumn('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('int') partsPerDay!: number;
  @Column('text') setBy!: string;
  @Column('timestamptz') setAt!: Date;
}

/** What a county has spent of a civil day's budget; written by the claim only. */
@Entity('sms_budget_days')
@Check('spent_parts_are_not_negative', 'spent >= 0')
export class SmsBudgetDayEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'one_budget_per_county_and_day' }) county!: string;
  @PrimaryColumn('date', { primaryKeyConstraintName: 'one_budget_per_county_and_day' }) day!: string;
  @Column('text') ownerRegion!: string;
  @Column('int', { default: 0 }) spent!: number;
}
