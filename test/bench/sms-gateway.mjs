import { createServer } from 'node:http';
import { Agent, request } from 'undici';

const REPORTS_AT_ONCE = 16;

/** Takes messages as smsbox does, and calls back where it was told to: delivered. `messages`: how many came; `taken`: how often each of our numbers did, where it was told; `told`: receipts that were answered. */
export async function startGateway() {
  const taken = new Map();
  const receipts = [];
  const agent = new Agent({ connections: REPORTS_AT_ONCE });
  let calling = 0;
  let told = 0;
  let messages = 0;
  const tell = async (address) => {
    const { statusCode, body } = await request(address, { dispatcher: agent });
    await body.dump();
    if (statusCode !== 200) throw new Error(`a receipt was answered with ${statusCode}`);
    told += 1;
  };
  const call = async () => {
    calling += 1;
    for (let address = receipts.shift(); address !== undefined; address = receipts.shift()) await tell(address).catch(() => receipts.push(address));
    calling -= 1;
  };
  const server = createServer((asked, response) => {
    asked.resume().on('end', () => {
      const address = asked.headers['x-kannel-dlr-url'];
      response.writeHead(202).end('0: Accepted for delivery');
      if (address === undefined) return void (messages += 1);
      const outId = /ref=([0-9a-f]{32})/.exec(address)[1];
      taken.set(outId, (taken.get(outId) ?? 0) + 1);
      messages += 1;
      receipts.push(address.replace('%d', '1').replace('%F', outId));
      if (calling < REPORTS_AT_ONCE) void call();
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}/cgi-bin/sendsms`, taken, messages: () => messages, told: () => told,
    async stop() {
      await agent.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
