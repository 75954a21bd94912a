import { createServer, type Server } from 'node:http';
import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** One value of a gauge, with its labels: codes and route patterns, never a person, an id or an address. */
export interface Measured {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a process counts of itself, in the form that Prometheus reads. */
@Injectable()
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'shouyu_http_request_seconds', help: 'Time to answer a request, by route pattern', labelNames: ['method', 'route', 'status'], buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15], registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** A value that is looked up whenever somebody asks; where the look-up fails, it is absent. Names end in their unit. */
  gauge(name: string, help: string, labelNames: readonly string[], read: () => Promise<readonly Measured[]>): void {
    new Gauge({
      name, help, labelNames: [...labelNames], registers: [this.#registry],
      async collect() {
        this.reset();
        for (const { labels, value } of await read().catch(() => [])) this.set({ ...labels }, value);
      },
    });
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status: String(status) }, seconds);
  }

  async text(): Promise<string> {
    return this.#registry.metrics();
  }
}

/** Serves `GET /metrics` on an inner port; `host` should be one that only the operator reaches. */
export async function serveMetrics(metrics: Metrics, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    void metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done));
  return server;
}
