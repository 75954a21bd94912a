import { creditCodeCheckCharacter } from '@app/kernel';
import { asks, id, idLower, idSpaced, idWide, name, says, spacedName, tel, telDashed, telNumeric, twelve, under, type HandMadeRoster } from './sheet.js';

const [a, b, c, d, e, f, g, h] = twelve(3);
const BODY = '91420626MA4F0T0H2';
const CODE = BODY + creditCodeCheckCharacter(BODY)!;
const firm = (shown: string) => says('employer', shown, shown);
const post = (shown: string) => says('title', shown, shown);
const pay = (shown: string) => says('pay', shown, shown);
const BAOKANG = says('workplace', '保康县', '420626');
const wage = (shown: string) => says('type', shown, 'wage');

/** What employers look for, as townships collect it. */
export const VACANCY_ROSTERS: readonly HandMadeRoster[] = [
  {
    title: '城关镇：企业用工需求表，企业名称合并到下面的岗位', form: 'vacancies',
    sheets: [{
      name: '用工需求', merged: ['A1:G1', 'A3:A5', 'G3:G5'],
      rows: [
        ['城关镇企业用工需求统计表'], ['企业名称', '岗位', '需求人数', '工资待遇', '学历要求', '用工地点', '联系人'],
        [firm('保康青山茶业有限公司'), post('制茶工'), says('openings', 5, 5), pay('4000-5000元'), says('education', '初中及以上', 'junior-high'), BAOKANG, says('contact', '陈主任', '陈主任')],
        [under('employer', '保康青山茶业有限公司'), post('包装工'), says('openings', '10人', 10), pay('150元/天'), null, BAOKANG, under('contact', '陈主任')],
        [under('employer', '保康青山茶业有限公司'), post('会计'), says('openings', 1, 1), pay('面议'), says('education', '大专', 'college'), BAOKANG, under('contact', '陈主任')],
        ['合计', null, 16],
      ],
    }],
  },
  {
    title: '马桥镇：岗位信息采集，信用代码，包吃住打勾', form: 'vacancies',
    sheets: [{
      name: '岗位', merged: ['A1:H1', 'A2:H2'],
      rows: [
        ['马桥镇岗位信息采集表'], ['填报单位：马桥镇　　时间：2026年4月'], ['用工单位', '统一社会信用代码', '招聘岗位', '招工人数', '月薪', '工作地址', '包吃住', '联系电话'],
        [firm('保康磷山矿业有限公司'), says('credit-code', CODE.toLowerCase(), CODE), post('磷矿电工'), says('openings', '3', 3), pay('8000'), says('workplace', '保康县马桥镇', '420626107'), says('lodging', '√', true), says('telephone', '0710-5812345', '07105812345')],
        [firm('李氏豆腐坊'), asks('credit-code', '91420626MA4F0T0H20'), post('豆腐师傅'), asks('openings', '一到两人'), pay('4500以上'), says('workplace', '马桥镇', '420626107'), says('lodging', '×', false), asks('telephone', '5812346')],
      ],
    }],
  },
  {
    title: '县企业微信群汇总：列名各异，有效期，年薪', form: 'vacancies',
    sheets: [{
      name: '汇总', rows: [
        ['单位', '职位', '人数', '待遇', '地点', '截止时间', '手机号码', '要求'],
        [firm('湖北绿野食品有限公司'), post('普工'), says('openings', '若干', ''), pay('5-6万/年'), says('workplace', '襄阳市保康县', '420626'), says('valid-through', '2026年12月31日', '2026-12-31'), tel(a), says('description', '18-50岁', '18-50岁')],
        [firm('湖北绿野食品有限公司'), post('叉车司机'), says('openings', 2, 2), pay('5500元/月'), BAOKANG, asks('valid-through', '年底'), tel(b), says('description', '有证', '有证')],
        [firm('县供销社'), post('仓库保管员'), says('openings', 1, 1), asks('pay', '看能力定'), BAOKANG, says('valid-through', '2026.06.30', '2026-06-30'), telNumeric(c), null],
      ],
    }],
  },
  {
    title: '乡镇用工需求：国标编码 CSV，表头前有两行', form: 'vacancies', csv: { encoding: 'gb18030', separator: ',' },
    sheets: [{ name: '', rows: [['两峪乡用工需求'], ['', '', '', ''], ['用人单位名称', '工种', '招聘人数', '工资', '工作地点', '联系电话'], [firm('两峪养鸡场'), post('饲养员'), says('openings', '2', 2), pay('4000'), says('workplace', '保康县两峪乡', '420626200'), tel(d)], [firm('两峪砖厂'), post('烧砖工'), says('openings', '4', 4), pay('200元/天'), says('workplace', '两峪乡', '420626200'), tel(e)]] }],
  },
  {
    title: '两行表头：岗位情况与联系方式', form: 'vacancies',
    sheets: [{
      name: 'Sheet1', merged: ['A1:A2', 'B1:D1', 'E1:F1', 'G1:G2'],
      rows: [
        ['招聘单位', '岗位情况', null, null, '联系方式', null, '工作地点'], [null, '岗位名称', '招聘人数', '薪资', '联系人', '电话'],
        [firm('保康宾馆'), post('客房服务员'), says('openings', 3, 3), pay('3200'), says('contact', '杨经理', '杨经理'), tel(f), says('workplace', '城关镇', '420626100')],
        [firm('保康宾馆'), post('厨师'), says('openings', 1, 1), pay('6000-8000'), says('contact', '杨经理', '杨经理'), tel(f), says('workplace', '城关镇', '420626100')],
      ],
    }],
  },
  {
    title: '用工日期与形式', form: 'vacancies',
    sheets: [{
      name: '季节用工', merged: ['A1:H1'],
      rows: [
        ['采茶季用工需求'], ['企业', '用工工种', '用工人数', '工资标准', '工作地', '用工类型', '开始日期', '用工结束日期'],
        [firm('歇马茶场'), post('采茶工'), says('openings', 50, 50), pay('120元/天'), says('workplace', '保康县歇马镇', '420626106'), says('kind', '季节工', 'seasonal'), says('starts-on', new Date(Date.UTC(2026, 2, 20)), '2026-03-20'), says('ends-on', '2026-05-10', '2026-05-10')],
        [firm('店垭茶场'), post('炒茶师傅'), says('openings', 4, 4), pay('300元/天'), says('workplace', '店垭镇', '420626104'), says('kind', '临时工', 'day'), says('starts-on', '2026/3/20', '2026-03-20'), asks('ends-on', '茶季完')],
      ],
    }],
  },
];

/** Who works where since when, as townships report it. */
export const PLACEMENT_ROSTERS: readonly HandMadeRoster[] = [
  {
    title: '歇马镇：外出务工台账', form: 'placements',
    sheets: [{
      name: '务工', merged: ['A1:H1'],
      rows: [
        ['歇马镇2026年外出务工人员台账'], ['序号', '姓名', '身份证号', '务工单位', '从事工种', '务工时间', '就业形式', '务工地'],
        [1, name(a), id(a), firm('深圳某电子有限公司'), says('job', '装配', '装配'), says('started-on', '2026.2.20', '2026-02-20'), wage('务工'), says('workplace', '广东省深圳市', '4403')],
        [2, spacedName(b), idSpaced(b), firm('保康县城关建筑队'), says('job', '瓦工', '瓦工'), says('started-on', '2026年3月1日', '2026-03-01'), wage('企业就业'), BAOKANG],
        [3, name(c), idWide(c), says('employer', '自家小吃店', '自家小吃店'), says('job', '小吃', '小吃'), asks('started-on', '去年'), says('type', '个体经营', 'self-employment'), BAOKANG],
      ],
    }],
  },
  {
    title: '培训机构：结业学员就业去向，两行表头', form: 'placements',
    sheets: [{
      name: '去向', merged: ['A1:A2', 'B1:B2', 'C1:E1', 'F1:G1'],
      rows: [
        ['学员姓名', '身份证号码', '就业情况', null, null, '劳动合同', null], [null, null, '就业单位', '就业时间', '就业类型', '合同期限', '工资'],
        [name(d), id(d), firm('保康宾馆'), says('started-on', '2026-05-06', '2026-05-06'), wage('单位'), says('contract-months', '12个月', 12), says('pay', '3500', 3500)],
        [name(e), idLower(e), firm('某家政公司'), says('started-on', '20260510', '2026-05-10'), says('type', '灵活就业', 'self-employment'), null, says('pay', '3千', 3000)],
        [name(f), id(f), firm('镇政府'), says('started-on', '2026/6/1', '2026-06-01'), says('type', '公益岗', 'public-welfare'), says('contract-months', 36, 36), asks('pay', '按标准')],
      ],
    }],
  },
  {
    title: '合作社入社名单：电话在中间，备注行在人之间', form: 'placements',
    sheets: [{
      name: '入社', merged: ['A4:F4'],
      rows: [
        ['姓名', '身份证', '联系电话', '公司名称', '入职日期', '就业方式'],
        [name(g), id(g), telDashed(g), firm('歇马香菇合作社'), says('started-on', '2026-01-05', '2026-01-05'), says('type', '合作社', 'cooperative')], [],
        ['注：以下为二月新增人员'], [name(h), id(h), tel(h), firm('歇马香菇合作社'), says('started-on', '2026-02-03', '2026-02-03'), says('type', '入社', 'cooperative')], ['共计', '2人'],
      ],
    }],
  },
  {
    title: '就业见习与意向', form: 'placements', csv: { encoding: 'utf-8', separator: ',' },
    sheets: [{ name: '', rows: [['就业人员', '公民身份证号', '企业名称', '上岗日期', '就业性质', '是否固定', '月收入'], [name(a), id(a), firm('县医院'), says('started-on', '2026-07-01', '2026-07-01'), says('type', '见习', 'internship'), says('permanence', '短期', 'temporary'), says('pay', '2,200', 2200)], [name(b), id(b), firm('待定'), says('started-on', '2026-07-15', '2026-07-15'), says('type', '意向', 'offer-only'), asks('permanence', '再说'), null]] }],
  },
];
