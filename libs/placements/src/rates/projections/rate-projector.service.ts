import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { today, type CivilDate, type Clock } from '@app/kernel';
import { CLOCK, Database, Outbox, systemPrincipal, type Transaction } from '@app/platform';
import { CountyReader } from './county-reader.service.js';
import { RULES_TEXT } from './projected-rules.js';
import { RateProjectionsRepository, type ProjectionHead } from './rate-projections.repository.js';

/** Jobs that keep rates ready and work out reports. */
export type RateJobs = {
  'rates.project': Readonly<Record<string, never>>;
  'rate-report.make': { readonly reportId: string };
};

/** So many people are judged anew while somebody waits for a figure; more are left to the worker. */
const WHILE_SOMEBODY_WAITS = 3_000;
const IN_ONE_TRANSACTION = 5_000;
/** A building that has not ended by then is taken for dead. */
const BUILDING_LIMIT_MS = 30 * 60_000;

/** Keeps judgements of every person-course beside the ledger, so that today's rates are counted and not worked out. */
@Injectable()
export class RateProjector {
  constructor(
    private readonly database: Database,
    private readonly reader: CountyReader,
    private readonly projections: RateProjectionsRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Counts over standings that are exactly what the ledger says at the head that is handed on: whoever must be judged anew is
   * judged first. Null: the county is not ready (the worker is asked to make it so), or the day lies before it.
   */
  async counted<T>(county: string, asOf: CivilDate, count: (tx: Transaction, headMicros: number) => Promise<T>): Promise<T | null> {
    for (const alone of [false, true]) {
      const answer = await this.database.inScope(systemPrincipal('rates', county), async (tx) => {
        const head = await this.projections.head(tx, county, asOf, WHILE_SOMEBODY_WAITS + 1, alone);
        if (head.head === null || head.headMicros === null) return { counted: null };
        if (head.rules !== RULES_TEXT || head.stale.length > WHILE_SOMEBODY_WAITS) return this.#leaveToWorker(tx, county, head);
        if (head.latestAsOf! > asOf) return { counted: null };
        if (head.stale.length > 0 && !alone) return 'stale';
        await this.#judgeAnew(tx, county, asOf, head);
        return { counted: await count(tx, head.headMicros) };
      });
      if (answer !== 'stale') return answer.counted;
    }
    return null;
  }

  /** Brings a county up to date, and keeps its people's histories for the questions about other days. */
  async project(county: string, signal?: AbortSignal): Promise<void> {
    await this.#judge(county, signal);
    await this.reader.keep(county, signal);
  }

  /** Judges everybody of a county from the beginning, page by page. Facts that come meanwhile are noted and worked in afterwards. */
  async build(county: string, asOf: CivilDate, signal?: AbortSignal): Promise<void> {
    const builder = randomUUID();
    const system = systemPrincipal('rates', county);
    const knownBy = await this.database.inScope(system, async (tx) => {
      const { head, headMicros, lastChange } = await this.projections.head(tx, county, asOf, 0, true);
      await this.projections.begin(tx, county, builder, asOf, lastChange);
      return head === null || headMicros === null ? null : { text: head, micros: headMicros };
    });
    if (knownBy === null) return;
    for await (const page of this.reader.read(county, knownBy, asOf)) {
      signal?.throwIfAborted();
      const isOurs = await this.database.inScope({ ...system }, (tx) => this.projections.store(tx, county, builder, asOf, page, []));
      if (!isOurs) return;
    }
    await this.database.inScope({ ...system }, (tx) => this.projections.end(tx, county, builder, RULES_TEXT));
  }

  /** People by people, or from the beginning when it was never judged, or by other rules. */
  async #judge(county: string, signal?: AbortSignal): Promise<void> {
    const asOf = today(this.clock);
    for (;;) {
      signal?.throwIfAborted();
      const state = await this.database.inScope(systemPrincipal('rates', county), async (tx) => {
        const head = await this.projections.head(tx, county, asOf, IN_ONE_TRANSACTION, true);
        if (head.head === null) return 'done';
        if (head.rules !== RULES_TEXT) return this.#isBeingBuilt(head) ? 'done' : 'begin';
        await this.#judgeAnew(tx, county, asOf, head);
        return head.stale.length < IN_ONE_TRANSACTION ? 'done' : 'more';
      });
      if (state === 'begin') await this.build(county, asOf, signal);
      if (state === 'done') return;
    }
  }

  async #judgeAnew(tx: Transaction, county: string, asOf: CivilDate, head: ProjectionHead): Promise<void> {
    if (head.stale.length === 0) return;
    const page = await this.reader.readPersons(tx, county, head.stalePersons, { asOf, knownBy: head.headMicros! });
    await this.projections.store(tx, county, null, asOf, page, head.stale);
  }

  async #leaveToWorker(tx: Transaction, county: string, head: ProjectionHead): Promise<{ counted: null }> {
    const isAsked = (await tx.query<unknown[]>(`select from outbox where name = 'rates.project' and region = $1 and done_at is null and failed_at is null`, [county])).length > 0;
    if (!isAsked && !this.#isBeingBuilt(head)) await this.outbox.add<RateJobs, 'rates.project'>(tx, 'rates.project', {}, { queue: 'imports', region: county });
    return { counted: null };
  }

  #isBeingBuilt({ building, buildingSince }: ProjectionHead): boolean {
    return building !== null && buildingSince !== null && this.clock.now().getTime() - buildingSince.getTime() < BUILDING_LIMIT_MS;
  }
}
