import { Module, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, HttpAdapterHost } from '@nestjs/core';
import { AccountsModule } from '@app/accounts';
import { EtagInterceptor, HealthChecks, IdempotencyInterceptor } from '@app/platform';
import { VacanciesModule } from '@app/vacancies';
import type { FastifyInstance } from 'fastify';
import { DataSource } from 'typeorm';
import { ServiceMetrics } from '../metrics/service-metrics.js';
import { AccessGuard } from './access.guard.js';
import { HealthController } from './health.controller.js';

/** Where NDJSON is read as a stream; nowhere else is it taken. */
const NDJSON_ROUTES: readonly string[] = ['/v1/trainees/import', '/v1/employer/vacancies/import', '/v1/training-orders/import'];

/** What every route passes: access, Idempotency-Key, ETag; and how the operator sees that all is well. */
@Module({
  imports: [AccountsModule, VacanciesModule],
  controllers: [HealthController],
  providers: [HealthChecks, ServiceMetrics, { provide: APP_GUARD, useClass: AccessGuard }, { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }, { provide: APP_INTERCEPTOR, useClass: EtagInterceptor }],
  exports: [HealthChecks],
})
export class HttpModule implements OnModuleInit {
  constructor(
    private readonly checks: HealthChecks,
    private readonly dataSource: DataSource,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addContentTypeParser('application/x-ndjson', (request, payload, done) => {
      if (NDJSON_ROUTES.includes(request.routeOptions.url ?? '')) done(null, payload);
      else done(Object.assign(new Error('NDJSON is not taken here'), { statusCode: 415 }));
    });
    this.checks.register('database', () => this.dataSource.query('select 1'));
  }
}
