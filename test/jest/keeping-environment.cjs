// The world of the test files: the process's own realm, one for all files of a worker. Jest's usual environment makes a realm for
// each file, whose every look at a global (Math, Number, Array …) goes through a proxy: loops run several times slower there.
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** What jest-circus lays on the global object for one test file. */
const OF_A_FILE = new Set(['JEST_STATE_SYMBOL', 'EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES', 'RETRY_TIMES_SETTER', 'RETRY_IMMEDIATELY', 'WAIT_BEFORE_RETRY', 'LOG_ERRORS_BEFORE_RETRY']);

/**
 * A worker with nothing left to do ends at once. Left to itself, Node.js first takes down a heap of hundreds of megabytes, object by
 * object: on a busy machine longer than the half second after which jest kills the worker and says that a test leaks.
 */
const leaveAtOnce = () => process.exit();
if (process.send !== undefined) process.once('beforeExit', leaveAtOnce);

class KeepingEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  #console = globalThis.console;
  #exit = process.exit;
  #variables = { ...process.env };

  constructor({ projectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    for (const symbol of Object.getOwnPropertySymbols(globalThis)) if (OF_A_FILE.has(symbol.description)) delete globalThis[symbol];
  }

  async setup() {}

  /** What a file has changed of the process, and jest for it, is as it was. */
  async teardown() {
    this.fakeTimersModern.dispose();
    globalThis.console = this.#console;
    process.exit = this.#exit;
    for (const name of Object.keys(process.env)) if (!(name in this.#variables)) delete process.env[name];
    Object.assign(process.env, this.#variables);
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** Jest wants one; keeping-runtime.cjs loads modules without. */
  getVmContext() {
    return {};
  }
}

module.exports = KeepingEnvironment;
