import { seeded } from './timing.mjs';

const FIRST_DAY = 16_801; // 2016-01-01
const LAST_DAY = 20_415; // 2025-11-23
const PROGRAMMES = ['雨露计划', '凤雏计划', '新型职业农民培育', '农村实用科技培训', '劳动力转移', '创业培训'];
const COURSES = 120;
const PROVIDERS = 14;
const TOWNSHIPS = 11;
const EMPLOYERS = 2_000;
const CLASS_SIZE = 40;
const REASONS = ['further-study', 'further-study', 'further-study', 'call-up', 'medical-over-90-days', 'death', 'institution'];
/** Evidence that an employment has, weakest share first: E0 or none, E1, E2, E3. */
const PROVEN_FROM = [0.18, 0.36, 0.82];

/**
 * The facts of a county's ledger over ten years, as records of the `rates` command, from a seed: classes of 40, of whom
 * nine in ten complete, three in four find work, most with proof; second jobs, ends, refusals, corrections and orders.
 * Ids are UUIDs, as an export has them. Yields at least `count` facts, the facts of a class together.
 */
export function* countyFacts(seed, count) {
  const make = factsFrom(seed);
  for (let made = 0; made < count; ) {
    const facts = make();
    made += facts.length;
    yield* facts;
  }
}

function factsFrom(seed) {
  const random = seeded(seed);
  const intOf = (from, to) => from + Math.floor(random() * (to - from + 1));
  const pick = (list) => list[Math.floor(random() * list.length)];
  const id = () => uuid(random);
  const employers = Array.from({ length: EMPLOYERS }, id);
  const earlier = []; // Persons of earlier classes: some come again.

  function jobFacts(fact, person, from) {
    const employment = id();
    const type = pick(['wage', 'wage', 'wage', 'wage', 'self-employment', 'cooperative', 'public-welfare', 'internship']);
    const pay = intOf(25, 60) * 100;
    const facts = [fact('employment-started', from, { employment, person, type, employer: type === 'wage' ? pick(employers) : null, permanent: random() < 0.1, pay, contractMonths: pick([null, 6, 12, 24]) })];
    const chance = random();
    const level = PROVEN_FROM.filter((limit) => chance >= limit).length;
    if (level > 0) facts.push(fact('evidence', from + intOf(0, 40), { employment, level }));
    if (level > 1 && random() < 0.5) facts.push(fact('evidence', from + intOf(0, 60), { employment, level: 1 }));
    if (level > 0 && random() < 0.01) facts.push(fact('evidence-refused', from + 60, { employment, level }), fact('evidence-refused', from + 70, { employment, level }));
    if (random() < 0.5) facts.push(fact('employment-ended', from + intOf(0, 500), { employment }));
    return facts;
  }

  function personFacts(fact, person, classId, opens, ends) {
    const facts = [fact('enrolled', opens - intOf(0, 20), { person, class: classId })];
    if (random() < 0.1) return [...facts, fact('dropped', opens + intOf(0, ends - opens), { person, class: classId })];
    facts.push(fact('completed', ends, { person, class: classId }));
    if (random() < 0.85) facts.push(fact('certified', ends + intOf(0, 25), { person, class: classId }));
    for (let chance = 0.76; random() < chance; chance = 0.3) facts.push(...jobFacts(fact, person, ends + Math.floor(-30 + 300 * random() ** 2)));
    if (random() < 0.05) facts.push(fact('excluded', ends + intOf(0, 200), { person, reason: pick(REASONS) }));
    if (random() < 0.08) facts.push(fact('not-employed', ends + intOf(20, 180), { person }));
    if (random() < 0.02) facts.push(fact('retracted', ends + 60, { fact: pick(facts).id }));
    return facts;
  }

  return () => {
    const [classId, opens] = [id(), intOf(FIRST_DAY, LAST_DAY)];
    const ends = opens + intOf(3, 90);
    const fact = (kind, on, fields) => ({ id: id(), kind, effectiveOn: date(on), recordedAt: `${date(on + 3)}T${String(8 + intOf(0, 9)).padStart(2, '0')}:${String(intOf(0, 59)).padStart(2, '0')}:${String(intOf(0, 59)).padStart(2, '0')}.${String(intOf(0, 999_999)).padStart(6, '0')}+08:00`, ...fields });
    const facts = [fact('class', opens, { class: classId, course: `c${intOf(1, COURSES)}`, programme: pick(PROGRAMMES), provider: `v${intOf(1, PROVIDERS)}`, region: `420626${100 + intOf(0, TOWNSHIPS - 1)}`, endsOn: date(ends), ...(random() < 0.05 ? { onTheJob: true } : {}) })];
    for (let i = 0; i < CLASS_SIZE; i++) {
      const person = earlier.length > 0 && random() < 0.15 ? pick(earlier) : id();
      if (random() < 0.3) earlier.push(person);
      facts.push(...personFacts(fact, person, classId, opens, ends));
    }
    const order = id();
    if (random() < 0.3) facts.push(fact('order', opens, { order, seats: intOf(5, 40) }), ...facts.filter(({ kind }) => kind === 'employment-started').slice(0, intOf(0, 30)).map(({ person }) => fact('hired-from-order', ends + 20, { order, person })));
    return facts;
  };
}

function date(day) {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function uuid(random) {
  const hex = Array.from({ length: 16 }, () => HEX[Math.floor(random() * 256)]).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
