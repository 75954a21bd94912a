export { SOURCE_FAULT_KINDS, SourceFault, type SourceFaultDetail, type SourceFaultKind } from './sources/source-fault.js';
export {
  SOURCE_CODES, type FetchContext, type MappedVacancy, type MappingTools, type PageRequest, type RawRow, type RegionBasis, type RegionLookup, type CheckedRows, type RowRejection, type SourceCode, type SourcePage,
  type VacancySourceAdapter,
} from './sources/source.js';
export { POLITE_DEFAULTS, PoliteClient, type PoliteClientOptions } from './sources/polite-client.js';
export { readTelephone, type PhoneStatus, type Telephone } from './sources/telephone.js';
export { HubeiSource } from './sources/hubei.source.js';
export { CjobSource } from './sources/cjob.source.js';
export { contentHash, identityGroupOf, pairGroups, rowHash, type GroupedRow, type KnownGroupedRow, type Pairing } from './sources/identity.js';
export { COUNT_TOLERANCE, crawl, type CrawlFault, type CrawlOptions, type CrawlResult, type CrawlSink, type CrawlStop } from './sources/crawl.js';
export { type PageDigest } from './sources/page-trail.js';
export { CLOSE_LIMIT_PER_DAY, CLOSE_LIMIT_PER_RUN, RUNS_TO_CLOSE, decideClosing, type ClosingDecision, type ClosingFacts, type OpenRow } from './sources/closing.js';
export { VACANCIES_ENTITIES } from './vacancies.entities.js';
export { VacanciesModule } from './vacancies.module.js';
export type { VacancyJobs } from './vacancy-jobs.js';
export { EMPLOYER_VERDICTS, type EmployerVerdict } from './employers/employer-decision.entity.js';
export { EmployerSpellings, type SpellingDecision, type SpellingDoubt } from './employers/employer-spellings.service.js';
export type { SpelledEmployer } from './employers/employer-spellings.repository.js';
export { EmployerKeys } from './employers/employer-keys.service.js';
export { EmployerWebhooks } from './employers/employer-webhooks.service.js';
export { EmployersService } from './employers/employers.service.js';
export type { EmployerRow } from './employers/employer.repository.js';
export { CLOSING_REASONS, VACANCY_KINDS, VACANCY_STATUSES, type ClosingReason, type DecidedBy, type PhoneMark, type VacancyKind, type VacancyStatus } from './vacancies/vacancy-life.js';
export { countHire, vacancyForReferral, type VacancyForReferral } from './vacancies/vacancy-seats.js';
export { VacancyNews, type OwnVacancyName } from './vacancies/vacancy-news.service.js';
export { VacanciesService, VacancyContacts, VacancyDesk, type VacancyQuestion, type VacancyView } from './vacancies/vacancies.service.js';
export type { VacancyPeriodRow, VacancyRow, VacancySkillRow, VacancySummary } from './vacancies/vacancy.repository.js';
export { OwnVacancies, type PostedVacancy, type BulkPost, type BulkPosted } from './vacancies/own-vacancies.service.js';
export type { OwnVacancyChange, OwnVacancyInput } from './vacancies/own-vacancy.js';
export { HELD_FOR, RUN_STATES, type HeldFor, type RunFault, type RunState, type SourceProtocol } from './imports/import.entity.js';
export type { RowOutcome, RunRow } from './imports/import.repository.js';
export type { SourceRow } from './imports/vacancy-source.repository.js';
export { ImportReplays } from './imports/import-replays.service.js';
export { SOURCE_STALE_AFTER_HOURS, SourceFreshnessReader, type SourceFreshness } from './imports/source-freshness.service.js';
export { HeldRuns, ImportRuns } from './imports/import-runs.service.js';
export { ImportInterrupted, ImportRunner } from './imports/import-runner.js';
export { SourceBusy } from './imports/run-turns.js';
export { DEFAULT_IMPORT_TUNING, IMPORT_TUNING, type ImportTuning } from './imports/source-connector.js';
export { NETWORKS, VacancySourcesService, type SourceChange } from './imports/vacancy-sources.service.js';
export { TITLE_VERDICTS, WORDING_VERDICTS, type TitleVerdict, type WordingVerdict } from './doubts/doubt.entity.js';
export { RESTRICTIONS, restrictedWording, WORDING_FLAGS, type WordingFlag, type WordingReading } from './doubts/wording.js';
export { DoubtsOverview, type DoubtsOverviewRow, type QueueState } from './doubts/doubts-overview.service.js';
export { TitleDoubts, type DecidedTitle, type TitleDecisionInput, type TitleDoubt } from './doubts/title-doubts.service.js';
export type { TitleDecisionRow } from './doubts/title-doubts.repository.js';
export { WordingDoubts, type WordingDoubt } from './doubts/wording-doubts.service.js';
export { HeldRunDoubts, RUN_DECISIONS, type RunDecision } from './doubts/held-run-doubts.service.js';
export { EmployerDoubts, type EmployerDoubt, type SeenLicence } from './doubts/employer-doubts.service.js';
export { VacancyOccupations, type OccupationChoice } from './doubts/vacancy-occupations.service.js';
export { WordsRereader } from './doubts/words-rereader.js';
export {
  CreditCodeInvalid, EmployerExists, EmployerNotCoded, EmployerUnknown, ImportMoveRefused, ImportRunning, ImportRunUnknown, NoContact, NoHireToUndo, SeatsTaken, SourceDisabled, SourceUnknown, UnknownOccupation, UnknownRegion,
  VacancyInvalid, VacancyMoveRefused, VacancyUnknown,
} from './vacancies.errors.js';
export { RosterEmployers, type RosterEmployer } from './rosters/roster-employers.js';
export { VacancyRoster, vacancyKeyOf, type VacancyRosterDeed, type VacancyRosterRow, type VacancyRosterTrace } from './rosters/vacancy-roster.js';
export { Duplicates, type DuplicateGroup, type DuplicateQuestion } from './duplicates/duplicates.service.js';
export { DUPLICATE_REASONS, DUPLICATE_REASON_LABEL, type DuplicateReason } from './duplicates/find-duplicates.js';
export { FEED_KEEPS_DAYS, VacancyFeed, type FeedChange } from './feed/vacancy-feed.service.js';
export type { OfferedVacancy } from './feed/feed.repository.js';
