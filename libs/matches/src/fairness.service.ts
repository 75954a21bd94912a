import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '@app/kernel';
import { CLOCK, Database, type Principal } from '@app/platform';
import { selectionRates, type SelectionRate } from './fairness.js';
import { MatchListsRepository } from './match-lists.repository.js';

/** Of a stored list so many lines count as being selected: what an officer looks at. */
export const SELECTED_TOP = 20;

export interface FairnessReport {
  readonly asOf: string;
  readonly people: number;
  readonly rates: readonly SelectionRate[];
}

/** Who comes into the lists, by attributes that no score knows: read from the stored lists, beside the engine. */
@Injectable()
export class MatchFairness {
  constructor(private readonly database: Database, private readonly lists: MatchListsRepository, @Inject(CLOCK) private readonly clock: Clock) {}

  /** The people of the caller's scope who are looking for work. */
  async report(principal: Principal): Promise<FairnessReport> {
    const asOf = today(this.clock);
    const counts = await this.database.inScope(principal, (tx) => this.lists.countSelected(tx, asOf, SELECTED_TOP));
    return { asOf, people: counts.filter(({ attribute }) => attribute === 'sex').reduce((sum, { people }) => sum + people, 0), rates: selectionRates(counts) };
  }
}
