import type { ScoringWeights } from '../policy.js';
import { NO_TRADE_FLOOR } from '../parts/skills.js';
import { COMPLETED_FACTOR } from '../prepared.js';
import type { Column } from './columns.js';
import { HAS_PENDING, REACH_SHIFT } from './gate-word.js';
import { KernelRoom, instantiate, type KernelMemory } from './kernel-memory.js';
import { PEOPLE_KERNEL } from './people-kernel.bytes.js';
import { recency } from './recency.js';
import type { TraineeSegment } from './segment.js';
import { SignatureTables } from './signature-tables.js';
import type { StandingRange } from './standing-ranges.js';
import { finishedDay } from './trainee-rows.js';
import type { VacancyQuery } from './vacancy-query.js';

/** So many trainees are looked at together. */
export const BATCH = 128;
/** Trainees who may come into a list wait until the rows of so many can be looked at together. */
export const WAITING = 2 * BATCH;
/** What ended within so many days has its worth in a table. */
const RECENT_DAYS = 8_192;
/** So many bytes of small segments are kept where the kernel reads them, before they are forgotten and begun anew. */
const MOST_VISITING = 1 << 24;

/** What is compiled from `kernel/people.ts`, which says what each of these means. */
interface PeopleExports {
  setColumns(words: number, starts: number, values: number, factors: number): void;
  setPlaces(people: number, kept: number, at: number, pairs: number): void;
  setPolicy(weightSkills: number, weightCourses: number, completedFactor: number, day: number, recencies: number, days: number): void;
  setBounds(codes: number, eligible: number, pending: number, worths: number, others: number): void;
  setGates(failMask: number, pendingBit: number, outOfReach: number, reachShift: number): void;
  setCourses(relevance: number, mostRelevance: number): void;
  setSkills(count: number, weights: number, room: number, sum: number, needed: number, slots: number, essentials: number, helpFrom: number, helpRequirement: number, helpQuality: number): void;
  setOccupations(least: number, skills: number, courses: number, occupations: number): void;
  keep(count: number, least: number, isPending: boolean, left: number): number;
  score(count: number, location: number, floor: number, whatever: boolean): number;
}

/** Addresses of what the kernel reads of a segment. */
type Addresses = readonly [words: number, starts: number, values: number, factors: number];

const addressesOf = ({ signatures: { words }, rows: { starts, values }, running: { factors } }: TraineeSegment): Addresses => [words.byteOffset, starts.byteOffset, values.byteOffset, factors.byteOffset];

/** A table in the kernel's memory that is made anew where it is too small. */
class Table<T extends Column> {
  #values: T;

  constructor(private readonly make: (length: number) => T) {
    this.#values = make(1);
  }

  /** Its address, when these values stand in it. */
  of(values: ArrayLike<number>): number {
    this.atLeast(values.length);
    this.#values.set(values);
    return this.#values.byteOffset;
  }

  /** Its address, when there is room for so many. */
  atLeast(length: number): number {
    if (length > this.#values.length) this.#values = this.make(2 * length);
    return this.#values.byteOffset;
  }
}

/**
 * The kernel of one memory in this thread, with the tables of one vacancy after another. Whoever searches enters a segment,
 * puts numbers of trainees into {@link PeopleKernel.batch}, and asks. Searches of a thread share it: none may begin within another.
 */
export class PeopleKernel {
  /** Numbers of trainees, {@link BATCH} at most. */
  readonly batch: Uint32Array;
  /** Who was found by {@link PeopleKernel.score}: number and score, one after the other. */
  readonly found: Int32Array;
  readonly #exports: PeopleExports;
  readonly #room: KernelRoom;
  readonly #bounds: SignatureTables;
  readonly #recencies: Float64Array;
  readonly #relevance: Table<Float64Array>;
  readonly #weights: Table<Float64Array>;
  readonly #best: Table<Float64Array>;
  readonly #slots: Table<Uint16Array>;
  readonly #essentials: Table<Uint8Array>;
  readonly #helpFrom: Table<Uint32Array>;
  readonly #helpRequirement: Table<Uint32Array>;
  readonly #helpQuality: Table<Float64Array>;
  readonly #affinities: readonly Table<Float64Array>[];
  /** Copies of small segments that have no memory of a kernel. */
  readonly #visitors = new WeakMap<TraineeSegment, Addresses>();
  #visiting = 0;
  #turn: object | null = null;
  #bits: Uint32Array | null = null;

  private constructor(memory?: KernelMemory) {
    const room = new KernelRoom(memory);
    this.#room = room;
    this.#exports = instantiate(PEOPLE_KERNEL, room.memory, { records: { recency } }) as PeopleExports;
    [this.batch, this.found] = [room.uint32(BATCH), room.int32(2 * WAITING)];
    this.#exports.setPlaces(this.batch.byteOffset, room.uint32(WAITING).byteOffset, room.uint32(WAITING).byteOffset, this.found.byteOffset);
    this.#bounds = new SignatureTables(room);
    this.#recencies = room.float64(RECENT_DAYS);
    for (let days = 0; days < RECENT_DAYS; days++) this.#recencies[days] = recency(days);
    const float64 = (length: number): Float64Array => room.float64(length);
    const uint32 = (length: number): Uint32Array => room.uint32(length);
    [this.#relevance, this.#weights, this.#best, this.#helpQuality] = [new Table(float64), new Table(float64), new Table(float64), new Table(float64)];
    [this.#helpFrom, this.#helpRequirement] = [new Table(uint32), new Table(uint32)];
    [this.#slots, this.#essentials] = [new Table((length) => room.uint16(length)), new Table((length) => room.uint8(length))];
    this.#affinities = [new Table(float64), new Table(float64), new Table(float64)];
  }

  /** The kernel that can read a segment. */
  static of({ memory }: TraineeSegment): PeopleKernel {
    if (memory === null) {
      if (visited === null || visited.#visiting > MOST_VISITING) visited = new PeopleKernel();
      return visited;
    }
    let kernel = kernels.get(memory);
    if (kernel === undefined) kernels.set(memory, (kernel = new PeopleKernel(memory)));
    return kernel;
  }

  /** This segment is looked at from now on, for the query's vacancy. Tables are made anew only for another vacancy, or where skills have other bits. */
  enter(segment: TraineeSegment, query: VacancyQuery, weights: ScoringWeights): void {
    this.#exports.setColumns(...(segment.memory === null ? this.#visit(segment) : addressesOf(segment)));
    const { bits } = segment.signatures;
    if (query.turn !== this.#turn || bits !== this.#bits) this.#bounds.set((this.#bits = bits), query, weights);
    if (query.turn !== this.#turn) this.#setVacancy(query, weights);
    this.#turn = query.turn;
  }

  /** Copies what is read of a small segment. Whoever is removed afterwards is not removed here. */
  #visit(segment: TraineeSegment): Addresses {
    const known = this.#visitors.get(segment);
    if (known !== undefined) return known;
    const { signatures: { words }, rows: { starts, values }, running: { factors } } = segment;
    const copies = [this.#room.uint32(words.length), this.#room.uint32(starts.length), this.#room.uint16(values.length), this.#room.float64(factors.length)] as const;
    copies[0].set(words);
    copies[1].set(starts);
    copies[2].set(values);
    copies[3].set(factors);
    const addresses = copies.map(({ byteOffset }) => byteOffset) as unknown as Addresses;
    this.#visiting += copies.reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.#visitors.set(segment, addresses);
    return addresses;
  }

  #setVacancy(query: VacancyQuery, weights: ScoringWeights): void {
    const { codes, eligible, pending, worths, others, outOfReach } = this.#bounds;
    this.#exports.setPolicy(weights.skills, weights.courses, COMPLETED_FACTOR, query.asOfDay - finishedDay(0), this.#recencies.byteOffset, RECENT_DAYS);
    this.#exports.setBounds(codes.byteOffset, eligible.byteOffset, pending.byteOffset, worths.byteOffset, others.byteOffset);
    this.#exports.setGates(query.failMask, HAS_PENDING, outOfReach.byteOffset, REACH_SHIFT);
    this.#exports.setCourses(this.#relevance.of(query.relevance), query.mostRelevance);
    const { skills, weightSum, noTrade } = query.vacancy;
    const { slots, isEssential, from, requirement, quality } = query.helps;
    this.#exports.setSkills(skills.length, this.#weights.of(skills.map(({ weight }) => weight)), this.#best.atLeast(skills.length), weightSum, query.essentialsNeeded, this.#slots.of(slots), this.#essentials.of(isEssential), this.#helpFrom.of(from), this.#helpRequirement.of(requirement), this.#helpQuality.of(quality));
    if (skills.length > 0) return;
    const [bySkill, byCourse, byOccupation] = this.#affinities;
    this.#exports.setOccupations(noTrade ? NO_TRADE_FLOOR : 0, bySkill!.of(query.skillAffinity), byCourse!.of(query.courseAffinity), byOccupation!.of(query.occupationAffinities));
  }

  /** Which reaches end before this workplace, from homes of a range. */
  setRange(range: StandingRange, query: VacancyQuery): void {
    this.#bounds.setRange(range, query);
  }

  /**
   * Lets whoever of the batch's first `count` may reach `need` by wS·S + wC·C wait, behind the `left` who do; those whom a bit
   * of their gate word shuts out may not. @returns how many wait
   */
  keep(count: number, need: number, isPending: boolean, left: number): number {
    return this.#exports.keep(count, need - 1e-9, isPending, left);
  }

  /**
   * Scores those who wait. @param location wL·L @param whateverEssentials even who holds too few essential skills
   * @returns how many of them reach `floor` and stand in {@link PeopleKernel.found}, removed ones among them
   */
  score(left: number, location: number, floor: number, whateverEssentials: boolean): number {
    return this.#exports.score(left, location, floor, whateverEssentials);
  }
}

/** Of this thread. */
const kernels = new WeakMap<KernelMemory, PeopleKernel>();
let visited: PeopleKernel | null = null;
