import { HttpException } from '@nestjs/common';
import { DomainError, type FailureKind, type FieldFault } from '@app/kernel';

/** The status of each kind of failure; the only place where a failure becomes HTTP. */
export const STATUS_OF_KIND = {
  invalid: 400, unauthenticated: 401, forbidden: 403, 'not-found': 404, conflict: 409, gone: 410, stale: 412, 'too-large': 413, unprocessable: 422,
  'precondition-required': 428, 'too-many': 429, unavailable: 503,
} as const satisfies Record<FailureKind, number>;

/** What went wrong, before it is put into words. */
export interface Failure {
  readonly status: number;
  readonly code: string;
  /** Chinese; null: the title says it all. */
  readonly detail: string | null;
  readonly faults: readonly FieldFault[];
  /** Not foreseen: logged with its stack. */
  readonly unexpected: boolean;
}

/** The body of `application/problem+json` (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly instance: string;
  readonly requestId: string;
  readonly faults?: readonly FieldFault[];
}

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'REQUEST.MALFORMED', 401: 'ACCESS.NOT_AUTHENTICATED', 403: 'ACCESS.FORBIDDEN', 404: 'RESOURCE.NOT_FOUND', 405: 'METHOD.NOT_ALLOWED', 406: 'REQUEST.NOT_ACCEPTABLE',
  408: 'REQUEST.TIMED_OUT', 409: 'REQUEST.CONFLICT', 413: 'REQUEST.TOO_LARGE', 414: 'REQUEST.TOO_LARGE', 415: 'REQUEST.MEDIA_TYPE', 422: 'REQUEST.UNPROCESSABLE', 429: 'REQUEST.TOO_MANY', 431: 'REQUEST.TOO_LARGE', 503: 'SERVICE.NOT_READY',
};

/** PostgreSQL's own conditions that mean "not now": connection lost or refused, shutting down, too many connections, time-out, deadlock. */
const NOT_NOW = /^(08...|57P0[1-4]|53300|53400|57014|55P03|40001|40P01|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const CONNECTION_LOST = /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|not queryable|not currently accepting connections|Driver not Connected/i;
/** TypeORM gives the connection of a transaction back as soon as it breaks; the transaction's next statement hears of that only. */
const GIVEN_BACK = /^QueryRunner(Provider)?AlreadyReleasedError$/;

/** What kind of failure an error is. Anything not foreseen is `INTERNAL.ERROR` and says nothing of itself. */
export function failureOf(error: unknown): Failure {
  if (error instanceof DomainError) return { status: STATUS_OF_KIND[error.kind], code: error.code, detail: error.message, faults: error.faults, unexpected: false };
  if (error instanceof HttpException) return plain(error.getStatus());
  if (isDatabaseAway(error)) return plain(503, 'SERVICE.DATABASE_AWAY');
  if (hasCode(error, '42501') && /row-level security/.test(String((error as Error).message))) return plain(404, 'ACCESS.OUT_OF_SCOPE');
  // A NUL character cannot be stored as text.
  if (hasCode(error, '22021') || hasCode(error, '22P05')) return plain(400, 'REQUEST.MALFORMED');
  const status = statusOf(error);
  if (status !== null && status >= 400 && status < 500) return plain(status);
  return { ...plain(500, 'INTERNAL.ERROR'), unexpected: true };
}

function plain(status: number, code = CODE_OF_STATUS[status] ?? (status >= 500 ? 'INTERNAL.ERROR' : 'REQUEST.REFUSED')): Failure {
  return { status, code, detail: null, faults: [], unexpected: false };
}

function isDatabaseAway(error: unknown): boolean {
  return causesOf(error).some((cause) => NOT_NOW.test(codeOf(cause)) || (cause instanceof Error && (CONNECTION_LOST.test(cause.message) || GIVEN_BACK.test(cause.name))));
}

function hasCode(error: unknown, code: string): boolean {
  return causesOf(error).some((cause) => codeOf(cause) === code);
}

/** The error, what the driver reported (TypeORM wraps it), and the parts of a connection attempt to several addresses. */
function causesOf(error: unknown): unknown[] {
  if (typeof error !== 'object' || error === null) return [];
  const inner = 'driverError' in error ? error.driverError : undefined;
  return [error, inner, ...attemptsOf(error), ...attemptsOf(inner)].filter(Boolean);
}

function attemptsOf(error: unknown): unknown[] {
  return error instanceof AggregateError ? (error.errors as unknown[]) : [];
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Fastify's own errors carry a status. */
function statusOf(error: unknown): number | null {
  return typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : null;
}
