import type { Transaction } from '@app/platform';
import { NoHireToUndo, SeatsTaken, VacancyUnknown } from '../vacancies.errors.js';
import type { VacancyStatus } from './vacancy-life.js';

/** What a referral or a hire needs to know of a vacancy. */
export interface VacancyForReferral {
  readonly id: string;
  readonly employerId: string;
  readonly employerName: string;
  readonly title: string;
  readonly status: VacancyStatus;
  /** Seats; null = unknown. */
  readonly openings: number | null;
  readonly hired: number;
  readonly region: string | null;
  readonly validThrough: string | null;
  readonly ownerRegion: string;
}

/**
 * Reads a vacancy and locks its row until the transaction ends, whichever county imported it.
 * @throws VacancyUnknown
 */
export async function vacancyForReferral(tx: Transaction, id: string): Promise<VacancyForReferral> {
  await tx.query('select lock_vacancy($1)', [id]);
  const [row] = await tx.query<VacancyForReferral[]>(
    `select v.id, v.employer_id as "employerId", e.name as "employerName", v.title, v.status, v.openings, v.hired, v.region, v.valid_through as "validThrough", v.owner_region as "ownerRegion"
     from vacancies v join employers e on e.id = v.employer_id where v.id = $1`,
    [id],
  );
  if (!row) throw new VacancyUnknown();
  return row;
}

/**
 * Counts a hire (+1) or undoes one (-1) under the row's lock. The last seat taken fills the vacancy; a hire undone opens
 * a filled one for a new period.
 * @throws SeatsTaken, NoHireToUndo, VacancyUnknown
 */
export async function countHire(tx: Transaction, vacancyId: string, by: 1 | -1): Promise<void> {
  const [row] = await tx.query<{ outcome: string }[]>('select count_hire($1, $2) as outcome', [vacancyId, by]);
  switch (row?.outcome) {
    case 'counted': return;
    case 'no-seat-left': throw new SeatsTaken();
    case 'none-to-undo': throw new NoHireToUndo();
    default: throw new VacancyUnknown();
  }
}
