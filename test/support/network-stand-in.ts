import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { makePostings, onBoard, regionDigits, type Posting } from './network-postings.js';

/** What can be made to go wrong with the next answers of a network. */
export const NETWORK_FAULTS = [
  'http503', 'ratelimit', 'timeout', 'slow', 'truncate', 'huge', 'maintenance', 'garbage', // no usable answer
  'emptypage', 'shortpage', 'shift', 'empty', 'shrink', 'drift', // an answer that looks right and is not
] as const;
export type NetworkFaultKind = (typeof NETWORK_FAULTS)[number];
export type NetworkName = 'hubei' | 'cjob';

export interface NetworkFault {
  readonly kind: NetworkFaultKind;
  /** Answers spoilt; default 1. */
  readonly times?: number;
  /** Good answers of the source before them; default 0. */
  readonly after?: number;
  /** Default: both. */
  readonly source?: NetworkName;
}

/** One request that was received, for tests of politeness. */
export interface ReceivedRequest {
  readonly source: NetworkName;
  readonly page: number;
  readonly userAgent: string;
  readonly startedAtMs: number;
  readonly atTheSameTime: number;
}

export interface NetworkStandIn {
  readonly url: string;
  /** Days since the first one. */
  setDay(day: number): void;
  advance(days: number): void;
  fault(fault: NetworkFault): void;
  clearFaults(): void;
  /** Changes what is listed from now on, until it is called without: rows left out, fields of rows. */
  tamper(how?: Tampering): void;
  /** What is really on the board today, newest first. */
  truth(): readonly Posting[];
  requests(): readonly ReceivedRequest[];
  stop(): Promise<void>;
}

export interface Tampering {
  readonly list?: (board: readonly Posting[]) => readonly Posting[];
  readonly row?: (row: Readonly<Record<string, unknown>>, place: number) => Readonly<Record<string, unknown>>;
}

export interface NetworkStandInOptions {
  readonly rows?: number;
  readonly seed?: number;
  /** The first day, `YYYY-MM-DD`. */
  readonly day?: string;
}

const HUGE_BYTES = 32 * 1024 * 1024;
const CJOB_PAGE_SIZE = 20;

/**
 * A small stand-in of both public networks, inside the test's process, on a free port of loopback. The same options
 * give the same rows. Days move only when told to; faults wait for `after` answers and spoil `times`.
 */
export async function startNetworkStandIn({ rows = 300, seed = 1, day = '2026-11-23' }: NetworkStandInOptions = {}): Promise<NetworkStandIn> {
  const postings = makePostings(rows, seed, day);
  const received: ReceivedRequest[] = [];
  let faults: { kind: NetworkFaultKind; times: number; after: number; source: NetworkName | undefined }[] = [];
  const boards = new Map<number, readonly Posting[]>(); // drawn once a day, not once a request
  const boardOf = (of: number): readonly Posting[] => boards.get(of) ?? boards.set(of, onBoard(postings, of)).get(of)!;
  let today = 0;
  let tampering: Tampering = {};
  let busy = 0;

  const nextFault = (source: NetworkName): NetworkFaultKind | null => {
    const mine = faults.filter((fault) => fault.source === undefined || fault.source === source);
    const due = mine.find((fault) => fault.after <= 0);
    for (const fault of mine) if (fault !== due) fault.after--;
    if (due !== undefined && --due.times <= 0) faults = faults.filter((fault) => fault !== due);
    return due?.kind ?? null;
  };

  const server = createServer((request, response) => {
    const question = readQuestion(request);
    if (question === null) return void response.writeHead(404).end();
    received.push({ source: question.source, page: question.page, userAgent: request.headers['user-agent'] ?? '', startedAtMs: performance.now(), atTheSameTime: ++busy });
    response.once('close', () => busy--);
    const kind = nextFault(question.source);
    if (kind !== null && spoil(kind, response)) return;
    const honest = boardOf(today);
    const board = (tampering.list?.(honest) ?? honest).filter((posting) => posting.regionCode.startsWith(question.prefix));
    answer(question, board, kind, response, tampering.row);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setDay: (to) => { today = to; },
    advance: (days) => { today += days; },
    fault: ({ kind, times = 1, after = 0, source }) => { faults.push({ kind, times, after, source }); },
    clearFaults: () => { faults = []; },
    tamper: (how = {}) => { tampering = how; },
    truth: () => boardOf(today),
    requests: () => received,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Question {
  readonly source: NetworkName;
  readonly page: number;
  readonly pageSize: number;
  /** The digits of the region asked for; empty = the whole country. */
  readonly prefix: string;
}

function readQuestion(request: IncomingMessage): Question | null {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://stand-in');
  const page = (key: string) => Math.max(1, Number(query.get(key)) || 1);
  if (pathname === '/cache/cxk_gw/job/zpz/v1.0/query') {
    return { source: 'hubei', page: page('PAGE'), pageSize: Math.min(100, Number(query.get('LINAGE')) || 6), prefix: regionDigits(query.get('AAB301') ?? '') };
  }
  if (pathname === '/cjobs/jobinfolist/listJobinfolist') return { source: 'cjob', page: page('pageNo'), pageSize: CJOB_PAGE_SIZE, prefix: regionDigits(query.get('AREA') ?? '') };
  return null;
}

/** Answers without an answer; false for the kinds that only falsify the list. */
function spoil(kind: NetworkFaultKind, response: ServerResponse): boolean {
  const send = (status: number, type: string, body: string, headers: Record<string, string> = {}) => void response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  switch (kind) {
    case 'http503': send(503, 'text/html', '<h1>服务暂不可用</h1>'); return true;
    case 'ratelimit': send(429, 'text/plain', '请稍后再试', { 'retry-after': '0' }); return true;
    case 'maintenance': send(200, 'text/html; charset=utf-8', '<html><body>系统维护中</body></html>'); return true;
    case 'garbage': send(200, 'application/json', '{"IsOK":true,"Result":{"Total":"many","Rows":[1,null,{"AAB004":[]}]}}'); return true;
    case 'timeout': return true; // the connection stays open, silent, until somebody gives up
    case 'slow': {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(drip));
      return true;
    }
    case 'truncate':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
      response.write('{"IsOK":true,"Result":', () => response.destroy());
      return true;
    case 'huge': void pour(response); return true;
    case 'emptypage': case 'shortpage': case 'shift': case 'empty': case 'shrink': case 'drift': return false;
  }
}

async function pour(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  const block = Buffer.alloc(256 * 1024, 32);
  for (let sent = 0; sent < HUGE_BYTES && !response.destroyed; sent += block.length) {
    if (!response.write(block)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end('{}');
}

function answer({ source, page, pageSize }: Question, board: readonly Posting[], kind: NetworkFaultKind | null, response: ServerResponse, change: Tampering['row']): void {
  const sent = (row: Readonly<Record<string, unknown>>, i: number) => change?.(row, from + i) ?? row;
  const list = kind === 'empty' ? [] : kind === 'shrink' ? board.slice(0, Math.ceil(board.length / 10)) : board;
  const total = list.length + (kind === 'drift' ? 7 : 0);
  const from = (page - 1) * pageSize + (kind === 'shift' ? 1 : 0);
  const whole = kind === 'emptypage' ? [] : list.slice(from, from + pageSize);
  const rows = kind === 'shortpage' ? whole.slice(0, -1) : whole;
  if (source === 'hubei') {
    response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' });
    response.end(JSON.stringify({ IsOK: true, Code: '1', Result: { Total: total, Rows: rows.map((row, i) => sent(row.hubei, i)) } }));
    return;
  }
  const hidden = (id: string, value: string) => `<input type="hidden" id="${id}" value="${value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')}">`;
  const inputs = [hidden('findjoblist', JSON.stringify(rows.map((row, i) => sent(row.cjob, i)))), hidden('pageNo', String(page)), hidden('totalpages', String(Math.ceil(list.length / pageSize))), hidden('totalcount', String(total))];
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!DOCTYPE html><html><body><form>${inputs.join('')}</form></body></html>`);
}
