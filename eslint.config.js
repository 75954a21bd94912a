import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'reports/', '.stryker-tmp/', 'libs/api-client/src/generated/', 'libs/matching/kernel/*.ts', 'libs/matching/src/search/*.bytes.ts'] },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-non-null-assertion': 'off', // an index that a line before has checked
      '@typescript-eslint/require-await': 'off', // an interface may ask for a promise
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }], // responses are made by a static `of` that needs no `this`
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true, IIFEs: false }],
      'max-params': ['error', 6],
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'use a union of literals' }, { selector: 'ExportAllDeclaration', message: 'name what a lib exports' }, { selector: 'ExportDefaultDeclaration', message: 'use a named export' }],
    },
  },
  { files: ['libs/matching/src/**', 'libs/outcomes/src/**', 'libs/scheduling/src/**', 'libs/kernel/src/**'], ignores: ['**/*.spec.ts', '**/testing/**', 'libs/kernel/src/clock.ts'], rules: { 'no-restricted-properties': ['error', { object: 'Date', property: 'now' }, { object: 'Math', property: 'random' }] } },
  { files: ['**/*.spec.ts', '**/*.e2e-spec.ts', 'test/**'], rules: { 'max-lines-per-function': 'off', 'max-lines': 'off', '@typescript-eslint/unbound-method': 'off', '@typescript-eslint/no-unsafe-member-access': 'off', '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-argument': 'off', '@typescript-eslint/no-unsafe-call': 'off', '@typescript-eslint/no-unsafe-return': 'off' } }, // answers over HTTP are looked into freely
  { files: ['apps/cli/src/migrations/**'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['**/*.mjs', '**/*.cjs', '*.js'], extends: [tseslint.configs.disableTypeChecked], languageOptions: { globals: { process: 'readonly', console: 'readonly', module: 'readonly', require: 'readonly', URL: 'readonly', performance: 'readonly', setTimeout: 'readonly' } }, rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-require-imports': 'off' } },
);
