import type Dysmsapi from '@alicloud/dysmsapi20170525';
import type { SmsSettings } from '@app/platform';
import { shanghaiTime } from './callback-fields.js';
import { ONE_CONNECTION_EACH, outcomeOfFailure } from './http-failure.js';
import { SUBMIT_TIMEOUT_MS, type AskedMessage, type SmsMessage, type SmsProvider, type SmsReceipt, type SubmissionOutcome } from './sms-provider.js';

type Sdk = typeof Dysmsapi;

/** Refusals of the account, not of the message: they pass when somebody pays or a day ends. */
const PASSING = new Set(['isv.AMOUNT_NOT_ENOUGH', 'isv.OUT_OF_SERVICE', 'isv.DAY_LIMIT_CONTROL', 'isv.MONTH_LIMIT_CONTROL']);
const SENT = 3;
const FAILED = 2;

/** Aliyun by its own SDK: templates with variables, our number as `OutId`. The SDK tries nothing twice by itself. */
export class AliyunProvider implements SmsProvider {
  readonly name = 'aliyun';
  #opened: Promise<{ readonly sdk: Sdk; readonly client: InstanceType<Sdk['default']> }> | undefined;

  constructor(private readonly settings: NonNullable<SmsSettings['aliyun']>) {}

  async submit({ outId, telephone, template, variables }: SmsMessage): Promise<SubmissionOutcome> {
    const templateCode = this.settings.templates[template];
    if (templateCode === undefined) return { verdict: 'refused', code: 'TEMPLATE-UNKNOWN', passing: false, away: false };
    try {
      const { sdk, client } = await this.#open();
      const request = new sdk.SendSmsRequest({ phoneNumbers: telephone, signName: this.settings.signName, templateCode, templateParam: JSON.stringify(variables), outId });
      const { body } = await client.sendSms(request);
      return outcomeOfCode(body?.code, body?.bizId ?? null);
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  /** By telephone and day, then by our number. */
  async ask({ outId, telephone, sentAt }: AskedMessage): Promise<SmsReceipt | null> {
    const { sdk, client } = await this.#open();
    const sendDate = new Date(sentAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
    const { body } = await client.querySendDetails(new sdk.QuerySendDetailsRequest({ phoneNumber: telephone, sendDate, pageSize: 50, currentPage: 1 }));
    const found = body?.smsSendDetailDTOs?.smsSendDetailDTO?.find((detail) => detail.outId === outId);
    if (found === undefined) return null;
    const status = found.sendStatus === SENT ? 'delivered' : found.sendStatus === FAILED ? 'failed' : 'accepted';
    return { reference: outId, status, code: found.errCode ?? null, hard: false, reportedAt: shanghaiTime(found.receiveDate) };
  }

  #open() {
    const { accessKeyId, accessKeySecret, endpoint } = this.settings;
    return (this.#opened ??= import('@alicloud/dysmsapi20170525').then(async ({ default: sdk }) => {
      const { $OpenApiUtil } = await import('@alicloud/openapi-core');
      const globalParameters = new $OpenApiUtil.GlobalParameters({ headers: ONE_CONNECTION_EACH });
      const config = new $OpenApiUtil.Config({ accessKeyId, accessKeySecret, endpoint: endpoint.host, protocol: endpoint.protocol.replace(':', ''), readTimeout: SUBMIT_TIMEOUT_MS, connectTimeout: 3_000, globalParameters });
      return { sdk, client: new sdk.default(config) };
    }));
  }
}

/** What a code of the answer's body says. `isp.…` is the provider's own trouble: it may have sent. */
export function outcomeOfCode(code: string | undefined, providerId: string | null): SubmissionOutcome {
  if (code === 'OK') return { verdict: 'accepted', providerId };
  if (code?.startsWith('isv.')) return { verdict: 'refused', code, passing: PASSING.has(code), away: false };
  return { verdict: 'unknown', code: code ?? 'no-code' };
}

/** 4xx are refusals with a code; throttled ones pass; 5xx, time-outs and cuts leave it unknown. */
function outcomeOfError(error: unknown): SubmissionOutcome {
  const { statusCode, code } = error as { readonly statusCode?: unknown; readonly code?: unknown };
  if (typeof statusCode === 'number' && typeof code === 'string' && statusCode >= 400 && statusCode < 500) return { verdict: 'refused', code, passing: code.includes('Throttling'), away: false };
  return outcomeOfFailure(error);
}
