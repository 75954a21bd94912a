import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** The fields that a log line may carry: ids, counts, codes. Anything else is dropped, so that no personal value can slip in. */
const ALLOWED = new Set([
  'requestId', 'method', 'route', 'status', 'durationMs', 'code', 'job', 'outboxId', 'queue', 'attempt', 'region', 'runId', 'source', 'count', 'pages', 'rows',
  'kept', 'changed', 'unchanged', 'closed', 'rejected', 'context', 'pid', 'port', 'principalKind', 'principalId', 'vacancyId', 'traineeId', 'error', 'stack', 'signal', 'number', 'county', 'hash',
]);

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** JSON lines on standard output; Nest's own messages pass through it too. */
export class JsonLogger implements LoggerService {
  readonly #pino: Logger;

  constructor(level: string, name: string) {
    this.#pino = pino({ level, name, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } });
  }

  event(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: LogFields = {}): void {
    this.#pino[level](Object.fromEntries(Object.entries(fields).filter(([key]) => ALLOWED.has(key))), message);
  }

  log(message: unknown, context?: string): void {
    this.event('debug', String(message), { context });
  }
  warn(message: unknown, context?: string): void {
    this.event('warn', String(message), { context });
  }
  /** An error's class and stack frames are logged, its message is not: it may quote a row. */
  error(message: unknown, stack?: string, context?: string): void {
    if (message instanceof Error) this.event('error', message.name, { context: stack, stack: framesOf(message) });
    else this.event('error', String(message), { context: context ?? stack });
  }
  debug(message: unknown, context?: string): void {
    this.event('debug', String(message), { context });
  }
  verbose(message: unknown, context?: string): void {
    this.event('debug', String(message), { context });
  }
}

/** The frames of an error's stack, without its message. */
export function framesOf(error: Error): string {
  return (error.stack ?? '').split('\n').filter((line) => line.trim().startsWith('at ')).slice(0, 8).join(' | ');
}
