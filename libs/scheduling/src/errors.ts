import { DomainError, type FieldFault } from '@app/kernel';

/** A queue, a lottery or a calendar that cannot be worked out from what was given; `faults` name the path and say why. */
export class SchedulingInputInvalid extends DomainError {
  readonly code = 'SCHEDULING.INPUT_INVALID';
  readonly kind = 'invalid';
}

/** @throws SchedulingInputInvalid when there is a fault */
export function refuseFaults(faults: readonly FieldFault[], message = '排期数据有误'): void {
  if (faults.length > 0) throw new SchedulingInputInvalid(message, faults);
}
