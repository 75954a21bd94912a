// A county's classes of half a year, from a seed: rooms, bases and instructors are scarce where they are scarce in life (one or two teachers of a trade, most rooms in the county seat), people are away when migrants are away.
import { teachableDays } from '../../dist/libs/scheduling/src/index.js';
import { seeded } from './timing.mjs';

const FROM = '2026-12-01';
const TO = '2027-07-31';
const TOWNSHIPS = ['100', '101', '102', '103', '104', '105', '106', '107', '108', '109', '200', '400'].map((code) => `420626${code}`);
const SIZES = [25, 30, 14, 11, 18, 41, 52, 32, 27, 14, 12, 1]; // villages
const TRADES = ['6-18-02-04', '6-29-02-11', '4-10-01-05', '4-03-02-01', '5-01-02-02', '5-02-01-99', '6-04-01-01', '4-04-05-01', '6-31-01-03', '4-02-02-01', '5-05-01-01', '6-01-03-01', '4-10-01-02', '6-05-01-01'];

const addDays = (date, days) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

/** `crowding` = classes for each that the instructors could well hold; 1 is as the county has it. */
export function classCounty(seed, { classes: classCount = 60, people: peopleCount = 5_322, instructorsPerTrade = [1, 3] } = {}) {
  const random = seeded(seed);
  const int = (from, to) => from + Math.floor(random() * (to - from + 1));
  const pick = (list) => list[int(0, list.length - 1)];
  const township = weighted(SIZES.map((size) => size + 4));
  const at = TOWNSHIPS.map((_, i) => (i === 0 ? [50, 50] : [random() * 100, random() * 100]));
  const travel = [];
  for (let a = 0; a < TOWNSHIPS.length; a++) for (let b = a + 1; b < TOWNSHIPS.length; b++) travel.push({ a: TOWNSHIPS[a], b: TOWNSHIPS[b], minutes: 10 + Math.round(1.3 * Math.hypot(at[a][0] - at[b][0], at[a][1] - at[b][1])) });
  const minutes = new Map(travel.flatMap(({ a, b, minutes: each }) => [[`${a}${b}`, each], [`${b}${a}`, each]]));
  const span = (days) => {
    const from = addDays(FROM, int(0, 240 - days));
    return { from, to: addDays(from, days) };
  };
  const periods = (most, days) => Array.from({ length: int(0, most) }, () => span(int(2, days)));

  const classes = Array.from({ length: classCount }, (_, i) => {
    const window = int(35, 120);
    const from = addDays(FROM, int(0, 240 - window));
    const maxSize = 5 * int(4, 10);
    return { id: `class-${String(i).padStart(2, '0')}`, occupation: TRADES[Math.floor(TRADES.length * random() ** 1.5)], theoryHours: 8 * int(2, 8), practiceHours: random() < 0.1 ? 0 : 8 * int(3, 14), minSize: int(8, 15), maxSize, from, to: addDays(from, window), township: random() < 0.4 ? TOWNSHIPS[0] : TOWNSHIPS[township(random)], lodging: random() < 0.25 };
  });
  const rooms = TOWNSHIPS.flatMap((code, i) => Array.from({ length: i === 0 ? 7 : SIZES[i] > 25 ? 2 : 1 }, (_, r) => ({ id: `room-${code}-${r}`, township: code, seats: r === 0 ? 60 : 5 * int(6, 11), closed: periods(2, 12) })));
  const bases = TRADES.flatMap((trade, t) => Array.from({ length: int(1, 2) }, (_, b) => ({ id: `base-${t}-${b}`, township: b === 0 ? TOWNSHIPS[0] : pick(TOWNSHIPS), occupations: random() < 0.4 ? [trade, pick(TRADES)] : [trade], seats: 5 * int(8, 12), closed: periods(2, 10) })));
  const instructors = TRADES.flatMap((trade, t) => Array.from({ length: int(...instructorsPerTrade) + (t < 4 ? 1 : 0) }, (_, i) => ({ id: `teacher-${t}-${i}`, occupations: random() < 0.4 ? [trade, pick(TRADES)] : [trade], home: random() < 0.6 ? TOWNSHIPS[0] : pick(TOWNSHIPS), maxTravelMinutes: random() < 0.7 ? null : int(60, 120), busy: periods(3, 14) })));
  const popularity = weighted(classes.map((_, i) => 1 / (1 + (i % 20))));
  const learners = Array.from({ length: peopleCount }, (_, i) => {
    const home = TOWNSHIPS[township(random)];
    const away = random() < 0.35; // migrants: home for the Spring Festival only
    const busy = away ? [{ from: FROM, to: addDays('2027-01-15', int(0, 20)) }, { from: addDays('2027-02-18', int(0, 25)), to: TO }] : periods(3, 25);
    const wishes = new Map();
    for (let wish = int(1, 7); wish > 0; wish--) {
      const c = popularity(random);
      const distance = minutes.get(`${home}${classes[c].township}`) ?? 0;
      wishes.set(classes[c].id, Math.max(1, Math.min(10_000, Math.round(4_000 + 5_500 * random() ** 1.5 + 600 * random() - 8 * distance))));
    }
    return { id: `p${i}`, home, maxTravelMinutes: random() < 0.25 ? null : int(20, 110), busy, wishes: [...wishes].map(([classId, score]) => ({ classId, score })) };
  });
  return { days: teachableDays({ from: FROM, to: TO }), hoursPerDay: 8, classes, rooms, bases, instructors, learners, travel, baseTravelMinutes: 90 };
}

function weighted(weights) {
  const sum = weights.reduce((all, each) => all + each, 0);
  return (random) => {
    let left = random() * sum;
    const found = weights.findIndex((each) => (left -= each) < 0);
    return found < 0 ? weights.length - 1 : found;
  };
}
