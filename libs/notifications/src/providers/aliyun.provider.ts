import type { SmsSettings } from '@app/platform';
import type { SmsProvider, SmsReceipt, SubmissionOutcome } from './sms-provider.js';
export class AliyunProvider implements SmsProvider {
  readonly name = 'aliyun';
  constructor(private readonly settings: NonNullable<SmsSettings['aliyun']>) {}
  async submit(): Promise<SubmissionOutcome> { throw new Error(this.settings.signName); }
  async ask(): Promise<SmsReceipt | null> { return null; }
}
