import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { TraineesModule } from '@app/trainees';
import type { FastifyInstance } from 'fastify';
import { TraineeConsentsController } from './trainee-consents.controller.js';
import { TraineeImportsController } from './trainee-imports.controller.js';
import { TraineesController } from './trainees.controller.js';

const STREAMED_ROUTE = '/v1/trainees/import';

@Module({ imports: [TraineesModule], controllers: [TraineeImportsController, TraineesController, TraineeConsentsController] })
export class TraineesApiModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  /** NDJSON is read as a stream, on the one route that takes it. */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addContentTypeParser('application/x-ndjson', (request, payload, done) => {
      if (request.routeOptions.url === STREAMED_ROUTE) done(null, payload);
      else done(Object.assign(new Error('NDJSON is not taken here'), { statusCode: 415 }));
    });
  }
}
