import { CLASS, classOf, ORDER, orderOf, type CopySection } from '../copy-section.js';

const OWN = '= any ($1::uuid[])';

/** Classes: seats, waiting, attendance, assessments; and the person as an instructor. */
export const CLASS_SECTIONS: readonly CopySection[] = [
  {
    code: 'class-waiting', title: '候补', tables: ['class_waiting'],
    columns: [
      CLASS, ['number', 'w.number', '候补序号'], ['addedAt', 'w.added_at', '加入时间', 'time'], ['endedHow', 'w.ended_how', '结果', { words: { seated: '已入班', left: '已退出', 'class-ended': '班次已结束' } }],
      ['reason', 'w.reason_code', '原因', { list: 'waiting-leaving-reason', orElse: 'waiting-jump-reason' }], ['endedAt', 'w.ended_at', '结束时间', 'time'],
    ],
    from: `class_waiting w ${classOf('w')} where w.registration_id ${OWN} order by w.added_at, w.id`,
  },
  {
    code: 'attendance', title: '每日考勤', tables: ['attendance_marks'],
    columns: [CLASS, ['on', 'm.attended_on', '日期'], ['mark', 'm.mark', '考勤', { list: 'attendance-mark' }], ['hours', 'm.hours', '学时'], ['recordedAt', 'm.recorded_at', '记录时间', 'time']],
    from: `attendance_marks m ${classOf('m')} where m.registration_id ${OWN} order by m.attended_on, k.name`,
  },
  {
    code: 'session-marks', title: '课次考勤', tables: ['session_marks'],
    columns: [
      CLASS, ['on', 's.taught_on', '上课日期'], ['period', 's.period', '时段', { list: 'session-period' }], ['part', 's.part', '课程部分', { list: 'session-part' }], ['mark', 'm.mark', '考勤', { list: 'session-mark' }], ['hours', 'm.hours', '学时'],
      ['source', 'm.source', '来源', { list: 'attendance-source' }], ['recordedAt', 'm.recorded_at', '记录时间', 'time'],
    ],
    from: `session_marks m join class_sessions s on s.id = m.session_id ${classOf('m')} where m.registration_id ${OWN} order by s.taught_on, m.recorded_at, m.id`,
  },
  {
    code: 'assessments', title: '考核成绩', tables: ['class_assessments'],
    columns: [
      CLASS, ['attempt', 'a.attempt', '第几次'], ['on', 'a.assessed_on', '考核日期'], ['absent', 'a.absent', '是否缺考', 'yes-no'], ['theory', 'a.theory', '理论成绩'], ['practice', 'a.practice', '实操成绩'], ['passed', 'a.passed', '是否合格', 'yes-no'],
      ['recordedAt', 'a.recorded_at', '记录时间', 'time'], ['withdrawnAt', 'a.withdrawn_at', '撤回时间', 'time'], ['withdrawReason', 'a.withdraw_reason', '撤回原因', { list: 'assessment-withdrawal' }],
    ],
    from: `class_assessments a ${classOf('a')} where a.registration_id ${OWN} order by a.assessed_on, a.attempt, a.id`,
  },
  {
    code: 'check-in-numbers', title: '签到座号', tables: ['check_in_numbers'], note: '签到密码发在纸上，不列。',
    columns: [CLASS, ['seat', 'n.seat_number', '座号'], ['allottedAt', 'n.allotted_at', '发放时间', 'time']],
    from: `check_in_numbers n ${classOf('n')} where n.registration_id ${OWN} order by n.allotted_at`,
  },
  {
    code: 'calendar-seats', title: '排期方案中的座位', tables: ['class_calendar_seats'], note: '由程序提出，经办人确认后才成为班次。',
    columns: [CLASS, ['madeAt', 'c.made_at', '方案时间', 'time'], ['fromOn', 'c.from_on', '排期起'], ['toOn', 'c.to_on', '排期止']],
    from: `class_calendar_seats s left join class_calendars c on c.id = s.calendar_id ${classOf('s')} where s.registration_id ${OWN} order by c.made_at, s.class_id`,
  },
  {
    code: 'instructor', title: '作为师资', tables: ['instructors'],
    columns: [
      ['kind', 'i.kind', '类别', { list: 'instructor-kind' }], ['occupations', 'i.occupations', '可教职业', 'occupation'], ['homeRegion', 'i.home_region', '所在地', 'region'], ['reach', 'i.reach', '可去范围', { list: 'reach' }],
      ['qualification', 'i.qualification', '资格'], ['origin', 'i.origin', '来源'], ['createdAt', 'i.created_at', '登记时间', 'time'], ['withdrawnAt', 'i.withdrawn_at', '撤下时间', 'time'],
    ],
    from: `instructors i where i.registration_id ${OWN} order by i.created_at, i.id`,
  },
  {
    code: 'agreements', title: '培训协议', tables: ['training_agreements', 'training_agreement_endings'],
    columns: [
      ['id', 'a.id', '协议编号'], ...ORDER, ['kind', 'a.kind', '协议', { list: 'agreement-kind' }], ['version', 'a.version', '第几版'], ['signer', 'a.first_signer', '签字人', { list: 'agreement-signer' }], ['signedOn', 'a.first_signed_on', '签字日期'],
      ['providerSignedOn', 'a.second_signed_on', '对方签字日期'], ['endedOn', 'x.ended_on', '终止日期'], ['endingCode', 'x.reason_code', '终止原因', { list: 'agreement-ending' }], ['endingReason', 'x.reason', '终止说明'],
    ],
    from: `training_agreements a left join training_agreement_endings x on x.agreement_id = a.id ${orderOf('a')} where a.registration_id ${OWN} order by a.recorded_at, a.id`,
  },
  {
    code: 'agreement-files', title: '培训协议扫描件', tables: ['agreement_files', 'agreement_file_deletions'], note: '只列清单；扫描件原件可当面查看。',
    columns: [
      ['agreement', 'f.agreement_id', '协议编号'], ['file', 'f.id', '文件编号'], ['mediaType', 'f.media_type', '格式'], ['size', 'f.size', '大小（字节）'], ['sha256', 'f.sha256', '校验值（SHA-256）'], ['addedAt', 'f.added_at', '存入时间', 'time'],
      ['deletionState', 'd.state', '删除状态', { list: 'evidence-file-deletion-state' }], ['goneAt', 'd.gone_at', '删除时间', 'time'],
    ],
    from: `agreement_files f join training_agreements a on a.id = f.agreement_id left join agreement_file_deletions d on d.file_id = f.id where a.registration_id ${OWN} order by f.added_at, f.id`,
  },
];
