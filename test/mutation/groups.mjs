/**
 * What `npm run mutation` changes, and the tests that must notice: the one place that says which file belongs to which group.
 * A part is one run of Stryker: what is done is kept when a later part does not come to its end. `share`: the part of their made-up cases that property
 * tests try (`casesOf`); TEST_SHARE asks for another.
 */
export const GROUPS = {
  scoring: { share: 0.004, tests: ['libs/matching/src', 'libs/matching/src/parts'], parts: { scoring: ['libs/matching/src/{score,tie,occupation,place,effective-skills,policy,prepared,top-k,rank}.ts', 'libs/matching/src/parts/*.ts'] } },
  gates: { share: 0.004, tests: ['libs/matching/src'], parts: { gates: ['libs/matching/src/{eligibility,gate}.ts'] } },
  assignment: {
    share: 0.004,
    tests: ['libs/matching/src', 'libs/matching/src/assignment'],
    parts: { assignment: ['libs/matching/src/assignment/*.ts', '!libs/matching/src/assignment/{side-limits,limit-programme,limit-relaxation,edge-marks}.ts'] },
  },
  outcomes: {
    share: 0.05,
    tests: ['', '/rates', '/facts', '/publication', '/settlement', '/audit', '/reports', '/figures', '/config', '/populations', '/closure'].map((folder) => `libs/outcomes/src${folder}`),
    parts: Object.fromEntries(['rates', 'populations', 'facts', 'publication', 'settlement', 'audit', 'reports', 'figures', 'config', 'closure'].map((folder) => [folder, [`libs/outcomes/src/${folder}/*.ts`]])),
  },
};

/** Tests that are not run: slow ones, and those that meet nothing which others do not. */
export const LEFT_OUT = /\/(explain|forecast|metamorphic|tie-fairness|assignment-peer|side-limits)\.spec\.ts$/;
/** And single tests, by what they are called: those that look at the made-up cases and need all of them. */
export const TESTS_LEFT_OUT = /meets every standing of every rule/;
