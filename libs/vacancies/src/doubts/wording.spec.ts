import { readFileSync } from 'node:fs';
import { expect, describe, it } from '@jest/globals';
import { describeWithShared } from '../../../../test/support/shared.js';
import { restrictedWording, type WordingFlag } from './wording.js';

const NO_WISH = { ageFrom: null, ageTo: null };

/** Made-up wordings: title | description → flags. An empty list restricts nothing. */
const PHRASES: readonly (readonly [title: string, description: string, flags: string])[] = [
  // sex, restricted
  ['普工（限男）', '', 'sex'], ['限女 收银员', '', 'sex'], ['女服务员', '', 'sex'], ['男普工', '', 'sex'], ['招女工', '', 'sex'], ['搬运工', '限男性，能吃苦', 'sex'], ['前台文员', '女士优先', 'sex'], ['仓管员', '男士优先考虑', 'sex'],
  ['缝纫工', '只招女工，计件', 'sex'], ['保安', '性别：男', 'sex'], ['保安', '要求男性，身高170以上', 'sex'], ['收银员（女）', '', 'sex'], ['叉车司机', '男，有证', 'sex'], ['操作工', '招男2名、女3名', 'sex'], ['装配工', '男女各5名', 'sex'],
  ['质检员', '不要男生', 'sex'], ['文员', '女性为佳', 'sex'], ['出纳', '仅限女生', 'sex'], ['美女主播', '', 'sex'], ['女司机', '', 'sex'], ['男技师', '', 'sex'], ['电子厂女工', '', 'sex'], ['诚聘女店员', '', 'sex'], ['行政文员', '男性勿投', 'sex'],
  ['客服', '须为女性', 'sex'], ['送货员', '要求：男\n会开车', 'sex'], ['库管', '男生优先', 'sex'], ['导购（限女性）', '', 'sex'], ['缝纫工', '急招女工20名', 'sex'], ['餐厅服务员', '只要女的', 'sex'], ['装卸工', '女性免谈', 'sex'], ['厨房帮工', '适合女性', 'sex'],
  ['【限男】磷矿铲车司机', '', 'sex'], ['采茶工', '１．限女；２．包吃', 'sex'],
  ['家政', '招女保姆', 'sex'], ['护工', '找男护工', 'sex'], ['搬运工', '限男士', 'sex'], ['分拣工', '需要男性能上夜班', 'sex'], ['保安', '50周岁以下男性', 'sex age'], ['分拣工', '男18-50 女18-45', 'sex'], ['缝纫工', '男女不限，限女优先', 'sex'], ['搬运工', '限男，女勿扰', 'sex'], ['妇科女医生', '', 'sex'], ['分拣工', '男:25-40岁', 'sex age'], ['前台', '女（25岁-35岁）', 'sex age'], ['文员', '女孩子优先', 'sex'], ['采摘工', '妇女优先', 'sex'], ['绣娘', '招收妇女20名', 'sex'], ['店员', '优先录用女性', 'sex'],
  // sex, mentioned
  ['普工（男女不限）', '', ''], ['普工', '限男女不限', ''], ['操作工', '男女均可，包吃住', ''], ['女装导购', '', ''], ['女式服装缝纫工', '', ''], ['男厕保洁', '', ''], ['保洁', '负责女厕所清洁', ''], ['月嫂', '照顾产妇和新生儿', ''], ['营业员', '不限性别', ''],
  ['男装店店长', '', ''], ['女鞋针车工', '', ''], ['宿管员', '负责女生宿舍', ''], ['普工', '男女分开住宿', ''], ['保姆', '联系人：王女士', ''], ['司机', '有意请联系李女士', ''], ['搓澡师傅（男宾部）', '', ''], ['内衣厂女裤车位', '', ''], ['织女绣坊绣花工', '', ''],
  ['育儿嫂', '照顾三岁男孩', ''], ['家教', '辅导子女功课', ''], ['妇女儿童活动中心文员', '', ''], ['销售', '性别不限', ''], ['服装设计', '女装品牌，男装品牌均有', ''], ['理发师', '男女同工同酬', ''], ['女科护士', '', ''], ['门店导购', '经营男女服装', ''],
  ['工会干事', '维护女职工特殊权益', ''], ['女子监狱食堂帮厨', '', ''], ['普工', '男、女不限', ''], ['普工', '男/女均可', ''], ['女包打版师', '', ''], ['美容院店员', '女性护理项目', ''], ['男士西服裁剪工', '', ''], ['普工', '招男工女工若干', ''], ['普工', '男工女工均可', ''], ['护工', '照顾男性老人', ''], ['男病区护工', '', ''], ['普工', '配有男女浴室', ''], ['女工宿舍管理', '', ''], ['妇女之家社工', '', ''], ['普工', '女性员工享受生育津贴', ''], ['文员', '负责女职工三期保护', ''], ['男女鞋导购', '', ''], ['住家保姆', '照顾女主人', ''],
  // ethnicity
  ['普工', '限汉族', 'ethnicity'], ['保安', '不招少数民族', 'ethnicity'], ['服务员', '少数民族勿扰', 'ethnicity'], ['装配工', '汉族，初中以上', 'ethnicity'], ['司机', '民族：汉族', 'ethnicity'], ['操作工', '仅限汉族人员', 'ethnicity'], ['厨师', '回族优先', 'ethnicity'],
  ['普工', '不要新疆人', 'ethnicity'], ['电子厂普工', '非少数民族', 'ethnicity'], ['保洁', '只招汉人', 'ethnicity'], ['客房', '维吾尔族除外', 'ethnicity'], ['流水线', '藏族彝族勿投', 'ethnicity'], ['导游', '土家族优先', 'ethnicity'],
  ['厨师', '招回族厨师一名', 'ethnicity'], ['拉面师傅', '限回族', 'ethnicity'],
  ['帮厨', '招回族食堂帮厨', ''], ['西藏项目部焊工', '', ''], ['新疆大盘鸡店厨师', '', ''], ['汉语教师', '汉语言文学专业优先', ''], ['回族食堂帮厨', '', ''], ['藏族服饰导购', '', ''], ['讲解员', '介绍苗族银饰和土家族风俗', ''], ['普工', '民族不限', ''], ['教师', '民族学院招聘', ''], ['银匠', '白族工艺', ''], ['普工', '各民族朋友欢迎加入', ''], ['培训讲师', '面向上班族', ''], ['餐厅', '清真餐厅，尊重员工宗教信仰', ''], ['操作工', '汉族或少数民族均可', ''],
  // religion
  ['保姆', '无宗教信仰', 'religion'], ['护工', '佛教徒优先', 'religion'], ['店员', '信教者勿扰', 'religion'], ['住家阿姨', '不得有宗教信仰', 'religion'], ['护理员', '只招基督徒', 'religion'], ['素食馆厨师', '信佛者优先', 'religion'], ['文员', '拒绝信教人员', 'religion'],
  ['护工', '宗教信仰不限', ''], ['佛具店营业员', '', ''], ['寺院厨师', '负责素斋', ''], ['普工', '无宗教信仰要求', ''], ['保洁', '佛山分店', ''],
  // marriage
  ['会计', '已婚已育', 'marriage'], ['文员', '已婚优先', 'marriage'], ['客服', '未婚，形象好', 'marriage'], ['前台', '三年内不得结婚', 'marriage'], ['销售', '孕妇勿扰', 'marriage'], ['出纳', '已育优先', 'marriage'], ['助理', '限单身', 'marriage'], ['店员', '单身优先', 'marriage'], ['会计（已婚已育）', '', 'marriage'], ['行政', '两年内无生育计划', 'marriage'],
  ['文员', '不允许怀孕', 'marriage'], ['护士', '备孕勿投', 'marriage'], ['店员', '有婚育计划勿扰', 'marriage'], ['内勤', '离异勿扰', 'marriage'],
  ['婚礼策划师', '', ''], ['婚纱店化妆师', '', ''], ['普工', '婚否不限', ''], ['技术员', '提供单身公寓', ''], ['文员', '已婚未婚均可', ''], ['行政', '享婚假、产假', ''], ['操作工', '已婚员工可申请夫妻房', ''], ['工会', '为未婚青年组织联谊', ''], ['保姆', '照顾孕妇起居', ''], ['孕婴店导购', '', ''], ['普工', '不限婚姻状况', ''], ['普工', '五险一金（养老、医疗、失业、工伤、生育）', ''],
  // disability
  ['普工', '残疾人勿扰', 'disability'], ['装配工', '不招残疾人', 'disability'], ['保安', '身体健全', 'disability'], ['操作工', '四肢健全，无纹身', 'disability'], ['司机', '无残疾', 'disability'], ['搬运工', '无身体缺陷', 'disability'], ['服务员', '谢绝聋哑人', 'disability'], ['保洁', '无肢体残疾', 'disability'],
  ['质检员', '保证产品无缺陷', ''], ['残联社工', '服务残障人士', ''], ['康复护理员', '照料残疾老人', ''], ['普工', '身体健康', ''], ['包装工', '残疾人均可报名', ''], ['电商客服', '不歧视残疾人', ''], ['软件测试', '缺陷管理', ''],
  ['程序员（残疾人）', '', 'disability-reserved'], ['电话客服', '招聘残疾人2名', 'disability-reserved'], ['客服（残疾人专岗）', '', 'disability-reserved'],
  // hepatitis B
  ['厨师', '乙肝勿扰', 'hepatitis-b'], ['食品厂普工', '无乙肝', 'hepatitis-b'], ['操作工', '体检查乙肝两对半', 'hepatitis-b'], ['保育员', '小三阳不要', 'hepatitis-b'], ['服务员', '肝功能正常', 'hepatitis-b'], ['电子厂普工', '乙肝表面抗原阴性', 'hepatitis-b'], ['帮厨', '入职体检（含肝功）', 'hepatitis-b'],
  ['护士', '负责接种乙肝疫苗', ''], ['普工', '入职不查乙肝', ''], ['检验员', '严禁检测乙肝项目', ''], ['厨师', '须有健康证', ''], ['操作工', '乙肝携带者均可', ''], ['肝胆外科护士', '', ''], ['医药代表', '推广治疗乙肝药物', ''],
  // age: a fact, not held
  ['普工', '18-45岁', 'age'], ['保安', '年龄50岁以下', 'age'], ['文员', '35周岁以内', 'age'], ['客服', '90后优先', 'age'], ['服务员', '年龄要求：20至40周岁', 'age'], ['保洁', '不超过55岁', 'age'], ['店员', '年轻人优先', 'age'], ['保洁', '超过60岁勿扰', 'age'], ['普工', '18-60均可', 'age'],
  ['普工', '年龄不限', ''], ['幼儿教师', '负责3-6岁幼儿', ''], ['护工', '照顾80岁老人', ''], ['普工', '年满18周岁', ''], ['暑假工', '16周岁以上', ''], ['操作工', '经验3-5年', ''], ['销售', '月薪20-30千元', ''], ['售后客服', '处理售后问题', ''],
  // several at once
  ['前台（限女）', '未婚，18-28岁，汉族，身体健全', 'sex ethnicity marriage disability age'], ['普工', '男女不限，18-50岁，乙肝勿扰', 'hepatitis-b age'], ['保安', '限男，退伍军人优先', 'sex'],
  // nothing at all
  ['电焊工', '持证上岗，五险一金', ''], ['茶叶采摘工', '日结150元', ''], ['后厨帮工', '后厨卫生', ''], ['族谱编辑', '', ''], ['教练', '驾校教练', ''],
];

const flagsOf = (title: string, description: string): string => restrictedWording(title, description, NO_WISH).flags.join(' ');

describe('the wording of a vacancy', () => {
  it.each(PHRASES)('%s | %s says: %s', (title, description, flags) => expect(flagsOf(title, description)).toBe(flags));

  it('is read with precision and recall of at least 0.98 a flag over the table', () => {
    expect(PHRASES.length).toBeGreaterThanOrEqual(120);
    let right = 0;
    let found = 0;
    let meant = 0;
    for (const [title, description, flags] of PHRASES) {
      const said = new Set(flagsOf(title, description).split(' ').filter(Boolean));
      const wanted = flags.split(' ').filter(Boolean);
      right += wanted.filter((flag) => said.has(flag)).length;
      found += said.size;
      meant += wanted.length;
    }
    expect(right / found).toBeGreaterThanOrEqual(0.98);
    expect(right / meant).toBeGreaterThanOrEqual(0.98);
  });

  it.each<[WordingFlag, boolean]>([['sex', true], ['age', false], ['disability-reserved', false]])('that says %s is held: %s', (flag, held) => {
    const [title, description] = PHRASES.find(([, , flags]) => flags === flag)!;
    expect(restrictedWording(title, description, NO_WISH)).toMatchObject({ flags: [flag], held });
  });

  it('names the words that say it', () => {
    expect(restrictedWording('收银员', '包吃住，仅限女生，已婚优先', NO_WISH).phrases).toEqual([{ flag: 'sex', text: '仅限女生' }, { flag: 'marriage', text: '已婚' }]);
  });

  it.each([[{ ageFrom: 18, ageTo: 45 }, ['age']], [{ ageFrom: 18, ageTo: null }, []], [{ ageFrom: null, ageTo: 60 }, ['age']], [NO_WISH, []]])('with the age fields %j is flagged %j, never held', (fields, flags) => {
    expect(restrictedWording('普工', null, fields)).toMatchObject({ flags, held: false });
  });

  it('is read in time that grows with its length', () => {
    const long = '要求男女不限，年龄不限；已婚未婚均可。'.repeat(3_000);
    const started = performance.now();
    restrictedWording('普工', long, NO_WISH);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describeWithShared('the wording of real titles', ['data/real-postings.csv'], ([file]) => {
  it('restricts nobody in 2,291 titles; three posts are for disabled people', () => {
    const titles = readFileSync(file!, 'utf8').split('\n').slice(1).map((line) => line.split(',')[0]!);
    const hits = titles.map((title) => ({ title, ...restrictedWording(title, null, NO_WISH) })).filter((hit) => hit.flags.length > 0);
    expect(hits.filter((hit) => hit.held).map((hit) => hit.title)).toEqual([]);
    expect(hits.map((hit) => hit.flags.join(' '))).toEqual(['disability-reserved', 'disability-reserved', 'disability-reserved']);
  });
});
