import { PersonAliasEntity, PersonEntity } from './person.entity.js';
import { ConsentEntity, CourseRecordEntity, LegalBasisEntity, RefusalEntity, RegistrationCertificateEntity, RegistrationOccupationEntity, RegistrationSkillEntity } from './registration-facts.entity.js';
import { HouseholdEntity, RegistrationEntity } from './registration.entity.js';
import { SupportCategoryEntity } from './support-category.entity.js';

export const TRAINEES_ENTITIES = [
  PersonEntity, PersonAliasEntity, HouseholdEntity, RegistrationEntity, RegistrationSkillEntity, RegistrationCertificateEntity, RegistrationOccupationEntity,
  CourseRecordEntity, RefusalEntity, LegalBasisEntity, ConsentEntity, SupportCategoryEntity,
] as const;
export { type TraineeJobs } from './trainee-jobs.js';
export { loadTraineeProfiles, type ProfileQuery, type ProfileSelection } from './trainee-profiles.js';
export { CODE_BOOK_SOURCE, type CodeBook, type CodeBookSource } from './code-book.js';
