import { Injectable } from '@nestjs/common';
import { ApiKeysService, type ApiKeyRow, type NewApiKey } from '@app/accounts';
import { padRegion } from '@app/kernel';
import { Database, type Principal } from '@app/platform';
import { EmployerIsMerged, EmployerUnknown } from '../vacancies.errors.js';
import { EmployerRepository } from './employer.repository.js';

/** Keys for employers that are there. */
@Injectable()
export class EmployerKeys {
  constructor(
    private readonly database: Database,
    private readonly employers: EmployerRepository,
    private readonly keys: ApiKeysService,
  ) {}

  /** @throws EmployerUnknown (also another county's), EmployerIsMerged, ApiKeyLimitReached */
  async create(principal: Principal, employerId: string, asked: NewApiKey): Promise<{ row: ApiKeyRow; key: string }> {
    return this.database.inScope(principal, async (tx) => {
      const employer = await this.employers.findById(tx, employerId);
      if (employer === null || !employer.ownerRegion.startsWith(padRegion(principal.region).slice(0, 6))) throw new EmployerUnknown();
      if (employer.mergedInto !== null) throw new EmployerIsMerged(employer.mergedInto);
      return this.keys.create(principal, employerId, asked);
    });
  }
}
