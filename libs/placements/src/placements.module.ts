import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '@app/accounts';
import { CatalogueModule } from '@app/catalogue';
import { NotificationsModule } from '@app/notifications';
import { TraineesModule } from '@app/trainees';
import { VacanciesModule } from '@app/vacancies';
import { WebhooksModule } from '@app/webhooks';
import { EvidenceAuditEntity, EvidenceAuditItemEntity } from './audits/evidence-audit.entity.js';
import { EvidenceAuditsRepository } from './audits/evidence-audits.repository.js';
import { EvidenceAuditsService } from './audits/evidence-audits.service.js';
import { ClassAssessmentEntity } from './classes/assessments/assessment.entity.js';
import { AssessmentsRepository } from './classes/assessments/assessments.repository.js';
import { Assessments } from './classes/assessments/assessments.service.js';
import { CertificateRules } from './classes/assessments/certificate-rules.js';
import { AttendanceMarkEntity } from './classes/attendance.entity.js';
import { AttendanceRepository } from './classes/attendance.repository.js';
import { ClassBooks } from './classes/class-books.js';
import { ClassCodes } from './classes/class-codes.js';
import { ClassesRepository } from './classes/classes.repository.js';
import { ClassesService } from './classes/classes.service.js';
import { ClassLifeRepository } from './classes/life/class-life.repository.js';
import { ClassLife } from './classes/life/class-life.service.js';
import { ClassMoveEntity, ClassTransitionEntity } from './classes/life/class-move.entity.js';
import { RollWriter } from './classes/roll-writer.js';
import { TrainingClassEntity } from './classes/training-class.entity.js';
import { ClassWaitingEntity } from './classes/waiting/class-waiting.entity.js';
import { WaitingListsRepository } from './classes/waiting/waiting-lists.repository.js';
import { WaitingLists } from './classes/waiting/waiting-lists.service.js';
import { CLOSURE_ENTITIES } from './closure/closure-books.entity.js';
import { ClosureBooksRepository } from './closure/closure-books.repository.js';
import { HouseholdBooksRepository } from './closure/household-books.repository.js';
import { CountyBooks } from './county-books.js';
import { CorrectionRequestEntity } from './corrections/correction-request.entity.js';
import { CorrectionRequestsRepository } from './corrections/correction-requests.repository.js';
import { CorrectionWriter } from './corrections/correction-writer.js';
import { CorrectionsService } from './corrections/corrections.service.js';
import { EmploymentsService } from './employments/employments.service.js';
import { EvidenceDetailEntity } from './employments/evidence-detail.entity.js';
import { EvidenceRepository } from './employments/evidence.repository.js';
import { EvidenceFileEntity } from './evidence-files/evidence-file.entity.js';
import { EvidenceFileDeletionEntity } from './evidence-files/evidence-file-deletion.entity.js';
import { EvidenceFileDeletionsRepository } from './evidence-files/evidence-file-deletions.repository.js';
import { EvidenceFileDeletions } from './evidence-files/evidence-file-deletions.service.js';
import { EvidenceFileForgetting } from './evidence-files/evidence-file-forgetting.service.js';
import { EvidenceFilesRepository } from './evidence-files/evidence-files.repository.js';
import { EvidenceFilesService } from './evidence-files/evidence-files.service.js';
import { ScanRetention } from './scans/scan-retention.service.js';
import { SealedScans } from './scans/sealed-scans.service.js';
import { FollowUpEntity } from './follow-ups/follow-up.entity.js';
import { FollowUpsRepository } from './follow-ups/follow-ups.repository.js';
import { FollowUpMessages } from './follow-ups/follow-up-messages.service.js';
import { FollowUpQuestions } from './follow-ups/follow-up-questions.service.js';
import { FollowUpsService } from './follow-ups/follow-ups.service.js';
import { ExclusionFactEntity } from './ledger/exclusion-fact.entity.js';
import { LedgerFactEntity, LedgerMoveEntity } from './ledger/ledger-fact.entity.js';
import { LedgerRepository } from './ledger/ledger.repository.js';
import { RegistrationsRepository } from './people/registrations.repository.js';
import { CohortNamesRepository } from './rates/cohorts/cohort-names.repository.js';
import { CohortPersons } from './rates/cohorts/cohort-persons.service.js';
import { CohortReportMaker } from './rates/cohorts/cohort-report-maker.js';
import { CohortReportViews } from './rates/cohorts/cohort-report-views.service.js';
import { CohortQuestions, CohortReports } from './rates/cohorts/cohort-reports.service.js';
import { CountyHistoriesRepository } from './rates/projections/county-histories.repository.js';
import { CountyReader } from './rates/projections/county-reader.service.js';
import { CountyTexts } from './rates/projections/county-texts.service.js';
import { KeptHistoriesRepository } from './rates/projections/kept-histories.repository.js';
import { KeptHistoryBlockEntity, KeptHistoryEntity } from './rates/projections/kept-history.entity.js';
import { RateChangeEntity, RateKindEntity, RateProjectionEntity, RateStandingEntity } from './rates/projections/rate-projection.entity.js';
import { RateProjectionsRepository } from './rates/projections/rate-projections.repository.js';
import { RateProjector } from './rates/projections/rate-projector.service.js';
import { ClassRolls } from './rates/class-rolls.js';
import { ClassRollsRepository } from './rates/class-rolls.repository.js';
import { RateMembers } from './rates/rate-members.service.js';
import { RatePersonsRepository } from './rates/rate-persons.repository.js';
import { RateTables } from './rates/rate-tables.service.js';
import { RatesService } from './rates/rates.service.js';
import { MatrixAnswers } from './rates/reports/matrix-answers.js';
import { PledgeRates } from './rates/reports/pledge-rates.service.js';
import { RateReportEntity } from './rates/reports/rate-report.entity.js';
import { RateReportMaker } from './rates/reports/rate-report-maker.js';
import { RateReportsRepository } from './rates/reports/rate-reports.repository.js';
import { CourseRates } from './rates/courses/course-rates.service.js';
import { RateReportTables } from './rates/reports/rate-report-tables.service.js';
import { RateReports } from './rates/reports/rate-reports.service.js';
import { TownshipRates } from './rates/reports/township-rates.service.js';
import { ReferralEntity, ReferralEventEntity, ReferralMoveEntity } from './referrals/referral.entity.js';
import { MatchInterests } from './referrals/match-interests.service.js';
import { ReferralNews } from './referrals/referral-news.service.js';
import { ReferralsRepository } from './referrals/referrals.repository.js';
import { ReferralsService } from './referrals/referrals.service.js';
import { AttendanceRoster } from './rosters/attendance.roster.js';
import { ClassResultsRoster } from './rosters/class-results.roster.js';
import { EmploymentsRoster } from './rosters/employments.roster.js';
import { HouseholdIncomesRoster } from './rosters/household-incomes.roster.js';
import { RosterPeople } from './rosters/roster-people.js';
import { RosterUndo } from './rosters/roster-undo.service.js';
import { SurveyAnswerEntity, SurveyAttemptEntity, SurveyCallEntity, SurveyEntity, SurveyMemberEntity, SurveyMoveEntity } from './surveys/survey.entity.js';
import { SurveyCallsRepository } from './surveys/survey-calls.repository.js';
import { SurveyCallsService } from './surveys/survey-calls.service.js';
import { SurveyFrames } from './surveys/survey-frames.service.js';
import { SurveysRepository } from './surveys/surveys.repository.js';
import { SurveysService } from './surveys/surveys.service.js';

/** The tables of this library, for the drift check. */
export const PLACEMENTS_ENTITIES = [
  TrainingClassEntity, ClassTransitionEntity, ClassMoveEntity, ClassWaitingEntity, ClassAssessmentEntity, AttendanceMarkEntity, LedgerMoveEntity, LedgerFactEntity, EvidenceDetailEntity, ExclusionFactEntity, ReferralEntity, ReferralEventEntity, ReferralMoveEntity,
  EvidenceAuditEntity, EvidenceAuditItemEntity, FollowUpEntity, CorrectionRequestEntity, EvidenceFileEntity, EvidenceFileDeletionEntity,
  RateStandingEntity, RateKindEntity, RateChangeEntity, RateProjectionEntity, KeptHistoryEntity, KeptHistoryBlockEntity, RateReportEntity,
  SurveyMoveEntity, SurveyEntity, SurveyMemberEntity, SurveyCallEntity, SurveyAttemptEntity, SurveyAnswerEntity,
  ...CLOSURE_ENTITIES,
] as const;

/** Classes, referrals, the ledger of placements with its evidence, and the rates over it. */
@Module({
  imports: [NotificationsModule, AccountsModule, CatalogueModule, TraineesModule, VacanciesModule, WebhooksModule, TypeOrmModule.forFeature([...PLACEMENTS_ENTITIES])],
  providers: [
    LedgerRepository, RegistrationsRepository, CountyBooks, ClassCodes, ClassesRepository, RollWriter, AssessmentsRepository, CertificateRules, ClassBooks, Assessments, ClassesService, ClassLifeRepository, ClassLife, WaitingListsRepository, WaitingLists, ReferralsRepository, ReferralNews, ReferralsService, MatchInterests,
    EvidenceRepository, EmploymentsService, CorrectionWriter, CorrectionRequestsRepository, CorrectionsService, EvidenceAuditsRepository, EvidenceAuditsService, FollowUpsRepository, FollowUpsService, FollowUpQuestions, FollowUpMessages, SealedScans, ScanRetention, EvidenceFilesRepository, EvidenceFilesService, EvidenceFileDeletionsRepository, EvidenceFileDeletions, EvidenceFileForgetting, RatePersonsRepository, RateTables, RateMembers, RatesService,
    CountyHistoriesRepository, KeptHistoriesRepository, CountyTexts, CountyReader, RateProjectionsRepository, RateProjector, RateReportsRepository, RateReportMaker, RateReports, PledgeRates, MatrixAnswers, TownshipRates,
    CohortNamesRepository, CohortReportMaker, CohortQuestions, CohortReports, CohortReportViews, CohortPersons, RateReportTables, ClassRollsRepository, ClassRolls, CourseRates,
    AttendanceRepository, RosterPeople, AttendanceRoster, ClassResultsRoster, EmploymentsRoster, RosterUndo, ClosureBooksRepository, HouseholdBooksRepository, HouseholdIncomesRoster,
    SurveysRepository, SurveyCallsRepository, SurveyFrames, SurveysService, SurveyCallsService,
  ],
  exports: [RosterPeople, CountyBooks, RegistrationsRepository, ClassCodes, ClassesService, ClassBooks, ClassLife, WaitingLists, Assessments, ReferralsService, MatchInterests, EmploymentsService, CorrectionsService, EvidenceAuditsService, FollowUpsService, FollowUpQuestions, EvidenceFilesService, EvidenceFileDeletions, EvidenceFileForgetting, RatesService, RateProjector, RateReportMaker, RateReports, TownshipRates, ClassRolls, LedgerRepository, AttendanceRoster, ClassResultsRoster, EmploymentsRoster, RosterUndo, SurveysService, SurveyCallsService, RateReportTables, CohortReports, CohortReportViews, CohortPersons, SealedScans, ScanRetention, CourseRates, CountyHistoriesRepository, CountyReader, ClosureBooksRepository, HouseholdBooksRepository, HouseholdIncomesRoster],
})
export class PlacementsModule {}
