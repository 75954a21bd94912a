import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request, type Dispatcher } from 'undici';
import { ConsecutiveBreaker, DelegateBackoff, circuitBreaker, handleWhen, isBrokenCircuitError, retry, wrap, type IPolicy, type IRetryBackoffContext } from 'cockatiel';
import { SourceFault } from './source-fault.js';
import type { FetchContext } from './source.js';

export interface PoliteClientOptions {
  /** Pause between the end of one request and the start of the next. 0 in tests. */
  readonly spacingMs: number;
  /** For the whole answer, headers and body together: a server that trickles bytes ends here too. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  /** Attempts a request, the first included. */
  readonly attempts: number;
  /** Pause before the second attempt; doubles each time, up to a minute. */
  readonly backoffMs: number;
  /** A Retry-After beyond this is not waited for: the run ends and is resumed later. */
  readonly maxRetryAfterMs: number;
  /** Failures one after another that open the circuit. */
  readonly breakAfter: number;
  /** How long an open circuit refuses every request. */
  readonly breakForMs: number;
  readonly userAgent: string;
}

export const POLITE_DEFAULTS: PoliteClientOptions = {
  spacingMs: 1000,
  timeoutMs: 15_000,
  maxBodyBytes: 8 * 1024 * 1024,
  attempts: 4,
  backoffMs: 1000,
  maxRetryAfterMs: 120_000,
  breakAfter: 12,
  breakForMs: 60_000,
  userAgent: 'Shouyu/0.1 (county employment service; vacancy import)',
};

/** An answer, decoded. */
export interface TextAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

const MAX_BACKOFF_MS = 60_000;

/**
 * Talks to one public network, politely: one request at a time, spaced, named, patient with Retry-After, with retries
 * that back off and a circuit breaker. Make one for a run; every failure is a {@link SourceFault}, and an abort rejects
 * with the signal's own reason.
 */
export class PoliteClient {
  readonly #options: PoliteClientOptions;
  readonly #agent: Agent;
  readonly #policy: IPolicy;
  #queue: Promise<unknown> = Promise.resolve();
  #lastEnd = -Infinity;

  constructor(options: Partial<PoliteClientOptions> = {}) {
    this.#options = { ...POLITE_DEFAULTS, ...options };
    const { timeoutMs, breakAfter, breakForMs, attempts } = this.#options;
    this.#agent = new Agent({ connections: 1, pipelining: 0, connect: { timeout: timeoutMs }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
    const breaker = circuitBreaker(handleWhen((error) => error instanceof SourceFault), { breaker: new ConsecutiveBreaker(breakAfter), halfOpenAfter: breakForMs });
    const retrying = retry(handleWhen((error) => this.#isWorthRetrying(error)), { maxAttempts: attempts - 1, backoff: new DelegateBackoff((context: IRetryBackoffContext<unknown>) => this.#backoffMs(context)) });
    this.#policy = wrap(retrying, breaker);
  }

  /**
   * Fetches and reads a page. `read` judges the answer: what it throws as a {@link SourceFault} is retried like a
   * failure of the network, since maintenance pages and broken answers often pass.
   * @throws SourceFault when the last attempt failed too, or the circuit is open
   */
  async get<T>(url: URL, read: (answer: TextAnswer) => T, { signal, onFault }: FetchContext = {}): Promise<T> {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new SourceFault('refused', { detail: '来源地址只能是 http 或 https', passing: false });
    try {
      return await this.#policy.execute(() => this.#inTurn(() => this.#attempt(url, read, signal, onFault), signal), signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isBrokenCircuitError(error)) throw error;
      const fault = new SourceFault('circuit-open');
      onFault?.(fault);
      throw fault;
    }
  }

  /** Closes the connection. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #inTurn<T>(task: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const turn = this.#queue.then(async () => {
      const waitMs = this.#lastEnd + this.#options.spacingMs - performance.now();
      if (waitMs > 0) await pause(waitMs, undefined, { signal });
      signal?.throwIfAborted();
      try {
        return await task();
      } finally {
        this.#lastEnd = performance.now();
      }
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #attempt<T>(url: URL, read: (answer: TextAnswer) => T, signal: AbortSignal | undefined, onFault: FetchContext['onFault']): Promise<T> {
    try {
      return read(await this.#fetch(url, signal));
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof SourceFault) onFault?.(error);
      throw error;
    }
  }

  async #fetch(url: URL, signal: AbortSignal | undefined): Promise<TextAnswer> {
    const deadline = AbortSignal.timeout(this.#options.timeoutMs);
    let answered = false;
    try {
      const answer = await request(url, {
        dispatcher: this.#agent,
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        headers: { 'user-agent': this.#options.userAgent, accept: 'application/json, text/html;q=0.9', 'accept-encoding': 'identity' },
      });
      answered = true;
      const body = await this.#readBody(answer);
      refuseStatus(answer, body);
      return { status: answer.statusCode, contentType: headerOf(answer, 'content-type'), text: decodeUtf8(body) };
    } catch (error) {
      if (error instanceof SourceFault) throw error;
      if (deadline.aborted) throw new SourceFault('timeout', { detail: `${this.#options.timeoutMs} 毫秒` });
      throw new SourceFault(answered ? 'truncated' : faultOfConnection(error));
    }
  }

  async #readBody(answer: Dispatcher.ResponseData): Promise<Buffer> {
    const limit = this.#options.maxBodyBytes;
    const tooLarge = () => new SourceFault('too-large', { detail: `上限 ${limit} 字节` });
    if (Number(headerOf(answer, 'content-length')) > limit) {
      answer.body.on('error', () => undefined).destroy();
      throw tooLarge();
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw tooLarge(); // leaving the loop destroys the body and its connection
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  #isWorthRetrying(error: Error): boolean {
    return error instanceof SourceFault && error.passing && (error.retryAfterMs ?? 0) <= this.#options.maxRetryAfterMs;
  }

  #backoffMs({ attempt, result }: IRetryBackoffContext<unknown>): number {
    const fault = 'error' in result && result.error instanceof SourceFault ? result.error : null;
    const growing = Math.min(this.#options.backoffMs * 2 ** (attempt - 1), MAX_BACKOFF_MS);
    return Math.max(fault?.retryAfterMs ?? 0, growing);
  }
}

function refuseStatus(answer: Dispatcher.ResponseData, body: Buffer): void {
  const { statusCode } = answer;
  if (statusCode === 200) return;
  const retryAfterMs = readRetryAfter(headerOf(answer, 'retry-after'));
  const detail = `HTTP ${statusCode}`;
  if (statusCode === 429) throw new SourceFault('rate-limited', { detail, retryAfterMs });
  if (statusCode >= 500) throw new SourceFault(/维护/.test(body.toString('utf8')) ? 'maintenance' : 'unavailable', { detail, retryAfterMs });
  if (statusCode >= 400) throw new SourceFault('refused', { detail, passing: statusCode === 408 });
  throw new SourceFault('not-the-format', { detail, passing: false }); // a redirect is not followed: it may lead anywhere
}

/** Retry-After as seconds or as an HTTP date, in milliseconds from now; null when absent or unreadable. */
export function readRetryAfter(value: string, now: Date = new Date()): number | null {
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

function headerOf(answer: Dispatcher.ResponseData, name: string): string {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new SourceFault('not-the-format', { detail: '不是 UTF-8 文本' });
  }
}

function faultOfConnection(error: unknown): 'timeout' | 'unavailable' {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'UND_ERR_HEADERS_TIMEOUT' ? 'timeout' : 'unavailable';
}
