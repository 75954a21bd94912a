import { Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import { Database, RequestInvalid, type Principal } from '@app/platform';
import { WebhookEndpoints, type EndpointWithSecret, type NewWebhookEndpoint } from '@app/webhooks';
import { EmployerIsMerged, EmployerUnknown } from '../vacancies.errors.js';
import { EmployerRepository } from './employer.repository.js';

/** Webhook endpoints for employers that are there. */
@Injectable()
export class EmployerWebhooks {
  constructor(
    private readonly database: Database,
    private readonly employers: EmployerRepository,
    private readonly endpoints: WebhookEndpoints,
  ) {}

  /**
   * An employer's key makes one for its own employer, an officer for an employer of the county.
   * @throws RequestInvalid (an officer who names none), EmployerUnknown (also another county's, or another than the key's), EmployerIsMerged, WebhookTargetRefused, WebhookUrlTaken, WebhookLimitReached
   */
  async create(principal: Principal, employerId: string | undefined, input: NewWebhookEndpoint): Promise<EndpointWithSecret> {
    if (principal.kind === 'employer') {
      const own = principal.organizationId;
      if (own === null || (employerId !== undefined && employerId !== own)) throw new EmployerUnknown();
      return this.endpoints.create(principal, own, input);
    }
    if (employerId === undefined) throw new RequestInvalid([{ path: 'employerId', message: '经办人须指明用人单位' }]);
    return this.database.inScope(principal, async (tx) => {
      const employer = await this.employers.findById(tx, employerId);
      if (employer === null || !employer.ownerRegion.startsWith(padRegion(principal.region).slice(0, 6))) throw new EmployerUnknown();
      if (employer.mergedInto !== null) throw new EmployerIsMerged(employer.mergedInto);
      return this.endpoints.create(principal, employerId, input);
    });
  }
}
