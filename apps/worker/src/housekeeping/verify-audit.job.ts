import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@app/kernel';
import { CLOCK, CONFIGURATION, JsonLogger, verifyAuditChains, type Configuration } from '@app/platform';
import { DataSource } from 'typeorm';

/** A county's chain does not hold: the job fails and stays visible. */
export class AuditChainBroken extends Error {}

/** Recomputes the audit chains every night and publishes their heads outside the database (`audit-heads.ndjson` in the data folder). */
@Injectable()
export class VerifyAuditJob {
  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: JsonLogger,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async verify(county: string): Promise<void> {
    const verdict = (await verifyAuditChains(this.dataSource)).find((candidate) => candidate.county === county);
    if (!verdict) return;
    if (verdict.firstBadNumber !== null) {
      this.logger.event('error', 'the audit chain does not hold', { county, number: verdict.firstBadNumber });
      throw new AuditChainBroken();
    }
    const head = { at: this.clock.now().toISOString(), county, number: verdict.length, hash: verdict.headHash };
    await mkdir(this.configuration.dataDir, { recursive: true });
    await appendFile(join(this.configuration.dataDir, 'audit-heads.ndjson'), `${JSON.stringify(head)}\n`);
    this.logger.event('info', 'audit chain holds', { county, number: verdict.length, hash: verdict.headHash });
  }
}
