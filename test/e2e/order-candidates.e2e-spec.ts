import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClassesService } from '@app/placements';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { FAR_TOWN, peopleScene, TOWN, VILLAGE, type PeopleScene } from '../support/order-people.js';
import { COUNTY, inDays, orderScene, TODAY, type OrderScene } from '../support/orders.js';

interface Line { trainee: { id: string }; sentence: string; gates: { code: string }[]; hasApplied: boolean; taken: string | null; [key: string]: unknown }
const idsOf = (lines: readonly Line[]): string[] => lines.map(({ trainee }) => trainee.id);

/** Who could sit in an order's class: by the engine's own conditions, under the caller's scope, with reasons. */
describe('candidates of an order', () => {
  let api: TestApi;
  let scene: OrderScene;
  let people: PeopleScene;
  let county: ApiClient;
  let orderId: string;
  let [ready, learner, dear, unschooled, far]: string[] = [];
  beforeAll(async () => {
    api = await startApi();
    scene = await orderScene(api);
    people = await peopleScene(api, scene);
    county = scene.county;
    orderId = await people.recruiting(10, { payYuan: 4_500, minEducation: 'junior-high' });
    ready = await people.person({ education: 'vocational', skills: [{ id: 'weld.arc', level: 2 }] });
    learner = await people.person({ education: 'vocational', village: VILLAGE, wishes: { askedOn: TODAY, occupations: ['6-18-02'], trainingWanted: ['welding'] } });
    dear = await people.person({ education: 'vocational', wishes: { askedOn: TODAY, minPay: 9_000 } });
    unschooled = await people.person({ education: 'primary' });
    far = await people.person({ education: 'vocational', township: FAR_TOWN });
  });
  afterAll(() => api.close());
  const candidates = async (client: ApiClient, id = orderId, query = 'limit=200') => (await client.get(`/v1/training-orders/${id}/candidates?${query}`)).body;

  it('are those who are fit today, and apart from them those whom the course would make fit, with reasons', async () => {
    const list = await candidates(county);
    expect(idsOf(list.qualified)).toEqual([ready]);
    expect(idsOf(list.afterCourse).sort()).toEqual([learner!, far!].sort());
    const line = list.afterCourse.find(({ trainee }: Line) => trainee.id === learner);
    expect(line).toMatchObject({ nearness: 'village', wishesOccupation: true, wishesCourse: true, hasApplied: false, taken: null, losses: 0, reachesSite: true });
    expect(line.sentence).toMatch(/目前不符合推荐条件：.*必备技能不足.*学完本订单课程“电气焊”并取得证书后可符合/);
    expect(list.afterCourse.find(({ trainee }: Line) => trainee.id === far)).toMatchObject({ nearness: 'county' });
    expect([list.figures.qualified.people, list.figures.afterCourse.people, list.figures.afterCourse.definition]).toEqual([1, 2, expect.stringContaining('电气焊')]);
    expect(idsOf([...list.qualified, ...list.afterCourse, ...list.others])).not.toContain(dear);
  });

  it('show whoever applied in any case, with what keeps them apart', async () => {
    await people.apply(orderId, [dear!, unschooled!]);
    const { others, figures } = await candidates(county);
    expect(figures.applicants.people).toBe(2);
    expect(others.map(({ trainee, gates, hasApplied }: Line) => [trainee.id, gates.some(({ code }) => code === 'PAY_BELOW_WISH' || code === 'EDUCATION_BELOW'), hasApplied]).sort()).toEqual([[dear, true, true], [unschooled, true, true]].sort());
  });

  it('are a township’s own people for its officer, and nobody’s for whom it is not', async () => {
    const township = await api.asOfficer('township-officer', FAR_TOWN);
    const list = await candidates(township);
    expect(idsOf([...list.qualified, ...list.afterCourse, ...list.others])).toEqual([far]);
    expect(list.figures.afterCourse.people).toBe(1);
    expect(list.figures.applicants.people).toBe(0);
    for (const [role, region] of [['village-officer', VILLAGE], ['department-officer', COUNTY], ['training-provider', COUNTY]] as const) expect((await (await api.asOfficer(role, region)).get(`/v1/training-orders/${orderId}/candidates`)).status).toBe(403);
    const neighbour = await api.asOfficer('county-officer', '420625');
    expect((await neighbour.get(`/v1/training-orders/${orderId}/candidates`)).status).toBe(404);
    expect((await candidates(await api.asOfficer('auditor', COUNTY))).qualified).toHaveLength(1);
  });

  it('are shown as taken while they sit in a running class or have said yes to another order', async () => {
    const other = await people.recruiting(5);
    const [sitting, promised] = await people.people(2, { education: 'vocational' });
    const provider = await scene.provider();
    const held = await api.get(ClassesService).create(county.principal!, { name: '在读班', courseId: 'welding', programme: '就业技能培训', providerId: provider.id, region: TOWN, startsOn: TODAY, endsOn: inDays(30), seats: 10 });
    await api.get(ClassesService).enrol(county.principal!, held.id, [sitting!]);
    const [offer] = await people.offered(other, [promised!]);
    await people.told(other, [offer!]);
    expect((await people.act(other, offer!, 'acceptance')).body.state).toBe('accepted');
    const { afterCourse } = await candidates(county);
    const taken = new Map(afterCourse.map((line: Line) => [line.trainee.id, line.taken]));
    expect([taken.get(sitting!), taken.get(promised!), taken.get(learner!)]).toEqual(['running-class', 'another-order', null]);
    expect(afterCourse.map((line: Line) => line.taken !== null).indexOf(true)).toBe(afterCourse.length - 2); // whoever is taken stands last
    const refused = await county.post(`/v1/training-orders/${orderId}/offers`, { source: 'officer', traineeIds: [promised], startsOn: inDays(25), endsOn: inDays(50) });
    expect([refused.status, refused.body.code]).toEqual([409, 'CLASS_OFFER.SITS_ELSEWHERE']);
    expect((await candidates(county, other)).afterCourse.find((line: Line) => line.trainee.id === promised).taken).toBeNull();
  });

  it('take the course that an officer names, and no other than one for the occupation', async () => {
    expect((await candidates(county, orderId, 'courseId=welding-shielded')).courseName).toBe('气体保护焊');
    for (const courseId of ['nothing', 'dual-machining']) {
      const answer = await county.get(`/v1/training-orders/${orderId}/candidates?courseId=${courseId}`);
      expect([answer.status, answer.body.code, answer.body.faults ?? answer.body.errors]).toEqual([422, 'ORDER_CLASS.INVALID', [expect.objectContaining({ path: 'courseId', message: expect.stringMatching(/^开设课程：/) })]]);
    }
    const draft = (await (await scene.employer()).client.post('/v1/training-orders', { occupation: '6-18-02-04', seats: 3, payYuan: 4_500, workplace: TOWN, contractKind: 'fixed-term', contractMonths: 12, windowFrom: inDays(20), windowTo: inDays(80), siteKind: 'school', siteRegion: TOWN })).body.id;
    expect((await county.get(`/v1/training-orders/${draft}/candidates`)).status).toBe(422);
    expect((await county.get(`/v1/training-orders/${randomUUID()}/candidates`)).status).toBe(404);
  });

  it('are of no course that the county has retired', async () => {
    const decide = async (what: string) => expect((await county.post(`/v1/specialities/welding/${what}`, { from: TODAY, reason: '教师调离' })).status).toBe(200);
    await decide('retirement');
    expect((await candidates(county)).courseId).toBe('welding-shielded');
    const answer = await county.get(`/v1/training-orders/${orderId}/candidates?courseId=welding`);
    expect([answer.status, (answer.body.faults ?? answer.body.errors)[0].message]).toEqual([422, '开设课程：这门课程在本县已停办']);
    await decide('resumption');
    expect((await candidates(county)).courseId).toBe('welding');
  });

  describe('apply', () => {
    it('through their village’s officer, who sees the open orders and nothing else of them; once more is the same', async () => {
      const village = await api.asOfficer('village-officer', VILLAGE);
      const open = (await village.get('/v1/open-training-orders')).body.items;
      expect(open.find(({ id }: { id: string }) => id === orderId)).toMatchObject({ payYuan: 4_500, seats: 10, state: 'recruiting' });
      expect((await village.get(`/v1/training-orders/${orderId}`)).status).toBe(403);
      await people.apply(orderId, [learner!, learner!], village);
      expect((await village.get(`/v1/training-orders/${orderId}/applications`)).body.items.map(({ traineeId }: { traineeId: string }) => traineeId)).toEqual([learner]);
      expect((await candidates(county)).afterCourse.find((line: Line) => line.trainee.id === learner).hasApplied).toBe(true);
      expect((await village.post(`/v1/training-orders/${orderId}/applications`, { traineeId: ready })).body.code).toBe('ORDER_APPLICATION.UNKNOWN'); // not of the village
      expect((await village.delete(`/v1/training-orders/${orderId}/applications/${learner}`)).status).toBe(204);
      expect((await village.delete(`/v1/training-orders/${orderId}/applications/${learner}`)).status).toBe(404);
    });

    it('to no order that is not open, and of no other county', async () => {
      const gone = await people.recruiting(3);
      await scene.act(county, gone, 'cancellation', { code: 'business-changed' });
      const answer = await county.post(`/v1/training-orders/${gone}/applications`, { traineeId: ready });
      expect([answer.status, answer.body.code, answer.body.detail]).toEqual([409, 'ORDER_APPLICATION.REFUSED', expect.stringMatching(/^报名规则：/)]);
      const { rows } = await api.database.owner.query('select count(*)::int as n from order_applications where order_id = $1', [gone]);
      expect(rows[0]).toEqual({ n: 0 });
    });
  });

  describe('of the order’s own class', () => {
    it('come first for its pledged posts', async () => {
      const own = await people.recruiting(5);
      const [graduate] = await people.people(1, { education: 'vocational' });
      const [offer] = await people.offered(own, [graduate!]);
      await people.told(own, [offer!]);
      await people.act(own, offer!, 'acceptance');
      await scene.sign(own, [graduate!]);
      const opened = await scene.act(county, own, 'class');
      expect([opened.status, opened.body.state]).toEqual([200, 'class-open']);
      await api.get(ClassesService).recordResults(county.principal!, opened.body.classId, 'certified', [{ traineeId: graduate!, on: TODAY }]);
      const { qualified } = await candidates(county, own);
      expect(qualified.length).toBeGreaterThan(1);
      expect(qualified[0]).toMatchObject({ trainee: { id: graduate }, certifiedOn: TODAY });
    });
  });
});
