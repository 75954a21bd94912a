/*
 * The inner loops of `src/search/trainee-search.ts`: whom of a batch their signature lets come into a list of one vacancy, and
 * the scores of those, by their rows. Compiled to WebAssembly by `npm run kernels`; what is compiled stands in
 * `src/search/people-kernel.bytes.ts`.
 *
 * All pointers are addresses in a memory that threads share. Columns of people stand there for good (layouts: `signature.ts`,
 * `packed-row.ts`, `trainee-rows.ts`), tables of the vacancy in a part that the calling thread has for itself; so nothing may be
 * static here. Sums are made in the order of `scorePair`, so that a score is equal to the last bit.
 */

/** What a finished course is still worth after so many days, where no table says it. */
@external("records", "recency") declare function recencyOf(days: i32): f64;

/* As in `signature.ts`. */
const SIGNATURE_BYTES: usize = 12;
const WORTH_SHIFT: u32 = 24;
const OTHERS_SHIFT: u32 = 16;
const COURSE_BITS: u32 = 0xffff;
/* As in `packed-row.ts`, in bytes. */
const SKILL_COUNT: usize = 4;
const RECORD_COUNT: usize = 6;
const ROW_HEAD: usize = 8;
const RECORD_BYTES: usize = 6;
/** Most rows end before so many bytes: the cache line there is asked for together with the first. */
const ROW_TAIL: usize = 38;
/* As in `trainee-rows.ts`. */
const STATE_BITS: u32 = 3;
const COMPLETED: u32 = 1;
const RUNNING: u32 = 2;
const STATE_SHIFT: u32 = 2;

// the columns of a segment
let signatures: usize, rowStarts: usize, rows: usize, runningFactors: usize;
// people: who is looked at, who is kept, where their rows are, and who is found (person and score)
let batch: usize, waiting: usize, rowsAt: usize, found: usize;
// the policy and the day
let weightSkills: f64, weightCourses: f64, completedFactor: f64, today: i32, recencies: usize, recencyDays: u32;
// what signatures say for the vacancy
let codes: usize, eligible: usize, pending: usize, worths: usize, others: usize, outOfReach: usize, reachShift: i32, failMask: i32, pendingBit: i32;
// courses of the vacancy
let relevance: usize, mostRelevance: f64;
// its skills, or none and its occupation
let requirementCount: i32, weights: usize, best: usize, weightSum: f64, essentialsNeeded: i32;
let slots: usize, essentials: usize, helpFrom: usize, helpRequirement: usize, helpQuality: usize;
let occupationFloor: f64, skillAffinities: usize, courseAffinities: usize, occupationAffinities: usize;
/** Something must be done with what is read ahead. */
let seen: u32;

/** @param words 3 × u32 a person @param starts u32 a person, places in `values` (u16) @param factors f64 a running course */
export function setColumns(words: usize, starts: usize, values: usize, factors: usize): void {
  signatures = words;
  rowStarts = starts;
  rows = values;
  runningFactors = factors;
}

/** @param people u32 each @param kept u32 each @param at u32 each @param pairs i32 twice each */
export function setPlaces(people: usize, kept: usize, at: usize, pairs: usize): void {
  batch = people;
  waiting = kept;
  rowsAt = at;
  found = pairs;
}

/** @param day from which an end of a course as it is packed is taken @param table f64 a day, `days` of them */
export function setPolicy(skills: f64, courses: f64, completed: f64, day: i32, table: usize, days: i32): void {
  weightSkills = skills;
  weightCourses = courses;
  completedFactor = completed;
  today = day;
  recencies = table;
  recencyDays = days;
}

/** @param codeTable u16, 256 a byte of skills @param most f64 a code: wS·S at most @param mostPending the same of who lacks skills @param worth f64 a 255th: wC · worth @param other the same times the best fit */
export function setBounds(codeTable: usize, most: usize, mostPending: usize, worth: usize, other: usize): void {
  codes = codeTable;
  eligible = most;
  pending = mostPending;
  worths = worth;
  others = other;
}

/** @param fail bits that shut out @param learning bit of who is about to learn something @param reaches u8 a code of reach, which stands from `shift` on */
export function setGates(fail: i32, learning: i32, reaches: usize, shift: i32): void {
  failMask = fail;
  pendingBit = learning;
  outOfReach = reaches;
  reachShift = shift;
}

/** @param fits f64 a course */
export function setCourses(fits: usize, most: f64): void {
  relevance = fits;
  mostRelevance = most;
}

/** @param weightOf f64 a requirement @param room the same @param slotOf u16 a skill: 0, or 1 + its slot @param essential u8 a skill @param from u32 a slot: its first help @param requirement u32 a help @param quality f64 a help, 8 levels each */
export function setSkills(count: i32, weightOf: usize, room: usize, sum: f64, needed: i32, slotOf: usize, essential: usize, from: usize, requirement: usize, quality: usize): void {
  requirementCount = count;
  weights = weightOf;
  best = room;
  weightSum = sum;
  essentialsNeeded = needed;
  slots = slotOf;
  essentials = essential;
  helpFrom = from;
  helpRequirement = requirement;
  helpQuality = quality;
}

/** @param least S of everybody @param skills f64 a skill: how close it is @param courses f64 a course @param occupations f64 a recorded occupation */
export function setOccupations(least: f64, skills: usize, courses: usize, occupations: usize): void {
  occupationFloor = least;
  skillAffinities = skills;
  courseAffinities = courses;
  occupationAffinities = occupations;
}

/**
 * Notes whoever of the first `count` of the batch may reach wS·S + wC·C ≥ `least` (for the list of pending pairs or for the
 * other) and is shut out by no gate that is a bit, behind the `left` who wait. Returns how many wait then.
 */
export function keep(count: i32, least: f64, isPending: bool, left: i32): i32 {
  const end = batch + (<usize>count << 2);
  let ahead: u32 = 0;
  for (let p = batch; p < end; p += 4) ahead |= load<u32>(signatures + <usize>load<u32>(p) * SIGNATURE_BYTES); // so that the memory of all is on its way at once
  seen = ahead;
  const table = isPending ? pending : eligible, needed = isPending ? pendingBit : 0;
  let to = waiting + (<usize>left << 2);
  for (let p = batch; p < end; p += 4) {
    const person = load<u32>(p);
    const at = signatures + <usize>person * SIGNATURE_BYTES;
    const skills = load<u32>(at), word = load<u32>(at, 4), records = load<u32>(at, 8);
    const code = load<u16>(codes + (<usize>(skills & 255) << 1)) | load<u16>(codes + (<usize>((skills >> 8) & 255) << 1), 512) | load<u16>(codes + (<usize>((skills >> 16) & 255) << 1), 1024) | load<u16>(codes + (<usize>(skills >> 24) << 1), 1536);
    const part = load<f64>(table + (<usize>code << 3));
    const own = part + load<f64>(worths + (<usize>(word >> WORTH_SHIFT) << 3)) * load<f64>(relevance + (<usize>(records & COURSE_BITS) << 3));
    const other = part + load<f64>(others + (<usize>(records >> OTHERS_SHIFT) << 3));
    const isOut = <i32>((word & failMask) != 0) | <i32>load<u8>(outOfReach + <usize>((word >> reachShift) & 7)) | <i32>((word & needed) != needed);
    store<u32>(to, person); // written always, kept if the next one does not overwrite it: no branch to guess
    to += <usize>((<i32>(own >= least) | <i32>(other >= least)) & <i32>(isOut == 0)) << 2;
  }
  return <i32>((to - waiting) >> 2);
}

/** 10,000 times the weighted sum, as `weigh` before it is cut. */
@inline function weighted(skills: f64, location: f64, courses: f64): f64 {
  return 10000.0 * (weightSkills * skills + location + weightCourses * courses) + 0.5 + 1e-9;
}

/** S by occupation: the closest that is known by a skill, a finished course or a record. */
@inline function occupationPart(row: usize): f64 {
  let most = occupationFloor;
  let e = row + ROW_HEAD, end = e + (<usize>load<u16>(row, SKILL_COUNT) << 1);
  for (; e < end; e += 2) most = max(most, load<f64>(skillAffinities + (<usize>(load<u16>(e) >> 3) << 3)));
  for (end = e + <usize>load<u16>(row, RECORD_COUNT) * RECORD_BYTES; e < end; e += RECORD_BYTES) {
    if ((load<u16>(e, 2) & STATE_BITS) != RUNNING) most = max(most, load<f64>(courseAffinities + (<usize>load<u16>(e) << 3)));
  }
  for (end = e + 2 + (<usize>load<u16>(e) << 1), e += 2; e < end; e += 2) most = max(most, load<f64>(occupationAffinities + (<usize>load<u16>(e) << 3)));
  return most;
}

/** S; −1 where too few essential skills are held (`whatever`: then, too). */
@inline function skillsPart(row: usize, whatever: bool): f64 {
  if (requirementCount == 0) return occupationPart(row);
  for (let r = best, end = best + (<usize>requirementCount << 3); r < end; r += 8) store<f64>(r, 0.0);
  let held = 0;
  for (let e = row + ROW_HEAD, end = e + (<usize>load<u16>(row, SKILL_COUNT) << 1); e < end; e += 2) {
    const entry = <usize>load<u16>(e), skill = entry >> 3;
    const slot = <usize>load<u16>(slots + (skill << 1));
    if (slot == 0) continue;
    held += <i32>load<u8>(essentials + skill);
    for (let h = <usize>load<u32>(helpFrom + (slot << 2) - 4), last = <usize>load<u32>(helpFrom + (slot << 2)); h < last; h++) {
      const quality = load<f64>(helpQuality + (h << 6) + ((entry & 7) << 3));
      const at = best + (<usize>load<u32>(helpRequirement + (h << 2)) << 3);
      if (quality > load<f64>(at)) store<f64>(at, quality);
    }
  }
  if (held < essentialsNeeded && !whatever) return -1.0;
  let sum = 0.0;
  for (let i: usize = 0, end = <usize>requirementCount << 3; i < end; i += 8) sum += load<f64>(weights + i) * load<f64>(best + i);
  return sum / weightSum;
}

/** C. */
@inline function coursesPart(row: usize): f64 {
  let most = 0.0;
  for (let e = row + ROW_HEAD + (<usize>load<u16>(row, SKILL_COUNT) << 1), end = e + <usize>load<u16>(row, RECORD_COUNT) * RECORD_BYTES; e < end; e += RECORD_BYTES) {
    const fit = load<f64>(relevance + (<usize>load<u16>(e) << 3));
    if (fit == 0.0) continue;
    const detail = load<u32>(e, 2), state = detail & STATE_BITS;
    let given: f64;
    if (state == RUNNING) given = fit * load<f64>(runningFactors + (<usize>(detail >> STATE_SHIFT) << 3));
    else {
      const days = today - <i32>(detail >> STATE_SHIFT);
      given = fit * (state == COMPLETED ? completedFactor : 1.0) * (<u32>days < recencyDays ? load<f64>(recencies + (<usize>days << 3)) : recencyOf(days));
    }
    if (given > most) most = given;
  }
  return most;
}

/**
 * Scores the first `count` of those who wait, whose location brings `location` (wL·L), and writes down who reaches `floor`.
 * Removed people are not told apart. `whatever`: even if too few essential skills are held. Returns how many.
 */
export function score(count: i32, location: f64, floor: i32, whatever: bool): i32 {
  let ahead: u32 = 0;
  for (let i: usize = 0, end = <usize>count << 2; i < end; i += 4) store<u32>(rowsAt + i, rows + (<usize>load<u32>(rowStarts + (<usize>load<u32>(waiting + i) << 2)) << 1));
  for (let i: usize = 0, end = <usize>count << 2; i < end; i += 4) ahead |= <u32>load<u16>(<usize>load<u32>(rowsAt + i)) | <u32>load<u16>(<usize>load<u32>(rowsAt + i), ROW_TAIL);
  seen = ahead;
  let to = found;
  for (let i: usize = 0, end = <usize>count << 2; i < end; i += 4) {
    const row = <usize>load<u32>(rowsAt + i);
    const skills = skillsPart(row, whatever);
    if (skills < 0.0 || weighted(skills, location, mostRelevance) < <f64>floor) continue;
    const sum = weighted(skills, location, coursesPart(row));
    if (sum < <f64>floor) continue;
    store<i32>(to, load<i32>(waiting + i));
    store<i32>(to, <i32>sum, 4);
    to += 8;
  }
  return <i32>((to - found) >> 3);
}
