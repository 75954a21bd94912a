/** The life of a vacancy. Opening again is a new validity period. */
export const VACANCY_STATUSES = ['draft', 'open', 'filled', 'expired', 'withdrawn'] as const;
export type VacancyStatus = (typeof VACANCY_STATUSES)[number];

export const VACANCY_MOVES = {
  draft: ['open', 'withdrawn'],
  open: ['filled', 'expired', 'withdrawn'],
  filled: ['open'],
  expired: ['open'],
  withdrawn: ['open'],
} as const satisfies Record<VacancyStatus, readonly VacancyStatus[]>;

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
