import { Inject, Injectable } from '@nestjs/common';
import { today, type CivilDate, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK } from '@app/platform';
import { LedgerRepository } from './ledger/ledger.repository.js';
import { RegistrationsRepository } from './people/registrations.repository.js';

/** What every recording service writes into: the people's registrations, the audit trail, and last the ledger. */
@Injectable()
export class CountyBooks {
  constructor(
    readonly ledger: LedgerRepository,
    readonly people: RegistrationsRepository,
    readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  today(): CivilDate {
    return today(this.clock);
  }
}
