import type { CivilDate, FieldFault } from '@app/kernel';

/** What a class asks for; a part with null is not examined. Scores from 0 to 100. */
export interface PassMarks {
  readonly passTheory: number | null;
  readonly passPractice: number | null;
}

/** What somebody reached; absent: came to no part of it. */
export interface Scores {
  readonly absent: boolean;
  readonly theory: number | null;
  readonly practice: number | null;
}

export interface AssessmentEntry extends Scores {
  readonly traineeId: string;
  readonly attempt: 1 | 2;
  readonly on: CivilDate;
}

/** Why a result is withdrawn. */
export const ASSESSMENT_WITHDRAWALS = ['score-wrong', 'wrong-person', 'appeal-upheld', 'other'] as const;
export type AssessmentWithdrawal = (typeof ASSESSMENT_WITHDRAWALS)[number];

/** Passed = present, and every examined part at its pass mark or above. The database keeps the same rule (`result_follows_the_scores`). */
export function hasPassed({ absent, theory, practice }: Scores, { passTheory, passPractice }: PassMarks): boolean {
  const reaches = (score: number | null, mark: number | null): boolean => mark === null || (score !== null && score >= mark);
  return !absent && reaches(theory, passTheory) && reaches(practice, passPractice);
}

/** A result on record, as far as a further one is concerned. */
export interface KnownAssessment extends Scores {
  readonly attempt: number;
  readonly on: CivilDate;
  readonly passed: boolean;
}

/** What assessments are judged against. */
export interface AssessmentScene extends PassMarks {
  readonly startsOn: CivilDate;
  readonly today: CivilDate;
  readonly roll: ReadonlyMap<string, { readonly enrolledOn: CivilDate; readonly droppedOn: CivilDate | null }>;
  /** Results in force by person. */
  readonly known: ReadonlyMap<string, readonly KnownAssessment[]>;
}

/** Whether the same result of the same attempt is on record. */
export function isOnRecord(entry: AssessmentEntry, known: readonly KnownAssessment[]): boolean {
  return known.some(({ attempt, on, absent, theory, practice }) => attempt === entry.attempt && on === entry.on && absent === entry.absent && theory === entry.theory && practice === entry.practice);
}

/** Everything that is wrong with assessments, by the path of the entry; the database refuses the same. */
export function assessmentFaults(entries: readonly AssessmentEntry[], scene: AssessmentScene): FieldFault[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, i) => {
    const fault = (field: string, message: string): FieldFault[] => [{ path: `entries[${i}].${field}`, message }];
    if (seen.size === seen.add(entry.traineeId).size) return fault('traineeId', '同一人重复');
    const place = scene.roll.get(entry.traineeId);
    if (entry.on > scene.today) return fault('on', '不能晚于今天');
    if (entry.on < scene.startsOn) return fault('on', `早于开班日 ${scene.startsOn}`);
    if (place === undefined || place.droppedOn !== null || place.enrolledOn > entry.on) return fault('traineeId', '考核当天不在该班名册上');
    const known = scene.known.get(entry.traineeId) ?? [];
    if (isOnRecord(entry, known)) return [];
    return [...partFault('theory', '理论', entry, scene.passTheory, fault), ...partFault('practice', '实操', entry, scene.passPractice, fault), ...attemptFault(entry, known, fault)];
  });
}

type Fault = (field: string, message: string) => FieldFault[];

function partFault(part: 'theory' | 'practice', label: string, entry: AssessmentEntry, mark: number | null, fault: Fault): FieldFault[] {
  if (entry.absent) return entry[part] === null ? [] : fault(part, '缺考没有成绩');
  if (mark === null) return entry[part] === null ? [] : fault(part, `本班不考${label}`);
  return entry[part] === null ? fault(part, `缺少${label}成绩；缺考请注明`) : [];
}

function attemptFault({ attempt, on }: AssessmentEntry, known: readonly KnownAssessment[], fault: Fault): FieldFault[] {
  if (known.some((each) => each.attempt === attempt)) return fault('attempt', '这一次考核已有成绩，更正请先撤回');
  if (attempt === 1) return [];
  const first = known.find((each) => each.attempt === 1);
  if (first === undefined || first.passed || first.on > on) return fault('attempt', '补考须在首次考核未通过之后');
  return [];
}
