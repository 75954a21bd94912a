import { GROUPS } from './test/mutation/groups.mjs';

const { MUTATION_GROUP, MUTATION_PART, MUTATION_REPORT, MUTATION_CONCURRENCY } = process.env;

/** What `npm run mutation` starts Stryker with (test/mutation/run.mjs says for which part, and for which report). */
export default {
  packageManager: 'npm',
  mutate: [...(GROUPS[MUTATION_GROUP]?.parts[MUTATION_PART] ?? []), '!**/*.spec.ts', '!**/testing/**'],
  concurrency: Number(MUTATION_CONCURRENCY ?? 2),
  plugins: ['./test/mutation/runner.mjs'],
  testRunner: 'in-process',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  maxTestRunnerReuse: 400, // modules that are linked are never quite given back
  ignorePatterns: ['*', '!libs', '!libs/**', '!test', '!test/**', '!*.json', '!*.js'],
  coverageAnalysis: 'perTest',
  reporters: ['clear-text', 'progress', 'json'],
  jsonReporter: { fileName: MUTATION_REPORT ?? 'reports/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false },
  thresholds: { high: 90, low: 85, break: null },
  timeoutMS: 10_000, // a machine that is busy with other things is slow; whoever loops is mostly found by counting
  timeoutFactor: 4,
  tempDirName: '.stryker-tmp',
};
