import { dayNumber } from '@app/kernel';
import type { PersonClosure } from './closure.js';
import { isTooSmall } from '../publication/suppression.js';
import { compare, standingRecords, type BookView, type PriorPayRecord } from './records.js';

/** Quartiles of known values, whole yuan; null where nobody is known. */
export interface PaySummary {
  /** Of how many it is known. */
  readonly n: number;
  readonly unknown: number;
  readonly lower: number | null;
  readonly median: number | null;
  readonly upper: number | null;
}

/** Yuan a month before training and in the job that did the third step, of the people who did it. */
export interface PayComparison {
  readonly persons: number;
  readonly before: PaySummary;
  readonly after: PaySummary;
  /** After less before, of those of whom both are known. */
  readonly change: PaySummary;
  /** Of these, whose pay is higher than before; null: not published. */
  readonly raised: number | null;
}

/** Compares pay before and after. Before is the latest record of a day up to the first completion. */
export function comparePay(persons: readonly PersonClosure[], priorPays: readonly PriorPayRecord[], view: BookView): PayComparison {
  const employed = persons.filter(({ isExcluded, job }) => !isExcluded && job !== null);
  const paysOf = new Map<string, PriorPayRecord[]>();
  for (const record of standingRecords(priorPays, view)) paysOf.set(record.person, [...(paysOf.get(record.person) ?? []), record]);
  const pairs = employed.map(({ personId, startsOn, job }) => ({ before: latestUpTo(paysOf.get(personId) ?? [], startsOn!), after: job!.pay }));
  const changes = pairs.map(({ before, after }) => (before === null || after === null ? null : after - before));
  return {
    persons: employed.length, before: summarize(pairs.map(({ before }) => before)), after: summarize(pairs.map(({ after }) => after)),
    change: summarize(changes), raised: changes.filter((change) => change !== null && change > 0).length,
  };
}

function latestUpTo(records: readonly PriorPayRecord[], day: string): number | null {
  const [latest] = records.filter(({ effectiveOn }) => dayNumber(effectiveOn) <= dayNumber(day)).sort((a, b) => compare(b.effectiveOn, a.effectiveOn) || b.recordedAt - a.recordedAt || compare(b.id, a.id));
  return latest?.payYuan ?? null;
}

/** The comparison as it may be published: no quartiles over 1 to 19 people. */
export function withoutSmallPay({ before, after, change, raised, persons }: PayComparison): PayComparison {
  const shown = (summary: PaySummary): PaySummary => (isTooSmall(summary.n) ? { ...summary, lower: null, median: null, upper: null } : summary);
  return { persons, before: shown(before), after: shown(after), change: shown(change), raised: isTooSmall(change.n) ? null : raised };
}

/** Median and quartiles by linear interpolation between the ordered values, half-up to a yuan. */
export function summarize(values: readonly (number | null)[]): PaySummary {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const [lower, median, upper] = [1, 2, 3].map((quarter) => quantile(known, quarter));
  return { n: known.length, unknown: values.length - known.length, lower: lower ?? null, median: median ?? null, upper: upper ?? null };
}

function quantile(sorted: readonly number[], quarters: number): number | null {
  if (sorted.length === 0) return null;
  const quarterSteps = (sorted.length - 1) * quarters;
  const [at, rest] = [Math.floor(quarterSteps / 4), quarterSteps % 4];
  const [below, above] = [sorted[at]!, sorted[Math.min(at + 1, sorted.length - 1)]!];
  return Math.floor((below * (4 - rest) + above * rest) / 4 + 0.5);
}
