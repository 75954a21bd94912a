import { percentOf, type Percent } from '../publication/intervals.js';
import type { CellTally } from '../rates/rates.js';

/** Persons of the denominator by the best proof of their work; `none`: no work of the rule's kinds is on record. */
export interface EvidenceShare {
  readonly level: 'E3' | 'E2' | 'E1' | 'E0' | 'none';
  readonly persons: number;
  readonly share: Percent | null;
}

/** On what a rate rests, strongest proof first; the persons add up to the denominator. */
export function evidenceMix({ n, evidence: [E0, E1, E2, E3] }: Pick<CellTally, 'n' | 'evidence'>): EvidenceShare[] {
  const counts = { E3, E2, E1, E0, none: n - E0 - E1 - E2 - E3 };
  return Object.entries(counts).map(([level, persons]) => ({ level: level as EvidenceShare['level'], persons, share: percentOf(persons, n) }));
}
