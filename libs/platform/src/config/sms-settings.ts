/** Ways to telephones that can be configured. `log` sends nothing. */
export const SMS_PROVIDER_CODES = ['log', 'kannel', 'aliyun', 'tencent'] as const;
export type SmsProviderCode = (typeof SMS_PROVIDER_CODES)[number];

/** Our names of templates and the provider's codes for them. */
export type TemplateCodes = Readonly<Record<string, string>>;

/** How messages leave, and whom we believe about them. */
export interface SmsSettings {
  /** The first is used; the next only after a definite refusal. */
  readonly providers: readonly SmsProviderCode[];
  /** The part of the callbacks' address that nobody can guess; null: no callback is believed. */
  readonly callbackSecret: string | null;
  /** Addresses and networks that callbacks come from. */
  readonly callbackSources: readonly string[];
  /** Where the gateway reaches this API, without a slash at the end; null: Kannel is given no address for receipts. */
  readonly callbackBase: string | null;
  /** Where people's telephones reach the pages of this API, without a slash at the end; null: no message carries a link. */
  readonly linkBase: string | null;
  readonly kannel: { readonly url: string; readonly username: string; readonly password: string; readonly sender: string | null } | null;
  readonly aliyun: { readonly accessKeyId: string; readonly accessKeySecret: string; readonly endpoint: URL; readonly signName: string; readonly templates: TemplateCodes } | null;
  readonly tencent: { readonly secretId: string; readonly secretKey: string; readonly endpoint: URL; readonly region: string; readonly appId: string; readonly signName: string; readonly templates: TemplateCodes } | null;
}

type Variables = Readonly<Record<string, string | undefined>>;

const NEEDS = {
  kannel: ['SMS_KANNEL_URL', 'SMS_KANNEL_USERNAME', 'SMS_KANNEL_PASSWORD'],
  aliyun: ['SMS_ALIYUN_ACCESS_KEY_ID', 'SMS_ALIYUN_ACCESS_KEY_SECRET', 'SMS_ALIYUN_SIGN_NAME', 'SMS_ALIYUN_TEMPLATES'],
  tencent: ['SMS_TENCENT_SECRET_ID', 'SMS_TENCENT_SECRET_KEY', 'SMS_TENCENT_APP_ID', 'SMS_TENCENT_SIGN_NAME', 'SMS_TENCENT_TEMPLATES'],
} as const;

const listOf = (text: string | undefined): string[] => text?.split(',').map((part) => part.trim()).filter(Boolean) ?? [];
const given = (variables: Variables, name: string): string | undefined => (variables[name] === '' ? undefined : variables[name]);
const isUrl = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text);

/** Reads the variables that begin with `SMS_`. What is wrong is told by variable; the settings are then of no use. */
export function readSmsSettings(variables: Variables): { readonly settings: SmsSettings; readonly problems: readonly string[] } {
  const get = (name: string): string => given(variables, name) ?? '';
  const providers = listOf(given(variables, 'SMS_PROVIDERS') ?? 'log') as SmsProviderCode[];
  const uses = (name: keyof typeof NEEDS): boolean => providers.includes(name);
  const problems = problemsOf(variables, providers);
  if (problems.length > 0) return { problems, settings: NOTHING };
  return {
    problems,
    settings: {
      providers,
      callbackSecret: given(variables, 'SMS_CALLBACK_SECRET') ?? null,
      callbackSources: listOf(given(variables, 'SMS_CALLBACK_SOURCES') ?? '127.0.0.1, ::1'),
      callbackBase: given(variables, 'SMS_CALLBACK_BASE')?.replace(/\/$/, '') ?? null,
      linkBase: given(variables, 'SMS_LINK_BASE')?.replace(/\/$/, '') ?? null,
      kannel: uses('kannel') ? { url: get('SMS_KANNEL_URL'), username: get('SMS_KANNEL_USERNAME'), password: get('SMS_KANNEL_PASSWORD'), sender: given(variables, 'SMS_KANNEL_SENDER') ?? null } : null,
      aliyun: uses('aliyun')
        ? { accessKeyId: get('SMS_ALIYUN_ACCESS_KEY_ID'), accessKeySecret: get('SMS_ALIYUN_ACCESS_KEY_SECRET'), endpoint: new URL(given(variables, 'SMS_ALIYUN_ENDPOINT') ?? 'https://dysmsapi.aliyuncs.com'), signName: get('SMS_ALIYUN_SIGN_NAME'), templates: templatesOf(get('SMS_ALIYUN_TEMPLATES')) }
        : null,
      tencent: uses('tencent')
        ? { secretId: get('SMS_TENCENT_SECRET_ID'), secretKey: get('SMS_TENCENT_SECRET_KEY'), endpoint: new URL(given(variables, 'SMS_TENCENT_ENDPOINT') ?? 'https://sms.tencentcloudapi.com'), region: given(variables, 'SMS_TENCENT_REGION') ?? 'ap-guangzhou', appId: get('SMS_TENCENT_APP_ID'), signName: get('SMS_TENCENT_SIGN_NAME'), templates: templatesOf(get('SMS_TENCENT_TEMPLATES')) }
        : null,
    },
  };
}

const NOTHING: SmsSettings = { providers: ['log'], callbackSecret: null, callbackSources: [], callbackBase: null, linkBase: null, kannel: null, aliyun: null, tencent: null };

function problemsOf(variables: Variables, providers: readonly string[]): string[] {
  const problems: string[] = [];
  if (providers.length === 0 || new Set(providers).size < providers.length || !providers.every((name) => (SMS_PROVIDER_CODES as readonly string[]).includes(name))) problems.push(`SMS_PROVIDERS: must be a list of ${SMS_PROVIDER_CODES.join(' ')}, separated by commas, each once`);
  if (providers.includes('log') && providers.length > 1) problems.push('SMS_PROVIDERS: log stands alone');
  for (const [provider, names] of Object.entries(NEEDS)) {
    if (providers.includes(provider)) problems.push(...names.filter((name) => given(variables, name) === undefined).map((name) => `${name}: is needed with ${provider}`));
  }
  for (const name of ['SMS_KANNEL_URL', 'SMS_ALIYUN_ENDPOINT', 'SMS_TENCENT_ENDPOINT', 'SMS_CALLBACK_BASE', 'SMS_LINK_BASE']) {
    const text = given(variables, name);
    if (text !== undefined && !isUrl(text)) problems.push(`${name}: must be an http:// or https:// URL`);
  }
  for (const name of ['SMS_ALIYUN_TEMPLATES', 'SMS_TENCENT_TEMPLATES']) {
    if (!listOf(given(variables, name)).every((pair) => /^[\w.-]+=[\w-]+$/.test(pair))) problems.push(`${name}: must be a list of our template = the provider's code, separated by commas`);
  }
  if (given(variables, 'SMS_CALLBACK_SECRET') !== undefined && !/^[\w-]{32,128}$/.test(given(variables, 'SMS_CALLBACK_SECRET')!)) problems.push('SMS_CALLBACK_SECRET: must be 32 to 128 letters, digits, - or _');
  if (!listOf(given(variables, 'SMS_CALLBACK_SOURCES')).every((part) => /^[0-9a-fA-F.:]+(\/\d{1,3})?$/.test(part))) problems.push('SMS_CALLBACK_SOURCES: must be a list of addresses or networks, separated by commas');
  return problems;
}

function templatesOf(text: string): TemplateCodes {
  return Object.fromEntries(listOf(text).map((pair) => pair.split('=') as [string, string]));
}
