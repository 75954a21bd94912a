import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database, Outbox } from '@app/platform';

/** What every service of this library works with: the database, the audit trail, the outbox, the time. */
@Injectable()
export class WebhookBooks {
  constructor(
    readonly database: Database,
    readonly audit: AuditTrail,
    readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }
}
