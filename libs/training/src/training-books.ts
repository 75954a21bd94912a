import { Inject, Injectable } from '@nestjs/common';
import { today, type CivilDate, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database, Outbox } from '@app/platform';

/** What every service of this library works with: the database, the audit trail, the outbox, today. */
@Injectable()
export class TrainingBooks {
  constructor(
    readonly database: Database,
    readonly audit: AuditTrail,
    readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  today(): CivilDate {
    return today(this.clock);
  }
}
