import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '../support/api.js';
import { inDays } from '../support/orders.js';
import { placementScene } from '../support/placements.js';
import { COUNTY, teachingScene, type TeachingScene } from '../support/teaching.js';

/** An officer sees which small classes and waiting orders one class could serve. */
describe('demand that could be joined', () => {
  let api: TestApi;
  let scene: TeachingScene;
  beforeAll(async () => {
    api = await startApi();
    scene = await teachingScene(api);
  });
  afterAll(() => api.close());

  it('is listed in pairs: two small classes of one course, and an order that waits for the same', async () => {
    const { county } = scene;
    const provider = (await scene.provider()).id;
    const window = { startsOn: inDays(20), endsOn: inDays(50), minSeats: 10, seats: 30 };
    const [small, smaller] = [await scene.class(provider, window), await scene.class(provider, { ...window, region: '420626100000' })];
    await scene.class(provider, { ...window, courseId: 'cook' });
    await scene.class(provider, { ...window, startsOn: inDays(-5) });
    const people = await placementScene(api, COUNTY, 81).people(3, '420626106');
    expect((await county.post(`/v1/classes/${small}/enrolments`, { traineeIds: people.slice(0, 2) })).status).toBe(200);
    expect((await county.post(`/v1/classes/${smaller}/enrolments`, { traineeIds: people.slice(2) })).status).toBe(200);
    const order = await scene.queued((await scene.employer()).client, { seats: 12, windowFrom: inDays(40), windowTo: inDays(80) });
    const { body } = await county.get('/v1/class-merges');
    expect(body.definition).toMatch(/^口径/);
    expect(body.items.map((each: { into: { id: string }; from: { id: string }; distance: string; people: number; reachable: number | null; bothBelowMinimum: boolean }) => [each.from.id, each.into.id, each.distance, each.people, each.reachable, each.bothBelowMinimum])).toEqual([
      [smaller, small, 'same-county', 3, 1, true], [order, smaller, 'same-county', 13, null, false], [order, small, 'same-township', 14, null, false],
    ]);
  });

  it('is the county officer’s and the auditor’s to see', async () => {
    for (const [role, status] of [['auditor', 200], ['township-officer', 403], ['training-provider', 403]] as const) {
      expect((await (await api.asOfficer(role, role === 'township-officer' ? '420626106' : COUNTY)).get('/v1/class-merges')).status).toBe(status);
    }
    expect((await (await api.asOfficer('county-officer', '420625')).get('/v1/class-merges')).body.items).toEqual([]);
  });
});
