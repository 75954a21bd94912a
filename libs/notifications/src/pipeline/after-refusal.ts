/** Pauses in seconds after refusals that pass; the last one again and again. */
export const RETRY_PAUSES_S = [10, 60, 300, 1_800] as const;
/** A gateway that is not there is tried again, as long as the message is valid. */
const AWAY_PAUSE_S = 10;

export interface Refusal {
  /** Which hand-over it was, from 1. */
  readonly attempt: number;
  /** Another time it may be taken. */
  readonly passing: boolean;
  /** No connection could be opened. */
  readonly away: boolean;
}

/**
 * What follows a definite refusal: the next provider at once where there is one, then the round again after a pause, for as
 * long as the message is valid. A refusal for good (a number that does not exist, a wording that is not approved) ends with
 * the round.
 * @param providers how many there are
 */
export function afterRefusal({ attempt, passing, away }: Refusal, providers: number, now: Date, validUntil: Date): { readonly next: 'queued'; readonly dueAt: Date } | { readonly next: 'rejected' } {
  const isRoundOver = attempt % providers === 0;
  if (!isRoundOver) return { next: 'queued', dueAt: now };
  if (!passing) return { next: 'rejected' };
  const pauseS = away ? AWAY_PAUSE_S : RETRY_PAUSES_S[Math.min(attempt / providers, RETRY_PAUSES_S.length) - 1]!;
  const dueAt = new Date(now.getTime() + pauseS * 1_000);
  return dueAt >= validUntil ? { next: 'rejected' } : { next: 'queued', dueAt };
}
