import { DomainError } from '@app/kernel';
import { hindranceSentence, type Hindrance } from './erasure.js';

export class ErasureUnknown extends DomainError {
  readonly code = 'ERASURE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这项抹除申请，或不在您的管辖范围内。');
  }
}

/** The person has something with the service that is not over: 409, everything named. */
export class ErasureHindered extends DomainError {
  readonly code = 'ERASURE.HINDERED';
  readonly kind = 'conflict';
  constructor(readonly hindrances: readonly Hindrance[]) {
    super(hindranceSentence(hindrances), hindrances.map((code) => ({ path: 'traineeId', message: code })));
  }
}

/** Another officer has asked for it, or it is decided and under way: 409. */
export class ErasurePending extends DomainError {
  readonly code = 'ERASURE.PENDING';
  readonly kind = 'conflict';
  constructor() {
    super('这名学员已有抹除申请在办理，不再重复受理。');
  }
}

/** It is decided already: 409. */
export class ErasureDecided extends DomainError {
  readonly code = 'ERASURE.DECIDED';
  readonly kind = 'conflict';
  constructor() {
    super('这项抹除申请已有结论，请重新读取。');
  }
}

/** Whoever asks does not decide: 403. */
export class SecondOfficerForErasure extends DomainError {
  readonly code = 'ERASURE.SECOND_OFFICER_NEEDED';
  readonly kind = 'forbidden';
  constructor() {
    super('抹除是您本人受理的，须由另一名县级经办人确认或退回。');
  }
}
