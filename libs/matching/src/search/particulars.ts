import { lowerBound } from './columns.js';
import { NO_DAY } from './trainee-rows.js';
import type { TraineeSegment } from './trainee-segment.js';
import type { VacancyQuery } from './vacancy-query.js';

/* A list of particulars: first day, last day, three lengths, then certificates, refused vacancies, refused employers. */
const HEAD = 5;

/** Whether a trainee's dates, certificates and refusals let them pass. @param hasAny whether the trainee has particulars at all */
export function passesParticulars({ particulars: { persons, lists } }: TraineeSegment, person: number, hasAny: boolean, query: VacancyQuery): boolean {
  if (!hasAny) return query.certificates.length === 0;
  const i = lowerBound(persons, person);
  const at = lists.starts[i]!;
  const { values } = lists;
  const [from, to] = [values[at]!, values[at + 1]!];
  if (to !== NO_DAY && query.startsDay !== NO_DAY && to < query.startsDay) return false;
  if (from !== NO_DAY && query.endsDay !== NO_DAY && from > query.endsDay) return false;
  const certificates = at + HEAD;
  const vacancies = certificates + values[at + 2]!;
  const employers = vacancies + values[at + 3]!;
  const end = employers + values[at + 4]!;
  const has = (wanted: number, first: number, last: number): boolean => {
    for (let e = first; e < last; e++) if (values[e] === wanted) return true;
    return false;
  };
  if (!query.certificates.every((wanted) => has(wanted, certificates, vacancies))) return false;
  return !has(query.vacancyText, vacancies, employers) && !has(query.employerText, employers, end);
}
