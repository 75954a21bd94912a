import { CursorQuery, IsUuid } from '@app/platform';
import {
  NOTIFICATION_PURPOSES, NOTIFICATION_STATES, type CancelReason, type HoldReason, type NotificationAttempt, type NotificationPurpose, type NotificationState, type ProviderName, type ReadNotification,
} from '@app/notifications';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';

export class ListNotificationsQuery extends CursorQuery {
  @IsOptional() @IsIn(NOTIFICATION_STATES)
  state?: NotificationState;
  @IsOptional() @IsIn(NOTIFICATION_PURPOSES)
  purpose?: NotificationPurpose;
  @IsOptional() @IsUuid()
  waveId?: string;
  @IsOptional() @IsUuid()
  traineeId?: string;
}

export class DecideNotificationDto {
  /** Whether the message went, as the provider's console or the trainee says. */
  @IsBoolean({ message: '须为 true 或 false' })
  wasSent!: boolean;
}

export class NotificationResponse {
  id!: string;
  traineeId!: string;
  /** @example '138****8000' */
  phoneMasked!: string;
  purpose!: NotificationPurpose;
  /** The whole text, signature included; under the provider `log` nothing has left. Null: forgotten, 180 days after its end. */
  text!: string | null;
  template!: string;
  /** Message parts that it is charged for. */
  parts!: number;
  vacancyId!: string | null;
  waveId!: string | null;
  state!: NotificationState;
  /** Why it waits. */
  heldFor!: HoldReason | null;
  /** Why it was not sent. */
  reason!: CancelReason | null;
  provider!: ProviderName | null;
  /** The provider's own code for what became of it. */
  providerCode!: string | null;
  attempts!: number;
  plannedAt!: string;
  dueAt!: string;
  validUntil!: string;
  /** When it was last handed over. */
  claimedAt!: string | null;
  acceptedAt!: string | null;
  endedAt!: string | null;
  decidedBy!: string | null;
  decidedAt!: string | null;

  static of(this: void, row: ReadNotification): NotificationResponse {
    const { id, registrationId, phoneMasked, purpose, openText, template, parts, vacancyId, waveId, state, heldFor, reason, provider, providerCode, attempts, plannedAt, dueAt, validUntil, claimedAt, acceptedAt, endedAt, decidedBy, decidedAt } = row;
    return {
      id, traineeId: registrationId, phoneMasked, purpose, text: openText, template, parts, vacancyId, waveId, state, heldFor, reason, provider, providerCode, attempts,
      plannedAt: plannedAt.toISOString(), dueAt: dueAt.toISOString(), validUntil: validUntil.toISOString(), claimedAt: claimedAt?.toISOString() ?? null, acceptedAt: acceptedAt?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null, decidedBy, decidedAt: decidedAt?.toISOString() ?? null,
    };
  }
}

export class NotificationPage {
  items!: NotificationResponse[];
  nextCursor!: string | null;
}

export class NotificationAttemptResponse {
  number!: number;
  provider!: ProviderName;
  at!: string;
  outcome!: 'accepted' | 'refused' | 'unknown';
  code!: string | null;
  latencyMs!: number | null;

  static of(this: void, { number, provider, at, outcome, code, latencyMs }: NotificationAttempt): NotificationAttemptResponse {
    return { number, provider, at: at.toISOString(), outcome, code, latencyMs };
  }
}

export class NotificationDetailResponse extends NotificationResponse {
  log!: NotificationAttemptResponse[];

  static ofDetail(this: void, { notification, attempts }: { readonly notification: ReadNotification; readonly attempts: readonly NotificationAttempt[] }): NotificationDetailResponse {
    return { ...NotificationResponse.of(notification), log: attempts.map(NotificationAttemptResponse.of) };
  }
}
