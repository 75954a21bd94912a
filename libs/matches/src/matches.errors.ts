import { DomainError } from '@app/kernel';

/** The vacancy does not exist, or is not the caller's to see. */
export class VacancyNotFound extends DomainError {
  readonly code = 'VACANCY.NOT_FOUND';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个岗位，或者它不在您的管辖范围内。');
  }
}

/** The trainee does not exist, or is not the caller's to see. */
export class TraineeNotFound extends DomainError {
  readonly code = 'TRAINEE.NOT_FOUND';
  readonly kind = 'not-found';
  constructor() {
    super('没有这位学员，或者不在您的管辖范围内。');
  }
}

/** The import run has no forecast (yet): it is made when the run has ended. */
export class ForecastNotReady extends DomainError {
  readonly code = 'FORECAST.NOT_READY';
  readonly kind = 'not-found';
  constructor() {
    super('这次导入的匹配预测还没有生成，请在导入结束后再看。');
  }
}

/** The county's shortage board was not worked out yet: it is made every night, and on request. */
export class ShortagesNotReady extends DomainError {
  readonly code = 'SHORTAGES.NOT_READY';
  readonly kind = 'not-found';
  constructor() {
    super('缺口分析还没有生成：每天夜里生成一次，也可以现在申请重新计算。');
  }
}

/** The thread that holds the county has died over a question, or is being started anew; the next try finds it again. */
export class EngineBusy extends DomainError {
  readonly code = 'ENGINE.BUSY';
  readonly kind = 'unavailable';
  constructor() {
    super('匹配计算暂时不可用，请稍后再试。');
  }
}
