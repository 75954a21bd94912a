import { Module } from '@nestjs/common';
import { TrainingModule } from '@app/training';
import { ClassOffersController } from './class-offers.controller.js';
import { LotteriesController } from './lotteries.controller.js';
import { MinimumWagesController } from './minimum-wages.controller.js';
import { OrderCandidatesController } from './order-candidates.controller.js';
import { OrderDeskController } from './order-desk.controller.js';
import { OrderQueueController } from './order-queue.controller.js';
import { ProviderSlotsController } from './provider-slots.controller.js';
import { SeatsController } from './seats.controller.js';
import { TrainingOrdersController } from './training-orders.controller.js';

/** Orders for training, the queue they wait in, providers' capacity, minimum wages; the people of orders' classes. */
@Module({ imports: [TrainingModule], controllers: [TrainingOrdersController, OrderDeskController, OrderQueueController, ProviderSlotsController, MinimumWagesController, OrderCandidatesController, SeatsController, LotteriesController, ClassOffersController] })
export class TrainingApiModule {}
