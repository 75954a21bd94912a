import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CLOUD_KEY, startAliyun, type CloudSms } from '../support/cloud-sms.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { startMessagesUnderFault, type MessagesUnderFault } from '../support/messages-under-fault.js';
import { seededRandom } from '../support/people.js';
import { HAS_REDIS, startRedis, type OwnRedis } from '../support/redis.js';
import { startWorkerProcesses, type WorkerProcesses } from '../support/worker-processes.js';

const SEED = Number(process.env['FAULT_SEED'] ?? 20261128);
const MESSAGES = 300;
const CUT_SHARE = 0.2;
const BACKENDS = [{ backend: 'PostgreSQL', onRedis: false }, ...(HAS_REDIS ? [{ backend: 'Redis', onRedis: true }] : [])];

describe.each(BACKENDS)(`D2 on $backend: a provider that takes a message and breaks the connection off before it says so (seed ${SEED})`, ({ onRedis }) => {
  let database: TestDatabase;
  let cloud: CloudSms;
  let redis: OwnRedis | undefined;
  let messages: MessagesUnderFault;
  let workers: WorkerProcesses;
  beforeEach(async () => {
    database = await freshDatabase();
    cloud = await startAliyun();
    redis = onRedis ? await startRedis() : undefined;
    const more = { SMS_PROVIDERS: 'aliyun', SMS_ALIYUN_ENDPOINT: cloud.url.href, SMS_ALIYUN_ACCESS_KEY_ID: CLOUD_KEY.id, SMS_ALIYUN_ACCESS_KEY_SECRET: CLOUD_KEY.secret, SMS_ALIYUN_SIGN_NAME: '测试', SMS_ALIYUN_TEMPLATES: 'code.v1=SMS_9' };
    messages = await startMessagesUnderFault(database, { seed: SEED, more });
    workers = startWorkerProcesses(2, database.url, { ...messages.variables, ...(redis ? { REDIS_URL: redis.url } : {}) });
  });
  afterEach(async () => {
    await workers.stop();
    await messages.stop();
    await cloud.stop();
    await redis?.stop();
    await database.drop();
  });

  it('leaves those in doubt and sends none again; asked, it tells of each, and each is adopted', async () => {
    const random = seededRandom(SEED);
    const cut = new Set<string>();
    cloud.cutWhen((outId) => {
      if (random() >= CUT_SHARE) return false;
      cut.add(outId);
      return true;
    });
    await messages.send(MESSAGES);
    await messages.settled(60_000);
    expect((await messages.outIds('unknown')).sort()).toEqual([...cut].sort());
    expect(cut.size).toBeGreaterThan(MESSAGES * CUT_SHARE * 0.5);
    for (const outId of cut) cloud.known.set(outId, '3');
    for (const end = performance.now() + 90_000; (await messages.outIds('unknown')).length > 0 && performance.now() < end;) await new Promise((done) => setTimeout(done, 500));
    expect(await messages.states()).toEqual({ accepted: MESSAGES - cut.size, delivered: cut.size });
    expect(cloud.taken).toHaveLength(MESSAGES);
    expect(new Set(cloud.taken.map(({ outId }) => outId)).size).toBe(MESSAGES);
  }, 240_000);
});
