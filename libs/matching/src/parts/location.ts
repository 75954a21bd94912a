import { isWilling } from '../eligibility.js';
import { sharedDepth, type Depth } from '../place.js';
import type { PreparedTrainee, PreparedVacancy } from '../prepared.js';

/** What the location part rests on. */
export type LocationBasis = 'willing' | 'residence' | 'unknown';

export interface LocationPart {
  readonly value: number;
  readonly basis: LocationBasis;
}

export const WILLING: LocationPart = { value: 1, basis: 'willing' };
/** Home or workplace is not known. */
export const UNKNOWN: LocationPart = { value: 0.1, basis: 'unknown' };
const BY_DEPTH: Record<Depth, LocationPart> = byDepth({ 12: 1, 9: 1, 6: 0.8, 4: 0.5, 2: 0.3, 0: 0.1 });
/** Who must go home every day is helped less by a shared county. */
const BY_DEPTH_WITHOUT_LODGING: Record<Depth, LocationPart> = byDepth({ 12: 1, 9: 1, 6: 0.5, 4: 0.2, 2: 0.1, 0: 0.1 });

function byDepth(values: Record<Depth, number>): Record<Depth, LocationPart> {
  const part = (depth: Depth): LocationPart => ({ value: values[depth], basis: 'residence' });
  return { 12: part(12), 9: part(9), 6: part(6), 4: part(4), 2: part(2), 0: part(0) };
}

/** L, 0.1..1: 1 inside a willing region, else by the deepest level that residence and workplace share. */
export function scoreLocation(trainee: PreparedTrainee, vacancy: PreparedVacancy): LocationPart {
  if (isWilling(trainee, vacancy)) return WILLING;
  if (trainee.place === null || vacancy.place === null) return UNKNOWN;
  return residencePart(sharedDepth(trainee.place, vacancy.place), vacancy.withoutLodging);
}

/** What a home is worth that shares so many levels with the workplace. */
export function residencePart(depth: Depth, withoutLodging: boolean): LocationPart {
  return withoutLodging ? BY_DEPTH_WITHOUT_LODGING[depth] : BY_DEPTH[depth];
}
