// The world of a worker's test files: one for all of them, so that the modules which keeping-runtime.cjs keeps stay in one realm.
const { TestEnvironment } = require('jest-environment-node');

let kept;

class KeepingEnvironment extends TestEnvironment {
  constructor(config, context) {
    if (kept) {
      kept.#begin();
      return kept;
    }
    super(config, context);
    this.exit = this.global.process.exit;
    if (!config.globalConfig.watch && !config.globalConfig.watchAll) kept = this; // a file that changes is read anew
  }

  /** A test file finds the environment's variables as the worker got them, and none of what jest had laid there for the file before. */
  #begin() {
    const { process: sandboxed } = this.global;
    for (const name of Object.keys(sandboxed.env)) if (!(name in process.env)) delete sandboxed.env[name];
    Object.assign(sandboxed.env, process.env);
    sandboxed.exit = this.exit;
    for (const symbol of Object.getOwnPropertySymbols(this.global)) if (OF_A_FILE.has(symbol.description) && Object.getOwnPropertyDescriptor(this.global, symbol).configurable) delete this.global[symbol];
  }

  async teardown() {
    if (kept !== this) await super.teardown();
  }
}

/** jest-circus keeps these on the global object. */
const OF_A_FILE = new Set(['JEST_STATE_SYMBOL', 'EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES', 'RETRY_TIMES_SETTER', 'RETRY_IMMEDIATELY', 'WAIT_BEFORE_RETRY', 'LOG_ERRORS_BEFORE_RETRY']);

module.exports = KeepingEnvironment;
