import { Module } from '@nestjs/common';
import { FundsModule } from '@app/funds';
import { TrainingModule } from '@app/training';
import { ClassOffersController } from './class-offers.controller.js';
import { LotteriesController } from './lotteries.controller.js';
import { MultipartModule } from '../http/multipart.module.js';
import { AgreementFilesController } from './agreement-files.controller.js';
import { AgreementsController } from './agreements.controller.js';
import { CooperationsController } from './cooperations.controller.js';
import { FulfilmentController } from './fulfilment.controller.js';
import { MinimumWagesController } from './minimum-wages.controller.js';
import { OrderCandidatesController } from './order-candidates.controller.js';
import { OrderDeskController } from './order-desk.controller.js';
import { OrderHiresController } from './order-hires.controller.js';
import { OrderQueueController } from './order-queue.controller.js';
import { OrderStatementsController } from './order-statements.controller.js';
import { ProviderSlotsController } from './provider-slots.controller.js';
import { SeatsController } from './seats.controller.js';
import { SpecialitiesController } from './specialities.controller.js';
import { TrainingOrdersController } from './training-orders.controller.js';

/** Orders for training, the queue they wait in, the people of their classes, agreements, what became of them, providers' capacity, the catalogue of specialities, minimum wages. */
@Module({
  imports: [TrainingModule, FundsModule, MultipartModule],
  controllers: [
    TrainingOrdersController, OrderDeskController, OrderHiresController, OrderQueueController, OrderStatementsController, AgreementsController, AgreementFilesController, FulfilmentController,
    OrderCandidatesController, SeatsController, LotteriesController, ClassOffersController, ProviderSlotsController, SpecialitiesController, CooperationsController, MinimumWagesController,
  ],
})
export class TrainingApiModule {}
