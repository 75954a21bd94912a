import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startNetworkStandIn } from '../../../../test/support/network-stand-in.js';
import { PoliteClient, readRetryAfter, type PoliteClientOptions } from './polite-client.js';
import type { SourceFault } from './source-fault.js';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const cleanup of cleanups.splice(0)) await cleanup(); });

async function serve(listener: RequestListener): Promise<URL> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => { server.closeAllConnections(); server.close(); });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/list`);
}

function clientOf(options: Partial<PoliteClientOptions> = {}): PoliteClient {
  const client = new PoliteClient({ spacingMs: 0, backoffMs: 0, timeoutMs: 400, attempts: 1, ...options });
  cleanups.push(() => client.close());
  return client;
}

const textOf = ({ text }: { text: string }) => text;

describe('the polite client', () => {
  it('names itself', async () => {
    const url = await serve((request, response) => response.end(request.headers['user-agent']));
    expect(await clientOf().get(url, textOf)).toContain('Shouyu');
  });

  it('asks one thing at a time, with a pause between', async () => {
    let open = 0;
    const starts: number[] = [];
    const url = await serve((_, response) => {
      starts.push(performance.now());
      expect(++open).toBe(1);
      setTimeout(() => { open--; response.end('ok'); }, 20);
    });
    const client = clientOf({ spacingMs: 50 });
    await Promise.all([client.get(url, textOf), client.get(url, textOf), client.get(url, textOf)]);
    expect(starts[1]! - starts[0]!).toBeGreaterThanOrEqual(60);
    expect(starts[2]! - starts[1]!).toBeGreaterThanOrEqual(60);
  });

  it('tries again after a failure and tells of it', async () => {
    let calls = 0;
    const url = await serve((_, response) => (++calls < 3 ? response.writeHead(503).end() : response.end('fine')));
    const told: string[] = [];
    expect(await clientOf({ attempts: 3 }).get(url, textOf, { onFault: ({ fault }) => told.push(fault) })).toBe('fine');
    expect(told).toEqual(['unavailable', 'unavailable']);
  });

  it('waits as long as Retry-After asks, and does not wait for what is beyond its patience', async () => {
    const times: number[] = [];
    const url = await serve((_, response) => { times.push(performance.now()); response.writeHead(429, { 'retry-after': '1' }).end(); });
    await expect(clientOf({ attempts: 2 }).get(url, textOf)).rejects.toMatchObject({ fault: 'rate-limited', retryAfterMs: 1000 });
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(990);
    await expect(clientOf({ attempts: 2, maxRetryAfterMs: 500 }).get(url, textOf)).rejects.toMatchObject({ fault: 'rate-limited' });
    expect(times).toHaveLength(3);
  });

  it('reads Retry-After as seconds and as a date', () => {
    expect(readRetryAfter('7')).toBe(7000);
    expect(readRetryAfter('Mon, 23 Nov 2026 08:00:30 GMT', new Date('2026-11-23T08:00:00Z'))).toBe(30_000);
    expect(readRetryAfter('')).toBeNull();
  });

  it('leaves the source alone after many failures', async () => {
    let calls = 0;
    const url = await serve((_, response) => { calls++; response.writeHead(500).end(); });
    const client = clientOf({ breakAfter: 3 });
    for (let i = 0; i < 3; i++) await expect(client.get(url, textOf)).rejects.toMatchObject({ fault: 'unavailable' });
    await expect(client.get(url, textOf)).rejects.toMatchObject({ fault: 'circuit-open', code: 'SOURCE.FAILED' });
    expect(calls).toBe(3);
  });

  it('does not repeat what would fail again: 404, a redirect, another protocol', async () => {
    let calls = 0;
    const url = await serve((request, response) => { calls++; response.writeHead(request.url === '/moved' ? 302 : 404, { location: '/list' }).end(); });
    await expect(clientOf({ attempts: 4 }).get(url, textOf)).rejects.toMatchObject({ fault: 'refused', message: '来源拒绝了请求：HTTP 404' });
    await expect(clientOf({ attempts: 4 }).get(new URL('/moved', url), textOf)).rejects.toMatchObject({ fault: 'not-the-format' });
    await expect(clientOf().get(new URL('file:///etc/hostname'), textOf)).rejects.toMatchObject({ fault: 'refused' });
    expect(calls).toBe(2);
  });

  it('refuses text that is not UTF-8', async () => {
    const url = await serve((_, response) => response.end(Buffer.from([0xb1, 0xa3, 0xbf, 0xb5])));
    await expect(clientOf().get(url, textOf)).rejects.toMatchObject({ fault: 'not-the-format' });
  });

  it('says unavailable when nobody listens', async () => {
    await expect(clientOf().get(new URL('http://127.0.0.1:1/'), textOf)).rejects.toMatchObject({ fault: 'unavailable' });
  });

  it('stops at once when the caller aborts, with the reason given', async () => {
    const url = await serve(() => undefined);
    const stop = new AbortController();
    const answer = clientOf({ timeoutMs: 5000, attempts: 3 }).get(url, textOf, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('shutting down')), 30);
    await expect(answer).rejects.toThrow('shutting down');
  });

  it.each([['timeout', 'timeout'], ['slow', 'timeout'], ['truncate', 'truncated'], ['huge', 'too-large'], ['http503', 'unavailable'], ['ratelimit', 'rate-limited']] as const)(
    'ends a source that does "%s" as %s, within its limits', async (kind, fault) => {
      const network = await startNetworkStandIn({ rows: 1 });
      cleanups.push(() => network.stop());
      network.fault({ kind });
      const memory = process.memoryUsage().rss;
      const started = performance.now();
      const error = await clientOf({ maxBodyBytes: 1024 * 1024 }).get(new URL('/cache/cxk_gw/job/zpz/v1.0/query', network.url), textOf).catch((reason: unknown) => reason);
      expect((error as SourceFault).fault).toBe(fault);
      expect(performance.now() - started).toBeLessThan(1500);
      expect(process.memoryUsage().rss - memory).toBeLessThan(64 * 1024 * 1024);
    });
});
