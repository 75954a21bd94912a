import { DomainError } from '@app/kernel';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_S = 60;
/** An officer's screen asks many small questions; a key asks few large ones. */
const OFFICER_SHARE = 5;

/** More requests than the policy allows: 429 with Retry-After. */
export class TooManyRequests extends DomainError {
  readonly code = 'REQUEST.TOO_MANY';
  readonly kind = 'too-many';
  constructor(readonly retryAfterS: number) {
    super(`请求过于频繁，请 ${retryAfterS} 秒后再试。`);
  }
}

/** What is left to a caller, as the headers say it (IETF draft-ietf-httpapi-ratelimit-headers). */
export interface RateLimitStanding {
  /** `RateLimit-Policy`. */
  readonly policy: string;
  /** `RateLimit`. */
  readonly standing: string;
  /** Seconds to wait; null = go ahead. */
  readonly retryAfterS: number | null;
}

/**
 * Counts requests per caller in windows of a minute, in this process: with several API processes each counts for itself,
 * so that the whole lets through at most so many times more. `perMinute` is for an API key and for an address without any.
 */
export class RateLimits {
  readonly #limiters: Readonly<Record<'anonymous' | 'employer' | 'officer', RateLimiterMemory>>;

  constructor(perMinute: number) {
    const of = (keyPrefix: string, points: number): RateLimiterMemory => new RateLimiterMemory({ keyPrefix, points, duration: WINDOW_S });
    this.#limiters = { anonymous: of('anonymous', perMinute), employer: of('employer', perMinute), officer: of('officer', perMinute * OFFICER_SHARE) };
  }

  /** Counts one request of this caller. */
  async count(kind: 'anonymous' | 'employer' | 'officer', id: string): Promise<RateLimitStanding> {
    const limiter = this.#limiters[kind];
    const policy = `"${kind}";q=${limiter.points};w=${WINDOW_S}`;
    const told = ({ remainingPoints, msBeforeNext }: RateLimiterRes, isOver: boolean): RateLimitStanding => {
      const seconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
      return { policy, standing: `"${kind}";r=${isOver ? 0 : remainingPoints};t=${seconds}`, retryAfterS: isOver ? seconds : null };
    };
    try {
      return told(await limiter.consume(id), false);
    } catch (over) {
      if (over instanceof RateLimiterRes) return told(over, true);
      throw over;
    }
  }
}
