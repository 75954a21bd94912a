import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { Database, type Principal } from '@app/platform';
import { ConsentsService } from '@app/trainees';
import { VacancyNotOpen } from '../placements.errors.js';
import { ReferralsService } from './referrals.service.js';

/** Somebody who answered that a post is of interest. */
export interface MatchInterest {
  readonly traineeId: string;
  readonly vacancyId: string;
  readonly on: CivilDate;
}

/** What became of it: on the list, or why an officer has to look. */
export type InterestOutcome = 'presented' | 'needs-consent' | 'vacancy-closed' | 'not-presented';

/** Puts whoever said yes to a post on its list, when the person has agreed that an employer learns of it. */
@Injectable()
export class MatchInterests {
  constructor(
    private readonly database: Database,
    private readonly consents: ConsentsService,
    private readonly referrals: ReferralsService,
  ) {}

  /** May run twice: who is on the list stays as recorded. Without the consent nothing is done; the answer stays in the vacancy's answers for an officer. */
  async take(principal: Principal, { traineeId, vacancyId, on }: MatchInterest): Promise<InterestOutcome> {
    try {
      return await this.database.inScope(principal, async (tx) => {
        const consenting = await this.consents.listConsenting(tx, [traineeId], 'disclosure-to-employer');
        if (!consenting.has(traineeId)) return 'needs-consent';
        const [presented] = await this.referrals.present(principal, { vacancyId, traineeIds: [traineeId], on });
        return presented?.outcome === 'not-presented' ? 'not-presented' : 'presented';
      });
    } catch (error) {
      if (error instanceof VacancyNotOpen) return 'vacancy-closed';
      throw error;
    }
  }
}
