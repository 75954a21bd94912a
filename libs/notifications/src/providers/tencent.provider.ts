import type { SmsSettings } from '@app/platform';
import type Tencent from 'tencentcloud-sdk-nodejs-sms';
import { ONE_CONNECTION_EACH, outcomeOfFailure } from './http-failure.js';
import { SUBMIT_TIMEOUT_MS, type AskedMessage, type SmsMessage, type SmsProvider, type SmsReceipt, type SubmissionOutcome } from './sms-provider.js';

type Sdk = typeof Tencent;
type SmsClient = InstanceType<Sdk['sms']['v20210111']['Client']>;

/** Too many requests a second, or no money: it passes. */
const PASSING = /^(RequestLimitExceeded|LimitExceeded\.(DeliveryFrequency|AppDaily|AppMainlandChinaDaily)Limit|FailedOperation\.InsufficientBalanceInSmsPackage)/;
/** The SDK says only in words why it could not connect. */
const NOT_CONNECTED = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b/;
/** So long after its hand-over a message is looked for, in seconds. */
const LOOK_S = 3_600;

/** Tencent by its own SDK: templates whose variables are a list in order, our number as `SessionContext`. Its receipts name its own serial number only. */
export class TencentProvider implements SmsProvider {
  readonly name = 'tencent';
  #client: Promise<SmsClient> | undefined;

  constructor(private readonly settings: NonNullable<SmsSettings['tencent']>) {}

  async submit({ outId, telephone, template, variables }: SmsMessage): Promise<SubmissionOutcome> {
    const { appId, signName, templates } = this.settings;
    const templateId = templates[template];
    if (templateId === undefined) return { verdict: 'refused', code: 'TEMPLATE-UNKNOWN', passing: false, away: false };
    try {
      const client = await this.#open();
      const { SendStatusSet } = await client.SendSms({ SmsSdkAppId: appId, SignName: signName, TemplateId: templateId, TemplateParamSet: Object.values(variables), PhoneNumberSet: [`+86${telephone}`], SessionContext: outId });
      const status = SendStatusSet?.[0];
      if (status?.Code === 'Ok') return { verdict: 'accepted', providerId: status.SerialNo ?? null };
      return outcomeOfCode(status?.Code);
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  /** By telephone and time, then by our number or its own. */
  async ask({ outId, providerId, telephone, sentAt }: AskedMessage): Promise<SmsReceipt | null> {
    const client = await this.#open();
    const from = Math.floor(sentAt.getTime() / 1_000);
    const { PullSmsSendStatusSet } = await client.PullSmsSendStatusByPhoneNumber({ SmsSdkAppId: this.settings.appId, PhoneNumber: `+86${telephone}`, BeginTime: from - 60, EndTime: from + LOOK_S, Offset: 0, Limit: 100 });
    const found = PullSmsSendStatusSet?.find(({ SessionContext, SerialNo }) => SessionContext === outId || (providerId !== null && SerialNo === providerId));
    if (found === undefined) return null;
    return { reference: outId, status: found.ReportStatus === 'SUCCESS' ? 'delivered' : found.ReportStatus === 'FAIL' ? 'failed' : 'accepted', code: null, hard: false, reportedAt: found.UserReceiveTime ? new Date(found.UserReceiveTime * 1_000) : null };
  }

  #open(): Promise<SmsClient> {
    const { secretId, secretKey, endpoint, region } = this.settings;
    return (this.#client ??= import('tencentcloud-sdk-nodejs-sms').then(({ default: sdk }) => {
      return new sdk.sms.v20210111.Client({ credential: { secretId, secretKey }, region, profile: { httpProfile: { endpoint: endpoint.host, protocol: `${endpoint.protocol}//`, headers: ONE_CONNECTION_EACH, reqTimeout: SUBMIT_TIMEOUT_MS / 1_000 } } });
    }));
  }
}

/** What a code says. `InternalError…` is the provider's own trouble: it may have sent. */
export function outcomeOfCode(code: string | undefined): SubmissionOutcome {
  if (code === undefined || code === '' || code.startsWith('InternalError')) return { verdict: 'unknown', code: code || 'no-code' };
  return { verdict: 'refused', code, passing: PASSING.test(code), away: false };
}

function outcomeOfError(error: unknown): SubmissionOutcome {
  const { code, message, httpCode } = error as { readonly code?: unknown; readonly message?: unknown; readonly httpCode?: unknown };
  if (typeof code === 'string' && code !== '') return outcomeOfCode(code);
  if (typeof httpCode === 'number') return { verdict: 'unknown', code: `HTTP-${httpCode}` };
  const reason = typeof message === 'string' ? NOT_CONNECTED.exec(message)?.[1] : undefined;
  return outcomeOfFailure(reason === undefined ? error : { code: reason });
}
