import { createHash } from 'node:crypto';

/** What may be drawn: a fact of evidence with its level. */
export interface Candidate {
  readonly factId: string;
  readonly level: number;
}

/** A candidate with its place in its level, from 1, and whether it was drawn. */
export interface Placed<T extends Candidate> {
  readonly candidate: T;
  readonly place: number;
  readonly drawn: boolean;
}

/** The key that orders candidates: anybody can compute it again, `printf '%s' '<seed> <fact id>' | sha256sum`. */
export function drawKey(seed: string, factId: string): string {
  return createHash('sha256').update(`${seed} ${factId.toLowerCase()}`).digest('hex');
}

/**
 * Draws at least this share of every level: the candidates in the order of their keys, the first ones until the share is
 * reached (rounded up). The order in which candidates are given is irrelevant, so that nothing but the seed decides.
 */
export function drawSample<T extends Candidate>(seed: string, candidates: readonly T[], percent: number): Placed<T>[] {
  const levels = [...new Set(candidates.map(({ level }) => level))].sort((a, b) => a - b);
  return levels.flatMap((level) => {
    const ordered = candidates
      .filter((candidate) => candidate.level === level)
      .map((candidate) => ({ candidate, key: drawKey(seed, candidate.factId) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    // Whole numbers: 20 % of 5 is 1, not 1.0000000000000002 rounded up to 2.
    const wanted = Math.floor((ordered.length * percent + 99) / 100);
    return ordered.map(({ candidate }, i) => ({ candidate, place: i + 1, drawn: i < wanted }));
  });
}
