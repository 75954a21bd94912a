import type { CivilDate } from '@app/kernel';
import type { Instant } from './instant.js';

/** Why a person leaves numerator and denominator, in the order that decides between two reasons of one day. */
export const EXCLUSION_REASONS = ['death', 'medical-over-90-days', 'institution', 'call-up', 'further-study'] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** Kinds of outcome that an employment can be. */
export const JOB_TYPES = ['wage', 'self-employment', 'cooperative', 'internship', 'public-welfare', 'offer-only'] as const;
export type JobType = (typeof JOB_TYPES)[number];

/** How well an employment is proven: 0 self-report or nothing · 1 visit or call · 2 contract and the like · 3 insurance or bank record. */
export type EvidenceLevel = 0 | 1 | 2 | 3;

interface FactHead {
  readonly id: string;
  /** The day from which the fact holds. */
  readonly effectiveOn: CivilDate;
  /** When the ledger learned it, in commit order. */
  readonly recordedAt: Instant;
}

/** A class; `effectiveOn` is its opening day. */
export interface ClassFact extends FactHead {
  readonly kind: 'class';
  readonly class: string;
  readonly course: string;
  readonly programme: string;
  readonly provider: string;
  /** Region code of 2, 4, 6, 9 or 12 digits. */
  readonly region: string;
  readonly endsOn: CivilDate;
  readonly onTheJob?: boolean | null;
  readonly outreach?: boolean | null;
}

export interface AttendanceFact extends FactHead {
  readonly kind: 'enrolled' | 'completed' | 'certified' | 'dropped';
  readonly person: string;
  readonly class: string;
}

export interface ExclusionFact extends FactHead {
  readonly kind: 'excluded';
  readonly person: string;
  readonly reason: ExclusionReason;
}

export interface NotEmployedFact extends FactHead {
  readonly kind: 'not-employed';
  readonly person: string;
}

/** `effectiveOn` is the first day of the employment. */
export interface EmploymentStartFact extends FactHead {
  readonly kind: 'employment-started';
  readonly employment: string;
  readonly person: string;
  readonly type: JobType;
  readonly employer: string | null;
  readonly permanent: boolean;
  /** Yuan a month. */
  readonly pay?: number | null;
  readonly contractMonths?: number | null;
  /** Region code of the workplace; no rate looks at it. */
  readonly workplace?: string | null;
}

/** `effectiveOn` is the last day of the employment, itself still worked. */
export interface EmploymentEndFact extends FactHead {
  readonly kind: 'employment-ended';
  readonly employment: string;
}

export interface EvidenceFact extends FactHead {
  readonly kind: 'evidence' | 'evidence-refused';
  readonly employment: string;
  readonly level: EvidenceLevel;
}

export interface OrderFact extends FactHead {
  readonly kind: 'order';
  readonly order: string;
  readonly seats: number;
  /** Pledged: yuan a month, months of contract, or a contract without an end. Beyond the contract's ledger; R4p alone looks at them. */
  readonly pay?: number | null;
  readonly contractMonths?: number | null;
  readonly permanent?: boolean | null;
}

export interface OrderHireFact extends FactHead {
  readonly kind: 'hired-from-order';
  readonly order: string;
  readonly person: string;
  /** The employment that the hire led to; R4p alone looks at it. */
  readonly into?: string | null;
}

/** Takes another fact out of force, whatever its own effective date; can itself be retracted. */
export interface RetractionFact extends FactHead {
  readonly kind: 'retracted';
  readonly fact: string;
}

/** One line of the append-only ledger. */
export type Fact =
  | ClassFact
  | AttendanceFact
  | ExclusionFact
  | NotEmployedFact
  | EmploymentStartFact
  | EmploymentEndFact
  | EvidenceFact
  | OrderFact
  | OrderHireFact
  | RetractionFact;
export type FactKind = Fact['kind'];
