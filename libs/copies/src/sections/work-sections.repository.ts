import { CLASS, classOf, type CopySection, type SectionColumn } from '../copy-section.js';

const OWN = '= any ($1::uuid[])';
const EMPLOYER: SectionColumn = ['employer', 'e.name', '用人单位'];
const LEDGER_KINDS = {
  enrolled: '入班', completed: '结业', certified: '取证', dropped: '退学', 'not-employed': '经核实未就业', 'employment-started': '开始工作', 'employment-ended': '离职', evidence: '佐证', 'evidence-refused': '佐证不予认可', retracted: '撤回前一记录',
};

/** What happened to the person, what proves it, and who asked after it. */
export const WORK_SECTIONS: readonly CopySection[] = [
  {
    code: 'ledger', title: '培训和就业台账', tables: ['ledger_facts'],
    columns: [
      ['id', 'f.id', '记录编号'], ['kind', 'f.kind', '事项', { words: LEDGER_KINDS }], ['on', 'f.effective_on', '发生日期'], CLASS, EMPLOYER, ['employment', 'f.employment_id', '就业编号'], ['type', `f.payload ->> 'type'`, '就业形式', { list: 'job-type' }],
      ['permanent', `(f.payload -> 'permanent')`, '是否无固定期限', 'yes-no'], ['pay', `(f.payload -> 'pay')`, '月薪（元）'], ['contractMonths', `(f.payload -> 'contractMonths')`, '合同期限（月）'], ['workplace', `f.payload ->> 'workplace'`, '工作地点', 'region'],
      ['certificateNumber', `f.payload ->> 'certificateNumber'`, '证书编号'], ['certificateIssuer', `f.payload ->> 'certificateIssuer'`, '发证单位'], ['leavingCode', `f.payload ->> 'leavingCode'`, '离职原因', { list: 'leaving-code' }],
      ['dropCode', `f.payload ->> 'dropCode'`, '退学原因', { list: 'drop-code' }], ['level', 'f.level', '佐证等级', { list: 'evidence-level' }], ['retracts', 'f.retracts_fact_id', '撤回的记录编号'], ['reason', 'f.reason', '说明'], ['recordedAt', 'f.recorded_at', '记录时间', 'time'],
    ],
    from: `ledger_facts f ${classOf('f')} left join employers e on e.id = f.employer_id where f.registration_id ${OWN} order by f.recorded_at, f.id`,
  },
  {
    code: 'evidence', title: '佐证内容', tables: ['evidence_details'],
    columns: [
      ['fact', 'd.fact_id', '记录编号'], ['form', 'd.form', '形式', { list: 'evidence-form' }], ['milestone', 'd.milestone', '在岗节点', { list: 'milestone' }], ['contractNumber', 'd.contract_number', '合同编号'], ['signedOn', 'd.signed_on', '签订日期'], ['contractMonths', 'd.contract_months', '合同期限（月）'],
      ['confirmedBy', 'd.confirmed_by', '由谁确认'], ['confirmedOn', 'd.confirmed_on', '确认日期'], ['reference', 'd.reference', '凭据'], ['months', 'd.months', '所涉月份'], ['note', 'd.note', '备注'],
    ],
    from: `evidence_details d join ledger_facts f on f.id = d.fact_id where f.registration_id ${OWN} order by f.recorded_at, f.id`,
  },
  {
    code: 'evidence-files', title: '佐证扫描件', tables: ['evidence_files', 'evidence_file_deletions'], note: '只列清单；扫描件原件可当面查看。',
    columns: [
      ['fact', 's.fact_id', '记录编号'], ['file', 's.id', '文件编号'], ['mediaType', 's.media_type', '格式'], ['size', 's.size', '大小（字节）'], ['sha256', 's.sha256', '校验值（SHA-256）'], ['addedAt', 's.added_at', '存入时间', 'time'],
      ['deletionGround', 'd.ground', '删除原因', { list: 'evidence-file-deletion-ground' }], ['deletionState', 'd.state', '删除状态', { list: 'evidence-file-deletion-state' }], ['deletionAskedAt', 'd.asked_at', '申请删除时间', 'time'],
    ],
    from: `evidence_files s join ledger_facts f on f.id = s.fact_id left join evidence_file_deletions d on d.file_id = s.id where f.registration_id ${OWN} order by s.added_at, s.id, d.asked_at`,
  },
  {
    code: 'evidence-audits', title: '佐证抽查', tables: ['evidence_audit_items'],
    columns: [
      ['fact', 'x.fact_id', '记录编号'], ['drawn', 'x.drawn', '是否抽中', 'yes-no'], ['verdict', 'x.verdict', '结论', { list: 'audit-verdict' }], ['code', 'x.code', '不认可的原因', { list: 'audit-code' }], ['note', 'x.note', '说明'], ['decidedAt', 'x.decided_at', '认定时间', 'time'],
    ],
    from: `evidence_audit_items x join ledger_facts f on f.id = x.fact_id where f.registration_id ${OWN} order by x.decided_at, x.fact_id, x.audit_id`,
  },
  {
    code: 'exclusions', title: '不计入分母的情形', tables: ['exclusion_facts'],
    columns: [
      ['id', 'x.id', '记录编号'], ['kind', 'x.kind', '事项', { words: { excluded: '认定', retracted: '撤回前一记录' } }], ['reason', 'x.reason_code', '情形', { list: 'exclusion-reason' }], ['on', 'x.effective_on', '日期'], ['proofReference', 'x.proof_reference', '证明材料'],
      ['retracts', 'x.retracts_fact_id', '撤回的记录编号'], ['recordedAt', 'x.recorded_at', '记录时间', 'time'],
    ],
    from: `exclusions_known($3, null) x where x.registration_id ${OWN} order by x.recorded_at, x.id`,
  },
  {
    code: 'corrections', title: '更正申请', tables: ['correction_requests'],
    columns: [
      ['fact', 'c.fact_id', '记录编号'], ['reason', 'c.reason', '理由'], ['replacement', 'c.replacement', '改为'], ['state', 'c.state', '状态', { list: 'correction-state' }], ['askedAt', 'c.asked_at', '申请时间', 'time'], ['decidedAt', 'c.decided_at', '决定时间', 'time'],
      ['refusalReason', 'c.refusal_reason', '退回理由'],
    ],
    from: `correction_requests c where c.registration_id ${OWN} order by c.asked_at, c.id`,
  },
  {
    code: 'follow-ups', title: '回访计划', tables: ['follow_ups'],
    columns: [EMPLOYER, ['milestone', 'f.milestone', '在岗节点', { list: 'milestone' }], ['startsOn', 'f.starts_on', '起'], ['dueOn', 'f.due_on', '应回访日期'], ['state', 'f.state', '状态', { list: 'follow-up-state' }]],
    from: `follow_ups f left join employers e on e.id = f.employer_id where f.registration_id ${OWN} order by f.due_on, f.id`,
  },
  {
    code: 'responsible', title: '指定的责任人', tables: ['responsible_namings'], note: '只列指定的时间；现任责任人可向经办机构询问。',
    columns: [['recordedAt', 'n.recorded_at', '指定时间', 'time'], ['named', '(n.officer_id is not null)', '是否指定了人', 'yes-no']],
    from: `responsible_namings n where n.registration_id ${OWN} order by n.recorded_at, n.id`,
  },
  {
    code: 'surveys', title: '抽样调查', tables: ['survey_members', 'survey_calls'],
    columns: [['survey', 'm.survey_id', '调查编号'], ['asOf', 's.as_of', '调查基准日'], ['state', 's.state', '调查状态', { list: 'survey-state' }], ['drawn', '(c.place is not null)', '是否抽中', 'yes-no'], ['askedFrom', 'm.asked_from', '询问期间起'], ['askedTo', 'm.asked_to', '询问期间止']],
    from: `survey_members m left join surveys s on s.id = m.survey_id left join survey_calls c on c.survey_id = m.survey_id and c.registration_id = m.registration_id where m.registration_id ${OWN} order by s.planned_at, m.survey_id`,
  },
  {
    code: 'survey-attempts', title: '抽样调查的联系', tables: ['survey_attempts'],
    columns: [['survey', 'a.survey_id', '调查编号'], ['on', 'a.attempted_on', '日期'], ['result', 'a.result', '结果', { list: 'survey-attempt-result' }]],
    from: `survey_attempts a where a.registration_id ${OWN} order by a.attempted_at, a.id`,
  },
  {
    code: 'survey-answers', title: '抽样调查的回答', tables: ['survey_answers'],
    columns: [
      ['survey', 'a.survey_id', '调查编号'], ['number', 'a.number', '第几次记录'], ['outcome', 'a.outcome', '结果', { list: 'survey-outcome' }], ['jobType', 'a.job_type', '就业形式', { list: 'job-type' }], ['employer', 'a.employer_name', '用人单位'], ['since', 'a.since', '起'], ['until', 'a.until', '止'],
      ['exclusion', 'a.exclusion_reason', '情形', { list: 'exclusion-reason' }], ['note', 'a.note', '备注'], ['correctionReason', 'a.correction_reason', '更正理由'], ['answeredAt', 'a.answered_at', '时间', 'time'],
    ],
    from: `survey_answers a where a.registration_id ${OWN} order by a.answered_at, a.id`,
  },
];
