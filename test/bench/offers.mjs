// Days of offers under the rules of the domain, whoever chooses them.
import { spreadOf } from '../../dist/libs/matching/src/index.js';
import { chance } from './planted-county.mjs';
import { FANOUT } from './waves.mjs';

/** A person gets one offer a civil day at the most, and so many in any so many days. */
const MOST_OFFERS = 3;
const DAYS = 7;
const ORDER = 21;

/** What an office knows on a day: what was asked and what was answered, and nothing that only the generator knows. */
class Office {
  day = 0;
  messages = 0;
  /** People who said yes when the openings were filled already. */
  disappointed = 0;
  /** After so many messages, openings filled. */
  filledAfter = [0];

  constructor({ openings, trainees }) {
    this.left = [...openings];
    this.asked = openings.map(() => new Set());
    this.answers = openings.map(() => ({ yes: 0, all: 0 }));
    this.isOut = new Uint8Array(trainees.length);
    this.daysAsked = trainees.map(() => []);
    this.wasReached = new Uint8Array(trainees.length);
  }

  get filled() {
    return this.filledAfter.at(-1);
  }

  mayBeAsked(t) {
    const days = this.daysAsked[t];
    return this.isOut[t] === 0 && days.at(-1) !== this.day && !(days.at(-MOST_OFFERS) > this.day - DAYS);
  }
}

/**
 * Every offer is answered on its day, in an order that belongs to the pairs; first come, first served. A person who said
 * yes in time is out; who said yes too late stays. Nobody is asked twice about a vacancy.
 * @param policy `offers(office)`: today's pairs `[t, v]`, no more than openings left × `FANOUT` a vacancy unless it `ignoresPlaces`;
 * `hears(told, office)`: `[t, v, 'yes' | 'no' | 'late']`
 */
export function simulate(county, policy, days) {
  const office = new Office(county);
  const eligible = county.candidates.map((list) => new Set(list.map(({ t }) => t)));
  const dayMs = [];
  const filledOn = [];
  for (office.day = 0; office.day < days && office.left.some((left) => left > 0); office.day++) {
    const begun = performance.now();
    const offers = policy.offers(office);
    const planned = performance.now() - begun;
    checkRules(office, offers, policy);
    const told = offers.map(([t, v]) => ({ t, v, at: chance(county.seed, ORDER, t, v) })).sort((a, b) => a.at - b.at).map(({ t, v }) => {
      const isEligible = eligible[v].has(t);
      return [t, v, record(office, { t, v, isEligible, isYes: isEligible && county.accepts(t, v) })];
    });
    const heard = performance.now();
    policy.hears?.(told, office);
    dayMs.push(planned + performance.now() - heard);
    filledOn.push(office.filled);
  }
  return { office, dayMs, filledOn, spread: spreadOf(office.asked.map(({ size }) => size)), reached: office.wasReached.reduce((sum, was) => sum + was, 0) };
}

function record(office, { t, v, isEligible, isYes }) {
  const answer = !isYes ? 'no' : office.left[v] > 0 ? 'yes' : 'late';
  office.asked[v].add(t);
  office.answers[v].all++;
  office.answers[v].yes += Number(isYes);
  office.messages++;
  office.filledAfter.push(office.filled + Number(answer === 'yes'));
  office.disappointed += Number(answer === 'late');
  if (isEligible) office.wasReached[t] = 1;
  if (answer === 'yes') {
    office.left[v]--;
    office.isOut[t] = 1;
  }
  return answer;
}

function checkRules(office, offers, { ignoresPlaces = false }) {
  const counts = new Map();
  for (const [t, v] of offers) {
    counts.set(v, (counts.get(v) ?? 0) + 1);
    if (!office.mayBeAsked(t) || office.asked[v].has(t)) throw new Error('somebody was asked too often, or twice about one vacancy');
    if (counts.get(v) > FANOUT * office.left[v] && !(ignoresPlaces && office.left[v] > 0)) throw new Error('a wave was larger than openings × fanout');
    office.daysAsked[t].push(office.day);
  }
}
