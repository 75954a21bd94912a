import type { CivilDate } from '@app/kernel';
import type { ExclusionReason, JobType } from '@app/outcomes';
import type { LedgerKind } from './ledger-moves.js';

/** Whom a fact is about, and whose work it is: a registration as it stood when the fact was written. */
export interface Subject {
  readonly registrationId: string;
  readonly personId: string;
  readonly ownerRegion: string;
}

/** What a fact carries beyond ids and dates. Pay in whole yuan a month. */
export interface FactPayload {
  readonly type?: JobType;
  readonly permanent?: boolean;
  readonly pay?: number | null;
  readonly contractMonths?: number | null;
  /** Region of the workplace. */
  readonly workplace?: string | null;
  readonly vacancyId?: string | null;
  readonly referralId?: string | null;
  readonly leavingCode?: string;
  readonly dropCode?: string;
  /** Of a certificate, as the issuer numbered it. */
  readonly certificateNumber?: string;
  /** Who issued it; absent: the class's provider. */
  readonly certificateIssuer?: string;
}

/** A fact to be appended; when it is recorded is the database's to say. */
export interface NewFact {
  readonly id: string;
  readonly kind: LedgerKind;
  readonly effectiveOn: CivilDate;
  readonly ownerRegion: string;
  readonly registrationId?: string | null;
  readonly personId?: string | null;
  readonly classId?: string | null;
  readonly employmentId?: string | null;
  readonly employerId?: string | null;
  readonly level?: number | null;
  readonly retractsFactId?: string | null;
  readonly payload?: FactPayload;
  readonly reason?: string | null;
}

/** A fact as it is stored. */
export interface StoredFact extends Required<Omit<NewFact, 'payload'>> {
  readonly payload: FactPayload;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly inForce: boolean;
}

/** An exclusion to be recorded, or the retraction of one. */
export interface NewExclusion extends Subject {
  readonly id: string;
  readonly kind: 'excluded' | 'retracted';
  readonly effectiveOn: CivilDate;
  readonly reasonCode: ExclusionReason | null;
  /** Number or name of the document that proves it. */
  readonly proofReference: string | null;
  readonly retractsFactId: string | null;
  readonly reason: string | null;
}

export interface StoredExclusion {
  readonly id: string;
  readonly kind: 'excluded' | 'retracted';
  readonly effectiveOn: CivilDate;
  readonly registrationId: string;
  readonly personId: string;
  readonly reasonCode: ExclusionReason | null;
  readonly proofReference: string | null;
  readonly retractsFactId: string | null;
}
