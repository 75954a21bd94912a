import { Injectable } from '@nestjs/common';
import { padRegion, type CivilDate } from '@app/kernel';
import { breakDown, emptyCell, mergeCell, presentTable, type CellTally, type PlacementRule, type PresentedRate } from '@app/outcomes';
import { Database, systemPrincipal } from '@app/platform';
import { ClassRollsRepository } from '../class-rolls.repository.js';
import { personsOf } from '../projections/read-county.js';
import { CountyReader } from '../projections/county-reader.service.js';

/** Rates of a county by course, as they are published. */
export interface CourseRateTables {
  /** The last committed instant of the ledger as the database writes it; null: an empty ledger. */
  readonly knownBy: string | null;
  /** By the rule's id: the county first, then its courses. Small numbers are hidden. */
  readonly tables: ReadonlyMap<string, readonly PresentedRate[]>;
}

interface Count {
  readonly rule: PlacementRule;
  readonly total: CellTally;
  readonly cells: Map<string, CellTally>;
}

/** Several rates of a county by course in one reading of its ledger, page by page. For work in the background. */
@Injectable()
export class CourseRates {
  constructor(
    private readonly database: Database,
    private readonly rolls: ClassRollsRepository,
    private readonly reader: CountyReader,
  ) {}

  /** @param signal ends the reading between two pages @throws LedgerFaulty */
  async of(county: string, asOf: CivilDate, rules: readonly PlacementRule[], signal?: AbortSignal): Promise<CourseRateTables> {
    const knownBy = await this.database.inScope(systemPrincipal('course-rates', county), (tx) => this.rolls.head(tx, county));
    const counts = rules.map((rule): Count => ({ rule, total: emptyCell(null), cells: new Map() }));
    if (knownBy !== null) {
      const nothing = { homeOf: () => null, departmentOf: () => null };
      await this.reader.readPages({ region: padRegion(county), asOf, knownBy }, async () => signal?.throwIfAborted(), ({ people }) => {
        const slice = { persons: personsOf(people), orders: [], asOf, knownBy: knownBy.micros, faults: [] };
        for (const count of counts) add(count, breakDown(slice, { rule: count.rule, period: null, by: 'course', around: nothing }));
      });
    }
    const head = { asOf, knownBy: knownBy?.micros ?? null, period: null, dimension: 'course' } as const;
    return { knownBy: knownBy?.text ?? null, tables: new Map(counts.map(({ rule, total, cells }) => [rule.id, presentTable({ rule, ...head, total, cells: [...cells.values()] }, 'published')])) };
  }
}

function add(count: Count, { total, cells }: { readonly total: CellTally; readonly cells: readonly CellTally[] }): void {
  mergeCell(count.total, total);
  for (const cell of cells) {
    const known = count.cells.get(cell.key!) ?? emptyCell(cell.key);
    count.cells.set(cell.key!, known);
    mergeCell(known, cell);
  }
}
