import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { MatchesModule } from '@app/matches';
import { NotificationsModule } from '@app/notifications';
import { TraineesModule } from '@app/trainees';
import type { FastifyInstance } from 'fastify';
import { takePlainForms } from '../http/plain-forms.js';
import { JobPageActs } from './job-page-acts.js';
import { JobPageController } from './job-page.controller.js';

/** The pages that messages lead to. */
@Module({ imports: [NotificationsModule, MatchesModule, TraineesModule], controllers: [JobPageController], providers: [JobPageActs] })
export class LinksApiModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    takePlainForms(this.host.httpAdapter.getInstance<FastifyInstance>());
  }
}
