import { DomainError } from '@app/kernel';

/** A profile, catalogue or policy that the engine cannot take; `faults` name the path and say why. Nothing is changed by a refused input. */
export class MatchingInputInvalid extends DomainError {
  readonly code = 'MATCHING.INPUT_INVALID';
  readonly kind = 'invalid';
}

/** Refuses one value of the input. @throws MatchingInputInvalid always. */
export function refuse(path: string, message: string): never {
  throw new MatchingInputInvalid('匹配数据有误', [{ path, message }]);
}
