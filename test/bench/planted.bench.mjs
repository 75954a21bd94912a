import process from 'node:process';
import { byLists, byOwnBest, byPlan, rankedLists, textLists } from './offer-policies.mjs';
import { simulate } from './offers.mjs';
import { LEAST_SCORE, optimumOf, plantedCounty } from './planted-county.mjs';
import { round } from './timing.mjs';
import { carefulWave, fixedWave } from './waves.mjs';

const SEEDS = (process.env.PLANTED_SEEDS ?? '1,2,3,4,5').split(',').map(Number);
const DAYS = 30;
/** A county may put forward weaker pairs too; where openings stay empty it would. */
const LOWERED = 2_500;
const BARS = { fill: 95, more: 20, reach: 80 };

const medianOf = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const bar = (text, reached) => `${text}: ${reached ? 'reached' : 'missed'}`;

/** All policies on one county. */
function play(seed) {
  const county = plantedCounty(seed);
  const eligible = county.candidates.map((list) => new Set(list.map(({ t }) => t)));
  const texts = textLists(county);
  const gated = texts.map((list, v) => list.filter((t) => eligible[v].has(t)));
  const levels = [LEAST_SCORE, LOWERED].map((minScore) => {
    const ranked = rankedLists(county, minScore);
    const lists = ranked.map((list) => list.map(({ t }) => t));
    return {
      minScore, optimum: optimumOf(county, minScore),
      ours: simulate(county, byPlan(county, { minScore, wave: carefulWave }), DAYS),
      greedy: simulate(county, byLists(county, lists, { wave: fixedWave }), DAYS),
      greedyCareful: simulate(county, byLists(county, lists, { wave: carefulWave }), DAYS),
      alone: simulate(county, byLists(county, lists, { wave: fixedWave, knowsOthers: false }), DAYS),
      board: simulate(county, byOwnBest(county, ranked), DAYS),
    };
  });
  return {
    county, levels, optimum: optimumOf(county), reachable: new Set(county.candidates.flat().map(({ t }) => t)).size,
    text: simulate(county, byLists(county, texts, { wave: fixedWave }), DAYS), gatedText: simulate(county, byLists(county, gated, { wave: carefulWave }), DAYS),
  };
}

/**
 * A congested county (half as many openings as available people, popular vacancies, a yes to one offer in three), thirty
 * days of offers: openings × 3 people a vacancy at the most, one message a day and three in seven days a person.
 */
export async function benchPlanted(report) {
  const counties = SEEDS.map(play);
  const over = (value) => medianOf(counties.map(value));
  const placesOf = ({ county: { openings } }) => openings.reduce((a, b) => a + b);
  report({ what: `planted county, medians of ${SEEDS.length} seeds: ${over(({ county }) => county.available)} available people, ${over(placesOf)} openings; the most of them that anybody could fill who knew every answer beforehand`, median: over(({ optimum }) => optimum), unit: '', peer: `by pairs from a score of ${LEAST_SCORE} up ${over(({ levels }) => levels[0].optimum)}, of ${LOWERED} up ${over(({ levels }) => levels[1].optimum)}` });
  for (const at of [0, 1]) {
    const name = `planted county, least score ${counties[0].levels[at].minScore}`;
    const runs = counties.map((each) => ({ ...each, ...each.levels[at], all: each.optimum }));
    reportReach(report, name, runs);
    reportPeers(report, name, runs);
    reportSpread(report, name, runs);
  }
}

const share = (part, whole) => round((100 * part) / whole, 1);

function reportReach(report, name, runs) {
  const over = (value) => medianOf(runs.map(value));
  const fill = over(({ ours, all }) => share(ours.office.filled, all));
  const reach = over(({ ours, county }) => share(ours.reached, county.available));
  report({ what: `${name}: filled in ${DAYS} days, of that most`, median: fill, unit: '%', peer: `of the most by pairs of that score ${over(({ ours, optimum }) => share(ours.office.filled, optimum))} %; greedy lists ${over(({ greedy, all }) => share(greedy.office.filled, all))} %`, bar: bar(`≥ ${BARS.fill} %`, fill >= BARS.fill) });
  report({ what: `${name}: available people with an eligible offer within ${DAYS} days`, median: reach, unit: '%', peer: `of those who are eligible for anything ${over(({ ours, reachable }) => share(ours.reached, reachable))} %; greedy lists ${over(({ greedy, county }) => share(greedy.reached, county.available))} %, greedy lists in our waves ${over(({ greedyCareful, county }) => share(greedyCareful.reached, county.available))} %`, bar: bar(`≥ ${BARS.reach} %`, reach >= BARS.reach) });
}

/** Openings filled by so many messages; by all of its own where a policy sent fewer. */
const filledBy = ({ office: { filledAfter } }, messages) => filledAfter[Math.min(messages, filledAfter.length - 1)];

/** Others at as many messages as ours sent, and at half as many. */
function reportPeers(report, name, runs) {
  const over = (value) => medianOf(runs.map(value));
  const more = (peer, part = 1) => over((run) => {
    const messages = Math.round(part * run.ours.office.messages);
    return round(100 * (filledBy(run.ours, messages) / filledBy(run[peer], messages) - 1), 1);
  });
  const whole = (policy) => `${over((run) => run[policy].office.filled)} by ${over((run) => run[policy].office.messages)} messages`;
  const most = over(({ ours, greedy, optimum }) => round(100 * (optimum / filledBy(greedy, ours.office.messages) - 1), 1));
  const rows = [
    ['greedy lists by vacancy (its own best, openings × 3 a wave)', 'greedy', `nobody could fill more than ${most} % more there; than greedy lists in our waves ${more('greedyCareful')} %; than lists that know nothing of each other ${more('alone')} % (${whole('alone')})`],
    ['greedy lists by person (their own best, however many are asked)', 'board', 'such lists break the rule of openings × 3 a wave'],
    ['BM25 lists (MiniSearch, openings × 3 a wave)', 'text', `than BM25 with the gates in our waves ${more('gatedText')} % (${whole('gatedText')})`],
  ];
  for (const [what, peer, besides] of rows) {
    const ahead = more(peer);
    report({ what: `${name}: more filled than ${what} at equal messages`, median: ahead, unit: '%', peer: `at half of them ${more(peer, 0.5)} %; ${besides}; in ${DAYS} days ours ${whole('ours')}, they ${whole(peer)}`, bar: bar(`aim ≥ +${BARS.more} %`, ahead >= BARS.more) });
  }
}

function reportSpread(report, name, runs) {
  const over = (value) => medianOf(runs.map(value));
  const spread = (policy) => `${over((run) => round(run[policy].spread.congestion, 3))}, Gini ${over((run) => round(run[policy].spread.gini, 3))}, coverage ${over((run) => round(run[policy].spread.coverage, 3))}`;
  const late = (policy) => over((run) => run[policy].office.disappointed);
  const halfway = (policy) => over(({ [policy]: { filledOn }, all }) => 1 + filledOn.findIndex((filled) => filled >= 0.75 * all));
  report({ what: `${name}: congestion of the messages (−1 even)`, median: over(({ ours }) => round(ours.spread.congestion, 3)), unit: '', peer: `ours ${spread('ours')}; greedy lists by vacancy ${spread('greedy')}, by person ${spread('board')}` });
  report({ what: `${name}: people who said yes when the openings were filled`, median: late('ours'), unit: '', peer: `greedy lists by vacancy ${late('greedy')}, by person ${late('board')}; three quarters of that most filled on day ${halfway('ours')}, greedy lists on day ${halfway('greedy')}, lists that know nothing of each other on day ${halfway('alone')}` });
  const days = runs.flatMap(({ ours }) => ours.dayMs).sort((a, b) => a - b);
  report({ what: `${name}: a day's answers taken in and planned again`, median: round(medianOf(days), 0), p95: round(days[Math.ceil(days.length * 0.95) - 1], 0), unit: 'ms', peer: `first day (from nothing, thousands of answers) ${round(over(({ ours }) => ours.dayMs[0]), 0)} ms` });
}
