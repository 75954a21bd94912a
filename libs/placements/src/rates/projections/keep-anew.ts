import type { KeptState } from './kept-histories.repository.js';

/** Facts recorded since are read with an index and put to those kept; beyond this share of them all is kept anew. */
const SHARE = 0.1;
/** So many are read in a blink: of a ledger with so few nothing is kept. */
const FEW_FACTS = 10_000;

/** Whether a county's histories should be kept anew: many facts are not in what is kept, and nobody is at it. */
export function isToBeKeptAnew({ facts, factsSince, isBeingMade }: KeptState): boolean {
  return !isBeingMade && factsSince > Math.max(FEW_FACTS, facts * SHARE);
}
