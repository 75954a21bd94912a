import { DomainError, type FieldFault } from '@app/kernel';

/** What a registration states breaks a rule or names a code that the catalogue does not have: 422, every field named. */
export class TraineeInvalid extends DomainError {
  readonly code = 'TRAINEE.INVALID';
  readonly kind = 'unprocessable';
  constructor(faults: readonly FieldFault[]) {
    super('登记内容有误，请按逐项说明修改。', faults);
  }
}

/** Nobody here has this id: also for a registration of another region. */
export class TraineeUnknown extends DomainError {
  readonly code = 'TRAINEE.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这位学员，或不在您的管辖范围内。');
  }
}

/** The ID number is registered in the caller's region already: the id says where to make the change. */
export class AlreadyRegistered extends DomainError {
  readonly code = 'TRAINEE.ALREADY_REGISTERED';
  readonly kind = 'conflict';
  constructor(readonly traineeId: string) {
    super(`此身份证号已登记，请修改原登记（编号 ${traineeId}）。`, [{ path: 'traineeId', message: traineeId }]);
  }
}

/**
 * The ID number is registered in the same county outside the caller's region. It says no more than that the county has
 * it: not where, not the id, no field. (Of another county's registration nobody learns anything.)
 */
export class RegisteredElsewhere extends DomainError {
  readonly code = 'TRAINEE.REGISTERED_ELSEWHERE';
  readonly kind = 'conflict';
  constructor() {
    super('此身份证号不能在此登记：本县已有登记，请联系县级经办人办理。');
  }
}

/** A region code in a filter that no region has: 400, not an empty list. */
export class RegionUnknown extends DomainError {
  readonly code = 'REGION.UNKNOWN';
  readonly kind = 'invalid';
  constructor(path: string) {
    super('没有这个行政区划代码。', [{ path, message: '没有这个行政区划代码' }]);
  }
}

/** An occupation code in a filter that the catalogue does not have: 400, not an empty list. */
export class OccupationUnknown extends DomainError {
  readonly code = 'OCCUPATION.UNKNOWN';
  readonly kind = 'invalid';
  constructor(path: string) {
    super('目录中没有这个职业代码。', [{ path, message: '目录中没有这个职业代码' }]);
  }
}

/** A skill in a filter that the catalogue does not have: 400. */
export class SkillUnknown extends DomainError {
  readonly code = 'SKILL.UNKNOWN';
  readonly kind = 'invalid';
  constructor(path: string) {
    super('目录中没有这个技能。', [{ path, message: '目录中没有这个技能' }]);
  }
}

/** The registration has no such value to reveal: 404. */
export class NothingToReveal extends DomainError {
  readonly code = 'TRAINEE.NOTHING_TO_REVEAL';
  readonly kind = 'not-found';
  constructor() {
    super('这位学员没有登记此项。');
  }
}

/** No consent to this purpose is in force: 404. */
export class ConsentUnknown extends DomainError {
  readonly code = 'CONSENT.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有正在生效的此项同意。');
  }
}

/** No refusal with this id is in force: 404. */
export class RefusalUnknown extends DomainError {
  readonly code = 'REFUSAL.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有正在生效的此项拒绝记录。');
  }
}
