import type { CopySection } from '../copy-section.js';

const OWN = '= any ($1::uuid[])';

/** Who the person is, what they wish and can, and on what ground it is kept. */
export const REGISTRATION_SECTIONS: readonly CopySection[] = [
  {
    code: 'registration', title: '身份和登记', tables: ['registrations', 'persons'], note: '全部为原文，未遮盖。',
    columns: [
      ['id', 'r.id', '登记编号'], ['name', 'r.name', '姓名'], ['idNumber', 'reveal_id_number(r.id)', '身份证号', { sealed: { table: 'persons', column: 'id_number', rowId: 'r.person_id' } }],
      ['sex', 'r.sex', '性别', { words: { female: '女', male: '男' } }], ['bornOn', 'r.born_on', '出生日期'], ['phone', 'r.phone', '联系电话', { sealed: { table: 'registrations', column: 'phone', rowId: 'r.id' } }],
      ['address', 'r.address', '详细地址', { sealed: { table: 'registrations', column: 'address', rowId: 'r.id' } }], ['registeredIn', 'r.owner_region', '登记地', 'region'], ['residence', 'r.region', '居住地', 'region'],
      ['education', 'r.education', '文化程度', { list: 'education' }], ['createdAt', 'r.created_at', '登记时间', 'time'], ['updatedAt', 'r.updated_at', '最近修改', 'time'],
    ],
    from: `registrations r where r.id ${OWN} order by r.created_at, r.id`,
  },
  {
    code: 'wishes', title: '求职和培训意愿', tables: ['registrations'],
    columns: [
      ['askedOn', 'r.wishes_asked_on', '询问日期'], ['holdUntil', 'r.wishes_hold_until', '有效至'], ['occupations', 'r.wanted_occupations', '想做的职业', 'occupation'], ['regions', 'r.willing_regions', '愿意去的地方', 'region'],
      ['reach', 'r.reach', '可去范围', { list: 'reach' }], ['kinds', 'r.kinds_accepted', '接受的用工形式', { list: 'vacancy-kind' }], ['minPay', 'r.min_pay', '最低月薪（元）'], ['available', 'r.available', '是否可以上岗', 'yes-no'],
      ['availableFrom', 'r.available_from', '可上岗日期起'], ['availableTo', 'r.available_to', '可上岗日期止'], ['trainingWanted', 'r.training_wanted', '想参加的培训', 'course'],
    ],
    from: `registrations r where r.id ${OWN} order by r.created_at, r.id`,
  },
  {
    code: 'skills', title: '技能', tables: ['registration_skills'],
    columns: [['skill', 's.skill_id', '技能', 'skill'], ['level', 's.level', '等级', { list: 'skill-level' }], ['source', 's.source', '来源', { list: 'skill-source' }], ['recordedAt', 's.recorded_at', '记录时间', 'time']],
    from: `registration_skills s where s.registration_id ${OWN} order by s.skill_id collate "C"`,
  },
  {
    code: 'certificates', title: '已有证书', tables: ['registration_certificates'], columns: [['name', 'c.name', '证书']],
    from: `registration_certificates c where c.registration_id ${OWN} order by c.name collate "C"`,
  },
  {
    code: 'occupations', title: '从事过的职业', tables: ['registration_occupations'], columns: [['occupation', 'c.occupation', '职业', 'occupation']],
    from: `registration_occupations c where c.registration_id ${OWN} order by c.occupation collate "C"`,
  },
  {
    code: 'course-records', title: '培训经历', tables: ['course_records'],
    columns: [
      ['course', 'c.course_id', '课程', 'course'], ['class', 'k.name', '班次'], ['state', 'c.state', '状态', { list: 'course-state' }], ['hoursDone', 'c.hours_done', '已完成学时'], ['endedOn', 'c.ended_on', '结束日期'],
      ['plannedEnd', 'c.planned_end', '计划结束日期'], ['recordedAt', 'c.created_at', '记录时间', 'time'],
    ],
    from: `course_records c left join training_classes k on k.id = c.class_id where c.registration_id ${OWN} order by c.created_at, c.id`,
  },
  {
    code: 'legal-bases', title: '处理个人信息的依据', tables: ['legal_bases'],
    columns: [
      ['purpose', 'b.purpose', '用途', { words: { 'registration-and-matching': '求职登记和岗位匹配' } }], ['basis', 'b.basis', '依据', { words: { 'statutory-duty': '履行法定职责', consent: '本人同意', contract: '合同' } }],
      ['wording', 'b.wording', '告知内容'], ['noticedOn', 'b.noticed_on', '告知日期'], ['recordedAt', 'b.recorded_at', '记录时间', 'time'],
    ],
    from: `legal_bases b where b.registration_id ${OWN} order by b.recorded_at, b.id`,
  },
  {
    code: 'consents', title: '同意和撤回', tables: ['consents'],
    columns: [['purpose', 'c.purpose', '用途', { list: 'consent-purpose' }], ['wording', 'c.wording', '同意的内容'], ['givenAt', 'c.given_at', '同意时间', 'time'], ['withdrawnAt', 'c.withdrawn_at', '撤回时间', 'time'], ['recordedAt', 'c.recorded_at', '记录时间', 'time']],
    from: `consents c where c.registration_id ${OWN} order by c.given_at, c.id`,
  },
  {
    code: 'erasures', title: '个人信息抹除申请', tables: ['person_erasures'],
    columns: [
      ['askedHow', 'x.asked_how', '申请方式', { list: 'erasure-way' }], ['ground', 'x.ground', '理由', { list: 'erasure-ground' }], ['state', 'x.state', '状态', { list: 'erasure-state' }], ['askedAt', 'x.asked_at', '申请时间', 'time'],
      ['decidedAt', 'x.decided_at', '决定时间', 'time'], ['refusalCode', 'x.refusal_code', '不予抹除的原因', { list: 'erasure-refusal' }],
    ],
    from: `person_erasures x where x.registration_id ${OWN} order by x.asked_at, x.id`,
  },
];
