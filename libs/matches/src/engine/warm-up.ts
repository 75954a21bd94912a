import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '@app/kernel';
import { CLOCK, Database, JsonLogger } from '@app/platform';
import { MatchingEngine } from './matching-engine.js';

/** Loads every county that has a bureau here, one after another, so that the first list asked for need not wait. */
@Injectable()
export class EngineWarmUp {
  constructor(private readonly database: Database, private readonly engine: MatchingEngine, private readonly logger: JsonLogger, @Inject(CLOCK) private readonly clock: Clock) {}

  async run(): Promise<void> {
    const counties = await this.database.unscoped((tx) => tx.query<{ county: string }[]>('select county from served_counties() as county order by 1'));
    for (const { county } of counties) {
      const begun = performance.now();
      try {
        const people = await this.engine.ask(county, today(this.clock), 'county.load', {});
        this.logger.event('info', 'county loaded', { region: county, count: people, durationMs: Math.round(performance.now() - begun) });
      } catch (error) {
        this.logger.event('warn', 'county not loaded, will be when it is asked for', { region: county, error: (error as Error).name });
      }
    }
  }
}
