import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '@app/accounts';
import { CatalogueModule } from '@app/catalogue';
import { MatchesModule } from '@app/matches';
import { PlacementsModule } from '@app/placements';
import { VacanciesModule } from '@app/vacancies';
import { WebhooksModule } from '@app/webhooks';
import { AGREEMENT_ENTITIES } from './agreements/agreement.entity.js';
import { AgreementFilesRepository } from './agreements/agreement-files.repository.js';
import { AgreementFiles } from './agreements/agreement-files.service.js';
import { AgreementsRepository } from './agreements/agreements.repository.js';
import { Agreements } from './agreements/agreements.service.js';
import { OrderNews } from './announcements/order-news.js';
import { COOPERATION_ENTITIES } from './cooperation/cooperation.entity.js';
import { CooperationRepository } from './cooperation/cooperation.repository.js';
import { Cooperations } from './cooperation/cooperation.service.js';
import { DeadlinesRepository } from './deadlines/deadlines.repository.js';
import { OrderDeadlines } from './deadlines/order-deadlines.service.js';
import { OrderJobsRepository } from './deadlines/order-jobs.repository.js';
import { OrderJobs } from './deadlines/order-jobs.service.js';
import { FulfilmentRepository } from './fulfilment/fulfilment.repository.js';
import { OrderFulfilment } from './fulfilment/fulfilment.service.js';
import { OrderHiresRepository } from './hires/order-hires.repository.js';
import { HireLedger, OrderHires } from './hires/order-hires.service.js';
import { OrderDesk } from './orders/order-desk.service.js';
import { OrderWorlds } from './orders/order-worlds.js';
import { OrderWriter } from './orders/order-writer.js';
import { OrderTransitionEntity, TrainingOrderEntity, TrainingOrderHireEntity, TrainingOrderMoveEntity, TrainingOrderSkillEntity } from './orders/training-order.entity.js';
import { TrainingOrdersRepository } from './orders/training-orders.repository.js';
import { TrainingOrders } from './orders/training-orders.service.js';
import { OrderQueueEntity, OrderQueuePlaceEntity } from './queue/order-queue.entity.js';
import { OrderQueue } from './queue/order-queue.service.js';
import { PlacesRepository } from './queue/places.repository.js';
import { QueueInputsRepository } from './queue/queue-inputs.repository.js';
import { QueueWakes } from './queue/queue-wakes.js';
import { SPECIALITY_ENTITIES } from './specialities/speciality.entity.js';
import { SpecialitiesRepository } from './specialities/specialities.repository.js';
import { Specialities } from './specialities/specialities.service.js';
import { TaughtCourses } from './specialities/taught-courses.js';
import { ProviderPauseEntity, ProviderSlotEntity } from './slots/provider-slot.entity.js';
import { ProviderSlotsRepository } from './slots/provider-slots.repository.js';
import { ScoredSlots } from './slots/scored-slots.js';
import { SlotRecommendations } from './slots/slot-recommendations.service.js';
import { ProviderSlots } from './slots/provider-slots.service.js';
import { TrainingBooks } from './training-books.js';
import { MinimumWageEntity } from './wages/minimum-wage.entity.js';
import { MinimumWages } from './wages/minimum-wages.service.js';

/** The tables of this library, for the drift check. */
export const TRAINING_ENTITIES = [
  OrderTransitionEntity, TrainingOrderEntity, TrainingOrderSkillEntity, TrainingOrderMoveEntity, TrainingOrderHireEntity, ProviderSlotEntity, ProviderPauseEntity, OrderQueueEntity, OrderQueuePlaceEntity, MinimumWageEntity,
  ...AGREEMENT_ENTITIES, ...COOPERATION_ENTITIES, ...SPECIALITY_ENTITIES,
] as const;

/** Orders for training: their lives, the queue they wait in, the capacity that serves them. */
@Module({
  imports: [AccountsModule, CatalogueModule, MatchesModule, PlacementsModule, VacanciesModule, WebhooksModule, TypeOrmModule.forFeature([...TRAINING_ENTITIES])],
  providers: [
    TrainingBooks, TrainingOrdersRepository, OrderWorlds, OrderWriter, TrainingOrders, OrderDesk, MinimumWages, ProviderSlotsRepository, ProviderSlots, QueueInputsRepository, PlacesRepository, QueueWakes, OrderQueue,
    DeadlinesRepository, OrderDeadlines, OrderJobsRepository, OrderJobs, OrderNews,
    AgreementsRepository, Agreements, AgreementFilesRepository, AgreementFiles, OrderHiresRepository, HireLedger, OrderHires, CooperationRepository, Cooperations,
    SpecialitiesRepository, Specialities, TaughtCourses, FulfilmentRepository, OrderFulfilment, ScoredSlots, SlotRecommendations,
  ],
  exports: [TrainingOrders, OrderDesk, MinimumWages, ProviderSlots, OrderQueue, OrderDeadlines, OrderJobs, OrderNews, Agreements, AgreementFiles, OrderHires, Cooperations, Specialities, OrderFulfilment, SlotRecommendations],
})
export class TrainingModule {}
