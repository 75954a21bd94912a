import { Module } from '@nestjs/common';
import { VacanciesModule } from '@app/vacancies';
import { EmployersController } from '../employers/employers.controller.js';
import { ImportsController } from '../imports/imports.controller.js';
import { VacancySourcesController } from '../imports/vacancy-sources.controller.js';
import { OwnVacanciesController } from './own-vacancies.controller.js';
import { VacanciesController } from './vacancies.controller.js';

@Module({ imports: [VacanciesModule], controllers: [EmployersController, OwnVacanciesController, VacanciesController, ImportsController, VacancySourcesController] })
export class VacanciesApiModule {}
