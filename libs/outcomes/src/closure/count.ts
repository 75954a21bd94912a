import { compareCodePoints } from '../facts/code-points.js';
import { hiddenCells, isTooSmall, SMALLEST_PUBLISHED } from '../publication/suppression.js';
import { CLOSURE_STEPS, type ClosureStep, type StepState, type Steps } from './steps.js';

/** How many stand where in one step; together they are everybody of the cell. */
export type StepCounts = Record<StepState, number>;

/** Persons or households of one township, or all of them. */
export interface ClosureCell {
  /** Township, 9 digits; null in the total, and for people without a known home. */
  readonly key: string | null;
  n: number;
  /** All four steps done. */
  closed: number;
  excluded: number;
  readonly steps: Readonly<Record<ClosureStep, StepCounts>>;
}

/** What is counted: a person or a household. */
export interface Countable {
  readonly steps: Steps;
  readonly isClosed: boolean;
  readonly isExcluded: boolean;
}

/** A cell as it is shown; figures null where the cell is hidden. */
export interface PresentedClosure {
  readonly township: string | null;
  readonly n: number;
  readonly closed: number | null;
  readonly excluded: number | null;
  readonly steps: Readonly<Record<ClosureStep, Readonly<StepCounts>>> | null;
  readonly suppressed: boolean;
  readonly message: string | null;
}

/** Counts by township (in the order of codes, nobody's last) and in total; the townships add up to the total. */
export function countClosure<T extends Countable>(rows: readonly T[], townshipOf: (row: T) => string | null): { readonly total: ClosureCell; readonly townships: readonly ClosureCell[] } {
  const total = emptyCell(null);
  const cells = new Map<string | null, ClosureCell>();
  for (const row of rows) {
    const key = townshipOf(row);
    const cell = cells.get(key) ?? emptyCell(key);
    cells.set(key, cell);
    for (const each of [total, cell]) add(each, row);
  }
  const townships = [...cells.values()].sort((a, b) => Number(a.key === null) - Number(b.key === null) || compareCodePoints(a.key ?? '', b.key ?? ''));
  return { total, townships };
}

/** The total first. `published`: townships of 1 to 19 are hidden, and one more where one alone could be found by subtraction. */
export function presentClosure({ total, townships }: ReturnType<typeof countClosure>, form: 'raw' | 'published'): { readonly total: PresentedClosure; readonly townships: readonly PresentedClosure[] } {
  const hidden = form === 'published' ? hiddenCells(townships) : new Set<ClosureCell>();
  return { total: present(total, form === 'published' && isTooSmall(total.n)), townships: townships.map((cell) => present(cell, hidden.has(cell))) };
}

export const TOO_FEW = `人数不足 ${SMALLEST_PUBLISHED}，为保护个人信息不公布`;

function present({ key, n, closed, excluded, steps }: ClosureCell, isHidden: boolean): PresentedClosure {
  if (!isHidden) return { township: key, n, closed, excluded, steps, suppressed: false, message: null };
  return { township: key, n, closed: null, excluded: null, steps: null, suppressed: true, message: isTooSmall(n) ? TOO_FEW : '为防止由合计反推其他单元，不公布' };
}

function emptyCell(key: string | null): ClosureCell {
  const steps = Object.fromEntries(CLOSURE_STEPS.map((step) => [step, { done: 0, open: 0, 'not-due': 0, unknown: 0 }])) as Record<ClosureStep, StepCounts>;
  return { key, n: 0, closed: 0, excluded: 0, steps };
}

function add(cell: ClosureCell, { steps, isClosed, isExcluded }: Countable): void {
  if (isExcluded) {
    cell.excluded += 1;
    return;
  }
  cell.n += 1;
  if (isClosed) cell.closed += 1;
  for (const step of CLOSURE_STEPS) cell.steps[step][steps[step].state] += 1;
}
