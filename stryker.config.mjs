/** What `npm run mutation` starts Stryker with (test/mutation/run.mjs says which files, and for which report). */
export default {
  packageManager: 'npm',
  plugins: ['./test/mutation/runner.mjs'],
  testRunner: 'in-process',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  maxTestRunnerReuse: 400, // modules that are linked are never quite given back
  ignorePatterns: ['*', '!libs', '!libs/**', '!test', '!test/**', '!*.json', '!*.js'],
  coverageAnalysis: 'perTest',
  reporters: ['clear-text', 'progress', 'json'],
  jsonReporter: { fileName: process.env.MUTATION_REPORT ?? 'reports/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false },
  thresholds: { high: 90, low: 85, break: null },
  timeoutMS: 10_000, // a machine that is busy with other things is slow; whoever loops is mostly found by counting
  timeoutFactor: 4,
  tempDirName: '.stryker-tmp',
};
