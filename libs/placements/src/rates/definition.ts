import type { CivilDate } from '@app/kernel';
import { EVIDENCE_LAG_DAYS, PAY_KEPT_PERCENT, type Horizon, type JobType, type Period, type PledgeRule, type PopulationId, type RateRule } from '@app/outcomes';

const POPULATION: Readonly<Record<PopulationId, string>> = {
  P1: '开班当日在册人员（开班日及以前报名，且开班前未退学）',
  P2: '结业人员（结业或取证，以较早者为准；之后退学不影响）',
  P3: '取得证书人员',
  P4: '结业人员，扣除有凭据的排除情形（死亡、患病超过 90 天、收押或入机构、应征入伍、全日制升学）',
  P5: '结业人员，扣除继续升学者',
};
const KIND: Readonly<Record<JobType, string>> = {
  wage: '工资性就业', 'self-employment': '自主创业', cooperative: '与合作社签约种养', internship: '实习', 'public-welfare': '公益性岗位', 'offer-only': '仅有录用意向',
};
const EVIDENCE = ['不限佐证（含本人自报）', '走访或电话核实（E1）及以上', '劳动合同并经用人单位确认、营业执照或工地实名考勤（E2）及以上', '社保或工资发放记录（E3）'] as const;

const PLEDGE: Readonly<Record<PledgeRule['measure'], string>> = {
  pledge: '订单兑现率。从订单录用的人数（每个订单不超过承诺人数）÷ 订单承诺人数，全县计；批准日起生效，开班前取消的不算。',
  'kept-pledge': `足额兑现率。从订单录用、月薪不低于承诺的 ${PAY_KEPT_PERCENT}%、合同不短于承诺的人数（每个订单不超过承诺人数）÷ 订单承诺人数，全县计；薪酬或合同不知道的不算兑现。批准日起生效，开班前取消的不算。`,
};

/** What a figure must name beside its rule. */
export interface DefinitionContext {
  readonly regionName: string;
  readonly period: Period | null;
  readonly asOf: CivilDate;
  /** ISO instant, or null for an empty ledger. */
  readonly knownBy: string | null;
}

/** The 口径 of a figure in plain Chinese: population, horizon, numerator, evidence, and the two dates it was taken at. */
export function defineRate(rule: RateRule, context: DefinitionContext): string {
  const taken = `数据截至 ${context.asOf}（生效日期），以 ${context.knownBy ?? '今'} 前记入台账的事实为准。`;
  if ('measure' in rule) return `${rule.id}：${PLEDGE[rule.measure]}${context.period === null ? '' : `只算 ${context.period.from} 至 ${context.period.to} 生效的订单。`}${taken}`;
  const months = context.period === null ? '全部时期' : `${context.period.from} 至 ${context.period.to}`;
  const moment = rule.population === 'P1' ? '开班' : '结业';
  const conditions = [
    rule.minimumDays === undefined ? null : `同一份工作连续 ${rule.minimumDays} 天以上`,
    rule.minimumContractMonths === undefined ? null : `合同期 ${rule.minimumContractMonths} 个月以上`,
    rule.minimumPay === undefined ? null : `月工资 ${rule.minimumPay} 元以上`,
    rule.sameEmployerAs === undefined ? null : `仍在${horizonText(rule.sameEmployerAs.horizon)}时的${rule.sameEmployerAs.employers === 'named' ? '同一用人单位' : '任一用人单位'}`,
  ].filter((text) => text !== null);
  return [
    `${rule.id}：分母为${context.regionName}在${months}${moment}的${POPULATION[rule.population]}，按人计，一人一期只计一次；失联、无电话、无答复、外出者均留在分母。`,
    `分子为${horizonText(rule.horizon)}${rule.kinds.map((kind) => KIND[kind]).join('或')}的人${conditions.length > 0 ? `，且${conditions.join('，')}` : ''}${rule.countsFurtherStudy === true ? '，另含期内升学的人' : ''}。`,
    `佐证要求：${EVIDENCE[rule.evidenceAtLeast]}。考察期满再过 ${EVIDENCE_LAG_DAYS} 天方计入，未到期的另列。在岗培训和科普活动不计入。`,
    taken,
  ].join('');
}

function horizonText(horizon: Horizon): string {
  switch (horizon.kind) {
    case 'within':
      return `起算日（结业日）起 ${horizon.days} 天内任一天`;
    case 'on-day':
      return `起算日（结业日）后第 ${horizon.days} 天当天`;
    case 'quarter':
      return `结业所在季度之后第 ${horizon.quarters} 个季度内任一天`;
  }
}
