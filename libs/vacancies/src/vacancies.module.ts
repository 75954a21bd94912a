import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '@app/catalogue';
import { DOUBT_PROVIDERS, DOUBT_SERVICES } from './doubts/doubt-providers.js';
import { AccountsModule } from '@app/accounts';
import { WebhooksModule } from '@app/webhooks';
import { EmployerWebhooks } from './employers/employer-webhooks.service.js';
import { EmployerKeys } from './employers/employer-keys.service.js';
import { EmployerSpellingsRepository } from './employers/employer-spellings.repository.js';
import { EmployerSpellings } from './employers/employer-spellings.service.js';
import { EmployerRepository } from './employers/employer.repository.js';
import { EmployersService } from './employers/employers.service.js';
import { ImportApplier } from './imports/import-applier.js';
import { ImportPages } from './imports/import-pages.js';
import { ImportEnding, ImportRunner } from './imports/import-runner.js';
import { HeldRuns, ImportRuns } from './imports/import-runs.service.js';
import { ImportReplays } from './imports/import-replays.service.js';
import { ListingWriter } from './imports/listing-writer.js';
import { ImportPagesRepository } from './imports/import-pages.repository.js';
import { ImportRepository } from './imports/import.repository.js';
import { RunTurns } from './imports/run-turns.js';
import { DEFAULT_IMPORT_TUNING, IMPORT_TUNING, SourceConnector } from './imports/source-connector.js';
import { SourceFreshnessReader } from './imports/source-freshness.service.js';
import { VacancySourceRepository } from './imports/vacancy-source.repository.js';
import { VacancySourcesService } from './imports/vacancy-sources.service.js';
import { Duplicates } from './duplicates/duplicates.service.js';
import { DuplicatesRepository } from './duplicates/duplicates.repository.js';
import { FeedRepository } from './feed/feed.repository.js';
import { VacancyFeed } from './feed/vacancy-feed.service.js';
import { RosterEmployers } from './rosters/roster-employers.js';
import { VacancyRoster } from './rosters/vacancy-roster.js';
import { OwnVacancies, OwnVacancyRecords } from './vacancies/own-vacancies.service.js';
import { VacanciesService, VacancyContacts, VacancyDesk } from './vacancies/vacancies.service.js';
import { VacancySealing } from './vacancies/vacancy-fields.js';
import { VacancyRepository } from './vacancies/vacancy.repository.js';
import { VacancyNews } from './vacancies/vacancy-news.service.js';
import { VacancyWriter } from './vacancies/vacancy-writer.js';
import { VACANCIES_ENTITIES } from './vacancies.entities.js';

/** Employers, their vacancies, and the networks that vacancies are imported from. */
@Module({
  imports: [TypeOrmModule.forFeature([...VACANCIES_ENTITIES]), AccountsModule, CatalogueModule, WebhooksModule],
  providers: [
    EmployerRepository, EmployersService, EmployerKeys, EmployerWebhooks, VacancyNews, EmployerSpellings, EmployerSpellingsRepository, VacancyRepository, VacancySealing, VacancyWriter, VacanciesService, VacancyDesk, VacancyContacts, OwnVacancyRecords, OwnVacancies, RosterEmployers, VacancyRoster, Duplicates, DuplicatesRepository, VacancyFeed, FeedRepository,
    ImportRepository, ImportPagesRepository, VacancySourceRepository, ImportPages, ListingWriter, ImportReplays, ImportApplier, ImportEnding, ImportRunner, ImportRuns, HeldRuns, RunTurns, SourceConnector, SourceFreshnessReader, VacancySourcesService,
    ...DOUBT_PROVIDERS, ...DOUBT_SERVICES,
    { provide: IMPORT_TUNING, useValue: DEFAULT_IMPORT_TUNING },
  ],
  exports: [RosterEmployers, VacancyRoster, Duplicates, VacancyFeed, EmployersService, EmployerKeys, EmployerWebhooks, VacancyNews, EmployerSpellings, VacanciesService, VacancyDesk, VacancyContacts, OwnVacancies, ImportRunner, ImportRuns, ImportReplays, HeldRuns, SourceFreshnessReader, VacancySourcesService, ...DOUBT_SERVICES],
})
export class VacanciesModule {}
