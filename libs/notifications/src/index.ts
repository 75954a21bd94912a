export { NotificationsModule } from './notifications.module.js';
export { NOTIFICATIONS_ENTITIES } from './notifications.entities.js';
export { type NotificationJobs } from './notification-jobs.js';
export {
  CANCEL_REASONS, HOLD_REASONS, NOTIFICATION_MOVES, NOTIFICATION_PURPOSES, NOTIFICATION_STATES, PURPOSES, type CancelReason, type HoldReason, type NotificationPurpose, type NotificationState, type PurposeRules,
} from './pipeline/notification-life.js';
export { Notifications, type NewNotification, type PlannedNotifications, type ReadNotification } from './pipeline/notifications.service.js';
export type { Notification, NotificationAttempt, NotificationFilter } from './pipeline/notifications.repository.js';
export { SmsSubmitter } from './pipeline/sms-submitter.js';
export { SmsReconciler } from './pipeline/sms-reconciler.js';
export { smsBacklog, type SmsBacklog } from './pipeline/sms-backlog.js';
export { SmsGateways } from './providers/sms-gateways.js';
export { SUBMIT_TIMEOUT_MS, type AskedMessage, type ProviderName, type ReceiptStatus, type SmsMessage, type SmsProvider, type SmsReceipt, type SmsReply, type SubmissionOutcome } from './providers/sms-provider.js';
export { readAliyunReceipts, readAliyunReplies } from './providers/aliyun-callbacks.js';
export { readTencentReceipts, readTencentReplies } from './providers/tencent-callbacks.js';
export { readKannelReceipt, readKannelReply } from './providers/kannel-callbacks.js';
export { SmsCallbacks, type Caller } from './receipts/sms-callbacks.service.js';
export { REPLY_STATES, type ReplyState } from './replies/reply.entity.js';
export { ReplyInbox } from './replies/reply-inbox.js';
export { BLOCK_REASONS, type BlockReason } from './limits/limits.entity.js';
export { DEFAULT_PARTS_PER_DAY, MessageLimits, type Budget } from './limits/message-limits.service.js';
export type { NumberBlock } from './limits/limits.repository.js';
export { firstOf, LARGE_WAVE_ABOVE, TRIAL_SIZE, WAVE_SIZE_MAX, WAVE_STATES, WAVE_STOPS, waveStateOf, type WaveState, type WaveStop } from './waves/wave-rules.js';
export { NotificationWaves, type NewWave, type WaveMessage } from './waves/waves.service.js';
export type { NotificationWave } from './waves/waves.repository.js';
