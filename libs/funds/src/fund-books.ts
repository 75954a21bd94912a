import { Inject, Injectable } from '@nestjs/common';
import { today, type CivilDate, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database } from '@app/platform';

/** What every service of this library works with: the database, the audit trail, today. */
@Injectable()
export class FundBooks {
  constructor(
    readonly database: Database,
    readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  today(): CivilDate {
    return today(this.clock);
  }
}
