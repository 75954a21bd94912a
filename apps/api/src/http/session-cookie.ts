import type { FastifyReply, FastifyRequest } from 'fastify';

/** Over TLS: bound to this host, never sent in the clear. */
const SECURE_COOKIE = '__Host-shouyu';
/** On plain http of this machine itself, where browsers refuse the prefix. */
const LOOPBACK_COOKIE = 'shouyu_session';

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

export function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https';
}

/** Whether the caller reached us as this machine itself. */
export function isLoopback(request: FastifyRequest): boolean {
  return LOOPBACK_HOSTS.has(request.hostname);
}

export function sessionTokenOf(request: FastifyRequest): string | undefined {
  return request.cookies[isSecure(request) ? SECURE_COOKIE : LOOPBACK_COOKIE];
}

export function giveSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  const secure = isSecure(request);
  void reply.setCookie(secure ? SECURE_COOKIE : LOOPBACK_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', secure });
}

export function takeSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  const secure = isSecure(request);
  void reply.clearCookie(secure ? SECURE_COOKIE : LOOPBACK_COOKIE, { path: '/', httpOnly: true, sameSite: 'lax', secure });
}
