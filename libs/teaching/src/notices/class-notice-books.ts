import { Injectable } from '@nestjs/common';
import { AuditTrail, Outbox } from '@app/platform';

/** What is written into beside the notices themselves. */
@Injectable()
export class ClassNoticeBooks {
  constructor(
    readonly audit: AuditTrail,
    readonly outbox: Outbox,
  ) {}
}
