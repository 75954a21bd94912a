import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration, type SmsSettings } from '@app/platform';
import { LogProvider } from './log.provider.js';
import type { ProviderName, SmsProvider } from './sms-provider.js';

/** The providers that are configured, the first first. Each is loaded when the first message goes: who sends nothing loads nothing. */
@Injectable()
export class SmsGateways {
  #providers: Promise<readonly SmsProvider[]> | undefined;

  constructor(@Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'sms'>) {}

  list(): Promise<readonly SmsProvider[]> {
    const { sms } = this.configuration;
    return (this.#providers ??= Promise.all(sms.providers.map((name) => open(name, sms))));
  }
}

async function open(name: ProviderName, settings: SmsSettings): Promise<SmsProvider> {
  switch (name) {
    case 'log':
      return new LogProvider();
    case 'kannel': {
      const { callbackBase, callbackSecret } = settings;
      const receiptsUrl = callbackBase === null || callbackSecret === null ? null : `${callbackBase}/v1/sms-callbacks/kannel/${callbackSecret}/receipts`;
      return new (await import('./kannel.provider.js')).KannelProvider({ ...settings.kannel!, receiptsUrl });
    }
    case 'aliyun':
      return new (await import('./aliyun.provider.js')).AliyunProvider(settings.aliyun!);
    case 'tencent':
      return new (await import('./tencent.provider.js')).TencentProvider(settings.tencent!);
  }
}
