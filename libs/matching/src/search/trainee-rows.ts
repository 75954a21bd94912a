import { dayNumber, isUuid, padRegion } from '@app/kernel';
import type { MatchingCatalogue } from '../catalogue.js';
import { effectiveSkills } from '../effective-skills.js';
import { refuse } from '../errors.js';
import { prepareTrainee, stateFactor, type MatchingContext } from '../prepared.js';
import type { TraineeProfile } from '../profile.js';
import { Growing, float64Column, int32Column, uint16Column, uint32Column, uint8Column } from './columns.js';
import { HAS_MIN_PAY, HAS_PARTICULARS, HAS_PENDING, UNAVAILABLE, gateWord } from './gate-word.js';
import type { Vocabulary } from './vocabulary.js';

/** Highest numbers that a packed entry can carry. */
export const MOST_SKILLS = 8_192;
export const MOST_COURSES = 65_536;
export const MOST_PAY = 4_294_967_295;
export const MOST_LISTED = 65_535;

/* What became of a course, in the two low bits of a record's detail; above them a day or the number of a running course. */
export const CERTIFIED = 0;
export const COMPLETED = 1;
export const RUNNING = 2;
const FIRST_DAY = -800_000; // before the year 1
export const packFinished = (state: typeof CERTIFIED | typeof COMPLETED, day: number): number => (day - FIRST_DAY) * 4 + state;
export const finishedDay = (detail: number): number => (detail >>> 2) + FIRST_DAY;
export const NO_DAY = -2_147_483_648;

/** The entry of a held skill: its number and level in one. */
export const packSkill = (skill: number, level: number): number => skill * 8 + level;

/**
 * Trainees as columns, in the order in which they came: what scoring needs of each, worked out once (skills of finished
 * courses count as held). The head of a trainee is written last, by {@link TraineeRows.close}.
 */
export class TraineeRows {
  count = 0;
  readonly ids = new Growing(uint8Column, 1024);
  /** Ids that are no UUID, all of them once there is one; else null. */
  texts: string[] | null = null;
  readonly ties = new Growing(uint32Column);
  readonly gates = new Growing(uint32Column);
  readonly pays = new Growing(uint32Column);
  /** Home as a number of 12 digits, 0 = unknown. */
  readonly regions = new Growing(float64Column);
  readonly skillStarts = new Growing(uint32Column);
  readonly skills = new Growing(uint16Column);
  readonly recordStarts = new Growing(uint32Column);
  readonly recordCourses = new Growing(uint16Column);
  readonly recordDetails = new Growing(uint32Column);
  readonly runningFactors = new Growing(float64Column);
  readonly runningEnds = new Growing(int32Column);
  readonly occupationStarts = new Growing(uint32Column);
  readonly occupations = new Growing(uint16Column);
  readonly willingRows = new Growing(uint32Column);
  readonly willingRegions = new Growing(float64Column);
  readonly particularRows = new Growing(uint32Column);
  readonly particularStarts = new Growing(uint32Column);
  readonly particulars = new Growing(int32Column);

  constructor() {
    for (const starts of [this.skillStarts, this.recordStarts, this.occupationStarts, this.particularStarts]) starts.push(0);
  }

  /** Of a skill given twice the higher level counts. */
  skill(skill: number, level: number): void {
    const { values, length } = this.skills;
    for (let i = this.skillStarts.values[this.count]!; i < length; i++) {
      if (values[i]! >>> 3 !== skill) continue;
      if ((values[i]! & 7) < level) values[i] = packSkill(skill, level);
      return;
    }
    this.skills.push(packSkill(skill, level));
  }

  finished(course: number, state: typeof CERTIFIED | typeof COMPLETED, day: number): void {
    this.finishedPacked(course, packFinished(state, day));
  }

  finishedPacked(course: number, detail: number): void {
    this.recordCourses.push(course);
    this.recordDetails.push(detail);
  }

  /** @param end planned last day, {@link NO_DAY} = unknown */
  running(course: number, factor: number, end: number): void {
    this.recordCourses.push(course);
    this.recordDetails.push(this.runningFactors.length * 4 + RUNNING);
    this.runningFactors.push(factor);
    this.runningEnds.push(end);
  }

  willing(region: number): void {
    const { values, length } = this.willingRegions;
    for (let i = length - 1; i >= 0 && this.willingRows.values[i] === this.count; i--) if (values[i] === region) return;
    this.willingRows.push(this.count);
    this.willingRegions.push(region);
  }

  /** Dates, certificates and refusals of a trainee who has any, as numbers; see `particulars.ts`. */
  particular(values: readonly number[]): void {
    this.particularRows.push(this.count);
    for (const value of values) this.particulars.push(value);
    this.particularStarts.push(this.particulars.length);
  }

  /** Ends the row. @param id 16 bytes of `bytes` from `at`, or a text that is no UUID */
  close(id: { readonly bytes: Uint8Array; readonly at: number } | string, tie: number, gates: number, pay: number, region: number): void {
    this.#writeId(id);
    this.ties.push(tie);
    this.gates.push(gates);
    this.pays.push(pay);
    this.regions.push(region);
    this.skillStarts.push(this.skills.length);
    this.recordStarts.push(this.recordCourses.length);
    this.occupationStarts.push(this.occupations.length);
    this.count++;
  }

  #writeId(id: { readonly bytes: Uint8Array; readonly at: number } | string): void {
    this.ids.reserve(16);
    const start = this.ids.length;
    this.ids.length += 16;
    if (typeof id !== 'string') for (let i = 0; i < 16; i++) this.ids.values[start + i] = id.bytes[id.at + i]!;
    if (typeof id === 'string' || this.texts !== null) {
      this.texts ??= Array.from({ length: this.count }, (_, row) => uuidText(this.ids.values, 16 * row));
      this.texts.push(typeof id === 'string' ? id : uuidText(id.bytes, id.at));
    }
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The UUID that stands in 16 bytes. */
export function uuidText(bytes: Uint8Array, at: number): string {
  let text = '';
  for (let i = 0; i < 16; i++) text += (i === 4 || i === 6 || i === 8 || i === 10 ? '-' : '') + HEX[bytes[at + i]!]!;
  return text;
}

/** The 16 bytes of a UUID written the usual way (lower case), else null. */
export function uuidBytes(text: string): Uint8Array | null {
  if (!isUuid(text) || text !== text.toLowerCase()) return null;
  const digits = text.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** A region code as a number of 12 digits. */
export const regionNumber = (code: string): number => Number(padRegion(code));

/**
 * Appends a trainee. @throws MatchingInputInvalid as `prepareTrainee`, and for numbers beyond what a packed entry carries;
 * the rows are unchanged then
 */
export function appendTrainee(rows: TraineeRows, context: MatchingContext, vocabulary: Vocabulary, trainee: TraineeProfile): void {
  const prepared = prepareTrainee(context, trainee);
  checkPackable(context.catalogue, vocabulary, trainee);
  const { catalogue } = context;
  for (const [id, { level }] of effectiveSkills(catalogue, trainee)) rows.skill(catalogue.findSkill(id)!.index, level);
  for (const code of new Set(trainee.occupations)) rows.occupations.push(vocabulary.occupation(code));
  for (const region of trainee.willingRegions) rows.willing(regionNumber(region));
  const isPending = appendRecords(rows, catalogue, trainee);
  const particulars = particularsOf(vocabulary, trainee);
  if (particulars !== null) rows.particular(particulars);
  const gates =
    gateWord({ ...trainee, educationRank: prepared.educationRank }) |
    (prepared.ownGates === 0 ? 0 : UNAVAILABLE) | (trainee.minPay === null ? 0 : HAS_MIN_PAY) |
    (particulars === null ? 0 : HAS_PARTICULARS) | (isPending ? HAS_PENDING : 0);
  const bytes = uuidBytes(trainee.id);
  rows.close(bytes === null ? trainee.id : { bytes, at: 0 }, prepared.tieHash, gates, trainee.minPay ?? 0, trainee.region === null ? 0 : regionNumber(trainee.region));
}

function checkPackable(catalogue: MatchingCatalogue, vocabulary: Vocabulary, trainee: TraineeProfile): void {
  if (catalogue.skillCount > MOST_SKILLS) refuse('catalogue.skills', `at most ${MOST_SKILLS}`);
  if (catalogue.courseCount > MOST_COURSES) refuse('catalogue.courses', `at most ${MOST_COURSES}`);
  if (trainee.minPay !== null && !(Number.isSafeInteger(trainee.minPay) && trainee.minPay >= 0 && trainee.minPay <= MOST_PAY)) refuse('minPay', `must be a whole number from 0 to ${MOST_PAY}`);
  if (trainee.courseRecords.length > MOST_LISTED) refuse('courseRecords', `at most ${MOST_LISTED}`);
  trainee.occupations.forEach((code, i) => { if (vocabulary.occupation(code) > MOST_LISTED) refuse(`occupations[${i}]`, `more than ${MOST_LISTED + 1} different occupations`); });
}

/** Records that earn something or are pending; says whether any is pending. */
function appendRecords(rows: TraineeRows, catalogue: MatchingCatalogue, trainee: TraineeProfile): boolean {
  let isPending = false;
  for (const record of trainee.courseRecords) {
    const course = catalogue.findCourse(record.courseId)!;
    if (record.state === 'certified' || record.state === 'completed') rows.finished(course.index, record.state === 'certified' ? CERTIFIED : COMPLETED, dayNumber(record.endedOn!));
    if (record.state !== 'in-progress') continue;
    rows.running(course.index, stateFactor(record, course), record.plannedEnd === null ? NO_DAY : dayNumber(record.plannedEnd));
    isPending ||= record.plannedEnd !== null;
  }
  return isPending;
}

/** [first day, last day, certificates, refused vacancies, refused employers, …their numbers], or null where there is nothing. */
function particularsOf(vocabulary: Vocabulary, { availableFrom, availableTo, certificates, refused }: TraineeProfile): number[] | null {
  if (availableFrom === null && availableTo === null && certificates.length + refused.vacancies.length + refused.employers.length === 0) return null;
  const texts = [certificates, refused.vacancies, refused.employers];
  return [
    availableFrom === null ? NO_DAY : dayNumber(availableFrom), availableTo === null ? NO_DAY : dayNumber(availableTo),
    ...texts.map((list) => list.length), ...texts.flatMap((list) => list.map((text) => vocabulary.text(text))),
  ];
}
