/** Pauses in seconds before the second and every later attempt: ten attempts over 75 hours. Source: Standard Webhooks 1.0, recommended schedule. */
export const RETRY_PAUSES_S = [5, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600, 14 * 3_600, 20 * 3_600, 24 * 3_600] as const;
/** A ping is answered or not; nobody waits for three days. */
export const PING_ATTEMPTS = 1;
/** A pause grows by up to this share, so that what failed together does not come back together. */
export const JITTER_SHARE = 0.1;
/** A receiver may ask for a longer pause, up to a day. */
export const RETRY_AFTER_MAX_S = 86_400;
/** Attempts under way at once to one endpoint in one worker: a server that hangs keeps no place from the others. */
export const UNDER_WAY_MAX = 3;
const PUT_OFF_AT_LEAST_S = 5;
/** After so many days of nothing but failures nobody is there. */
export const FAILING_DAYS_MAX = 5;
const MS_PER_DAY = 86_400_000;

/**
 * The pause after a failed attempt, in whole milliseconds; null: it was the last.
 * @param attempt which one of its round has failed, from 1
 * @param chance 0 ≤ chance < 1
 * @param retryAfterS what the receiver asked for, or null
 */
export function pauseAfterMs(attempt: number, chance: number, retryAfterS: number | null): number | null {
  const pauseS = RETRY_PAUSES_S[attempt - 1];
  if (pauseS === undefined) return null;
  const asked = Math.min(retryAfterS ?? 0, RETRY_AFTER_MAX_S);
  return Math.round(Math.max(pauseS * (1 + JITTER_SHARE * chance), asked) * 1_000);
}

/**
 * How long an attempt is put off that finds its endpoint busy, in whole milliseconds: the more wait there, the longer, so that
 * however many there are they come back about twice a second.
 * @param waiting deliveries that wait for the endpoint
 * @param chance 0 ≤ chance < 1
 */
export function putOffMs(waiting: number, chance: number): number {
  return Math.round((PUT_OFF_AT_LEAST_S + waiting * chance) * 1_000);
}

/** Whether an endpoint that has only failed since then is given up now. */
export function isGivenUp(failingSince: Date, now: Date): boolean {
  return now.getTime() - failingSince.getTime() >= FAILING_DAYS_MAX * MS_PER_DAY;
}

/** Seconds that a Retry-After header asks for: a number, or a date of HTTP; null where it is neither. */
export function retryAfterOf(header: string | undefined, now: Date): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1_000));
}
