import type { CourseProfile, SkillProfile, TraineeProfile, VacancyProfile } from '../profile.js';
import type { ScoringPolicy } from '../policy.js';

/*
 * The scoring contract once more, written straight from its page with strings and plain loops, slow and without any code
 * of the library, so that the two can be held against each other. Used by tests only.
 */

export interface ReferenceWorld {
  readonly asOf: string;
  readonly policy: ScoringPolicy;
  readonly skills: readonly SkillProfile[];
  readonly courses: readonly CourseProfile[];
}

export interface ReferenceResult {
  readonly s: number;
  readonly sBasis: string;
  readonly l: number;
  readonly lBasis: string;
  readonly c: number;
  readonly score: number;
  readonly gates: string[];
  readonly eligibleOn: string | null;
  readonly tie: number;
}

export function referenceOf(world: ReferenceWorld, t: TraineeProfile, v: VacancyProfile): ReferenceResult {
  const held = heldSkills(world, t);
  const { s, sBasis } = skillsPart(world, t, v, held);
  const { l, lBasis } = locationPart(t, v);
  const c = coursesPart(world, t, v);
  const w = world.policy.weights;
  const score = Math.floor(10000 * (w.skills * s + w.location * l + w.courses * c) + 0.5 + 1e-9);
  const gates = failedGates(world, t, v, held);
  return { s, sBasis, l, lBasis, c, score, gates, eligibleOn: pendingDay(world, t, v, held, gates), tie: referenceTie(world.policy.tieSalt, t.id, v.id) };
}

export function referenceTie(salt: string, traineeId: string, vacancyId: string): number {
  return Number(hash(`${salt}|${traineeId}`) ^ hash(vacancyId));
}

/** FNV-1a in whole-number arithmetic. */
function hash(text: string): bigint {
  let h = 2166136261n;
  for (const byte of Buffer.from(text, 'utf8')) h = ((h ^ BigInt(byte)) * 16777619n) % 4294967296n;
  return h;
}

function courseOf(world: ReferenceWorld, id: string): CourseProfile {
  return world.courses.find((course) => course.id === id)!;
}

function heldSkills(world: ReferenceWorld, t: TraineeProfile): Record<string, number> {
  const held: Record<string, number> = {};
  const note = (id: string, level: number): void => {
    held[id] = Math.max(held[id] ?? 0, level);
  };
  for (const skill of t.skills) note(skill.id, skill.level);
  for (const record of t.courseRecords) {
    for (const skill of courseOf(world, record.courseId).skills) {
      if (record.state === 'certified') note(skill.id, skill.level);
      if (record.state === 'completed') note(skill.id, skill.level === 1 ? 1 : skill.level - 1);
    }
  }
  return held;
}

function affinity(a: string | null, b: string | null): number {
  if (a === null || b === null) return 0;
  const x = a.split('-');
  const y = b.split('-');
  let shared = 0;
  while (shared < x.length && shared < y.length && x[shared] === y[shared]) shared++;
  return [0, 0, 0.3, 0.6, 1][shared]!;
}

function areRelated(world: ReferenceWorld, a: string, b: string): boolean {
  if (a === b) return false;
  const names = (from: string, to: string): boolean => world.skills.find((skill) => skill.id === from)!.related.includes(to);
  return names(a, b) || names(b, a);
}

function skillsPart(world: ReferenceWorld, t: TraineeProfile, v: VacancyProfile, held: Record<string, number>): { s: number; sBasis: string } {
  if (v.skills.length > 0) {
    let above = 0;
    let below = 0;
    for (const asked of v.skills) {
      const weight = asked.essential ? 2 : 1;
      let q = 0;
      for (const [id, level] of Object.entries(held)) {
        const sim = id === asked.id ? 1 : areRelated(world, id, asked.id) ? 0.5 : 0;
        q = Math.max(q, sim * Math.min(1, level / asked.level));
      }
      above += weight * q;
      below += weight;
    }
    return { s: above / below, sBasis: 'skills' };
  }
  const known = [...t.occupations];
  for (const id of Object.keys(held)) known.push(...world.skills.find((skill) => skill.id === id)!.occupations);
  for (const record of t.courseRecords) {
    const occupation = courseOf(world, record.courseId).occupation;
    if (occupation !== null && ['certified', 'completed'].includes(record.state)) known.push(occupation);
  }
  const s = Math.max(0, ...known.map((code) => affinity(code, v.occupation)));
  if (v.noTrade && s < 0.6) return { s: 0.6, sBasis: 'no-trade' };
  return { s, sBasis: v.occupation === null ? 'none' : 'occupation' };
}

/** The digits that a region code states. */
function prefixOf(code: string): string {
  const padded = (code + '000000000000').slice(0, 12);
  let prefix = padded.slice(0, 2);
  for (const [from, to] of [[2, 4], [4, 6], [6, 9], [9, 12]] as const) if (Number(padded.slice(from, to)) > 0) prefix = padded.slice(0, to);
  return prefix;
}

/** The levels, in digits, that a code states; xx90 is no prefecture. */
function levelsOf(code: string): number[] {
  const prefix = prefixOf(code);
  return [2, 4, 6, 9, 12].filter((digits) => digits <= prefix.length && !(digits === 4 && prefix.slice(2, 4) === '90'));
}

function deepestShared(a: string, b: string): number {
  const both = levelsOf(a).filter((digits) => levelsOf(b).includes(digits) && prefixOf(a).slice(0, digits) === prefixOf(b).slice(0, digits));
  return Math.max(0, ...both);
}

function inWillingRegion(t: TraineeProfile, v: VacancyProfile): boolean {
  return v.region !== null && t.willingRegions.some((region) => v.region!.padEnd(12, '0').startsWith(prefixOf(region)));
}

function locationPart(t: TraineeProfile, v: VacancyProfile): { l: number; lBasis: string } {
  if (inWillingRegion(t, v)) return { l: 1, lBasis: 'willing' };
  if (t.region === null || v.region === null) return { l: 0.1, lBasis: 'unknown' };
  const shared = deepestShared(t.region, v.region);
  let l: number;
  if (shared >= 9) l = 1;
  else if (shared === 6) l = v.lodging === false ? 0.5 : 0.8;
  else if (shared === 4) l = v.lodging === false ? 0.2 : 0.5;
  else if (shared === 2) l = v.lodging === false ? 0.1 : 0.3;
  else l = 0.1;
  return { l, lBasis: 'residence' };
}

function coursesPart(world: ReferenceWorld, t: TraineeProfile, v: VacancyProfile): number {
  const amounts = t.courseRecords.map((record) => {
    const course = courseOf(world, record.courseId);
    let taught = 0;
    let all = 0;
    for (const asked of v.skills) {
      const weight = asked.essential ? 2 : 1;
      all += weight;
      if (course.skills.some((skill) => skill.id === asked.id)) taught += weight;
    }
    const rel = Math.max(affinity(course.occupation, v.occupation), all === 0 ? 0 : taught / all);
    if (record.state === 'in-progress') return course.hoursPlanned ? rel * (0.4 * Math.min(1, (record.hoursDone ?? 0) / course.hoursPlanned)) : 0;
    if (record.state === 'dropped' || record.state === 'failed') return 0;
    const days = (Date.UTC(...ymd(world.asOf)) - Date.UTC(...ymd(record.endedOn!))) / 86400000;
    return rel * (record.state === 'certified' ? 1 : 0.8) * Math.pow(0.5, days / 30.4375 / 36);
  });
  return Math.max(0, ...amounts);
}

function ymd(date: string): [number, number, number] {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return [year, month - 1, day];
}

const RANKS: Record<string, number> = { none: 0, primary: 1, 'junior-high': 2, 'senior-high': 3, vocational: 3, college: 4, bachelor: 5, master: 6, doctor: 7 };
const REACH_DIGITS: Record<string, number> = { township: 9, county: 6, prefecture: 4, province: 2 };

function coverage(v: VacancyProfile, has: (id: string) => boolean): number {
  const essential = v.skills.filter((skill) => skill.essential);
  return essential.length === 0 ? 1 : essential.filter((skill) => has(skill.id)).length / essential.length;
}

function failedGates(world: ReferenceWorld, t: TraineeProfile, v: VacancyProfile, held: Record<string, number>): string[] {
  const gates: string[] = [];
  if (!v.open || (v.validThrough !== null && v.validThrough < world.asOf)) gates.push('VACANCY_CLOSED');
  if (v.openings !== null && v.openings <= 0) gates.push('NO_OPENINGS');
  if (!t.available) gates.push('TRAINEE_UNAVAILABLE');
  if ((t.availableTo && v.startsOn && t.availableTo < v.startsOn) || (t.availableFrom && v.endsOn && t.availableFrom > v.endsOn)) gates.push('DATES_APART');
  const young = v.minAge === 16 ? ['under-16'] : ['under-16', '16-17'];
  if (young.includes(t.ageBand)) gates.push('UNDER_AGE');
  if (v.minEducation !== null && v.minEducation !== 'none' && (t.education === null ? 0 : RANKS[t.education]!) < RANKS[v.minEducation]!) gates.push('EDUCATION_BELOW');
  if (v.certificates.some((certificate) => !t.certificates.includes(certificate))) gates.push('CERTIFICATE_MISSING');
  if (v.pay !== null && v.pay.to !== null && t.minPay !== null && v.pay.to < t.minPay) gates.push('PAY_BELOW_WISH');
  if (v.kind !== null && t.kindsAccepted.length > 0 && !t.kindsAccepted.includes(v.kind)) gates.push('KIND_UNWANTED');
  if (isOutOfReach(t, v)) gates.push('OUT_OF_REACH');
  if (t.refused.vacancies.includes(v.id) || (v.employerId !== null && t.refused.employers.includes(v.employerId))) gates.push('REFUSED_BEFORE');
  if (coverage(v, (id) => id in held) < world.policy.essentialCoverageMin) gates.push('ESSENTIAL_SKILLS_BELOW');
  return gates;
}

function isOutOfReach(t: TraineeProfile, v: VacancyProfile): boolean {
  if (t.reach === null || t.reach === 'any' || v.region === null || inWillingRegion(t, v)) return false;
  if (t.region === null) return true;
  const asked = Math.min(REACH_DIGITS[t.reach]!, Math.max(...levelsOf(v.region)));
  return deepestShared(t.region, v.region) < asked;
}

function pendingDay(world: ReferenceWorld, t: TraineeProfile, v: VacancyProfile, held: Record<string, number>, gates: string[]): string | null {
  if (gates.join() !== 'ESSENTIAL_SKILLS_BELOW') return null;
  const running = t.courseRecords.filter((record) => record.state === 'in-progress' && record.plannedEnd !== null && record.plannedEnd >= world.asOf);
  for (const day of running.map((record) => record.plannedEnd!).sort()) {
    const done = running.filter((record) => record.plannedEnd! <= day).map((record) => courseOf(world, record.courseId));
    const has = (id: string): boolean => id in held || done.some((course) => course.skills.some((skill) => skill.id === id));
    if (coverage(v, has) >= world.policy.essentialCoverageMin) return day;
  }
  return null;
}
