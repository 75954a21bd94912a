import { createParamDecorator, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { IfMatchMissing, StaleVersion } from './request-errors.js';

/** The ETag of a row's version (a whole number from 1). */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The version that an If-Match header names.
 * @throws IfMatchMissing without a header; StaleVersion when it is not one of our ETags
 */
export function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined || ifMatch.trim() === '') throw new IfMatchMissing();
  const version = /^"([1-9]\d{0,8})"$/.exec(ifMatch.trim())?.[1];
  if (version === undefined) throw new StaleVersion();
  return Number(version);
}

const documented: ParameterDecorator = (target, key) => {
  if (key !== undefined) ApiHeader({ name: 'If-Match', required: true, description: '读取时得到的 ETag', example: '"1"' })(target, key, Object.getOwnPropertyDescriptor(target, key)!);
};

/** Parameter: the version that the caller read (a number, to compare with the row's `version`). */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => versionOf(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']), [documented]);

/** An answer that is one resource with a `version` carries it as its ETag. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((body: unknown) => {
        if (typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'number') void reply.header('etag', etagOf(body.version));
      }),
    );
  }
}
