import { compareCodePoints, emptyCell, mergeCell, presentTable, type CellTally, type PlacementRule, type PlacementTable, type PresentedRate } from '@app/outcomes';
import { cellOf, inOrder, type TableHead, type TownshipTally } from '../projections/count-standings.js';

/** One rate of a region, and of every township in it by programme: figures of an officer within scope, nothing hidden. */
export interface MatrixRate {
  readonly rule: string;
  readonly total: PresentedRate;
  readonly townships: readonly MatrixTownship[];
}

export interface MatrixTownship {
  /** 12 digits; null: people without an enrolment that says where they live. */
  readonly township: string | null;
  readonly total: PresentedRate;
  readonly programmes: readonly PresentedRate[];
}

/** Counts by rule, township and programme, put together from parts. */
export class RateMatrix {
  private readonly counts: ReadonlyMap<PlacementRule, Map<string, { readonly total: CellTally; readonly programmes: Map<string, CellTally> }>>;

  constructor(rules: readonly PlacementRule[]) {
    this.counts = new Map(rules.map((rule) => [rule, new Map()]));
  }

  /** Adds a township's counts of one rule; one in which nobody stands for the rule is left out. */
  add(rule: PlacementRule, { township, total, programmes }: TownshipTally): void {
    if (programmes.size === 0) return;
    const townships = this.counts.get(rule)!;
    const known = townships.get(township) ?? { total: emptyCell(null), programmes: new Map<string, CellTally>() };
    townships.set(township, known);
    mergeCell(known.total, total);
    for (const [programme, cell] of programmes) mergeCell(cellOf(known.programmes, programme), cell);
  }

  /** Townships by code; a township in which nobody stands has no row. */
  present(head: Omit<TableHead, 'dimension'>): MatrixRate[] {
    return [...this.counts].map(([rule, townships]) => {
      const table = (total: CellTally, cells: readonly CellTally[]): PlacementTable => ({ rule, ...head, dimension: 'programme', total, cells });
      const all = emptyCell(null);
      for (const { total } of townships.values()) mergeCell(all, total);
      const sorted = [...townships].sort(([a], [b]) => compareCodePoints(a, b));
      return {
        rule: rule.id,
        total: presentTable(table(all, []), 'raw')[0]!,
        townships: sorted.map(([township, { total, programmes }]): MatrixTownship => {
          const [whole, ...cells] = presentTable(table(total, inOrder(programmes)), 'raw');
          return { township: township === '' ? null : township, total: whole!, programmes: cells };
        }),
      };
    });
  }
}
