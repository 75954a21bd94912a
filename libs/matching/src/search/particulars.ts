import type { PreparedVacancy } from '../prepared.js';
import { lowerBound } from './columns.js';
import { HAS_MIN_PAY, HAS_PARTICULARS, reachDepth } from './gate-word.js';
import { NO_DAY } from './trainee-rows.js';
import type { StandingRange } from './standing-ranges.js';
import type { TraineeSegment } from './segment.js';
import type { VacancyGates } from './vacancy-gates.js';

/* A list of particulars: first day, last day, three lengths, then certificates, refused vacancies, refused employers. */
const HEAD = 5;

/** Whether a trainee's dates, certificates and refusals let them pass. @param at where their particulars begin, −1 = there are none */
export function passesParticulars({ particulars: { lists } }: TraineeSegment, at: number, query: VacancyGates): boolean {
  if (at < 0) return query.certificates.length === 0;
  const { values } = lists;
  const [from, to] = [values[at]!, values[at + 1]!];
  if (to !== NO_DAY && query.startsDay !== NO_DAY && to < query.startsDay) return false;
  if (from !== NO_DAY && query.endsDay !== NO_DAY && from > query.endsDay) return false;
  const certificates = at + HEAD;
  const vacancies = certificates + values[at + 2]!;
  const employers = vacancies + values[at + 3]!;
  const end = employers + values[at + 4]!;
  for (const wanted of query.certificates) if (!isAmong(wanted, values, certificates, vacancies)) return false;
  return !isAmong(query.vacancyText, values, vacancies, employers) && !isAmong(query.employerText, values, employers, end);
}

function isAmong(wanted: number, values: Int32Array, first: number, last: number): boolean {
  for (let e = first; e < last; e++) if (values[e] === wanted) return true;
  return false;
}

/** Whether a reach (as the depth that must be shared, 0 = no limit) ends before the workplace, from homes of this range. */
export function isOutOfReach(reach: number, { isWilling, depth }: Pick<StandingRange, 'isWilling' | 'depth'>, { place, placeDepth }: PreparedVacancy): boolean {
  return reach > 0 && place !== null && !isWilling && depth < Math.min(reach, placeDepth);
}

/** The gates that the word of bits does not answer by itself: pay, reach, dates, certificates and refusals. */
export function passesRest(segment: TraineeSegment, query: VacancyGates, person: number, word: number, range: Pick<StandingRange, 'isWilling' | 'depth'>): boolean {
  const { payTo } = query.vacancy;
  if ((word & HAS_MIN_PAY) !== 0 && payTo !== null && payTo < segment.pays[person]!) return false;
  if (isOutOfReach(reachDepth(word), range, query.vacancy)) return false;
  const { persons, lists } = segment.particulars;
  return passesParticulars(segment, (word & HAS_PARTICULARS) === 0 ? -1 : lists.starts[lowerBound(persons, person)]!, query);
}
