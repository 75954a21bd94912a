import { CursorQuery } from '@app/platform';
import { DELIVERY_STATES, messageIdOf, WEBHOOK_EVENT_TYPES, type AttemptFault, type DeliveryFault, type DeliveryState, type DeliveryWithAttempts, type WebhookAttempt, type WebhookDelivery, type WebhookEventType } from '@app/webhooks';
import { IsIn, IsOptional } from 'class-validator';

export class ListDeliveriesQuery extends CursorQuery {
  @IsOptional() @IsIn(DELIVERY_STATES)
  state?: DeliveryState;
  @IsOptional() @IsIn(WEBHOOK_EVENT_TYPES)
  eventType?: WebhookEventType;
}

export class DeliveryResponse {
  id!: string;
  /**
   * The webhook-id that every attempt carries.
   * @example 'msg_2b1c0f6de5f04a0b9a9a4c8f7b0d9e11'
   */
  messageId!: string;
  eventType!: WebhookEventType;
  state!: DeliveryState;
  /** Attempts so far. */
  attempts!: number;
  nextAttemptAt!: string | null;
  lastAttemptAt!: string | null;
  /** HTTP status of the last answer. */
  lastStatus!: number | null;
  /** Why there was no answer, or no attempt. */
  lastFault!: DeliveryFault | null;
  lastLatencyMs!: number | null;
  occurredAt!: string;
  createdAt!: string;

  static of(this: void, row: WebhookDelivery): DeliveryResponse {
    const { id, messageId, eventType, state, attempts, nextAttemptAt, lastAttemptAt, lastStatus, lastFault, lastLatencyMs, occurredAt, createdAt } = row;
    return {
      id, messageId: messageIdOf(messageId), eventType, state, attempts, nextAttemptAt: nextAttemptAt?.toISOString() ?? null, lastAttemptAt: lastAttemptAt?.toISOString() ?? null,
      lastStatus, lastFault, lastLatencyMs, occurredAt: occurredAt.toISOString(), createdAt: createdAt.toISOString(),
    };
  }
}

export class DeliveryPage {
  items!: DeliveryResponse[];
  nextCursor!: string | null;
}

export class AttemptResponse {
  number!: number;
  at!: string;
  /** HTTP status of the answer. */
  status!: number | null;
  /** Why there was none. */
  fault!: AttemptFault | null;
  latencyMs!: number;

  static of(this: void, { number, at, status, fault, latencyMs }: WebhookAttempt): AttemptResponse {
    return { number, at: at.toISOString(), status, fault, latencyMs };
  }
}

export class DeliveryDetailResponse extends DeliveryResponse {
  /** The exact text that is sent. */
  body!: string;
  log!: AttemptResponse[];

  static ofDetail(this: void, { delivery, attempts }: DeliveryWithAttempts): DeliveryDetailResponse {
    return { ...DeliveryResponse.of(delivery), body: delivery.body, log: attempts.map(AttemptResponse.of) };
  }
}
