import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '@app/catalogue';
import { CodeBooks } from './code-book.js';
import { ConsentsRepository } from './consents.repository.js';
import { ConsentsService } from './consents.service.js';
import { MergingService } from './merging.service.js';
import { PersonAliasEntity, PersonEntity } from './person.entity.js';
import { RefusalsService } from './refusals.service.js';
import { ConsentEntity, CourseRecordEntity, LegalBasisEntity, RefusalEntity, RegistrationCertificateEntity, RegistrationOccupationEntity, RegistrationSkillEntity } from './registration-facts.entity.js';
import { HouseholdMembershipEntity } from './household-membership.entity.js';
import { HouseholdEntity, RegistrationEntity } from './registration.entity.js';
import { SupportCategoryEntity } from './support-category.entity.js';
import { TraineeFinder } from './trainee-finder.js';
import { TraineeRecords } from './trainee-records.js';
import { TraineeRegistry } from './trainee-registry.service.js';
import { TraineeRepository } from './trainee.repository.js';
import { TraineesService } from './trainees.service.js';

/** The tables of this library, for the drift check. */
export const TRAINEES_ENTITIES = [
  PersonEntity, PersonAliasEntity, HouseholdEntity, RegistrationEntity, RegistrationSkillEntity, RegistrationCertificateEntity, RegistrationOccupationEntity,
  CourseRecordEntity, RefusalEntity, LegalBasisEntity, ConsentEntity, SupportCategoryEntity, HouseholdMembershipEntity,
] as const;

/** People: the real-name registry, wishes, consents, refusals. */
@Module({
  imports: [CatalogueModule, TypeOrmModule.forFeature([...TRAINEES_ENTITIES])],
  providers: [CodeBooks, TraineeRepository, ConsentsRepository, TraineeRecords, TraineeRegistry, TraineesService, ConsentsService, RefusalsService, MergingService, TraineeFinder],
  exports: [TraineeRegistry, TraineeFinder, TraineesService, ConsentsService, RefusalsService, MergingService],
})
export class TraineesModule {}
