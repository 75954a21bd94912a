import { bestNextCourse, prepareTrainee, prepareVacancy, type PreparedVacancy, type Reach } from '@app/matching';
import type { CivilDate } from '@app/kernel';
import type { CountyBook } from './county-book.js';

/** Somebody whom a course would help, and how they could come to it. */
export interface CourseWisher {
  readonly traineeId: string;
  /** Whose work they are, 12 digits. */
  readonly ownerRegion: string;
  /** Where they live. */
  readonly region: string | null;
  readonly reach: Reach | null;
  readonly availableFrom: CivilDate | null;
  readonly availableTo: CivilDate | null;
  /** Points that the certificate raises the score by, of the vacancy of their best that it helps most; at least 1. */
  readonly courses: readonly { readonly courseId: string; readonly gain: number }[];
}

/** Of a person's best vacancies, so many are asked for the course that would help most. */
const VACANCIES_ASKED = 3;

/** Everybody who is to be had and whose best next course is one of these. */
export function courseWishers(book: CountyBook, courseIds: readonly string[]): CourseWisher[] {
  const wanted = new Set(courseIds);
  const prepared = new Map<string, PreparedVacancy>();
  const vacancyOf = (id: string): PreparedVacancy => {
    let vacancy = prepared.get(id);
    if (vacancy === undefined) prepared.set(id, (vacancy = prepareVacancy(book.context, book.vacancy(id)!.profile)));
    return vacancy;
  };
  return book.peopleIds.flatMap((traineeId): CourseWisher[] => {
    const { profile, ownerRegion } = book.person(traineeId)!;
    if (!profile.available) return [];
    const trainee = prepareTrainee(book.context, profile);
    const gains = new Map<string, number>();
    for (const { vacancyId } of book.rankVacancies(profile, VACANCIES_ASKED).ranked) {
      const next = bestNextCourse(book.context, profile, vacancyOf(vacancyId), trainee);
      if (next !== null && wanted.has(next.courseId)) gains.set(next.courseId, Math.max(next.gain, gains.get(next.courseId) ?? 0));
    }
    if (gains.size === 0) return [];
    const { region, reach, availableFrom, availableTo } = profile;
    return [{ traineeId, ownerRegion, region, reach, availableFrom, availableTo, courses: [...gains].map(([courseId, gain]) => ({ courseId, gain })) }];
  });
}
