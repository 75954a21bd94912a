import everything from '../jest.config.js';

/** The tests that `npm run mutation` runs for each mutant: those of scoring, gates and assignment, with a part of the made-up cases. */
process.env.TEST_SHARE ??= '0.004';

export default {
  ...everything,
  rootDir: '..',
  roots: ['<rootDir>/libs/matching/src'],
  runner: '<rootDir>/test/mutation-runner.mjs',
  testMatch: ['*', 'parts/*', 'assignment/*'].map((where) => `<rootDir>/libs/matching/src/${where}.spec.ts`),
  testPathIgnorePatterns: [...everything.testPathIgnorePatterns, '/(explain|forecast|metamorphic|tie-fairness|assignment-peer|side-limits)\\.spec\\.ts$'], // slow, or they meet nothing that others do not
};
