import { addDays } from '@app/kernel';
import { EXCLUSION_REASONS, JOB_TYPES } from '../facts/fact.js';
import type { OracleQuery, RawFact } from './slow-oracle.js';

/** Chance, handed in: one of the choices. */
export type Pick = <T>(choices: readonly T[]) => T;

export interface RandomCase {
  readonly facts: readonly RawFact[];
  readonly query: OracleQuery;
}

type Body = Readonly<Record<string, unknown>> & { readonly kind: string; readonly effectiveOn: string };

const BASES = ['2019-12-31', '2020-02-29', '2023-02-28', '2023-03-31', '2023-06-30', '2023-07-01', '2023-11-15', '2024-01-01'];
const OFFSETS = [-200, -31, -1, 0, 0, 1, 30, 89, 90, 91, 92, 93, 120, 179, 180, 181, 182, 184, 185, 268, 269, 270, 274, 364, 365, 366, 456];
const LENGTHS = [0, 1, 88, 89, 90, 91, 120, 120, 180, 200, 365, 700];
const AS_OF = [119, 120, 121, 209, 210, 211, 214, 298, 299, 300, 394, 395, 396, 480, 900];
const KNOWN = '2025-01-01T08:00:00.000500+08:00';
const LATER = '2025-01-01T08:00:00.002000+08:00';
const BETWEEN = '2025-01-01T00:00:00.001Z';
const RULES = ['R1', 'R2@90', 'R2@180', 'R2@365', 'R3', 'R4', 'R5', 'R6Q2', 'R6Q4', 'R6S', 'R7', 'R8'];

const PERSONS = ['p1', 'p2', 'p3', 'p4'];
const CLASSES = ['k1', 'k2', 'k3', 'k4'];
const JOBS = ['j1', 'j2', 'j3', 'j4', 'j5', 'j6'];

/** A random ledger, small and full of edges (every date lies on or beside a day that a rule looks at), and a question about it. */
export function randomCase(pick: Pick): RandomCase {
  const base = pick(BASES);
  const bodies = [...classBodies(base, pick), ...attendanceBodies(base, pick), ...jobBodies(base, pick), ...otherBodies(base, pick)];
  return { facts: withCorrections(bodies, pick), query: randomQuery(base, pick) };
}

function several<T>(pick: Pick, least: number, most: number, make: () => T): T[] {
  const length = pick(Array.from({ length: most - least + 1 }, (_, i) => least + i));
  return Array.from({ length }, make);
}

function classBodies(base: string, pick: Pick): Body[] {
  return CLASSES.map((id) => {
    const course = pick(['c1', 'c2']);
    const flag = pick(['', '', '', '', 'onTheJob', 'outreach']);
    return {
      kind: 'class', class: id, course, programme: `m${course}`, provider: id < 'k3' ? 'v1' : 'v2', region: pick(['4206', '420626', '420626100']),
      effectiveOn: addDays(base, pick([-31, -30, -1, 0])), endsOn: base, ...(flag === '' ? {} : { [flag]: true }),
    };
  });
}

function attendanceBodies(base: string, pick: Pick): Body[] {
  return several(pick, 4, 24, () => ({
    kind: pick(['enrolled', 'enrolled', 'completed', 'completed', 'certified', 'dropped']), person: pick(PERSONS), class: pick(CLASSES),
    effectiveOn: addDays(base, pick([-60, -31, -30, -1, 0, 0, 0, 1, 2, 32])),
  }));
}

/**
 * A start for every employment, mostly of one busy person and mostly proven, so that several are held on one day;
 * sometimes an end, sometimes a second and earlier end.
 */
function jobBodies(base: string, pick: Pick): Body[] {
  return JOBS.flatMap((employment) => {
    const start = pick([-1, 0, 60, pick(OFFSETS), pick(OFFSETS)]);
    const shown = pick([2, 3, 1, 2, null]);
    return [
      {
        kind: 'employment-started', employment, person: pick(['p1', 'p1', ...PERSONS]), type: pick(['wage', 'wage', 'wage', 'self-employment', ...JOB_TYPES]),
        employer: pick(['e1', 'e2', 'e3', null]), permanent: pick([true, false, false]), effectiveOn: addDays(base, start),
      },
      ...several(pick, 0, 2, () => ({ kind: 'employment-ended', employment, effectiveOn: addDays(base, start + pick(LENGTHS)) })),
      ...(shown === null ? [] : [{ kind: 'evidence', employment, level: shown, effectiveOn: base }]),
    ];
  });
}

function otherBodies(base: string, pick: Pick): Body[] {
  const on = (): string => addDays(base, pick(OFFSETS));
  return [
    ...several(pick, 0, 12, () => ({ kind: pick(['evidence', 'evidence-refused']), employment: pick(JOBS), level: pick([0, 1, 2, 2, 2, 3]), effectiveOn: on() })),
    ...several(pick, 0, 4, () => ({ kind: 'excluded', person: pick(PERSONS), reason: pick([...EXCLUSION_REASONS, 'further-study']), effectiveOn: pick([addDays(base, 1), on()]) })),
    ...several(pick, 0, 3, () => ({ kind: 'not-employed', person: pick(PERSONS), effectiveOn: on() })),
    { kind: 'order', order: 'o1', seats: pick([0, 1, 2, 3]), effectiveOn: on() },
    { kind: 'order', order: 'o2', seats: 2, effectiveOn: on() },
    ...several(pick, 0, 5, () => ({ kind: 'hired-from-order', person: pick(PERSONS), order: pick(['o1', 'o2']), effectiveOn: on() })),
  ];
}

function randomQuery(base: string, pick: Pick): OracleQuery {
  const month = base.slice(0, 7);
  const next = addDays(`${month}-28`, 4).slice(0, 7);
  const [from, to] = pick<readonly [string | null, string | null]>([[null, null], [null, null], [month, month], [next, next], [month, next]]);
  return {
    asOf: addDays(base, pick(AS_OF)), knownBy: pick([null, null, BETWEEN]), rules: RULES, from, to,
    by: pick([null, 'class', 'course', 'programme', 'region', 'provider']), isRaw: true,
  };
}

/** Gives every fact its id and instant, then adds retractions; one in four retracts the newest fact, so that chains grow. */
function withCorrections(bodies: readonly Body[], pick: Pick): RawFact[] {
  const lateEvery = pick([3, 7, 1000]);
  const facts: RawFact[] = bodies.map((body, i) => ({ id: `f${i}`, ...body, recordedAt: i % lateEvery === 0 ? LATER : KNOWN }));
  several(pick, 0, 8, () => undefined).forEach((_, i) => {
    const target = pick([facts.at(-1)!, pick(facts), pick(facts), pick(facts)]);
    facts.push({ id: `x${i}`, kind: 'retracted', fact: target.id, effectiveOn: '2999-01-01', recordedAt: pick([LATER, KNOWN, KNOWN]) });
  });
  return facts;
}

/** The same ledger with every person as many times as asked, so that cells are large enough to publish. */
export function multiplied(facts: readonly RawFact[], copiesOf: Readonly<Record<string, number>>): RawFact[] {
  const named = new Map(facts.filter((fact) => fact.kind === 'employment-started').map((fact) => [fact['employment'], fact['person'] as string]));
  const personOf = (fact: RawFact): string | undefined => {
    if (fact.kind === 'retracted') {
      const target = facts.find((other) => other.id === fact['fact']);
      return target === undefined ? undefined : personOf(target);
    }
    return (fact['person'] as string | undefined) ?? named.get(fact['employment']);
  };
  return facts.flatMap((fact) => {
    const owner = personOf(fact);
    if (owner === undefined) return [fact];
    return Array.from({ length: copiesOf[owner] ?? 1 }, (_, i) => copyOf(fact, `~${i}`));
  });
}

function copyOf(fact: RawFact, suffix: string): RawFact {
  const renamed = Object.fromEntries(['id', 'person', 'employment', 'fact'].flatMap((field) => (fact[field] === undefined ? [] : [[field, `${fact[field] as string}${suffix}`]])));
  return { ...fact, ...renamed };
}
