import { DomainError, type FieldFault } from '@app/kernel';

/** The input cannot be understood: 400, with every field that is wrong. */
export class RequestInvalid extends DomainError {
  readonly code = 'REQUEST.INVALID';
  readonly kind = 'invalid';
  constructor(faults: readonly FieldFault[], message = '请求内容有误，请按逐项说明修改。') {
    super(message, faults);
  }
}

/** A page's cursor that this list did not give out: 400. */
export class CursorInvalid extends DomainError {
  readonly code = 'REQUEST.CURSOR_INVALID';
  readonly kind = 'invalid';
  constructor() {
    super('分页游标无效，请从第一页重新读取。', [{ path: 'cursor', message: '分页游标无效' }]);
  }
}

/** The row was changed since it was read: 412. */
export class StaleVersion extends DomainError {
  readonly code = 'REQUEST.STALE_VERSION';
  readonly kind = 'stale';
  constructor() {
    super('内容已被他人修改，请重新读取后再提交。');
  }
}

/** A change without If-Match: 428. */
export class IfMatchMissing extends DomainError {
  readonly code = 'REQUEST.IF_MATCH_MISSING';
  readonly kind = 'precondition-required';
  constructor() {
    super('修改前请先读取，并在 If-Match 中带上读到的 ETag。');
  }
}

/** A part of the service is not there at the moment: 503 with Retry-After. */
export class ServiceNotReady extends DomainError {
  readonly code = 'SERVICE.NOT_READY';
  readonly kind = 'unavailable';
  constructor(faults: readonly FieldFault[]) {
    super('服务暂不可用，请稍后重试。', faults);
  }
}
