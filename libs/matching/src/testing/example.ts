import { MatchingCatalogue } from '../catalogue.js';
import { createPolicy, type ScoringPolicy } from '../policy.js';
import type { MatchingContext } from '../prepared.js';
import type { CourseProfile, CourseRecordProfile, TraineeProfile, VacancyProfile } from '../profile.js';

/* A welder, a welding job and a small catalogue; tests state only what differs. */

export const COURSES: readonly CourseProfile[] = [
  { id: 'arc-2', occupation: '6-18-02-04', skills: [{ id: 'arc', level: 2 }], hoursPlanned: 120 },
  { id: 'arc-3', occupation: '6-18-02-04', skills: [{ id: 'arc', level: 3 }], hoursPlanned: 200 },
  { id: 'cook-1', occupation: '4-03-02-01', skills: [{ id: 'cook', level: 1 }], hoursPlanned: 80 },
];

export function exampleContext(policy: Partial<ScoringPolicy> = {}, courses: readonly CourseProfile[] = COURSES): MatchingContext {
  const skills = [{ id: 'arc', occupations: ['6-18-02-04'], related: ['gas'] }, { id: 'gas', occupations: ['6-18-02-04'], related: [] }, { id: 'cut', occupations: [], related: ['gas', 'cut'] }, { id: 'cook', occupations: ['4-03-02-01'], related: [] }];
  return { asOf: '2026-11-23', policy: createPolicy(policy), catalogue: MatchingCatalogue.of(skills, courses) };
}

export function exampleVacancy(over: Partial<VacancyProfile> = {}): VacancyProfile {
  return {
    id: 'v1', employerId: 'e1', occupation: '6-18-02-04', noTrade: false, skills: [{ id: 'arc', level: 2, essential: true }], region: '420626100000', lodging: null, minEducation: null, certificates: [], pay: null,
    openings: 3, open: true, validThrough: null, startsOn: null, endsOn: null, kind: null, minAge: 16, ...over,
  };
}

export function exampleTrainee(over: Partial<TraineeProfile> = {}): TraineeProfile {
  return {
    id: 't1', skills: [{ id: 'arc', level: 1 }], occupations: [], region: '420626106000', willingRegions: [], reach: null, education: null, certificates: [], ageBand: '18+', minPay: null, available: true,
    availableFrom: null, availableTo: null, kindsAccepted: [], courseRecords: [], refused: { vacancies: [], employers: [] }, ...over,
  };
}

export function courseRecord(over: Partial<CourseRecordProfile> = {}): CourseRecordProfile {
  return { courseId: 'arc-2', state: 'certified', endedOn: '2026-06-30', hoursDone: 120, plannedEnd: null, ...over };
}
