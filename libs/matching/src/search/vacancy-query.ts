import type { CatalogueCourse, CatalogueSkill } from '../catalogue.js';
import { occupationAffinity, type OccupationCode } from '../occupation.js';
import { RELATED_SIMILARITY } from '../parts/skills.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { RECORD_WIDTH, ROW_HEAD, detailAt, recordsFrom, recordsTo } from './packed-row.js';
import { RUNNING } from './trainee-rows.js';
import type { TraineeSegment } from './segment.js';
import { VacancyGates } from './vacancy-gates.js';
import type { Vocabulary } from './vocabulary.js';

/** A skill's level is below it. */
export const LEVELS = 8;

/** How close everything is to one occupation: by number, and the numbers of what is close at all. */
interface Closeness {
  readonly courses: Float64Array;
  readonly skills: Float64Array;
  /** Of the vocabulary as it was: it grows. Null before the first look. */
  occupations: Float64Array | null;
  near: Near[];
}

/** What is as close as `affinity`, by number. */
export interface Near {
  readonly affinity: number;
  readonly occupations: readonly number[];
  readonly skills: readonly number[];
  readonly courses: readonly number[];
}

/** Per skill its slot, 0 = none, or 1 + its number, and whether it is essential; per slot where its helps begin; per help the required skill's place and the quality by level, {@link LEVELS} each. */
export interface SkillHelps {
  readonly slots: Uint16Array;
  readonly isEssential: Uint8Array;
  readonly from: readonly number[];
  readonly requirement: readonly number[];
  readonly quality: Float64Array;
}

const AFFINITIES = [1, 0.6, 0.3];

/**
 * One vacancy as tables over the numbers of the columns, so that S and C of a trainee are a few look-ups (which the kernel
 * does). Reused from vacancy to vacancy.
 */
export class VacancyQuery extends VacancyGates {
  /** Fit of every course, its occupation's alone, and the courses of any fit, best first. */
  readonly relevance: Float64Array;
  courseAffinity: Float64Array = new Float64Array(0);
  relevantCourses: number[] = [];
  mostRelevance = 0;
  /** How close every skill's and every recorded occupation is: for vacancies without skills. */
  skillAffinity: Float64Array = new Float64Array(0);
  occupationAffinities: Float64Array = new Float64Array(0);
  /** The closest first. */
  near: readonly Near[] = [];
  /** Another one for every vacancy that is set. */
  turn: object = {};
  /** The most that S can be for somebody who holds too few essential skills. */
  mostPendingSkills = 0;

  readonly #skills: readonly CatalogueSkill[];
  readonly #skillOccupations: readonly OccupationCode[][];
  readonly #courses: readonly CatalogueCourse[];
  readonly #coursesOfSkill: number[][];
  /** By the catalogue's own object of the occupation: there is one for each code. */
  readonly #closeness = new Map<OccupationCode | null, Closeness>();
  /** Per skill: 0, or 1 + the number of its entry in `#helpFrom`. */
  readonly #slots: Uint16Array;
  readonly #isEssential: Uint8Array;
  readonly #marks: Float64Array;
  #mark = 0;
  #touched: number[] = [];
  #helpFrom: number[] = [];
  #helpRequirement: number[] = [];
  #helpQuality = new Float64Array(0);

  constructor(context: MatchingContext, vocabulary: Vocabulary) {
    super(context, vocabulary);
    const { catalogue } = context;
    this.#skills = [...catalogue.listSkills()];
    this.#skillOccupations = this.#skills.map(({ occupations }) => occupations.map((code) => catalogue.occupation(code)));
    this.#courses = [...catalogue.listCourses()];
    this.#slots = new Uint16Array(this.#skills.length);
    this.#isEssential = new Uint8Array(this.#skills.length);
    this.#marks = new Float64Array(this.#skills.length);
    this.relevance = new Float64Array(this.#courses.length);
    this.#coursesOfSkill = this.#skills.map(() => []);
    for (const { index, skills } of this.#courses) for (const skill of skills) this.#coursesOfSkill[skill.index]!.push(index);
  }

  /** What held skills bring to the required ones. */
  get helps(): SkillHelps {
    return { slots: this.#slots, isEssential: this.#isEssential, from: this.#helpFrom, requirement: this.#helpRequirement, quality: this.#helpQuality };
  }

  override set(vacancy: PreparedVacancy): void {
    super.set(vacancy);
    this.turn = {};
    this.#setSkills(vacancy);
    this.#setCourses(vacancy);
    if (vacancy.skills.length === 0) this.#setOccupations(vacancy);
  }

  #setSkills({ skills, essentials }: PreparedVacancy): void {
    for (const skill of this.#touched) this.#slots[skill] = this.#isEssential[skill] = 0;
    const helps = new Map<number, [requirement: number, similarity: number][]>();
    const help = (skill: number, requirement: number, similarity: number): void => {
      const entries = helps.get(skill) ?? [];
      entries.push([requirement, similarity]);
      helps.set(skill, entries);
    };
    skills.forEach(({ index, related }, i) => {
      help(index, i, 1);
      for (const other of related) help(other, i, RELATED_SIMILARITY);
    });
    this.#touched = [...helps.keys()];
    this.#helpFrom = [0];
    this.#helpRequirement = [];
    const qualities: number[] = [];
    this.#touched.forEach((skill, slot) => {
      this.#slots[skill] = slot + 1;
      for (const [requirement, similarity] of helps.get(skill)!) {
        this.#helpRequirement.push(requirement);
        for (let level = 0; level < LEVELS; level++) qualities.push(similarity * Math.min(1, level / skills[requirement]!.level));
      }
      this.#helpFrom.push(this.#helpRequirement.length);
    });
    this.#helpQuality = Float64Array.from(qualities);
    for (const skill of essentials) this.#isEssential[skill] = 1;
    this.mostPendingSkills = this.#mostWithTooFew(skills);
  }

  /** All preferred skills, one essential skill less than are needed, and of the others at best a neighbour of those that have any. */
  #mostWithTooFew(skills: PreparedVacancy['skills']): number {
    const essentials = skills.filter(({ weight }) => weight === 2).sort((a, b) => a.related.length - b.related.length);
    const most = essentials.reduce((sum, { related }, i) => sum + (i < this.essentialsNeeded - 1 ? 2 : related.length > 0 ? 2 * RELATED_SIMILARITY : 0), skills.length - essentials.length);
    return Math.min(1, most / this.vacancy.weightSum + 1e-12);
  }

  #setCourses({ skills, weightSum, occupation }: PreparedVacancy): void {
    const { courses } = this.#closenessOf(occupation);
    this.relevance.set(courses);
    const taught = new Map<number, number>();
    for (const { index, weight } of skills) for (const course of this.#coursesOfSkill[index]!) taught.set(course, (taught.get(course) ?? 0) + weight);
    for (const [course, weight] of taught) this.relevance[course] = Math.max(courses[course]!, weight / weightSum);
    this.relevantCourses = [];
    for (let course = 0; course < this.relevance.length; course++) if (this.relevance[course]! > 0) this.relevantCourses.push(course);
    this.relevantCourses.sort((a, b) => this.relevance[b]! - this.relevance[a]!);
    this.mostRelevance = this.relevantCourses.length === 0 ? 0 : this.relevance[this.relevantCourses[0]!]!;
  }

  #setOccupations({ occupation }: PreparedVacancy): void {
    const known = this.#closenessOf(occupation);
    if (known.occupations?.length !== this.vocabulary.occupations.length) {
      const occupations = Float64Array.from(this.vocabulary.occupations, (code) => occupationAffinity(code, occupation));
      known.occupations = occupations;
      known.near = AFFINITIES.map((affinity) => ({ affinity, occupations: placesOf(occupations, affinity), skills: placesOf(known.skills, affinity), courses: placesOf(known.courses, affinity) }));
    }
    [this.courseAffinity, this.skillAffinity, this.occupationAffinities, this.near] = [known.courses, known.skills, known.occupations, known.near];
  }

  /** How close every course and every skill is to an occupation: worked out once an occupation. */
  #closenessOf(occupation: OccupationCode | null): Closeness {
    let closeness = this.#closeness.get(occupation);
    if (closeness === undefined) {
      closeness = {
        courses: Float64Array.from(this.#courses, (course) => occupationAffinity(course.occupation, occupation)),
        skills: Float64Array.from(this.#skillOccupations, (codes) => codes.reduce((closest, code) => Math.max(closest, occupationAffinity(code, occupation)), 0)),
        occupations: null,
        near: [],
      };
      this.#closeness.set(occupation, closeness);
    }
    return closeness;
  }

  /** Whether running courses will have taught enough of the essential skills by their planned ends, and too few are held. */
  isPending({ rows: { values }, running }: TraineeSegment, at: number): boolean {
    const mark = ++this.#mark;
    let held = 0;
    const from = recordsFrom(values, at);
    for (let e = at + ROW_HEAD; e < from; e++) held += this.#markEssential(values[e]! >>> 3, mark);
    if (held >= this.essentialsNeeded) return false;
    for (let e = from, end = recordsTo(values, at, from); e < end; e += RECORD_WIDTH) {
      const detail = detailAt(values, e);
      if ((detail & 3) !== RUNNING || running.ends[detail >>> 2]! < this.asOfDay) continue;
      for (const { index } of this.#courses[values[e]!]!.skills) held += this.#markEssential(index, mark);
    }
    return held >= this.essentialsNeeded;
  }

  /** 1 for an essential skill that this mark has not met. */
  #markEssential(skill: number, mark: number): 0 | 1 {
    if (this.#isEssential[skill] === 0 || this.#marks[skill] === mark) return 0;
    this.#marks[skill] = mark;
    return 1;
  }
}

function placesOf(column: Float64Array, wanted: number): number[] {
  const places: number[] = [];
  column.forEach((value, place) => { if (value === wanted) places.push(place); });
  return places;
}
