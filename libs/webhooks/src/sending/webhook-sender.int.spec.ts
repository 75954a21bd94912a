import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@app/kernel';
import type { buildConnector } from 'undici';
import { realNetwork, type WebhookNetwork } from './webhook-network.js';
import { WebhookSender } from './webhook-sender.js';

const BODY = '{"type":"ping"}';
const opened: (Server | TcpServer)[] = [];
async function listen<T extends Server | TcpServer>(server: T, host = '127.0.0.1'): Promise<number> {
  opened.push(server);
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, host, done));
  return (server.address() as AddressInfo).port;
}
const receiver = (answer: RequestListener): Promise<number> => listen(createServer(answer));
const senderOf = (network: Partial<WebhookNetwork> = {}): WebhookSender => new WebhookSender({ ...realNetwork([]), ...network }, systemClock);
const send = (url: string, network: Partial<WebhookNetwork> = {}) => senderOf(network).send(url, { 'webhook-id': 'msg_1' }, BODY);

/** Opens nothing and notes where a connection would have gone. */
function recorder(): { readonly connect: buildConnector.connector; readonly asked: { hostname: string; servername: string | undefined }[] } {
  const asked: { hostname: string; servername: string | undefined }[] = [];
  return { asked, connect: ({ hostname, servername }, done) => { asked.push({ hostname, servername }); done(new Error('nobody there'), null); } };
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => new Promise((done) => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close(done);
  })));
});

describe('targets inside (D22)', () => {
  let canary: number;
  let touched: number;
  beforeEach(async () => {
    touched = 0;
    canary = await listen(createTcpServer((socket) => { touched++; socket.destroy(); }));
  });

  it.each(['127.0.0.1', '[::1]', '[::ffff:7f00:1]', '0x7f.1', '169.254.169.254', '10.0.0.1', '[fd00:ec2::254]', '[64:ff9b::7f00:1]', 'localhost', 'printer.local'])('get no connection when the address is %s', async (host) => {
    const { connect, asked } = recorder();
    for (const scheme of ['https', 'http']) expect(await send(`${scheme}://${host}:${canary}/`, { connect })).toMatchObject({ status: null, fault: 'address-refused' });
    expect(await send(`https://${host}:${canary}/`)).toMatchObject({ fault: 'address-refused' });
    expect([asked, touched]).toEqual([[], 0]);
  });

  it.each([[['127.0.0.1']], [['::1']], [['1.1.1.1', '127.0.0.1']], [['2606:4700::1111', '::ffff:10.0.0.1']], [['fe80::1%eth0']], [['169.254.169.254']]])('get no connection when the name resolves to %s', async (addresses) => {
    const { connect, asked } = recorder();
    expect(await send(`https://hr.example.com:${canary}/`, { resolve: async () => addresses, connect })).toMatchObject({ fault: 'address-refused' });
    expect([asked, touched]).toEqual([[], 0]);
  });

  it('get no connection by a resolver that changes its mind: it is asked once, and the address that was looked at is the one connected to', async () => {
    const { connect, asked } = recorder();
    const answers = [['1.1.1.1'], ['127.0.0.1'], ['127.0.0.1']];
    const outcome = await send(`https://rebind.example.com:${canary}/`, { resolve: async () => answers.shift()!, connect });
    expect(outcome).toMatchObject({ fault: 'connection-failed' });
    expect(asked).toEqual([{ hostname: '1.1.1.1', servername: 'rebind.example.com' }]);
    expect([answers.length, touched]).toEqual([2, 0]);
  });

  it.each([301, 302, 307, 308])('get no connection by a redirect of status %d', async (status) => {
    const port = await receiver((_, response) => response.writeHead(status, { location: `http://127.0.0.1:${canary}/` }).end());
    const origin = `http://127.0.0.1:${port}`;
    expect(await send(`${origin}/hook`, { testOrigins: [origin] })).toMatchObject({ status, fault: null });
    expect(touched).toBe(0);
  });

  it('get none of another port than the one that the test switch names', async () => {
    expect(await send(`http://127.0.0.1:${canary}/`, { testOrigins: ['http://127.0.0.1:1'] })).toMatchObject({ fault: 'address-refused' });
    expect(touched).toBe(0);
  });
});

describe('the sender', () => {
  it('posts the exact body with its headers, the path and the host as they stand in the address', async () => {
    const seen: unknown[] = [];
    const port = await receiver((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const { method, url, headers } = request;
        seen.push([method, url, headers.host, headers['content-type'], headers['webhook-id'], Buffer.concat(chunks).toString('utf8')]);
        response.writeHead(204).end();
      });
    });
    const origin = `http://hooks.example.com:${port}`;
    expect(await send(`${origin}/a/b?c=1`, { testOrigins: [origin], resolve: async () => ['127.0.0.1'] })).toMatchObject({ status: 204, fault: null, retryAfterS: null });
    expect(seen).toEqual([['POST', '/a/b?c=1', `hooks.example.com:${port}`, 'application/json', 'msg_1', BODY]]);
  });

  it('connects to the resolved address and holds the certificate to the name', async () => {
    const names: string[] = [];
    const port = await listen(createTlsServer({ SNICallback: (name, done) => { names.push(name); done(new Error('no certificate')); } }));
    const origin = `https://hooks.example.com:${port}`;
    expect(await send(`${origin}/`, { testOrigins: [origin], resolve: async () => ['127.0.0.1'] })).toMatchObject({ status: null });
    expect(names).toEqual(['hooks.example.com']);
  });

  it('tells a server without TLS from one that is away', async () => {
    const port = await listen(createTcpServer((socket) => socket.resume().end('this is no TLS\r\n')));
    const origin = `https://127.0.0.1:${port}`;
    expect(await send(origin, { testOrigins: [origin] })).toMatchObject({ fault: 'tls-failed' });
    await new Promise((done) => opened.pop()!.close(done));
    expect(await send(origin, { testOrigins: [origin] })).toMatchObject({ fault: 'connection-failed' });
  });

  it('says when a name is unknown', async () => {
    expect(await send('https://nobody.example.com/', { resolve: async () => { throw new Error('ENOTFOUND'); } })).toMatchObject({ fault: 'name-unresolved' });
    expect(await send('https://nobody.example.com/', { resolve: async () => [] })).toMatchObject({ fault: 'name-unresolved' });
  });

  it('ends an attempt in time: a name that is never resolved, a server that never answers', async () => {
    expect(await send('https://slow.example.com/', { resolve: () => new Promise(() => undefined), timeoutMs: 50 })).toMatchObject({ fault: 'timed-out' });
    const port = await receiver(() => undefined);
    const origin = `http://127.0.0.1:${port}`;
    expect(await send(origin, { testOrigins: [origin], timeoutMs: 200 })).toMatchObject({ status: null, fault: 'timed-out' });
  });

  it('reads 64 KiB of an answer that never ends and keeps its status', async () => {
    let sent = 0;
    const port = await receiver((_, response) => {
      response.writeHead(200);
      const more = (): void => { while (!response.destroyed && response.write(Buffer.alloc(16_384))) sent += 16_384; };
      response.on('drain', more).on('error', () => undefined);
      more();
    });
    const origin = `http://127.0.0.1:${port}`;
    expect(await send(origin, { testOrigins: [origin] })).toMatchObject({ status: 200, fault: null });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it('hands on how long the receiver asks to be left alone', async () => {
    const port = await receiver((_, response) => response.writeHead(429, { 'retry-after': '120' }).end('slow down'));
    const origin = `http://127.0.0.1:${port}`;
    expect(await send(origin, { testOrigins: [origin] })).toMatchObject({ status: 429, retryAfterS: 120 });
  });
});
