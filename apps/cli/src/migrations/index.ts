import { PlatformTables1795471200000 } from './202611232200-platform-tables.js';
import { Accounts1795472460000 } from './202611232221-accounts.js';
import { Schedules1795472640000 } from './202611232224-schedules.js';
import { Vacancies1795472700000 } from './202611232225-vacancies.js';
import { Trainees1795473180000 } from './202611232233-trainees.js';
import { Placements1795473780000 } from './202611232243-placements.js';
import { Matches1795474500000 } from './202611232255-matches.js';
import { Catalogue1795474680000 } from './202611232258-catalogue.js';
import { OfferedVacancies1795489200000 } from './202611240300-offered-vacancies.js';
import { WorkbookIntake1795489500000 } from './202611240305-workbook-intake.js';
import { Duplicates1795489800000 } from './202611240310-duplicates.js';
import { DoubtQueues1795490100000 } from './202611240315-doubt-queues.js';
import { VacancyFeed1795490700000 } from './202611240325-vacancy-feed.js';
import { Rosters1795491000000 } from './202611240330-rosters.js';
import { RunHolds1795515900000 } from './202611241025-run-holds.js';
import { EmployerSpellings1795516500000 } from './202611241035-employer-spellings.js';
import { TestKeys1795519500000 } from './202611241125-test-keys.js';
import { FeedOfShownChanges1795527000000 } from './202611241330-feed-of-shown-changes.js';
import { Shortages1795535880000 } from './202611241558-shortages.js';
import { MatchingChanges1795832100000 } from './202611280215-matching-changes.js';
import { CountyShards1795833000000 } from './202611280230-county-shards.js';
import { MatchPlans1795834200000 } from './202611280250-match-plans.js';
import { EvidenceAudits1795836060000 } from './202611280321-evidence-audits.js';
import { FollowUps1795836180000 } from './202611280323-follow-ups.js';
import { CorrectionRequests1795836300000 } from './202611280325-correction-requests.js';
import { EvidenceFiles1795836420000 } from './202611280327-evidence-files.js';
import { RateProjections1795836600000 } from './202611280330-rate-projections.js';
import { Funds1795846200000 } from './202611280610-funds.js';
import { FundMoves1795846260000 } from './202611280611-fund-moves.js';
import { HouseholdHistory1795846800000 } from './202611280620-household-history.js';
import { ClosureBooks1795846860000 } from './202611280621-closure-books.js';
import { CohortReports1795847400000 } from './202611280630-cohort-reports.js';
import { PlanFailures1795847460000 } from './202611280631-plan-failures.js';
import { Surveys1795848000000 } from './202611280640-surveys.js';
import { SecondOfficerRefuses1795848060000 } from './202611280641-second-officer-refuses.js';
import { PaymentsInLedgerTime1795848600000 } from './202611280650-payments-in-ledger-time.js';
import { Webhooks1795850400000 } from './202611280720-webhooks.js';
import { TrainingOrders1795851600000 } from './202611280740-training-orders.js';
import { OrderQueue1795851660000 } from './202611280741-order-queue.js';
import { MinimumWages1795851720000 } from './202611280742-minimum-wages.js';
import { ClassSessions1795860000000 } from './202611281000-class-sessions.js';
import { TeachingResources1795860060000 } from './202611281001-teaching-resources.js';
import { ClassCalendars1795860120000 } from './202611281002-class-calendars.js';
import { SessionsOfEndedClasses1795860180000 } from './202611281003-sessions-of-ended-classes.js';
import { SessionsUseTheirProviders1795860240000 } from './202611281004-sessions-use-their-providers.js';
import { LifeOfClasses1795860600000 } from './202611281010-life-of-classes.js';
import { SessionAttendance1795860660000 } from './202611281011-session-attendance.js';
import { Assessments1795860720000 } from './202611281012-assessments.js';
import { SeatPolicies1795861200000 } from './202611281020-seat-policies.js';
import { SeatLotteries1795861260000 } from './202611281021-seat-lotteries.js';
import { ClassOffers1795861320000 } from './202611281022-class-offers.js';
import { TrainingAgreements1795861800000 } from './202611281030-training-agreements.js';
import { CooperationAgreements1795861860000 } from './202611281031-cooperation-agreements.js';
import { Specialities1795861920000 } from './202611281032-specialities.js';
import { HiresInTheLedger1795861980000 } from './202611281033-hires-in-the-ledger.js';
import { PlaceChanges1795863000000 } from './202611281050-place-changes.js';
import { ClassOfAnOrder1795863060000 } from './202611281051-class-of-an-order.js';
import { Notifications1795863600000 } from './202611281100-notifications.js';
import { NotificationMoves1795863660000 } from './202611281101-notification-moves.js';
import { SmsReplies1795863720000 } from './202611281102-sms-replies.js';
import { CheaperHistoryPages1795864800000 } from './202611281120-cheaper-history-pages.js';
import { SmsAnswers1795865400000 } from './202611281130-sms-answers.js';
import { JobLinks1795865460000 } from './202611281131-job-links.js';
import { OffersByMessage1795865520000 } from './202611281132-offers-by-message.js';
import { HistoriesOfManyPeople1795866000000 } from './202611281140-histories-of-many-people.js';
import { PledgeFacts1795866060000 } from './202611281141-pledge-facts.js';
import { OrdersOfAbortedClasses1795866600000 } from './202611281150-orders-of-aborted-classes.js';
import { AgreementsOfProviders1795866660000 } from './202611281151-agreements-of-providers.js';
import { HubeiWages1795866720000 } from './202611281152-hubei-wages.js';
import { CallLists1795867200000 } from './202611281200-call-lists.js';
import { AnswersByCall1795867260000 } from './202611281201-answers-by-call.js';
import { ClassNotices1795868400000 } from './202611281220-class-notices.js';
import { PolicyNotices1795868460000 } from './202611281221-policy-notices.js';
import { ForgottenTexts1795868520000 } from './202611281222-forgotten-texts.js';
import { RepliesOfNobody1795868580000 } from './202611281223-replies-of-nobody.js';
import { MessageFigures1795868640000 } from './202611281224-message-figures.js';
import { CheaperNotificationMoves1795869600000 } from './202611281240-cheaper-notification-moves.js';
import { IncomesByWorkbook1795883400000 } from './202611281630-incomes-by-workbook.js';
import { EvidenceFileDeletions1795884000000 } from './202611281640-evidence-file-deletions.js';
import { SupplementaryStatements1795884060000 } from './202611281641-supplementary-statements.js';
import { SupportCategoriesKnown1795884120000 } from './202611281642-support-categories-known.js';
import { LiftedCallStops1795884600000 } from './202611281650-lifted-call-stops.js';
import { KeptHistories1795896000000 } from './202611282000-kept-histories.js';
import { PersonErasures1795897200000 } from './202611282020-person-erasures.js';
import { AgreementFileDeletions1795897260000 } from './202611282021-agreement-file-deletions.js';
import { WhatErasuresTake1795897320000 } from './202611282022-what-erasures-take.js';
import { HistoriesSayWorkplaces1795898400000 } from './202611282040-histories-say-workplaces.js';
import { CopiesForPeople1795899000000 } from './202611282050-copies-for-people.js';
import { RecordingCostsLess1795907400000 } from './202611282310-recording-costs-less.js';
import { HistoriesInOrder1795907460000 } from './202611282311-histories-in-order.js';

/** Every migration, oldest first. A new one gets its line here. */
export const MIGRATIONS = [
  PlatformTables1795471200000, Accounts1795472460000, Schedules1795472640000, Vacancies1795472700000, Trainees1795473180000,
  Placements1795473780000, Matches1795474500000, Catalogue1795474680000, OfferedVacancies1795489200000, WorkbookIntake1795489500000,
  Duplicates1795489800000, DoubtQueues1795490100000, VacancyFeed1795490700000, Rosters1795491000000, RunHolds1795515900000,
  EmployerSpellings1795516500000, TestKeys1795519500000, FeedOfShownChanges1795527000000, Shortages1795535880000,
  MatchingChanges1795832100000, CountyShards1795833000000, MatchPlans1795834200000, EvidenceAudits1795836060000, FollowUps1795836180000,
  CorrectionRequests1795836300000, EvidenceFiles1795836420000, RateProjections1795836600000, Funds1795846200000, FundMoves1795846260000,
  HouseholdHistory1795846800000, ClosureBooks1795846860000, CohortReports1795847400000, PlanFailures1795847460000, Surveys1795848000000,
  SecondOfficerRefuses1795848060000, PaymentsInLedgerTime1795848600000, Webhooks1795850400000, TrainingOrders1795851600000,
  OrderQueue1795851660000, MinimumWages1795851720000, ClassSessions1795860000000, TeachingResources1795860060000,
  ClassCalendars1795860120000, SessionsOfEndedClasses1795860180000, SessionsUseTheirProviders1795860240000, LifeOfClasses1795860600000,
  SessionAttendance1795860660000, Assessments1795860720000, SeatPolicies1795861200000, SeatLotteries1795861260000,
  ClassOffers1795861320000, TrainingAgreements1795861800000, CooperationAgreements1795861860000, Specialities1795861920000,
  HiresInTheLedger1795861980000, PlaceChanges1795863000000, ClassOfAnOrder1795863060000, Notifications1795863600000,
  NotificationMoves1795863660000, SmsReplies1795863720000, CheaperHistoryPages1795864800000, SmsAnswers1795865400000,
  JobLinks1795865460000, OffersByMessage1795865520000, HistoriesOfManyPeople1795866000000, PledgeFacts1795866060000,
  OrdersOfAbortedClasses1795866600000, AgreementsOfProviders1795866660000, HubeiWages1795866720000, CallLists1795867200000,
  AnswersByCall1795867260000, ClassNotices1795868400000, PolicyNotices1795868460000, ForgottenTexts1795868520000,
  RepliesOfNobody1795868580000, MessageFigures1795868640000, CheaperNotificationMoves1795869600000, IncomesByWorkbook1795883400000,
  EvidenceFileDeletions1795884000000, SupplementaryStatements1795884060000, SupportCategoriesKnown1795884120000,
  LiftedCallStops1795884600000, KeptHistories1795896000000, PersonErasures1795897200000, AgreementFileDeletions1795897260000,
  WhatErasuresTake1795897320000, HistoriesSayWorkplaces1795898400000, CopiesForPeople1795899000000,
  RecordingCostsLess1795907400000, HistoriesInOrder1795907460000,
] as const;
