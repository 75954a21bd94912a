import { Module } from '@nestjs/common';
import { MatchesModule } from '@app/matches';
import { NotificationsModule } from '@app/notifications';
import { TraineesModule } from '@app/trainees';
import { ContactRequestsController } from './contact-requests.controller.js';
import { JobPageActs } from './job-page-acts.js';
import { JobPageController } from './job-page.controller.js';
import { VacancyPageController } from './vacancy-page.controller.js';
import { VillageNoticesController } from './village-notices.controller.js';

/** The pages that messages and posters lead to, and what villages are given of a post. */
@Module({ imports: [NotificationsModule, MatchesModule, TraineesModule], controllers: [JobPageController, VacancyPageController, VillageNoticesController, ContactRequestsController], providers: [JobPageActs] })
export class LinksApiModule {}
