import type { Answer, AnswerChannel, BlockReason, CancelReason, HoldReason, NotificationPurpose, NotificationState, ProviderName, ReplyDecision, ReplyReadAs, ReplyState, TimeSpan, WaveState, WaveStop, CallClosing, CallReason, CallRefusal, CallResult, CallsAsked, CallVerdict, Channel, SmsReason } from '@app/notifications';
import type { CodeList, Labels } from './code-list.js';

const NOTIFICATION_PURPOSE: Labels<NotificationPurpose> = { 'message.match': '岗位短信', 'message.course': '培训短信', 'message.policy': '政策短信', 'message.survey': '回访短信', 'why-not': '询问不去的原因', 'opt-out-confirmation': '退订确认', code: '验证码' };
const NOTIFICATION_STATE: Labels<NotificationState> = { planned: '待放行', queued: '待发送', submitting: '提交中', accepted: '已提交', delivered: '已送达', failed: '未送达', unknown: '结果不明', rejected: '通道拒收', cancelled: '已取消' };
const NOTIFICATION_CANCELLED: Labels<CancelReason> = {
  'no-longer-valid': '已过有效期', 'wave-stopped': '批次已停止', 'vacancy-closed': '岗位已关闭或不再发布', 'employer-unverified': '用人单位未核验', 'telephone-changed': '登记电话已变更', 'number-blocked': '号码已停发', 'no-consent': '未同意接收此类短信',
  'opted-out': '该号码已退订', 'vacancy-refused': '本人已拒绝该岗位或单位', 'day-cap': '当日条数已满', 'week-cap': '七日内条数已满', superseded: '已有更新的通知',
};
const NOTIFICATION_HELD: Labels<HoldReason> = { 'not-due': '未到发送时间', trial: '试发后待放行', 'quiet-hours': '21 点至次日 8 点不发', 'gateway-closed': '通道暂时连不上', budget: '当日额度已用完' };
const SMS_PROVIDER: Labels<ProviderName> = { log: '不发送，只记录', kannel: 'Kannel 短信网关', aliyun: '阿里云短信', tencent: '腾讯云短信' };
const SUBMISSION: Labels<'accepted' | 'refused' | 'unknown'> = { accepted: '通道已接收', refused: '通道拒收', unknown: '没有明确答复' };
const WAVE_STATE: Labels<WaveState> = { trial: '试发中，待放行', sending: '已放行', stopped: '已停止' };
const WAVE_STOP: Labels<WaveStop> = { officer: '经办人停止', filled: '岗位已招满', withdrawn: '岗位已撤下', expired: '岗位已过期' };
const TIME_SPAN: Labels<TimeSpan> = { 'seen-to-ready': '出现到名单就绪', 'seen-to-confirmed': '出现到确认', 'seen-to-handed-over': '出现到第一条提交', 'ready-to-confirmed': '名单就绪到确认', 'confirmed-to-handed-over': '确认到第一条提交' };
const ANSWER: Labels<Answer> = { yes: '愿意', no: '不愿意', far: '太远', pay: '工资不合适', trade: '不对口', other: '其他原因' };
const ANSWER_CHANNEL: Labels<AnswerChannel> = { sms: '短信', link: '链接页', officer: '经办人认定', call: '电话或上门' };
const CHANNEL: Labels<Channel> = { sms: '短信', call: '电话或上门' };
const SMS_REASON: Labels<SmsReason> = { 'sms-answered': '以前答复过短信', 'calls-unreached': '电话两次没联系上，改发短信', 'sms-usual': '先发短信' };
const CALL_REASON: Labels<CallReason> = { 'no-mobile': '没有手机号', 'number-blocked': '号码已停发', 'opted-out': '已退订岗位短信', 'sms-failed': '短信没有送到', 'sms-unanswered': '短信两次没有答复，电话有人接', 'call-untried': '短信三次没有答复，电话还没有打过' };
const CALL_RESULT: Labels<CallResult> = { 'not-reached': '没联系上', reached: '联系上了，再想想', interested: '愿意', refused: '不愿意', 'no-more-calls': '不要再打电话' };
const CALL_REFUSAL: Labels<CallRefusal> = { far: 'A 太远', pay: 'B 工资', trade: 'C 不对口', other: 'D 其他' };
const CALL_CLOSING: Labels<CallClosing> = { answered: '已有答复', 'calls-stopped': '本人不愿再接电话', 'week-cap': '七日内次数已满', 'wave-stopped': '批次已停止', 'vacancy-closed': '岗位已关闭', lapsed: '期限内没有联系' };
const CALLS_ASKED: Labels<CallsAsked> = { 'in-person': '本人当面提出', 'by-telephone': '本人来电', 'by-message': '本人发短信或微信', 'in-writing': '本人书面提出' };
const CALL_VERDICT: Labels<CallVerdict> = {
  planned: '已列入', listed: '已在名单上', 'told-by-message': '短信已发出或已送达', 'calls-stopped': '本人不愿再接电话', 'no-consent': '未同意接收此类通知', 'vacancy-refused': '本人已拒绝该岗位或单位', 'day-cap': '当日次数已满', 'week-cap': '七日内次数已满', 'wave-stopped': '批次已停止',
  'vacancy-closed': '岗位已关闭或不再发布', 'employer-unverified': '用人单位未核验',
};
const REPLY_STATE: Labels<ReplyState> = { received: '刚收到', inbox: '待人工认定', settled: '已处理' };
const REPLY_DECISION: Labels<ReplyDecision> = { ...ANSWER, 'opt-out': '退订', 'wrong-person': '不是本人', nothing: '与所问无关' };
const REPLY_READING: Labels<ReplyReadAs> = { ...REPLY_DECISION, 'no-question': '72 小时内没有问过', 'several-answers': '不止一个答复', 'not-an-answer': '不是约定的答复', 'too-long': '不是一个字的答复' };
const NUMBER_BLOCK: Labels<BlockReason> = { 'hard-failure': '空号', 'not-the-person': '已不是本人' };

/** The closed lists of messages, replies and calls. */
export const MESSAGE_CODE_LISTS: Readonly<Record<string, CodeList>> = {
  'sms-answer': { title: '短信答复', labels: ANSWER },
  'sms-answer-channel': { title: '答复途径', labels: ANSWER_CHANNEL },
  channel: { title: '联系方式', labels: CHANNEL },
  'sms-reason': { title: '发短信的理由', labels: SMS_REASON },
  'call-reason': { title: '打电话的理由', labels: CALL_REASON },
  'calls-asked': { title: '恢复电话联系是怎么提出的', labels: CALLS_ASKED },
  'call-result': { title: '联系结果', labels: CALL_RESULT },
  'call-refusal': { title: '不愿意的原因', labels: CALL_REFUSAL },
  'call-closing': { title: '不再联系的原因', labels: CALL_CLOSING },
  'call-verdict': { title: '能否列入电话名单', labels: CALL_VERDICT },
  'sms-reply-state': { title: '回复状态', labels: REPLY_STATE },
  'sms-reply-decision': { title: '回复的人工认定', labels: REPLY_DECISION },
  'sms-reply-reading': { title: '回复读作什么', labels: REPLY_READING },
  'notification-purpose': { title: '短信用途', labels: NOTIFICATION_PURPOSE },
  'notification-state': { title: '短信状态', labels: NOTIFICATION_STATE },
  'notification-cancelled': { title: '短信取消原因', labels: NOTIFICATION_CANCELLED },
  'notification-held': { title: '短信等待原因', labels: NOTIFICATION_HELD },
  'notification-outcome': { title: '短信提交结果', labels: SUBMISSION },
  'sms-provider': { title: '短信通道', labels: SMS_PROVIDER },
  'notification-wave-state': { title: '短信批次状态', labels: WAVE_STATE },
  'notification-wave-stop': { title: '短信批次停止原因', labels: WAVE_STOP },
  'number-block': { title: '号码停发原因', labels: NUMBER_BLOCK },
  'message-time-span': { title: '岗位通知用时', labels: TIME_SPAN },
};
