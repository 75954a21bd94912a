import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, loadConfiguration } from './configuration.js';

describe('the test switch of webhooks', () => {
  it('is off unless origins are named', () => {
    expect(loadConfiguration({}).webhookTestOrigins).toEqual([]);
    expect(loadConfiguration({ WEBHOOK_TEST_ORIGINS: '' }).webhookTestOrigins).toEqual([]);
  });

  it('is the origins, one by one, as a URL parser writes them', () => {
    expect(loadConfiguration({ WEBHOOK_TEST_ORIGINS: 'http://127.0.0.1:4000, https://HOOKS.example.com:443' }).webhookTestOrigins).toEqual(['http://127.0.0.1:4000', 'https://hooks.example.com']);
  });

  it.each(['127.0.0.1', 'ftp://127.0.0.1', 'http://127.0.0.1/hook', 'http://127.0.0.1:99999', 'true'])('is not %s', (value) => {
    expect(() => loadConfiguration({ WEBHOOK_TEST_ORIGINS: value })).toThrow(ConfigurationError);
    expect(() => loadConfiguration({ WEBHOOK_TEST_ORIGINS: value })).toThrow(/WEBHOOK_TEST_ORIGINS: must be a list of origins/);
  });
});
