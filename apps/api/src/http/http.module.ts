import { Module, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccountsModule } from '@app/accounts';
import { EtagInterceptor, HealthChecks, IdempotencyInterceptor } from '@app/platform';
import { VacanciesModule } from '@app/vacancies';
import { DataSource } from 'typeorm';
import { ServiceMetrics } from '../metrics/service-metrics.js';
import { AccessGuard } from './access.guard.js';
import { HealthController } from './health.controller.js';

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
  ) {}

  onModuleInit(): void {
    this.checks.register('database', () => this.dataSource.query('select 1'));
  }
}
