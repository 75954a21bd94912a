import { compareCodePoints } from '../facts/code-points.js';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * A lot between 0 and 2^32 for one member of one list, from a seed. Every bit of the seed and of the id moves every bit
 * of the lot (FNV-1a, then the finaliser of MurmurHash3). It stops nobody who chooses ids after the seed is known: the
 * seed is published after the list is closed and before the draw.
 */
export function lotOf(seed: string, id: string): number {
  let hash = FNV_OFFSET;
  const text = `${seed}\n${id}`;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), FNV_PRIME);
    hash = Math.imul(hash ^ (unit >>> 8), FNV_PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** So many members drawn without replacement, lowest lot first. The order of the list is irrelevant; anyone can draw again. */
export function drawMembers(members: readonly string[], count: number, seed: string): string[] {
  const lots = members.map((id) => ({ id, lot: lotOf(seed, id) }));
  lots.sort((a, b) => a.lot - b.lot || compareCodePoints(a.id, b.id));
  return lots.slice(0, count).map(({ id }) => id);
}
