import type { KeptState } from './kept-histories.repository.js';

/** Facts recorded since are read with an index and put to those kept; beyond this share of them all is kept anew by whoever reads. */
export const SHARE_FOR_READERS = 0.1;
/** And beyond this one by night, when nobody waits: so that a reading by day finds little that is not kept. */
export const SHARE_BY_NIGHT = 0.01;
/** So many are read in a blink: of a ledger with so few nothing is kept. */
const FEW_FACTS = 10_000;

/** Whether a county's histories should be kept anew: many facts are not in what is kept, and nobody is at it. @param share of those that are kept */
export function isToBeKeptAnew({ facts, factsSince, isBeingMade }: KeptState, share: number): boolean {
  return !isBeingMade && factsSince > Math.max(FEW_FACTS, facts * share);
}
