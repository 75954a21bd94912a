import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { WebhookEndpointEntity } from '../endpoints/webhook-endpoint.entity.js';
import type { WebhookEventType } from '../events/webhook-events.js';
import type { AttemptFault, DeliveryFault, DeliveryState } from './delivery-state.js';

/** One event on its way to one endpoint. */
@Entity('webhook_deliveries')
@Check('webhook_delivery_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('webhook_delivery_state_is_known', `state in ('waiting', 'delivered', 'failed')`)
@Check('only_a_waiting_delivery_has_a_next_attempt', `(state = 'waiting') = (next_attempt_at is not null)`)
@Check('attempts_count_up', 'round_from between 0 and attempts')
@Unique('one_delivery_per_event_and_endpoint', ['endpointId', 'eventKey'])
@Index('webhook_deliveries_of_endpoint', ['endpointId', 'createdAt', 'id'])
@Index('webhook_deliveries_by_age', ['ownerRegion', 'createdAt'])
@Index('webhook_deliveries_undelivered', ['state', 'endpointId'], { where: `state <> 'delivered'` })
export class WebhookDeliveryEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') employerId!: string;
  @Column('boolean', { default: () => 'acting_for_test()' }) test!: boolean;
  @ForeignKey(() => WebhookEndpointEntity, { name: 'delivery_to_an_endpoint', onDelete: 'CASCADE' }) @Column('uuid') endpointId!: string;
  /** The same at every endpoint and every attempt; follows from the event's key. */
  @Column('uuid') messageId!: string;
  @Column('text') eventKey!: string;
  @Column('text') eventType!: WebhookEventType;
  /** The exact text that is signed. */
  @Column('text') body!: string;
  @Column('timestamptz') occurredAt!: Date;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('text', { default: 'waiting' }) state!: DeliveryState;
  @Column('int', { default: 0 }) attempts!: number;
  /** How many attempts there were when it was last asked for: the schedule counts from there. */
  @Column('int', { default: 0 }) roundFrom!: number;
  @Column('timestamptz', { nullable: true }) nextAttemptAt!: Date | null;
  @Column('timestamptz', { nullable: true }) lastAttemptAt!: Date | null;
  @Column('int', { nullable: true }) lastStatus!: number | null;
  @Column('text', { nullable: true }) lastFault!: DeliveryFault | null;
  @Column('int', { nullable: true }) lastLatencyMs!: number | null;
}

/** One attempt; the number makes it one, however often its job runs. */
@Entity('webhook_attempts')
@Check('webhook_attempt_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('attempts_count_from_one', 'number >= 1')
@Check('attempt_has_one_outcome', '(status is null) <> (fault is null)')
@Check('attempt_fault_is_known', `fault in ('address-refused', 'name-unresolved', 'connection-failed', 'tls-failed', 'timed-out')`)
export class WebhookAttemptEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'one_attempt_per_number' }) @ForeignKey(() => WebhookDeliveryEntity, { name: 'attempt_of_a_delivery', onDelete: 'CASCADE' }) deliveryId!: string;
  @PrimaryColumn('int', { primaryKeyConstraintName: 'one_attempt_per_number' }) number!: number;
  @Column('text') ownerRegion!: string;
  @Column('uuid') employerId!: string;
  @Column('boolean', { default: () => 'acting_for_test()' }) test!: boolean;
  @Column('timestamptz') at!: Date;
  @Column('int', { nullable: true }) status!: number | null;
  @Column('text', { nullable: true }) fault!: AttemptFault | null;
  @Column('int') latencyMs!: number;
}
