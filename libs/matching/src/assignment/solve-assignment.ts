import { refuse } from '../errors.js';
import { boundOf, prepareAssignment, type Assignment, type AssignmentProblem } from './assignment.js';
import { HELD, Holdings } from './holdings.js';
import { LowestPrices } from './lowest-prices.js';
import { TraineeBids } from './trainee-bids.js';
import { VacancyOffers } from './vacancy-offers.js';
import { makeWhole } from './whole-prices.js';

/** Each round is worked out to an eighth of the step before: measured, 4 and 16 are no faster. */
const FINER = 8;
/** Prices are sums of scores and steps, at most a quarter above the greatest score: with no more steps than this no digit is lost. */
const MOST_STEPS = 2 ** 52;
const TOO_LARGE = '分数过大，无法精确求解';

/**
 * Chooses edges of the greatest total score, each trainee and each vacancy within its number: proven optimal. An auction in
 * rounds: trainees bid for places until all are served, first by large steps, then by ever finer ones, starting from the
 * prices of the round before, until these can be rounded to whole numbers that prove the optimum.
 * Deterministic. @throws MatchingInputInvalid, also where scores are so large that doubles cannot prove the optimum (never while score × vacancies stays below 2⁵⁰)
 */
export function solveAssignment(problem: AssignmentProblem): Assignment {
  const held = new Holdings(prepareAssignment(problem));
  auction(held);
  settleGains(held);
  new LowestPrices(held).run();
  return resultOf(problem, held);
}

/** Steps are powers of two, so that prices stay exact whatever is added to them. */
function auction(held: Holdings): void {
  const { problem: { scores }, prices } = held;
  const most = scores.reduce((highest, score) => Math.max(highest, score), 0);
  const fractions = held.mostPrices() + 1;
  let finest = 1; // so many of the last steps make 1: one more than there are fractions, so that there is a gap
  while (finest <= fractions && 2 * finest * most <= MOST_STEPS) finest *= 2;
  if (finest === 1) refuse('edges.scores', TOO_LARGE);
  let step = 1;
  while (8 * step <= most) step *= 2;
  const [bids, offers] = [new TraineeBids(held), new VacancyOffers(held)];
  for (;;) {
    bids.run(step);
    offers.run(step);
    if (makeWhole(prices, step)) return;
    if (step * finest === 1) refuse('edges.scores', TOO_LARGE); // only where finer steps would be lost
    for (let v = 0; v < prices.length; v++) prices[v] = Math.max(0, prices[v]! - step); // rather too low than too high: bids cost less than offers
    step = Math.max(step / FINER, 1 / finest);
  }
}

/** Of the gains that the prices leave, the greatest: all that the least good turn brings, nothing where a turn is left over. */
function settleGains({ problem: { perTrainee, rows, columns, scores }, prices, gains, states, used }: Holdings): void {
  for (let t = 0; t < gains.length; t++) gains[t] = used[t] === perTrainee ? Infinity : 0;
  for (let e = 0; e < scores.length; e++) if (states[e] === HELD) gains[rows[e]!] = Math.min(gains[rows[e]!]!, scores[e]! - prices[columns[e]!]!);
}

function resultOf(given: AssignmentProblem, { problem: { scores, order }, prices, gains, states }: Holdings): Assignment {
  const chosen: number[] = [];
  let objective = 0;
  for (let e = 0; e < scores.length; e++) {
    if (states[e] !== HELD) continue;
    objective += scores[e]!;
    chosen.push(order[e]!);
  }
  const duals = { prices, gains };
  return { objective, bound: boundOf(given, duals), chosen: chosen.sort((a, b) => a - b), duals };
}
