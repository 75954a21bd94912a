import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '@app/catalogue';
import { MatchesModule } from '@app/matches';
import { TraineesModule } from '@app/trainees';
import { ServiceMessages } from './answers/service-messages.service.js';
import { AnswersRepository } from './answers/answers.repository.js';
import { SmsAnswers } from './answers/sms-answers.service.js';
import { CallAnswers } from './calls/call-answers.service.js';
import { CallLists } from './calls/call-lists.service.js';
import { CallStops } from './calls/call-stops.service.js';
import { CallStopsRepository } from './calls/call-stops.repository.js';
import { CallsRepository } from './calls/calls.repository.js';
import { ContactHistoriesRepository } from './channels/contact-histories.repository.js';
import { ExposureRepository } from './exposure/exposure.repository.js';
import { ExposureService } from './exposure/exposure.service.js';
import { ChannelFiguresRepository } from './figures/channel-figures.repository.js';
import { ChannelFiguresService } from './figures/channel-figures.service.js';
import { ForgettingRepository } from './forgetting/forgetting.repository.js';
import { MessageForgetting } from './forgetting/message-forgetting.service.js';
import { MessageFiguresRepository } from './figures/message-figures.repository.js';
import { MessageTimesRepository } from './figures/message-times.repository.js';
import { MessageTimesService } from './figures/message-times.service.js';
import { MessageFiguresService } from './figures/message-figures.service.js';
import { ContactRequests } from './links/contact-requests.service.js';
import { JobLinks } from './links/job-links.service.js';
import { LinksRepository } from './links/links.repository.js';
import { LimitsRepository } from './limits/limits.repository.js';
import { MessageLimits } from './limits/message-limits.service.js';
import { NotificationBooks } from './notification-books.js';
import { NOTIFICATIONS_ENTITIES } from './notifications.entities.js';
import { NotificationsRepository } from './pipeline/notifications.repository.js';
import { Notifications } from './pipeline/notifications.service.js';
import { SmsReconciler } from './pipeline/sms-reconciler.js';
import { SmsSubmitter } from './pipeline/sms-submitter.js';
import { PolicyNoticesRepository } from './policies/policy-notices.repository.js';
import { PolicyNotices } from './policies/policy-notices.service.js';
import { PolicyTexts } from './policies/policy-texts.js';
import { PartPricesRepository } from './prices/part-prices.repository.js';
import { PartPrices } from './prices/part-prices.service.js';
import { SmsGateways } from './providers/sms-gateways.js';
import { CallbacksRepository } from './receipts/callbacks.repository.js';
import { ReceiptIntake } from './receipts/receipt-intake.js';
import { SmsCallbacks } from './receipts/sms-callbacks.service.js';
import { RepliesRepository } from './replies/replies.repository.js';
import { ReplyActs } from './replies/reply-acts.js';
import { ReplyDesk } from './replies/reply-desk.service.js';
import { ReplyInbox } from './replies/reply-inbox.js';
import { ReplyStops } from './replies/reply-stops.js';
import { SendersRepository } from './senders/senders.repository.js';
import { SmsSenders } from './senders/sms-senders.service.js';
import { Addressees } from './texts/addressees.service.js';
import { AddresseesRepository } from './texts/addressees.repository.js';
import { VillageNotices } from './village/village-notices.service.js';
import { WaveCandidatesRepository } from './waves/wave-candidates.repository.js';
import { WaveChoice } from './waves/wave-choice.service.js';
import { WaveMaker } from './waves/wave-maker.service.js';
import { WaveTexts } from './waves/wave-texts.js';
import { WavesRepository } from './waves/waves.repository.js';
import { NotificationWaves } from './waves/waves.service.js';

/** Messages to trainees: planned in waves, sent at most once, and what came of them. */
@Module({
  imports: [TypeOrmModule.forFeature([...NOTIFICATIONS_ENTITIES]), CatalogueModule, TraineesModule, MatchesModule],
  providers: [
    NotificationBooks, NotificationsRepository, Notifications, SmsGateways, SmsSubmitter, SmsReconciler, WavesRepository, NotificationWaves, LimitsRepository, MessageLimits,
    CallbacksRepository, ReceiptIntake, SmsCallbacks, RepliesRepository, ReplyInbox, ReplyDesk, ReplyActs, ReplyStops,
    AnswersRepository, SmsAnswers, ServiceMessages, SendersRepository, SmsSenders, AddresseesRepository, Addressees,
    LinksRepository, JobLinks, ContactRequests, WaveCandidatesRepository, WaveTexts, WaveMaker, MessageFiguresRepository, MessageFiguresService, VillageNotices,
    PolicyNoticesRepository, PolicyTexts, PolicyNotices, ForgettingRepository, MessageForgetting,
    MessageTimesRepository, MessageTimesService, PartPricesRepository, PartPrices,
    CallsRepository, CallLists, CallAnswers, CallStopsRepository, CallStops, ContactHistoriesRepository, WaveChoice, ExposureRepository, ExposureService, ChannelFiguresRepository, ChannelFiguresService,
  ],
  exports: [Notifications, NotificationWaves, MessageLimits, SmsGateways, SmsSubmitter, SmsReconciler, SmsCallbacks, ReplyInbox, ReplyDesk, SmsAnswers, SmsSenders, Addressees, JobLinks, ContactRequests, WaveMaker, MessageFiguresService, VillageNotices, PolicyNotices, MessageForgetting, MessageTimesService, PartPrices, CallLists, CallAnswers, CallStops, ExposureService, ChannelFiguresService],
})
export class NotificationsModule {}
