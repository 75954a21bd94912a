export { MatchingInputInvalid } from './errors.js';
export {
  AGE_BANDS,
  COURSE_STATES,
  REACHES,
  WORK_KINDS,
  type AgeBand,
  type CourseProfile,
  type CourseRecordProfile,
  type CourseState,
  type LevelledSkill,
  type Reach,
  type RequiredSkill,
  type SkillProfile,
  type TraineeProfile,
  type VacancyProfile,
  type WorkKind,
} from './profile.js';
export { DEFAULT_POLICY, createPolicy, policyFaults, type ScoringPolicy, type ScoringWeights } from './policy.js';
export { MatchingCatalogue, isSkillLevel, type CatalogueCourse, type CatalogueSkill, type TaughtSkill } from './catalogue.js';
export { isOccupationCode, occupationAffinity, parseOccupation, type OccupationCode } from './occupation.js';
export { effectiveSkills, type EffectiveSkill, type SkillSource } from './effective-skills.js';
export { prepareTrainee, prepareVacancy, type MatchingContext, type PreparedTrainee, type PreparedVacancy } from './prepared.js';
export { GATES, GATE_LABEL, type Gate } from './gate.js';
export { eligibleOn, gatesOf } from './eligibility.js';
export { scorePair, type PairScore, type ScoreParts } from './score.js';
export { type SkillsBasis } from './parts/skills.js';
export { type LocationBasis } from './parts/location.js';
export { type CoursesBasis } from './parts/courses.js';
export { DEFAULT_TOP_K, describePair, rankAllTrainees, rankTraineesForVacancy, rankVacanciesForTrainee, type RankedPair, type Ranking } from './rank.js';
export { explainPair, type ExplainedPart, type ExplainedRecord, type ExplainedSkill, type PairExplanation, type SkillInHand, type SkillStatus } from './explain.js';
export { bestNextCourse, withCertified, type NextCourse } from './next-course.js';
export { explanationSentence, type NameLookup } from './sentence.js';
export { plainReasons } from './plain-reasons.js';
export { FORECAST_FIELDS, forecastVacancies, type ForecastField, type VacancyForecast } from './forecast.js';
export { compareIds, fnv1a, tieOf, traineeTieHash } from './tie.js';
export { TraineeIndex, type IndexSnapshot, type ListedTrainee, type TraineeList } from './search/trainee-index.js';
export { TraineeRows, appendTrainee } from './search/trainee-rows.js';
export { type PeopleRange, type TraineeSegment } from './search/segment.js';
export { TraineeSearch, type FoundTrainee, type FoundTrainees } from './search/trainee-search.js';
export { VacancyIndex, type ListedVacancy, type ScanSink, type VacancyList } from './search/vacancy-index.js';
export { Vocabulary, type VocabularyLists } from './search/vocabulary.js';
export { PairSweep } from './search/pair-sweep.js';
export { BestLists, type BestColumns } from './search/best-lists.js';
export { BothWaysRanking, mergeShares, rankBothWays, shareOut, type BothWays, type BothWaysShare } from './search/both-ways.js';
export { shortageBoard, type Shortage, type ShortageCourse } from './plan/shortage-board.js';
export { CountyPlan, DEFAULT_PLAN_RULES, type PlanRules } from './plan/county-plan.js';
export { type Plan } from './plan/plan-draft.js';
export { type LimitedPlan, type PlanLimits } from './plan/plan-limits.js';
export { type Assignment, type AssignmentProblem, type Duals } from './assignment/assignment.js';
export { solveByPricing, type PricedAssignment } from './assignment/solve-by-pricing.js';
export { type OutsideAnswer, type OutsideSolver, type SideLimit } from './assignment/side-limit.js';
export { OutsideSolverFailed, limitsByGroup, solveWithLimits, type LimitedAssignment } from './assignment/side-limits.js';
export { solveAssignment } from './assignment/solve-assignment.js';
export { spreadOf, type Spread } from './assignment/spread.js';
export { type ClassPost, type ClassStanding } from './seats/class-fit.js';
export { classCandidates, type ClassCandidate, type ClassCandidates } from './seats/class-candidates.js';
export { seatClasses, type ClassSeats, type SeatPair, type SeatPerson, type SeatPlan, type SeatRules } from './seats/class-seats.js';
