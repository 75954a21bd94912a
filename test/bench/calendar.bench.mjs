import process from 'node:process';
import { checkCalendar, planCalendar, seatCalendar } from '../../dist/libs/scheduling/src/index.js';
import { classCounty } from './class-county.mjs';
import { round } from './timing.mjs';

const SEED = 20_261_128;
const BAR_S = 10;
const SEATS_BAR_S = 2;
const BAR_PERCENT = 1;

/** Half a year of classes: the county as it is, with a single teacher of each trade, and with two thirds more classes than it has. */
export async function benchCalendar(report) {
  for (const [what, given] of [['60 classes × 5,322 people', {}], ['the same with one teacher a trade (two of the four commonest)', { instructorsPerTrade: [1, 1] }], ['100 classes × 5,322 people', { classes: 100, instructorsPerTrade: [1, 2] }]]) {
    const problem = classCounty(SEED, given);
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    const calendar = planCalendar(problem);
    const [seconds, { user }] = [(performance.now() - begun) / 1_000, process.cpuUsage(cpu)];
    const reasons = calendar.notHeld.reduce((counts, { reason }) => ({ ...counts, [reason]: (counts[reason] ?? 0) + 1 }), {});
    const broken = checkCalendar(problem, calendar).length;
    const percent = 100 * calendar.gap;
    report({ what: `calendar of ${what}: ${calendar.held.length} held, ${calendar.seats.length} people, not held ${JSON.stringify(reasons)}, gap ${round(percent, 3)} % (bar ≤ ${BAR_PERCENT} %: ${percent <= BAR_PERCENT ? 'reached' : 'missed'}), rules broken ${broken}`, median: round(seconds, 1), unit: 's', peer: `${round(user / 1e6, 1)} s of processor time`, bar: `≤ ${BAR_S} s: ${seconds <= BAR_S ? 'reached' : 'missed'}` });
    const start = performance.now();
    const { objective } = seatCalendar(problem, calendar.held);
    const seats = (performance.now() - start) / 1_000;
    report({ what: `its seats anew, optimal${objective === calendar.objective ? '' : ' (another total!)'}`, median: round(seats, 2), unit: 's', bar: `≤ ${SEATS_BAR_S} s: ${seats <= SEATS_BAR_S ? 'reached' : 'missed'}` });
  }
}
