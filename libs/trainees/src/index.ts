export { TRAINEES_ENTITIES, TraineesModule } from './trainees.module.js';
export { type TraineeJobs } from './trainee-jobs.js';
export { TraineeRegistry, type BulkLine, type BulkOutcome, type BulkReport, type BulkResult, type TakenBack } from './trainee-registry.service.js';
export { REVEALABLE, TraineesService, type PlainIdentity, type Revealable, type TraineeQuery } from './trainees.service.js';
export { ConsentsService } from './consents.service.js';
export { REGISTRATION_NOTICE, type Consent } from './consents.repository.js';
export { RefusalsService, type Refusal, type RefusalInput, type RefusalTarget } from './refusals.service.js';
export { MergingService } from './merging.service.js';
export { TraineeFinder, type FoundTrainee } from './trainee-finder.js';
export { readPhone } from './contact.js';
export type { StoredTrainee } from './trainee.repository.js';
export {
  CONSENT_PURPOSES,
  SKILL_SOURCES,
  type ConsentInput,
  type ConsentPurpose,
  type CourseRecord,
  type CourseRecordInput,
  type RecordedSkill,
  type RecordedSkillSource,
  type TraineeChangeInput,
  type TraineeFacts,
  type TraineeInput,
  type Wishes,
  type WishesInput,
} from './trainee.js';
export { AlreadyRegistered, NothingToReveal, RegisteredElsewhere, TraineeInvalid, TraineeUnknown } from './trainees.errors.js';
