import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError, isInside, isRegionCode } from '@app/kernel';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../database/principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who acts; set once by the access guard and the same object until the answer, so that transactions join. */
    principal?: Principal;
  }
}

/** Metadata key of a route's policy: the permission that it needs, or `PUBLIC`. A route without one is refused. */
export const ACCESS_POLICY = 'shouyu:access-policy';
export const PUBLIC = 'public';

/** The route needs nobody to be logged in (health, documentation, login, first set-up). */
export function Public(): CustomDecorator {
  return SetMetadata(ACCESS_POLICY, PUBLIC);
}

/** Metadata key of a public route whose callers are machines that call often and prove themselves: it counts those whom it refuses. */
export const COUNTS_ITS_OWN = 'shouyu:counts-its-own';

/** A public route that the limit by address does not hold for; its handler must refuse and count strangers by itself. */
export function CountsItsOwn(): CustomDecorator {
  return SetMetadata(COUNTS_ITS_OWN, true);
}

/** The acting principal of the request. Only on routes with a declared permission. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new NotAuthenticated();
  return principal;
});

/** Nobody is logged in, or the session or key is no longer valid: 401. */
export class NotAuthenticated extends DomainError {
  readonly code = 'ACCESS.NOT_AUTHENTICATED';
  readonly kind = 'unauthenticated';
  constructor() {
    super('请先登录，或提供有效的接口密钥。');
  }
}

/** The role may not do this: 403. */
export class Forbidden extends DomainError {
  readonly code = 'ACCESS.FORBIDDEN';
  readonly kind = 'forbidden';
  constructor(message = '您的角色没有执行此操作的权限。') {
    super(message);
  }
}

/** A region that the principal does not serve answers as if it did not exist: 404, never 403. */
export class OutOfScope extends DomainError {
  readonly code = 'ACCESS.OUT_OF_SCOPE';
  readonly kind = 'not-found';
  constructor() {
    super('不存在，或不在您的管辖范围内。');
  }
}

/** Checks that an owner region lies in the principal's scope before a row is written there. @throws OutOfScope */
export function requireInScope(principal: Principal, ownerRegion: string): void {
  if (!isRegionCode(ownerRegion) || !isInside(ownerRegion, principal.region)) throw new OutOfScope();
}
