import { createHash } from 'node:crypto';
import { applyDecorators, Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import { DomainError } from '@app/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Database, type Transaction } from '../database/database.js';
import type { Principal } from '../database/principal.js';

const MUTATING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const KEPT_HEADERS = ['etag', 'location'] as const;
const WITHOUT = 'shouyu:without-idempotency';

/** The route takes no Idempotency-Key: its answer holds a secret shown once, or its body is a stream. */
export function WithoutIdempotency(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(WITHOUT, true), ApiExtension('x-without-idempotency', true));
}

class KeyInvalid extends DomainError {
  readonly code = 'IDEMPOTENCY.KEY_INVALID';
  readonly kind = 'invalid';
  constructor() {
    super('Idempotency-Key 须为 1 至 255 个可见的 ASCII 字符。');
  }
}

class KeyUnsupported extends DomainError {
  readonly code = 'IDEMPOTENCY.UNSUPPORTED';
  readonly kind = 'invalid';
  constructor() {
    super('此操作不支持 Idempotency-Key，请去掉后重试。');
  }
}

class KeyInProgress extends DomainError {
  readonly code = 'IDEMPOTENCY.IN_PROGRESS';
  readonly kind = 'conflict';
  constructor() {
    super('使用同一 Idempotency-Key 的请求正在处理，请稍后重试。');
  }
}

class KeyReused extends DomainError {
  readonly code = 'IDEMPOTENCY.REUSED';
  readonly kind = 'unprocessable';
  constructor() {
    super('此 Idempotency-Key 已用于内容不同的请求。');
  }
}

interface StoredReply {
  readonly requestHash: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

/**
 * A change sent twice with the same Idempotency-Key has one effect: the key and the answer's bytes are stored in the very
 * transaction that does the work, so that there is never one without the other. Failed work stores nothing. While the
 * first is under way the others are told 409, and no connection waits.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly database: Database,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    const { principal } = request;
    if (key === undefined || principal === undefined || !MUTATING.has(request.method)) return next.handle();
    if (this.reflector.getAllAndOverride<boolean | undefined>(WITHOUT, [context.getHandler(), context.getClass()])) throw new KeyUnsupported();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new KeyInvalid();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(this.database.inScope(principal, (tx) => once(tx, { owner: ownerOf(principal), key, requestHash: hashOf(request) }, reply, () => lastValueFrom(next.handle(), { defaultValue: undefined }))));
  }
}

async function once(tx: Transaction, call: { owner: string; key: string; requestHash: string }, reply: FastifyReply, work: () => Promise<unknown>): Promise<unknown> {
  const [lock] = await tx.query<{ mine: boolean }[]>('select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine', [`idempotency ${call.owner} ${call.key}`]);
  if (!lock!.mine) throw new KeyInProgress();
  const [stored] = await tx.query<StoredReply[]>('select request_hash as "requestHash", status, headers, body from idempotency_keys where principal = $1 and key = $2', [call.owner, call.key]);
  if (stored) return replay(stored, call.requestHash, reply);
  const result = await work();
  const body = result === undefined || result === null ? null : JSON.stringify(result);
  const headers = Object.fromEntries(KEPT_HEADERS.flatMap((name) => (reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])));
  await tx.query('insert into idempotency_keys (principal, key, request_hash, status, headers, body) values ($1, $2, $3, $4, $5, $6)', [call.owner, call.key, call.requestHash, reply.statusCode, JSON.stringify(headers), body]);
  return bytesOf(body, reply);
}

function replay(stored: StoredReply, requestHash: string, reply: FastifyReply): unknown {
  if (stored.requestHash !== requestHash) throw new KeyReused();
  for (const [name, value] of Object.entries(stored.headers)) void reply.header(name, value);
  void reply.header('idempotent-replayed', 'true').status(stored.status);
  return bytesOf(stored.body, reply);
}

/** The text itself is sent, first and again, so that both are the same bytes. */
function bytesOf(body: string | null, reply: FastifyReply): string | undefined {
  if (body === null) return undefined;
  void reply.header('content-type', 'application/json; charset=utf-8');
  return body;
}

function ownerOf(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}

function hashOf(request: FastifyRequest): string {
  return createHash('sha256').update(`${request.method}\n${request.url}\n${request.headers['if-match'] ?? ''}\n${JSON.stringify(request.body ?? null)}`).digest('hex');
}
