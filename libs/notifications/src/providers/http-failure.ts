import type { SubmissionOutcome } from './sms-provider.js';

/** A connection that the other side has just given up looks like a cut, and makes a message doubtful that never left: the clouds' SDKs open one for each. */
export const ONE_CONNECTION_EACH = { connection: 'close' } as const;

/** Codes that say that no connection was opened, so that nothing can have been taken. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * What a failed request came to. Where no connection was opened the message was refused for certain; a time-out, a cut, or
 * an answer that cannot be read leaves it unknown.
 */
export function outcomeOfFailure(error: unknown): SubmissionOutcome {
  const code = codeOf(error);
  if (code !== null && NOT_CONNECTED.has(code)) return { verdict: 'refused', code, passing: true, away: true };
  return { verdict: 'unknown', code: code ?? 'no-answer' };
}

/** The error's own code or that of its cause, however deep (an address that refuses on every family is an AggregateError). */
function codeOf(error: unknown): string | null {
  for (let at = error as { code?: unknown; cause?: unknown; name?: unknown; errors?: unknown[] } | undefined, depth = 0; at && depth < 5; depth++) {
    if (typeof at.code === 'string') return at.code;
    if (at.name === 'TimeoutError') return 'timed-out';
    at = (at.cause ?? at.errors?.[0]) as typeof at;
  }
  return null;
}
