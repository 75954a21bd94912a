import { DomainError, type FieldFault } from '@app/kernel';

/** Terms, a policy or a list that breaks a rule: 422, every rule named. */
export class ClassTermsInvalid extends DomainError {
  readonly code = 'ORDER_CLASS.INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('内容不符合规则，未作任何更改，请按逐项说明修改。', faults);
  }
}

/** The order does not recruit: 409. */
export class OrderNotRecruiting extends DomainError {
  readonly code = 'ORDER_CLASS.NOT_RECRUITING';
  readonly kind = 'conflict';
  constructor(message = '招生规则：订单不在招生中，未作任何更改。') {
    super(message);
  }
}

/** The application cannot be taken or taken back: 409. */
export class ApplicationRefused extends DomainError {
  readonly code = 'ORDER_APPLICATION.REFUSED';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}

export class ApplicantUnknown extends DomainError {
  readonly code = 'ORDER_APPLICATION.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这名学员或这项报名，或不在您的管辖范围内。');
  }
}

export class AssignmentUnknown extends DomainError {
  readonly code = 'SEAT_ASSIGNMENT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个席位分配方案，或它不属于本县。');
  }
}

/** There is nothing to share out: 409. */
export class NothingToAssign extends DomainError {
  readonly code = 'SEAT_ASSIGNMENT.NOTHING';
  readonly kind = 'conflict';
  constructor() {
    super('没有可以分配的席位：订单须在招生中、有空席位、有对应课程，且没有约定抽签。');
  }
}

/** The assignment was asked for, and is not made (yet): 409. */
export class AssignmentNotMade extends DomainError {
  readonly code = 'SEAT_ASSIGNMENT.NOT_MADE';
  readonly kind = 'conflict';
  constructor() {
    super('这个席位分配方案还在计算或没有算成，不能据此通知。');
  }
}

export class LotteryUnknown extends DomainError {
  readonly code = 'LOTTERY.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这次抽签，或不在您的管辖范围内。');
  }
}

/** The life of the lottery does not allow it: 409. */
export class LotteryMoveRefused extends DomainError {
  readonly code = 'LOTTERY.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor(message = '抽签规则：须按公告、截止、抽签的次序进行，每一步只做一次，未作任何更改。') {
    super(message);
  }
}

export class OfferUnknown extends DomainError {
  readonly code = 'CLASS_OFFER.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个录取通知，或不在您的管辖范围内。');
  }
}

/** The life of the offer does not allow it: 409. */
export class OfferMoveRefused extends DomainError {
  readonly code = 'CLASS_OFFER.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor(message = '录取规则：通知的当前状态不允许这样处理，未作任何更改。') {
    super(message);
  }
}

/** One class at a time: 409. */
export class SitsElsewhere extends DomainError {
  readonly code = 'CLASS_OFFER.SITS_ELSEWHERE';
  readonly kind = 'conflict';
  constructor() {
    super('一人一班规则：学员正在其他班次学习，或已接受其他订单的席位，未作任何更改。');
  }
}

/** Nobody has accepted, or terms differ: 409. */
export class ClassNotReady extends DomainError {
  readonly code = 'ORDER_CLASS.NOT_READY';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}

/** Somebody on the roll was not told, or did not accept: 409. */
export class RollNotAccepted extends DomainError {
  readonly code = 'ORDER_CLASS.ROLL_NOT_ACCEPTED';
  readonly kind = 'conflict';
  constructor() {
    super('先告知后入班规则：订单班次的名册上有人没有被告知岗位待遇并接受，也没有登记例外原因，未作任何更改。');
  }
}

/** The database's own rules about candidates, lotteries and offers, as domain errors. */
export const SEAT_REFUSALS: Readonly<Record<string, () => DomainError>> = {
  application_is_of_the_county: () => new ApplicantUnknown(),
  order_takes_applications: () => new ApplicationRefused('报名规则：订单在排队或招生中才接受报名，未作任何更改。'),
  applications_end_with_the_closing: () => new ApplicationRefused('报名规则：抽签公告的报名截止时间已过，未作任何更改。'),
  application_is_withdrawn_once: () => new ApplicationRefused('报名规则：这项报名已撤回，未作任何更改。'),
  seat_policy_is_for_days_to_come: () => new ClassTermsInvalid([{ path: 'fromOn', message: '席位分配办法：须自明天或以后起执行，已执行的不能更改' }]),
  one_seat_policy_per_version: () => new ClassTermsInvalid([{ path: 'version', message: '席位分配办法：这个版本号已用过' }]),
  one_seat_policy_per_day: () => new ClassTermsInvalid([{ path: 'fromOn', message: '席位分配办法：同一天已有另一办法起执行' }]),
  lottery_is_for_an_open_order: () => new OrderNotRecruiting('抽签规则：只有招生中的订单可以抽签，席位不能多于订单的席位，未作任何更改。'),
  lottery_closes_later: () => new LotteryMoveRefused('抽签规则：报名截止时间须在公告之后，未作任何更改。'),
  one_lottery_per_order: () => new LotteryMoveRefused('抽签规则：这个订单已有一次抽签；只有取消后才能重新公告。'),
  lottery_closes_when_it_said: () => new LotteryMoveRefused('抽签规则：公告的报名截止时间未到，不能截止名单，未作任何更改。'),
  legal_lottery_move: () => new LotteryMoveRefused(),
  seats_are_given_in_drawn_order: () => new LotteryMoveRefused('抽签规则：空出的席位须按抽签次序递补，未作任何更改。'),
  offers_are_of_a_recruiting_order: () => new OrderNotRecruiting(),
  offer_is_to_somebody_of_the_county: () => new ApplicantUnknown(),
  one_open_offer_per_person_and_order: () => new OfferMoveRefused('录取规则：这名学员已有这个订单的通知，未作任何更改。'),
  one_wording_per_class: () => new OfferMoveRefused('告知规则：同一班次告知每个人的岗位、待遇、开班时间和地点须相同；要更改的，先撤回已发的通知（注明“条件变化”），未作任何更改。'),
  offers_follow_the_draw: () => new OfferMoveRefused('抽签规则：约定抽签的订单只能通知抽中或依次递补的人，未作任何更改。'),
  one_class_at_a_time: () => new SitsElsewhere(),
  legal_offer_move: () => new OfferMoveRefused(),
  one_offer_move_per_step: () => new OfferMoveRefused(),
  offer_is_answered_in_time: () => new OfferMoveRefused('答复期限规则：答复期限已过，须重新通知，未作任何更改。'),
  waiting_list_is_in_order: () => new OfferMoveRefused('候补规则：席位已满，或有人排在前面，未作任何更改。'),
  nothing_is_said_of_health: () => new OfferMoveRefused('隐私规则：因健康原因拒绝的，不登记任何说明，未作任何更改。'),
  roll_takes_who_accepted: () => new RollNotAccepted(),
};
