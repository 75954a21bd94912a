import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '@app/kernel';
import { CLOCK, Database, type Principal } from '@app/platform';
import { countyOf } from '../county-of.js';
import { DemandsRepository } from './demands.repository.js';
import { mergeCandidates, type MergeCandidate } from './merge-candidates.js';

/** So many classes and so many orders are compared with each other. */
const COMPARED = 300;
const SHOWN = 100;

/** Nearby demand that one class could serve: shown to an officer, who decides. */
@Injectable()
export class ClassMerges {
  constructor(
    private readonly database: Database,
    private readonly demands: DemandsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The likeliest 100. */
  async list(principal: Principal): Promise<MergeCandidate[]> {
    const [county, day] = [countyOf(principal), today(this.clock)];
    const demands = await this.database.inScope(principal, async (tx) => [...(await this.demands.listClasses(tx, county, day, COMPARED)), ...(await this.demands.listQueuedOrders(tx, county, day, COMPARED))]);
    return mergeCandidates(demands).slice(0, SHOWN);
  }
}
