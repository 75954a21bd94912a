export { SMALLEST_COMPARED, type FairnessAttribute, type SelectionRate } from './fairness.js';
export { MatchFairness, SELECTED_TOP, type FairnessReport } from './fairness.service.js';
export { MATCHES_ENTITIES } from './match.entity.js';
export { MatchesModule } from './matches.module.js';
export { MatchRefresh, STORED_TOP_K, type MatchJobs } from './match-refresh.service.js';
export { MatchBoard, MatchesService, type ExplainedMatch, type TraineeList, type TraineeMatch, type VacancyList, type VacancyMatch } from './matches.service.js';
export type { StoredForecast, VacancyMatchCount } from './match-lists.repository.js';
export { MatchShortages, type ShortageBoard, type ShownShortage } from './shortages.service.js';
export type { ShownTrainee, ShownVacancy } from './shown-rows.repository.js';
