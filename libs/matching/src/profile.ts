import type { CivilDate, Education } from '@app/kernel';

/*
 * What a score may know of people and posts: exactly the JSON of the offline command. Sex, age in years, ethnicity,
 * marriage, health, household and poverty status have no field here, so no score can carry them.
 */

export const AGE_BANDS = ['under-16', '16-17', '18+'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

export const REACHES = ['township', 'county', 'prefecture', 'province', 'any'] as const;
/** How far a trainee can go for work: the level that workplace and residence must share. */
export type Reach = (typeof REACHES)[number];

export const WORK_KINDS = ['full-time', 'part-time', 'seasonal', 'day', 'piece', 'internship'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

export const COURSE_STATES = ['certified', 'completed', 'in-progress', 'dropped', 'failed'] as const;
export type CourseState = (typeof COURSE_STATES)[number];

/** A skill of the catalogue: the occupations it belongs to and the skills it stands close to (symmetric, one step). */
export interface SkillProfile {
  readonly id: string;
  readonly occupations: readonly string[];
  readonly related: readonly string[];
}

/** A skill with the level at which it is held or taught: 1 初级工/五级 … 5 高级技师/一级. */
export interface LevelledSkill {
  readonly id: string;
  readonly level: number;
}

/** A course of the catalogue; a retired one stays in it. `hoursPlanned` null = unknown. */
export interface CourseProfile {
  readonly id: string;
  readonly occupation: string | null;
  readonly skills: readonly LevelledSkill[];
  readonly hoursPlanned: number | null;
}

/** A skill that a vacancy asks for. */
export interface RequiredSkill extends LevelledSkill {
  readonly essential: boolean;
}

/** A vacancy as the score sees it; null = unknown, pay in whole yuan a month. */
export interface VacancyProfile {
  readonly id: string;
  readonly employerId: string | null;
  readonly occupation: string | null;
  /** Decided to need no trade (普工, 学徒 …); counts only where the vacancy names no skills. */
  readonly noTrade: boolean;
  readonly skills: readonly RequiredSkill[];
  readonly region: string | null;
  /** Whether the employer gives lodging; only a clear "no" lowers the location part. */
  readonly lodging: boolean | null;
  readonly minEducation: Education | null;
  readonly certificates: readonly string[];
  readonly pay: { readonly from: number | null; readonly to: number | null } | null;
  readonly openings: number | null;
  readonly open: boolean;
  readonly validThrough: CivilDate | null;
  readonly startsOn: CivilDate | null;
  readonly endsOn: CivilDate | null;
  readonly kind: WorkKind | null;
  readonly minAge: 16 | 18;
}

/** One course that a trainee took or takes. `endedOn` is required when certified or completed; `hoursDone` null = 0. */
export interface CourseRecordProfile {
  readonly courseId: string;
  readonly state: CourseState;
  readonly endedOn: CivilDate | null;
  readonly hoursDone: number | null;
  readonly plannedEnd: CivilDate | null;
}

/** A trainee as the score sees them; null = unknown, `minPay` in whole yuan a month. */
export interface TraineeProfile {
  readonly id: string;
  readonly skills: readonly LevelledSkill[];
  readonly occupations: readonly string[];
  readonly region: string | null;
  readonly willingRegions: readonly string[];
  readonly reach: Reach | null;
  readonly education: Education | null;
  readonly certificates: readonly string[];
  readonly ageBand: AgeBand;
  readonly minPay: number | null;
  readonly available: boolean;
  readonly availableFrom: CivilDate | null;
  readonly availableTo: CivilDate | null;
  /** Empty = every kind is accepted. */
  readonly kindsAccepted: readonly WorkKind[];
  readonly courseRecords: readonly CourseRecordProfile[];
  /** Refusals in force. */
  readonly refused: { readonly vacancies: readonly string[]; readonly employers: readonly string[] };
}
