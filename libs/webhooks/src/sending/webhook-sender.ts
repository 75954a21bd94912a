import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { CLOCK } from '@app/platform';
import { Client, type Dispatcher } from 'undici';
import { retryAfterOf } from '../deliveries/delivery-schedule.js';
import type { AttemptFault, AttemptOutcome } from '../deliveries/delivery-state.js';
import { isPublicAddress } from './public-address.js';
import { literalOf, readTarget } from './target.js';
import { WEBHOOK_NETWORK, type WebhookNetwork } from './webhook-network.js';

/** An answer is read so far and thrown away. */
const ANSWER_BYTES_MAX = 65_536;

/** No connection was opened, and why. */
class NotSent extends Error {
  constructor(readonly fault: AttemptFault) {
    super(fault);
  }
}

/**
 * Sends one message to where an employer said, and nowhere else: the name is resolved once, every address that it has must be
 * public, and the connection goes to the very address that was looked at. No redirect is followed.
 */
@Injectable()
export class WebhookSender {
  constructor(
    @Inject(WEBHOOK_NETWORK) private readonly network: WebhookNetwork,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Never throws: what went wrong is the outcome. */
  async send(target: string, headers: Readonly<Record<string, string>>, body: string): Promise<AttemptOutcome> {
    const started = performance.now();
    const outcome = await this.#attempt(target, headers, body).catch((error: unknown) => ({ status: null, fault: faultOf(error), retryAfterS: null }));
    return { ...outcome, latencyMs: Math.round(performance.now() - started) };
  }

  async #attempt(target: string, headers: Readonly<Record<string, string>>, body: string): Promise<Omit<AttemptOutcome, 'latencyMs'>> {
    const limit = AbortSignal.timeout(this.network.timeoutMs);
    const { url } = readTarget(target, this.network.testOrigins);
    if (url === null) throw new NotSent('address-refused');
    const address = await unlessAborted(this.#addressOf(url), limit);
    const client = new Client(url.origin, { connect: this.#connectTo(address, url), pipelining: 0 });
    try {
      const answer = await client.request({ path: `${url.pathname}${url.search}`, method: 'POST', headers: { 'content-type': 'application/json', 'user-agent': 'Shouyu-Webhooks/1', ...headers }, body, signal: limit });
      await throwAway(answer.body);
      return { status: answer.statusCode, fault: null, retryAfterS: retryAfterOf([answer.headers['retry-after'] ?? []].flat()[0], this.clock.now()) };
    } finally {
      await client.destroy();
    }
  }

  /** The one address to connect to. @throws NotSent */
  async #addressOf(url: URL): Promise<string> {
    const literal = literalOf(url);
    const addresses = literal === null ? await this.network.resolve(url.hostname).catch(() => []) : [literal];
    const [first] = addresses;
    if (first === undefined) throw new NotSent('name-unresolved');
    if (!this.network.testOrigins.includes(url.origin) && !addresses.every(isPublicAddress)) throw new NotSent('address-refused');
    return first;
  }

  /** The connection goes to the address; certificate and SNI are held to the name. */
  #connectTo(address: string, url: URL): WebhookNetwork['connect'] {
    const name = literalOf(url) === null ? url.hostname : undefined;
    return (options, done) => this.network.connect({ ...options, hostname: address, ...(name === undefined ? {} : { servername: name }) }, done);
  }
}

/** Reads up to 64 KiB; what breaks off after the status changes nothing. */
async function throwAway(body: Dispatcher.ResponseData['body']): Promise<void> {
  let read = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) if ((read += chunk.length) >= ANSWER_BYTES_MAX) break;
  } catch {
    // the status has come
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, fail) => signal.addEventListener('abort', () => fail(new NotSent('timed-out')), { once: true }));
  return Promise.race([work, aborted]);
}

/** OpenSSL's and Node's names of what is wrong with a certificate or a handshake. */
const TLS_CODE = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$|HOSTNAME_MISMATCH$)/;

function faultOf(error: unknown): AttemptFault {
  if (error instanceof NotSent) return error.fault;
  const { name, code } = error as { readonly name?: string; readonly code?: unknown };
  const text = typeof code === 'string' ? code : '';
  if (name === 'TimeoutError' || name === 'AbortError' || /TIMEOUT|ABORTED|ETIMEDOUT/.test(text)) return 'timed-out';
  return TLS_CODE.test(text) ? 'tls-failed' : 'connection-failed';
}
