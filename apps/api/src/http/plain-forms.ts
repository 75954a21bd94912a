import type { FastifyInstance } from 'fastify';

/** The routes of pages that send a plain form. */
const FORM_ROUTES: readonly string[] = ['/c/:token', '/t/:token'];
const FORM_BYTES_MAX = 500;

/** Lets the pages for people's own telephones send their forms. Elsewhere a form stays what it was, a media type that is not taken: pages of others could send one. */
export function takePlainForms(fastify: FastifyInstance): void {
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (request, body, done) => {
    if (FORM_ROUTES.includes(request.routeOptions.url ?? '')) done(null, Object.fromEntries(new URLSearchParams(String(body))));
    else done(Object.assign(new Error('a form is not taken here'), { statusCode: 415 }));
  });
}
