import { readFileSync } from 'node:fs';
import TestRunner from 'jest-runner';

/**
 * What `npm run mutation` runs a mutant's tests with: files without a test that meets the mutant are not loaded, quick files
 * go first, and one failure is enough. Without this every mutant would load every file and run it to its end.
 */
export default class MutationRunner extends TestRunner {
  async runTests(tests, watcher, options) {
    const pattern = (this._globalConfig.testNamePattern ?? '').replaceAll('\\', '');
    const meeting = tests.filter(({ path }) => pattern === '' || titlesOf(path).some((title) => pattern.includes(title)));
    if (process.env.__STRYKER_ACTIVE_MUTANT__ !== undefined) this.on('test-file-success', ([, { numFailingTests }]) => (numFailingTests > 0 ? watcher.setState({ interrupted: true }) : undefined));
    await super.runTests(meeting.sort((a, b) => slowness(a.path) - slowness(b.path)), watcher, options);
  }
}

/** What the groups of a file are called; each name of a test begins with one of them. */
function titlesOf(path) {
  return [...readFileSync(path, 'utf8').matchAll(/^describe\('((?:[^'\\]|\\.)*)'/gm)].map(([, title]) => title.replaceAll('\\', ''));
}

/** Property tests come after tables of examples. */
function slowness(path) {
  return Number(/casesOf\(/.test(readFileSync(path, 'utf8')));
}
