import { SmsAnswerEntity } from './answers/sms-answer.entity.js';
import { CallOptOutEntity, CallResultEntity, CallTaskEntity } from './calls/call.entity.js';
import { ContactRequestEntity, JobLinkEntity, LinkCodeEntity, LinkMissesEntity } from './links/link.entity.js';
import { MessageOptOutEntity, NumberBlockEntity, SmsBudgetDayEntity, SmsBudgetEntity } from './limits/limits.entity.js';
import { NotificationAttemptEntity, NotificationEntity, NotificationPurposeEntity, NotificationTransitionEntity, SmsGatewayEntity } from './pipeline/notification.entity.js';
import { PolicyNoticeEntity } from './policies/policy-notice.entity.js';
import { PartPriceEntity } from './prices/part-price.entity.js';
import { SmsCallbackRefusalEntity, SmsReceiptEntity } from './receipts/receipt.entity.js';
import { SmsReplyEntity } from './replies/reply.entity.js';
import { SmsSenderEntity } from './senders/sms-sender.entity.js';
import { StandingWaveEntity } from './waves/standing-wave.entity.js';
import { NotificationWaveEntity } from './waves/notification-wave.entity.js';

/** The tables of this library, for the drift check. */
export const NOTIFICATIONS_ENTITIES = [
  NotificationPurposeEntity, NotificationTransitionEntity, NotificationWaveEntity, NotificationEntity, NotificationAttemptEntity, SmsGatewayEntity,
  MessageOptOutEntity, NumberBlockEntity, SmsBudgetEntity, SmsBudgetDayEntity, SmsReceiptEntity, SmsCallbackRefusalEntity, SmsReplyEntity, SmsAnswerEntity, SmsSenderEntity,
  JobLinkEntity, LinkMissesEntity, LinkCodeEntity, ContactRequestEntity, StandingWaveEntity, PolicyNoticeEntity, PartPriceEntity,
  CallTaskEntity, CallResultEntity, CallOptOutEntity,
] as const;
