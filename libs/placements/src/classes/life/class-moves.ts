/** Where a class stands in its life: `open` = people are enrolled. */
export const CLASS_STATES = ['planned', 'open', 'teaching', 'completed', 'aborted'] as const;
export type ClassState = (typeof CLASS_STATES)[number];

/** Why a class is aborted. */
export const ABORT_REASONS = ['too-few-people', 'no-instructor', 'no-place', 'weather', 'employer-withdrew', 'other'] as const;
export type AbortReason = (typeof ABORT_REASONS)[number];
/** Why a class begins with fewer people than its minimum. */
export const SMALL_CLASS_REASONS = ['agreed-small-class', 'more-to-join', 'employer-urgent', 'other'] as const;
export type SmallClassReason = (typeof SMALL_CLASS_REASONS)[number];
export type ClassReason = AbortReason | SmallClassReason;
export const CLASS_REASONS = [...new Set<ClassReason>([...ABORT_REASONS, ...SMALL_CLASS_REASONS])];

/** The ledger's code for whoever sat in a class that was aborted; no officer chooses it for one person. */
export const CLASS_ABORTED = 'class-aborted';

/** From → to → the coded reasons (null: none is named). `open → teaching` names one only below the minimum. */
export const CLASS_MOVES = {
  planned: { open: null, aborted: ABORT_REASONS },
  open: { teaching: SMALL_CLASS_REASONS, aborted: ABORT_REASONS },
  teaching: { completed: null, aborted: ABORT_REASONS },
  completed: {},
  aborted: {},
} as const satisfies Record<ClassState, Partial<Record<ClassState, readonly ClassReason[] | null>>>;

/** A class as far as a move of it is concerned. `seated`: people on its roll who have not left. */
export interface MovingClass {
  readonly state: ClassState;
  readonly hasProvider: boolean;
  readonly seated: number;
  readonly minSeats: number;
}

export type MoveFault = 'no-such-move' | 'no-provider' | 'too-few-people' | 'reason-missing' | 'reason-not-asked';

/**
 * Why a class may not move so; null: it may. The database holds the same rules (`class_transitions`, `apply_class_move`) and
 * refuses everything else, whoever writes.
 */
export function moveFault({ state, hasProvider, seated, minSeats }: MovingClass, to: ClassState, reason: ClassReason | null): MoveFault | null {
  const moves: Partial<Record<ClassState, readonly ClassReason[] | null>> = CLASS_MOVES[state];
  const reasons = moves[to];
  if (reasons === undefined) return 'no-such-move';
  if (!hasProvider && to !== 'aborted') return 'no-provider';
  const isSmall = to === 'teaching' && seated < minSeats;
  if (isSmall && reason === null) return 'too-few-people';
  if (reasons === null || (to === 'teaching' && !isSmall)) return reason === null ? null : 'reason-not-asked';
  return reason !== null && reasons.includes(reason) ? null : 'reason-missing';
}

/** Whether people join the roll of a class in this state, or its waiting list. A class that is being taught fills seats that become free. */
export function takesPeople(state: ClassState): boolean {
  return state === 'open' || state === 'teaching';
}

/**
 * The day on which somebody leaves a class that is aborted on the day `on`. A class that never began had no opening day: whoever
 * sat in it left before its first day and stands in no opened head-count (P1 of spec/employment-rate). One that was being taught
 * had its opening; its people leave it on the day of the abort and stay in that count. Never before their own enrolment.
 */
export function abortedOn(wasTeaching: boolean, on: string, dayBeforeStart: string, enrolledOn: string): string {
  const left = !wasTeaching && dayBeforeStart < on ? dayBeforeStart : on;
  return left < enrolledOn ? enrolledOn : left;
}

export const CLASS_STATE_LABEL = { planned: '筹备中', open: '招生中', teaching: '授课中', completed: '已结业', aborted: '已中止' } as const satisfies Record<ClassState, string>;
