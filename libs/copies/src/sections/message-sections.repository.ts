import { POST, postOf, type CopySection } from '../copy-section.js';

const OWN = '= any ($1::uuid[])';
const TELEPHONE = '电话与他人共用的，属于该电话的记录不列。';

/** What was written to the person, what they answered, and what they want no more of. */
export const MESSAGE_SECTIONS: readonly CopySection[] = [
  {
    code: 'messages', title: '发给本人的短信', tables: ['notifications'], note: '满 180 天的短信只留经过，不留文字。',
    columns: [
      ['id', 'n.id', '短信编号'], ['purpose', 'n.purpose', '用途', { list: 'notification-purpose' }], ['telephone', `nullif(n.phone_masked, '')`, '号码'], ['text', `nullif(n.text, '')`, '文字', { sealed: { table: 'notifications', column: 'text', rowId: 'n.id' } }], ...POST,
      ['state', 'n.state', '状态', { list: 'notification-state' }], ['reason', 'n.reason', '取消原因', { list: 'notification-cancelled' }], ['provider', 'n.provider', '通道', { list: 'sms-provider' }], ['plannedAt', 'n.planned_at', '列入时间', 'time'], ['sentAt', 'n.claimed_at', '提交时间', 'time'], ['endedAt', 'n.ended_at', '结束时间', 'time'],
    ],
    // By the person first: that has an index, and there are many messages.
    from: `notifications n ${postOf('n')} where n.person_id in (select r.person_id from registrations r where r.id ${OWN}) and n.registration_id ${OWN} order by n.planned_at, n.id`,
  },
  {
    code: 'replies', title: '本人的短信回复', tables: ['sms_replies'], note: TELEPHONE,
    columns: [
      ['content', `nullif(s.content, '')`, '内容', { sealed: { table: 'sms_replies', column: 'content', rowId: 's.id' } }], ['telephone', `nullif(s.phone_masked, '')`, '号码'], ['state', 's.state', '状态', { list: 'sms-reply-state' }], ['reading', 's.reading', '读作', { list: 'sms-reply-reading' }], ['receivedAt', 's.received_at', '收到时间', 'time'],
    ],
    from: `sms_replies s where s.id in (select a.reply_id from sms_answers a where a.registration_id ${OWN}) or s.phone_index = any ($2::text[]) order by s.received_at, s.id`,
  },
  {
    code: 'answers', title: '本人的答复', tables: ['sms_answers'],
    columns: [...POST, ['answer', 'a.answer', '答复', { list: 'sms-answer' }], ['channel', 'a.channel', '途径', { list: 'sms-answer-channel' }], ['at', 'a.at', '时间', 'time']],
    from: `sms_answers a ${postOf('a')} where a.registration_id ${OWN} order by a.at, a.id`,
  },
  {
    code: 'calls', title: '列入的电话联系', tables: ['call_tasks'],
    columns: [
      ...POST, ['reason', 't.reason', '理由', { list: 'call-reason' }], ['plannedAt', 't.planned_at', '列入时间', 'time'], ['tries', 't.tries', '联系次数'], ['lastTriedAt', 't.last_tried_at', '最近联系', 'time'], ['closedAt', 't.closed_at', '结束时间', 'time'], ['closedFor', 't.closed_for', '不再联系的原因', { list: 'call-closing' }],
    ],
    from: `call_tasks t ${postOf('t')} where t.registration_id ${OWN} order by t.planned_at, t.id`,
  },
  {
    code: 'call-results', title: '电话联系的结果', tables: ['call_results'],
    columns: [...POST, ['result', 'c.result', '结果', { list: 'call-result' }], ['reason', 'c.reason', '不愿意的原因', { list: 'call-refusal' }], ['at', 'c.at', '时间', 'time']],
    from: `call_results c join call_tasks t on t.id = c.task_id ${postOf('t')} where t.registration_id ${OWN} order by c.at, c.id`,
  },
  {
    code: 'call-stops', title: '不再打电话', tables: ['call_opt_outs'],
    columns: [['at', 's.at', '提出时间', 'time'], ['liftedAt', 's.lifted_at', '恢复时间', 'time'], ['liftedHow', 's.lifted_how', '怎么提出恢复', { list: 'calls-asked' }]],
    from: `call_opt_outs s where s.registration_id ${OWN} order by s.at, s.id`,
  },
  {
    code: 'message-stops', title: '短信退订', tables: ['message_opt_outs'], note: TELEPHONE,
    columns: [['purpose', 's.purpose', '用途', { list: 'notification-purpose' }], ['at', 's.at', '退订时间', 'time']],
    from: `message_opt_outs s where s.registration_id ${OWN} or s.phone_index = any ($2::text[]) order by s.at, s.purpose`,
  },
  {
    code: 'number-blocks', title: '号码停发', tables: ['number_blocks'], note: TELEPHONE,
    columns: [['reason', 'b.reason', '原因', { list: 'number-block' }], ['at', 'b.at', '停发时间', 'time'], ['liftedAt', 'b.lifted_at', '恢复时间', 'time']],
    from: `number_blocks b where b.phone_index = any ($2::text[]) order by b.at, b.id`,
  },
  {
    code: 'links', title: '岗位链接', tables: ['job_links'], note: '链接本身只存散列值，不列。打开与否没有记录，只记页面上的答复。',
    columns: [...POST, ['madeAt', 'l.made_at', '生成时间', 'time'], ['expiresAt', 'l.expires_at', '失效时间', 'time']],
    from: `job_links l ${postOf('l')} where l.registration_id ${OWN} order by l.made_at, l.vacancy_id`,
  },
  {
    code: 'link-codes', title: '页面验证码', tables: ['link_codes'], note: '验证码本身只存散列值，不列。',
    columns: [...POST, ['madeAt', 'c.made_at', '生成时间', 'time'], ['tries', 'c.tries', '输入次数'], ['usedAt', 'c.used_at', '使用时间', 'time']],
    from: `link_codes c ${postOf('c')} where c.registration_id ${OWN} order by c.made_at, c.id`,
  },
  {
    code: 'contact-requests', title: '要求由人联系', tables: ['contact_requests'],
    columns: [...POST, ['at', 'q.at', '提出时间', 'time'], ['settledAt', 'q.settled_at', '办结时间', 'time']],
    from: `contact_requests q ${postOf('q')} where q.registration_id ${OWN} order by q.at, q.id`,
  },
];
