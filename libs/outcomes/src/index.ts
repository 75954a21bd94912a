export {
  EXCLUSION_REASONS, JOB_TYPES,
  type AttendanceFact, type ClassFact, type EmploymentEndFact, type EmploymentStartFact, type EvidenceFact, type EvidenceLevel, type ExclusionFact,
  type ExclusionReason, type Fact, type FactKind, type JobType, type NotEmployedFact, type OrderFact, type OrderHireFact, type RetractionFact,
} from './facts/fact.js';
export { Calendar } from './facts/calendar.js';
export { compareCodePoints } from './facts/code-points.js';
export type { Attendance, Job, PersonHistory, TrainingClass } from './facts/histories.js';
export { parseInstant, type Instant } from './facts/instant.js';
export { FactLedger, type LedgerFault, type LedgerQuery, type LedgerSlice } from './facts/ledger.js';
export type { Period } from './populations/cohort.js';
export { EVIDENCE_LAG_DAYS, type Standing } from './rates/judge.js';
export type { PledgeTally } from './rates/pledges.js';
export { DIMENSIONS, computeRates, emptyCell, type CellMember, type CellTally, type Dimension, type PlacementTable, type PledgeTable, type RateQuery, type RateTable } from './rates/rates.js';
export { NO_MONTH, addStandings, firstImmatureStarts, monthOf, standingsOf, type StandingUnit } from './rates/standings.js';
export { NAMED_RATES, assertRule, findNamedRate, withEvidence, type Horizon, type NamedRateId, type PlacementRule, type PledgeRule, type PopulationId, type RateRule } from './rates/rule.js';
export { percentOf, reachesTarget, wilsonInterval, type Percent } from './publication/intervals.js';
export { presentTable, type PresentationForm, type PresentedRate } from './publication/present.js';
export { SMALLEST_PUBLISHED, hiddenCells, isTooSmall } from './publication/suppression.js';
