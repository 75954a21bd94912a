import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApi, type ApiClient, type TestApi } from '../support/api.js';
import { CHROMIUM, NO_FAULTS, startTelephone, type Telephone, type TelephonePage } from '../support/chromium.js';
import { inDays, TODAY } from '../support/orders.js';
import { courseOf, placementScene } from '../support/placements.js';
import { addSession } from '../support/sessions.js';
import { startToldPeople, type Told, type ToldPeople } from '../support/told-people.js';

const COUNTY = '420626';
const VILLAGE = '420626100201';
const XIEMA = '420626106';
const LINKS = 'https://jiuye.example';
const PAGE_BYTES_MAX = 50 * 1_024;
const FOLDED = ['愿意去', '不去', '请工作人员联系我', '更新我的求职意愿', '不再给我推荐岗位'];

if (CHROMIUM === null) process.stdout.write('skipped: the pages of people’s telephones in a real browser, since Chromium is not on this machine (Debian: chromium; or CHROMIUM_PATH)\n');

/** In a real Chromium without JavaScript; axe looks at every state. */
(CHROMIUM === null ? describe.skip : describe)('pages for people’s own telephones', () => {
  let api: TestApi;
  let scene: ToldPeople;
  let telephone: Telephone;
  let page: TelephonePage;
  beforeAll(async () => {
    [api, telephone] = await Promise.all([startApi(undefined, { SMS_LINK_BASE: LINKS, RATE_LIMIT_PER_MINUTE: '100000' }), startTelephone()]);
    scene = await startToldPeople(api, LINKS);
  });
  afterAll(async () => {
    await telephone.close();
    await api.close();
  });
  beforeEach(async () => {
    page = await telephone.page();
  });
  afterEach(() => page.close());

  const answersTo = async ({ notificationId }: Told): Promise<unknown[]> => (await api.database.owner.query('select answer, channel from sms_answers where notification_id = $1', [notificationId])).rows;
  const show = async (path: string, status = 200): Promise<void> => {
    const shown = await page.open(api.url + path);
    expect([shown.status, shown.bytes < PAGE_BYTES_MAX]).toEqual([status, true]);
  };

  describe('the page of a link', () => {
    it('is read and answered by keyboard alone: Tab comes to every control in order, each is seen to be chosen, Enter answers', async () => {
      const told = await scene.told('B-yes');
      await show(told.page);
      expect(await page.text()).toMatch(/岗位\s*电焊工<b>\s*用人单位\s*官方保康测试机械有限公司\s*工资\s*月薪5000-7000元\s*地点\s*湖北省襄阳市保康县城关镇\s*用工方式\s*全职\s*住宿\s*提供住宿\s*理由[^]*您的答复/u);
      expect(await page.walk()).toEqual(FOLDED);
      expect(await page.faults('link-open')).toEqual(NO_FAULTS);
      await page.send('愿意去');
      expect(await page.text()).toContain('记下了：您愿意去。');
      expect(await page.walk()).toEqual(FOLDED.slice(2));
      expect(await page.faults('link-answered-now')).toEqual(NO_FAULTS);
      await show(told.page);
      expect(await page.text()).toContain('您已答复：愿意去。');
      expect(await page.faults('link-answered')).toEqual(NO_FAULTS);
      expect(await answersTo(told)).toEqual([{ answer: 'yes', channel: 'link' }]);
    });

    it('unfolds by Enter what else can be said, and takes a no with its reason', async () => {
      const told = await scene.told('B-no');
      await show(told.page);
      expect(await page.text()).not.toContain('太远');
      for (const folded of ['不去', '更新我的求职意愿', '不再给我推荐岗位']) await page.press(folded);
      expect(await page.walk()).toEqual(['愿意去', '不去', '太远', '工资不合适', '不对口', '其他原因', '请工作人员联系我', '更新我的求职意愿', '发验证码', '不再给我推荐岗位', '确定不再推荐']);
      expect(await page.faults('link-unfolded')).toEqual(NO_FAULTS);
      await page.send('太远');
      expect(await page.text()).toMatch(/记下了：您不去[^]*您已答复：不去，太远。/u);
      expect(await answersTo(told)).toEqual([{ answer: 'far', channel: 'link' }]);
    });

    it('changes wishes by a code, all of it typed and chosen by keys', async () => {
      const told = await scene.told('B-code');
      await show(told.page);
      await page.press('更新我的求职意愿');
      await page.send('发验证码');
      expect(await page.walk()).toEqual(['愿意去', '不去', '请工作人员联系我', '更新我的求职意愿', '短信验证码', '最远能去哪里上班', '最低月薪（元）', '保存', '不再给我推荐岗位']);
      expect(await page.faults('link-code')).toEqual(NO_FAULTS);
      const code = /验证码(\d{6})/u.exec((await scene.messageOf(told.traineeId, 'code')).text)![1]!;
      await page.type('短信验证码', code === '000000' ? '000001' : '000000');
      await page.type('最低月薪（元）', '6000');
      await page.send('保存');
      expect(await page.text()).toContain('验证码不对');
      expect(await page.faults('link-code-wrong')).toEqual(NO_FAULTS);
      await page.type('短信验证码', code);
      await page.type('最低月薪（元）', '6000');
      await page.send('保存');
      expect(await page.text()).toContain('已保存，今后按新的意愿推荐。');
    });

    it('says of a post that is closed that there is nothing to answer, and leaves the rest', async () => {
      const told = await scene.told('B-closed');
      await api.database.owner.query(`update vacancies set status = 'withdrawn', closing_reason = 'officer' where id = $1`, [told.vacancyId]);
      await show(told.page);
      expect(await page.text()).toContain('这个岗位已经招满或结束，不用再答复。');
      expect(await page.walk()).toEqual(FOLDED.slice(2));
      expect(await page.faults('link-closed')).toEqual(NO_FAULTS);
    });

    it('that is none, or has ended, says whom to turn to', async () => {
      await show(`/t/${'A'.repeat(32)}`, 404);
      expect(await page.text()).toContain('这个链接已失效。想了解工作机会，请直接联系当地就业服务窗口。');
      expect([await page.walk(), await page.faults('link-unknown')]).toEqual([[], NO_FAULTS]);
    });
  });

  it('the page of a poster’s code shows the post and whom to turn to; of one that is gone, that it is', async () => {
    const vacancyId = await scene.post(3, 'B-poster');
    await show(`/v/${COUNTY}/${vacancyId}`);
    expect(await page.text()).toMatch(/电焊工<b>\s*用人单位\s*官方保康测试机械有限公司[^]*5000-7000元[^]*想去请联系\s*县就业局/u);
    expect([await page.walk(), await page.faults('post-open')]).toEqual([[], NO_FAULTS]);
    await show(`/v/${COUNTY}/00000000-0000-4000-8000-000000000000`, 404);
    expect(await page.text()).toContain('没有这个岗位');
    expect(await page.faults('post-unknown')).toEqual(NO_FAULTS);
  });

  it('the check-in is typed and sent by keyboard; a wrong number, a right one and a code that has run out are told apart', async () => {
    const { people, provider } = placementScene(api, COUNTY, 31);
    const made = await scene.officer.post('/v1/classes', { name: '家政班 <一期>', courseId: await courseOf(api), programme: '双技能', providerId: await provider(), region: XIEMA, startsOn: inDays(-10), endsOn: inDays(20), seats: 10, theoryHours: 20, practiceHours: 20 });
    await scene.officer.post(`/v1/classes/${made.body.id}/enrolments`, { traineeIds: await people(1, XIEMA), on: inDays(-8) });
    const session = await addSession(api.database, { classId: made.body.id, taughtOn: TODAY });
    const [{ seatNumber, number }] = (await scene.officer.post(`/v1/classes/${made.body.id}/check-in-numbers`)).body.items;
    await show(new URL((await scene.officer.post(`/v1/class-sessions/${session}/check-in-code`)).body.url).pathname);
    expect([await page.walk(), await page.faults('check-in')]).toEqual([['学号', '签到码', '签到'], NO_FAULTS]);
    for (const [typed, told, picture] of [[number === '000000' ? '000001' : '000000', '学号或签到码不对', 'check-in-wrong'], [number, '签到成功。', 'check-in-done']] as const) {
      await page.type('学号', String(seatNumber));
      await page.type('签到码', typed);
      await page.send('签到');
      expect(await page.text()).toContain(told);
      expect(await page.faults(picture)).toEqual(NO_FAULTS);
    }
    await show(`/c/${'A'.repeat(43)}`);
    expect(await page.text()).toContain('二维码已过期');
    expect([await page.walk(), await page.faults('check-in-lapsed')]).toEqual([[], NO_FAULTS]);
  });

  describe('the village’s call list', () => {
    let village: ApiClient;
    beforeAll(async () => {
      village = await api.asOfficer('village-officer', VILLAGE);
    });
    beforeEach(async () => {
      await page.close();
      page = await telephone.page(village.credentials['cookie']);
    });

    it('says that there is nobody to call, then whom to call and what to say', async () => {
      await show('/v1/calls/sheet');
      expect(await page.text()).toContain('现在没有要联系的人。');
      expect(await page.faults('calls-none')).toEqual(NO_FAULTS);
      const [vacancyId, traineeId] = [await scene.post(1, 'B-calls'), await scene.welder({ phone: null, village: VILLAGE })];
      expect((await scene.officer.post(`/v1/vacancies/${vacancyId}/waves`, { traineeIds: [traineeId] })).status).toBe(201);
      await show('/v1/calls/sheet');
      expect(await page.text()).toMatch(/（1 人）[^]*欧阳示例 没有电话，请上门[^]*您愿意去吗？[^]*□不要再打电话/u);
      expect([await page.walk(), await page.faults('calls')]).toEqual([[], NO_FAULTS]);
    });
  });
});
