import { Injectable } from '@nestjs/common';
import { regionPrefix, type CivilDate } from '@app/kernel';
import { FactLedger, computeRates, findNamedRate, presentTable, type Fact, type Instant, type Period, type RateTable } from '@app/outcomes';
import { Database, systemPrincipal } from '@app/platform';
import { CountyHistoriesRepository } from '../projections/county-histories.repository.js';
import { foldFacts, personsOf } from '../projections/read-county.js';
import type { MatrixRate } from './rate-matrix.js';

/** What the rates are asked of: a region of 12 digits, months of approval (null: all), and the two dates. */
export interface PledgeQuestion {
  readonly region: string;
  readonly period: Period | null;
  readonly asOf: CivilDate;
  readonly knownBy: Instant;
}

const COUNTY_DIGITS = 6;
const RULES = [findNamedRate('R4')!, findNamedRate('R4p')!];

/** R4 and R4p beside the rates of persons: an order is of the whole county, so they have no townships. */
@Injectable()
export class PledgeRates {
  constructor(private readonly database: Database, private readonly histories: CountyHistoriesRepository) {}

  /** Of a county; of a smaller region none. @throws LedgerFaulty when the facts about somebody hired contradict each other */
  async of(question: PledgeQuestion): Promise<MatrixRate[]> {
    return (await this.tables(question)).map((table) => ({ rule: table.rule.id, total: presentTable(table, 'raw')[0]!, townships: [] }));
  }

  /** The same as counts. @throws LedgerFaulty */
  async tables({ region, period, asOf, knownBy }: PledgeQuestion): Promise<RateTable[]> {
    if (regionPrefix(region).length > COUNTY_DIGITS) return [];
    const county = region.slice(0, COUNTY_DIGITS);
    return this.database.inScope(systemPrincipal('rates', county), async (tx) => {
      const pledges = await this.histories.pledges(tx, county, knownBy);
      const aliases = await this.histories.aliases(tx, county);
      const hired = new Set(pledges.flatMap((fact) => (fact.kind === 'hired-from-order' ? [fact.person] : [])));
      const ids = [...hired, ...[...aliases].flatMap(([id, same]) => (hired.has(same) ? [id] : []))];
      const view = { asOf, knownBy };
      const { people } = foldFacts(await this.histories.factsOf(tx, county, ids), aliases, view, ids);
      return computeRates({ ...view, persons: personsOf(people), orders: ordersOf(pledges, view), faults: [] }, { rules: RULES, period });
    });
  }
}

function ordersOf(pledges: readonly Fact[], view: Pick<PledgeQuestion, 'asOf' | 'knownBy'>): ReturnType<FactLedger['at']>['orders'] {
  const ledger = new FactLedger();
  for (const fact of pledges) ledger.add(fact);
  return ledger.at(view).orders;
}
