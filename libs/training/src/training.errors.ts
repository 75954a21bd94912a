import { DomainError, type FieldFault } from '@app/kernel';
import { SEAT_REFUSALS } from './seats.errors.js';
import type { AgreementStep } from './agreements/agreement.js';

/** An order breaks a rule: 422, every rule named. */
export class OrderInvalid extends DomainError {
  readonly code = 'TRAINING_ORDER.INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('订单不符合规则，未作任何更改，请按逐项说明修改。', faults);
  }
}

/** Another input of this library breaks a rule: 422. */
export class TrainingInputInvalid extends DomainError {
  readonly code = 'TRAINING.INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('内容不符合规则，请按逐项说明修改。', faults);
  }
}

export class OrderUnknown extends DomainError {
  readonly code = 'TRAINING_ORDER.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个培训订单，或不在您的管辖范围内。');
  }
}

/** The life of the order does not allow it: 409. */
export class OrderMoveRefused extends DomainError {
  readonly code = 'TRAINING_ORDER.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}

/** A test key orders nothing: 403. */
export class OrderByTestKey extends DomainError {
  readonly code = 'TRAINING_ORDER.TEST_KEY';
  readonly kind = 'forbidden';
  constructor() {
    super('测试密钥只能试算（dryRun），不能提交培训订单。');
  }
}

/** Every pledged seat is filled, or the order takes no hires: 409. */
export class OrderSeatsTaken extends DomainError {
  readonly code = 'TRAINING_ORDER.SEATS_TAKEN';
  readonly kind = 'conflict';
  constructor(message = '订单承诺的岗位已全部录用，未作任何更改。') {
    super(message);
  }
}

/** The slot is taken, withdrawn, too small, too late, or its provider is paused: 409. */
export class SlotNotFree extends DomainError {
  readonly code = 'PROVIDER_SLOT.NOT_FREE';
  readonly kind = 'conflict';
  constructor(message = '这个开班名额已被占用、撤回或不适合该订单，或培训机构已暂停承接。') {
    super(message);
  }
}

export class SlotUnknown extends DomainError {
  readonly code = 'PROVIDER_SLOT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个开班名额，或不在您的管辖范围内。');
  }
}

export class ProviderUnknown extends DomainError {
  readonly code = 'PROVIDER.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个培训机构，或不在您的管辖范围内。');
  }
}

/** The order is not in the queue: 409. */
export class NotInQueue extends DomainError {
  readonly code = 'ORDER_QUEUE.NOT_IN_QUEUE';
  readonly kind = 'conflict';
  constructor() {
    super('该订单不在排队中（只有已批准、尚未开始招生的订单排队）。');
  }
}

/** Nothing has worked out the queue yet: 503. */
export class QueueNotReady extends DomainError {
  readonly code = 'ORDER_QUEUE.NOT_READY';
  readonly kind = 'unavailable';
  constructor() {
    super('排队结果正在计算，请稍后再试。');
  }
}

export class JobUnknown extends DomainError {
  readonly code = 'ORDER_JOB.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这项失败的后台任务，或它已重新排队。');
  }
}

export class AgreementUnknown extends DomainError {
  readonly code = 'AGREEMENT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这份协议，或不在您的管辖范围内。');
  }
}

/** The order, its parties or the days do not allow the agreement: 409. */
export class AgreementRefused extends DomainError {
  readonly code = 'AGREEMENT.REFUSED';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}

/** Ended before, on another day or for another reason: 409. */
export class AgreementEnded extends DomainError {
  readonly code = 'AGREEMENT.ENDED';
  readonly kind = 'conflict';
  constructor() {
    super('这份协议已经终止，终止只登记一次。');
  }
}

/** 409: what is missing is named one by one. */
export class AgreementsMissing extends DomainError {
  readonly code = 'TRAINING_ORDER.AGREEMENTS_MISSING';
  readonly kind = 'conflict';
  constructor(step: AgreementStep, words: readonly string[]) {
    super(`${step === 'class-open' ? '开班' : '开始培训'}前须签订协议，还缺：${words.join('；')}。`, words.map((message) => ({ path: 'agreements', message })));
  }
}

export class AgreementFileUnknown extends DomainError {
  readonly code = 'AGREEMENT_FILE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个协议扫描件，或不在您的管辖范围内。');
  }
}

/** There was such a scan, and it was deleted: 410. */
export class AgreementFileDeleted extends DomainError {
  readonly code = 'AGREEMENT_FILE.DELETED';
  readonly kind = 'gone';
  /** @param note what stands where the scan was */
  constructor(note: string) {
    super(note);
  }
}

export class AgreementFilesTooMany extends DomainError {
  readonly code = 'AGREEMENT_FILE.TOO_MANY';
  readonly kind = 'conflict';
  constructor(most: number) {
    super(`一份协议最多 ${most} 个扫描件。`);
  }
}

export class CooperationUnknown extends DomainError {
  readonly code = 'COOPERATION.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这份合作协议，或不在您的管辖范围内。');
  }
}

export class CooperationRefused extends DomainError {
  readonly code = 'COOPERATION.REFUSED';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}

/** The hire does not stand on the employment that it names: 409. */
export class HireRefused extends DomainError {
  readonly code = 'TRAINING_ORDER.HIRE_REFUSED';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}

/** 409: the course is retired in the county on that day. */
export class CourseRetired extends DomainError {
  readonly code = 'SPECIALITY.RETIRED';
  readonly kind = 'conflict';
  constructor(message: string) {
    super(message);
  }
}

export class SpecialityUnknown extends DomainError {
  readonly code = 'SPECIALITY.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('专业目录中没有这门课程。');
  }
}

/** Retired and taken up again in turn: 409. */
export class SpecialityDecisionRefused extends DomainError {
  readonly code = 'SPECIALITY.DECISION_REFUSED';
  readonly kind = 'conflict';
  constructor() {
    super('课程停办、恢复须依次登记：已停办的不能再停办，没有停办的不能恢复，日期不早于上一次。');
  }
}

/** No catalogue of that day or before has been worked out: 503. */
export class SpecialitiesNotReady extends DomainError {
  readonly code = 'SPECIALITY.NOT_READY';
  readonly kind = 'unavailable';
  constructor() {
    super('这一天及以前的专业目录还没有算出，已请后台计算，请稍后再试。');
  }
}

const REFUSALS: Readonly<Record<string, () => DomainError>> = {
  ...SEAT_REFUSALS,
  legal_order_move: () => new OrderMoveRefused('订单的当前状态不允许这样处理，未作任何更改。'),
  order_is_changed_before_its_review: () => new OrderMoveRefused('订单只有在草稿或退回修改时才能更改。'),
  part_of_an_order: () => new OrderMoveRefused('只有经办人可以拆分订单。'),
  order_is_real: () => new OrderByTestKey(),
  one_order_per_own_reference: () => new OrderMoveRefused('同一编号的订单正在提交，请重试。'),
  slot_serves_one_order: () => new SlotNotFree(),
  one_slot_per_order: () => new SlotNotFree(),
  only_a_free_slot_changes: () => new SlotNotFree('这个开班名额已被占用或撤回，不能更改。'),
  class_serves_the_order: () => new OrderMoveRefused('班次不是承接该订单的机构所开，或开班日不在订单的开班时间内。'),
  class_serves_one_order: () => new OrderMoveRefused('一个班次只承接一个订单：这个班次已承接另一个订单。'),
  class_is_to_be_taught: () => new OrderMoveRefused('已结业或已中止的班次不能承接订单。'),
  hires_fill_pledged_seats: () => new OrderSeatsTaken(),
  class_opens_with_its_agreements: () => new OrderMoveRefused('开班前须签订协议并上传扫描件（培训机构与用人单位、用人单位与人社局；没有用人单位的为培训机构与人社局）。'),
  training_starts_with_everybodys_agreement: () => new OrderMoveRefused('开始培训前，在册学员须人人与培训机构签订协议，各单位间的协议须有效。'),
  agreement_is_of_an_order_under_way: () => new AgreementRefused('订单在招生、开班、培训、结业阶段才能登记协议。'),
  agreement_is_of_the_orders_parties: () => new AgreementRefused('协议各方须为订单的用人单位、承接的培训机构、本县人社局和本县登记的学员。'),
  agreement_is_signed_by_today: () => new AgreementRefused('签字日期不能晚于今天。'),
  agreement_is_signed_by_who_may_sign: () => new AgreementRefused('学员由本人或监护人签字，单位由法定代表人或委托代理人签字。'),
  one_agreement_per_version: () => new AgreementRefused('同一份协议正在登记，请重试。'),
  one_agreement_per_person_and_version: () => new AgreementRefused('同一份协议正在登记，请重试。'),
  agreement_ends_after_it_was_signed: () => new AgreementRefused('终止日期不能早于签字日期，也不能晚于今天。'),
  other_ending_says_why: () => new AgreementRefused('终止原因为“其他”的须写明。'),
  cooperation_is_of_known_parties: () => new CooperationRefused('没有这个公司或合作社，或农户不是本县登记的人员。'),
  cooperation_is_signed_by_today: () => new CooperationRefused('签订日期不能晚于今天。'),
  cooperation_ends_within_its_time: () => new CooperationRefused('终止日期须在签订日期和协议到期日之间，且不晚于今天。'),
  other_cooperation_ending_says_why: () => new CooperationRefused('终止原因为“其他”的须写明。'),
  one_hire_per_person_and_order: () => new HireRefused('这名学员正在登记录用，请重试。'),
  one_hire_per_employment: () => new HireRefused('这条就业记录已登记为一个订单的录用，不能再算一次。'),
  hire_names_its_employment: () => new HireRefused('录用须写明就业记录。'),
  retired_course_is_not_ordered: () => new CourseRetired('停办课程不再接受订单：培训这个职业的课程在本县均已停办。'),
  retired_course_is_not_opened: () => new CourseRetired('停办课程不再开班：该课程在开班日已停办。'),
  course_is_retired_and_resumed_in_turn: () => new SpecialityDecisionRefused(),
  order_takes_hires: () => new OrderSeatsTaken('订单不在招生、培训或结业阶段，不能登记录用或撤销录用。'),
};

/** Runs a statement; a refusal of the database's own rules becomes a domain error. */
export async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { constraint } = ((error as { driverError?: { constraint?: string } }).driverError ?? error) as { constraint?: string };
    const refusal = constraint === undefined ? undefined : REFUSALS[constraint];
    throw refusal === undefined ? error : refusal();
  }
}
