import { Module } from '@nestjs/common';
import { MatchesModule } from '@app/matches';
import { NotificationsModule } from '@app/notifications';
import { TraineesModule } from '@app/trainees';
import { JobPageActs } from './job-page-acts.js';
import { JobPageController } from './job-page.controller.js';

/** The pages that messages lead to. */
@Module({ imports: [NotificationsModule, MatchesModule, TraineesModule], controllers: [JobPageController], providers: [JobPageActs] })
export class LinksApiModule {}
