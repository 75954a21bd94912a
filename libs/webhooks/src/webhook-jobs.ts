/** Jobs of this library: name → payload. */
export type WebhookJobs = {
  /** One attempt to deliver; answered by `WebhookDeliverer.deliver`. */
  'webhook.deliver': { readonly deliveryId: string; readonly attempt: number };
  /** Forgets a county's old deliveries and ended secrets; answered by `WebhookUpkeep.cleanUp`. */
  'webhooks.clean-up': Readonly<Record<string, never>>;
};
