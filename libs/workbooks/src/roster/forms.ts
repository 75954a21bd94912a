import type { Form, FormField } from '../form.js';

type Extra = Partial<Pick<FormField, 'required' | 'choices' | 'hint'>>;
const field = (name: string, label: string, type: FormField['type'], headings: string, extra: Extra = {}): FormField => ({ name, label, type, headings: headings === '' ? [] : headings.split(' '), required: false, hint: '', ...extra });
const choice = (code: string, label: string, wordings = '') => ({ code, label, wordings: wordings === '' ? [] : wordings.split(' ') });
const must = (hint = ''): Extra => ({ required: true, hint });

const SERIAL = field('serial', '序号', 'serial', '编号 序 号 NO 行号 次序', { hint: '只作查对，不保存' });
const REMARK = field('remark', '备注', 'text', '说明 备 注 其他 其它 其他说明 附注', { hint: '只作查对，不保存' });
const NAME = (extra: Extra = {}) => field('name', '姓名', 'person-name', '学员姓名 人员姓名 名字 姓 名 本人姓名 培训人员 培训对象 参训人员 学员 劳动力姓名 求职者 求职人 就业人员 务工人员 人员', extra);
const ID_NUMBER = (extra: Extra = {}) => field('id-number', '身份证号', 'id-number', '身份证 身份证号码 身份证编号 公民身份号码 公民身份证号 公民身份证号码 居民身份证号 居民身份证号码 证件号 证件号码 身份号码 有效证件号码 有效身份证号 ID号', extra);
const TELEPHONE = field('telephone', '联系电话', 'telephone', '电话 手机 手机号 手机号码 联系方式 电话号码 联系号码 本人电话 移动电话 联系手机 通讯方式 联络电话 电话手机', { hint: '一格只填一个号码' });
const TOWNSHIP = (extra: Extra = {}) => field('township', '乡镇', 'region', '所在乡镇 乡 镇 乡镇街道 镇乡 户籍乡镇 所属乡镇 乡（镇） 街道 乡镇名称', extra);
const VILLAGE = field('village', '村（社区）', 'region', '村 社区 行政村 所在村 村居 村社区 村委会 村名 所属村 村（居） 村级 村组', { hint: '须属于所填乡镇' });
const SEX = field('sex', '性别', 'sex', '男女', { hint: '以身份证号为准，不另保存' });
const EDUCATION = field('education', '文化程度', 'education', '学历 教育程度 最高学历 文化 学历层次 受教育程度 学历要求 文化要求 最低学历');

const REACH = [choice('township', '本乡镇'), choice('county', '本县', '县内 本县内'), choice('prefecture', '本市', '市内'), choice('province', '本省', '省内'), choice('any', '不限', '全国 都可以 均可 省外')];
const KINDS = [choice('full-time', '全职', '全日制 正式 长期'), choice('part-time', '兼职', '非全日制'), choice('seasonal', '季节工', '季节性'), choice('day', '日结', '临时工 零工 短工'), choice('piece', '计件', '计件工'), choice('internship', '实习', '见习')];
const RESULTS = [choice('completed', '结业', '合格 已结业 毕业 通过 考核合格 结业合格 完成 已完成'), choice('certified', '取证', '取得证书 已取证 获证 发证 取得合格证 已发证'), choice('dropped', '退学', '中途退出 退出 未完成 辍学 退班 中途退学')];
const DROPS = [choice('found-work', '已就业', '外出务工 务工'), choice('illness', '生病', '因病'), choice('family', '家庭原因', '家中有事'), choice('too-far', '路途太远', '太远'), choice('unsuitable-course', '课程不合适'), choice('other', '其他')];
const MARKS = [choice('present', '到', '√ ✓ ✔ 1 是 出勤 到课 已到 签到 V v ○ 全勤'), choice('absent', '缺勤', '× X x ✗ ✘ 0 否 旷课 缺 未到 缺课'), choice('leave', '请假', '假 事假 病假 △')];
const PERIODS = [choice('morning', '上午', '早上 早'), choice('afternoon', '下午'), choice('evening', '晚上', '晚 夜间 夜校')];
const JOBS = [choice('wage', '单位就业', '务工 企业就业 受雇 外出务工 就业 单位 工资性就业'), choice('self-employment', '自主创业', '创业 个体 个体经营 灵活就业 自谋职业'), choice('cooperative', '合作社', '加入合作社 合作社务工 入社'), choice('internship', '见习', '实习 就业见习'), choice('public-welfare', '公益性岗位', '公益岗 公益岗位'), choice('offer-only', '达成意向', '意向 签订意向')];
const SOURCES = [choice('registry', '业务系统', '系统 监测系统 防返贫监测系统 全国防返贫监测系统 系统导出'), choice('visit', '入户核实', '入户 走访 入户调查 入户走访 上门核实'), choice('document', '证明材料', '材料 证明 书面材料'), choice('self-report', '本人自报', '自报 农户自报 口头')];
const PERMANENCE = [choice('permanent', '固定', '长期 稳定 固定期限 无固定期限 常年'), choice('temporary', '临时', '季节性 短期 零工 临时性')];

/** People who look for work, with what they wish. */
export const TRAINEE_FORM: Form = {
  name: 'trainees', title: '学员登记表', version: 1,
  fields: [
    SERIAL, NAME(must('与身份证一致')), ID_NUMBER(must('18 位，单元格设为文本格式')), TELEPHONE, SEX, field('ethnicity', '民族', 'ethnicity', '', { hint: '只作查对，不保存' }), TOWNSHIP(must('户籍或常住乡镇')), VILLAGE,
    field('address', '详细地址', 'text', '地址 住址 家庭住址 家庭地址 现住址 居住地址 家庭详细地址 户籍地址 户籍所在地 门牌 组 小组 村民小组'), EDUCATION,
    field('skills', '技能特长', 'codes', '技能 特长 专长 职业技能 掌握技能 有何特长', { hint: '多项用顿号隔开，按目录中的技能名称' }),
    field('certificates', '证书', 'codes', '职业资格证书 资格证书 技能证书 证书名称 持证情况', { hint: '多项用顿号隔开' }),
    field('wished-occupations', '意向职业', 'codes', '就业意向 意向工种 求职意向 意向岗位 期望岗位 求职工种 期望职业 意愿工种 就业意愿', { hint: '多项用顿号隔开' }),
    field('wished-regions', '意向地区', 'codes', '意向就业地 期望工作地 意向地点 就业地点意向 期望工作地点 意愿地区', { hint: '多项用顿号隔开，写到县或乡镇' }),
    field('wished-pay', '期望月薪（元）', 'yuan', '期望薪资 期望工资 意向工资 期望月薪 期望收入 工资要求 薪资要求', { hint: '最低能接受的月薪' }),
    field('reach', '可去范围', 'code', '能去多远 就业范围 意向范围', { choices: REACH }),
    field('training-wanted', '培训意愿', 'codes', '培训需求 意向培训 想学什么 培训意向 意愿培训工种 培训工种', { hint: '多项用顿号隔开，按课程名称' }),
    field('asked-on', '询问日期', 'date', '调查日期 登记日期 摸底日期 走访日期 填表日期', { hint: '问到意愿的那一天；填写意愿的须填' }), field('hold-until', '意愿有效期至', 'date', '有效期至'),
    field('household', '户编号', 'text', '户号 家庭编号 户口编号'), field('relation', '与户主关系', 'text', '与户主的关系 家庭关系 户主关系'), REMARK,
  ],
};

/** What employers look for, as townships collect it. */
export const VACANCY_FORM: Form = {
  name: 'vacancies', title: '岗位登记表', version: 1,
  fields: [
    SERIAL, field('employer', '用人单位', 'text', '单位名称 企业名称 公司名称 招聘单位 用工单位 单位 企业 公司 用工企业 用人单位名称 招聘企业', must()), field('credit-code', '统一社会信用代码', 'credit-code', '信用代码 社会信用代码 单位代码 机构代码'),
    field('reference', '岗位编号', 'text', '职位编号', { hint: '单位自己的编号，可不填' }), field('title', '岗位名称', 'text', '岗位 职位 职位名称 工种 招聘岗位 招聘职位 用工岗位 招聘工种 用工工种', must()),
    field('openings', '招聘人数', 'integer', '人数 需求人数 用工人数 招工人数 岗位数 招聘数量 需求数 缺工人数', { hint: '空着表示若干' }), field('pay', '月薪', 'pay', '工资 薪资 薪酬 待遇 工资待遇 薪资待遇 月工资 薪资水平 工资标准 月薪元 薪酬待遇 月收入', { hint: '如 3000-4500、180元/天' }),
    field('workplace', '工作地点', 'region', '工作地址 用工地点 上班地点 单位地址 企业地址 工作地 地址 地点 工作区域 所在地', must('写到县或乡镇')), EDUCATION,
    field('lodging', '提供食宿', 'yes-no', '包吃住 食宿 是否包吃住 是否提供食宿 是否提供住宿 包食宿'), field('kind', '用工形式', 'code', '工作性质 用工性质 工作形式 用工类型', { choices: KINDS }),
    field('contact', '联系人', 'text', '联络人 负责人 招聘联系人 单位联系人'), TELEPHONE,
    field('published-on', '发布日期', 'date', '发布时间 登记日期 填报日期'), field('valid-through', '有效期至', 'date', '截止日期 截止时间 招聘截止日期 有效期 招聘截止'), field('starts-on', '上岗日期', 'date', '开始日期 用工开始日期 到岗时间 到岗日期'), field('ends-on', '结束日期', 'date', '用工结束日期'),
    field('description', '岗位要求', 'text', '岗位描述 要求 任职要求 岗位职责 工作内容 招聘要求 具体要求 其他要求 岗位说明 条件'), REMARK,
  ],
};

const CLASS = field('class', '班次', 'text', '班级 培训班 班次名称 班级名称 培训班次 期次 培训班名称 班次编号 所在班级', must('班次的名称或编号'));

/** What became of people in a class. */
export const COURSE_RESULT_FORM: Form = {
  name: 'course-results', title: '培训结果表', version: 1,
  fields: [
    SERIAL, NAME(must()), ID_NUMBER({ hint: '同班有同名的必须填' }), CLASS, field('result', '结果', 'code', '培训结果 考核结果 是否合格 结业情况 鉴定结果 考试结果 结业结果 考核情况', { required: true, choices: RESULTS }),
    field('result-on', '日期', 'date', '结业日期 取证日期 发证日期 考核日期 结业时间 鉴定日期 发证时间 完成日期', must('结业、取证或退学的日期')),
    field('hours', '学时', 'hours', '课时 完成学时 总学时 培训学时 培训课时 实际学时'), field('certificate-number', '证书编号', 'text', '证书号 证书号码 合格证编号 证号'), field('drop-code', '退学原因', 'code', '退出原因 原因', { choices: DROPS }),
    SEX, TELEPHONE, TOWNSHIP(), VILLAGE, REMARK,
  ],
};

/** Who came, day by day. Days may stand in columns of their own. */
export const ATTENDANCE_FORM: Form = {
  name: 'attendance', title: '考勤表', version: 1,
  fields: [
    SERIAL, NAME(must()), ID_NUMBER({ hint: '同班有同名的必须填' }), CLASS, field('attended-on', '日期', 'date', '上课日期 考勤日期 签到日期 培训日期', { hint: '每天一行；或者每天一列，列名写日期' }),
    field('period', '时段', 'code', '上课时段 课次 节次 上下午', { choices: PERIODS, hint: '按课次登记时填写；空着按全天' }),
    field('mark', '考勤', 'code', '出勤 出勤情况 是否到课 到课情况 签到 考勤情况 考勤结果', { choices: MARKS }), field('hours', '学时', 'hours', '课时 出勤学时'), SEX, TELEPHONE, TOWNSHIP(), VILLAGE, REMARK,
  ],
};

/** Who works where since when. */
export const PLACEMENT_FORM: Form = {
  name: 'placements', title: '就业登记表', version: 1,
  fields: [
    SERIAL, NAME(must()), ID_NUMBER(must('18 位，单元格设为文本格式')), field('employer', '就业单位', 'text', '单位名称 用人单位 企业名称 务工单位 工作单位 单位 务工企业 就业企业 公司 公司名称'), field('credit-code', '统一社会信用代码', 'credit-code', '信用代码 社会信用代码'),
    field('job', '岗位', 'text', '工种 职位 从事工种 就业岗位 从事岗位 务工工种'), field('started-on', '就业日期', 'date', '上岗日期 上岗时间 就业时间 务工时间 开始务工时间 入职日期 入职时间 外出时间 外出务工时间', must()),
    field('type', '就业形式', 'code', '就业类型 就业方式 就业性质 就业类别', { required: true, choices: JOBS }), field('permanence', '是否固定', 'code', '稳定性 用工期限', { choices: PERMANENCE, hint: '空着按固定' }),
    field('contract-months', '合同月数', 'integer', '合同期限月 合同期限 劳动合同月数 合同期'), field('pay', '月薪（元）', 'yuan', '工资 月工资 月收入 薪资 工资收入 务工收入 月薪'), field('workplace', '工作地点', 'region', '就业地点 务工地点 务工地 就业地 工作地 务工地址 单位地址'),
    SEX, TELEPHONE, TOWNSHIP(), VILLAGE, REMARK,
  ],
};

/** What households have to live on, a year and head. A household is told by its number, or by one of its people. */
export const HOUSEHOLD_INCOME_FORM: Form = {
  name: 'household-incomes', title: '户收入登记表', version: 1,
  fields: [
    SERIAL, field('household', '户编号', 'text', '户号 家庭编号 户口编号 农户编号', { hint: '本县的户编号；不填的，须填户内一人的身份证号' }),
    field('name', '户主或成员姓名', 'person-name', '姓名 户主 户主姓名 家庭成员 成员姓名 农户姓名', { hint: '填了身份证号的，用来核对' }),
    field('id-number', '身份证号', 'id-number', '身份证 身份证号码 公民身份号码 户主身份证号 户主身份证号码 户主证件号码 成员证件号码 证件号码 证件号 居民身份证号', { hint: '户主或户内登记过的任一人；18 位，单元格设为文本格式' }),
    field('year', '年度', 'year', '收入年度 核定年度 年份 所属年度 统计年度', must('收入是哪一年的')),
    field('income', '人均年收入（元）', 'yuan-a-year', '人均收入 人均纯收入 年人均纯收入 年人均收入 人均可支配收入 家庭人均收入 家庭人均年收入 家庭人均纯收入', must('按户内人口平均；不足一元的舍去')),
    field('source', '来源', 'code', '收入来源 数据来源 核定方式 核实方式 依据', { required: true, choices: SOURCES, hint: '本人自报的只留存，不作依据' }),
    field('source-reference', '材料名称或编号', 'text', '材料名称 材料编号 证明材料名称 系统名称 依据材料 文号', { hint: '来源为业务系统、证明材料的须填' }),
    field('assessed-on', '核定日期', 'date', '核实日期 核定时间 核实时间 认定日期 调查日期 入户日期', must('不早于该年度')),
    TOWNSHIP({ hint: '只作查对，不保存' }), { ...VILLAGE, hint: '只作查对，不保存' }, REMARK,
  ],
};

/** Every form that a workbook can be. */
export const FORMS = [TRAINEE_FORM, VACANCY_FORM, COURSE_RESULT_FORM, ATTENDANCE_FORM, PLACEMENT_FORM, HOUSEHOLD_INCOME_FORM] as const;

export const FORM_NAMES = ['trainees', 'vacancies', 'course-results', 'attendance', 'placements', 'household-incomes'] as const;
export type FormName = (typeof FORM_NAMES)[number];

export function formOf(name: FormName): Form {
  return FORMS.find((form) => form.name === name)!;
}
