import type { CLASS_ABORTED, ClassReason } from '@app/placements';

/** Where an order stands in its life. */
export const ORDER_STATES = ['draft', 'submitted', 'under-review', 'approved', 'returned', 'rejected', 'queued', 'recruiting', 'class-open', 'training', 'completed', 'settled', 'cancelled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** Who makes a move: `system` = a schedule. */
export type OrderMover = 'employer' | 'officer' | 'system';

export const RETURN_REASONS = ['seats', 'pay', 'contract', 'window', 'site', 'requirements', 'papers', 'other'] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];
export const REJECT_REASONS = ['not-a-real-post', 'no-course', 'employer-in-arrears', 'duplicate', 'other'] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];
export const CANCEL_REASONS = ['employer-withdrew', 'posts-filled', 'business-changed', 'employer-closed', 'no-capacity', 'too-few-people', 'duplicate', 'split', 'other'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];
/** Recruiting that goes back to the queue. */
export const REQUEUE_REASONS = ['slot-withdrawn', 'too-few-people'] as const;
export type RequeueReason = (typeof REQUEUE_REASONS)[number];
/** The class of the order was aborted: the ledger's own code for it. */
export const WITHOUT_CLASS = 'class-aborted' satisfies typeof CLASS_ABORTED;
export type OrderReason = ReturnReason | RejectReason | CancelReason | RequeueReason | typeof WITHOUT_CLASS | 'window-ended' | 'split';

/** Who may make a move, and the coded reasons of which it names one (null: none). */
export interface OrderMove {
  readonly by: readonly OrderMover[];
  readonly reasons: readonly OrderReason[] | null;
}

const move = (by: readonly OrderMover[], reasons: readonly OrderReason[] | null = null): OrderMove => ({ by, reasons });
const BOTH = ['employer', 'officer'] as const;
const OFFICER = ['officer'] as const;
const SCHEDULED = ['officer', 'system'] as const;
/** Until a class is open its employer may give an order up; afterwards people sit in it, and an officer decides. */
const cancelled = move(BOTH, CANCEL_REASONS);
const cancelledLate = move(OFFICER, CANCEL_REASONS);
/** Its class was aborted, and only then: it waits again, where it waited. */
const withoutClass = move(SCHEDULED, [WITHOUT_CLASS]);

/**
 * The life of an order, as a table: from → to → who and why. The database holds the same table (`order_transitions`) and
 * refuses every other move. `draft → approved` is the birth of a part of a split order, and nothing else.
 */
export const ORDER_MOVES = {
  draft: { submitted: move(BOTH), approved: move(OFFICER, ['split']), cancelled },
  submitted: { 'under-review': move(OFFICER), cancelled },
  'under-review': { approved: move(OFFICER), returned: move(OFFICER, RETURN_REASONS), rejected: move(OFFICER, REJECT_REASONS), cancelled },
  returned: { submitted: move(BOTH), cancelled },
  approved: { queued: move(SCHEDULED), 'under-review': move(SCHEDULED, ['window-ended']), cancelled },
  queued: { recruiting: move(OFFICER), 'under-review': move(SCHEDULED, ['window-ended']), cancelled },
  recruiting: { 'class-open': move(OFFICER), queued: move(SCHEDULED, REQUEUE_REASONS), 'under-review': move(SCHEDULED, ['window-ended']), cancelled },
  'class-open': { training: move(OFFICER), queued: withoutClass, cancelled: cancelledLate },
  training: { completed: move(OFFICER), queued: withoutClass, cancelled: cancelledLate },
  completed: { settled: move(OFFICER), cancelled: cancelledLate },
  rejected: {},
  settled: {},
  cancelled: {},
} as const satisfies Record<OrderState, Partial<Record<OrderState, OrderMove>>>;

/** The move from one state to another, or null where there is none. */
export function orderMove(from: OrderState, to: OrderState): OrderMove | null {
  return (ORDER_MOVES[from] as Partial<Record<OrderState, OrderMove>>)[to] ?? null;
}

/** Whether the mover may do it for this reason. */
export function mayMove(from: OrderState, to: OrderState, by: OrderMover, reason: OrderReason | null): boolean {
  const found = orderMove(from, to);
  return found !== null && found.by.includes(by) && (found.reasons === null ? reason === null : reason !== null && found.reasons.includes(reason));
}

/** States in which an order has a class that is to be taught to its end. */
const SERVED_STATES = ['class-open', 'training'] as const satisfies readonly OrderState[];

/**
 * What becomes of an order when its class is aborted: it ends with the employer that withdrew, else it waits for another class.
 * @returns null: its class is behind it, or it has none
 */
export function afterAbort(state: OrderState, reason: ClassReason): { readonly to: 'queued' | 'cancelled'; readonly reasonCode: OrderReason } | null {
  if (!(SERVED_STATES as readonly OrderState[]).includes(state)) return null;
  return reason === 'employer-withdrew' ? { to: 'cancelled', reasonCode: reason } : { to: 'queued', reasonCode: WITHOUT_CLASS };
}

/** States in which an order stands in the queue: approved, and no provider has taken it. */
export const WAITING_STATES = ['approved', 'queued'] as const satisfies readonly OrderState[];
/** States in which its words may be changed. */
export const OPEN_TO_CHANGE = ['draft', 'returned'] as const satisfies readonly OrderState[];

export function isWaiting(state: OrderState): boolean {
  return (WAITING_STATES as readonly OrderState[]).includes(state);
}

export function isOpenToChange(state: OrderState): boolean {
  return (OPEN_TO_CHANGE as readonly OrderState[]).includes(state);
}

export const ORDER_STATE_LABEL = {
  draft: '草稿', submitted: '已提交', 'under-review': '审核中', approved: '已批准', returned: '退回修改', rejected: '不予批准', queued: '排队中', recruiting: '招生中', 'class-open': '已开班', training: '培训中', completed: '已结业', settled: '已结清', cancelled: '已取消',
} as const satisfies Record<OrderState, string>;
