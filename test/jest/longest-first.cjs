// Jest begins with the files that took longest the last time. A clean clone has no last time: these are begun with, so that none of
// them runs alone at the end, with the other core idle. A name that is missing here costs seconds, nothing else.
const { default: Sequencer } = require('@jest/test-sequencer');

const LONG = [
  'killed-worker-walk.fault', 'sms-workers.fault', 'killed-worker.fault', 'lost-queue-store.fault', 'killed-workbook-import.fault', 'sms-cut-answers.fault', 'parts-away.fault', 'sms-database-stopped.fault',
  'imports/import.int', 'against-library.int', 'workbook-load.e2e', 'prepare-demo.int', 'order-walk.e2e', 'start.e2e', 'walk.e2e', 'models/orders.e2e', 'import-rules', 'worker/src/queue.int', 'workbooks.e2e', 'telephone-pages.e2e',
  'order-life.int', 'read-workbook.int', 'against-oracle', 'side-limits', 'settlement.e2e', 'erasures.e2e', 'matching/src/score', 'webhooks.e2e', 'workbook-runs.e2e', 'county-shards.int',
];

class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path, duration }) => (duration === undefined ? LONG.findIndex((name) => path.includes(`/${name}`)) : -1);
    const sorted = super.sort(tests);
    return [...sorted.filter((test) => place(test) >= 0).sort((a, b) => place(a) - place(b)), ...sorted.filter((test) => place(test) < 0)];
  }
}

module.exports = LongestFirst;
