import type { EvidenceLevel } from '@app/outcomes';

/** A fact about an employment, as far as a refusal of its evidence is concerned. */
export interface RefusableFact {
  readonly kind: string;
  readonly level: number | null;
  readonly recordedBy: string;
  readonly inForce: boolean;
}

/**
 * Why this officer may not refuse the evidence of this level, in Chinese; null: the officer may. Two refusals take a level
 * away for good, so three people have looked by then: who recorded evidence of the level refuses none of it, and the second
 * refusal is another officer's than the first. The database keeps the same (`check_evidence_refusal`).
 */
export function refusalFault(facts: readonly RefusableFact[], level: EvidenceLevel, officer: string): string | null {
  const own = (kind: string): boolean => facts.some((fact) => fact.kind === kind && fact.level === level && fact.recordedBy === officer && fact.inForce);
  if (own('evidence')) return '这一级佐证中有您本人记录的，不认可须由另一名经办人作出。';
  if (own('evidence-refused')) return '您已不认可过这一级佐证，第二次不认可须由另一名经办人作出。';
  return null;
}
