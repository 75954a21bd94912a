import multipart from '@fastify/multipart';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { IntakeModule } from '@app/intake';
import type { FastifyInstance } from 'fastify';
import { ProgressStreams } from './progress-streams.js';
import { MULTIPART_LIMITS } from './uploaded-file.js';
import { WorkbooksController } from './workbooks.controller.js';

const UPLOAD_ROUTE = '/v1/workbooks';

@Module({ imports: [IntakeModule], controllers: [WorkbooksController], providers: [ProgressStreams] })
export class WorkbooksApiModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  /** Multipart is read as a stream, on the one route that takes it. */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, _reply, done) => {
      const isMultipart = /^multipart\//i.test(request.headers['content-type'] ?? '');
      if (isMultipart && request.routeOptions.url !== UPLOAD_ROUTE && !request.is404) done(Object.assign(new Error('multipart is not taken here'), { statusCode: 415 }));
      else done();
    });
    // Not awaited: that would begin Fastify's start before Nest has set its error handler.
    void fastify.register(multipart, { limits: MULTIPART_LIMITS });
  }
}
