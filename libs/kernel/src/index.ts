export { DomainError, type FailureKind, type FieldFault } from './domain-error.js';
export { FixedClock, systemClock, type Clock } from './clock.js';
export { addDays, civilDateOf, dayNumber, daysBetween, fromDayNumber, isCivilDate, today, type CivilDate } from './civil-date.js';
export { LEVEL_END, REGION_LEVELS, isInside, isRegionCode, padRegion, parentRegion, regionLevel, regionPrefix, type RegionLevel } from './region-code.js';
export { EDUCATIONS, EDUCATION_LABEL, educationRank, isEducation, type Education } from './education.js';
export { ageOn, birthdayOf, creditCodeCheckCharacter, idCheckCharacter, idNumberFault, isCreditCode, maskIdNumber, maskPhone, normaliseIdNumber, type IdNumberFault } from './identity-number.js';
export { isUuid } from './ids.js';
