import type { CivilDate } from '@app/kernel';
import type { PlacementRule, RateRule } from '@app/outcomes';

/** The days that a person is asked about, both included. */
export interface AskedDays {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** Why nobody can be asked on the telephone what this rate counts, in Chinese; null: they can. */
export function unaskable(rule: RateRule): string | null {
  if ('measure' in rule) return '此指标按承诺人数计，没有个人可以询问';
  if (rule.horizon.kind === 'quarter') return '按季度计的指标不作抽样调查，请用期间内或某一天的指标';
  if (rule.sameEmployerAs !== undefined) return '此指标先要有较早的就业，不作抽样调查';
  if (rule.minimumContractMonths !== undefined || rule.minimumPay !== undefined) return '合同期、工资要凭材料认定，不作抽样调查';
  if (rule.evidenceAtLeast === 0) return '此口径不要求佐证，无须抽样调查';
  return null;
}

/** The days on which a person's employment counts for a rule. @param horizonEndsOn the last day that matters to the rule */
export function askedDays(rule: PlacementRule, startsOn: CivilDate, horizonEndsOn: CivilDate): AskedDays {
  return { from: rule.horizon.kind === 'on-day' ? horizonEndsOn : startsOn, to: horizonEndsOn };
}

/** What the officer asks, word for word. */
export function questionOf(rule: PlacementRule, { from, to }: AskedDays): string {
  const work = rule.kinds.length === 2 && rule.kinds.includes('wage') && rule.kinds.includes('self-employment') ? '受雇上班，或者自己创业' : '就业';
  const study = rule.countsFurtherStudy === true ? '，或者在全日制上学' : '';
  if (from === to) return `${from} 那一天，您是不是在${work}${study}？`;
  if (rule.minimumDays !== undefined) return `${from} 到 ${to} 之间，您有没有一份工作（${work}）连续做满 ${rule.minimumDays} 天？从哪天做到哪天？`;
  return `${from} 到 ${to} 之间，您有没有${work}${study}？哪怕一天也算。`;
}
