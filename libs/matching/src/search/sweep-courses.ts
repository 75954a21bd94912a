import { occupationAffinity } from '../occupation.js';
import { COMPLETED_FACTOR, type MatchingContext, type PreparedVacancy } from '../prepared.js';
import type { OccupationGroups } from './occupation-groups.js';
import { RECORD_COUNT, RECORD_WIDTH, detailAt, recordsFrom, recordsTo } from './packed-row.js';
import { recency } from './recency.js';
import { COMPLETED, RUNNING, finishedDay } from './trainee-rows.js';
import type { TraineeSegment } from './segment.js';

/** The records of everybody with their two factors on one day, and how well each course fits one vacancy after another. */
export class SweepCourses {
  /** The most that a record of each person can be worth. */
  readonly worths: Float64Array;
  /** Fit of every course; 0 for all but the first `count` of `relevant`. */
  readonly relevance: Float64Array;
  readonly relevant: Uint32Array;
  count = 0;
  mostRelevance = 0;
  /** Records of a person stand at `starts[person]` … `starts[person + 1] − 1`: course, worth of its state, and of its age. */
  readonly starts: Uint32Array;
  readonly courses: Uint16Array;
  readonly states: Float64Array;
  readonly recencies: Float64Array;
  readonly #coursesOfSkill: number[][];

  constructor({ catalogue }: MatchingContext, segment: TraineeSegment, private readonly groups: OccupationGroups, asOfDay: number) {
    [this.relevance, this.relevant] = [new Float64Array(catalogue.courseCount), new Uint32Array(catalogue.courseCount)];
    this.#coursesOfSkill = Array.from({ length: catalogue.skillCount }, () => []);
    for (const { index, skills } of catalogue.listCourses()) for (const skill of skills) this.#coursesOfSkill[skill.index]!.push(index);
    const { count, rows: { starts, values } } = segment;
    this.worths = new Float64Array(count);
    this.starts = new Uint32Array(count + 1);
    for (let person = 0; person < count; person++) this.starts[person + 1] = this.starts[person]! + values[starts[person]! + RECORD_COUNT]!;
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

  /** Notes which courses fit a vacancy, and how well. */
  set({ skills, weightSum, occupation }: PreparedVacancy): void {
    const { relevance, relevant } = this;
    for (let i = 0; i < this.count; i++) relevance[relevant[i]!] = 0;
    this.count = 0;
    for (let i = 0; i < skills.length; i++) {
      const taughtBy = this.#coursesOfSkill[skills[i]!.index]!;
      for (let c = 0; c < taughtBy.length; c++) this.#raise(taughtBy[c]!, relevance[taughtBy[c]!]! + skills[i]!.weight);
    }
    for (let i = 0; i < this.count; i++) relevance[relevant[i]!]! /= weightSum;
    if (occupation !== null) for (const { index, occupation: code } of this.groups.of(occupation).courses) this.#raise(index, occupationAffinity(code, occupation));
    this.mostRelevance = 0;
    for (let i = 0; i < this.count; i++) this.mostRelevance = Math.max(this.mostRelevance, relevance[relevant[i]!]!);
  }

  #raise(course: number, fit: number): void {
    if (this.relevance[course] === 0) this.relevant[this.count++] = course;
    if (fit > this.relevance[course]!) this.relevance[course] = fit;
  }
}
