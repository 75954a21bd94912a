import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '@app/accounts';
import { CatalogueModule } from '@app/catalogue';
import { MatchesModule } from '@app/matches';
import { NotificationsModule } from '@app/notifications';
import { PlacementsModule } from '@app/placements';
import { VacanciesModule } from '@app/vacancies';
import { WebhooksModule } from '@app/webhooks';
import { AGREEMENT_ENTITIES } from './agreements/agreement.entity.js';
import { AgreementFileDeletionsRepository } from './agreements/agreement-file-deletions.repository.js';
import { AgreementFileForgetting } from './agreements/agreement-file-forgetting.service.js';
import { AgreementFilesRepository } from './agreements/agreement-files.repository.js';
import { AgreementFiles } from './agreements/agreement-files.service.js';
import { AgreementsRepository } from './agreements/agreements.repository.js';
import { Agreements } from './agreements/agreements.service.js';
import { OrderNews } from './announcements/order-news.js';
import { CandidateFactsRepository } from './candidates/candidate-facts.repository.js';
import { OrderApplicationEntity, SeatAssignmentEntity, SeatAssignmentPairEntity, SeatPolicyEntity } from './candidates/candidate.entity.js';
import { ClassPosts } from './candidates/class-posts.js';
import { OrderApplicationsRepository } from './candidates/order-applications.repository.js';
import { OrderApplications } from './candidates/order-applications.service.js';
import { OrderCandidatesService } from './candidates/order-candidates.service.js';
import { SeatAssignmentInputs } from './candidates/seat-assignment-inputs.js';
import { SeatAssignmentMaker } from './candidates/seat-assignment-maker.js';
import { SeatAssignmentsRepository } from './candidates/seat-assignments.repository.js';
import { SeatAssignments } from './candidates/seat-assignments.service.js';
import { SeatPoliciesRepository } from './candidates/seat-policies.repository.js';
import { SeatPolicies } from './candidates/seat-policies.service.js';
import { COOPERATION_ENTITIES } from './cooperation/cooperation.entity.js';
import { CooperationRepository } from './cooperation/cooperation.repository.js';
import { Cooperations } from './cooperation/cooperation.service.js';
import { DeadlinesRepository } from './deadlines/deadlines.repository.js';
import { OrderDeadlines } from './deadlines/order-deadlines.service.js';
import { OrderJobsRepository } from './deadlines/order-jobs.repository.js';
import { OrderJobs } from './deadlines/order-jobs.service.js';
import { LotteriesRepository } from './lotteries/lotteries.repository.js';
import { Lotteries } from './lotteries/lotteries.service.js';
import { LotteryInputs } from './lotteries/lottery-inputs.js';
import { LotteryCallEntity, LotteryEntity, LotteryEntryEntity, LotteryLineEntity, LotteryMoveEntity, LotteryResultEntity } from './lotteries/lottery.entity.js';
import { ClassOfferEntity, ClassOfferMoveEntity, ClassOfferTransitionEntity, ClassRollExceptionEntity } from './offers/class-offer.entity.js';
import { ClassOffersRepository } from './offers/class-offers.repository.js';
import { ClassOffers } from './offers/class-offers.service.js';
import { OfferBooks } from './offers/offer-books.js';
import { OfferDesk } from './offers/offer-desk.service.js';
import { OfferMessages } from './offers/offer-messages.service.js';
import { OfferTexts } from './offers/offer-texts.js';
import { OfferNews } from './offers/offer-news.js';
import { OfferSuccession } from './offers/offer-succession.service.js';
import { OpeningInputs } from './openings/opening-inputs.js';
import { OrderClasses } from './openings/order-classes.service.js';
import { OrderedClasses } from './openings/ordered-classes.service.js';
import { RollExceptionsRepository } from './openings/roll-exceptions.repository.js';
import { RollExceptions } from './openings/roll-exceptions.service.js';
import { FulfilmentRepository } from './fulfilment/fulfilment.repository.js';
import { OrderFulfilment } from './fulfilment/fulfilment.service.js';
import { OrderHiresRepository } from './hires/order-hires.repository.js';
import { HireLedger, OrderHires } from './hires/order-hires.service.js';
import { OrderDesk } from './orders/order-desk.service.js';
import { OrderWorlds } from './orders/order-worlds.js';
import { OrderWriter } from './orders/order-writer.js';
import { PledgeFactEntity, OrderTransitionEntity, TrainingOrderEntity, TrainingOrderHireEntity, TrainingOrderMoveEntity, TrainingOrderSkillEntity } from './orders/training-order.entity.js';
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
  OrderTransitionEntity, TrainingOrderEntity, TrainingOrderSkillEntity, TrainingOrderMoveEntity, TrainingOrderHireEntity, PledgeFactEntity, ProviderSlotEntity, ProviderPauseEntity, OrderQueueEntity, OrderQueuePlaceEntity, MinimumWageEntity,
  SeatPolicyEntity, OrderApplicationEntity, SeatAssignmentEntity, SeatAssignmentPairEntity, LotteryMoveEntity, LotteryEntity, LotteryLineEntity, LotteryEntryEntity, LotteryResultEntity, LotteryCallEntity, ClassOfferTransitionEntity, ClassOfferEntity, ClassOfferMoveEntity, ClassRollExceptionEntity,
  ...AGREEMENT_ENTITIES, ...COOPERATION_ENTITIES, ...SPECIALITY_ENTITIES,
] as const;

/** Orders for training: their lives, the queue they wait in, the capacity that serves them, and the people of their classes. */
@Module({
  imports: [NotificationsModule, AccountsModule, CatalogueModule, MatchesModule, PlacementsModule, VacanciesModule, WebhooksModule, TypeOrmModule.forFeature([...TRAINING_ENTITIES])],
  providers: [
    TrainingBooks, TrainingOrdersRepository, OrderWorlds, OrderWriter, TrainingOrders, OrderDesk, MinimumWages, ProviderSlotsRepository, ProviderSlots, QueueInputsRepository, PlacesRepository, QueueWakes, OrderQueue,
    DeadlinesRepository, OrderDeadlines, OrderJobsRepository, OrderJobs, OrderNews,
    ClassPosts, CandidateFactsRepository, OrderCandidatesService, OrderApplicationsRepository, OrderApplications, SeatPoliciesRepository, SeatPolicies, SeatAssignmentsRepository, SeatAssignmentInputs, SeatAssignments, SeatAssignmentMaker,
    LotteriesRepository, LotteryInputs, Lotteries, ClassOffersRepository, OfferBooks, OfferNews, OfferMessages, OfferTexts, OfferDesk, ClassOffers, OfferSuccession, RollExceptionsRepository, RollExceptions, OpeningInputs, OrderClasses, OrderedClasses,
    AgreementsRepository, Agreements, AgreementFilesRepository, AgreementFiles, AgreementFileDeletionsRepository, AgreementFileForgetting, OrderHiresRepository, HireLedger, OrderHires, CooperationRepository, Cooperations,
    SpecialitiesRepository, Specialities, TaughtCourses, FulfilmentRepository, OrderFulfilment, ScoredSlots, SlotRecommendations,
  ],
  exports: [TrainingOrders, OrderDesk, MinimumWages, ProviderSlots, OrderQueue, OrderDeadlines, OrderJobs, OrderNews, OrderCandidatesService, OrderApplications, SeatPolicies, SeatAssignments, SeatAssignmentMaker, Lotteries, OfferDesk, ClassOffers, OfferMessages, OfferSuccession, RollExceptions, OrderClasses, OrderedClasses, Agreements, AgreementFiles, AgreementFileForgetting, OrderHires, Cooperations, Specialities, OrderFulfilment, SlotRecommendations],
})
export class TrainingModule {}
