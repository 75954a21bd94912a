import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiKeysService, mayDo, OriginRefused, SessionsService, type Permission, type SessionIdentity } from '@app/accounts';
import { ACCESS_POLICY, CONFIGURATION, COUNTS_ITS_OWN, Forbidden, NotAuthenticated, PUBLIC, RateLimits, TooManyRequests, type Configuration } from '@app/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionTokenOf } from './session-cookie.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is behind the session; absent for an API key. */
    identity?: SessionIdentity;
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Who is it, and may they? Every route says what it needs; one that says nothing is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  readonly #limits: RateLimits;

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
    private readonly apiKeys: ApiKeysService,
    @Inject(CONFIGURATION) { rateLimitPerMinute }: Pick<Configuration, 'rateLimitPerMinute'>,
  ) {
    this.#limits = new RateLimits(rateLimitPerMinute);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const policy = this.reflector.getAllAndOverride<Permission | typeof PUBLIC | undefined>(ACCESS_POLICY, [context.getHandler(), context.getClass()]);
    if (policy === undefined) throw new Forbidden('此操作未声明权限，已拒绝。');
    const { authorization } = request.headers;
    if (authorization === undefined) refuseOtherOrigins(request);
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (policy === PUBLIC) {
      if (this.reflector.getAllAndOverride<boolean | undefined>(COUNTS_ITS_OWN, [context.getHandler(), context.getClass()]) !== true) await this.#limit(request, reply);
      return true;
    }
    const scopes = await (authorization === undefined ? this.#bySession(request) : this.#byKey(request, reply, authorization)).catch(async (error: unknown) => {
      await this.#limit(request, reply); // guessing is counted by address
      throw error;
    });
    await this.#limit(request, reply);
    if (!mayDo(request.principal!.role, policy) || (scopes !== null && !scopes.includes(policy))) throw new Forbidden();
    return true;
  }

  /** Counts the request for whoever it comes from. @throws TooManyRequests */
  async #limit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { principal } = request;
    const kind = principal === undefined || principal.kind === 'system' ? 'anonymous' : principal.kind;
    const { policy, standing, retryAfterS } = await this.#limits.count(kind, principal?.id ?? request.ip);
    void reply.header('ratelimit-policy', policy).header('ratelimit', standing);
    if (retryAfterS === null) return;
    void reply.header('retry-after', String(retryAfterS));
    throw new TooManyRequests(retryAfterS);
  }

  async #bySession(request: FastifyRequest): Promise<null> {
    const token = sessionTokenOf(request);
    const identity = token === undefined ? null : await this.sessions.find(token);
    if (!identity) throw new NotAuthenticated();
    request.identity = identity;
    request.principal = identity.principal;
    return null;
  }

  async #byKey(request: FastifyRequest, reply: FastifyReply, authorization: string): Promise<readonly string[]> {
    const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    const identity = key === undefined ? null : await this.apiKeys.find(key);
    if (!identity) throw new NotAuthenticated();
    request.principal = identity.principal;
    if (identity.principal.isTest === true) void reply.header('shouyu-mode', 'test');
    return identity.scopes;
  }
}

/**
 * Against forged requests: a browser names the page's origin with every change, and it must be ours. A caller that is no
 * browser names none; its cookie came from nobody's page (and the cookie is SameSite=Lax besides).
 */
function refuseOtherOrigins(request: FastifyRequest): void {
  if (READING.has(request.method)) return;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined ? origin !== `${request.protocol}://${request.host}` : site !== undefined && site !== 'same-origin' && site !== 'none') throw new OriginRefused();
}
