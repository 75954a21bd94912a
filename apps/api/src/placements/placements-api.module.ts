import { Module } from '@nestjs/common';
import { PlacementsModule } from '@app/placements';
import { ClassesController } from '../classes/classes.controller.js';
import { RateReportsController } from '../rates/rate-reports.controller.js';
import { RatesController } from '../rates/rates.controller.js';
import { ReferralsController } from '../referrals/referrals.controller.js';
import { PlacementsController } from './placements.controller.js';

/** Classes, referrals, the placement ledger and the rates over it. */
@Module({ imports: [PlacementsModule], controllers: [ClassesController, ReferralsController, PlacementsController, RatesController, RateReportsController] })
export class PlacementsApiModule {}
