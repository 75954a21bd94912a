import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HouseholdBooksService } from '@app/placements';
import { SeatAssignmentMaker } from '@app/training';
import { startApi, type ApiAnswer, type ApiClient, type TestApi } from '../support/api.js';
import { CLASS_DAYS, FAR_TOWN, peopleScene, TOWN, type PeopleScene } from '../support/order-people.js';
import { COUNTY, inDays, orderScene, TODAY, type OrderScene } from '../support/orders.js';

interface Pair { orderId: string; trainee: { id: string }; hasApplied: boolean }
const faultsOf = (body: { faults?: unknown; errors?: unknown }): unknown => body.faults ?? body.errors;

/** Seats of all recruiting orders at once, by a policy that everybody can read. */
describe('seats', () => {
  let api: TestApi;
  let scene: OrderScene;
  let people: PeopleScene;
  let county: ApiClient;
  beforeAll(async () => {
    api = await startApi();
    scene = await orderScene(api);
    people = await peopleScene(api, scene);
    county = scene.county;
  });
  afterAll(() => api.close());
  /** Asked for, made as the worker does, and looked at; refusals as they come. */
  async function assign(body: object = {}): Promise<ApiAnswer> {
    const asked = await county.post('/v1/seat-assignments', body);
    if (asked.status !== 202) return asked;
    expect(asked.body).toMatchObject({ state: 'waiting', made: null, pairs: [] });
    await api.get(SeatAssignmentMaker).make(api.systemPrincipal(COUNTY), asked.body.id as string);
    await api.get(SeatAssignmentMaker).make(api.systemPrincipal(COUNTY), asked.body.id as string); // twice is once
    return county.get(`/v1/seat-assignments/${asked.body.id}`);
  }

  describe('are shared out by a policy', () => {
    const POLICY = { version: 'p-1', fromOn: inDays(1), reserves: [{ group: 'support', shareBp: 3_000, categories: ['lifted-out', 'monitored'] }], order: ['open', 'support'] };

    it('that is open to anybody where a county has said nothing, and read by everybody of the county', async () => {
      for (const [role, region] of [['village-officer', `${TOWN}012`], ['department-officer', COUNTY], ['township-officer', TOWN], ['auditor', COUNTY]] as const) {
        const { status, body } = await (await api.asOfficer(role, region)).get('/v1/seat-policies');
        expect([role, status, body.inForce.version, body.inForce.reserves, body.items]).toEqual([role, 200, 'open', [], []]);
      }
    });

    it('that is said before its first day, once, and only by the county', async () => {
      expect((await (await api.asOfficer('township-officer', TOWN)).post('/v1/seat-policies', POLICY)).status).toBe(403);
      const made = await county.post('/v1/seat-policies', POLICY);
      expect([made.status, made.body]).toEqual([201, expect.objectContaining({ version: 'p-1', fromOn: inDays(1), definition: expect.stringContaining('不进入匹配度') })]);
      expect((await county.get('/v1/seat-policies')).body).toMatchObject({ inForce: { version: 'open' }, items: [{ version: 'p-1' }] }); // from tomorrow on
    });

    it.each<[string, object, string]>([
      ['whose version is taken', { fromOn: inDays(9) }, 'version'], ['whose day is taken', { version: 'p-2' }, 'fromOn'], ['that begins today', { version: 'p-3', fromOn: TODAY }, 'fromOn'],
      ['that reserves more than there is', { version: 'p-4', fromOn: inDays(9), reserves: [{ group: 'a', shareBp: 6_000, categories: ['monitored'] }, { group: 'b', shareBp: 6_000, categories: ['monitored'] }], order: ['open', 'a', 'b'] }, 'reserves'],
      ['that forgets a group in its order', { version: 'p-5', fromOn: inDays(9), order: ['open'] }, 'order'],
    ])('not by one %s', async (_, more, path) => {
      const answer = await county.post('/v1/seat-policies', { ...POLICY, ...more });
      expect([answer.status, answer.body.code, faultsOf(answer.body)]).toEqual([422, 'ORDER_CLASS.INVALID', expect.arrayContaining([{ path, message: expect.stringMatching(/^席位分配办法：/) }])]);
      expect((await county.get('/v1/seat-policies')).body.items).toHaveLength(1);
    });

    it('that nobody changes, as the application’s role either', async () => {
      await expect(api.database.owner.query(`update seat_policies set from_on = '2020-01-01'`)).rejects.toThrow();
    });
  });

  it('of nothing are not assigned', async () => {
    const answer = await assign();
    expect([answer.status, answer.body.code]).toEqual([409, 'SEAT_ASSIGNMENT.NOTHING']);
  });

  describe('of two orders', () => {
    let [first, second]: string[] = [];
    let [remote, sitting]: string[][] = [];
    beforeAll(async () => {
      [first, second] = [await people.recruiting(6), await people.recruiting(3)];
      await people.people(14, { education: 'vocational' });
      remote = await people.people(6, { education: 'vocational', township: FAR_TOWN });
      sitting = await people.people(2, { education: 'vocational', skills: [{ id: 'weld.arc', level: 3 }] });
    });

    it('go to nobody twice, to no more than there are, and to whoever applied first of all; proven', async () => {
      await people.apply(second!, [remote![0]!, remote![1]!, sitting![0]!]);
      const { status, body } = await assign({ townshipShare: 0 });
      expect([status, body.state]).toEqual([200, 'made']);
      const of = (orderId: string): string[] => body.pairs.filter((pair: Pair) => pair.orderId === orderId).map((pair: Pair) => pair.trainee.id);
      expect([of(first!).length, of(second!).sort()]).toEqual([6, [remote![0]!, remote![1]!, sitting![0]!].sort()]);
      expect(new Set(body.pairs.map((pair: Pair) => pair.trainee.id)).size).toBe(9);
      expect(body.pairs.some((pair: Pair) => pair.trainee.id === sitting![1])).toBe(false); // fit already, and did not ask
      expect(body.made).toMatchObject({ objective: body.made.bound, seats: 9, seated: 9, provenBy: 'own', seatPolicyVersion: 'open' });
    });

    it('leave every township its assured part', async () => {
      const { body } = await assign({ orderIds: [first], townshipShare: 1 });
      expect(body.pairs.filter((pair: Pair) => remote!.includes(pair.trainee.id)).length).toBeGreaterThanOrEqual(Math.floor((6 * 6) / 21));
      expect(body.made.shortTownships).toEqual([]);
    });

    it('are kept for a group by the policy in force, which is never said of a person', async () => {
      const system = api.systemPrincipal(COUNTY);
      await api.database.owner.query(`set session_replication_role = replica; update seat_policies set from_on = current_date - 1, recorded_at = now() - interval '3 days'; set session_replication_role = origin`);
      const [poor, other] = await people.people(2, { township: FAR_TOWN, education: 'vocational', wishes: { askedOn: TODAY } });
      const number = randomUUID();
      const { rows: [household] } = await api.database.owner.query<{ id: string }>(`insert into households (owner_region, county, number) values ('${FAR_TOWN}000', '${COUNTY}', $1) returning id`, [number]);
      await api.database.owner.query('update registrations set household_id = $1 where id = $2', [household!.id, poor]);
      await api.get(HouseholdBooksService).recordCategory(system, { household: number, category: 'monitored', fromOn: '2026-01-01', toOn: null });
      const { body, text } = await assign({ orderIds: [second], townshipShare: 0 });
      expect(body.pairs.map((pair: Pair) => pair.trainee.id)).toContain(poor); // one of three seats, though three others applied
      expect([body.made.seatPolicyVersion, body.made.unfilledReserves]).toEqual(['p-1', 0]);
      expect(text).not.toMatch(/monitored|监测|support[^"]*":|脱贫/);
      const { rows } = await api.database.owner.query<{ all: string }>(`select string_agg(details::text, ' ') as all from audit_events where action like 'seat-assignment%'`);
      expect(rows[0]!.all).not.toMatch(new RegExp(`monitored|${poor}`));
      expect(other).toBeDefined();
      await expect(api.database.owner.query('begin; set local role shouyu_app; select * from support_categories')).rejects.toThrow(/permission denied/);
      await api.database.owner.query('rollback');
    });

    it('are asked of the restricted tables by nobody but who shares them out', async () => {
      const { database } = await api.database.open();
      const township = (await api.asOfficer('township-officer', TOWN)).principal!;
      await expect(database.inScope(township, (tx) => tx.query(`select households_in_reserve('{}', '{monitored}', current_date)`))).rejects.toThrow(/reserves are not asked for/);
    });

    it('are shown to a township’s officer for its own people only, and made by the county only', async () => {
      const township = await api.asOfficer('township-officer', FAR_TOWN);
      const { body: { items: [latest] } } = await county.get('/v1/seat-assignments');
      const seen = (await township.get(`/v1/seat-assignments/${latest.id}`)).body;
      expect(seen.pairs.length).toBeGreaterThan(0);
      expect(seen.pairs.length).toBeLessThanOrEqual(seen.made.seated);
      expect((await township.post('/v1/seat-assignments', {})).status).toBe(403);
      expect((await (await api.asOfficer('county-officer', '420625')).get(`/v1/seat-assignments/${latest.id}`)).status).toBe(404);
    });

    it('stay as they were made, and are said to have failed when nobody could make them', async () => {
      const { body: { items: [latest] } } = await county.get('/v1/seat-assignments');
      const { database } = await api.database.open();
      for (const sql of [`update seat_assignments set figures = '{}' where id = '${latest.id}'`, `update seat_assignments set failure = 'gave-up' where id = '${latest.id}'`, `delete from seat_assignment_pairs`, `insert into seat_assignment_pairs values ('${latest.id}', '${first}', gen_random_uuid(), '${TOWN}000', 1, false)`]) {
        await expect(database.inScope(county.principal!, (tx) => tx.query(sql))).rejects.toThrow();
      }
      const asked = await county.post('/v1/seat-assignments', {});
      expect((await county.post(`/v1/training-orders/${first}/offers`, { source: 'assignment', assignmentId: asked.body.id, ...CLASS_DAYS })).body.code).toBe('SEAT_ASSIGNMENT.NOT_MADE');
      await api.get(SeatAssignmentMaker).giveUp(api.systemPrincipal(COUNTY), asked.body.id as string);
      await api.get(SeatAssignmentMaker).make(api.systemPrincipal(COUNTY), asked.body.id as string);
      expect((await county.get(`/v1/seat-assignments/${asked.body.id}`)).body).toMatchObject({ state: 'failed', failure: 'gave-up', made: null, pairs: [] });
    });

    it('are offered as they were assigned', async () => {
      const { body } = await assign({ orderIds: [first], townshipShare: 0 });
      const confirmed = await county.post(`/v1/training-orders/${first}/offers`, { source: 'assignment', assignmentId: body.id, ...CLASS_DAYS });
      expect([confirmed.status, confirmed.body.offerIds.length, confirmed.body.already]).toEqual([200, 6, 0]);
      const again = await county.post(`/v1/training-orders/${first}/offers`, { source: 'assignment', assignmentId: body.id, ...CLASS_DAYS });
      expect([again.body.offerIds, again.body.already]).toEqual([[], 6]);
      expect((await county.post(`/v1/training-orders/${first}/offers`, { source: 'assignment', assignmentId: randomUUID(), ...CLASS_DAYS })).body.code).toBe('SEAT_ASSIGNMENT.UNKNOWN');
      expect((await assign({ orderIds: [first] })).body.code).toBe('SEAT_ASSIGNMENT.NOTHING'); // every seat is spoken for
    });
  });
});
