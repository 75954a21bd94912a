import 'reflect-metadata';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { JsonLogger, Metrics, ProblemFilter, requestContext, requestIdOf, RouteTable, validationPipe, type PlatformOptions, type Problem } from '@app/platform';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiModule } from './api.module.js';
import { titleOf } from './http/messages.js';
import { takePlainForms } from './http/plain-forms.js';
import { serveDocumentation } from './openapi.js';

const BODY_LIMIT_BYTES = 1_048_576;
/** A caller that sends its request more slowly than this is cut off. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Own files only. The documentation page sets styles in its elements, hence the one exception. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:'], fontSrc: ["'self'"], connectSrc: ["'self'"],
    baseUri: ["'none'"], formAction: ["'self'"], frameAncestors: ["'none'"],
  },
};

export interface ApiOptions {
  readonly configuration: PlatformOptions['configuration'];
  /** Only to read the routes: nothing is instantiated, no database is reached. */
  readonly preview?: boolean;
}

/** Builds the API, not yet listening: the same for the process, the tests and the OpenAPI dump. */
export async function createApi({ configuration, preview = false }: ApiOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: configuration.trustedProxies.length > 0 ? [...configuration.trustedProxies] : false,
    requestIdHeader: false,
    genReqId: requestIdOf,
    frameworkErrors: answerMalformedAddress,
  });
  const logger = new JsonLogger(configuration.logLevel, 'api');
  // Fastify's own parser reads JSON; without Nest's there is no other content type.
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(configuration), adapter, { logger, bodyParser: false, preview, abortOnError: false });
  const routes = new RouteTable();
  prepare(app, routes, logger);
  if (!preview) countRequests(app);
  await app.register(helmet, { contentSecurityPolicy: CONTENT_SECURITY_POLICY });
  await app.register(cookie);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(titleOf, routes, logger));
  if (!preview) serveDocumentation(app);
  return app;
}

/** An address that is no URL never reaches the filter; it is answered in the same form. */
function answerMalformedAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const [status, code] = [error.statusCode ?? 400, 'REQUEST.ADDRESS_MALFORMED'];
  const problem: Problem = { type: `urn:shouyu:problem:${code}`, title: titleOf(code, status), status, code, instance: '/', requestId: request.id };
  void reply.status(status).header('content-type', 'application/problem+json; charset=utf-8').header('x-request-id', request.id).send(JSON.stringify(problem));
}

/** Every answered request, by route pattern. */
function countRequests(app: NestFastifyApplication): void {
  const metrics = app.get(Metrics);
  app.getHttpAdapter().getInstance().addHook('onResponse', (request, reply, done) => {
    metrics.observeRequest(request.method, request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
}

/** Request ids, the request log, the table of routes. */
function prepare(app: NestFastifyApplication, routes: RouteTable, logger: JsonLogger): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeContentTypeParser('text/plain');
  takePlainForms(fastify);
  fastify.addHook('onRoute', ({ url, method }) => routes.add(url, [method].flat()));
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('cache-control', 'no-store');
    requestContext.run({ requestId: request.id }, done);
  });
  // Reading a body leaves the asynchronous context of the first hook.
  fastify.addHook('preValidation', (request, _reply, done) => requestContext.run({ requestId: request.id }, done));
  fastify.addHook('onResponse', (request, reply, done) => {
    const { principal } = request;
    const fields = { requestId: request.id, method: request.method, route: request.routeOptions.url ?? null, status: reply.statusCode, durationMs: Math.round(reply.elapsedTime), principalKind: principal?.kind, principalId: principal?.id };
    logger.event('info', 'request', fields);
    done();
  });
}
