/** One configuration, three kinds of tests by suffix: .spec (touches nothing), .int.spec (real PostgreSQL), .e2e-spec (HTTP + database + worker). */
export default {
  // One realm, and the product's modules loaded once, for all files of a worker: why, they say themselves.
  testEnvironment: '<rootDir>/test/jest/keeping-environment.cjs',
  runtime: '<rootDir>/test/jest/keeping-runtime.cjs',
  testSequencer: '<rootDir>/test/jest/longest-first.cjs',
  rootDir: '.',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts', '^(\\.{1,2}/.*(?<!\\.json))\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, keepClassNames: true, experimental: { keepImportAttributes: true } }, module: { type: 'es6' } }] },
  testMatch: ['**/*.spec.ts', '**/*.e2e-spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 60_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '800MB', // a worker that finished files have left much in is started anew
};
