import { Module } from '@nestjs/common';
import { TrainingModule } from '@app/training';
import { MinimumWagesController } from './minimum-wages.controller.js';
import { OrderDeskController } from './order-desk.controller.js';
import { OrderQueueController } from './order-queue.controller.js';
import { ProviderSlotsController } from './provider-slots.controller.js';
import { TrainingOrdersController } from './training-orders.controller.js';

/** Orders for training, the queue they wait in, providers' capacity, minimum wages. */
@Module({ imports: [TrainingModule], controllers: [TrainingOrdersController, OrderDeskController, OrderQueueController, ProviderSlotsController, MinimumWagesController] })
export class TrainingApiModule {}
