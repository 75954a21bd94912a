import { DomainError, type FieldFault } from '@app/kernel';
import { SEAT_REFUSALS } from './seats.errors.js';

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
  hires_fill_pledged_seats: () => new OrderSeatsTaken(),
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
