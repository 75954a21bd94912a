import { describe, expect, it } from '@jest/globals';
import { loadConfiguration } from './configuration.js';
import { readSmsSettings } from './sms-settings.js';

const KANNEL = { SMS_PROVIDERS: 'kannel', SMS_KANNEL_URL: 'http://127.0.0.1:13013/cgi-bin/sendsms', SMS_KANNEL_USERNAME: 'u', SMS_KANNEL_PASSWORD: 'made up' };

describe('the settings of messages', () => {
  it('send nothing where nobody says how, and believe loopback only', () => {
    expect(readSmsSettings({ SMS_PROVIDERS: '' })).toMatchObject({ problems: [], settings: { providers: ['log'], callbackSecret: null, callbackSources: ['127.0.0.1', '::1'], kannel: null } });
  });
  it('keep the order of the providers', () => {
    const { settings, problems } = readSmsSettings({ ...KANNEL, SMS_PROVIDERS: 'aliyun, kannel', SMS_ALIYUN_ACCESS_KEY_ID: 'i', SMS_ALIYUN_ACCESS_KEY_SECRET: 's', SMS_ALIYUN_SIGN_NAME: '测试', SMS_ALIYUN_TEMPLATES: 'match.v1=SMS_1,code.v1=SMS_2' });
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({ providers: ['aliyun', 'kannel'], aliyun: { templates: { 'match.v1': 'SMS_1', 'code.v1': 'SMS_2' } }, tencent: null });
  });
  it.each([
    ['an unknown provider', { SMS_PROVIDERS: 'pigeon' }, 'SMS_PROVIDERS'],
    ['a provider named twice', { ...KANNEL, SMS_PROVIDERS: 'kannel,kannel' }, 'SMS_PROVIDERS'],
    ['the log beside another', { ...KANNEL, SMS_PROVIDERS: 'log,kannel' }, 'SMS_PROVIDERS'],
    ['a provider without its address', { ...KANNEL, SMS_KANNEL_URL: undefined }, 'SMS_KANNEL_URL'],
    ['an address that is none', { ...KANNEL, SMS_KANNEL_URL: 'smsbox' }, 'SMS_KANNEL_URL'],
    ['a secret that can be guessed', { SMS_CALLBACK_SECRET: 'short' }, 'SMS_CALLBACK_SECRET'],
    ['sources that are no networks', { SMS_CALLBACK_SOURCES: 'gateway.example' }, 'SMS_CALLBACK_SOURCES'],
    ['templates without codes', { SMS_ALIYUN_TEMPLATES: 'match.v1' }, 'SMS_ALIYUN_TEMPLATES'],
  ])('name the variable of %s', (_, variables, name) => {
    expect(readSmsSettings(variables).problems.join()).toContain(name);
    expect(() => loadConfiguration(variables)).toThrow(name);
  });
});
