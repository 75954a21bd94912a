import type { Department, OrganizationKind, Role } from '@app/accounts';
import type { PayBasis } from '@app/catalogue';
import { EDUCATION_LABEL } from '@app/kernel';
import type { PlanFailure, PlanState } from '@app/matches';
import { GATE_LABEL, type CourseState, type Gate, type LimitedPlan } from '@app/matching';
import { DUPLICATE_REASON_LABEL, type ClosingReason, type EmployerVerdict, type HeldFor, type RunDecision, type RunState, type TitleVerdict, type VacancyStatus, type WordingFlag, type WordingVerdict } from '@app/vacancies';
import type { EntryKind, StatementState } from '@app/funds';
import type { ClassTable, ClosureStep, CohortDimension, CohortFigures, IncomeSource, StepBasis, StepState, SupportCategory, PledgeOutcome } from '@app/outcomes';
import { CLASS_ABORTED, CLASS_STATE_LABEL, EXCLUSION_LABEL } from '@app/placements';
import type { AssessmentWithdrawal, AttemptResult, AuditCode, AuditVerdict, DeletionGround, DeletionRefusal, DeletionState, ClassReason, ClassDelivery, CorrectionState, EvidenceForm, FollowUpState, JumpReason, LeavingCode, LeavingListReason, Milestone, RatePart, RefusalCode, ReferralStep, ReportFailure, ReportState, SiteKind, SurveyOutcome, SurveyState } from '@app/placements';
import type { ConsentPurpose, Revealable, SKILL_SOURCES } from '@app/trainees';
import type { SlotReason } from '@app/scheduling';
import type { NoticeKind, CalendarFailure, CalendarState, InstructorKind, LeftOutReason, MarkSource, MeansKind, MergeDistance, SessionPart, SessionPeriod } from '@app/teaching';
import { LOTTERY_STATE_LABEL, OFFER_STATE_LABEL, ORDER_STATE_LABEL, type AssignmentFailure, type ContractKind, type Nearness, type OfferChannel, type OfferReason, type OfferSource, type OrderReason, type PlaceWord, type RollException, type SlotState, type TakenFor, AGREEMENT_FAULT_LABEL, AGREEMENT_KIND_LABEL, COOPERATION_KIND_LABEL, SPECIALITY_PART_WORDS, SPECIALITY_STANDING_LABEL, SPECIALITY_STATE_LABEL, type AgreementEndingCode, type AgreementSigner, type AgreementStep, type CooperationEndingCode, type CooperationPartner, type DecisionRow, type FulfilmentDimension, type TraineeSigned } from '@app/training';
import { formOf, FORMS, type FormName } from '@app/workbooks';
import type { RowOutcome, UploadState } from '@app/intake';
import type { DeliveryFault, DeliveryState, DisabledReason, EndpointState, WebhookEventType } from '@app/webhooks';
import type { CodeList, Labels } from './code-list.js';
import { ERASURE_CODE_LISTS } from './erasure-code-lists.js';
import { MESSAGE_CODE_LISTS } from './message-code-lists.js';

/** The labels that a form's field offers to choose from. */
const choicesOf = (form: FormName, field: string): Readonly<Record<string, string>> => Object.fromEntries(formOf(form).fields.find(({ name }) => name === field)!.choices!.map(({ code, label }) => [code, label]));
const ROLE: Labels<Role> = {
  'system-administrator': '系统管理员', 'security-administrator': '安全管理员', auditor: '审计员', 'county-officer': '县级经办人', 'township-officer': '乡镇经办人', 'village-officer': '村级经办人', 'department-officer': '部门经办人', 'training-provider': '培训机构', employer: '用人单位',
};
const ORGANIZATION_KIND: Labels<OrganizationKind> = { 'county-bureau': '县人社局', department: '县直部门', 'township-office': '乡镇服务站', 'village-office': '村（社区）服务点', 'training-provider': '培训机构', employer: '用人单位', 'practice-base': '实训基地', cooperative: '合作社' };
const DEPARTMENT: Labels<Department> = { 'human-resources': '人社', education: '教育', agriculture: '农业农村', 'poverty-relief': '乡村振兴', science: '科技' };
const COURSE_STATE: Labels<CourseState> = { certified: '已取证', completed: '已结业', 'in-progress': '在学', dropped: '退学', failed: '未通过' };
const SKILL_SOURCE: Labels<(typeof SKILL_SOURCES)[number]> = { stated: '本人自述', observed: '经办人观察', certificate: '证书' };
const CONSENT: Labels<ConsentPurpose> = { 'disclosure-to-employer': '向用人单位提供信息', 'message.match': '岗位短信', 'message.course': '培训短信', 'message.policy': '政策短信', 'message.survey': '回访短信' };
const REVEALABLE: Labels<Revealable> = { 'id-number': '身份证号', phone: '联系电话', address: '详细地址' };
const VACANCY_STATUS: Labels<VacancyStatus> = { draft: '草稿', open: '在招', filled: '已招满', expired: '已过期', withdrawn: '已撤下' };
const CLOSING_REASON: Labels<ClosingReason> = { filled: '已招满', expired: '已过有效期', 'left-source': '来源已不再发布', employer: '用人单位关闭', officer: '经办人关闭' };
const WORDING_FLAG: Labels<WordingFlag> = { sex: '限制性别', ethnicity: '限制民族', religion: '限制宗教', marriage: '限制婚育', disability: '限制残疾', 'hepatitis-b': '限制乙肝', age: '年龄要求', 'disability-reserved': '残疾人专岗' };
const PAY_BASIS: Labels<PayBasis> = { month: '按月', year: '按年', day: '按天', hour: '按小时', piece: '计件', negotiable: '面议', unknown: '未说明' };
const RUN_STATE: Labels<RunState> = { queued: '等待中', running: '进行中', complete: '已完成', incomplete: '未读完整', held: '已暂缓', failed: '失败', stopped: '已停止' };
const HELD: Labels<HeldFor> = { empty: '来源返回空列表', shrink: '缺少的岗位超过 20%', 'daily-limit': '当日累计关闭超过 30%', drift: '来源字段发生变化', 'bad-rows': '不能用的行超过 10%' };
const ROW: Labels<'new' | 'changed' | 'unchanged' | 'rejected' | 'created' | RowOutcome> = { new: '新增', created: '新增', changed: '有变化', unchanged: '无变化', rejected: '不能用', duplicate: '重复', faulty: '有错误' };
const TITLE_VERDICT: Labels<TitleVerdict> = { occupation: '认定职业', 'no-trade': '无需工种', undecidable: '无法认定' };
const WORDING_VERDICT: Labels<WordingVerdict> = { clear: '可以发布', refuse: '不予发布' };
const RUN_DECISION: Labels<RunDecision> = { release: '放行', discard: '放弃' };
const EMPLOYER_VERDICT: Labels<EmployerVerdict> = { same: '同一单位', different: '不是同一单位' };
const STEP: Labels<ReferralStep> = { presented: '已推荐', hired: '已录用', refused: '已拒绝', obsolete: '已失效' };
const REFUSAL: Labels<RefusalCode> = {
  'trainee-pay': '求职者：工资低', 'trainee-too-far': '求职者：太远', 'trainee-unsuitable-work': '求职者：工作不合适', 'trainee-family': '求职者：家庭原因', 'trainee-other': '求职者：其他',
  'employer-skills': '单位：技能不符', 'employer-did-not-appear': '单位：未到场', 'employer-filled': '单位：已招满', 'employer-other': '单位：其他',
};
const LEAVING: Labels<LeavingCode> = { 'contract-ended': '合同到期', resigned: '本人辞职', dismissed: '被辞退', 'employer-closed': '单位关停', illness: '生病', family: '家庭原因', 'returned-home': '返乡', other: '其他' };
const EVIDENCE: Labels<EvidenceForm> = { 'self-report': '本人自述', visit: '上门走访', call: '电话回访', contract: '劳动合同', licence: '营业执照', 'site-attendance': '工地实名考勤', 'social-insurance': '社保缴费', 'wage-record': '工资流水' };
const MILESTONE: Labels<Milestone> = { probation: '试用期满', '30': '满 30 天', '90': '满 90 天', '180': '满 180 天', '365': '满 365 天' };
const EVIDENCE_LEVEL: Labels<0 | 1 | 2 | 3> = { 0: 'E0 本人自述', 1: 'E1 走访、电话回访', 2: 'E2 合同并经单位确认、营业执照、工地实名考勤', 3: 'E3 社保缴费、工资流水' };
const AUDIT_VERDICT: Labels<AuditVerdict> = { upheld: '认可', refused: '不认可' };
const AUDIT_CODE: Labels<AuditCode> = { 'document-missing': '查无原件', 'document-invalid': '材料不真实或不完整', 'not-at-work': '核查时不在岗', 'employer-denies': '用人单位否认', 'person-denies': '本人否认', 'details-differ': '与记载不符', other: '其他（须说明）' };
const DELETION_GROUND: Labels<DeletionGround> = { expired: '保存期满', withdrawn: '佐证已撤回', 'person-asked': '本人要求', 'wrong-file': '文件传错' };
const DELETION_STATE: Labels<DeletionState> = { asked: '待确认', refused: '已退回', lapsed: '已到期删除，无需再办', marked: '正在清除', gone: '已删除' };
const DELETION_REFUSAL: Labels<DeletionRefusal> = { 'still-needed': '法定保存义务未满', 'not-the-person': '不是本人申请', 'file-is-right': '文件无误' };
const CORRECTION_STATE: Labels<CorrectionState> = { pending: '待确认', confirmed: '已确认', refused: '已退回', superseded: '已失效' };
const FOLLOW_UP_STATE: Labels<FollowUpState> = { open: '待回访', done: '已回访', moot: '不再需要' };
const RATE_PART: Labels<RatePart> = { numerator: '分子', denominator: '分母', unknown: '去向不明', immature: '未到期', excluded: '排除' };
const SURVEY_STATE: Labels<SurveyState> = { planned: '已筹划，待抽取', drawn: '已抽取', answering: '调查中', finished: '已结束', cancelled: '已取消' };
const SURVEY_OUTCOME: Labels<SurveyOutcome> = { employed: '在业', 'not-employed': '不在业', excluded: '已去世、患病、服役、升学等', refused: '拒答', 'not-reached': '未联系上', 'wrong-number': '号码错误或没有电话' };
const ATTEMPT_RESULT: Labels<AttemptResult> = { 'no-answer': '无人接听', 'switched-off': '关机或停机', 'call-later': '约定再打' };
const STATEMENT_STATE: Labels<StatementState> = { made: '待确认', confirmed: '已确认', refused: '已退回', revoked: '已撤销' };
const ENTRY_KIND: Labels<EntryKind> = { appropriated: '下达', withdrawn: '核减', committed: '承诺', released: '撤销承诺', paid: '付款', reversed: '冲销付款', returned: '退回', 'return-reversed': '冲销退回' };
const REPORT_STATE: Labels<ReportState> = { waiting: '等待中', working: '计算中', done: '已完成', failed: '没有算成' };
const REPORT_FAILURE: Labels<ReportFailure> = { 'ledger-faulty': '台账记录互相矛盾', 'gave-up': '后台多次计算出错' };
const COHORT_DIMENSION: Labels<CohortDimension> = { class: '班次', course: '课程', programme: '项目', region: '开班地', provider: '培训机构', township: '登记乡镇', village: '登记村', department: '部门', month: '月', quarter: '季度', year: '年' };
const EMPLOYER_LINE: Labels<CohortFigures['employers'][number]['kind']> = { employer: '用人单位', rest: '其余单位合计', 'without-employer': '没有用人单位', studying: '继续升学' };
const CLASS_TABLE: Labels<ClassTable> = { placement: '计入就业率的班次', 'on-the-job': '在岗培训', outreach: '科普活动' };
const CLOSURE_STEP: Labels<ClosureStep> = { trained: '培训一个', paid: '补贴一个', employed: '就业一个', income: '脱贫一个' };
const STEP_STATE: Labels<StepState> = { done: '已完成', open: '未完成', 'not-due': '未到期', unknown: '情况不明' };
const STEP_BASIS: Labels<StepBasis> = {
  completed: '已结业', 'in-class': '在学', 'not-completed': '未结业', 'no-member': '本户无人参加', paid: '已支付', settling: '待结算', unpaid: '未支付', 'payments-not-recorded': '没有支付台账',
  'ninety-days': '已连续在岗 90 天', 'within-the-time': '尚在期限内', 'under-ninety-days': '在岗不足 90 天', 'not-employed': '经核实未就业', 'nothing-proven': '没有佐证', 'above-line': '收入超过标准',
  'not-above-line': '收入未超过标准', 'no-line': '没有该年度标准', 'no-income': '没有核定收入', 'no-household': '未登记所在户', 'income-later': '收入尚未到核定时间', member: '户内成员已完成',
};
const INCOME_SOURCE: Labels<IncomeSource> = { registry: '业务系统', visit: '入户核实', document: '证明材料', 'self-report': '本人自报（不作依据）' };
const SUPPORT_CATEGORY: Labels<SupportCategory> = { 'lifted-out': '脱贫户', monitored: '监测户', subsistence: '低保户', 'extreme-hardship': '特困户', 'disaster-stricken': '受灾困难户', 'zero-employment': '零就业家庭' };
const UPLOAD_STATE: Labels<UploadState> = { unclear: '栏目待确认', received: '已收到', planned: '已试算', confirmed: '导入中', done: '已完成', undoing: '撤销中', undone: '已撤销', cancelled: '已取消', failed: '失败' };
const WEBHOOK_EVENT: Labels<WebhookEventType> = { 'vacancy.state-changed': '本单位岗位状态变化', 'referral.created': '有人被推荐到本单位岗位', 'referral.state-changed': '推荐进展变化', 'order.state-changed': '本单位培训订单状态变化', 'order.position-changed': '本单位培训订单排队位置或预计开班日变化', ping: '测试' };
const WEBHOOK_STATE: Labels<EndpointState> = { active: '启用', disabled: '已停用' };
const WEBHOOK_DISABLED: Labels<DisabledReason> = { gone: '对方回答 410，表示不再接收', failing: '连续 5 天只有失败' };
const DELIVERY_STATE: Labels<DeliveryState> = { waiting: '等待推送', delivered: '已送达', failed: '未送达' };
const DELIVERY_FAULT: Labels<DeliveryFault> = { 'address-refused': '地址不是公网地址', 'name-unresolved': '域名无法解析', 'connection-failed': '连接失败', 'tls-failed': '证书或加密连接有误', 'timed-out': '10 秒内没有答复', 'endpoint-disabled': '推送地址已停用', 'gave-up': '后台多次出错' };

const PLAN_STATE: Labels<PlanState> = { waiting: '计算中', made: '已算成', failed: '没有算成' };
const PLAN_FAILURE: Labels<PlanFailure> = { 'solver-gave-up': '求解器未能在限定时间内给出方案', 'gave-up': '后台多次计算出错' };
const PLAN_PROOF: Labels<LimitedPlan['provenBy']> = { own: '本系统求解并证明', duals: '外部求解，本系统对偶价格证明', outside: '外部求解器证明' };

const CONTRACT_KIND: Labels<ContractKind> = { 'fixed-term': '固定期限', 'open-ended': '无固定期限', 'until-work-is-done': '以完成一定工作任务为期限' };
const CLASS_DELIVERY: Labels<ClassDelivery> = { fixed: '固定班（连续上课）', flexible: '弹性班（按学员时间上课）' };
const SITE_KIND: Labels<SiteKind> = { school: '学校', enterprise: '企业', village: '村（社区）' };
const ORDER_REASON: Labels<OrderReason> = {
  seats: '招训人数', pay: '待遇', contract: '合同期限', window: '开班时间', site: '培训地点', requirements: '报名要求', papers: '材料不全', other: '其他',
  'not-a-real-post': '岗位不实', 'no-course': '没有合适课程', 'employer-in-arrears': '单位拖欠工资', duplicate: '重复提交',
  'employer-withdrew': '单位撤回', 'posts-filled': '岗位已招满', 'business-changed': '经营变化', 'employer-closed': '单位关停', 'no-capacity': '没有培训能力', 'too-few-people': '报名人数不足', split: '拆分',
  'slot-withdrawn': '开班名额撤回', 'class-aborted': '班次中止', 'window-ended': '开班时间已过',
};
const INSTRUCTOR_KIND: Labels<InstructorKind> = { teacher: '教师', agronomist: '农技员', official: '机关干部', entrepreneur: '企业家', 'successful-trainee': '结业能手' };
const CLASS_NOTICE: Labels<NoticeKind> = { start: '开课通知', change: '变动通知', aborted: '中止通知' };
const SESSION_PERIOD: Labels<SessionPeriod> = { morning: '上午', afternoon: '下午', evening: '晚上' };
const SESSION_PART: Labels<SessionPart> = { theory: '理论', practice: '实操' };
const NOT_HELD: Labels<LeftOutReason> = { NO_DAYS: '时间窗内没有足够的教学日', NO_PLACE_OR_INSTRUCTOR: '没有教室、基地或教师', TOO_FEW_PEOPLE: '愿意而能去的人不足最少人数', CROWDED_OUT: '被别的班占去了', NO_TOWNSHIP: '开班地点没有定到乡镇', NO_HOURS: '课时未定' };
const CALENDAR_STATE: Labels<CalendarState> = { waiting: '计算中', made: '已算成', failed: '没有算成' };
const CALENDAR_FAILURE: Labels<CalendarFailure> = { 'gave-up': '后台多次计算出错' };
const MERGE_DISTANCE: Labels<MergeDistance> = { 'same-township': '同一乡镇', 'same-county': '同县不同乡镇' };
const MEANS_KIND: Labels<MeansKind> = { room: '教室', base: '基地', instructor: '教师' };
const CLASS_REASON: Labels<ClassReason> = {
  'too-few-people': '报名人数不足', 'no-instructor': '没有师资', 'no-place': '没有场地', weather: '天气原因', 'employer-withdrew': '单位撤回', other: '其他',
  'agreed-small-class': '经批准小班开课', 'more-to-join': '后续还有学员加入', 'employer-urgent': '用人单位急需',
};
const JUMP_REASON: Labels<JumpReason> = { 'first-unreachable': '前面的人联系不上', 'first-cannot-now': '前面的人暂时不能来', 'employer-named': '用人单位指定', 'reserved-seat': '预留名额', other: '其他' };
const LEAVING_LIST: Labels<LeavingListReason> = { 'no-longer-wishes': '本人不再需要', 'found-work': '已就业', 'other-class': '已参加其他班次', unreachable: '联系不上', other: '其他' };
const MARK_SOURCE: Labels<MarkSource> = { officer: '点名', workbook: '考勤表', qr: '扫码签到' };
const ASSESSMENT_WITHDRAWAL: Labels<AssessmentWithdrawal> = { 'score-wrong': '成绩登记有误', 'wrong-person': '登记错人', 'appeal-upheld': '复核改判', other: '其他' };
const SLOT_STATE: Labels<SlotState> = { free: '空闲', paused: '机构暂停承接', taken: '已占用', withdrawn: '已撤回' };
const SLOT_REASON: Labels<SlotReason> = { NO_SLOT_FOR_OCCUPATION: '没有该职业的开班名额', NO_SLOT_IN_WINDOW: '名额晚于开班时间', NO_SLOT_WITH_SEATS: '名额座位不足' };
const NEAR_SITE: Labels<Nearness> = { village: '培训地点所在村', township: '培训地点所在乡镇', county: '本县其他乡镇' };
const TAKEN: Labels<TakenFor> = { 'running-class': '正在其他班次学习', 'another-order': '已接受其他订单的席位' };
const OFFER_SOURCE: Labels<OfferSource> = { assignment: '席位分配方案', draw: '抽签', officer: '经办人选定' };
const OFFER_CHANNEL: Labels<OfferChannel> = { sms: '短信', call: '电话', visit: '上门', 'village-officer': '村级经办人转告' };
const OFFER_REASON: Labels<OfferReason> = {
  'trainee-pay': '待遇不满意', 'trainee-too-far': '离家太远', 'trainee-unsuitable-work': '工种不合适', 'trainee-family': '家庭原因', 'trainee-has-work': '已有工作', 'trainee-health': '健康原因', 'trainee-other': '学员其他原因',
  'terms-changed': '条件变化，重新告知', 'made-in-error': '登记有误', 'not-suitable': '不符合条件', 'order-ended': '订单不再招生', other: '其他', 'course-ended': '培训结业', 'dropped-out': '中途退学', 'class-aborted': '班次中止',
};
const ASSIGNMENT_FAILURE: Labels<AssignmentFailure> = { 'nothing-to-assign': '没有可以分配的席位', 'solver-gave-up': '求解器未能在限定时间内给出方案', 'gave-up': '后台多次计算出错' };
const ROLL_EXCEPTION: Labels<RollException> = { 'moved-from-another-class': '从其他班次转入', 'enrolled-before-the-order': '班次先于订单报名', 'named-by-the-employer': '用人单位指定', other: '其他' };
const PLACE_PART: Labels<PlaceWord['part']> = { shortage: '缺工程度', pledge: '承诺待遇', fulfilment: '以往兑现', age: '等待天数', penalty: '乡镇均衡' };
const AGREEMENT_SIGNER: Labels<AgreementSigner> = { self: '本人', guardian: '监护人', 'legal-representative': '法定代表人', 'authorised-agent': '委托代理人' };
const AGREEMENT_ENDING: Labels<AgreementEndingCode> = { fulfilled: '履行完毕', 'trainee-left': '学员退出', 'provider-withdrew': '培训机构退出', 'employer-withdrew': '用人单位退出', breach: '违约', replaced: '重新签订', 'order-cancelled': '订单取消', other: '其他（须说明）' };
const AGREEMENT_STEP: Labels<AgreementStep> = { 'class-open': '开班', training: '开始培训' };
const SIGNED: Labels<TraineeSigned['outcome']> = { recorded: '已登记', already: '原已登记' };
const COOPERATION_PARTNER: Labels<CooperationPartner> = { company: '公司', 'practice-base': '基地', cooperative: '合作社' };
const COOPERATION_ENDING: Labels<CooperationEndingCode> = { 'partner-withdrew': '单位退出', 'household-withdrew': '农户退出', 'not-paid': '未按约付款', 'not-delivered': '未按约交货、出工', 'entered-by-mistake': '登记有误', other: '其他（须说明）' };
const SPECIALITY_PART: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(SPECIALITY_PART_WORDS).map(([part, { title }]) => [part, title]));
const SPECIALITY_DECISION: Labels<DecisionRow['kind']> = { retired: '停办', resumed: '恢复' };
const FULFILMENT_DIMENSION: Labels<FulfilmentDimension> = { county: '全县', employer: '用人单位', provider: '培训机构' };
const PLEDGE_OUTCOME: Labels<PledgeOutcome> = { kept: '足额兑现', short: '低于承诺', unknown: '薪酬或合同不知道' };

/** Every closed code list of the API by name. A code without a label does not compile, or fails the test over the API's document. */
export const CODE_LISTS: Readonly<Record<string, CodeList>> = {
  ...MESSAGE_CODE_LISTS,
  ...ERASURE_CODE_LISTS,
  education: { title: '文化程度', labels: EDUCATION_LABEL },
  'vacancy-kind': { title: '用工形式', labels: choicesOf('vacancies', 'kind') },
  'vacancy-status': { title: '岗位状态', labels: VACANCY_STATUS },
  'vacancy-closing-reason': { title: '岗位关闭原因', labels: CLOSING_REASON },
  'vacancy-minimum-age': { title: '最低年龄', labels: { 16: '年满 16 周岁', 18: '年满 18 周岁' } },
  'pay-basis': { title: '计薪方式', labels: PAY_BASIS },
  'wording-flag': { title: '用语提示', labels: WORDING_FLAG },
  'wording-verdict': { title: '用语认定', labels: WORDING_VERDICT },
  'title-verdict': { title: '岗位名称认定', labels: TITLE_VERDICT },
  'duplicate-reason': { title: '重复岗位的依据', labels: DUPLICATE_REASON_LABEL },
  'employer-verdict': { title: '用人单位写法认定', labels: EMPLOYER_VERDICT },
  'import-state': { title: '导入批次状态', labels: RUN_STATE },
  'import-held-for': { title: '导入暂缓原因', labels: HELD },
  'import-decision': { title: '暂缓批次的处理', labels: RUN_DECISION },
  'row-outcome': { title: '逐行结果', labels: ROW },
  'organization-kind': { title: '机构类型', labels: ORGANIZATION_KIND },
  department: { title: '部门', labels: DEPARTMENT },
  role: { title: '角色', labels: ROLE },
  'skill-source': { title: '技能来源', labels: SKILL_SOURCE },
  'skill-level': { title: '技能等级', labels: { 1: '初级工', 2: '中级工', 3: '高级工', 4: '技师', 5: '高级技师' } },
  reach: { title: '可去范围', labels: choicesOf('trainees', 'reach') },
  'consent-purpose': { title: '同意的用途', labels: CONSENT },
  'revealable-field': { title: '可查看原文的个人信息', labels: REVEALABLE },
  'course-state': { title: '培训状态', labels: COURSE_STATE },
  'enrolment-result': { title: '培训结果', labels: choicesOf('course-results', 'result') },
  'drop-code': { title: '退学原因', labels: { ...choicesOf('course-results', 'drop-code'), [CLASS_ABORTED]: '班次中止' } },
  'assessment-withdrawal': { title: '撤回考核成绩的原因', labels: ASSESSMENT_WITHDRAWAL },
  'class-state': { title: '班次状态', labels: CLASS_STATE_LABEL },
  'class-reason': { title: '班次中止、小班开课的原因', labels: CLASS_REASON },
  'waiting-jump-reason': { title: '越过候补顺序的原因', labels: JUMP_REASON },
  'waiting-leaving-reason': { title: '退出候补的原因', labels: LEAVING_LIST },
  'attendance-mark': { title: '考勤', labels: choicesOf('attendance', 'mark') },
  'session-mark': { title: '课次考勤', labels: { ...choicesOf('attendance', 'mark'), withdrawn: '已撤回' } },
  'attendance-source': { title: '考勤来源', labels: MARK_SOURCE },
  'match-gate': { title: '不予推荐的条件', labels: GATE_LABEL satisfies Labels<Gate> },
  'plan-state': { title: '统筹方案状态', labels: PLAN_STATE },
  'plan-failure': { title: '统筹方案没有算成的原因', labels: PLAN_FAILURE },
  'plan-proof': { title: '统筹方案由谁证明', labels: PLAN_PROOF },
  'referral-step': { title: '推荐进展', labels: STEP },
  'refusal-code': { title: '推荐未成原因', labels: REFUSAL },
  'job-type': { title: '就业形式', labels: choicesOf('placements', 'type') },
  'leaving-code': { title: '离职原因', labels: LEAVING },
  'evidence-form': { title: '佐证形式', labels: EVIDENCE },
  'evidence-level': { title: '佐证等级', labels: EVIDENCE_LEVEL },
  milestone: { title: '在岗节点', labels: MILESTONE },
  'evidence-file-deletion-ground': { title: '佐证文件删除原因', labels: DELETION_GROUND },
  'evidence-file-deletion-state': { title: '佐证文件删除状态', labels: DELETION_STATE },
  'evidence-file-deletion-refusal': { title: '佐证文件不予删除的原因', labels: DELETION_REFUSAL },
  'correction-state': { title: '更正申请状态', labels: CORRECTION_STATE },
  'follow-up-state': { title: '回访状态', labels: FOLLOW_UP_STATE },
  'audit-verdict': { title: '抽查结论', labels: AUDIT_VERDICT },
  'audit-code': { title: '抽查不认可的原因', labels: AUDIT_CODE },
  'exclusion-reason': { title: '不计入分母的情形', labels: EXCLUSION_LABEL },
  'rate-part': { title: '就业率的组成', labels: RATE_PART },
  'rate-report-state': { title: '就业率报表状态', labels: REPORT_STATE },
  'survey-state': { title: '抽样调查状态', labels: SURVEY_STATE },
  'survey-outcome': { title: '抽样调查结果', labels: SURVEY_OUTCOME },
  'survey-attempt-result': { title: '未接通的情形', labels: ATTEMPT_RESULT },
  'subsidy-statement-state': { title: '结算单状态', labels: STATEMENT_STATE },
  'fund-entry-kind': { title: '资金变动', labels: ENTRY_KIND },
  'rate-report-failure': { title: '报表没有算成的原因', labels: REPORT_FAILURE },
  'cohort-dimension': { title: '就业分析报表的分列', labels: COHORT_DIMENSION },
  'employer-line': { title: '用人单位表的行', labels: EMPLOYER_LINE },
  'class-table': { title: '班次归属', labels: CLASS_TABLE },
  'export-format': { title: '导出格式', labels: { xlsx: 'Excel 工作簿', csv: 'CSV（UTF-8）' } },
  'closure-step': { title: '四个一', labels: CLOSURE_STEP },
  'closure-state': { title: '四个一的进展', labels: STEP_STATE },
  'closure-basis': { title: '四个一进展的依据', labels: STEP_BASIS },
  'income-source': { title: '户收入来源', labels: INCOME_SOURCE },
  'support-category': { title: '帮扶类别', labels: SUPPORT_CATEGORY },
  'line-of': { title: '标准由谁制定', labels: { province: '省', county: '县' } },
  'workbook-form': { title: '表格种类', labels: Object.fromEntries(FORMS.map(({ name, title }) => [name, title])) },
  'webhook-event-type': { title: '推送事件', labels: WEBHOOK_EVENT },
  'webhook-state': { title: '推送地址状态', labels: WEBHOOK_STATE },
  'webhook-disabled-reason': { title: '推送地址停用原因', labels: WEBHOOK_DISABLED },
  'webhook-delivery-state': { title: '推送状态', labels: DELIVERY_STATE },
  'webhook-delivery-fault': { title: '推送失败原因', labels: DELIVERY_FAULT },
  'order-state': { title: '培训订单状态', labels: ORDER_STATE_LABEL },
  'order-reason': { title: '订单退回、不批、取消等的原因', labels: ORDER_REASON },
  'contract-kind': { title: '劳动合同期限', labels: CONTRACT_KIND },
  'class-delivery': { title: '班次形式', labels: CLASS_DELIVERY },
  'site-kind': { title: '培训地点', labels: SITE_KIND },
  'instructor-kind': { title: '师资类别', labels: INSTRUCTOR_KIND },
  'class-notice': { title: '班次通知', labels: CLASS_NOTICE },
  'session-period': { title: '上课时段', labels: SESSION_PERIOD },
  'session-part': { title: '课程部分', labels: SESSION_PART },
  'not-held-reason': { title: '班次没有排上的原因', labels: NOT_HELD },
  'class-calendar-state': { title: '排期方案状态', labels: CALENDAR_STATE },
  'class-calendar-failure': { title: '排期方案没有算成的原因', labels: CALENDAR_FAILURE },
  'merge-distance': { title: '合并双方的远近', labels: MERGE_DISTANCE },
  'merge-side': { title: '合并的一方', labels: { class: '班次', order: '排队的订单' } },
  'teaching-means': { title: '教学条件', labels: MEANS_KIND },
  'slot-state': { title: '开班名额状态', labels: SLOT_STATE },
  'slot-reason': { title: '没有预计开班日的原因', labels: SLOT_REASON },
  'near-site': { title: '离培训地点远近', labels: NEAR_SITE },
  'candidate-taken': { title: '暂不能参加其他班次的原因', labels: TAKEN },
  'assignment-failure': { title: '席位分配方案没有算成的原因', labels: ASSIGNMENT_FAILURE },
  'lottery-state': { title: '抽签状态', labels: LOTTERY_STATE_LABEL },
  'offer-state': { title: '录取通知状态', labels: OFFER_STATE_LABEL },
  'offer-source': { title: '录取名单来源', labels: OFFER_SOURCE },
  'offer-channel': { title: '告知方式', labels: OFFER_CHANNEL },
  'offer-reason': { title: '拒绝、撤回、结束录取通知的原因', labels: OFFER_REASON },
  'roll-exception': { title: '未经告知接受而入班的原因', labels: ROLL_EXCEPTION },
  'place-part': { title: '排队分数的组成', labels: PLACE_PART },
  'agreement-kind': { title: '培训协议', labels: AGREEMENT_KIND_LABEL },
  'agreement-signer': { title: '协议签字人', labels: AGREEMENT_SIGNER },
  'agreement-ending': { title: '协议终止原因', labels: AGREEMENT_ENDING },
  'agreement-fault': { title: '协议缺什么', labels: AGREEMENT_FAULT_LABEL },
  'agreement-step': { title: '须有协议的步骤', labels: AGREEMENT_STEP },
  'agreement-signed': { title: '学员协议登记结果', labels: SIGNED },
  'cooperation-partner': { title: '合作单位', labels: COOPERATION_PARTNER },
  'cooperation-kind': { title: '合作协议种类', labels: COOPERATION_KIND_LABEL },
  'cooperation-ending': { title: '合作协议终止原因', labels: COOPERATION_ENDING },
  'speciality-part': { title: '专业目录排名的组成', labels: SPECIALITY_PART },
  'speciality-standing': { title: '课程成效', labels: SPECIALITY_STANDING_LABEL },
  'speciality-state': { title: '课程状态', labels: SPECIALITY_STATE_LABEL },
  'speciality-decision': { title: '课程停办、恢复', labels: SPECIALITY_DECISION },
  'fulfilment-dimension': { title: '订单兑现的分列', labels: FULFILMENT_DIMENSION },
  'pledge-outcome': { title: '承诺兑现', labels: PLEDGE_OUTCOME },
  'upload-state': { title: '表格导入状态', labels: UPLOAD_STATE },
};
