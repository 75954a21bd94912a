import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { NotificationsModule } from '@app/notifications';
import type { FastifyInstance } from 'fastify';
import { CallStopsController } from './call-stops.controller.js';
import { CallsController } from './calls.controller.js';
import { ChannelFiguresController } from './channel-figures.controller.js';
import { ExposureController } from './exposure.controller.js';
import { MessageFiguresController } from './message-figures.controller.js';
import { MessageLimitsController } from './message-limits.controller.js';
import { NextWavesController } from './next-waves.controller.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationWavesController } from './notification-waves.controller.js';
import { PolicyNoticesController } from './policy-notices.controller.js';
import { SmsCallbacksController } from './sms-callbacks.controller.js';
import { SmsRepliesController } from './sms-replies.controller.js';
import { SmsSendersController } from './sms-senders.controller.js';

/** Where replies come in as plain text, in whatever charset; nowhere else is it taken. */
const TEXT_ROUTES: readonly string[] = ['/v1/sms-callbacks/:provider/:secret/replies'];

/** Messages to trainees: what was sent, waves, limits, and what providers report. */
@Module({ imports: [NotificationsModule], controllers: [NotificationsController, NotificationWavesController, MessageLimitsController, SmsCallbacksController, SmsRepliesController, SmsSendersController, NextWavesController, MessageFiguresController, PolicyNoticesController, CallsController, CallStopsController, ExposureController, ChannelFiguresController] })
export class NotificationsApiModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance<FastifyInstance>().addContentTypeParser(['text/plain', 'application/octet-stream'], { parseAs: 'buffer' }, (request, body, done) => {
      if (TEXT_ROUTES.includes(request.routeOptions.url ?? '')) done(null, body);
      else done(Object.assign(new Error('plain text is not taken here'), { statusCode: 415 }));
    });
  }
}
