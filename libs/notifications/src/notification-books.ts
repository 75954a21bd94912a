import { Inject, Injectable } from '@nestjs/common';
import { padRegion, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Database, FIELD_CIPHER, Outbox, type FieldCipher } from '@app/platform';

/** What every service of this library works with: the database, the audit trail, the outbox, the cipher, the time. */
@Injectable()
export class NotificationBooks {
  constructor(
    readonly database: Database,
    readonly audit: AuditTrail,
    readonly outbox: Outbox,
    @Inject(FIELD_CIPHER) readonly cipher: FieldCipher,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }
}

/** The whole county that a region lies in: jobs about its messages run in this scope. */
export function countyOf(region: string): string {
  return padRegion(padRegion(region).slice(0, 6));
}
