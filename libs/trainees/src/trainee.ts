import type { CivilDate, Education } from '@app/kernel';
import type { CourseState, Reach, WorkKind } from '@app/matching';

/** Where a recorded skill comes from: the person said so, an officer saw it, a certificate states it. */
export const SKILL_SOURCES = ['stated', 'observed', 'certificate'] as const;
export type RecordedSkillSource = (typeof SKILL_SOURCES)[number];

/** What a person can consent to, each by itself. Registration and matching need none: they are a statutory duty, with a notice. */
export const CONSENT_PURPOSES = ['disclosure-to-employer', 'message.match', 'message.course', 'message.policy', 'message.survey'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

export interface RecordedSkill {
  readonly id: string;
  readonly level: number;
  readonly source: RecordedSkillSource;
}

/** What the person wants, and the day they were asked. Pay in whole yuan a month. `askedOn` null: never asked. */
export interface Wishes {
  readonly askedOn: CivilDate | null;
  readonly holdUntil: CivilDate | null;
  readonly occupations: readonly string[];
  readonly willingRegions: readonly string[];
  readonly reach: Reach | null;
  readonly kindsAccepted: readonly WorkKind[];
  readonly minPay: number | null;
  readonly available: boolean;
  readonly availableFrom: CivilDate | null;
  readonly availableTo: CivilDate | null;
  readonly trainingWanted: readonly string[];
}

/** A course taken that was recorded without a class of ours. */
export interface CourseRecord {
  readonly courseId: string;
  readonly state: CourseState;
  readonly hoursDone: number | null;
  readonly endedOn: CivilDate | null;
  readonly plannedEnd: CivilDate | null;
}

export interface HouseholdMembership {
  readonly number: string;
  readonly relation: string | null;
}

/** Everything a registration states, in plain text, normalised: lists sorted and without repeats, regions padded to 12 digits. */
export interface TraineeFacts {
  readonly ownerRegion: string;
  readonly name: string;
  readonly phone: string | null;
  readonly address: string | null;
  readonly education: Education | null;
  readonly region: string | null;
  readonly household: HouseholdMembership | null;
  readonly occupations: readonly string[];
  readonly skills: readonly RecordedSkill[];
  readonly certificates: readonly string[];
  readonly wishes: Wishes;
  readonly courseRecords: readonly CourseRecord[];
}

/** Wishes as they are given; what is left out is unknown. */
export interface WishesInput extends Partial<Omit<Wishes, 'askedOn'>> {
  readonly askedOn: CivilDate;
}

export interface ConsentInput {
  readonly purpose: ConsentPurpose;
  /** The words that were agreed to. */
  readonly wording: string;
  readonly givenOn: CivilDate;
}

/** A change of a registration: what is left out stays, a list replaces the list, course records are added to those known. */
export interface TraineeChangeInput {
  readonly name?: string;
  /** Code of the township, and of a village in it. Given together: a village alone is refused. */
  readonly township?: string;
  readonly village?: string | null;
  readonly phone?: string | null;
  readonly address?: string | null;
  readonly education?: Education | null;
  /** Residence; at the registration, left out means the township or village. */
  readonly region?: string | null;
  readonly household?: { readonly number: string; readonly relation?: string | null } | null;
  readonly occupations?: readonly string[];
  readonly skills?: readonly { readonly id: string; readonly level: number; readonly source?: RecordedSkillSource }[];
  readonly certificates?: readonly string[];
  readonly wishes?: WishesInput;
  readonly courseRecords?: readonly CourseRecordInput[];
}

export interface CourseRecordInput {
  readonly courseId: string;
  readonly state: CourseState;
  readonly hoursDone?: number | null;
  readonly endedOn?: CivilDate | null;
  readonly plannedEnd?: CivilDate | null;
}

/** A registration as it is handed in. */
export interface TraineeInput extends TraineeChangeInput {
  readonly idNumber: string;
  readonly name: string;
  readonly township: string;
  readonly consents?: readonly ConsentInput[];
}

/** A change after its checks: only what was given, normalised. */
export type TraineeChange = Partial<TraineeFacts>;

/** Who a registration is about, as the ID number states it. */
export interface Identity {
  readonly idNumber: string;
  readonly bornOn: CivilDate;
  readonly sex: 'female' | 'male';
}

export const NO_WISHES: Wishes = {
  askedOn: null, holdUntil: null, occupations: [], willingRegions: [], reach: null, kindsAccepted: [], minPay: null, available: true, availableFrom: null, availableTo: null, trainingWanted: [],
};

/** The facts after a change: what was not given stays; course records join those known, a course given again takes the new state. */
export function applyChange(facts: TraineeFacts, change: TraineeChange): TraineeFacts {
  const { courseRecords, ...rest } = change;
  return { ...facts, ...rest, courseRecords: courseRecords === undefined ? facts.courseRecords : joinRecords(facts.courseRecords, courseRecords) };
}

/** A new registration's facts: what was not given is unknown, the residence is where the person is registered. */
export function newFacts(change: TraineeChange & Pick<TraineeFacts, 'ownerRegion' | 'name'>): TraineeFacts {
  const blank = { phone: null, address: null, education: null, region: change.ownerRegion, household: null, occupations: [], skills: [], certificates: [], wishes: NO_WISHES, courseRecords: [] };
  return applyChange({ ...blank, ownerRegion: change.ownerRegion, name: change.name }, change);
}

function joinRecords(known: readonly CourseRecord[], given: readonly CourseRecord[]): CourseRecord[] {
  const byCourse = new Map([...known, ...given].map((record) => [record.courseId, record]));
  return [...byCourse.values()].sort((a, b) => (a.courseId < b.courseId ? -1 : 1));
}
