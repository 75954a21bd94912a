export { ERASURES_ENTITIES } from './person-erasure.entity.js';
export { ErasuresModule } from './erasures.module.js';
export { Erasures, type ErasureView } from './erasures.service.js';
export { PersonErasing } from './person-erasing.service.js';
export type { ErasureJobs } from './erasure-jobs.js';
export {
  ERASURE_GROUNDS, ERASURE_REFUSALS, ERASURE_STATES, ERASURE_WAYS, HINDRANCE_LABEL, HINDRANCES, type ErasureGround, type ErasureRefusal, type ErasureState, type ErasureWay, type Hindrance,
} from './erasure.js';
