import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { VacancyNews, type VacancyForReferral } from '@app/vacancies';
import { Webhooks, type WebhookEvent } from '@app/webhooks';
import type { NewStep } from './referrals.repository.js';

/** A step that is told: whose list it is on. */
export interface ToldStep {
  readonly vacancyId: string;
  readonly step: NewStep;
}

/**
 * Tells employers by webhook what became of those put forward on the vacancies that they posted: ids and states, never who it
 * is or why somebody refused.
 */
@Injectable()
export class ReferralNews {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly vacancies: VacancyNews,
  ) {}

  /** Announces the steps in the transaction that takes them. */
  async announce(tx: Transaction, told: readonly ToldStep[]): Promise<void> {
    const own = await this.vacancies.ownOf(tx, [...new Set(told.map(({ vacancyId }) => vacancyId))]);
    await this.webhooks.announce(tx, told.flatMap(({ vacancyId, step }): WebhookEvent[] => {
      const vacancy = own.get(vacancyId);
      if (vacancy === undefined) return [];
      const common = { employerId: vacancy.employerId, key: `${step.referralId}/${step.number}` };
      const data = { referralId: step.referralId, vacancyId, externalRef: vacancy.externalRef, state: step.kind };
      return [step.number === 1 ? { type: 'referral.created', ...common, data } : { type: 'referral.state-changed', ...common, data: { ...data, refusedBy: refuserOf(step) } }];
    }));
  }

  /** Announces the vacancy when the hire, or its undoing, has moved it. */
  async announceSeats(tx: Transaction, before: VacancyForReferral): Promise<void> {
    await this.vacancies.announce(tx, new Map([[before.id, before.status]]));
  }
}

function refuserOf({ kind, reasonCode }: NewStep): 'trainee' | 'employer' | null {
  if (kind !== 'refused') return null;
  return reasonCode?.startsWith('trainee-') === true ? 'trainee' : 'employer';
}
