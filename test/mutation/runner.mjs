import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import vm from 'node:vm';
import { transformSync } from '@swc/core';
import fc from 'fast-check';
import jestConfig from '../../jest.config.js';
import { GROUPS, LEFT_OUT, TESTS_LEFT_OUT } from './groups.mjs';

const require = createRequire(import.meta.url);
const { jestExpect } = createRequire(require.resolve('@jest/globals/package.json'))('@jest/expect');
const [, SWC] = Object.values(jestConfig.transform)[0];

/** A test that takes longer than so many milliseconds and so many times its usual time loops for ever. */
const [LEAST_LIMIT_MS, TIMES_USUAL, LIMIT_WHEN_UNKNOWN_MS] = [4_000, 10, 30_000];
/** Code that has no end can only be stopped from outside: it runs as a script, which has a time limit. */
const RUN = new vm.Script('globalThis.__shouyuRun()');
const ENDLESS = Symbol('endless');

/** Property tests try a part of their cases (`casesOf`), and do not look for the smallest case that fails. */
process.env.TEST_SHARE ??= String(GROUPS[process.env.MUTATION_GROUP].share);
fc.configureGlobal({ endOnFailure: true, seed: 20_261_128 });

/**
 * Runs the tests of a group in the process itself. Jest would build its world anew for every mutant, which takes longer than
 * the tests. Modules are loaded anew for every mutant all the same: what one mutant leaves behind reaches no other.
 */
class InProcessRunner {
  #files = GROUPS[process.env.MUTATION_GROUP].tests.flatMap((folder) => specsIn(folder));
  #sources = new Map();
  /** Milliseconds of each test in the dry run. */
  #known = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    const ns = (globalThis.__stryker__ = { mutantCoverage: { static: {}, perTest: {} } });
    const tests = [];
    for (const test of await this.#load(this.#files, true)) {
      ns.currentTestId = test.id;
      const began = performance.now();
      const failureMessage = await failureOf(test.run, LIMIT_WHEN_UNKNOWN_MS * TIMES_USUAL);
      ns.currentTestId = undefined;
      const timeSpentMs = performance.now() - began;
      this.#known.set(test.id, timeSpentMs);
      const { id, file } = test;
      tests.push(failureMessage === null ? { id, name: id, fileName: resolve(file), timeSpentMs, status: 0 } : { id, name: id, fileName: resolve(file), timeSpentMs, status: 1, failureMessage });
    }
    return { status: 'complete', tests, mutantCoverage: ns.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, disableBail }) {
    const ns = globalThis.__stryker__ ??= {};
    Object.assign(ns, { activeMutant: mutantActivation === 'static' ? activeMutant.id : undefined, hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    const files = testFilter === undefined ? this.#files : [...new Set(testFilter.map((id) => id.slice(0, id.indexOf(' '))))];
    let tests;
    try {
      tests = await this.#load(files, false);
    } catch (error) {
      return isHitLimit(ns) || isEndless(error) ? { status: 'timeout', reason: 'while loading' } : { status: 'error', errorMessage: `does not load: ${String(error)}` };
    }
    ns.activeMutant = activeMutant.id;
    const wanted = testFilter === undefined ? tests : tests.filter(({ id }) => testFilter.includes(id));
    // Quick ones first: most mutants are noticed by an example.
    wanted.sort((a, b) => this.#msOf(a) - this.#msOf(b));
    const killedBy = [];
    let [failureMessage, nrOfTests] = ['', 0];
    for (const test of wanted) {
      nrOfTests += 1;
      const failure = await failureOf(test.run, this.#limitMs(test));
      if (isHitLimit(ns) || failure === ENDLESS) return { status: 'timeout', reason: `endless in ${test.id}` };
      if (failure === null) continue;
      killedBy.push(test.id);
      failureMessage ||= failure;
      if (!disableBail) break;
    }
    return killedBy.length > 0 ? { status: 'killed', killedBy, failureMessage, nrOfTests } : { status: 'survived', nrOfTests };
  }

  /** A process that was started for the one that ran out of time or memory has seen no dry run. */
  #msOf({ id, run }) {
    return this.#known.get(id) ?? (/casesOf|fc\.assert/.test(run.toString()) ? Number.MAX_VALUE : 0);
  }

  #limitMs(test) {
    const usual = this.#msOf(test);
    return usual === Number.MAX_VALUE ? LIMIT_WHEN_UNKNOWN_MS : Math.ceil(LEAST_LIMIT_MS + TIMES_USUAL * usual);
  }

  /** Loads files of tests with all that they import, and gives what they say is to be tested. */
  async #load(files, countsCoverage) {
    const tests = [];
    const modules = new Map();
    let file;
    const globals = globalsFor((names, run) => {
      // Numbered within the file, which may be loaded without the others.
      const id = `${file} ${names.join(' ')} #${tests.filter((test) => test.file === file).length}`;
      if (!TESTS_LEFT_OUT.test(id)) tests.push({ id, file, run });
    });
    const moduleOf = async (path) => {
      if (!modules.has(path)) modules.set(path, new vm.SourceTextModule(this.#sourceOf(path, countsCoverage), { identifier: path }));
      return modules.get(path);
    };
    const external = async (name) => {
      if (!modules.has(name)) {
        const exported = name === '@jest/globals' ? globals : await import(name);
        modules.set(name, new vm.SyntheticModule(Object.keys(exported), function () { for (const [key, value] of Object.entries(exported)) this.setExport(key, value); }));
      }
      return modules.get(name);
    };
    const link = (specifier, { identifier }) => {
      const ours = specifier.startsWith('.') ? join(dirname(identifier), specifier) : specifier.startsWith('@app/') ? `libs/${specifier.slice('@app/'.length)}/src/index.js` : null;
      return ours === null ? external(specifier) : moduleOf(ours.replace(/\.js$/, '.ts'));
    };
    for (file of files) {
      const module = await moduleOf(file);
      await module.link(link);
      await module.evaluate({ timeout: LIMIT_WHEN_UNKNOWN_MS });
    }
    return tests;
  }

  #sourceOf(path, countsCoverage) {
    if (!this.#sources.has(path)) this.#sources.set(path, transformSync(readFileSync(path, 'utf8'), { ...SWC, filename: path, swcrc: false, sourceMaps: false }).code);
    const source = this.#sources.get(path);
    // Which mutants a test meets is known from the dry run; counting it again would cost more than the tests.
    return countsCoverage ? source : source.replace(/function stryCov_9fa48\(\) \{/, 'function stryCov_9fa48() { return; ');
  }
}

function specsIn(folder) {
  return readdirSync(folder).filter((name) => /(?<!\.int)\.spec\.ts$/.test(name)).map((name) => `${folder}/${name}`).filter((path) => !LEFT_OUT.test(path));
}

/** `describe`, `it`, `expect` as the tests know them. */
function globalsFor(add) {
  const around = [];
  const describe = (name, within) => {
    around.push(name);
    within();
    around.pop();
  };
  const it = (name, run) => add([...around, name], run);
  it.each = (rows) => (name, run) => rows.forEach((row) => add([...around, name], () => (Array.isArray(row) ? run(...row) : run(row))));
  return { describe, it, expect: jestExpect };
}

/** What a test fails with, or null; ENDLESS. */
async function failureOf(run, limitMs) {
  try {
    globalThis.__shouyuRun = run;
    await RUN.runInThisContext({ timeout: limitMs });
    return null;
  } catch (error) {
    if (isEndless(error)) return ENDLESS;
    return String(error?.message ?? error).slice(0, 300);
  }
}

function isEndless(error) {
  return error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

function isHitLimit({ hitCount, hitLimit }) {
  return hitLimit !== undefined && hitCount > hitLimit;
}

function inProcessRunner() {
  return new InProcessRunner();
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', factory: inProcessRunner }];
