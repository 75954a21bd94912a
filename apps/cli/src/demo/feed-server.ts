import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { civilDateOf, regionPrefix, type CivilDate, type Clock } from '@app/kernel';
import { feedOf, type FeedRow } from './vacancy-feed.js';

export interface FeedServer {
  readonly url: string;
  close(): Promise<void>;
}

const HUBEI_PATH = '/cache/cxk_gw/job/zpz/v1.0/query';
const CJOB_PATH = '/cjobs/jobinfolist/listJobinfolist';
const HUBEI_PAGE_LIMIT = 100;
const CJOB_PAGE_ROWS = 20;

/** Serves the bundled feed on a free port of loopback, each network's rows by its own protocol, for as long as the service runs. */
export async function startFeedServer(clock: Clock): Promise<FeedServer> {
  const boardOn = boards();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://feed');
    const feed = boardOn(civilDateOf(clock.now()));
    if (pathname === HUBEI_PATH) answerHubei(response, feed.hubei, searchParams);
    else if (pathname === CJOB_PATH) answerCjob(response, feed.cjob, searchParams);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The feed of the day last asked for is kept: an import asks page by page. */
function boards(): (day: CivilDate) => ReturnType<typeof feedOf> {
  let kept: { day: CivilDate; feed: ReturnType<typeof feedOf> } | undefined;
  return (day) => {
    if (kept?.day !== day) kept = { day, feed: feedOf(day) };
    return kept.feed;
  };
}

function within(rows: readonly FeedRow[], region: string): readonly FeedRow[] {
  const prefix = /^\d{6}$/.test(region) ? regionPrefix(region) : '';
  return rows.filter((row) => row.county.startsWith(prefix));
}

function pageOf(query: URLSearchParams, key: string): number {
  return Math.max(1, Number(query.get(key)) || 1);
}

function answerHubei(response: ServerResponse, rows: readonly FeedRow[], query: URLSearchParams): void {
  const found = within(rows, query.get('AAB301') ?? '');
  const size = Math.min(HUBEI_PAGE_LIMIT, Math.max(1, Number(query.get('LINAGE')) || HUBEI_PAGE_LIMIT));
  const from = (pageOf(query, 'PAGE') - 1) * size;
  const body = { IsOK: true, Code: '1', Result: { Total: found.length, Rows: found.slice(from, from + size).map(({ fields }) => fields) } };
  response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' }).end(JSON.stringify(body));
}

function answerCjob(response: ServerResponse, rows: readonly FeedRow[], query: URLSearchParams): void {
  const found = within(rows, query.get('AREA') ?? '');
  const page = pageOf(query, 'pageNo');
  const list = found.slice((page - 1) * CJOB_PAGE_ROWS, page * CJOB_PAGE_ROWS).map(({ fields }) => fields);
  const inputs = [['findjoblist', JSON.stringify(list)], ['pageNo', String(page)], ['totalpages', String(Math.ceil(found.length / CJOB_PAGE_ROWS))], ['totalcount', String(found.length)]] as const;
  const html = inputs.map(([id, value]) => `<input type="hidden" id="${id}" value="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}">`).join('\n');
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!DOCTYPE html>\n<html><body><form>\n${html}\n</form></body></html>`);
}
