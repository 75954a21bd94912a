import type { SmsSettings } from '@app/platform';
import type { SmsProvider, SmsReceipt, SubmissionOutcome } from './sms-provider.js';
export class TencentProvider implements SmsProvider {
  readonly name = 'tencent';
  constructor(private readonly settings: NonNullable<SmsSettings['tencent']>) {}
  async submit(): Promise<SubmissionOutcome> { throw new Error(this.settings.signName); }
  async ask(): Promise<SmsReceipt | null> { return null; }
}
