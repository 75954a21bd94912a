/** One field that was wrong: a JSON pointer or a field name, and why, in Chinese. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

/** What kind of failure it is; the HTTP layer alone turns it into a status. */
export type FailureKind =
  | 'invalid' // 400, the input cannot be understood
  | 'unprocessable' // 422, understood but against a rule
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not-found' // 404
  | 'conflict' // 409
  | 'gone' // 410
  | 'stale' // 412
  | 'precondition-required' // 428
  | 'too-large' // 413
  | 'too-many' // 429
  | 'unavailable'; // 503

/**
 * An expected failure of the domain: a class with a stable code `NOUN.SENTENCE`, a kind and a message in Chinese.
 * Never carries personal data: its message reaches answers and logs.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly kind: FailureKind;
  readonly faults: readonly FieldFault[];

  constructor(message: string, faults: readonly FieldFault[] = []) {
    super(message);
    this.name = new.target.name;
    this.faults = faults;
  }
}
