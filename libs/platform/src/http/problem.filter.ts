import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { framesOf, type JsonLogger } from '../logging/logger.js';
import { failureOf, type Failure, type Problem } from './problem.js';
import type { RouteTable } from './route-table.js';

const RETRY_AFTER_S = 5;

/** The short title of a code, in Chinese; one message file per app answers. */
export type TitleOf = (code: string, status: number) => string;

/** Turns every failure into problem+json (RFC 9457); says nothing of what was not foreseen. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly titleOf: TitleOf,
    private readonly routes: RouteTable,
    private readonly logger: Pick<JsonLogger, 'event'>,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    const path = request.url.split('?')[0] ?? '/';
    const failure = request.is404 ? this.#unknown(path, reply) : failureOf(error);
    if (failure.unexpected) {
      const fields = { requestId: request.id, method: request.method, route: request.routeOptions.url ?? null, error: error instanceof Error ? error.name : typeof error };
      this.logger.event('error', 'request failed', { ...fields, stack: error instanceof Error ? framesOf(error) : undefined });
    }
    if (failure.status === 401) void reply.header('www-authenticate', 'Bearer realm="shouyu"');
    if ((failure.status === 503 || failure.status === 429) && !reply.hasHeader('retry-after')) void reply.header('retry-after', String(RETRY_AFTER_S));
    void reply.removeHeader('etag').status(failure.status).header('content-type', 'application/problem+json; charset=utf-8').header('cache-control', 'no-store').send(JSON.stringify(this.#problem(failure, path, request.id)));
  }

  #problem({ status, code, detail, faults }: Failure, instance: string, requestId: string): Problem {
    const title = this.titleOf(code, status);
    return { type: `urn:shouyu:problem:${code}`, title, status, code, ...(detail === null ? {} : { detail }), instance, requestId, ...(faults.length === 0 ? {} : { faults }) };
  }

  /** No route took it: either nobody knows the path, or the path has other methods. */
  #unknown(path: string, reply: FastifyReply): Failure {
    const methods = this.routes.methodsOf(path);
    if (methods.length === 0) return { status: 404, code: 'ROUTE.UNKNOWN', detail: null, faults: [], unexpected: false };
    void reply.header('allow', methods.join(', '));
    return { status: 405, code: 'METHOD.NOT_ALLOWED', detail: `此地址只支持 ${methods.join('、')}。`, faults: [], unexpected: false };
  }
}
