/** Who may import whom (docs/architecture.md). Type imports and cycles included. */
const order = ['kernel', 'matching', 'outcomes', 'scheduling', 'platform', 'accounts', 'webhooks', 'catalogue', 'vacancies', 'trainees', 'matches', 'notifications', 'placements', 'funds', 'teaching', 'training', 'workbooks', 'intake', 'erasures', 'copies'];
const mayImport = {
  kernel: [],
  matching: ['kernel'],
  outcomes: ['kernel'],
  scheduling: ['kernel', 'matching'],
  platform: ['kernel'],
  accounts: ['kernel', 'platform'],
  webhooks: ['kernel', 'platform', 'accounts'],
  catalogue: ['kernel', 'matching', 'platform'],
  vacancies: ['kernel', 'matching', 'platform', 'accounts', 'webhooks', 'catalogue'],
  trainees: ['kernel', 'matching', 'platform', 'accounts', 'catalogue'],
  matches: ['kernel', 'matching', 'platform', 'catalogue'],
  notifications: ['kernel', 'platform', 'accounts', 'catalogue', 'vacancies', 'trainees', 'matches'],
  placements: ['kernel', 'outcomes', 'platform', 'accounts', 'webhooks', 'catalogue', 'vacancies', 'trainees', 'matches', 'notifications'],
  funds: ['kernel', 'outcomes', 'platform', 'accounts', 'placements'],
  teaching: ['kernel', 'matching', 'scheduling', 'platform', 'accounts', 'catalogue', 'matches', 'notifications', 'placements'],
  training: ['kernel', 'notifications', 'matching', 'outcomes', 'scheduling', 'platform', 'accounts', 'webhooks', 'catalogue', 'vacancies', 'matches', 'placements', 'teaching'],
  workbooks: ['kernel', 'platform', 'catalogue'],
  intake: ['kernel', 'platform', 'accounts', 'catalogue', 'workbooks', 'vacancies', 'trainees', 'placements', 'teaching'],
  erasures: ['kernel', 'platform', 'vacancies', 'trainees', 'placements', 'training', 'intake'],
  copies: ['kernel', 'platform', 'catalogue', 'trainees', 'erasures'],
};

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...order.map((lib) => ({
      name: `${lib}-imports-only-what-stands-below`,
      severity: 'error',
      from: { path: `^libs/${lib}/`, pathNot: '\\.spec\\.ts$' },
      to: { path: '^(libs|apps|test)/', pathNot: [`^libs/${lib}/`, ...mayImport[lib].map((below) => `^libs/${below}/src/index\\.ts$`)] },
    })),
    { name: 'a-lib-is-entered-by-its-index', severity: 'error', from: { path: '^apps/' }, to: { path: '^libs/[^/]+/src/', pathNot: ['/index\\.ts$', '\\.json$'] } },
    { name: 'tests-enter-a-lib-by-its-index-or-use-its-references', severity: 'error', from: { path: '^test/' }, to: { path: '^libs/[^/]+/src/', pathNot: ['/index\\.ts$', '\\.json$', '^libs/[^/]+/src/testing/'] } },
    { name: 'pure-libs-touch-nothing', comment: 'scores and rates: no framework, no database, no input or output', severity: 'error', from: { path: '^libs/(kernel|matching|outcomes|scheduling)/src/', pathNot: '\\.spec\\.ts$' }, to: { dependencyTypes: ['npm', 'npm-dev', 'core'] } },
    { name: 'apps-never-import-each-other', severity: 'error', from: { path: '^apps/([^/]+)/', pathNot: '\\.spec\\.ts$' }, to: { path: '^apps/', pathNot: '^apps/$1/' } },
    { name: 'no-test-code-in-the-product', severity: 'error', from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$' }, to: { path: '^(test/|libs/[^/]+/src/testing/)', pathNot: '^libs/[^/]+/src/testing/' } },
    { name: 'declared-dependencies-only', severity: 'error', from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.js', '.json'] },
  },
};
