import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '@app/catalogue';
import { MATCHES_ENTITIES } from './match.entity.js';
import { MatchFairness } from './fairness.service.js';
import { MatchingEngine } from './engine/matching-engine.js';
import { EngineWarmUp } from './engine/warm-up.js';
import { MatchListsRepository } from './match-lists.repository.js';
import { MatchRefresh } from './match-refresh.service.js';
import { MatchBoard, MatchesService } from './matches.service.js';
import { MatchShortages } from './shortages.service.js';
import { MatchDecisions } from './plans/match-decisions.service.js';
import { MatchPlansRepository } from './plans/match-plans.repository.js';
import { MatchPlanMaker } from './plans/match-plan-maker.service.js';
import { MatchPlans } from './plans/match-plans.service.js';
import { ShownRowsRepository } from './shown-rows.repository.js';

/** Ranked lists with reasons, both ways, and the stored lists that jobs keep. */
@Module({
  imports: [TypeOrmModule.forFeature([...MATCHES_ENTITIES]), CatalogueModule],
  providers: [MatchingEngine, EngineWarmUp, MatchListsRepository, ShownRowsRepository, MatchesService, MatchBoard, MatchFairness, MatchRefresh, MatchShortages, MatchPlansRepository, MatchPlans, MatchPlanMaker, MatchDecisions],
  exports: [MatchingEngine, ShownRowsRepository, EngineWarmUp, MatchesService, MatchBoard, MatchFairness, MatchRefresh, MatchShortages, MatchPlans, MatchPlanMaker, MatchDecisions],
})
export class MatchesModule {}
