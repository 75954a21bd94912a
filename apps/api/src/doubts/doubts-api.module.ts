import { Module } from '@nestjs/common';
import { VacanciesModule } from '@app/vacancies';
import { DoubtfulSourcesController } from './doubtful-sources.controller.js';
import { DoubtsController } from './doubts.controller.js';
import { VacancyOccupationsController } from './vacancy-occupations.controller.js';

@Module({ imports: [VacanciesModule], controllers: [DoubtsController, DoubtfulSourcesController, VacancyOccupationsController] })
export class DoubtsApiModule {}
