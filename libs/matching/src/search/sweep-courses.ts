import { occupationAffinity, type OccupationCode } from '../occupation.js';
import { COMPLETED_FACTOR, type MatchingContext, type PreparedVacancy } from '../prepared.js';
import type { OccupationGroups } from './occupation-groups.js';
import { RECORD_COUNT, RECORD_WIDTH, detailAt, recordsFrom, recordsTo } from './packed-row.js';
import { addAll, addBit, noBits, type PeopleBits } from './people-bits.js';
import { recency } from './recency.js';
import { Remembered } from './remembered.js';
import { homesOf } from './sweep-lists.js';
import { COMPLETED, RUNNING, finishedDay } from './trainee-rows.js';
import type { PeopleRange, TraineeSegment } from './segment.js';

/** So many bytes of sets of either kind at the most. */
const MOST_BYTES = 1 << 24;

/** The records of everybody with their two factors on one day, and how well each course fits one vacancy after another. */
export class SweepCourses {
  /** Everybody who may have a record in a course that fits. */
  readonly people: PeopleBits;
  /** Fit of every course; 0 for all but the first `#count` of `#relevant`. */
  readonly relevance: Float64Array;
  readonly #relevant: Uint32Array;
  #count = 0;
  /** The most that any course fits. */
  mostRelevance = 0;
  /** Of each person: the most that a record of theirs is worth, whatever its course. */
  readonly worths: Float64Array;
  /** Records of a person stand at `starts[person]` … `starts[person + 1] − 1`: course, worth of its state, and of its age. */
  readonly starts: Uint32Array;
  readonly courses: Uint16Array;
  readonly states: Float64Array;
  readonly recencies: Float64Array;
  readonly #coursesOfSkill: number[][];
  /** Who has a record in a course that teaches a skill, or that fits an occupation. */
  readonly #peopleOfSkill: Remembered<number, PeopleBits>;
  readonly #peopleOfOccupation: Remembered<OccupationCode, PeopleBits>;

  constructor({ catalogue }: MatchingContext, private readonly segment: TraineeSegment, private readonly groups: OccupationGroups, asOfDay: number, private readonly range: PeopleRange) {
    [this.relevance, this.#relevant, this.people] = [new Float64Array(catalogue.courseCount), new Uint32Array(catalogue.courseCount), noBits(segment.count)];
    this.#coursesOfSkill = Array.from({ length: catalogue.skillCount }, () => []);
    for (const { index, skills } of catalogue.listCourses()) for (const skill of skills) this.#coursesOfSkill[skill.index]!.push(index);
    const { count, rows: { starts, values } } = segment;
    this.#peopleOfSkill = new Remembered((skill) => this.#peopleIn(this.#coursesOfSkill[skill]!), count / 8, MOST_BYTES);
    this.#peopleOfOccupation = new Remembered((occupation) => this.#peopleIn(groups.of(occupation).courses.map(({ index }) => index)), count / 8, MOST_BYTES);
    this.starts = new Uint32Array(count + 1);
    for (let person = 0; person < count; person++) this.starts[person + 1] = this.starts[person]! + values[starts[person]! + RECORD_COUNT]!;
    this.worths = new Float64Array(count);
    const records = this.starts[count]!;
    [this.courses, this.states, this.recencies] = [new Uint16Array(records), new Float64Array(records), new Float64Array(records)];
    for (let person = 0, i = 0; person < count; person++) {
      const from = recordsFrom(values, starts[person]!);
      for (let e = from, end = recordsTo(values, starts[person]!, from); e < end; e += RECORD_WIDTH, i++) {
        const detail = detailAt(values, e);
        const isRunning = (detail & 3) === RUNNING;
        this.courses[i] = values[e]!;
        this.states[i] = isRunning ? segment.running.factors[detail >>> 2]! : (detail & 3) === COMPLETED ? COMPLETED_FACTOR : 1;
        this.recencies[i] = isRunning ? 1 : recency(asOfDay - finishedDay(detail));
        this.worths[person] = Math.max(this.worths[person]!, this.states[i]! * this.recencies[i]!);
      }
    }
  }

  /** Notes which courses fit a vacancy, how well, and who may have a record in one. */
  set({ skills, weightSum, occupation }: PreparedVacancy): void {
    const { relevance, people } = this;
    const relevant = this.#relevant;
    for (let i = 0; i < this.#count; i++) relevance[relevant[i]!] = 0;
    [this.#count, this.mostRelevance] = [0, 0];
    people.fill(0);
    for (let i = 0; i < skills.length; i++) {
      const { index, weight } = skills[i]!;
      const taughtBy = this.#coursesOfSkill[index]!;
      for (let c = 0; c < taughtBy.length; c++) this.#raise(taughtBy[c]!, relevance[taughtBy[c]!]! + weight);
      addAll(people, this.#peopleOfSkill.of(index), this.range);
    }
    for (let i = 0; i < this.#count; i++) relevance[relevant[i]!]! /= weightSum;
    if (occupation !== null) {
      for (const { index, occupation: code } of this.groups.of(occupation).courses) this.#raise(index, occupationAffinity(code, occupation));
      addAll(people, this.#peopleOfOccupation.of(occupation), this.range);
    }
    for (let i = 0; i < this.#count; i++) this.mostRelevance = Math.max(this.mostRelevance, relevance[relevant[i]!]!);
  }

  /** Adds whoever has a record in a course that fits at least so well (above 0). */
  addPeople(bits: PeopleBits, least: number): void {
    for (let i = 0; i < this.#count; i++) if (this.relevance[this.#relevant[i]!]! >= least) this.#addCourse(bits, this.#relevant[i]!);
  }

  #raise(course: number, fit: number): void {
    if (this.relevance[course] === 0) this.#relevant[this.#count++] = course;
    if (fit > this.relevance[course]!) this.relevance[course] = fit;
  }

  #peopleIn(courses: Iterable<number>): PeopleBits {
    const bits = noBits(this.segment.count);
    for (const course of courses) this.#addCourse(bits, course);
    return bits;
  }

  #addCourse(bits: PeopleBits, course: number): void {
    const { values, from, to } = homesOf(this.segment.postings.courses, course, 0, this.range);
    for (let e = from; e < to; e++) addBit(bits, values[e]!);
  }
}
