import type { CivilDate } from '@app/kernel';
import { isLegalMove, type LedgerKind, type MovingFact } from '../ledger/ledger-moves.js';

/** Where a person stands in a class. */
export type EnrolmentState = 'enrolled' | 'completed' | 'certified' | 'dropped';

/** Facts that an officer records about people on a roll. */
export const ENROLMENT_RESULTS = ['completed', 'certified', 'dropped'] as const;
export type EnrolmentResult = (typeof ENROLMENT_RESULTS)[number];

/** Why a person left a class before its end. */
export const DROP_CODES = ['found-work', 'illness', 'family', 'too-far', 'unsuitable-course', 'other'] as const;
export type DropCode = (typeof DROP_CODES)[number];

/** What the facts in force about one person and one class come to; null: not on the roll. */
export interface Enrolment {
  readonly state: EnrolmentState;
  readonly enrolledOn: CivilDate;
  readonly completedOn: CivilDate | null;
  readonly certifiedOn: CivilDate | null;
  readonly droppedOn: CivilDate | null;
}

/** Reads a person's state in a class from the facts in force. */
export function enrolmentOf(inForce: readonly MovingFact[]): Enrolment | null {
  const dateOf = (kind: LedgerKind): CivilDate | null => inForce.find((fact) => fact.kind === kind)?.effectiveOn ?? null;
  const enrolledOn = dateOf('enrolled');
  if (enrolledOn === null) return null;
  const [completedOn, certifiedOn, droppedOn] = [dateOf('completed'), dateOf('certified'), dateOf('dropped')];
  const state = certifiedOn !== null ? 'certified' : completedOn !== null ? 'completed' : droppedOn !== null ? 'dropped' : 'enrolled';
  return { state, enrolledOn, completedOn, certifiedOn, droppedOn };
}

/** Whether a result may be recorded: `already` when the same result is on record. */
export function judgeResult(kind: EnrolmentResult, on: CivilDate, inForce: readonly MovingFact[]): 'legal' | 'already' | 'illegal' {
  if (inForce.some((fact) => fact.kind === kind)) return 'already';
  const classFact: MovingFact = { kind: 'class', effectiveOn: on };
  return isLegalMove({ kind, effectiveOn: on }, [classFact, ...inForce]) ? 'legal' : 'illegal';
}
