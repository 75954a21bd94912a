import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '@app/catalogue';
import { PlacementsModule } from '@app/placements';
import { TeachingModule } from '@app/teaching';
import { TraineesModule } from '@app/trainees';
import { VacanciesModule } from '@app/vacancies';
import { AttendanceKind, CourseResultsKind } from './kinds/class-rosters.kinds.js';
import { HouseholdIncomesKind } from './kinds/household-incomes.kind.js';
import { PlacementsKind } from './kinds/placements.kind.js';
import { TraineesKind } from './kinds/trainees.kind.js';
import { VacanciesKind } from './kinds/vacancies.kind.js';
import { PeopleKinds, WorkbookKinds } from './kinds/workbook-kinds.js';
import { UploadForgettingRepository } from './uploads/upload-forgetting.repository.js';
import { UploadForgetting } from './uploads/upload-forgetting.service.js';
import { UploadIntake, UploadRecords } from './uploads/upload-intake.service.js';
import { UploadMoves } from './uploads/upload-moves.service.js';
import { UploadRowRepository } from './uploads/upload-row.repository.js';
import { UploadRunner, UploadStore } from './uploads/upload-runner.js';
import { UploadViews } from './uploads/upload-views.service.js';
import { UploadRepository } from './uploads/upload.repository.js';
import { WorkbookReader } from './uploads/workbook-reader.js';
import { INTAKE_ENTITIES } from './uploads/workbook.entity.js';

/** Workbooks on their way in. */
@Module({
  imports: [TypeOrmModule.forFeature([...INTAKE_ENTITIES]), CatalogueModule, VacanciesModule, TraineesModule, PlacementsModule, TeachingModule],
  providers: [
    TraineesKind, VacanciesKind, CourseResultsKind, AttendanceKind, PlacementsKind, HouseholdIncomesKind, PeopleKinds, WorkbookKinds, WorkbookReader, UploadRepository, UploadRowRepository, UploadRecords, UploadStore, UploadIntake, UploadMoves, UploadViews, UploadRunner, UploadForgettingRepository, UploadForgetting,
  ],
  exports: [UploadIntake, UploadMoves, UploadViews, UploadRunner, UploadForgetting],
})
export class IntakeModule {}
