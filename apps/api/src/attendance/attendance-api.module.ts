import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { TeachingModule } from '@app/teaching';
import type { FastifyInstance } from 'fastify';
import { CheckInPageController } from './check-in-page.controller.js';
import { CheckInController } from './check-in.controller.js';
import { SessionAttendanceController } from './session-attendance.controller.js';

/** The one route that takes a plain form. */
const FORM_ROUTE = '/c/:token';
const FORM_BYTES_MAX = 500;

/** Who came to which session: by an officer's list, or by the people's own telephones. */
@Module({ imports: [TeachingModule], controllers: [SessionAttendanceController, CheckInController, CheckInPageController] })
export class AttendanceApiModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // Elsewhere a form stays what it was, a media type that is not taken: pages of others could send one.
    fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (request, body, done) => {
      if (request.routeOptions.url === FORM_ROUTE) done(null, Object.fromEntries(new URLSearchParams(String(body))));
      else done(Object.assign(new Error('a form is not taken here'), { statusCode: 415 }));
    });
  }
}
