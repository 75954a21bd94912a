import { DomainError } from '@app/kernel';

/** A vacancy that is named is not one of the caller's county, or not open: 422, every one named. */
export class NotComparable extends DomainError {
  readonly code = 'DUPLICATE.NOT_COMPARABLE';
  readonly kind = 'unprocessable';
  constructor(faults: readonly { readonly path: string; readonly message: string }[]) {
    super('只能合并或拆分本县在招的岗位。', faults);
  }
}
