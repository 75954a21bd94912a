import fc from 'fast-check';
import { addDays } from '@app/kernel';
import { EXCLUSION_REASONS, JOB_TYPES } from '../facts/fact.js';
import type { OracleQuery, RawFact } from './slow-oracle.js';

/** Random ledgers, small and full of edges: every date lies on or beside a day that a rule looks at. */
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

const offset = fc.constantFrom(...OFFSETS);
const person = fc.constantFrom('p1', 'p2', 'p3', 'p4');
const classId = fc.constantFrom('k1', 'k2', 'k3', 'k4');
const job = fc.constantFrom('j1', 'j2', 'j3', 'j4', 'j5', 'j6');
const orderId = fc.constantFrom('o1', 'o2');
const level = fc.constantFrom(0, 1, 2, 2, 2, 3);

function classBodies(base: string): fc.Arbitrary<Body[]> {
  const one = (id: string): fc.Arbitrary<Body> =>
    fc.record({ opens: fc.constantFrom(-31, -30, -1, 0), course: fc.constantFrom('c1', 'c2'), region: fc.constantFrom('4206', '420626', '420626100'), flag: fc.constantFrom('', '', '', '', 'onTheJob', 'outreach') })
      .map(({ opens, course, region, flag }) => ({
        kind: 'class', class: id, course, programme: `m${course}`, provider: id < 'k3' ? 'v1' : 'v2', region, effectiveOn: addDays(base, opens), endsOn: base, ...(flag === '' ? {} : { [flag]: true }),
      }));
  return fc.tuple(one('k1'), one('k2'), one('k3'), one('k4'));
}

function attendanceBodies(base: string): fc.Arbitrary<Body[]> {
  const kind = fc.constantFrom('enrolled', 'enrolled', 'completed', 'completed', 'certified', 'dropped');
  const days = fc.constantFrom(-60, -31, -30, -1, 0, 0, 0, 1, 2, 32);
  return fc.array(fc.tuple(kind, person, classId, days).map(([k, p, c, day]) => ({ kind: k, person: p, class: c, effectiveOn: addDays(base, day) })), { minLength: 4, maxLength: 24 });
}

/**
 * A start for every employment, mostly of one busy person and mostly proven, so that several are held on one day;
 * sometimes an end, sometimes a second and earlier end.
 */
function jobBodies(base: string): fc.Arbitrary<Body[]> {
  const one = (id: string): fc.Arbitrary<Body[]> =>
    fc.record({
      person: fc.constantFrom('p1', 'p1', 'p1', 'p2', 'p3', 'p4'), start: fc.oneof(fc.constantFrom(-1, 0, 60), offset), type: fc.constantFrom('wage', 'wage', 'wage', 'self-employment', ...JOB_TYPES),
      employer: fc.constantFrom('e1', 'e2', 'e3', null), permanent: fc.constantFrom(true, false, false), ends: fc.array(fc.constantFrom(...LENGTHS), { maxLength: 2 }), shown: fc.constantFrom(2, 3, 1, 2, null),
    }).map(({ person: who, start, type, employer, permanent, ends, shown }) => [
      { kind: 'employment-started', employment: id, person: who, type, employer, permanent, effectiveOn: addDays(base, start) },
      ...ends.map((length) => ({ kind: 'employment-ended', employment: id, effectiveOn: addDays(base, start + length) })),
      ...(shown === null ? [] : [{ kind: 'evidence', employment: id, level: shown, effectiveOn: base }]),
    ]);
  return fc.tuple(one('j1'), one('j2'), one('j3'), one('j4'), one('j5'), one('j6')).map((lists) => lists.flat());
}

function otherBodies(base: string): fc.Arbitrary<Body[]> {
  const on = offset.map((days) => addDays(base, days));
  const evidence = fc.record({ kind: fc.constantFrom('evidence', 'evidence-refused'), employment: job, level, effectiveOn: on });
  const exclusion = fc.record({ kind: fc.constant('excluded'), person, reason: fc.constantFrom(...EXCLUSION_REASONS, 'further-study'), effectiveOn: fc.oneof(fc.constant(addDays(base, 1)), on) });
  const notEmployed = fc.record({ kind: fc.constant('not-employed'), person, effectiveOn: on });
  const hire = fc.record({ kind: fc.constant('hired-from-order'), person, order: orderId, effectiveOn: on });
  const orders = fc.tuple(on, on, fc.integer({ min: 0, max: 3 })).map(([first, second, seats]) => [
    { kind: 'order', order: 'o1', seats, effectiveOn: first },
    { kind: 'order', order: 'o2', seats: 2, effectiveOn: second },
  ]);
  const parts: fc.Arbitrary<Body[]>[] = [
    fc.array(evidence, { maxLength: 12 }), fc.array(exclusion, { maxLength: 4 }), fc.array(notEmployed, { maxLength: 3 }), fc.array(hire, { maxLength: 5 }), orders,
  ];
  return fc.tuple(...parts).map((lists) => lists.flat());
}

function queryOf(base: string): fc.Arbitrary<OracleQuery> {
  const month = base.slice(0, 7);
  const next = addDays(`${month}-28`, 4).slice(0, 7);
  return fc.record({
    asOf: fc.constantFrom(...AS_OF).map((days) => addDays(base, days)),
    knownBy: fc.constantFrom(null, null, BETWEEN),
    rules: fc.constant(RULES),
    period: fc.constantFrom<readonly (string | null)[]>([null, null], [null, null], [month, month], [next, next], [month, next]),
    by: fc.constantFrom(null, 'class', 'course', 'programme', 'region', 'provider'),
  }).map(({ period, ...rest }) => ({ ...rest, from: period[0]!, to: period[1]!, isRaw: true }));
}

/** Gives every fact its id and instant, then adds corrections: retractions, some of them of retractions, and replacements. */
function withCorrections(bodies: readonly Body[], lateEvery: number, retracted: readonly number[]): RawFact[] {
  const facts: RawFact[] = bodies.map((body, i) => ({ id: `f${i}`, ...body, recordedAt: i % lateEvery === 0 ? LATER : KNOWN }));
  retracted.forEach((pick, i) => {
    // One in four retracts the newest fact: chains of retractions grow that way.
    const target = facts[pick % 4 === 0 ? facts.length - 1 : pick % facts.length]!;
    facts.push({ id: `x${i}`, kind: 'retracted', fact: target.id, effectiveOn: '2999-01-01', recordedAt: pick % 3 === 0 ? LATER : KNOWN });
  });
  return facts;
}

/** A ledger and a question about it. */
export function randomCase(): fc.Arbitrary<RandomCase> {
  return fc.constantFrom(...BASES).chain((base) =>
    fc.record({
      bodies: fc.tuple(classBodies(base), attendanceBodies(base), jobBodies(base), otherBodies(base)).map((lists) => lists.flat()),
      lateEvery: fc.constantFrom(3, 7, 1000),
      retracted: fc.array(fc.nat(200), { maxLength: 8 }),
      query: queryOf(base),
    }).map(({ bodies, lateEvery, retracted, query }) => ({ facts: withCorrections(bodies, lateEvery, retracted), query })),
  );
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
