import { ORDER, orderOf, type CopySection } from '../copy-section.js';

const OWN = '= any ($1::uuid[])';
const ADVICE = '由程序提出，席位由经办人决定。';

/** Orders' classes: who applied, was proposed, drew a number, was offered a seat and was hired. */
export const ORDER_SECTIONS: readonly CopySection[] = [
  {
    code: 'order-applications', title: '订单班报名', tables: ['order_applications'],
    columns: [...ORDER, ['recordedAt', 'a.recorded_at', '报名时间', 'time'], ['withdrawnAt', 'a.withdrawn_at', '撤回时间', 'time']],
    from: `order_applications a ${orderOf('a')} where a.registration_id ${OWN} order by a.recorded_at, a.id`,
  },
  {
    code: 'seat-assignments', title: '席位分配方案', tables: ['seat_assignment_pairs'], note: ADVICE,
    columns: [
      ...ORDER, ['score', 'p.score', '得分（0 至 10000）'], ['hasApplied', 'p.has_applied', '是否报名', 'yes-no'], ['scoringVersion', 's.scoring_version', '评分规则版本'], ['seatPolicyVersion', 's.seat_policy_version', '席位规则版本'], ['madeAt', 's.made_at', '方案时间', 'time'],
    ],
    from: `seat_assignment_pairs p left join seat_assignments s on s.id = p.assignment_id ${orderOf('p')} where p.registration_id ${OWN} order by s.made_at, p.assignment_id`,
  },
  {
    code: 'lotteries', title: '抽签', tables: ['lottery_entries'],
    columns: [
      ...ORDER, ['entry', 'x.entry', '抽签号'], ['state', 'l.state', '抽签状态', { list: 'lottery-state' }], ['place', 'r.place', '抽出的次序'], ['seat', 'r.seat', '席位'], ['drawnAt', 'l.drawn_at', '抽签时间', 'time'],
    ],
    from: `lottery_entries x left join lotteries l on l.id = x.lottery_id left join lottery_results r on r.lottery_id = x.lottery_id and r.entry = x.entry ${orderOf('l')} where x.registration_id ${OWN} order by l.announced_at, x.lottery_id`,
  },
  {
    code: 'offers', title: '录取通知', tables: ['class_offers'],
    columns: [
      ['id', 'f.id', '通知编号'], ...ORDER, ['source', 'f.source', '名单来源', { list: 'offer-source' }], ['wording', 'f.wording', '告知内容'], ['state', 'f.state', '状态', { list: 'offer-state' }], ['waitingNumber', 'f.waiting_number', '候补序号'],
      ['expiresOn', 'f.expires_on', '答复期限'], ['endedFor', 'f.ended_for', '结束原因', { list: 'offer-reason' }], ['createdAt', 'f.created_at', '时间', 'time'],
    ],
    from: `class_offers f ${orderOf('f')} where f.registration_id ${OWN} order by f.created_at, f.id`,
  },
  {
    code: 'offer-moves', title: '录取通知的经过', tables: ['class_offer_moves'],
    columns: [
      ['offer', 'm.offer_id', '通知编号'], ['number', 'm.number', '第几步'], ['from', 'm.from_state', '原状态', { list: 'offer-state' }], ['to', 'm.to_state', '新状态', { list: 'offer-state' }], ['reasonCode', 'm.reason_code', '原因', { list: 'offer-reason' }], ['reason', 'm.reason', '说明'],
      ['channel', 'm.channel', '告知方式', { list: 'offer-channel' }], ['toldAt', 'm.told_at', '告知时间', 'time'], ['movedAt', 'm.moved_at', '时间', 'time'],
    ],
    from: `class_offer_moves m join class_offers f on f.id = m.offer_id where f.registration_id ${OWN} order by m.moved_at, m.id`,
  },
  {
    code: 'roll-exceptions', title: '未经告知接受而入班', tables: ['class_roll_exceptions'],
    columns: [...ORDER, ['code', 'x.code', '原因', { list: 'roll-exception' }], ['reason', 'x.reason', '说明'], ['recordedAt', 'x.recorded_at', '记录时间', 'time']],
    from: `class_roll_exceptions x ${orderOf('x')} where x.registration_id ${OWN} order by x.recorded_at, x.order_id`,
  },
  {
    code: 'order-hires', title: '订单录用', tables: ['training_order_hires'],
    columns: [...ORDER, ['hiredOn', 'h.hired_on', '录用日期'], ['recordedAt', 'h.recorded_at', '记录时间', 'time'], ['withdrawnAt', 'h.withdrawn_at', '撤回时间', 'time']],
    from: `training_order_hires h ${orderOf('h')} where h.registration_id ${OWN} order by h.recorded_at, h.id`,
  },
];
