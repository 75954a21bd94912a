/** How waiting for a class ended. */
export type WaitingEnd = 'seated' | 'left' | 'class-ended';

/** Why somebody is seated before others who wait longer. */
export const JUMP_REASONS = ['first-unreachable', 'first-cannot-now', 'employer-named', 'reserved-seat', 'other'] as const;
export type JumpReason = (typeof JUMP_REASONS)[number];
/** Why somebody leaves a waiting list. */
export const LEAVING_LIST_REASONS = ['no-longer-wishes', 'found-work', 'other-class', 'unreachable', 'other'] as const;
export type LeavingListReason = (typeof LEAVING_LIST_REASONS)[number];

/** Who of those that come is seated, and who waits. */
export interface Arrival<T> {
  readonly seated: readonly T[];
  readonly waiting: readonly T[];
}

/** In the order of arrival: free seats first, then the list. While somebody waits, whoever comes waits behind: a free seat is theirs. */
export function arrivalOf<T>(joining: readonly T[], freeSeats: number, waitingAlready: number): Arrival<T> {
  const seats = waitingAlready > 0 ? 0 : Math.max(0, freeSeats);
  return { seated: joining.slice(0, seats), waiting: joining.slice(seats) };
}
