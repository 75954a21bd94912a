import type { CivilDate } from '@app/kernel';
import {
  CERTIFICATE_MISSING,
  DATES_APART,
  EDUCATION_BELOW,
  ESSENTIAL_SKILLS_BELOW,
  KIND_UNWANTED,
  OUT_OF_REACH,
  PAY_BELOW_WISH,
  REFUSED_BEFORE,
  UNDER_AGE,
  gateNames,
  type Gate,
} from './gate.js';
import { liesInside, sharedDepth } from './place.js';
import type { ScoringPolicy } from './policy.js';
import type { PreparedTrainee, PreparedVacancy } from './prepared.js';

/** Every gate that a pair fails, in the order of the contract; empty = eligible today. */
export function gatesOf(policy: ScoringPolicy, trainee: PreparedTrainee, vacancy: PreparedVacancy): Gate[] {
  return gateNames(gateBits(policy, trainee, vacancy));
}

/** The gates that a pair fails, as bits (see `gate.ts`); 0 = eligible today. */
export function gateBits(policy: ScoringPolicy, trainee: PreparedTrainee, vacancy: PreparedVacancy): number {
  return (
    trainee.ownGates |
    vacancy.ownGates |
    (areDatesApart(trainee, vacancy) ? DATES_APART : 0) |
    (isUnderAge(trainee, vacancy) ? UNDER_AGE : 0) |
    (trainee.educationRank < vacancy.minEducationRank ? EDUCATION_BELOW : 0) |
    (vacancy.certificates.every((certificate) => trainee.certificates.includes(certificate)) ? 0 : CERTIFICATE_MISSING) |
    (vacancy.payTo !== null && trainee.minPay !== null && vacancy.payTo < trainee.minPay ? PAY_BELOW_WISH : 0) |
    (vacancy.kind !== null && trainee.kindsAccepted.length > 0 && !trainee.kindsAccepted.includes(vacancy.kind) ? KIND_UNWANTED : 0) |
    (isOutOfReach(trainee, vacancy) ? OUT_OF_REACH : 0) |
    (wasRefused(trainee, vacancy) ? REFUSED_BEFORE : 0) |
    (hasEssentials(policy, trainee, vacancy) ? 0 : ESSENTIAL_SKILLS_BELOW)
  );
}

function areDatesApart(trainee: PreparedTrainee, vacancy: PreparedVacancy): boolean {
  if (trainee.availableTo !== null && vacancy.startsOn !== null && trainee.availableTo < vacancy.startsOn) return true;
  return trainee.availableFrom !== null && vacancy.endsOn !== null && trainee.availableFrom > vacancy.endsOn;
}

function isUnderAge(trainee: PreparedTrainee, vacancy: PreparedVacancy): boolean {
  return trainee.ageBand === 'under-16' || (vacancy.minAge === 18 && trainee.ageBand === '16-17');
}

/** Whether the workplace lies in one of the regions that the trainee named as willing. */
export function isWilling(trainee: PreparedTrainee, vacancy: Pick<PreparedVacancy, 'place'>): boolean {
  if (vacancy.place === null) return false;
  for (const region of trainee.willing) if (liesInside(vacancy.place, region)) return true;
  return false;
}

/** A workplace that states less than the reach is compared by what it states. */
function isOutOfReach(trainee: PreparedTrainee, vacancy: PreparedVacancy): boolean {
  if (trainee.reachDepth === 0 || vacancy.place === null || isWilling(trainee, vacancy)) return false;
  if (trainee.place === null) return true;
  return sharedDepth(trainee.place, vacancy.place) < Math.min(trainee.reachDepth, vacancy.placeDepth);
}

function wasRefused(trainee: PreparedTrainee, vacancy: PreparedVacancy): boolean {
  if (trainee.refusedVacancies.includes(vacancy.id)) return true;
  return vacancy.employerId !== null && trainee.refusedEmployers.includes(vacancy.employerId);
}

/** Held at any level counts; a related skill does not. */
function hasEssentials(policy: ScoringPolicy, trainee: PreparedTrainee, vacancy: PreparedVacancy): boolean {
  const { essentials } = vacancy;
  if (essentials.length === 0) return true;
  let held = 0;
  for (const index of essentials) if (trainee.skillIndexes.includes(index)) held++;
  return held / essentials.length >= policy.essentialCoverageMin;
}

/**
 * The day from which a pair would be eligible: for a pair that fails `ESSENTIAL_SKILLS_BELOW` alone, the earliest planned
 * end of in-progress courses by which it passes, all courses ending on that day counted; else null. Never earlier than
 * the day of the context, and never a promise: the course must be finished first.
 * @param bits the gates of the pair where they are already known.
 */
export function eligibleOn(policy: ScoringPolicy, trainee: PreparedTrainee, vacancy: PreparedVacancy, bits = gateBits(policy, trainee, vacancy)): CivilDate | null {
  if (bits !== ESSENTIAL_SKILLS_BELOW || trainee.pendingCourses.length === 0) return null;
  const { essentials } = vacancy;
  const lacking = new Set(essentials.filter((index) => !trainee.skillIndexes.includes(index)));
  for (const { plannedEnd, course } of trainee.pendingCourses) {
    for (const skill of course.skills) lacking.delete(skill.index);
    if ((essentials.length - lacking.size) / essentials.length >= policy.essentialCoverageMin) return plannedEnd;
  }
  return null;
}
