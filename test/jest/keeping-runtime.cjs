// Jest loads every module anew for every test file: for a file that starts the API, longer than its tests take. This runtime
// keeps the product's modules and the packages for the next test file of the same worker, as a process that serves many requests
// does. What the tests bring along (specs, test/, testing/) is loaded anew. It reaches into jest-runtime, whose version is exact.
const { relative, sep } = require('node:path');
const { fileURLToPath } = require('node:url');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

let kept;

/** Jest asks for a runtime for each test file. */
function RuntimeOfFile(...given) {
  const [, environment, , , , , testPath, globalConfig] = given;
  if (kept) return kept.begin(environment, testPath);
  const made = new KeepingRuntime(...given);
  if (!globalConfig.watch && !globalConfig.watchAll) kept = made; // there, a file that changes is read anew
  return made;
}

class KeepingRuntime extends Runtime {
  #root;

  constructor(...given) {
    super(...given);
    this.#root = given[0].rootDir;
    this.#loadIntoOwnRealm();
  }

  #loadIntoOwnRealm() {
    const { executor, esmLoader } = this;
    esmLoader.getContext = () => undefined;
    executor.compile = (source, filename) => compileFunction(source, executor.injectedModuleParameters, {
      filename,
      importModuleDynamically: (specifier, _function, attributes) => esmLoader.dynamicImportFromCjs(specifier, filename, undefined, attributes),
    });
  }

  /** Goes on with another file. */
  begin(environment, testPath) {
    this._testPath = this.esmLoader.testPath = this.executor.testPath = testPath;
    this._environment = environment;
    for (const part of [this.executor, this.esmLoader, this.cjsLoader, this.coreModule, this.jestGlobals]) part.environment = environment;
    this.jestGlobals.fakeTimersImpl = environment.fakeTimersModern;
    this.jestGlobals.cachedEnvGlobals = undefined;
    this.jestGlobals.moduleMocker = this._moduleMocker = environment.moduleMocker;
    this.testState.state = 'loading';
    return this;
  }

  teardown() {
    if (kept !== this) return super.teardown();
    this.restoreAllMocks();
    const { moduleRegistry, esModuleRegistry, internalModuleRegistry, mockRegistry, moduleMockRegistry } = this.registries;
    for (const path of moduleRegistry.keys()) if (!this.#isKept(path)) moduleRegistry.delete(path);
    for (const [key, module] of esModuleRegistry) if (module.status === 'errored' || !this.#isKept(key)) esModuleRegistry.delete(key);
    for (const registry of [internalModuleRegistry, mockRegistry, moduleMockRegistry]) registry.clear();
    this.mockState.clear();
    this.testMainModule.reset();
    this.fileCache.clear();
    this.transformCache.clear();
    this.jestGlobals.clearJestObjectCache();
    this.loggedReferenceErrors.clear();
  }

  #isKept(key) {
    if (key.startsWith('@jest/globals')) return false;
    if (!key.startsWith('file:') && !key.startsWith(sep)) return true; // of Node.js
    const path = relative(this.#root, key.startsWith('file:') ? fileURLToPath(key) : key).split(sep).join('/');
    return path.includes('node_modules/') || (/^(apps|libs)\//.test(path) && !/\/testing\/|\.spec\.ts$/.test(path));
  }
}

module.exports = { __esModule: true, default: RuntimeOfFile };
