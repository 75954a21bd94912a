import { Check, Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { WantedEventType } from '../events/webhook-events.js';
import type { DisabledReason, EndpointState } from './endpoint-state.js';

/** Where an employer is told. The secrets are sealed under its id. */
@Entity('webhook_endpoints')
@Check('webhook_endpoint_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('at_most_five_webhook_endpoints', 'slot between 1 and 5')
@Check('webhook_endpoint_wants_some_event', 'cardinality(event_types) > 0')
@Check('webhook_endpoint_state_is_known', `state in ('active', 'disabled')`)
@Check('webhook_endpoint_is_disabled_for_a_reason', `(state = 'disabled') = (disabled_reason is not null) and (disabled_reason is null) = (disabled_at is null) and disabled_reason in ('gone', 'failing')`)
@Check('previous_secret_ends', '(previous_secret is null) = (previous_secret_until is null)')
@Unique('one_webhook_endpoint_per_slot', ['employerId', 'test', 'slot'])
@Unique('one_webhook_endpoint_per_url', ['employerId', 'test', 'url'])
@Index('webhook_endpoints_by_time', ['ownerRegion', 'createdAt', 'id'])
export class WebhookEndpointEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') employerId!: string;
  /** Made with a test key: hears of test data only. */
  @Column('boolean', { default: () => 'acting_for_test()' }) test!: boolean;
  /** 1..5: a sixth endpoint finds no place. */
  @Column('int') slot!: number;
  @Column('text') url!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('text', { array: true }) eventTypes!: WantedEventType[];
  @Column('text', { select: false }) secret!: string;
  /** The one before the rotation; signs until it ends. */
  @Column('text', { nullable: true, select: false }) previousSecret!: string | null;
  @Column('timestamptz', { nullable: true }) previousSecretUntil!: Date | null;
  @Column('text', { default: 'active' }) state!: EndpointState;
  @Column('text', { nullable: true }) disabledReason!: DisabledReason | null;
  @Column('timestamptz', { nullable: true }) disabledAt!: Date | null;
  /** The first failure since anything arrived. */
  @Column('timestamptz', { nullable: true }) failingSince!: Date | null;
  @Column('timestamptz', { nullable: true }) lastDeliveredAt!: Date | null;
  @Column('text') createdBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updatedAt!: Date;
  @Column('int', { default: 1 }) version!: number;
}
