import { regionPrefix, type CivilDate } from '@app/kernel';
import { compare, standingRecords, type BookView, type IncomeRecord, type LineRecord } from './records.js';

/** A year's income of a household beside the line of that year; `line` null: no line is on record. */
export interface IncomeStanding {
  readonly year: number;
  readonly perHeadYuan: number;
  readonly line: { readonly region: string; readonly perHeadYuan: number } | null;
}

/** Incomes and lines at a viewpoint, ready to be asked. */
export class IncomeBook {
  private readonly incomes = new Map<string, IncomeRecord[]>();
  private readonly lines: readonly LineRecord[];

  constructor(incomes: readonly IncomeRecord[], lines: readonly LineRecord[], view: BookView) {
    for (const income of standingRecords(incomes, view)) {
      if (income.source !== 'self-report') this.incomes.set(income.household, [...(this.incomes.get(income.household) ?? []), income]);
    }
    this.lines = standingRecords(lines, view);
  }

  /**
   * The latest verified year of a household from a year on, with the line of that year; null: none is on record. Of several
   * records of a year the one of the latest day counts, of one day the one recorded last.
   */
  latest(household: string, fromYear: number): IncomeStanding | null {
    const [best] = (this.incomes.get(household) ?? []).filter(({ year }) => year >= fromYear)
      .sort((a, b) => b.year - a.year || compare(b.effectiveOn, a.effectiveOn) || b.recordedAt - a.recordedAt || compare(b.id, a.id));
    return best === undefined ? null : { year: best.year, perHeadYuan: best.perHeadYuan, line: this.lineOf(best.year) };
  }

  /** The line in force at the end of a year: the county's own before the province's, of one region the latest. */
  lineOf(year: number): IncomeStanding['line'] {
    const [line] = this.lines.filter(({ effectiveOn }) => effectiveOn <= endOf(year))
      .sort((a, b) => regionPrefix(b.region).length - regionPrefix(a.region).length || compare(b.effectiveOn, a.effectiveOn) || b.recordedAt - a.recordedAt || compare(b.id, a.id));
    return line === undefined ? null : { region: line.region, perHeadYuan: line.perHeadYuan };
  }
}

function endOf(year: number): CivilDate {
  return `${String(year).padStart(4, '0')}-12-31`;
}
