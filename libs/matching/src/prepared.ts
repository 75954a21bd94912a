import { daysBetween, educationRank, isRegionCode, type CivilDate } from '@app/kernel';
import { isSkillLevel, skillListFaults, type CatalogueCourse, type MatchingCatalogue } from './catalogue.js';
import { effectiveSkills } from './effective-skills.js';
import { MatchingInputInvalid, refuse } from './errors.js';
import { NO_OPENINGS, TRAINEE_UNAVAILABLE, VACANCY_CLOSED } from './gate.js';
import type { OccupationCode } from './occupation.js';
import { placeOf, statedDepth, type Depth, type Place } from './place.js';
import type { ScoringPolicy } from './policy.js';
import { COURSE_STATES, type AgeBand, type CourseRecordProfile, type CourseState, type LevelledSkill, type TraineeProfile, type VacancyProfile, type WorkKind } from './profile.js';
import { compareIds, fnv1a, traineeTieHash } from './tie.js';

/** What every score of one run has in common. */
export interface MatchingContext {
  readonly catalogue: MatchingCatalogue;
  readonly policy: ScoringPolicy;
  readonly asOf: CivilDate;
}

/** A course record that can earn something, with its two factors worked out for the day. */
export interface PreparedRecord {
  readonly course: CatalogueCourse;
  readonly state: CourseState;
  readonly stateFactor: number;
  readonly recency: number;
}

/** The skills that an in-progress course will have taught by its planned end, not earlier than the day. */
export interface PendingCourse {
  readonly plannedEnd: CivilDate;
  readonly course: CatalogueCourse;
}

/** A trainee read once for many scores; valid for the context that made it. */
export interface PreparedTrainee {
  readonly id: string;
  readonly tieHash: number;
  /** Gates that the trainee fails whatever the vacancy, as bits. */
  readonly ownGates: number;
  readonly skillIndexes: readonly number[];
  readonly skillLevels: readonly number[];
  readonly occupations: readonly OccupationCode[];
  readonly place: Place | null;
  readonly willing: readonly Place[];
  readonly reachDepth: Depth;
  readonly educationRank: number;
  readonly certificates: readonly string[];
  readonly ageBand: AgeBand;
  readonly minPay: number | null;
  readonly availableFrom: CivilDate | null;
  readonly availableTo: CivilDate | null;
  readonly kindsAccepted: readonly WorkKind[];
  readonly records: readonly PreparedRecord[];
  readonly pendingCourses: readonly PendingCourse[];
  readonly refusedVacancies: readonly string[];
  readonly refusedEmployers: readonly string[];
}

/** A skill that a vacancy asks for, with its weight (essential 2, preferred 1) and its neighbours. */
export interface PreparedRequirement {
  readonly index: number;
  readonly level: number;
  readonly weight: 1 | 2;
  readonly related: readonly number[];
}

/** A vacancy read once for many scores; valid for the context that made it. */
export interface PreparedVacancy {
  readonly id: string;
  readonly tieHash: number;
  /** Gates that the vacancy fails whoever comes, as bits. */
  readonly ownGates: number;
  readonly employerId: string | null;
  readonly occupation: OccupationCode | null;
  readonly noTrade: boolean;
  readonly skills: readonly PreparedRequirement[];
  readonly weightSum: number;
  readonly essentials: readonly number[];
  readonly place: Place | null;
  readonly placeDepth: Depth;
  readonly withoutLodging: boolean;
  readonly minEducationRank: number;
  readonly certificates: readonly string[];
  readonly payTo: number | null;
  readonly startsOn: CivilDate | null;
  readonly endsOn: CivilDate | null;
  readonly kind: WorkKind | null;
  readonly minAge: 16 | 18;
}

const REACH_DEPTH = { township: 9, county: 6, prefecture: 4, province: 2, any: 0 } as const;
const DAYS_PER_MONTH = 30.4375;
const HALF_LIFE_MONTHS = 36;
/** A finished course without its certificate. */
export const COMPLETED_FACTOR = 0.8;

/**
 * Reads a trainee for scoring on a day.
 * @throws MatchingInputInvalid for a malformed region, a skill or course outside the catalogue, a repeated skill, a wrong level, a finished
 * record without its end date, or an end date after the day.
 */
export function prepareTrainee(context: MatchingContext, trainee: TraineeProfile): PreparedTrainee {
  const { catalogue, policy, asOf } = context;
  checkSkills(trainee.skills, catalogue);
  checkRegion(trainee.region, 'region');
  trainee.willingRegions.forEach((region, i) => checkRegion(region, `willingRegions[${i}]`));
  const held = effectiveSkills(catalogue, trainee);
  return {
    id: trainee.id,
    tieHash: traineeTieHash(policy.tieSalt, trainee.id),
    ownGates: trainee.available ? 0 : TRAINEE_UNAVAILABLE,
    skillIndexes: [...held.keys()].map((id) => catalogue.findSkill(id)!.index),
    skillLevels: [...held.values()].map((skill) => skill.level),
    occupations: occupationsKnown(catalogue, trainee, held.keys()).map((code) => catalogue.occupation(code)),
    place: trainee.region === null ? null : placeOf(trainee.region),
    willing: trainee.willingRegions.map(placeOf),
    reachDepth: trainee.reach === null ? 0 : REACH_DEPTH[trainee.reach],
    educationRank: educationRank(trainee.education),
    certificates: trainee.certificates,
    ageBand: trainee.ageBand,
    minPay: trainee.minPay,
    availableFrom: trainee.availableFrom,
    availableTo: trainee.availableTo,
    kindsAccepted: trainee.kindsAccepted,
    records: prepareRecords(catalogue, trainee.courseRecords, asOf),
    pendingCourses: pendingCourses(catalogue, trainee.courseRecords, asOf),
    refusedVacancies: trainee.refused.vacancies,
    refusedEmployers: trainee.refused.employers,
  };
}

/**
 * Reads a vacancy for scoring on a day.
 * @throws MatchingInputInvalid for a malformed region, a skill outside the catalogue or given twice, a wrong level, or openings that are no whole number.
 */
export function prepareVacancy(context: MatchingContext, vacancy: VacancyProfile): PreparedVacancy {
  const { catalogue, asOf } = context;
  checkSkills(vacancy.skills, catalogue);
  checkRegion(vacancy.region, 'region');
  if (vacancy.openings !== null && !Number.isInteger(vacancy.openings)) refuse('openings', 'must be a whole number');
  const skills = vacancy.skills.map(({ id, level, essential }): PreparedRequirement => {
    const { index, related } = catalogue.findSkill(id)!;
    return { index, level, weight: essential ? 2 : 1, related };
  });
  const closed = !vacancy.open || (vacancy.validThrough !== null && vacancy.validThrough < asOf);
  const place = vacancy.region === null ? null : placeOf(vacancy.region);
  return {
    id: vacancy.id,
    tieHash: fnv1a(vacancy.id),
    ownGates: (closed ? VACANCY_CLOSED : 0) | (vacancy.openings !== null && vacancy.openings <= 0 ? NO_OPENINGS : 0),
    employerId: vacancy.employerId,
    occupation: vacancy.occupation === null ? null : catalogue.occupation(vacancy.occupation),
    noTrade: vacancy.noTrade,
    skills,
    weightSum: skills.reduce((sum, skill) => sum + skill.weight, 0),
    essentials: skills.filter((skill) => skill.weight === 2).map((skill) => skill.index),
    place,
    placeDepth: place === null ? 0 : statedDepth(place),
    withoutLodging: vacancy.lodging === false,
    minEducationRank: educationRank(vacancy.minEducation),
    certificates: vacancy.certificates,
    payTo: vacancy.pay?.to ?? null,
    startsOn: vacancy.startsOn,
    endsOn: vacancy.endsOn,
    kind: vacancy.kind,
    minAge: vacancy.minAge,
  };
}

function checkSkills(skills: readonly LevelledSkill[], catalogue: MatchingCatalogue): void {
  if (skills.every(({ id, level }, i) => isSkillLevel(level) && catalogue.findSkill(id) !== null && skills.findIndex((other) => other.id === id) === i)) return;
  const faults = skillListFaults(skills, { has: (id) => catalogue.findSkill(id) !== null }, 'skills');
  throw new MatchingInputInvalid('技能有误', faults);
}

function checkRegion(code: string | null, path: string): void {
  if (code !== null && !isRegionCode(code)) refuse(path, 'not a region code of 2, 4, 6, 9 or 12 digits');
}

/** The occupations known: recorded, those of the effective skills, those of certified and completed courses. */
export function occupationsKnown(catalogue: MatchingCatalogue, trainee: TraineeProfile, skillIds: Iterable<string>): string[] {
  const codes = new Set(trainee.occupations);
  for (const id of skillIds) for (const code of catalogue.findSkill(id)!.occupations) codes.add(code);
  for (const { courseId, state } of trainee.courseRecords) {
    const code = catalogue.findCourse(courseId)?.occupationCode ?? null;
    if (code !== null && (state === 'certified' || state === 'completed')) codes.add(code);
  }
  return [...codes];
}

/** Records that earn something, in an order of their own, so that the order of the input never shows. */
function prepareRecords(catalogue: MatchingCatalogue, records: readonly CourseRecordProfile[], asOf: CivilDate): PreparedRecord[] {
  return records
    .map((record, i): PreparedRecord => {
      const path = `courseRecords[${i}]`;
      const course = catalogue.findCourse(record.courseId) ?? refuse(`${path}.courseId`, 'a course that the catalogue does not have');
      if (record.endedOn !== null && record.endedOn > asOf) refuse(`${path}.endedOn`, `after ${asOf}`);
      return { course, state: record.state, stateFactor: stateFactor(record, course), recency: recencyOf(record, asOf, path) };
    })
    .filter((record) => record.stateFactor > 0)
    .sort((a, b) => compareIds(a.course.id, b.course.id) || COURSE_STATES.indexOf(a.state) - COURSE_STATES.indexOf(b.state));
}

/** What the state of a record is worth, 0..1. */
export function stateFactor(record: CourseRecordProfile, course: CatalogueCourse): number {
  switch (record.state) {
    case 'certified':
      return 1;
    case 'completed':
      return COMPLETED_FACTOR;
    case 'in-progress':
      return course.hoursPlanned === null || course.hoursPlanned === 0 ? 0 : 0.4 * Math.min(1, (record.hoursDone ?? 0) / course.hoursPlanned);
    case 'dropped':
    case 'failed':
      return 0;
  }
}

/** Half after 36 months; 1 while the course runs. */
function recencyOf(record: CourseRecordProfile, asOf: CivilDate, path: string): number {
  if (record.state !== 'certified' && record.state !== 'completed') return 1;
  return recencyAfter(daysBetween(record.endedOn ?? refuse(`${path}.endedOn`, 'a finished course needs its end date'), asOf));
}

/** What a finished course is still worth after so many days, 0..1. */
export function recencyAfter(days: number): number {
  return 0.5 ** (days / DAYS_PER_MONTH / HALF_LIFE_MONTHS);
}

/** In-progress courses with a planned end on or after the day, earliest first. */
function pendingCourses(catalogue: MatchingCatalogue, records: readonly CourseRecordProfile[], asOf: CivilDate): PendingCourse[] {
  return records
    .flatMap(({ courseId, state, plannedEnd }) => (state === 'in-progress' && plannedEnd !== null && plannedEnd >= asOf ? [{ plannedEnd, course: catalogue.findCourse(courseId)! }] : []))
    .sort((a, b) => compareIds(a.plannedEnd, b.plannedEnd) || compareIds(a.course.id, b.course.id));
}
