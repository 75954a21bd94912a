import { lookup } from 'node:dns/promises';
import { buildConnector } from 'undici';

/** Injection token: the outside world as the sender meets it. */
export const WEBHOOK_NETWORK = Symbol('WebhookNetwork');

export interface WebhookNetwork {
  /** Every address of a name. */
  resolve(host: string): Promise<readonly string[]>;
  /** Opens the connection to the address that stands in `hostname`; the name is in `servername`. */
  readonly connect: buildConnector.connector;
  /** Origins that may be plain http and of any address: for tests only. */
  readonly testOrigins: readonly string[];
  /** The whole of one attempt. */
  readonly timeoutMs: number;
}

/** Source: the security page. */
const TIMEOUT_MS = 10_000;

export function realNetwork(testOrigins: readonly string[]): WebhookNetwork {
  return {
    resolve: async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address),
    connect: buildConnector({ timeout: TIMEOUT_MS, allowH2: false }),
    testOrigins,
    timeoutMs: TIMEOUT_MS,
  };
}
