import { DomainError } from '@app/kernel';
import { ATTEMPT_DAYS } from './survey-answer.js';

export class SurveyUnknown extends DomainError {
  readonly code = 'SURVEY.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这次抽样调查或这个调查对象，或不在您的管辖范围内。');
  }
}

/** A county has one survey at a time: 409. */
export class SurveyStillOpen extends DomainError {
  readonly code = 'SURVEY.STILL_OPEN';
  readonly kind = 'conflict';
  constructor() {
    super('上一次抽样调查尚未结束，不能另抽样本。');
  }
}

/** The survey's state does not allow the step: 409. */
export class SurveyMoveRefused extends DomainError {
  readonly code = 'SURVEY.MOVE_REFUSED';
  readonly kind = 'conflict';
  constructor() {
    super('抽样调查的当前状态不允许此操作，请重新读取。');
  }
}

/** Not drawn yet, finished or cancelled: 409. */
export class SurveyTakesNoAnswers extends DomainError {
  readonly code = 'SURVEY.TAKES_NO_ANSWERS';
  readonly kind = 'conflict';
  constructor() {
    super('这次抽样调查尚未抽取，或者已经结束，不能再记录。');
  }
}

export class SurveyUnanswered extends DomainError {
  readonly code = 'SURVEY.CALLS_UNANSWERED';
  readonly kind = 'conflict';
  constructor(left: number) {
    super(`还有 ${left} 人没有结果，不能结束。`);
  }
}

/** The result is shown when it can no longer be chosen by stopping early: 409. */
export class SurveyNotFinished extends DomainError {
  readonly code = 'SURVEY.NOT_FINISHED';
  readonly kind = 'conflict';
  constructor() {
    super('抽样调查结束以后才给出结果，免得看着结果决定何时停止。');
  }
}

/** Another answer stands: 409. A correction names its reason. */
export class SurveyAnswered extends DomainError {
  readonly code = 'SURVEY.ANSWERED';
  readonly kind = 'conflict';
  constructor() {
    super('这个人已有结果；如需更正，请说明理由（correctionReason）。');
  }
}

/** There is no answer to correct: 409. */
export class SurveyNothingToCorrect extends DomainError {
  readonly code = 'SURVEY.NOTHING_TO_CORRECT';
  readonly kind = 'conflict';
  constructor() {
    super('这个人还没有结果，无可更正。');
  }
}

/** Somebody is not reached only after calls on several days: 409. */
export class SurveyTooFewAttempts extends DomainError {
  readonly code = 'SURVEY.TOO_FEW_ATTEMPTS';
  readonly kind = 'conflict';
  constructor() {
    super(`至少在 ${ATTEMPT_DAYS} 个不同的日子打过电话，才能记为“未联系上”。`);
  }
}
