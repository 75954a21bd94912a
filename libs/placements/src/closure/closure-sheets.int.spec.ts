import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDateOf, systemClock } from '@app/kernel';
import { AuditTrail, Database, type Principal } from '@app/platform';
import { MergingService } from '@app/trainees';
import { startApi, type TestApi } from '../../../../test/support/api.js';
import { placementScene, type PlacementScene } from '../../../../test/support/placements.js';
import { ClassCodes } from '../classes/class-codes.js';
import { CountyHistoriesRepository } from '../rates/projections/county-histories.repository.js';
import { CountyReader } from '../rates/projections/county-reader.service.js';
import { ClosureBooksRepository } from './closure-books.repository.js';
import { ClosureGapsService, type GapPage } from './closure-gaps.service.js';
import { ClosureScenes } from './closure-scene.js';
import { ClosureSheets } from './closure-sheets.js';
import { GapDescriber, type PersonGap } from './gap-describer.js';

const COUNTY = '420626';
const XIEMA = '420626106';
const TODAY = civilDateOf(new Date());
const ago = (days: number): string => addDays(TODAY, -days);

/** A service process of its own: what it keeps no other one knows. `computations` counts how often a county was judged. */
class Process {
  computations = 0;
  readonly sheets: ClosureSheets;
  readonly gaps: ClosureGapsService;
  constructor(api: TestApi) {
    const [books, codes] = [api.get(ClosureBooksRepository), api.get(ClassCodes)];
    this.sheets = new ClosureSheets(api.get(CountyHistoriesRepository), api.get(CountyReader), books, { find: () => Promise.resolve((this.computations++, [])) });
    this.gaps = new ClosureGapsService(api.get(Database), new ClosureScenes(this.sheets, books, codes, systemClock), api.get(GapDescriber), api.get(AuditTrail));
  }

  page(principal: Principal, cursor?: string, more: { readonly asOf?: string; readonly knownBy?: string } = {}): Promise<GapPage<PersonGap>> {
    return this.gaps.listPersons(principal, { step: 'paid', limit: 2, cursor, ...more });
  }
}

/** Every test adds people to the same county. */
describe('a county that is judged once', () => {
  let api: TestApi;
  let scene: PlacementScene;
  let one: Process;
  let two: Process;
  let county: Principal;
  const trained = async (count: number): Promise<string[]> => {
    const people = await scene.people(count, XIEMA);
    await scene.completedClass(people, ago(450), ago(420));
    return people;
  };
  const idsOf = ({ items }: GapPage<PersonGap>): (string | undefined)[] => items.map(({ person }) => person?.registrationId);
  /** All pages from a page on, and what each of them says of the whole. */
  const restOf = async (process: Process, first: GapPage<PersonGap>, before: () => Promise<unknown> = () => Promise.resolve()): Promise<{ ids: (string | undefined)[]; said: object[] }> => {
    const [ids, said] = [[...idsOf(first)], [] as object[]];
    for (let cursor = first.nextCursor; cursor !== null;) {
      await before();
      const page = await process.page(county, cursor);
      ids.push(...idsOf(page));
      said.push({ total: page.total, asOf: page.asOf, knownBy: page.knownBy });
      cursor = page.nextCursor;
    }
    return { ids, said };
  };
  beforeAll(async () => {
    api = await startApi();
    scene = placementScene(api, COUNTY, 59);
    county = api.systemPrincipal(COUNTY);
    [one, two] = [new Process(api), new Process(api)];
    await trained(5);
  });
  afterAll(() => api.close());

  it('is judged once for all who ask at once, and for every page', async () => {
    const process = new Process(api);
    const [first] = await Promise.all(Array.from({ length: 6 }, () => process.page(county)));
    expect((await restOf(process, first!)).ids).toHaveLength(5);
    expect(process.computations).toBe(1);
  });

  it('leads from page to page through the figures of the first, whatever is recorded meanwhile', async () => {
    const first = await one.page(county);
    const judged = one.computations;
    const { ids, said } = await restOf(one, first, () => trained(1));
    expect([ids.length, new Set(ids).size]).toEqual([first.total, first.total]);
    expect(said).toEqual(said.map(() => ({ total: 5, asOf: first.asOf, knownBy: first.knownBy })));
    expect(one.computations).toBe(judged);
    expect((await one.page(county)).total).toBe(5 + said.length);
  });

  it('goes on in another process, which judges it once more to the same', async () => {
    const first = await one.page(county);
    const here = await restOf(one, first);
    await trained(1);
    const there = await restOf(two, first);
    expect(there).toEqual(here);
    expect(two.computations).toBe(1);
  });

  it('takes with a cursor the dates that were asked for or answered, and no others', async () => {
    const asked = '2999-01-01T00:00:00Z';
    const first = await one.page(county, undefined, { knownBy: asked });
    const next = (dates: object): Promise<GapPage<PersonGap>> => one.page(county, first.nextCursor!, dates);
    const second = await next({});
    for (const dates of [{ knownBy: asked }, { knownBy: first.knownBy! }, { asOf: first.asOf }]) expect(await next(dates)).toEqual(second);
    for (const dates of [{ knownBy: '2998-01-01T00:00:00Z' }, { knownBy: '2020-01-01T00:00:00Z' }, { asOf: ago(1) }]) await expect(next(dates)).rejects.toMatchObject({ code: 'CLOSURE.OF_ANOTHER_COMPUTATION', kind: 'conflict' });
  });

  it('counts two who are found to be one as one from then on; pages that are still kept go on as they began, others are refused', async () => {
    const [twin, other] = await trained(2) as [string, string];
    const first = await one.page(county);
    await api.get(MergingService).merge(county, twin, other, '同一人');
    expect((await restOf(one, first)).ids).toHaveLength(first.total);
    expect((await one.page(county)).total).toBe(first.total - 1);
    await expect(two.page(county, first.nextCursor!)).rejects.toMatchObject({ code: 'CLOSURE.OF_ANOTHER_COMPUTATION' });
  });

  it.each([
    ['of another list', [TODAY, 1, 0, 'merges', 'region']], ['of the days before', ['420626106000', '00000000-0000-4000-8000-000000000000']],
    ['with an instant that is none', [TODAY, 1.5, 0, 'm', '420626106000', '00000000-0000-4000-8000-000000000000']], ['before all time', [TODAY, -1, 0, 'm', '420626106000', '00000000-0000-4000-8000-000000000000']],
  ])('refuses a cursor %s', async (_, key) => {
    await expect(one.page(county, Buffer.from(JSON.stringify(key)).toString('base64url'))).rejects.toMatchObject({ code: 'REQUEST.CURSOR_INVALID' });
  });

  it('refuses a cursor that names an instant to come, or merges that nobody made', async () => {
    const [, knownBy] = JSON.parse(Buffer.from((await one.page(county)).nextCursor!, 'base64url').toString()) as [string, number];
    for (const instant of [knownBy + 60_000_000, knownBy]) {
      const cursor = Buffer.from(JSON.stringify([TODAY, instant, 0, 'nobody', '420626106000', '00000000-0000-4000-8000-000000000000'])).toString('base64url');
      await expect(two.page(county, cursor)).rejects.toMatchObject({ code: 'CLOSURE.OF_ANOTHER_COMPUTATION' });
    }
  });

  it('is asked again after a failure, and is no less than before', async () => {
    let isDown = true;
    const sheets = new ClosureSheets(api.get(CountyHistoriesRepository), api.get(CountyReader), api.get(ClosureBooksRepository), { find: () => (isDown ? Promise.reject(new Error('away')) : Promise.resolve([])) });
    await expect(sheets.at(COUNTY, TODAY, null)).rejects.toThrow('away');
    isDown = false;
    expect((await sheets.at(COUNTY, TODAY, null)).persons.length).toBeGreaterThan(0);
  });

  it('is empty before anything is recorded', async () => {
    expect(await new Process(api).sheets.at('420625', TODAY, null)).toMatchObject({ knownBy: null, persons: [], households: [], size: 0 });
  });
});
