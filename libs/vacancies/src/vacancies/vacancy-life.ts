/** The life of a vacancy: draft → open → filled | expired | withdrawn. Opening again is a new validity period. */
export const VACANCY_STATUSES = ['draft', 'open', 'filled', 'expired', 'withdrawn'] as const;
export type VacancyStatus = (typeof VACANCY_STATUSES)[number];

/** Why a vacancy is closed: seats taken, past its last day, gone from the network's list, by its employer, by an officer. */
export const CLOSING_REASONS = ['filled', 'expired', 'left-source', 'employer', 'officer'] as const;
export type ClosingReason = (typeof CLOSING_REASONS)[number];

export const VACANCY_KINDS = ['full-time', 'part-time', 'seasonal', 'day', 'piece', 'internship'] as const;
export type VacancyKind = (typeof VACANCY_KINDS)[number];

/** Who decided an occupation: its exact name, an alias of the catalogue, or an officer. */
export type DecidedBy = 'exact' | 'alias' | 'officer';

/** `agency`: seen on five or more employers, not used for contact. */
export type PhoneMark = 'valid' | 'extension' | 'agency' | 'junk' | 'missing';

/** A telephone on this many employers is an agency's. Source: the vacancy feeds page. */
export const EMPLOYERS_OF_AN_AGENCY = 5;

/** The status that a closing reason leads to. */
export function statusAfter(reason: ClosingReason): VacancyStatus {
  return reason === 'filled' ? 'filled' : reason === 'expired' ? 'expired' : 'withdrawn';
}

/** What a listed row says of its own state, together with what we recorded. */
export interface ListingFacts {
  readonly status: VacancyStatus;
  readonly closingReason: ClosingReason | null;
  /** Seats by the source; null = unknown. */
  readonly sourceOpenings: number | null;
  readonly hired: number;
  readonly validThrough: string | null;
}

/** A status with its reason. */
export interface VacancyState {
  readonly status: VacancyStatus;
  readonly closingReason: ClosingReason | null;
}

/**
 * The state of a vacancy that its source lists on a day. Seats that we filled stay filled unless the source's head-count
 * grows beyond our hires; what an officer or its employer withdrew stays withdrawn; what is past its last day is
 * expired; what had left the list or expired opens again. Source: the vacancy feeds page, import rules.
 */
export function stateWhenListed({ status, closingReason, sourceOpenings, hired, validThrough }: ListingFacts, day: string): VacancyState {
  if (status === 'draft' || closingReason === 'officer' || closingReason === 'employer') return { status, closingReason };
  const grown = sourceOpenings !== null && sourceOpenings > hired;
  if (status === 'filled' && !grown) return { status, closingReason };
  if (sourceOpenings !== null && !grown && hired > 0) return { status: 'filled', closingReason: 'filled' };
  if (validThrough !== null && validThrough < day) return { status: 'expired', closingReason: 'expired' };
  return { status: 'open', closingReason: null };
}

/** Seats that count: the source's, but never fewer than are hired; null = unknown. */
export function seatsOf(sourceOpenings: number | null, hired: number): number | null {
  return sourceOpenings === null ? null : Math.max(sourceOpenings, hired);
}
