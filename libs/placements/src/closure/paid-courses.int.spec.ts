import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf, systemClock } from '@app/kernel';
import { MergingService } from '@app/trainees';
import { startApi, type TestApi } from '../../../../test/support/api.js';
import { placementScene, type PlacementScene } from '../../../../test/support/placements.js';
import { ClassCodes } from '../classes/class-codes.js';
import { CountyHistoriesRepository } from '../rates/projections/county-histories.repository.js';
import { CountyReader } from '../rates/projections/county-reader.service.js';
import { ClosureBooksRepository } from './closure-books.repository.js';
import { ClosureScenes } from './closure-scene.js';
import { ClosureSheets, type HomedPerson } from './closure-sheets.js';
import type { PaidCourse, PaidCourses } from './paid-courses.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);

const paidFor = (personId: string, classId: string, paidOn: string): PaidCourse => ({ personId, classId, paidOn });

/** A book of funds with these payments, which remembers what it was asked. */
class Funds implements PaidCourses {
  readonly asked: unknown[] = [];
  constructor(private readonly paid: readonly PaidCourse[]) {}

  find(county: string, knownBy: number): Promise<readonly PaidCourse[]> {
    this.asked.push([county, knownBy]);
    return Promise.resolve(this.paid);
  }
}

describe('the port to the book of funds', () => {
  let api: TestApi;
  let scene: PlacementScene;
  let everyPayment: PaidCourse[];
  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 53);
  });
  afterAll(() => api.close());

  const personsWith = async (paid: PaidCourses, asOf?: string): Promise<readonly HomedPerson[]> =>
    (await new ClosureScenes(new ClosureSheets(api.get(CountyHistoriesRepository), api.get(CountyReader), api.get(ClosureBooksRepository), paid), api.get(ClosureBooksRepository), api.get(ClassCodes), systemClock).at(api.systemPrincipal(COUNTY), { asOf })).persons;

  it('is asked once about the whole county, by the last record; several ids of one person stand under one, and the first payment for a completed class is the day', async () => {
    const [one, twin, other] = await scene.people(3, XIEMA) as [string, string, string];
    const [first, second] = [await scene.completedClass([one, other], ago(400), ago(380)), await scene.completedClass([twin], ago(360), ago(340))];
    const notTheirs = randomUUID();
    await api.get(MergingService).merge(api.systemPrincipal(COUNTY), one, twin, '同一人');
    const unpaid = new Funds([]);
    const persons = await personsWith(unpaid);
    expect(unpaid.asked).toEqual([[COUNTY, expect.any(Number)]]);
    expect(persons.map(({ steps }) => steps.paid.state)).toEqual(['open', 'open']);
    const [same, apart] = [...(await personsWith(new Funds(persons.map(({ personId }) => paidFor(personId, second, ago(100))))))].sort((a, b) => (a.steps.paid.on === null ? 1 : 0) - (b.steps.paid.on === null ? 1 : 0)) as [HomedPerson, HomedPerson];
    expect([same, apart].map(({ steps }) => [steps.paid.state, steps.paid.on])).toEqual([['done', ago(100)], ['open', null]]);
    const both = await personsWith(new Funds(persons.flatMap(({ personId }) => [paidFor(personId, second, ago(100)), paidFor(personId, first, ago(150)), paidFor(personId, notTheirs, ago(200))])));
    expect(both.map(({ steps }) => steps.paid.on)).toEqual([ago(150), ago(150)]);
    everyPayment = persons.flatMap(({ personId }) => [first, second].map((classId) => paidFor(personId, classId, ago(10))));
  });

  it('is not believed about a day that lies after the question', async () => {
    const persons = await personsWith(new Funds(everyPayment), ago(20));
    expect(persons.map(({ steps }) => steps.paid.state)).toEqual(['open', 'open']);
  });
});
