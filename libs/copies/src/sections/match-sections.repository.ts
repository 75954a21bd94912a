import { POST, postOf, type CopySection } from '../copy-section.js';

const OWN = '= any ($1::uuid[])';
const part = (label: string, value: string, weight: string): string => `'${label} ' || round((m.${value} * 100)::numeric) || '%' || coalesce(' × 权重 ' || p.${weight}, '')`;

/** Which posts the person was thought of for, by whom or what, and what came of it. */
export const MATCH_SECTIONS: readonly CopySection[] = [
  {
    code: 'matches', title: '岗位匹配', tables: ['matches'],
    note: '由程序按登记的技能、地点和培训计算，不看性别、年龄、民族、健康、家庭和帮扶情况；只是供经办人参考的次序。本人可以要求说明、要求不再推荐，或要求由人办理。',
    columns: [
      ...POST, ['score', 'm.score', '得分（0 至 10000）'], ['reasons', `${part('技能相符', 'skills', 'skills_weight')} || '；' || ${part('地点合适', 'location', 'location_weight')} || '；' || ${part('培训用得上', 'courses', 'courses_weight')}`, '理由'],
      ['skills', 'm.skills', '技能（0 至 1）'], ['location', 'm.location', '地点（0 至 1）'], ['courses', 'm.courses', '培训（0 至 1）'], ['rank', 'm.rank', '名次'], ['policyVersion', 'l.policy_version', '评分规则版本'], ['asOf', 'l.as_of', '计算日期'],
    ],
    from: `matches m left join match_lists l on l.vacancy_id = m.vacancy_id and l.county = m.county left join scoring_policies p on p.version = l.policy_version ${postOf('m')} where m.trainee_id ${OWN} order by m.score desc, m.vacancy_id`,
  },
  {
    code: 'match-decisions', title: '经办人确定的人岗搭配', tables: ['match_decisions'],
    columns: [...POST, ['decidedAt', 'd.decided_at', '时间', 'time'], ['withdrawnAt', 'd.withdrawn_at', '撤回时间', 'time']],
    from: `match_decisions d ${postOf('d')} where d.trainee_id ${OWN} order by d.decided_at, d.id`,
  },
  {
    code: 'match-plans', title: '统筹方案', tables: ['match_plan_pairs'], note: '由程序提出，供经办人参考。',
    columns: [...POST, ['isDecision', 'x.is_decision', '是否经办人确定', 'yes-no'], ['asOf', 'n.as_of', '计算日期'], ['policyVersion', 'n.policy_version', '评分规则版本'], ['madeAt', 'n.made_at', '方案时间', 'time']],
    from: `match_plan_pairs x left join match_plans n on n.id = x.plan_id ${postOf('x')} where x.trainee_id ${OWN} order by n.made_at, x.plan_id, x.vacancy_id`,
  },
  {
    code: 'referrals', title: '推荐', tables: ['referrals', 'referral_events'],
    columns: [
      ['referral', 'f.id', '推荐编号'], ...POST, ['step', 'x.kind', '进展', { list: 'referral-step' }], ['on', 'x.effective_on', '日期'], ['reasonCode', 'x.reason_code', '原因', { list: 'refusal-code' }], ['reason', 'x.reason', '说明'], ['recordedAt', 'coalesce(x.recorded_at, f.created_at)', '记录时间', 'time'],
    ],
    from: `referrals f left join referral_events x on x.referral_id = f.id ${postOf('f')} where f.registration_id ${OWN} order by f.created_at, f.id, x.number`,
  },
  {
    code: 'refusals', title: '本人拒绝的岗位和单位', tables: ['refusals'],
    columns: [['vacancy', 'v.title', '岗位'], ['employer', 'coalesce(n.name, e.name)', '用人单位'], ['reason', 'f.reason', '原因', { list: 'refusal-code' }], ['refusedOn', 'f.refused_on', '拒绝日期'], ['untilOn', 'f.until_on', '有效至'], ['withdrawnAt', 'f.withdrawn_at', '撤回时间', 'time']],
    from: `refusals f ${postOf('f')} left join employers n on n.id = f.employer_id where f.registration_id ${OWN} order by f.created_at, f.id`,
  },
];
