import type { AuditFrame } from '../audit/frame.js';

/** Chance, handed in: a number in [0, 1). */
export type Chance = () => number;

/** A county whose truth is known to the test: who is employed, and what of it the ledger proves. */
export interface PlantedCounty {
  readonly frame: AuditFrame;
  readonly employed: ReadonlySet<string>;
  readonly truth: number;
}

/** Chance from a seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PEOPLE = 2_000;
const TRUTH = 0.62;

/**
 * 2,000 people of whom exactly 62 % are employed, a third of these on E2 evidence. What the ledger has of the others says
 * something of the truth and not all: a visit found most of those employed, a message some, and some of both are wrong.
 */
export function plantedCounty(chance: Chance): PlantedCounty {
  const employedCount = PEOPLE * TRUTH;
  const proven = Math.round(employedCount / 3);
  const strata = { E1: [] as string[], E0: [] as string[], none: [] as string[] };
  const employed = new Set<string>();
  for (let i = proven; i < PEOPLE; i++) {
    const id = `p${i}-${Math.floor(1e9 * chance())}`;
    const isEmployed = i < employedCount;
    if (isEmployed) employed.add(id);
    const draw = chance();
    const key = isEmployed ? (draw < 0.45 ? 'E1' : draw < 0.75 ? 'E0' : 'none') : draw < 0.1 ? 'E1' : draw < 0.3 ? 'E0' : 'none';
    strata[key].push(id);
  }
  return { frame: { proven, notEmployed: 0, strata: Object.entries(strata).map(([key, members]) => ({ key, members })) }, employed, truth: TRUTH };
}
