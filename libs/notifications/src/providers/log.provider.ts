import type { SmsProvider, SmsReceipt, SubmissionOutcome } from './sms-provider.js';

/** Sends nothing: the message stays as the pipeline keeps it, sealed, and officers see in the list what would have been sent. */
export class LogProvider implements SmsProvider {
  readonly name = 'log';

  async submit(): Promise<SubmissionOutcome> {
    return { verdict: 'accepted', providerId: null };
  }

  async ask(): Promise<SmsReceipt | null> {
    return null;
  }
}
