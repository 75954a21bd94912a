import { afterAll, beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import { ORDER_COMMANDS } from './order-commands.js';
import type { OrderModel } from './order-model.js';
import { OrderWorld } from './order-world.js';

/** Runs: MODEL_RUNS, 200 where nobody says (CI), 2000 for a night. MODEL_SEED (and MODEL_PATH, which a failure prints) repeat one. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 200);
const SEED = Number(process.env['MODEL_SEED'] ?? 20_261_128);
const PATH = process.env['MODEL_PATH'];
const COMMANDS = 30;

describe(`orders, their slots and their queue beside a small model (${RUNS} runs, seed ${SEED})`, () => {
  let world: OrderWorld;
  beforeAll(async () => {
    world = await OrderWorld.start();
  });
  afterAll(() => world.api.close());

  it('are the model after every command, by the services and against SQL as the application’s role, and the queue is the slow reference', async () => {
    const runs = fc.asyncProperty(fc.commands(ORDER_COMMANDS, { maxCommands: COMMANDS, size: 'max' }), async (commands) => {
      const model: OrderModel = await world.fresh();
      await fc.asyncModelRun(() => ({ model, real: world }), commands);
    });
    await fc.assert(runs, { numRuns: RUNS, seed: SEED, ...(PATH === undefined ? {} : { path: PATH }), endOnFailure: false });
  }, 60_000 + RUNS * 2_000);
});
