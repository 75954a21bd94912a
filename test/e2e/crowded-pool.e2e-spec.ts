import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '../support/api.js';
import { order, orderScene, type OrderScene } from '../support/orders.js';

/** More callers than connections: nobody waits for a second connection while holding one. */
describe('a crowd of callers', () => {
  let api: TestApi;
  let scene: OrderScene;
  beforeAll(async () => {
    api = await startApi(undefined, { DATABASE_POOL_MAX: '2' });
    scene = await orderScene(api);
  });
  afterAll(() => api.close());

  it('is answered although the catalogue has to be looked at anew in the middle of everybody’s work', async () => {
    const employers = await Promise.all(Array.from({ length: 4 }, () => scene.employer()));
    for (let round = 0; round < 3; round++) {
      await api.database.owner.query('update catalogue_state set version = version + 1');
      const answers = await Promise.all(employers.flatMap(({ client }) => [1, 2, 3].map(() => client.post('/v1/training-orders', order(), { 'idempotency-key': Math.random().toString(36) }))));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    }
  });
});
