export { TEACHING_ENTITIES, TeachingModule } from './teaching.module.js';
export { SESSION_PARTS, SESSION_PERIODS, type SessionPart, type SessionPeriod } from './sessions/session.js';
