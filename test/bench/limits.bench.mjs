import process from 'node:process';
import { CountyPlan, MatchingCatalogue, createPolicy } from '../../dist/libs/matching/src/index.js';
import { highsSolver } from '../support/highs.mjs';
import { population } from './population.mjs';
import { round } from './timing.mjs';

const SEED = 20_261_124;
const CLASS_SIZE = 30;
const BAR_S = 10;

/** Classes as they are held: people of one course and one township after another, thirty at a time. */
function classesOf(trainees) {
  const inOrder = trainees.filter(({ courseRecords }) => courseRecords.length > 0).sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return new Map(inOrder.map(({ id }, i) => [id, `class ${Math.floor(i / CLASS_SIZE)}`]));
}

const key = ({ courseRecords: [{ courseId }], region, id }) => `${courseId} ${region} ${id}`;

/** The outside solver, with the time that is spent in it. */
async function watched() {
  const solver = await highsSolver();
  const seen = { asked: 0, seconds: 0 };
  return { seen, outside: (programme) => {
    const begun = performance.now();
    const answer = solver(programme);
    seen.asked++;
    seen.seconds += (performance.now() - begun) / 1_000;
    return answer;
  } };
}

/** The model county within side limits: at most so many of a class to one employer, a share of the places for each township; HiGHS in this process. */
export async function benchLimits(report) {
  const made = population(SEED, { county: 4 });
  const context = { catalogue: MatchingCatalogue.of(made.catalogue.skills, made.catalogue.courses), policy: createPolicy({ tieSalt: 'bench' }), asOf: made.asOf };
  const [trainees, vacancies] = [Array.from({ length: 5_322 }, (_, i) => made.trainee(i)), Array.from({ length: 2_100 }, (_, i) => made.vacancy(i))];
  const [classes, townships] = [classesOf(trainees), new Map(trainees.map(({ id, region }) => [id, region]))];
  const county = new CountyPlan(context, trainees, vacancies);
  county.plan();
  const before = process.resourceUsage().maxRSS / 1_000;
  for (const { fanout, n, share, places } of [{ fanout: 3, n: 5, share: 0.05, places: 'plenty of places' }, { fanout: 1, n: 5, share: 0.05, places: 'each opening once' }, { fanout: 0.3, n: 2, share: 0.05, places: 'few places' }]) {
    county.plan({ fanout });
    const { seen, outside } = await watched();
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    const plan = await county.planWithLimits({ atMost: { groupOfTrainee: (id) => classes.get(id) ?? null, n }, atLeast: { groupOfTrainee: (id) => townships.get(id), share } }, outside, { fanout });
    const [seconds, { user }] = [(performance.now() - begun) / 1_000, process.cpuUsage(cpu)];
    const missing = plan.short.reduce((sum, { least, reached }) => sum + least - reached, 0);
    report({ what: `that county within limits, ${places}: at most ${n} of a class of ${CLASS_SIZE} to one employer, ${100 * share} % for each of 12 townships (${plan.short.length} short, by ${missing}); gap ${plan.gap} by ${plan.provenBy}, cost ${round((100 * (plan.freeObjective - plan.objective)) / plan.freeObjective, 3)} % of the total`, median: round(seconds, 1), unit: 's', peer: `${round(user / 1e6, 1)} s of processor time; HiGHS asked ${seen.asked} times, ${round(seen.seconds, 1)} s`, bar: `≤ ${BAR_S} s: ${seconds <= BAR_S ? 'reached' : 'missed'}` });
  }
  report({ what: 'memory of that process at the most, the county\'s pairs included', median: round(process.resourceUsage().maxRSS / 1_000, 0), unit: 'MB', peer: `${round(before, 0)} MB with its plan without limits` });
}
