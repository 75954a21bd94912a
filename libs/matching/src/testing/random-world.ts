import type { CourseProfile, SkillProfile, TraineeProfile, VacancyProfile } from '../profile.js';
import { AGE_BANDS, COURSE_STATES, REACHES, WORK_KINDS } from '../profile.js';
import type { ScoringPolicy } from '../policy.js';
import { EDUCATIONS, addDays } from '@app/kernel';

/** Seeded random numbers (mulberry32), so that a failing world can be made again. */
export class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  /** 0 ≤ x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }
  chance(p: number): boolean {
    return this.next() < p;
  }
  one<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)]!;
  }
  maybe<T>(p: number, make: () => T): T | null {
    return this.chance(p) ? make() : null;
  }
  some<T>(items: readonly T[], from: number, to: number): T[] {
    const left = [...items];
    return Array.from({ length: Math.min(left.length, this.int(from, to)) }, () => left.splice(this.int(0, left.length - 1), 1)[0]!);
  }
}

export interface World {
  readonly asOf: string;
  readonly policy: ScoringPolicy;
  readonly skills: SkillProfile[];
  readonly courses: CourseProfile[];
  readonly vacancies: VacancyProfile[];
  readonly trainees: TraineeProfile[];
}

const AS_OF = '2026-11-23';
const OCCUPATIONS = ['6', '6-18', '6-18-02', '6-18-02-04', '6-18-02-05', '6-18-03-01', '6-20-02-04', '4-03', '4-03-02-01', '4-03-02-02'];
/** Villages, townships, counties, prefectures, provinces; towns below a prefecture (441900…); units below a province (4290…, 4690…). */
const REGIONS = [
  '42', '4206', '420600', '420626', '420626000000', '420626100', '420626100001', '420626100002', '420626106000', '420625100', '420601', '4205', '420502',
  '429000', '4290', '429004', '429004001', '429004002000', '429021', '429021100003', '469001', '469000', '44', '4419', '441900', '441900003', '441900003001', '441900004', '4413', '130110', '13',
];
const CERTIFICATES = ['焊工证', '电工证', '健康证'];
const EMPLOYERS = ['e1', 'e2', 'e3'];

/** A small world whose values meet often: every gate, tie, basis and kind of region code comes up. */
export function randomWorld(seed: number, size: { trainees: number; vacancies: number }): World {
  const dice = new Dice(seed);
  const ids = Array.from({ length: dice.int(1, 9) }, (_, i) => `s${i}`);
  const skills = ids.map((id) => ({ id, occupations: dice.some(OCCUPATIONS, 0, 2), related: dice.chance(0.5) ? [] : [dice.one(ids), dice.one(ids)] }));
  const courses = Array.from({ length: dice.int(1, 6) }, (_, i) => randomCourse(dice, `c${i}`, ids));
  const vacancyIds = Array.from({ length: size.vacancies }, (_, i) => `v${i}-${dice.int(0, 1e9)}`);
  return {
    asOf: AS_OF,
    policy: randomPolicy(dice),
    skills,
    courses,
    vacancies: vacancyIds.map((id) => randomVacancy(dice, id, ids)),
    trainees: Array.from({ length: size.trainees }, (_, i) => randomTrainee(dice, `t${i}-${dice.int(0, 1e9)}`, ids, courses, vacancyIds)),
  };
}

function randomPolicy(dice: Dice): ScoringPolicy {
  const weights = dice.one([{ skills: 0.5, location: 0.2, courses: 0.3 }, { skills: 0.4, location: 0.4, courses: 0.2 }, { skills: 1, location: 0, courses: 0 }, { skills: 0.1, location: 0.2, courses: 0.7 }]);
  return { version: 'test', weights, minScore: dice.one([0, 2500, 4000, 6000]), essentialCoverageMin: dice.one([0, 1 / 3, 0.5, 2 / 3, 1]), tieSalt: dice.one(['', '2026-11', '盐']) };
}

function randomCourse(dice: Dice, id: string, skillIds: readonly string[]): CourseProfile {
  return {
    id,
    occupation: dice.maybe(0.7, () => dice.one(OCCUPATIONS)),
    skills: dice.some(skillIds, 0, 3).map((skill) => ({ id: skill, level: dice.int(1, 5) })),
    hoursPlanned: dice.maybe(0.8, () => dice.one([0, 40, 120, 128])),
  };
}

function randomVacancy(dice: Dice, id: string, skillIds: readonly string[]): VacancyProfile {
  const from = dice.maybe(0.5, () => dice.int(20, 60) * 100);
  const startsOn = dice.maybe(0.3, () => addDays(AS_OF, dice.int(-20, 40)));
  return {
    id,
    employerId: dice.maybe(0.8, () => dice.one(EMPLOYERS)),
    occupation: dice.maybe(0.75, () => dice.one(OCCUPATIONS)),
    noTrade: dice.chance(0.3),
    skills: dice.chance(0.3) ? [] : dice.some(skillIds, 0, 4).map((skill) => ({ id: skill, level: dice.int(1, 5), essential: dice.chance(0.6) })),
    region: dice.maybe(0.85, () => dice.one(REGIONS)),
    lodging: dice.one([null, true, false]),
    minEducation: dice.maybe(0.4, () => dice.one(EDUCATIONS)),
    certificates: dice.chance(0.8) ? [] : dice.some(CERTIFICATES, 1, 2),
    pay: dice.maybe(0.7, () => ({ from, to: dice.maybe(0.7, () => (from ?? 3000) + dice.int(0, 20) * 100) })),
    openings: dice.maybe(0.8, () => dice.int(0, 6)),
    open: dice.chance(0.93),
    validThrough: dice.maybe(0.5, () => addDays(AS_OF, dice.int(-3, 30))),
    startsOn,
    endsOn: dice.maybe(0.3, () => addDays(startsOn ?? AS_OF, dice.int(0, 60))),
    kind: dice.maybe(0.7, () => dice.one(WORK_KINDS)),
    minAge: dice.one([16, 16, 18]),
  };
}

function randomTrainee(dice: Dice, id: string, skillIds: readonly string[], courses: readonly CourseProfile[], vacancyIds: readonly string[]): TraineeProfile {
  const availableFrom = dice.maybe(0.25, () => addDays(AS_OF, dice.int(-20, 40)));
  return {
    id,
    skills: dice.some(skillIds, 0, 4).map((skill) => ({ id: skill, level: dice.int(1, 5) })),
    region: dice.maybe(0.85, () => dice.one(REGIONS)),
    willingRegions: dice.chance(0.6) ? [] : dice.some(REGIONS, 1, 2),
    reach: dice.maybe(0.4, () => dice.one(REACHES)),
    occupations: dice.some(OCCUPATIONS, 0, 2),
    education: dice.maybe(0.8, () => dice.one(EDUCATIONS)),
    certificates: dice.some(CERTIFICATES, 0, 3),
    ageBand: dice.one([...AGE_BANDS, '18+', '18+', '18+']),
    minPay: dice.maybe(0.4, () => dice.int(20, 60) * 100),
    available: dice.chance(0.93),
    availableFrom,
    availableTo: dice.maybe(0.25, () => addDays(availableFrom ?? AS_OF, dice.int(0, 60))),
    kindsAccepted: dice.chance(0.7) ? [] : dice.some(WORK_KINDS, 1, 4),
    courseRecords: Array.from({ length: dice.int(0, 3) }, () => {
      const state = dice.one(COURSE_STATES);
      const finished = state === 'certified' || state === 'completed';
      return { courseId: dice.one(courses).id, state, endedOn: finished || dice.chance(0.5) ? addDays(AS_OF, -dice.one([0, 1, 30, 146, 1096, 4000])) : null, hoursDone: dice.maybe(0.8, () => dice.int(0, 150)), plannedEnd: dice.maybe(0.8, () => addDays(AS_OF, dice.int(-2, 6))) };
    }),
    refused: { vacancies: dice.chance(0.9) ? [] : dice.some(vacancyIds, 1, 2), employers: dice.chance(0.9) ? [] : [dice.one(EMPLOYERS)] },
  };
}
