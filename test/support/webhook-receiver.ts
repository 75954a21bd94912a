import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A message as it came in. */
export interface ReceivedMessage {
  readonly id: string;
  readonly signature: string;
  readonly at: Date;
  readonly body: string;
}

/** An employer's server on the loopback, over HTTP. */
export interface WebhookReceiver {
  /** What stands in WEBHOOK_TEST_ORIGINS. */
  readonly origin: string;
  readonly url: string;
  readonly messages: ReceivedMessage[];
  /** How it answers from now on; at first 204. */
  answerWith(status: number, headers?: Readonly<Record<string, string>>): void;
  /** Done before the answer goes out. */
  before(work: () => Promise<void>): void;
  /** The message as the verifier of Standard Webhooks reads it. @throws when it does not believe it */
  verify(message: ReceivedMessage, secret: string): unknown;
  stop(): Promise<void>;
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const messages: ReceivedMessage[] = [];
  let answer: { status: number; headers: Readonly<Record<string, string>> } = { status: 204, headers: {} };
  let work: () => Promise<void> = async () => undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    const header = (name: string): string => String(request.headers[name] ?? '');
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      messages.push({ id: header('webhook-id'), signature: header('webhook-signature'), at: new Date(Number(header('webhook-timestamp')) * 1_000), body: Buffer.concat(chunks).toString('utf8') });
      void work().then(() => response.writeHead(answer.status, answer.headers).end());
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/hook`,
    messages,
    answerWith: (status, headers = {}) => void (answer = { status, headers }),
    before: (next) => void (work = next),
    verify: ({ id, signature, at, body }, secret) => new Webhook(secret).verify(body, { 'webhook-id': id, 'webhook-signature': signature, 'webhook-timestamp': String(at.getTime() / 1_000) }),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
