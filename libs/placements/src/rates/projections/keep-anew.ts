import type { KeptState } from './kept-histories.repository.js';

/** Facts recorded since are read with an index and put to those kept; beyond this share of them all is kept anew. */
const SHARE = 0.1;
/** So many are read in a blink, whatever the share. */
const FEW_FACTS = 2_000;

/** Whether a county's histories should be kept anew: nothing is kept, or much was recorded since; and nobody is at it. */
export function isToBeKeptAnew({ kept, facts, factsSince, isBeingMade }: KeptState): boolean {
  return !isBeingMade && (kept === null || factsSince > Math.max(FEW_FACTS, facts * SHARE));
}
