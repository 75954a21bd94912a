// The one seeded generator of counties and provinces: everybody is made from their own number, so that columns and profiles tell the same.
import { seeded } from './timing.mjs';

export const AS_OF = '2026-11-23';
const AS_OF_DAY = Date.parse(`${AS_OF}T00:00:00Z`) / 86_400_000;
const OCCUPATIONS = 300;
const SKILLS = 800;
const COURSES = 400;
const COUNTIES = 103;
const TOWNSHIPS = 12;
const EDUCATIONS = ['none', 'primary', 'junior-high', 'senior-high', 'vocational', 'college', 'bachelor'];
const KINDS = ['full-time', 'part-time', 'seasonal', 'day', 'piece', 'internship'];
const REACHES = ['township', 'county', 'prefecture', 'province'];
const STATES = ['certified', 'certified', 'certified', 'certified', 'certified', 'completed', 'completed', 'in-progress', 'dropped', 'failed'];

/** Draws numbers 0 … n − 1 with weights by a table of sums. */
function drawing(weights) {
  const sums = new Float64Array(weights.length);
  weights.reduce((sum, weight, i) => (sums[i] = sum + weight), 0);
  return (random) => {
    const wanted = random() * sums[sums.length - 1];
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle] <= wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const zipf = (n) => drawing(Array.from({ length: n }, (_, i) => 1 / (i + 1)));
const intOf = (random, from, to) => from + Math.floor(random() * (to - from + 1));
const distinct = (count, draw) => {
  const taken = new Set();
  for (let tries = 0; taken.size < count && tries < 20 * count; tries++) taken.add(draw());
  return [...taken];
};

/** 99 counties in eleven prefectures and four that stand directly below the province, each with its townships; larger and smaller ones. */
function regions(random) {
  const counties = [];
  for (let i = 0; i < COUNTIES; i++) {
    const code = i < 99 ? `42${String(1 + Math.floor(i / 9)).padStart(2, '0')}${String(21 + (i % 9)).padStart(2, '0')}` : `4290${String(4 + i - 99).padStart(2, '0')}`;
    counties.push({ code, size: 0.3 + 2.7 * random() ** 2, townships: Array.from({ length: TOWNSHIPS }, (_, t) => ({ code: `${code}${100 + t}000`, size: 0.3 + random() })) });
  }
  return counties;
}

/**
 * A province, or one county of it (`county`: its place in the list), from a seed.
 * `trainee(i)` and `vacancy(i)` are profiles of the library; `catalogue` its lists.
 */
export function population(seed, { county = null } = {}) {
  const random = seeded(seed);
  const skillOf = zipf(SKILLS);
  const occupationOf = zipf(OCCUPATIONS);
  const courseOf = zipf(COURSES);
  const occupations = Array.from({ length: OCCUPATIONS }, (_, i) => `${1 + (i % 6)}-${String(1 + (Math.floor(i / 6) % 10)).padStart(2, '0')}-${String(1 + Math.floor(i / 60)).padStart(2, '0')}-${String(1 + (i % 7)).padStart(2, '0')}`);
  const skills = Array.from({ length: SKILLS }, (_, i) => ({
    id: `s${i}`, occupations: distinct(intOf(random, 1, 2), () => occupations[occupationOf(random)]), related: distinct(intOf(random, 0, 2), () => `s${Math.min(SKILLS - 1, i + intOf(random, 1, 6))}`).filter((id) => id !== `s${i}`),
  }));
  const courses = Array.from({ length: COURSES }, (_, i) => {
    const taught = distinct(intOf(random, 1, 3), () => skillOf(random)).map((skill) => ({ id: `s${skill}`, level: intOf(random, 1, 3) }));
    return { id: `c${i}`, occupation: skills[Number(taught[0].id.slice(1))].occupations[0], skills: taught, hoursPlanned: intOf(random, 4, 40) * 10 };
  });
  const all = regions(random);
  const counties = county === null ? all : [all[county]];
  const countyOf = drawing(counties.map(({ size }) => size));
  const townshipsOf = counties.map(({ townships }) => drawing(townships.map(({ size }) => size)));
  const townshipIn = (draw) => {
    const c = countyOf(draw);
    return counties[c].townships[townshipsOf[c](draw)].code;
  };
  const anyCounty = drawing(all.map(({ size }) => size));
  const willingIn = (draw) => {
    const { code } = all[anyCounty(draw)];
    return draw() < 0.5 ? code.slice(0, 4) : code;
  };
  const of = (kind, i) => seeded((seed * 2_654_435_761 + kind * 40_503 + i * 1_000_003) >>> 0);
  const date = (days) => new Date((AS_OF_DAY + days) * 86_400_000).toISOString().slice(0, 10);

  function trainee(i) {
    const draw = of(1, i);
    for (let skip = 0; skip < 4; skip++) draw();
    const region = townshipIn(draw);
    return {
      id: uuid(draw), region,
      skills: distinct(intOf(draw, 1, 8), () => skillOf(draw)).map((skill) => ({ id: `s${skill}`, level: 1 + Math.floor(5 * draw() ** 2) })),
      occupations: distinct(intOf(draw, 0, 2), () => occupations[occupationOf(draw)]),
      courseRecords: distinct(intOf(draw, 0, 3), () => courseOf(draw)).map((course) => {
        const state = STATES[Math.floor(draw() * STATES.length)];
        const hours = Math.floor(draw() * courses[course].hoursPlanned);
        return { courseId: `c${course}`, state, endedOn: state === 'in-progress' ? null : date(-intOf(draw, 0, 2_900)), hoursDone: hours, plannedEnd: state === 'in-progress' ? date(intOf(draw, 0, 120)) : null };
      }),
      willingRegions: draw() < 0.3 ? [willingIn(draw)] : [],
      reach: draw() < 0.2 ? REACHES[Math.floor(draw() * 4)] : null,
      education: EDUCATIONS[Math.floor(draw() * EDUCATIONS.length)],
      certificates: draw() < 0.05 ? [`cert${intOf(draw, 1, 20)}`] : [],
      ageBand: draw() < 0.03 ? '16-17' : '18+',
      minPay: draw() < 0.5 ? intOf(draw, 20, 60) * 100 : null,
      available: draw() < 0.85,
      availableFrom: null, availableTo: draw() < 0.03 ? date(intOf(draw, 1, 300)) : null,
      kindsAccepted: draw() < 0.15 ? [KINDS[0], KINDS[Math.floor(draw() * KINDS.length)]] : [],
      refused: { vacancies: [], employers: draw() < 0.02 ? [`e${intOf(draw, 1, 5_000)}`] : [] },
    };
  }

  function vacancy(i) {
    const draw = of(2, i);
    for (let skip = 0; skip < 4; skip++) draw();
    const township = townshipIn(draw);
    const required = draw() < 0.3 ? [] : distinct(intOf(draw, 1, 5), () => skillOf(draw)).map((skill) => ({ id: `s${skill}`, level: intOf(draw, 1, 3), essential: draw() < 0.5 }));
    const occupation = required.length > 0 && draw() < 0.7 ? skills[Number(required[0].id.slice(1))].occupations[0] : occupations[occupationOf(draw)];
    const from = intOf(draw, 25, 50) * 100;
    return {
      id: uuid(draw), employerId: `e${intOf(draw, 1, 5_000)}`, occupation, noTrade: draw() < 0.1, skills: required,
      region: draw() < 0.6 ? township.slice(0, 6) : township, lodging: draw() < 0.5 ? null : draw() < 0.6,
      minEducation: draw() < 0.3 ? EDUCATIONS[intOf(draw, 1, 3)] : null, certificates: draw() < 0.03 ? [`cert${intOf(draw, 1, 20)}`] : [],
      pay: draw() < 0.8 ? { from, to: from + intOf(draw, 5, 30) * 100 } : null, openings: draw() < 0.8 ? intOf(draw, 1, 10) : null, open: true, validThrough: null,
      startsOn: draw() < 0.1 ? date(intOf(draw, 0, 60)) : null, endsOn: null, kind: draw() < 0.7 ? KINDS[Math.floor(KINDS.length * draw() ** 3)] : null, minAge: draw() < 0.8 ? 16 : 18,
    };
  }

  return { asOf: AS_OF, catalogue: { skills, courses }, counties, trainee, vacancy };
}

const POPULAR = 0.1;

/**
 * One county with half as many openings as available people. One vacancy in ten is popular: well paid, full time, with
 * lodging, in the county's first township, and asks for no more than one common skill, so that it suits and tempts many.
 */
export function congestedCounty(seed, { county = 4, people = 5_322 } = {}) {
  const made = population(seed, { county });
  const trainees = Array.from({ length: people }, (_, i) => made.trainee(i));
  const wanted = trainees.filter(({ available }) => available).length / 2;
  const vacancies = [];
  const popular = new Set();
  for (let places = 0; places < wanted; ) {
    const i = vacancies.length;
    const random = seeded((seed * 31 + i) >>> 0);
    let vacancy = made.vacancy(i);
    if (random() < POPULAR) {
      const from = intOf(random, 50, 60) * 100;
      const skills = vacancy.skills.slice(0, 1).map((skill) => ({ ...skill, level: 1, essential: false }));
      vacancy = { ...vacancy, skills, region: made.counties[0].townships[0].code, lodging: true, pay: { from, to: from + 2_000 }, minEducation: null, certificates: [], kind: 'full-time', minAge: 16 };
      popular.add(vacancy.id);
    }
    const openings = Math.min(vacancy.openings ?? 1, Math.ceil(wanted - places));
    vacancies.push(openings === (vacancy.openings ?? 1) ? vacancy : { ...vacancy, openings });
    places += openings;
  }
  return { ...made, trainees, vacancies, popular };
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function uuid(random) {
  const hex = Array.from({ length: 16 }, () => HEX[Math.floor(random() * 256)]).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
