import type { CopySection } from '../copy-section.js';

const OWN = '= any ($1::uuid[])';
/** Of a household that somebody has left, nothing but that they were in it: the rest is about others. */
const PRESENT = `in (select r.household_id from registrations r where r.id ${OWN})`;
const PRESENT_ONLY = '只列现在所在户的记录，户内其他人不列。';

/** The household, what supports it, and the pay of before. */
export const HOUSEHOLD_SECTIONS: readonly CopySection[] = [
  {
    code: 'household', title: '现在所在户', tables: ['households'], note: '户内其他人不列。',
    columns: [['number', 'h.number', '户编号'], ['relation', 'r.household_relation', '与户主关系'], ['region', 'h.owner_region', '户所在地', 'region'], ['createdAt', 'h.created_at', '登记时间', 'time']],
    from: `registrations r join households h on h.id = r.household_id where r.id ${OWN} order by h.number`,
  },
  {
    code: 'household-memberships', title: '所在户的变动', tables: ['household_memberships'],
    columns: [['number', 'h.number', '户编号'], ['effectiveOn', 'm.effective_on', '起始日期'], ['recordedAt', 'm.recorded_at', '记录时间', 'time']],
    from: `household_memberships m left join households h on h.id = m.household_id where m.registration_id ${OWN} order by m.recorded_at, m.id`,
  },
  {
    code: 'household-incomes', title: '户收入', tables: ['household_incomes'], note: PRESENT_ONLY,
    columns: [
      ['id', 'i.id', '编号'], ['year', 'i.year', '年度'], ['perHeadYuan', 'i.per_head_yuan', '人均纯收入（元）'], ['source', 'i.source', '来源', { list: 'income-source' }], ['sourceReference', 'i.source_reference', '来源凭据'], ['on', 'i.effective_on', '核定日期'],
      ['recordedAt', 'i.recorded_at', '记录时间', 'time'], ['retracts', 'i.retracts_id', '撤回的记录编号'], ['reason', 'i.reason', '撤回原因'],
    ],
    from: `household_incomes_known($3, null) i where i.household_id ${PRESENT} order by i.recorded_at, i.id`,
  },
  {
    code: 'support-categories', title: '帮扶类别', tables: ['support_categories'], note: PRESENT_ONLY,
    columns: [
      ['category', 's.category', '类别', { list: 'support-category' }], ['fromOn', 's.from_on', '起始日期'], ['toOn', 's.to_on', '终止日期'], ['withdrawn', 's.withdrawn', '是否撤回', 'yes-no'], ['reason', 's.reason', '撤回原因'],
      ['recordedAt', 's.recorded_at', '记录时间', 'time'],
    ],
    from: `support_categories_known($3, null) s where s.household_id ${PRESENT} order by s.recorded_at, s.id`,
  },
  {
    code: 'prior-pays', title: '培训前收入', tables: ['prior_pays'],
    columns: [['id', 'p.id', '编号'], ['payYuan', 'p.pay_yuan', '月收入（元）'], ['on', 'p.effective_on', '日期'], ['recordedAt', 'p.recorded_at', '记录时间', 'time'], ['retracts', 'p.retracts_id', '撤回的记录编号'], ['reason', 'p.reason', '撤回原因']],
    from: `prior_pays p where p.registration_id ${OWN} order by p.recorded_at, p.id`,
  },
  {
    code: 'cooperations', title: '利益联结协议', tables: ['cooperation_agreements', 'cooperation_endings'],
    columns: [
      ['partnerKind', 'a.partner_kind', '合作单位', { list: 'cooperation-partner' }], ['kind', 'a.kind', '协议种类', { list: 'cooperation-kind' }], ['signedOn', 'a.signed_on', '签订日期'], ['fromOn', 'a.from_on', '起始日期'], ['toOn', 'a.to_on', '终止日期'],
      ['yearlyIncomeFen', 'a.yearly_income_fen', '约定年收入（元）', 'fen'], ['endedOn', 'x.ended_on', '提前终止日期'], ['endingCode', 'x.reason_code', '终止原因', { list: 'cooperation-ending' }], ['endingReason', 'x.reason', '终止说明'],
    ],
    from: `cooperation_agreements a left join cooperation_endings x on x.agreement_id = a.id where a.registration_id ${OWN} order by a.recorded_at, a.id`,
  },
  {
    code: 'subsidies', title: '为本人结算的补贴', tables: ['subsidy_lines'],
    columns: [
      ['class', 'k.name', '班次'], ['programme', 's.programme', '项目'], ['state', 's.state', '结算单状态', { list: 'subsidy-statement-state' }], ['hours', 'l.hours', '学时'], ['baseFen', 'l.base_fen', '标准（元）', 'fen'], ['earnedFen', 'l.earned_fen', '应得（元）', 'fen'],
      ['payableFen', 'l.payable_fen', '应付（元）', 'fen'], ['madeAt', 's.made_at', '结算时间', 'time'], ['releasedAt', 'l.released_at', '撤销时间', 'time'],
    ],
    from: `subsidy_lines l left join subsidy_statements s on s.id = l.statement_id left join training_classes k on k.id = l.class_id where l.registration_id ${OWN} order by s.made_at, l.id`,
  },
  {
    code: 'payments', title: '为本人支付的资金', tables: ['fund_entries'],
    columns: [
      ['kind', 'x.kind', '资金变动', { list: 'fund-entry-kind' }], ['fen', 'x.fen', '金额（元）', 'fen'], ['part', 'x.part', '第几期'], ['occurredOn', 'x.occurred_on', '日期'], ['reference', 'x.reference', '凭证'], ['reason', 'x.reason', '说明'], ['recordedAt', 'x.recorded_at', '记录时间', 'time'],
    ],
    from: `fund_entries x join subsidy_lines l on l.id = x.line_id where l.registration_id ${OWN} order by x.recorded_at, x.id`,
  },
];
