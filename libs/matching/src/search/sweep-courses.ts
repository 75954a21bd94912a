import { occupationAffinity, type OccupationCode } from '../occupation.js';
import { COMPLETED_FACTOR, type MatchingContext, type PreparedVacancy } from '../prepared.js';
import { HIGHEST_SCORE } from '../score.js';
import type { OccupationGroups } from './occupation-groups.js';
import { RECORD_COUNT, RECORD_WIDTH, detailAt, recordsFrom, recordsTo } from './packed-row.js';
import { FRACTIONS, type PairMemory } from './pair-memory.js';
import { addBit, noBits, wordsOf, type PeopleBits } from './people-bits.js';
import { recency } from './recency.js';
import { Remembered } from './remembered.js';
import { homesOf } from './sweep-lists.js';
import { COMPLETED, RUNNING, finishedDay } from './trainee-rows.js';
import type { PeopleRange, TraineeSegment } from './segment.js';

/** The records of everybody with their two factors on one day, and how well each course fits one vacancy after another. */
export class SweepCourses {
  /** Everybody who may have a record in a course that fits. */
  readonly #people: PeopleBits;
  /** Fit of every course; 0 for all but the first `#count` of `#relevant`. */
  readonly #relevance: Float64Array;
  readonly #relevant: Uint32Array;
  #count = 0;
  readonly #coursesOfSkill: number[][];
  /** Addresses of the sets that make `#people`. */
  readonly #sets: Uint32Array;
  /** Who has a record in a course that teaches a skill, or that fits an occupation. */
  readonly #peopleOfSkill: Remembered<number, PeopleBits>;
  readonly #peopleOfOccupation: Remembered<OccupationCode, PeopleBits>;

  constructor(private readonly context: MatchingContext, private readonly memory: PairMemory, private readonly segment: TraineeSegment, private readonly groups: OccupationGroups, private readonly range: PeopleRange) {
    const { catalogue } = context;
    this.#coursesOfSkill = Array.from({ length: catalogue.skillCount }, () => []);
    for (const { index, skills } of catalogue.listCourses()) for (const skill of skills) this.#coursesOfSkill[skill.index]!.push(index);
    this.#peopleOfSkill = new Remembered((skill) => this.#peopleIn(this.#coursesOfSkill[skill]!));
    this.#peopleOfOccupation = new Remembered((occupation) => this.#peopleIn(groups.of(occupation).courses.map(({ index }) => index)));
    [this.#relevance, this.#relevant] = [memory.float64(catalogue.courseCount), new Uint32Array(catalogue.courseCount)];
    [this.#people, this.#sets] = [noBits(memory, segment.count), memory.uint32(catalogue.skillCount + 1)];
  }

  forget(): void {
    this.#peopleOfSkill.forget();
    this.#peopleOfOccupation.forget();
  }

  /** Tells the kernel of everybody's records: course, worth of its state and of its age, one person's after another's. */
  setRecords(asOfDay: number): void {
    const { memory, segment: { count, running, rows: { starts, values } } } = this;
    const [from, points] = [memory.uint32(count + 1), memory.uint16(count)];
    for (let person = 0; person < count; person++) from[person + 1] = from[person]! + values[starts[person]! + RECORD_COUNT]!;
    const records = from[count]!;
    const [courses, states, recencies] = [memory.uint16(records), memory.float64(records), memory.float64(records)];
    for (let person = 0, i = 0; person < count; person++) {
      const first = recordsFrom(values, starts[person]!);
      for (let e = first, end = recordsTo(values, starts[person]!, first); e < end; e += RECORD_WIDTH, i++) {
        const detail = detailAt(values, e);
        const isRunning = (detail & 3) === RUNNING;
        courses[i] = values[e]!;
        states[i] = isRunning ? running.factors[detail >>> 2]! : (detail & 3) === COMPLETED ? COMPLETED_FACTOR : 1;
        recencies[i] = isRunning ? 1 : recency(asOfDay - finishedDay(detail));
        points[person] = Math.max(points[person]!, Math.ceil(HIGHEST_SCORE * this.context.policy.weights.courses * states[i]! * recencies[i]!));
      }
    }
    memory.kernel.setRecords(from.byteOffset, courses.byteOffset, states.byteOffset, recencies.byteOffset, points.byteOffset);
  }

  /** Tells the kernel which courses fit a vacancy, how well, and who may have a record in one. */
  set({ skills, weightSum, occupation }: PreparedVacancy): void {
    const [relevance, relevant, sets] = [this.#relevance, this.#relevant, this.#sets];
    for (let i = 0; i < this.#count; i++) relevance[relevant[i]!] = 0;
    this.#count = 0;
    for (let i = 0; i < skills.length; i++) {
      const { index, weight } = skills[i]!;
      const taughtBy = this.#coursesOfSkill[index]!;
      for (let c = 0; c < taughtBy.length; c++) this.#raise(taughtBy[c]!, relevance[taughtBy[c]!]! + weight);
      sets[i] = this.#peopleOfSkill.of(index).byteOffset;
    }
    for (let i = 0; i < this.#count; i++) relevance[relevant[i]!]! /= weightSum;
    let setCount = skills.length;
    if (occupation !== null) {
      for (const { index, occupation: code } of this.groups.of(occupation).courses) this.#raise(index, occupationAffinity(code, occupation));
      sets[setCount++] = this.#peopleOfOccupation.of(occupation).byteOffset;
    }
    let most = 0;
    for (let i = 0; i < this.#count; i++) most = Math.max(most, relevance[relevant[i]!]!);
    const { kernel } = this.memory;
    kernel.unite(this.#people.byteOffset, this.#sets.byteOffset, setCount, this.range.from >>> 6, wordsOf(this.range.to));
    kernel.setCourses(this.#people.byteOffset, this.#relevance.byteOffset, Math.min(FRACTIONS - 1, Math.ceil(most * FRACTIONS)));
  }

  #raise(course: number, fit: number): void {
    if (this.#relevance[course] === 0) this.#relevant[this.#count++] = course;
    if (fit > this.#relevance[course]!) this.#relevance[course] = fit;
  }

  #peopleIn(courses: Iterable<number>): PeopleBits {
    const bits = noBits(this.memory, this.segment.count);
    for (const course of courses) {
      const { values, from, to } = homesOf(this.segment.postings.courses, course, 0, this.range);
      for (let e = from; e < to; e++) addBit(bits, values[e]!);
    }
    return bits;
  }
}
