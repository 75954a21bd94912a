import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { CLOCK } from '@app/platform';
import { DataSource } from 'typeorm';

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
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<SourceFreshness[]> {
    const rows = await this.dataSource.query<{ owner_region: string; source: string; read_at: Date | null; held: number }[]>('select * from source_freshness()');
    const staleBefore = this.clock.now().getTime() - SOURCE_STALE_AFTER_HOURS * HOUR_MS;
    return rows.map(({ owner_region, source, read_at, held }) => ({ county: owner_region.slice(0, 6), source, readAt: read_at, isStale: read_at === null || read_at.getTime() < staleBefore, held }));
  }
}
