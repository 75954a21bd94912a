import { Module } from '@nestjs/common';
import { FundsModule } from '@app/funds';
import { ClosureModule, PlacementsModule } from '@app/placements';
import { TrainingModule } from '@app/training';
import { AssessmentsController } from '../classes/assessments.controller.js';
import { ClassLifeController } from '../classes/class-life.controller.js';
import { ClassWaitingController } from '../classes/class-waiting.controller.js';
import { ClassesController } from '../classes/classes.controller.js';
import { CLOSURE_CONTROLLERS } from '../closure/closure-controllers.js';
import { EvidenceAuditsController } from '../evidence/evidence-audits.controller.js';
import { EvidenceFilesController } from '../evidence/evidence-files.controller.js';
import { FileDeletionsController } from '../evidence/file-deletions.controller.js';
import { FollowUpsController } from '../evidence/follow-ups.controller.js';
import { MultipartModule } from '../http/multipart.module.js';
import { CohortReportsController } from '../rates/cohort-reports.controller.js';
import { RateReportsController } from '../rates/rate-reports.controller.js';
import { RatesController } from '../rates/rates.controller.js';
import { ReferralsController } from '../referrals/referrals.controller.js';
import { SurveyCallsController } from '../surveys/survey-calls.controller.js';
import { SurveysController } from '../surveys/surveys.controller.js';
import { CorrectionsController } from './corrections.controller.js';
import { PlacementsController } from './placements.controller.js';

/** Classes, referrals, the placement ledger and the rates over it. */
@Module({ imports: [PlacementsModule, TrainingModule, ClosureModule.over(FundsModule), MultipartModule], controllers: [ClassesController, ClassLifeController, ClassWaitingController, AssessmentsController, ReferralsController, PlacementsController, CorrectionsController, EvidenceAuditsController, EvidenceFilesController, FileDeletionsController, FollowUpsController, RatesController, RateReportsController, SurveysController, SurveyCallsController, CohortReportsController, ...CLOSURE_CONTROLLERS] })
export class PlacementsApiModule {}
