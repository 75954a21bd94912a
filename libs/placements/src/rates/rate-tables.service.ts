import { Inject, Injectable } from '@nestjs/common';
import { regionPrefix, today, type Clock } from '@app/kernel';
import { computeRates, emptyCell, mergeCell, type CellTally, type Instant, type LedgerSlice, type PlacementRule, type PlacementTable, type RateTable } from '@app/outcomes';
import { CLOCK } from '@app/platform';
import { cellOf, countTable, inOrder } from './projections/count-standings.js';
import type { KnownBy } from './projections/county-histories.repository.js';
import { CountyReader } from './projections/county-reader.service.js';
import { isProjected } from './projections/projected-rules.js';
import { RateProjector } from './projections/rate-projector.service.js';
import { RateProjectionsRepository, edgesOf } from './projections/rate-projections.repository.js';
import { peopleIn } from './projections/read-county.js';
import type { RateQuestion } from './rate-query.js';
import { PledgeRates } from './reports/pledge-rates.service.js';

/** A question about a place. */
export interface RatePlace extends RateQuestion {
  /** 12 digits. */
  readonly region: string;
}

interface PlacementPlace extends RatePlace {
  readonly rule: PlacementRule;
}

const COUNTY_DIGITS = 6;

/** Counts a rate: from what is kept ready beside the ledger, or page by page through the library, so that whoever asks for anything else has a turn in between. */
@Injectable()
export class RateTables {
  constructor(
    private readonly projector: RateProjector,
    private readonly projections: RateProjectionsRepository,
    private readonly reader: CountyReader,
    private readonly pledges: PledgeRates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `knownBy` of the table is the last record that it rests on; null: nothing is recorded. @throws LedgerFaulty */
  async of(place: RatePlace): Promise<RateTable> {
    const { rule, region, period, asOf, by } = place;
    const ready = await this.#counted(place);
    if (ready !== null) return ready;
    const knownBy = await this.reader.knownBy(region.slice(0, COUNTY_DIGITS), place.knownBy);
    if (knownBy === null) return computeRates(sliceOf(place, null), { rules: [rule], period, by })[0]!;
    if (!('measure' in rule)) return this.#pageByPage({ ...place, rule }, knownBy);
    return (await this.pledges.tables({ region, period, asOf, knownBy: knownBy.micros })).find((table) => table.rule.id === rule.id)!;
  }

  /** Today's named rates are counted from what is kept beside the ledger; null: this one, or this county, is not kept ready. */
  async #counted({ rule, period, asOf, knownBy, by, region }: RatePlace): Promise<PlacementTable | null> {
    if (!isProjected(rule) || knownBy !== null || asOf !== today(this.clock)) return null;
    const [county, homePrefix, edges] = [region.slice(0, COUNTY_DIGITS), regionPrefix(region), edgesOf(asOf)];
    return this.projector.counted(county, asOf, async (tx, headMicros) =>
      countTable(rule, await this.projections.groups(tx, { county, homePrefix, period, by }, edges), edges, { asOf, knownBy: headMicros, period, dimension: by }));
  }

  async #pageByPage(place: PlacementPlace, knownBy: KnownBy): Promise<PlacementTable> {
    const { rule, region, period, asOf, by } = place;
    const [total, cells] = [emptyCell(null), new Map<string, CellTally>()];
    await this.reader.readPages({ region, asOf, knownBy }, null, (page) => {
      const [table] = computeRates({ ...sliceOf(place, knownBy.micros), persons: peopleIn(page, region) }, { rules: [rule], period, by }) as [PlacementTable];
      mergeCell(total, table.total);
      for (const cell of table.cells) mergeCell(cellOf(cells, cell.key!), cell);
    });
    return { rule, asOf, knownBy: knownBy.micros, period, dimension: by, total, cells: inOrder(cells) };
  }
}

/** A ledger of nobody. */
function sliceOf({ asOf }: RatePlace, knownBy: Instant | null): LedgerSlice {
  return { persons: new Map(), orders: [], asOf, knownBy, faults: [] };
}
