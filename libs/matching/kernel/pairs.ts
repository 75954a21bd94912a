/*
 * The inner loop of `src/search/pair-sweep.ts`: one vacancy against everybody of a segment, 16 people at a time. Compiled to
 * WebAssembly by `npm run kernels`; what is compiled stands in `src/search/pair-kernel.bytes.ts`.
 *
 * All pointers are addresses in the memory that the caller lays out. Columns of people have one entry a person and 16 bytes to
 * spare; sets of people are a bit each. Qualities are in 120ths: of levels 1 to 5, and half of that for related skills, all are
 * whole, and q/120 is the same double as the quotient that `parts/skills.ts` takes. Sums are made in the order of `scorePair`.
 */

/** Fractions of 120 times a weight of 1 or 2, as doubles: `q / 120`, then `2 · (q / 120)`. */
const QUALITIES: usize = memory.data(8 * 242);
const QUALITY_STEPS: i32 = 121;
/** Rounding of the bound's parts, in points. */
const SLACK: i16 = 3;
const TIES: f64 = 4294967296.0;
/** Entries of a list of particulars before its certificates. */
const PARTICULARS_HEAD: i32 = 5;
/** Bytes of an entry of a list: key as a double, then the number as 32 bits. */
const ENTRY_SHIFT: i32 = 4;
/** Bytes of a requirement: its column, its weight (1 or 2). */
const REQUIREMENT_SHIFT: i32 = 3;

/** Which of two entries of one key stands first in a list of a vacancy (0) or of a trainee (1): whether it is the first. */
@external("lists", "standsFirst") declare function standsFirst(kind: i32, one: i32, other: i32): bool;

// the policy
let weightSkills: f64, weightCourses: f64, minScore: i32;
// everybody
let ties: usize, particularsAt: usize, particulars: usize, noDay: i32;
let recordStarts: usize, recordCourses: usize, recordStates: usize, recordRecencies: usize, worthPoints: usize;
// where pairs go
let vacancyFloors: usize, vacancySizes: usize, vacancyEntries: usize;
let traineeFloors: usize, traineeSizes: usize, traineeEntries: usize;
let topK: i32, pairs: usize;
// the vacancy
let requirements: usize, requirementCount: i32, leastQuality: i32, divisor: f64, shift: i32, factor: i32, basePoints: i32;
let place: usize, placePoints: usize, placeWorths: usize;
let eligible: usize, fitting: usize, relevance: usize, mostRelevance: i32;
let certificates: usize, certificateCount: i32, startsDay: i32, endsDay: i32, vacancyText: i32, employerText: i32;

/** The first address that is free for the caller. */
export function firstFree(): usize {
  return __heap_base;
}

export function setPolicy(skills: f64, courses: f64, least: i32): void {
  weightSkills = skills;
  weightCourses = courses;
  minScore = least;
  for (let q = 0; q < QUALITY_STEPS; q++) {
    store<f64>(QUALITIES + (<usize>q << 3), <f64>q / 120.0);
    store<f64>(QUALITIES + (<usize>(q + QUALITY_STEPS) << 3), 2.0 * (<f64>q / 120.0));
  }
}

/** @param at i32 a person: where their particulars begin in `values` (i32 each), −1 = there are none */
export function setPeople(tieColumn: usize, at: usize, values: usize, dayOfNone: i32): void {
  ties = tieColumn;
  particularsAt = at;
  particulars = values;
  noDay = dayOfNone;
}

/** @param points i16 a person: the most that 10,000 · wC · C can be in a course that fits wholly, rounded up */
export function setRecords(starts: usize, courses: usize, states: usize, recencies: usize, points: usize): void {
  recordStarts = starts;
  recordCourses = courses;
  recordStates = states;
  recordRecencies = recencies;
  worthPoints = points;
}

/** Lists of the best: floors u16, sizes u32, `most` entries each. */
export function setLists(floorsOfVacancies: usize, sizesOfVacancies: usize, ofVacancies: usize, floorsOfTrainees: usize, sizesOfTrainees: usize, ofTrainees: usize, most: i32): void {
  vacancyFloors = floorsOfVacancies;
  vacancySizes = sizesOfVacancies;
  vacancyEntries = ofVacancies;
  traineeFloors = floorsOfTrainees;
  traineeSizes = sizesOfTrainees;
  traineeEntries = ofTrainees;
  topK = most;
}

/** Where pairs are written that go into no list: person and score, 32 bits each. */
export function setPairs(into: usize): void {
  pairs = into;
}

/**
 * @param list of requirements; its columns are u8 a person: quality in 120ths, at least `least`
 * @param bits by which Σ w·q is shifted left, and what a 32,768th of that is worth in points; `points` are added for the bound
 */
export function setSkills(list: usize, count: i32, least: i32, weights: f64, bits: i32, points: i32, more: i32): void {
  requirements = list;
  requirementCount = count;
  leastQuality = least;
  divisor = weights;
  shift = bits;
  factor = points;
  basePoints = more;
}

/** @param codes u8 a person, below 16 @param points by code: 16 low bytes, 16 high bytes, rounded up @param worths wL·L by code */
export function setPlace(codes: usize, points: usize, worths: usize): void {
  place = codes;
  placePoints = points;
  placeWorths = worths;
}

/** @param fits f64 a course @param most the greatest of them in 32,768ths, rounded up */
export function setCourses(people: usize, fits: usize, most: i32): void {
  fitting = people;
  relevance = fits;
  mostRelevance = most;
}

/** Numbers of texts and days as in the columns of particulars. */
export function setGates(people: usize, wanted: usize, count: i32, start: i32, end: i32, vacancy: i32, employer: i32): void {
  eligible = people;
  certificates = wanted;
  certificateCount = count;
  startsDay = start;
  endsDay = end;
  vacancyText = vacancy;
  employerText = employer;
}

/** Puts a set together: those who are in all of three sets. Words of 64 people, `from` … `to − 1`. */
export function intersect(into: usize, a: usize, b: usize, c: usize, from: i32, to: i32): void {
  for (let w = <usize>from << 3, end = <usize>to << 3; w < end; w += 8) store<u64>(into + w, load<u64>(a + w) & load<u64>(b + w) & load<u64>(c + w));
}

/** Those who are in one of several sets (an address each). */
export function unite(into: usize, sets: usize, count: i32, from: i32, to: i32): void {
  for (let w = <usize>from << 3, end = <usize>to << 3; w < end; w += 8) {
    let word: u64 = 0;
    for (let s = 0; s < count; s++) word |= load<u64>(load<usize>(sets + (<usize>s << 2)) + w);
    store<u64>(into + w, word);
  }
}

/** Takes whoever is in fewer than `needed` of several sets out of a set. @param scratch room for `needed` words of 64 people */
export function keepAtLeast(into: usize, sets: usize, count: i32, needed: i32, scratch: usize, from: i32, to: i32): void {
  for (let w = <usize>from << 3, end = <usize>to << 3; w < end; w += 8) {
    if (load<u64>(into + w) == 0) continue;
    for (let n = 0; n < needed; n++) store<u64>(scratch + (<usize>n << 3), 0); // who is in at least n + 1 of the sets so far
    for (let s = 0; s < count; s++) {
      const set = load<u64>(load<usize>(sets + (<usize>s << 2)) + w);
      for (let n = <usize>(needed - 1) << 3; n > 0; n -= 8) store<u64>(scratch + n, load<u64>(scratch + n) | (load<u64>(scratch + n - 8) & set));
      store<u64>(scratch, load<u64>(scratch) | set);
    }
    store<u64>(into + w, load<u64>(into + w) & load<u64>(scratch + (<usize>(needed - 1) << 3)));
  }
}

@inline function isAmong(wanted: i32, first: i32, last: i32): bool {
  for (let e = first; e < last; e++) if (load<i32>(particulars + (<usize>e << 2)) == wanted) return true;
  return false;
}

/** As `passesParticulars`. */
function passes(at: i32): bool {
  if (at < 0) return certificateCount == 0;
  const head = particulars + (<usize>at << 2);
  const from = load<i32>(head), to = load<i32>(head, 4);
  if (to != noDay && startsDay != noDay && to < startsDay) return false;
  if (from != noDay && endsDay != noDay && from > endsDay) return false;
  const held = at + PARTICULARS_HEAD, vacancies = held + load<i32>(head, 8), employers = vacancies + load<i32>(head, 12), end = employers + load<i32>(head, 16);
  for (let c = 0; c < certificateCount; c++) if (!isAmong(load<i32>(certificates + (<usize>c << 2)), held, vacancies)) return false;
  return !isAmong(vacancyText, vacancies, employers) && !isAmong(employerText, employers, end);
}

/** Puts an entry where it belongs in a list of the best, if it does. */
function offer(kind: i32, floor: usize, sizes: usize, entries: usize, list: i32, number: i32, key: f64): void {
  const start = entries + (<usize>(list * topK) << ENTRY_SHIFT);
  const size = load<i32>(sizes + (<usize>list << 2));
  let at = start + (<usize>size << ENTRY_SHIFT);
  if (size < topK) store<i32>(sizes + (<usize>list << 2), size + 1);
  else {
    at -= 16;
    const last = load<f64>(at);
    if (last > key || (last == key && standsFirst(kind, load<i32>(at, 8), number))) return;
  }
  while (at > start) {
    const before = load<f64>(at - 16);
    if (before > key || (before == key && standsFirst(kind, load<i32>(at - 8), number))) break;
    v128.store(at, v128.load(at - 16));
    at -= 16;
  }
  store<f64>(at, key);
  store<i32>(at, number, 8);
  if (size + 1 >= topK) store<u16>(floor, <u16>(load<f64>(start + (<usize>(topK - 1) << ENTRY_SHIFT)) / TIES));
}

/** As the course part of `scorePair`. */
@inline function coursesOf(person: i32): f64 {
  let most = 0.0;
  for (let e = load<i32>(recordStarts + (<usize>person << 2)), end = load<i32>(recordStarts + (<usize>person << 2), 4); e < end; e++) {
    const given = load<f64>(relevance + (<usize>load<u16>(recordCourses + (<usize>e << 1)) << 3)) * load<f64>(recordStates + (<usize>e << 3)) * load<f64>(recordRecencies + (<usize>e << 3));
    if (given > most) most = given;
  }
  return most;
}

/** 10,000 times the weighted sum, as `weigh` before it is cut. */
@inline function weighted(person: i32, fits: bool): f64 {
  let sum = 0.0;
  for (let r = requirements, end = requirements + (<usize>requirementCount << REQUIREMENT_SHIFT); r < end; r += 1 << REQUIREMENT_SHIFT) {
    const quality = max<i32>(load<u8>(load<usize>(r) + <usize>person), leastQuality);
    sum += load<f64>(QUALITIES + (<usize>(quality + (load<i32>(r, 4) - 1) * QUALITY_STEPS) << 3));
  }
  const without = weightSkills * (sum / divisor) + load<f64>(placeWorths + (<usize>load<u8>(place + <usize>person) << 3));
  return 10000.0 * (without + weightCourses * (fits ? coursesOf(person) : 0.0)) + 0.5 + 1e-9;
}

/** The score of a pair; −1 where it is below `floor`, or where dates, certificates or refusals shut it out. */
@inline function scoreOf(person: i32, fits: bool, floor: i32): i32 {
  const sum = weighted(person, fits);
  if (sum < <f64>floor) return -1;
  const at = load<i32>(particularsAt + (<usize>person << 2));
  return (at >= 0 || certificateCount > 0) && !passes(at) ? -1 : <i32>sum;
}

/** Of 16 people from `first` on: who can score `floor` (their own, or `own` where that is less), a bit each. */
@inline function mayReach(first: usize, own: i32, fits: i32): i32 {
  let low = i16x8.splat(<i16>basePoints), high = low;
  if (shift >= 0) {
    let lowSum = i16x8.splat(0), highSum = lowSum;
    const least = i8x16.splat(<i8>leastQuality);
    for (let r = requirements, end = requirements + (<usize>requirementCount << REQUIREMENT_SHIFT); r < end; r += 1 << REQUIREMENT_SHIFT) {
      const column = i8x16.max_u(v128.load(load<usize>(r) + first), least);
      const doubled = load<i32>(r, 4) - 1;
      lowSum = i16x8.add(lowSum, i16x8.shl(i16x8.extend_low_i8x16_u(column), doubled));
      highSum = i16x8.add(highSum, i16x8.shl(i16x8.extend_high_i8x16_u(column), doubled));
    }
    const worth = i16x8.splat(<i16>factor);
    low = i16x8.add(low, i16x8.q15mulr_sat_s(i16x8.shl(lowSum, shift), worth));
    high = i16x8.add(high, i16x8.q15mulr_sat_s(i16x8.shl(highSum, shift), worth));
  }
  const codes = v128.load(place + first);
  const lowBytes = i8x16.swizzle(v128.load(placePoints), codes), highBytes = i8x16.swizzle(v128.load(placePoints, 16), codes);
  low = i16x8.add(low, v128.shuffle<i8>(lowBytes, highBytes, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  high = i16x8.add(high, v128.shuffle<i8>(lowBytes, highBytes, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
  if (fits != 0) {
    const lanes = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
    const bits = i16x8.splat(<i16>fits);
    const who = i8x16.eq(v128.and(v128.shuffle<i8>(bits, bits, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), lanes), lanes);
    const most = i16x8.splat(<i16>mostRelevance);
    low = i16x8.add(low, v128.and(i16x8.extend_low_i8x16_s(who), i16x8.q15mulr_sat_s(v128.load(worthPoints + (first << 1)), most)));
    high = i16x8.add(high, v128.and(i16x8.extend_high_i8x16_s(who), i16x8.q15mulr_sat_s(v128.load(worthPoints + (first << 1), 16), most)));
  }
  const owns = i16x8.splat(<i16>own), slack = i16x8.splat(SLACK), floors = traineeFloors + (first << 1);
  return i8x16.bitmask(i8x16.narrow_i16x8_s(
    i16x8.ge_s(i16x8.add(low, slack), i16x8.min_s(owns, v128.load(floors))),
    i16x8.ge_s(i16x8.add(high, slack), i16x8.min_s(owns, v128.load(floors, 16))),
  ));
}

/** Puts every pair of the vacancy that is good enough into the two lists that it may be in. Blocks of 16 people. */
export function rank(number: i32, tieHash: u32, from: i32, to: i32): void {
  const ownFloor = vacancyFloors + (<usize>number << 1);
  let own = max<i32>(minScore, load<u16>(ownFloor));
  for (let block = from; block < to; block++) {
    const people = <i32>load<u16>(eligible + (<usize>block << 1));
    if (people == 0) continue;
    const fits = <i32>load<u16>(fitting + (<usize>block << 1));
    for (let rest = mayReach(<usize>block << 4, own, fits & people) & people; rest != 0; rest &= rest - 1) {
      const lane = ctz(rest);
      const person = (block << 4) + lane;
      const floor = traineeFloors + (<usize>person << 1);
      const score = scoreOf(person, ((fits >> lane) & 1) != 0, min<i32>(own, load<u16>(floor)));
      if (score < 0) continue;
      const tie: u32 = load<u32>(ties + (<usize>person << 2)) ^ tieHash;
      const key = <f64>score * TIES + (TIES - 1.0 - <f64>tie);
      if (score >= <i32>load<u16>(floor)) offer(1, floor, traineeSizes, traineeEntries, person, number, key);
      if (score < own) continue;
      offer(0, ownFloor, vacancySizes, vacancyEntries, number, person, key);
      own = max<i32>(minScore, load<u16>(ownFloor));
    }
  }
}

/** Writes down every pair of the vacancy at or above the least score; returns how many. Floors must be the least score. */
export function collect(from: i32, to: i32): i32 {
  let end = pairs;
  for (let block = from; block < to; block++) {
    const people = <i32>load<u16>(eligible + (<usize>block << 1));
    if (people == 0) continue;
    const fits = <i32>load<u16>(fitting + (<usize>block << 1));
    for (let rest = mayReach(<usize>block << 4, minScore, fits & people) & people; rest != 0; rest &= rest - 1) {
      const lane = ctz(rest);
      const person = (block << 4) + lane;
      const score = scoreOf(person, ((fits >> lane) & 1) != 0, minScore);
      if (score < 0) continue;
      store<i32>(end, person);
      store<i32>(end, score, 4);
      end += 8;
    }
  }
  return <i32>((end - pairs) >> 3);
}
