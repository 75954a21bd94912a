// Who is asked for what today: by the county's plan, and by those who have no plan.
import { compareIds, CountyPlan, fnv1a, tieOf, traineeTieHash } from '../../dist/libs/matching/src/index.js';
import { miniSearch } from './engine-peers.mjs';
import { chance, contextOf } from './planted-county.mjs';

const TURN = 31;

/** The plan of the day over everybody who may be asked: first for those without any offer so far, then for the others with the places that these leave. */
export function byPlan(county, { minScore, wave }) {
  const { trainees, vacancies } = county;
  const plan = new CountyPlan(contextOf(county, minScore), trainees.filter(({ available }) => available), vacancies);
  const traineeOf = new Map(trainees.map(({ id }, t) => [id, t]));
  const vacancyOf = new Map(vacancies.map(({ id }, v) => [id, v]));
  const profiles = [...trainees];
  const refuse = (t, v) => {
    const { refused } = profiles[t];
    profiles[t] = { ...profiles[t], refused: { ...refused, vacancies: [...refused.vacancies, vacancies[v].id] } };
    plan.changeTrainee(profiles[t]);
  };
  return {
    offers(office) {
      const resting = (isMore) => new Set(trainees.filter((_, t) => !office.mayBeAsked(t) || isMore(t)).map(({ id }) => id));
      const places = new Map(vacancies.flatMap(({ id }, v) => (office.left[v] > 0 ? [[id, wave(office.left[v], office.answers[v])]] : [])));
      const { pairs: decisions } = plan.plan({ places, resting: resting((t) => office.daysAsked[t].length > 0) });
      const { pairs } = plan.plan({ places, decisions, resting: resting(() => false) });
      return pairs.map(({ traineeId, vacancyId }) => [traineeOf.get(traineeId), vacancyOf.get(vacancyId)]);
    },
    hears(told, { left }) {
      for (const [t, v, answer] of told) {
        if (left[v] === 0) plan.removeVacancy(vacancies[v].id);
        if (answer === 'yes') plan.removeTrainee(trainees[t].id);
      }
      for (const [t, v, answer] of told) if (answer === 'no' && left[v] > 0) refuse(t, v);
    },
  };
}

/**
 * Every vacancy goes down its own list, in a turn that is drawn anew each day. `knowsOthers`: whoever may not be asked today
 * is passed over and the next one asked; else their place in the wave is lost.
 */
export function byLists(county, lists, { wave, knowsOthers = true }) {
  return {
    offers(office) {
      const isTaken = new Set();
      const turn = lists.flatMap((_, v) => (office.left[v] > 0 ? [{ v, at: chance(county.seed, TURN, office.day, v) }] : [])).sort((a, b) => a.at - b.at);
      return turn.flatMap(({ v }) => {
        const pairs = [];
        let places = wave(office.left[v], office.answers[v]);
        for (let at = 0; at < lists[v].length && places > 0; at++) {
          const t = lists[v][at];
          if (office.asked[v].has(t) || office.isOut[t] === 1) continue;
          const isFree = office.mayBeAsked(t) && !isTaken.has(t);
          if (isFree) pairs.push([t, v]);
          if (isFree) isTaken.add(t);
          if (isFree || !knowsOthers) places--;
        }
        return pairs;
      });
    },
  };
}

/** Everybody is offered the best open vacancy of their own list, as a job board does: no vacancy has places in a wave. */
export function byOwnBest(county, lists) {
  const own = county.trainees.map(() => []);
  lists.forEach((list, v) => list.forEach(({ t, score }) => own[t].push({ v, score })));
  for (const list of own) list.sort((a, b) => b.score - a.score || a.v - b.v);
  return {
    ignoresPlaces: true,
    offers: (office) => own.flatMap((list, t) => {
      const best = office.mayBeAsked(t) ? list.find(({ v }) => office.left[v] > 0 && !office.asked[v].has(t)) : undefined;
      return best === undefined ? [] : [[t, best.v]];
    }),
  };
}

/** Of each vacancy, what is good enough, in the order of every list. */
export function rankedLists({ seed, trainees, vacancies, candidates }, minScore) {
  const hashes = trainees.map(({ id }) => traineeTieHash(`planted-${seed}`, id));
  return candidates.map((list, v) => {
    const hash = fnv1a(vacancies[v].id);
    const tie = ({ t }) => tieOf(hashes[t], hash);
    return list.filter(({ score }) => score >= minScore).sort((a, b) => b.score - a.score || tie(a) - tie(b) || compareIds(trainees[a.t].id, trainees[b.t].id));
  });
}

/** Of each vacancy, the available people as MiniSearch ranks their texts by BM25. */
export function textLists({ trainees, vacancies }) {
  const numbers = trainees.flatMap(({ available }, t) => (available ? [t] : []));
  const search = miniSearch((i) => trainees[numbers[i]], numbers.length, numbers.length);
  return vacancies.map((vacancy) => search(vacancy).map(({ id }) => numbers[id]));
}
