/** Jobs of this library: name → payload. Ids only. */
export type NotificationJobs = {
  /** Hands messages that are due over to a provider; answered by `SmsSubmitter.submit`. */
  'sms.submit': { readonly notificationIds: readonly string[] };
  /** Looks after messages that nobody has answered for; answered by `SmsReconciler.reconcile`. */
  'sms.reconcile': { readonly notificationIds: readonly string[]; readonly round: number };
  /** Puts a county's messages that nothing looks after any more into the queue again; answered by `SmsReconciler.sweep`. */
  'notifications.sweep': Readonly<Record<string, never>>;
  /** Somebody has answered; answered by `ReplyInbox.read`. */
  'sms-reply.read': { readonly replyId: string };
  /** Texts and replies past their time are forgotten; answered by `MessageForgetting.forget`. */
  'messages.forget': Readonly<Record<string, never>>;
  /** A vacancy's next wave, when an officer has said that they follow by themselves; answered by `WaveMaker.follow`. */
  'notification-wave.follow': { readonly vacancyId: string };
  /** Somebody has answered a question: features do what follows. */
  'sms-answer.given': { readonly answerId: string };
  /** An officer has tapped in what somebody answered to a call; answered by `CallAnswers.take`. */
  'call.answered': { readonly resultId: string };
  /** Ends calls that nobody made, and calls whom messages did not reach; answered by `CallLists.refresh`. */
  'call-lists.refresh': Readonly<Record<string, never>>;
};

/** Messages of one job: claimed together, handed over side by side. */
export const BATCH = 10;

/** Payloads of so many ids each. */
export function inBatches(ids: readonly string[]): { readonly notificationIds: readonly string[] }[] {
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, i) => ({ notificationIds: ids.slice(i * BATCH, (i + 1) * BATCH) }));
}
