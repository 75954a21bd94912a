import { Module } from '@nestjs/common';
import { VacanciesModule } from '@app/vacancies';
import { DuplicatesController } from '../duplicates/duplicates.controller.js';
import { EmployersController } from '../employers/employers.controller.js';
import { FeedController } from '../feed/feed.controller.js';
import { ImportsController } from '../imports/imports.controller.js';
import { VacancySourcesController } from '../imports/vacancy-sources.controller.js';
import { OwnVacanciesController } from './own-vacancies.controller.js';
import { VacanciesController } from './vacancies.controller.js';

@Module({ imports: [VacanciesModule], controllers: [FeedController, DuplicatesController, EmployersController, OwnVacanciesController, VacanciesController, ImportsController, VacancySourcesController] })
export class VacanciesApiModule {}
