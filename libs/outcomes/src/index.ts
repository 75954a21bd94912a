export {
  EXCLUSION_REASONS, JOB_TYPES,
  type AttendanceFact, type ClassFact, type EmploymentEndFact, type EmploymentStartFact, type EvidenceFact, type EvidenceLevel, type ExclusionFact,
  type ExclusionReason, type Fact, type FactKind, type JobType, type NotEmployedFact, type OrderFact, type OrderHireFact, type RetractionFact,
} from './facts/fact.js';
export { Calendar } from './facts/calendar.js';
export { compareCodePoints } from './facts/code-points.js';
export { classTableOf, type Attendance, type ClassTable, type Job, type PersonHistory, type TrainingClass } from './facts/histories.js';
export { parseInstant, type Instant } from './facts/instant.js';
export { FactLedger, type LedgerFault, type LedgerQuery, type LedgerSlice } from './facts/ledger.js';
export type { Period } from './populations/cohort.js';
export { EVIDENCE_LAG_DAYS, type Standing } from './rates/judge.js';
export type { PledgeTally } from './rates/pledges.js';
export { PAY_KEPT_PERCENT, countKeptPledges, type KeptPledgeTally, type PledgeOutcome } from './rates/pledges-kept.js';
export { COHORT_DIMENSIONS, DIMENSIONS, RateCounter, computeRates, emptyCell, mergeCell, type CellMember, type CellTally, type CohortDimension, type Dimension, type PlacementTable, type PledgeTable, type RateQuery, type RateTable } from './rates/rates.js';
export { NO_MONTH, addStandings, firstImmatureStarts, monthOf, standingsOf, type StandingUnit } from './rates/standings.js';
export { KEPT_PLEDGES, NAMED_RATES, POPULATIONS, findNamedRate, withEvidence, type Horizon, type NamedRateId, type PlacementRule, type PledgeRule, type PopulationId, type RateRule } from './rates/rule.js';
export { readRateRule, readRateRules, type RuleReading } from './rates/read-rule.js';
export { percentOf, reachesTarget, wilsonInterval, type Percent } from './publication/intervals.js';
export { presentTable, type PresentationForm, type PresentedRate } from './publication/present.js';
export { SMALLEST_PUBLISHED, hiddenCells, isTooSmall } from './publication/suppression.js';
export { auditSizeFor, type SizedFrame } from './audit/size.js';
export { planAudit, type AuditPlan, type AuditStratum } from './audit/plan.js';
export { estimateWithAudit, type AuditEstimate, type AuditEvidence, type AuditedStratum } from './audit/estimate.js';
export { auditFrame, auditedCounts, type AuditAnswer, type AuditFrame } from './audit/frame.js';
export { cohortMonths, type CohortMonths } from './reports/cohort-months.js';
export { breakDown, type Surroundings } from './reports/breakdown.js';
export { CohortReport, retentionRuleOf, type CohortCounts, type CohortQuestion } from './reports/cohort-report.js';
export { presentCohort, type CohortFigures, type CohortHead, type PresentedOnTheJob, type PresentedRetention, type PresentedTrained } from './reports/present-cohort.js';
export { EMPLOYERS_SHOWN, type EmployerLine } from './reports/employers.js';
export { evidenceMix, type EvidenceShare } from './reports/evidence-mix.js';
export { FOLLOW_UP_DAYS, retentionCurve, type RetentionPoint, type RetentionQuery } from './reports/retention.js';
export { ENTITLEMENTS, readSubsidyRules, type Entitlement, type Fen, type SubsidyReading, type SubsidyRule, type SubsidyTier } from './settlement/subsidy-rule.js';
export { payPercentAt, settle, type ClassHead, type ClassRoll, type ClassStatement, type PaidClaim, type StatementLine } from './settlement/settle.js';
export { classRolls, isMatureClass } from './settlement/rolls.js';
export { estimateSettlement, type SettlementEstimate } from './settlement/estimate.js';
export { countTrained, type Trained, type TrainedCell, type TrainedCount } from './reports/trained.js';
export { onTheJobTable, type OnTheJobRow } from './reports/on-the-job.js';
export { deriveFigures, type Claim, type Expression, type Figure, type Finding, type Verdict } from './figures/derive.js';
export { INCOME_SOURCES, SUPPORT_CATEGORIES, type BookView, type IncomeRecord, type IncomeSource, type LineRecord, type MembershipRecord, type PriorPayRecord, type SupportCategory, type SupportRecord } from './closure/records.js';
export type { IncomeStanding } from './closure/income.js';
export { CLOSURE_DAYS, CLOSURE_STEPS, PAID_DUE_DAYS, STEP_BASES, STEP_STATES, WORK_DUE_DAYS, type ClosureStep, type PaidOn, type Step, type StepBasis, type StepState, type Steps } from './closure/steps.js';
export { ClosureReport, closureOf, type Closure, type ClosureBooks, type HouseholdClosure, type PersonClosure } from './closure/closure.js';
export { TOO_FEW, countClosure, presentClosure, type PresentedClosure, type StepCounts } from './closure/count.js';
export { comparePay, withoutSmallPay, type PayComparison, type PaySummary } from './closure/pay.js';
export { WORKPLACES, countWorkplaces, workplaceOf, type Workplace } from './closure/workplace.js';
export type { ZeroEmploymentHousehold } from './closure/zero-employment.js';
