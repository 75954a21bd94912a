import { randomUUID } from 'node:crypto';
import { civilDateOf, type CivilDate } from '@app/kernel';
import type { JobType } from '@app/outcomes';
import type { NewFact, StoredFact, Subject } from '../ledger/ledger-row.js';
import { PlacementInvalid } from '../placements.errors.js';

/** What the right fact says where the wrong one was wrong; absent altogether: it never happened. */
export interface Replacement {
  readonly on?: CivilDate | undefined;
  readonly type?: JobType | undefined;
  readonly permanent?: boolean | undefined;
  readonly employerId?: string | null | undefined;
  readonly pay?: number | null | undefined;
  readonly contractMonths?: number | null | undefined;
  readonly workplace?: string | null | undefined;
}

export interface CorrectionInput {
  readonly reason: string;
  readonly replacement?: Replacement | undefined;
}

/** A correction that the ledger would take as it stands: the wrong fact (or exclusion) and the right one. */
export interface CheckedCorrection {
  readonly factId: string;
  readonly kind: string;
  readonly subject: Subject;
  readonly recordedBy: string;
  readonly recordedAt: Date;
  /** Null: an exclusion, in its restricted table. */
  readonly wrong: StoredFact | null;
  readonly right: NewFact | null;
}

/** Whether somebody corrects what they wrote themselves earlier the same day: a slip of the hand. */
export function isSlipOfTheHand({ recordedBy, recordedAt }: Pick<CheckedCorrection, 'recordedBy' | 'recordedAt'>, officerId: string, today: CivilDate): boolean {
  return recordedBy === officerId && civilDateOf(recordedAt) === today;
}

/** The right fact: the wrong one, changed as given. @throws PlacementInvalid */
export function replace(wrong: StoredFact, given: Replacement): NewFact {
  const { on, employerId, ...changes } = given;
  const payload = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  if (wrong.kind !== 'employment-started' && (Object.keys(payload).length > 0 || employerId !== undefined)) throw new PlacementInvalid([{ path: 'replacement', message: '此类记录只能更正日期' }]);
  const { registrationId, personId, ownerRegion, classId, employmentId, level, kind } = wrong;
  return { id: randomUUID(), kind, registrationId, personId, ownerRegion, classId, employmentId, level, effectiveOn: on ?? wrong.effectiveOn, employerId: employerId === undefined ? wrong.employerId : employerId, payload: { ...wrong.payload, ...payload } };
}
