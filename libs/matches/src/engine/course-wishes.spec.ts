import { describe, expect, it } from '@jest/globals';
import type { TraineeProfile, VacancyProfile } from '@app/matching';
import { courseRecord, exampleContext, exampleTrainee, exampleVacancy } from '../../../matching/src/testing/example.js';
import { CountyBook } from './county-book.js';
import { courseWishers } from './course-wishes.js';

const REGION = '420626106000';

async function book(people: readonly TraineeProfile[], vacancies: readonly VacancyProfile[] = [exampleVacancy()]): Promise<CountyBook> {
  async function* pages(): AsyncGenerator<readonly { readonly ownerRegion: string; readonly profile: TraineeProfile }[]> {
    yield await Promise.resolve(people.map((profile) => ({ ownerRegion: REGION, profile })));
  }
  return CountyBook.of(exampleContext(), pages(), vacancies.map((profile) => ({ version: 1, profile })));
}

const ALL = ['arc-2', 'arc-3', 'cook-1'];

describe('whom a course would help', () => {
  it('is told with what it brings to the best of their vacancies, and how they could come', async () => {
    const person = exampleTrainee({ reach: 'county', availableFrom: '2026-11-01', availableTo: '2027-06-01' });
    expect(courseWishers(await book([person]), ALL)).toEqual([{ traineeId: 't1', ownerRegion: REGION, region: REGION, reach: 'county', availableFrom: '2026-11-01', availableTo: '2027-06-01', courses: [{ courseId: 'arc-2', gain: expect.any(Number) }] }]);
    expect(courseWishers(await book([person]), ALL)[0]!.courses[0]!.gain).toBeGreaterThanOrEqual(1);
  });

  it('is nobody for whom another course is better, who has it already, who is not to be had, or whom no vacancy takes', async () => {
    expect(courseWishers(await book([exampleTrainee()]), ['arc-3', 'cook-1'])).toEqual([]);
    expect(courseWishers(await book([exampleTrainee({ courseRecords: [courseRecord(), courseRecord({ courseId: 'arc-3' })] })]), ALL)).toEqual([]);
    expect(courseWishers(await book([exampleTrainee({ available: false })]), ALL)).toEqual([]);
    expect(courseWishers(await book([exampleTrainee()], []), ALL)).toEqual([]);
  });

  it('counts each course once, by the vacancy that it helps most', async () => {
    const vacancies = [exampleVacancy(), exampleVacancy({ id: 'v2', region: REGION }), exampleVacancy({ id: 'v3', skills: [{ id: 'arc', level: 1, essential: true }] })];
    const gains = async (given: readonly VacancyProfile[]): Promise<number> => courseWishers(await book([exampleTrainee()], given), ALL)[0]?.courses[0]?.gain ?? 0;
    const alone = await Promise.all(vacancies.map((vacancy) => gains([vacancy])));
    expect(courseWishers(await book([exampleTrainee()], vacancies), ALL)[0]!.courses).toHaveLength(1);
    expect(await gains(vacancies)).toBe(Math.max(...alone));
  });
});
