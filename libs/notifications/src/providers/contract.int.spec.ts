import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfiguration } from '@app/platform';
import { CLOUD_KEY, startAliyun, startTencent, type CloudSms } from '../../../../test/support/cloud-sms.js';
import { startCuttingProxy, type CuttingProxy } from '../../../../test/support/cutting-proxy.js';
import { HAS_KANNEL, startKannel } from '../../../../test/support/kannel.js';
import { AliyunProvider } from './aliyun.provider.js';
import { KannelProvider } from './kannel.provider.js';
import { LogProvider } from './log.provider.js';
import type { SmsMessage, SmsProvider } from './sms-provider.js';
import { TencentProvider } from './tencent.provider.js';

if (!HAS_KANNEL) process.stdout.write('skipped: the contract of Kannel, since bearerbox, smsbox and fakesmsc are not on this machine (Debian: kannel, kannel-extras)\n');

/** A provider with the world behind it. */
interface World {
  readonly provider: SmsProvider;
  /** The wire in between; null: there is none. */
  readonly wire: CuttingProxy | null;
  /** Telephones that messages arrived for, one an arrival. */
  arrived(): Promise<readonly string[]>;
  /** Has the next message refused, for good and for a while; null: it cannot be asked to. */
  readonly refuse: ((isPassing: boolean) => void) | null;
  /** Says that a message has arrived, when asked; null: it is never asked. */
  readonly deliver: ((outId: string) => void) | null;
  stop(): Promise<void>;
}

const TELEPHONE = '13800138000';
const message = (more: Partial<SmsMessage> = {}): SmsMessage => ({ outId: randomBytes(16).toString('hex'), telephone: TELEPHONE, text: `【保康人社】张同学·歇马，有一份活。${'长'.repeat(60)}`, template: 'match.v1', variables: { who: '张同学·歇马', pay: '5000元' }, ...more });

async function kannelWorld(): Promise<World> {
  const replies = createServer((_, response) => response.writeHead(200).end());
  await new Promise<void>((done) => replies.listen(0, '127.0.0.1', done));
  const kannel = await startKannel({ repliesUrl: `http://127.0.0.1:${(replies.address() as AddressInfo).port}/` });
  const wire = await startCuttingProxy({ port: kannel.sendPort });
  const provider = new KannelProvider({ url: `http://127.0.0.1:${wire.port}/cgi-bin/sendsms`, username: kannel.username, password: kannel.password, sender: null, receiptsUrl: null });
  return {
    provider, wire, refuse: null, deliver: null,
    arrived: async () => (await kannel.received()).filter(({ part, parts }) => part === parts).map(({ telephone }) => telephone),
    async stop() {
      await wire.close();
      await kannel.stop();
      await new Promise((done) => replies.close(done));
    },
  };
}

async function cloudWorld(cloud: CloudSms, open: (url: URL) => SmsProvider, codes: { readonly forGood: string; readonly passing: string; readonly arrived: string }): Promise<World> {
  const wire = await startCuttingProxy({ port: cloud.port });
  return {
    provider: open(new URL(`http://127.0.0.1:${wire.port}`)), wire,
    arrived: async () => cloud.taken.map(({ telephone }) => telephone),
    refuse: (isPassing) => cloud.refuseNext(isPassing ? codes.passing : codes.forGood),
    deliver: (outId) => void cloud.known.set(outId, codes.arrived),
    async stop() {
      expect(cloud.forged).toBe(0);
      await wire.close();
      await cloud.stop();
    },
  };
}

const KEYS = { SMS_ALIYUN_ACCESS_KEY_ID: CLOUD_KEY.id, SMS_ALIYUN_ACCESS_KEY_SECRET: CLOUD_KEY.secret, SMS_ALIYUN_SIGN_NAME: '保康人社', SMS_ALIYUN_TEMPLATES: 'match.v1=SMS_1', SMS_TENCENT_SECRET_ID: CLOUD_KEY.id, SMS_TENCENT_SECRET_KEY: CLOUD_KEY.secret, SMS_TENCENT_APP_ID: '1400', SMS_TENCENT_SIGN_NAME: '保康人社', SMS_TENCENT_TEMPLATES: 'match.v1=77' };
const settings = loadConfiguration({ SMS_PROVIDERS: 'aliyun,tencent', ...KEYS }).sms;

const WORLDS: readonly (readonly [string, () => Promise<World>])[] = [
  ['the log', async () => ({ provider: new LogProvider(), wire: null, arrived: async () => [], refuse: null, deliver: null, stop: async () => undefined })],
  ...(HAS_KANNEL ? [['Kannel', kannelWorld] as const] : []),
  ['Aliyun', async () => cloudWorld(await startAliyun(), (endpoint) => new AliyunProvider({ ...settings.aliyun!, endpoint }), { forGood: 'isv.MOBILE_NUMBER_ILLEGAL', passing: 'isv.AMOUNT_NOT_ENOUGH', arrived: '3' })],
  ['Tencent', async () => cloudWorld(await startTencent(), (endpoint) => new TencentProvider({ ...settings.tencent!, endpoint }), { forGood: 'InvalidParameterValue.IncorrectPhoneNumber', passing: 'RequestLimitExceeded', arrived: 'SUCCESS' })],
];

describe.each(WORLDS)('the contract of providers: %s', (_, open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
  });
  afterEach(() => world.wire?.become('through'));
  afterAll(() => world.stop());
  const count = async (): Promise<number> => (await world.arrived()).length;
  async function arrives(before: number): Promise<void> {
    if (world.wire === null) return;
    for (const end = performance.now() + 10_000; performance.now() < end; await new Promise((done) => setTimeout(done, 20))) if ((await count()) > before) return;
    throw new Error('no message arrived');
  }

  it('a message that it takes is accepted, and arrives once', async () => {
    const before = await count();
    expect(await world.provider.submit(message())).toMatchObject({ verdict: 'accepted' });
    await arrives(before);
    if (world.wire !== null) expect((await world.arrived()).slice(before)).toEqual([TELEPHONE]);
  });

  it('several at once are each accepted', async () => {
    const before = await count();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => world.provider.submit(message())));
    expect(outcomes).toEqual(Array(5).fill(expect.objectContaining({ verdict: 'accepted' })));
    if (world.wire !== null) await arrives(before + 4);
  });

  it('a message that it took without the answer’s coming through is unknown, and is not sent twice by itself', async () => {
    if (world.wire === null) return;
    const before = await count();
    await world.wire.become('cut');
    expect(await world.provider.submit(message())).toMatchObject({ verdict: 'unknown' });
    await arrives(before);
    expect(await count()).toBe(before + 1);
  });

  it('where nobody listens it is refused for certain, and the gateway is away', async () => {
    if (world.wire === null) return;
    await world.wire.become('closed');
    expect(await world.provider.submit(message())).toMatchObject({ verdict: 'refused', passing: true, away: true });
    await world.wire.become('through');
    expect(await world.provider.submit(message())).toMatchObject({ verdict: 'accepted' });
  });

  it.each([[true], [false]])('what it refuses is refused (passing: %s), and has not arrived', async (passing) => {
    if (world.refuse === null) return;
    const before = await count();
    world.refuse(passing);
    expect(await world.provider.submit(message())).toMatchObject({ verdict: 'refused', passing, away: false });
    expect(await count()).toBe(before);
  });

  it('an outcome tells neither telephone nor text', async () => {
    const outcomes = [await world.provider.submit(message())];
    for (const mode of ['cut', 'closed'] as const) {
      await world.wire?.become(mode);
      outcomes.push(await world.provider.submit(message()));
    }
    for (const secret of [TELEPHONE, '张同学', '有一份活']) expect(JSON.stringify(outcomes)).not.toContain(secret);
  });

  it('asked about a message it says what it knows, of that message only', async () => {
    const { outId } = message();
    const asked = { outId, providerId: null, telephone: TELEPHONE, sentAt: new Date() };
    expect(await world.provider.ask(asked)).toBeNull();
    if (world.deliver === null) return;
    expect(await world.provider.submit(message({ outId }))).toMatchObject({ verdict: 'accepted', providerId: expect.any(String) });
    expect(await world.provider.ask(asked)).toBeNull();
    world.deliver(outId);
    expect(await world.provider.ask(asked)).toMatchObject({ reference: outId, status: 'delivered' });
    expect(await world.provider.ask({ ...asked, outId: randomBytes(16).toString('hex') })).toBeNull();
  });
});

describe('providers that send by template', () => {
  const open = { aliyun: (endpoint: URL) => new AliyunProvider({ ...settings.aliyun!, endpoint }), tencent: (endpoint: URL) => new TencentProvider({ ...settings.tencent!, endpoint }) };
  it.each([['aliyun', startAliyun, 'SMS_1', { who: '张同学·歇马', pay: '5000元' }], ['tencent', startTencent, '77', ['张同学·歇马', '5000元']]] as const)('%s is given the approved code, the signature and the variables', async (name, start, template, variables) => {
    const cloud = await start();
    const { outId } = message();
    await open[name](cloud.url).submit(message({ outId }));
    expect(cloud.taken).toEqual([{ outId, telephone: TELEPHONE, template, signName: '保康人社', variables, serial: expect.any(String) }]);
    await cloud.stop();
  });
  it.each([['aliyun', startAliyun], ['tencent', startTencent]] as const)('%s is not asked with a wording that has no code there', async (name, start) => {
    const cloud = await start();
    expect(await open[name](cloud.url).submit(message({ template: 'other.v1' }))).toEqual({ verdict: 'refused', code: 'TEMPLATE-UNKNOWN', passing: false, away: false });
    expect(cloud.taken).toEqual([]);
    await cloud.stop();
  });
  it.each([['aliyun', startAliyun, 'isp.SYSTEM_ERROR'], ['tencent', startTencent, 'InternalError.Timeout']] as const)('%s in trouble of its own leaves it unknown', async (name, start, code) => {
    const cloud = await start();
    cloud.refuseNext(code);
    expect(await open[name](cloud.url).submit(message())).toEqual({ verdict: 'unknown', code });
    cloud.refuseNext('ServiceUnavailable', 503);
    expect(await open[name](cloud.url).submit(message())).toMatchObject({ verdict: 'unknown' });
    await cloud.stop();
  });
  it('a wrong key is refused, since the stand-ins believe signatures only', async () => {
    const [aliyun, tencent] = [await startAliyun(), await startTencent()];
    expect(await new AliyunProvider({ ...settings.aliyun!, endpoint: aliyun.url, accessKeySecret: 'wrong' }).submit(message())).toMatchObject({ verdict: 'refused' });
    expect(await new TencentProvider({ ...settings.tencent!, endpoint: tencent.url, secretKey: 'wrong' }).submit(message())).toMatchObject({ verdict: 'unknown', code: 'HTTP-403' });
    expect([aliyun.forged, tencent.forged, aliyun.taken.length, tencent.taken.length]).toEqual([1, 1, 0, 0]);
    await aliyun.stop();
    await tencent.stop();
  });
});
