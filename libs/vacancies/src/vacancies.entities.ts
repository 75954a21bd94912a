import { EmployerRejectionEntity, TitleDecisionEntity, WordingDecisionEntity } from './doubts/doubt.entity.js';
import { VacancyPairDecisionEntity } from './duplicates/pair-decision.entity.js';
import { VacancyFeedEpochEntity } from './feed/feed-epoch.entity.js';
import { EmployerDecisionEntity } from './employers/employer-decision.entity.js';
import { EmployerEntity, EmployerSourceIdEntity } from './employers/employer.entity.js';
import { ImportPageEntity, ImportRowEntity, ImportRunEntity, VacancySourceEntity } from './imports/import.entity.js';
import { VacancyEntity, VacancyPeriodEntity, VacancySkillEntity } from './vacancies/vacancy.entity.js';

/** Every table of the lib. */
export const VACANCIES_ENTITIES = [
  EmployerEntity, EmployerSourceIdEntity, VacancyEntity, VacancyPairDecisionEntity, VacancyFeedEpochEntity, VacancySkillEntity, VacancyPeriodEntity, VacancySourceEntity, ImportRunEntity, ImportPageEntity, ImportRowEntity,
  TitleDecisionEntity, WordingDecisionEntity, EmployerRejectionEntity, EmployerDecisionEntity,
] as const;
