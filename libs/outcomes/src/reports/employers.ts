import { dayNumber } from '@app/kernel';
import { compareCodePoints } from '../facts/code-points.js';
import type { LedgerSlice } from '../facts/ledger.js';
import { cohortOf, type Period } from '../populations/cohort.js';
import { judge } from '../rates/judge.js';
import type { PlacementRule } from '../rates/rule.js';
import { SMALLEST_PUBLISHED, hiddenCells } from '../publication/suppression.js';
import type { PresentationForm } from '../publication/present.js';

/** The persons of a numerator by the employer of the employment that decides: a table of the numerator only, never a rate. */
export interface EmployerTally {
  readonly byEmployer: Map<string, number>;
  /** Whose deciding employment has no employer (self-employment, say). */
  withoutEmployer: number;
  /** In the numerator for further study, by no employment. */
  studying: number;
}

/** How many employers have a line of their own. */
export const EMPLOYERS_SHOWN = 20;

/** One line of the table as it is shown. */
export interface EmployerLine {
  readonly kind: 'employer' | 'rest' | 'without-employer' | 'studying';
  readonly employer: string | null;
  /** Of `rest`: how many employers are summed here. */
  readonly employers: number | null;
  /** Null: hidden. */
  readonly persons: number | null;
}

export function emptyEmployerTally(): EmployerTally {
  return { byEmployer: new Map(), withoutEmployer: 0, studying: 0 };
}

/**
 * Adds the numerator of some people to a tally. The employer is the one that the ledger names: whether two names are one
 * employer is found out later, and would change a report that stands.
 * @throws RangeError when the slice has faults
 */
export function addEmployers(into: EmployerTally, slice: LedgerSlice, rule: PlacementRule, period: Period | null): void {
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
  const asOf = dayNumber(slice.asOf);
  for (const unit of cohortOf(slice, rule.population, period)) {
    if (!unit.standsForPerson) continue;
    const { standing, job } = judge(unit, rule, asOf);
    if (standing === 'studying') into.studying += 1;
    if (standing !== 'employed' || job === null) continue;
    if (job.employer === null) into.withoutEmployer += 1;
    else into.byEmployer.set(job.employer, (into.byEmployer.get(job.employer) ?? 0) + 1);
  }
}

/**
 * The largest employers first (of equal ones the lower id), the rest summed, those without an employer and those who study
 * apart. Published, an employer of 1 to 19 of them is summed into the rest, and a line of so few is hidden, with the
 * smallest other line when it is the only one; of a cohort that is hidden itself nothing is shown.
 * @param isHidden whether the rate's own total is hidden
 */
export function presentEmployers({ byEmployer, withoutEmployer, studying }: EmployerTally, form: PresentationForm, isHidden: boolean): EmployerLine[] {
  if (form === 'published' && isHidden) return [];
  const ranked = [...byEmployer].sort(([a, most], [b, fewer]) => fewer - most || compareCodePoints(a, b));
  const own = ranked.slice(0, EMPLOYERS_SHOWN).filter(([, persons]) => form === 'raw' || persons >= SMALLEST_PUBLISHED);
  const rest = ranked.slice(own.length);
  const lines = [
    ...own.map(([employer, persons]): EmployerLine & { persons: number } => ({ kind: 'employer', employer, employers: null, persons })),
    ...(rest.length === 0 ? [] : [{ kind: 'rest' as const, employer: null, employers: rest.length, persons: rest.reduce((sum, [, persons]) => sum + persons, 0) }]),
    ...(withoutEmployer === 0 ? [] : [{ kind: 'without-employer' as const, employer: null, employers: null, persons: withoutEmployer }]),
    ...(studying === 0 ? [] : [{ kind: 'studying' as const, employer: null, employers: null, persons: studying }]),
  ];
  if (form === 'raw') return lines;
  const cells = lines.map((line, at) => ({ key: `${String(at).padStart(3, '0')}`, n: line.persons, line }));
  const hidden = hiddenCells(cells);
  return cells.map((cell) => (hidden.has(cell) ? { ...cell.line, persons: null, employers: null } : cell.line));
}
