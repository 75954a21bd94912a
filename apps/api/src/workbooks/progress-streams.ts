import type { ServerResponse } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { isAtRest, UploadViews, type UploadView } from '@app/intake';
import { DomainError } from '@app/kernel';
import type { Principal } from '@app/platform';
import type { FastifyReply } from 'fastify';

const POLL_MS = 500;
/** Proxies cut what says nothing. */
const HEARTBEAT_MS = 15_000;
/** Then the client asks again, as `EventSource` does by itself. */
const LIFE_MS = 10 * 60_000;
const RETRY_MS = 2_000;
const STREAMS_MAX = 200;

/** Too many streams are open: 503, later. */
export class TooManyStreams extends DomainError {
  readonly code = 'WORKBOOK.TOO_MANY_STREAMS';
  readonly kind = 'unavailable';
  constructor() {
    super('同时查看进度的人过多，请稍后再试。');
  }
}

/** What an event says. */
const progressOf = (row: UploadView) => ({
  state: row.state, rowsTotal: row.rowsTotal, rowsDone: row.rowsDone, rowsNew: row.rowsNew, rowsChanged: row.rowsChanged, rowsUnchanged: row.rowsUnchanged, rowsDuplicate: row.rowsDuplicate, rowsFaulty: row.rowsFaulty,
  rowsUndone: row.rowsUndone, rowsKept: row.rowsKept, version: row.version,
});

/**
 * Progress as server-sent events. The truth is the database's: a page that is loaded anew, or another API process, goes on
 * where the upload stands, whatever `Last-Event-ID` says. Each stream sends the present state at once, then every change,
 * and ends with `end` when nothing moves any more.
 */
@Injectable()
export class ProgressStreams implements OnModuleDestroy {
  readonly #open = new Set<() => void>();

  constructor(private readonly views: UploadViews) {}

  onModuleDestroy(): void {
    for (const close of [...this.#open]) close();
  }

  /** @throws UploadUnknown, TooManyStreams before anything is sent */
  async serve(principal: Principal, id: string, reply: FastifyReply): Promise<void> {
    if (this.#open.size >= STREAMS_MAX) throw new TooManyStreams();
    const first = await this.views.get(principal, id);
    const stream = begin(reply);
    let sent = '';
    let isAsking = false;
    const timers: NodeJS.Timeout[] = [];
    const close = (): void => {
      for (const timer of timers) clearInterval(timer);
      this.#open.delete(close);
      stream.end();
    };
    const show = (upload: UploadView): void => {
      const data = JSON.stringify(progressOf(upload));
      if (data !== sent) stream.write(`id: ${upload.version}-${upload.rowsDone}-${upload.rowsUndone + upload.rowsKept}\nevent: progress\ndata: ${data}\n\n`);
      sent = data;
      if (!isAtRest(upload.state)) return;
      stream.write(`event: end\ndata: ${data}\n\n`);
      close();
    };
    const ask = async (): Promise<void> => {
      if (isAsking) return;
      isAsking = true;
      // A copy of the principal: no transaction of another request is joined.
      await this.views.get({ ...principal }, id).then((upload) => this.#open.has(close) && show(upload), () => undefined); // the database may be away for a moment
      isAsking = false;
    };
    this.#open.add(close);
    stream.on('close', close);
    timers.push(setInterval(() => void ask(), POLL_MS), setInterval(() => stream.write(': \n\n'), HEARTBEAT_MS), setTimeout(close, LIFE_MS));
    stream.write(`retry: ${RETRY_MS}\n\n`);
    show(first);
  }
}

/** Takes the answer out of the framework's hands, with the headers that it has prepared. */
function begin(reply: FastifyReply): ServerResponse {
  reply.hijack();
  const headers = Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined)) as Record<string, string>;
  reply.raw.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  return reply.raw;
}
