import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '@app/accounts';
import { PAID_COURSES, PlacementsModule } from '@app/placements';
import { FundPaidCourses } from './claims/fund-paid-courses.js';
import { OpenCoursesRepository } from './claims/open-courses.repository.js';
import { OpenCoursesService } from './claims/open-courses.service.js';
import { SettlementEstimates } from './estimates/estimates.service.js';
import { FundBooks } from './fund-books.js';
import { FundEntryEntity } from './money/fund-entry.entity.js';
import { FundEntity } from './money/fund.entity.js';
import { FundsRepository } from './money/funds.repository.js';
import { FundsService } from './money/funds.service.js';
import { SubsidyRuleVersionEntity } from './rules/subsidy-rule-version.entity.js';
import { SubsidyRulesRepository } from './rules/subsidy-rules.repository.js';
import { SubsidyRulesService } from './rules/subsidy-rules.service.js';
import { LinesRepository } from './statements/lines.repository.js';
import { PaymentsService } from './statements/payments.service.js';
import { StatementMaker } from './statements/statement-maker.js';
import { SubsidyLineEntity, SubsidyStatementEntity } from './statements/statement.entity.js';
import { StatementsRepository } from './statements/statements.repository.js';
import { SupplementMaker } from './statements/supplement-maker.js';
import { StatementsService } from './statements/statements.service.js';

/** The tables of this library, for the drift check. */
export const FUNDS_ENTITIES = [SubsidyRuleVersionEntity, FundEntity, SubsidyStatementEntity, SubsidyLineEntity, FundEntryEntity] as const;

/** Subsidy rules, funds, and what they promise and pay for classes and their people. */
@Module({
  imports: [AccountsModule, PlacementsModule, TypeOrmModule.forFeature([...FUNDS_ENTITIES])],
  providers: [
    FundBooks, SubsidyRulesRepository, SubsidyRulesService, FundsRepository, FundsService, StatementsRepository, LinesRepository, StatementMaker, SupplementMaker, StatementsService, PaymentsService,
    SettlementEstimates, OpenCoursesRepository, OpenCoursesService, { provide: PAID_COURSES, useClass: FundPaidCourses },
  ],
  exports: [SubsidyRulesService, FundsService, StatementsService, PaymentsService, SettlementEstimates, OpenCoursesService, PAID_COURSES],
})
export class FundsModule {}
