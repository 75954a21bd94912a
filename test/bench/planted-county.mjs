// A county whose truth is planted: the generator knows what everybody would answer to every vacancy; whoever chooses offers does not.
import { createPolicy, gatesOf, MatchingCatalogue, prepareTrainee, prepareVacancy, scorePair, solveAssignment } from '../../dist/libs/matching/src/index.js';
import { congestedCounty } from './population.mjs';

/** The least score that is put forward by default. */
export const LEAST_SCORE = 4_000;
/** How often a pair that is put forward (eligible, of the least score or above) ends in a yes, on average over all of them. */
const ACCEPTANCE = 1 / 3;
/**
 * What moves a yes, in log-odds. `KNOWN`: what the score sees too (parts 0..1), weighed as people might and not as the
 * policy does. `HIDDEN`: what no score sees, a standard deviation each. Beside them every pair has a chance of its own
 * (the draw), whose standard deviation on this scale is 1.8: more than any of the others.
 */
const KNOWN = { skills: 1.5, location: 1.5, courses: 0.5 };
const HIDDEN = { pay: 0.6, employer: 0.4, person: 0.6, trade: 0.6 };
const [EMPLOYER, PERSON, TRADE, PAIR] = [11, 12, 13, 14];

/** A number in [0, 1) of some numbers, well mixed: a pair's draw is the same whoever asks, and whenever. */
export function chance(...numbers) {
  let hash = 0x9e3779b9;
  for (let i = 0; i < numbers.length; i++) {
    hash = Math.imul(hash ^ numbers[i], 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return (hash >>> 0) / 2 ** 32;
}

/** Mean 0, standard deviation 1, nearly normal. */
const bell = (...numbers) => Math.sqrt(3) * (chance(1, ...numbers) + chance(2, ...numbers) + chance(3, ...numbers) + chance(4, ...numbers) - 2);
const likely = (logOdds) => 1 / (1 + Math.exp(-logOdds));

/**
 * The county and its truth. `candidates[v]`: whom the gates let through, with their scores; `accepts(t, v)`: what they would answer.
 * Pairs that a gate shuts out are never accepted.
 */
export function plantedCounty(seed) {
  const made = congestedCounty(seed);
  const { trainees, vacancies } = made;
  const county = { seed, asOf: made.asOf, catalogue: MatchingCatalogue.of(made.catalogue.skills, made.catalogue.courses), trainees, vacancies, popular: made.popular, openings: vacancies.map(({ openings }) => openings ?? 1) };
  const context = contextOf(county, LEAST_SCORE);
  const available = trainees.flatMap((trainee, t) => (trainee.available ? [{ t, prepared: prepareTrainee(context, trainee) }] : []));
  const hidden = hiddenTruth(seed, trainees, vacancies);
  const candidates = [];
  const logOdds = vacancies.map((vacancy, v) => {
    const prepared = prepareVacancy(context, vacancy);
    candidates[v] = [];
    const odds = new Float64Array(trainees.length).fill(-Infinity);
    for (const { t, prepared: trainee } of available) {
      if (gatesOf(context.policy, trainee, prepared).length > 0) continue;
      const { score, parts: { skills, location, courses } } = scorePair(context.policy, trainee, prepared);
      candidates[v].push({ t, score });
      odds[t] = KNOWN.skills * skills.value + KNOWN.location * location.value + KNOWN.courses * courses.value + hidden(t, v);
    }
    return odds;
  });
  const offset = offsetFor(candidates.flatMap((list, v) => list.flatMap(({ t, score }) => (score >= LEAST_SCORE ? [logOdds[v][t]] : []))));
  return { ...county, available: available.length, candidates, accepts: (t, v) => chance(seed, PAIR, t, v) < likely(logOdds[v][t] + offset) };
}

export function contextOf({ seed, catalogue, asOf }, minScore) {
  return { catalogue, policy: createPolicy({ tieSalt: `planted-${seed}`, minScore }), asOf };
}

/** What a yes gains or loses by what no score sees: pay beside the usual, the employer's name, a person's will to change at all, their taste for the trade. */
function hiddenTruth(seed, trainees, vacancies) {
  const middles = vacancies.map(({ pay }) => (pay === null ? null : (pay.from + pay.to) / 2));
  const told = middles.filter((middle) => middle !== null);
  const usual = told.reduce((sum, middle) => sum + middle, 0) / told.length;
  const spread = Math.sqrt(told.reduce((sum, middle) => sum + (middle - usual) ** 2, 0) / told.length);
  const ofVacancy = vacancies.map(({ employerId }, v) => HIDDEN.pay * (middles[v] === null ? 0 : (middles[v] - usual) / spread) + HIDDEN.employer * bell(seed, EMPLOYER, Number(employerId.slice(1))));
  const ofPerson = trainees.map((_, t) => HIDDEN.person * bell(seed, PERSON, t));
  const trades = new Map(); // of a trade, everybody's taste for it
  const tasteOf = vacancies.map(({ occupation }) => {
    const trade = occupation.slice(0, 4);
    if (!trades.has(trade)) trades.set(trade, Float64Array.from(trainees, (_, t) => HIDDEN.trade * bell(seed, TRADE, t, Number(trade.replace('-', '')))));
    return trades.get(trade);
  });
  return (t, v) => ofVacancy[v] + ofPerson[t] + tasteOf[v][t];
}

/** The constant by which the mean chance of a yes is `ACCEPTANCE`. */
function offsetFor(logOdds) {
  let [low, high] = [-20, 20];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (logOdds.reduce((sum, odds) => sum + likely(odds + middle), 0) / logOdds.length < ACCEPTANCE) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The generator's optimum: the most openings that anybody could fill who knew every answer beforehand. A matching over
 * the eligible pairs that would say yes, each person once, each vacancy up to its openings, found by the solver with every
 * pair worth 1 and proven by its bound. With a least score: over the pairs from that score up.
 */
export function optimumOf({ trainees, openings, candidates, accepts }, minScore = 0) {
  const edges = { trainees: [], vacancies: [], scores: [] };
  candidates.forEach((list, v) => {
    for (const { t, score } of list) {
      if (score < minScore || !accepts(t, v)) continue;
      edges.trainees.push(t);
      edges.vacancies.push(v);
      edges.scores.push(1);
    }
  });
  const { objective, bound } = solveAssignment({ traineeCount: trainees.length, capacities: openings, edges });
  if (objective !== bound) throw new Error('the optimum is not proven');
  return objective;
}
