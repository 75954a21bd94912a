import { Module, type OnModuleInit } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccountsModule } from '@app/accounts';
import { EtagInterceptor, HealthChecks, IdempotencyInterceptor } from '@app/platform';
import { DataSource } from 'typeorm';
import { AccessGuard } from './access.guard.js';
import { HealthController } from './health.controller.js';

/** What every route passes: access, Idempotency-Key, ETag. */
@Module({
  imports: [AccountsModule],
  controllers: [HealthController],
  providers: [HealthChecks, { provide: APP_GUARD, useClass: AccessGuard }, { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }, { provide: APP_INTERCEPTOR, useClass: EtagInterceptor }],
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
