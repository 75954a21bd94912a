import { compareCodePoints } from '../facts/code-points.js';

/** A denominator from 1 to 19 is hidden: few persons can be recognised. */
export const SMALLEST_PUBLISHED = 20;

/** What hiding looks at. */
export interface Hideable {
  readonly key: string | null;
  readonly n: number;
}

/** Whether a figure over `n` persons is hidden for its size. Over nobody there is nothing to hide. */
export function isTooSmall(n: number): boolean {
  return n >= 1 && n < SMALLEST_PUBLISHED;
}

/**
 * Which cells of one breakdown are hidden. Where exactly one is too small it could be found by subtraction from the
 * total, so the smallest other cell (by n from 1, then key) is hidden with it.
 */
export function hiddenCells<T extends Hideable>(cells: readonly T[]): ReadonlySet<T> {
  const hidden = new Set(cells.filter((cell) => isTooSmall(cell.n)));
  if (hidden.size !== 1) return hidden;
  const others = cells.filter((cell) => cell.n >= 1 && !hidden.has(cell));
  const [smallest] = others.sort((a, b) => a.n - b.n || compareCodePoints(a.key ?? '', b.key ?? ''));
  if (smallest !== undefined) hidden.add(smallest);
  return hidden;
}
