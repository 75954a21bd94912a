import { DomainError } from '@app/kernel';
import type { PlanFailure } from './plans/plan-figures.js';

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

/** There is no such plan, or it is another county's. Only the newest are kept. */
export class PlanNotFound extends DomainError {
  readonly code = 'MATCH_PLAN.NOT_FOUND';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个统筹方案，或者它不属于本县；每县只保留最近的方案。');
  }
}

/** The plan was asked for, and the worker has not come to it yet. */
export class PlanNotMade extends DomainError {
  readonly code = 'MATCH_PLAN.NOT_MADE';
  readonly kind = 'conflict';
  constructor() {
    super('这个统筹方案还在计算，请稍后再看。');
  }
}

const PLAN_FAILURE = { 'solver-gave-up': '求解器未能在限定时间内给出经过证明的方案，可放宽限制后重新申请', 'gave-up': '后台多次计算出错，请重新申请；仍不行请告知系统管理员' } as const satisfies Record<PlanFailure, string>;

/** The plan was not made and will not be: 409, it can be asked for again. */
export class PlanFailed extends DomainError {
  readonly code = 'MATCH_PLAN.FAILED';
  readonly kind = 'conflict';
  constructor(failure: PlanFailure) {
    super(`这个统筹方案没有算成：${PLAN_FAILURE[failure]}。`);
  }
}

/** The decision does not exist, was withdrawn, or is about somebody who is not the caller's to see. */
export class DecisionNotFound extends DomainError {
  readonly code = 'MATCH_DECISION.NOT_FOUND';
  readonly kind = 'not-found';
  constructor() {
    super('没有这条推荐决定，或者它已经撤回，或者不在您的管辖范围内。');
  }
}

/** The catalogue has no course of this id. */
export class CourseNotFound extends DomainError {
  readonly code = 'COURSE.NOT_FOUND';
  readonly kind = 'unprocessable';
  constructor() {
    super('专业目录中没有这门课程。', [{ path: 'courseId', message: '专业目录中没有这门课程' }]);
  }
}
