import { Module, type DynamicModule } from '@nestjs/common';
import { CONFIGURATION, PlatformModule, QueueConnector, type Configuration } from '@app/platform';
import { ErasuresModule } from '@app/erasures';
import { IntakeModule } from '@app/intake';
import { MatchesModule } from '@app/matches';
import { NotificationsModule } from '@app/notifications';
import { PlacementsModule } from '@app/placements';
import { TeachingModule } from '@app/teaching';
import { TrainingModule } from '@app/training';
import { VacanciesModule } from '@app/vacancies';
import { WebhooksModule } from '@app/webhooks';
import { CleanUpJob } from './housekeeping/clean-up.job.js';
import { VerifyAuditJob } from './housekeeping/verify-audit.job.js';
import { JobConsumer, JOB_HANDLERS, JOBS_GIVEN_UP } from './job-consumer.js';
import { CountyShards } from './county-shards.js';
import { AfterTraining, Forgetting, Housekeeping, JobHandlerSet, Matching, Messages, OrderUpkeep, PlacementUpkeep, Rates, Teaching, TrainingUpkeep, VacancyUpkeep, WaysIn, Waves } from './job-handlers.js';
import { AnswerGivenJob } from './messages/answer-given.job.js';
import { OutboxRelay } from './outbox-relay.js';
import { Schedules } from './schedules.js';

/** Statements of a job may take longer than those of a request, but not for ever. */
const JOB_STATEMENT_TIMEOUT_MS = 120_000;

/** The worker's process: everything that runs after the request is answered. */
@Module({})
export class WorkerModule {
  static forRoot(configuration: Configuration & { readonly databaseUrl: string }): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.forRoot({ configuration, processName: 'worker', statementTimeoutMs: JOB_STATEMENT_TIMEOUT_MS }), VacanciesModule, MatchesModule, PlacementsModule, IntakeModule, ErasuresModule, TeachingModule, TrainingModule, WebhooksModule, NotificationsModule],
      providers: [
        { provide: QueueConnector, inject: [CONFIGURATION], useFactory: (given: Configuration & { databaseUrl: string }) => new QueueConnector({ databaseUrl: given.databaseUrl, redisUrl: given.redisUrl, countyShards: given.countyShards }) },
        CleanUpJob,
        VerifyAuditJob,
        Forgetting,
        Housekeeping,
        Messages, Waves,
        AnswerGivenJob,
        VacancyUpkeep,
        WaysIn,
        Matching,
        PlacementUpkeep,
        Rates,
        OrderUpkeep,
        TrainingUpkeep,
        Teaching,
        AfterTraining,
        JobHandlerSet,
        { provide: JOB_HANDLERS, inject: [JobHandlerSet], useFactory: (set: JobHandlerSet) => set.handlers },
        { provide: JOBS_GIVEN_UP, inject: [JobHandlerSet], useFactory: (set: JobHandlerSet) => set.givenUp },
        OutboxRelay,
        JobConsumer,
        CountyShards,
        Schedules,
      ],
    };
  }
}
