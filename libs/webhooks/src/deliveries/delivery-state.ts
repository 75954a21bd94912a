/** The life of a delivery: it waits for its (next) attempt, has arrived, or will not be tried again unless somebody asks. */
export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** The legal moves; the database refuses every other (`check_webhook_delivery_move`). Back to waiting: asked for again. */
export const DELIVERY_MOVES = { waiting: ['delivered', 'failed'], delivered: ['waiting'], failed: ['waiting'] } as const satisfies Record<DeliveryState, readonly DeliveryState[]>;

/** Why an attempt had no answer. */
export const ATTEMPT_FAULTS = ['address-refused', 'name-unresolved', 'connection-failed', 'tls-failed', 'timed-out'] as const;
export type AttemptFault = (typeof ATTEMPT_FAULTS)[number];

/** Why a delivery has not arrived, beyond what its attempts say: its endpoint is disabled, or the job itself failed for good. */
export const DELIVERY_FAULTS = [...ATTEMPT_FAULTS, 'endpoint-disabled', 'gave-up'] as const;
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

/** What one attempt came to: an answer's status, or why there was none. */
export interface AttemptOutcome {
  readonly status: number | null;
  readonly fault: AttemptFault | null;
  readonly latencyMs: number;
  /** Asked for by the receiver. */
  readonly retryAfterS: number | null;
}

/** 2xx has arrived; 410 says that nobody wants anything any more; all else (a redirect too: none is followed) is tried again. */
export function verdictOf({ status }: Pick<AttemptOutcome, 'status'>): 'delivered' | 'gone' | 'failed' {
  if (status !== null && status >= 200 && status < 300) return 'delivered';
  return status === 410 ? 'gone' : 'failed';
}
