import { DomainError } from '@app/kernel';
import { ENDPOINTS_MAX } from './endpoints/endpoint-state.js';

/** There is no such endpoint, or it is not the caller's to see: 404. */
export class WebhookUnknown extends DomainError {
  readonly code = 'WEBHOOK.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个推送地址，或不在您的管辖范围内。');
  }
}

/** The address is none that webhooks may go to: 422. */
export class WebhookTargetRefused extends DomainError {
  readonly code = 'WEBHOOK.TARGET_REFUSED';
  readonly kind = 'unprocessable';
  constructor(message: string) {
    super('推送地址不符合要求。', [{ path: 'url', message }]);
  }
}

/** The employer has an endpoint of that address: 409. */
export class WebhookUrlTaken extends DomainError {
  readonly code = 'WEBHOOK.URL_TAKEN';
  readonly kind = 'conflict';
  constructor() {
    super('该单位已登记过这个推送地址。', [{ path: 'url', message: '已登记过' }]);
  }
}

/** A sixth endpoint: 409. */
export class WebhookLimitReached extends DomainError {
  readonly code = 'WEBHOOK.LIMIT_REACHED';
  readonly kind = 'conflict';
  constructor() {
    super(`每个单位最多 ${ENDPOINTS_MAX} 个推送地址，请先删除不用的。`);
  }
}

/** Nothing is sent to a disabled endpoint: 409. */
export class WebhookDisabled extends DomainError {
  readonly code = 'WEBHOOK.DISABLED';
  readonly kind = 'conflict';
  constructor() {
    super('该推送地址已停用，请先恢复启用。');
  }
}

/** There is no such delivery at this endpoint: 404. */
export class WebhookDeliveryUnknown extends DomainError {
  readonly code = 'WEBHOOK_DELIVERY.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条推送记录，或已过保存期。');
  }
}
