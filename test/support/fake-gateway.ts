import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A gateway that speaks as smsbox does, and writes down every request: the journal that at-most-once is held against. */
export interface FakeGateway {
  /** What stands in SMS_KANNEL_URL. */
  readonly url: string;
  readonly port: number;
  /** How often it took a message of each of our numbers. */
  readonly taken: ReadonlyMap<string, number>;
  /** Every number that was taken more than once. */
  twice(): string[];
  /** What it does from now on with the next message: `take` it and say so · `cut`: take it, and break the connection off before it says so · `refuse`: 503, nothing taken. */
  behave(next: () => 'take' | 'cut' | 'refuse'): void;
  /** Requests that it has not answered yet. */
  underWay(): number;
  /** How long it thinks before it answers, in milliseconds; a message is taken when it comes in. */
  readonly latencyMs: { value: number };
  /** Calls the receipts' address of every message taken from now on (and, asked to, of those taken before): delivered. */
  report(before: 'also-before' | 'from-now-on'): Promise<void>;
  /** Nobody listens any more; connections that are open break. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

const REPORTS_AT_ONCE = 8;

export async function startFakeGateway(): Promise<FakeGateway> {
  const taken = new Map<string, number>();
  const receipts: string[] = [];
  const latencyMs = { value: 0 };
  let behaviour: () => 'take' | 'cut' | 'refuse' = () => 'take';
  let reports = false;
  let reporting: Promise<void> = Promise.resolve();
  let underWay = 0;
  const answer = (response: ServerResponse, deed: 'take' | 'cut' | 'refuse'): void => {
    underWay -= 1;
    if (deed === 'cut') response.destroy();
    else if (deed === 'refuse') response.writeHead(503).end('Temporal failure, try again later.');
    else response.writeHead(202, { 'content-type': 'text/html' }).end('0: Accepted for delivery');
  };
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      const address = String(request.headers['x-kannel-dlr-url'] ?? '');
      const outId = /[?&]ref=([0-9a-f]{32})/.exec(address)?.[1] ?? 'none';
      const deed = behaviour();
      underWay += 1;
      if (deed !== 'refuse') {
        taken.set(outId, (taken.get(outId) ?? 0) + 1);
        receipts.push(address.replace('%d', '1').replace('%F', outId));
      }
      if (latencyMs.value === 0) answer(response, deed);
      else setTimeout(() => answer(response, deed), latencyMs.value);
      if (reports) drain();
    });
  });
  function drain(): void {
    reporting = reporting.then(async () => {
      while (receipts.length > 0) await Promise.all(receipts.splice(0, REPORTS_AT_ONCE).map((address) => fetch(address).then((said) => said.arrayBuffer(), () => receipts.push(address))));
    });
  }
  const listen = (port: number): Promise<void> => new Promise((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', done));
  const end = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/cgi-bin/sendsms`, port, taken, latencyMs,
    underWay: () => underWay,
    twice: () => [...taken].filter(([, times]) => times > 1).map(([outId]) => outId),
    behave: (next) => void (behaviour = next),
    async report(before) {
      if (before === 'from-now-on') receipts.length = 0;
      reports = true;
      drain();
      await reporting;
    },
    goAway: end,
    comeBack: () => listen(port),
    async stop() {
      await reporting;
      await end();
    },
  };
}
