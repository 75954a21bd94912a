import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { CLOCK, Database } from '@app/platform';
import { VacancySourceRepository } from './vacancy-source.repository.js';

/** An enabled source that was not read whole for so long is stale: one nightly run failed, and the next is late too. */
export const SOURCE_STALE_AFTER_HOURS = 36;
const HOUR_MS = 3_600_000;

/** How old what we know of a source is. */
export interface SourceFreshness {
  /** 6 digits. */
  readonly county: string;
  readonly source: string;
  /** End of its last complete run; null = never read whole. */
  readonly readAt: Date | null;
  readonly isStale: boolean;
  /** Runs that wait for an officer. */
  readonly held: number;
}

/** Of every county that is served, for the operator: codes and instants only. */
@Injectable()
export class SourceFreshnessReader {
  constructor(
    private readonly database: Database,
    private readonly sources: VacancySourceRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<SourceFreshness[]> {
    const ages = await this.database.unscoped((tx) => this.sources.listAges(tx));
    const staleBefore = this.clock.now().getTime() - SOURCE_STALE_AFTER_HOURS * HOUR_MS;
    return ages.map(({ ownerRegion, source, readAt, held }) => ({ county: ownerRegion.slice(0, 6), source, readAt, isStale: readAt === null || readAt.getTime() < staleBefore, held }));
  }
}
