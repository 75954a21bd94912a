import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf, systemClock } from '@app/kernel';
import { MergingService } from '@app/trainees';
import { startApi, type TestApi } from '../../../../test/support/api.js';
import { placementScene, type PlacementScene } from '../../../../test/support/placements.js';
import { ClassCodes } from '../classes/class-codes.js';
import { RateLedgerRepository } from '../rates/rate-ledger.repository.js';
import { ClosureBooksRepository } from './closure-books.repository.js';
import { ClosureScenes } from './closure-scene.js';
import { ClosureSheets, type HomedPerson } from './closure-sheets.js';
import type { PaidCourse, PaidCourseId, PaidCourses } from './paid-courses.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);

/** A book of funds that remembers what it was asked. */
class Funds implements PaidCourses {
  readonly asked: PaidCourseId[] = [];
  constructor(private readonly paidOn: (course: PaidCourseId) => string | null) {}

  find(_county: string, courses: readonly PaidCourseId[]): Promise<PaidCourse[]> {
    this.asked.push(...courses);
    return Promise.resolve(courses.flatMap((course) => {
      const paidOn = this.paidOn(course);
      return paidOn === null ? [] : [{ ...course, paidOn }];
    }));
  }
}

describe('the port to the book of funds', () => {
  let api: TestApi;
  let scene: PlacementScene;
  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 53);
  });
  afterAll(() => api.close());

  const personsWith = async (paid: PaidCourses, asOf?: string): Promise<readonly HomedPerson[]> =>
    (await new ClosureScenes(new ClosureSheets(api.get(RateLedgerRepository), api.get(ClosureBooksRepository), paid), api.get(ClosureBooksRepository), api.get(ClassCodes), systemClock).at(api.systemPrincipal(COUNTY), { asOf })).persons;

  it('is asked about every completed person-course once, several ids of one person under one, and its first payment is the day', async () => {
    const [one, twin, other] = await scene.people(3, XIEMA) as [string, string, string];
    const [first, second] = [await scene.completedClass([one, other], ago(400), ago(380)), await scene.completedClass([twin], ago(360), ago(340))];
    await api.get(MergingService).merge(api.systemPrincipal(COUNTY), one, twin, '同一人');
    const funds = new Funds(({ classId }) => (classId === second ? ago(100) : null));
    const persons = await personsWith(funds);
    expect(funds.asked.map(({ classId }) => classId).sort()).toEqual([first, first, second].sort());
    expect(persons).toHaveLength(2);
    expect(persons.map(({ steps }) => [steps.paid.state, steps.paid.on]).sort()).toEqual([['done', ago(100)], ['open', null]]);
    const both = await personsWith(new Funds(({ classId }) => (classId === second ? ago(100) : ago(150))));
    expect(both.map(({ steps }) => steps.paid.on)).toEqual([ago(150), ago(150)]);
  });

  it('is not believed about a day that lies after the question', async () => {
    const persons = await personsWith(new Funds(() => ago(10)), ago(20));
    expect(persons.map(({ steps }) => steps.paid.state)).toEqual(['open', 'open']);
  });
});
