import multipart from '@fastify/multipart';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** Routes that take a file. */
const UPLOAD_ROUTES: readonly string[] = ['/v1/workbooks', '/v1/evidence/:factId/files', '/v1/agreements/:agreementId/files'];
/** One file and a few short fields; the largest file of any route. */
const MULTIPART_LIMITS = { fileSize: 10 * 1_048_576, files: 1, fields: 4, fieldSize: 200, fieldNameSize: 100, parts: 5, headerPairs: 20 } as const;

/** Multipart is read as a stream, on the few routes that take it. Imported by the features that do. */
@Module({})
export class MultipartModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, _reply, done) => {
      const isMultipart = /^multipart\//i.test(request.headers['content-type'] ?? '');
      if (isMultipart && !UPLOAD_ROUTES.includes(request.routeOptions.url ?? '') && !request.is404) done(Object.assign(new Error('multipart is not taken here'), { statusCode: 415 }));
      else done();
    });
    // Not awaited: that would begin Fastify's start before Nest has set its error handler.
    void fastify.register(multipart, { limits: MULTIPART_LIMITS });
  }
}
