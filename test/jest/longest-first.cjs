// Jest begins with the files that took longest the last time. A clean clone has no last time: these are begun with, so that none of
// them runs alone at the end, with the other core idle. A name that is missing here costs seconds, nothing else.
const { default: Sequencer } = require('@jest/test-sequencer');

const LONG = [
  'imports/import.int', 'sms-workers.fault', 'killed-worker.fault', 'killed-worker-walk.fault', 'against-library.int', 'sms-cut-answers.fault', 'lost-queue-store.fault',
  'killed-workbook-import.fault', 'workbook-load.e2e', 'start.e2e', 'import-rules', 'order-walk.e2e', 'prepare-demo.int', 'walk.e2e', 'models/orders.e2e', 'sms-database-stopped.fault',
  'settlement.e2e', 'workbooks.e2e', 'closure.properties', 'against-oracle', 'worker/src/queue.int', 'order-life.int', 'webhooks.e2e',
];

class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path, duration }) => (duration === undefined ? LONG.findIndex((name) => path.includes(`/${name}`)) : -1);
    const sorted = super.sort(tests);
    return [...sorted.filter((test) => place(test) >= 0).sort((a, b) => place(a) - place(b)), ...sorted.filter((test) => place(test) < 0)];
  }
}

module.exports = LongestFirst;
