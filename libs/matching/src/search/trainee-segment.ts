import { float64Column, int32Column, lowerBound, startsOfCounts, uint32Column, uint8Column } from './columns.js';
import { UNAVAILABLE } from './gate-word.js';
import { NOBODY, packRows } from './packed-row.js';
import type { MatchingCatalogue } from '../catalogue.js';
import { APART, KernelRoom, type ColumnRoom } from './kernel-memory.js';
import type { TraineeSegment } from './segment.js';
import { buildPostings } from './trainee-postings.js';
import { WORTH_UNITS, bitsOf, signaturesOf, worthsOf, type Worths } from './signature.js';
import { RUNNING, finishedDay, uuidText, type TraineeRows } from './trainee-rows.js';

/** From so many trainees on, those whose records are worth much stand in a segment of their own. */
export const TIERED_FROM = 20_000;
/** From so many on, what the kernel of a search reads stands in a memory of its own; of fewer it gets a copy. */
const IN_KERNEL_FROM = 4_096;
/** Lower ends of the tiers, in 255ths of a record's worth. After them comes whoever is not available. */
const TIERS = [0.6, 0.3, 0].map((worth) => worth * WORTH_UNITS);

const NOBODY_WILLING: TraineeSegment['willing'] = { regions: float64Column(0), starts: uint32Column(1), persons: uint32Column(0) };

/** What all segments of some rows have in common. */
interface Shared {
  readonly rows: TraineeRows;
  readonly catalogue: MatchingCatalogue;
  readonly occupationCount: number;
  readonly running: TraineeSegment['running'];
  readonly newestDay: number;
  /** Of each row; see `Signatures`. */
  readonly worths: Worths;
  /** Of each skill; see `Signatures`. */
  readonly bits: Uint32Array;
  readonly room: ColumnRoom;
}

/**
 * Segments of the rows: each ordered by home, with its postings. Many rows are parted by what their course records are
 * worth: most searches need those of little worth only close to the workplace; and whoever is not available stands apart, in
 * no list. Costs time in proportion to the rows; keeps nothing of them.
 */
export function buildSegments(rows: TraineeRows, catalogue: MatchingCatalogue, occupationCount: number, tieredFrom = TIERED_FROM): TraineeSegment[] {
  const room = rows.count < Math.min(tieredFrom, IN_KERNEL_FROM) ? APART : new KernelRoom();
  const running = { factors: rows.runningFactors.trimmed((length) => room.float64(length)), ends: rows.runningEnds.trimmed() };
  const newestDay = newestDayOf(rows);
  const worths = worthsOf(rows, newestDay);
  const shared = { rows, catalogue, occupationCount, running, newestDay, worths, bits: bitsOf(rows, catalogue.skillCount), room };
  const tiers = rows.count < tieredFrom ? [allOf(rows.count)] : tiersOf(rows, worths.most);
  return tiers.filter((members) => members.length > 0).map((members) => buildSegment(shared, members));
}

/** One segment of all rows. */
export function buildOneSegment(rows: TraineeRows, catalogue: MatchingCatalogue, occupationCount: number): TraineeSegment | null {
  return buildSegments(rows, catalogue, occupationCount, Infinity)[0] ?? null;
}

function allOf(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

/** Rows by tier, ascending in each. */
function tiersOf({ gates }: TraineeRows, worths: Uint8Array): Uint32Array[] {
  const tierOfWorth = Uint8Array.from({ length: WORTH_UNITS + 1 }, (_, worth) => TIERS.findIndex((least) => worth >= least));
  const tierOf = worths.map((worth, row) => ((gates.values[row]! & UNAVAILABLE) !== 0 ? TIERS.length : tierOfWorth[worth]!));
  const counts = new Uint32Array(TIERS.length + 1);
  for (const tier of tierOf) counts[tier]!++;
  const tiers = Array.from(counts, (count) => new Uint32Array(count));
  const next = new Uint32Array(tiers.length);
  tierOf.forEach((tier, row) => (tiers[tier]![next[tier]!++] = row));
  return tiers;
}

function buildSegment({ rows, catalogue, occupationCount, running, newestDay, worths, bits, room }: Shared, members: Uint32Array): TraineeSegment {
  const { order, homes } = orderByRegion(members, (row) => rows.regions.values[row]!);
  const rank = new Uint32Array(rows.count).fill(NOBODY);
  for (let i = 0; i < order.length; i++) rank[order[i]!] = i;
  let [most, isAnybodyAvailable] = [0, false];
  for (const row of members) {
    if (worths.most[row]! > most) most = worths.most[row]!;
    isAnybodyAvailable ||= (rows.gates.values[row]! & UNAVAILABLE) === 0;
  }
  const columns = {
    count: order.length,
    memory: room.memory,
    ids: takeIds(rows, members, rank),
    texts: rows.texts === null ? null : Array.from(order, (row) => rows.texts![row]!),
    ties: take(rows.ties.values, members, rank),
    pays: take(rows.pays.values, members, rank),
    rows: packRows(rows, rank, order.length, room),
    running,
    particulars: takeParticulars(rows, rank),
    homes,
    willing: willingOf(rows, rank),
    newestDay,
    mostWorth: most / WORTH_UNITS,
    isAnybodyAvailable,
  };
  const listed = isAnybodyAvailable ? columns : { ...columns, count: 0, willing: NOBODY_WILLING };
  return { ...columns, postings: buildPostings(listed, catalogue, occupationCount), signatures: signaturesOf(listed, bits, worths, order, room) };
}

export function idOf(segment: TraineeSegment, person: number): string {
  return segment.texts?.[person] ?? uuidText(segment.ids, 16 * person);
}

/** People of homes in `[from, to)`: the range of their numbers. */
export function peopleOfRegions({ homes }: TraineeSegment, from: number, to: number): [number, number] {
  const first = lowerBound(homes.regions, from);
  return [homes.starts[first]!, homes.starts[lowerBound(homes.regions, to, first)]!];
}

/** Counting sort of these entries by region; equal regions keep their order. */
function orderByRegion(entries: Uint32Array, regionOf: (entry: number) => number): { order: Uint32Array; homes: TraineeSegment['homes'] } {
  const { distinct, ordinals } = ordinalsOf(entries, regionOf);
  const starts = uint32Column(distinct.length + 1);
  for (const ordinal of ordinals) starts[ordinal + 1]!++;
  const next = Uint32Array.from(startsOfCounts(starts));
  const order = new Uint32Array(entries.length);
  for (let i = 0; i < entries.length; i++) order[next[ordinals[i]!]!++] = entries[i]!;
  return { order, homes: { regions: distinct, starts } };
}

/** Distinct regions ascending, and of each entry its region's place among them. */
function ordinalsOf(entries: Uint32Array, regionOf: (entry: number) => number): { distinct: Float64Array; ordinals: Uint32Array } {
  const numbers = new Map<number, number>();
  const ordinals = new Uint32Array(entries.length);
  for (let i = 0; i < entries.length; i++) {
    const region = regionOf(entries[i]!);
    let number = numbers.get(region);
    if (number === undefined) numbers.set(region, (number = numbers.size));
    ordinals[i] = number;
  }
  const distinct = float64Column(numbers.size);
  distinct.set([...numbers.keys()].sort((a, b) => a - b));
  const placeOf = new Uint32Array(numbers.size);
  distinct.forEach((region, place) => (placeOf[numbers.get(region)!] = place));
  for (let i = 0; i < ordinals.length; i++) ordinals[i] = placeOf[ordinals[i]!]!;
  return { distinct, ordinals };
}

/** Values of these rows, each where its rank is. */
function take(values: Uint32Array, members: Uint32Array, rank: Uint32Array): Uint32Array {
  const taken = uint32Column(members.length);
  for (const row of members) taken[rank[row]!] = values[row]!;
  return taken;
}

function takeIds({ ids }: TraineeRows, members: Uint32Array, rank: Uint32Array): Uint8Array {
  const taken = uint8Column(16 * members.length);
  const [to, from] = [new Uint32Array(taken.buffer), new Uint32Array(ids.values.buffer)];
  for (const row of members) for (let word = 0; word < 4; word++) to[4 * rank[row]! + word] = from[4 * row + word]!;
  return taken;
}

function takeStarts(starts: Uint32Array, order: Uint32Array): Uint32Array {
  const taken = uint32Column(order.length + 1);
  for (let i = 0; i < order.length; i++) taken[i + 1] = taken[i]! + starts[order[i]! + 1]! - starts[order[i]!]!;
  return taken;
}

function takeParticulars({ particularRows, particularStarts, particulars }: TraineeRows, rank: Uint32Array): TraineeSegment['particulars'] {
  const order = membersAmong(particularRows.values.subarray(0, particularRows.length), rank).sort((a, b) => rank[particularRows.values[a]!]! - rank[particularRows.values[b]!]!);
  const persons = uint32Column(order.length);
  for (let i = 0; i < order.length; i++) persons[i] = rank[particularRows.values[order[i]!]!]!;
  const starts = takeStarts(particularStarts.values, order);
  const values = int32Column(starts[order.length]!);
  for (let i = 0, at = 0; i < order.length; i++) for (let e = particularStarts.values[order[i]!]!; e < particularStarts.values[order[i]! + 1]!; e++) values[at++] = particulars.values[e]!;
  return { persons, lists: { starts, values } };
}

function willingOf({ willingRows, willingRegions }: TraineeRows, rank: Uint32Array): TraineeSegment['willing'] {
  const members = membersAmong(willingRows.values.subarray(0, willingRows.length), rank);
  const { order, homes } = orderByRegion(members, (i) => willingRegions.values[i]!);
  const persons = uint32Column(order.length);
  for (let i = 0; i < order.length; i++) persons[i] = rank[willingRows.values[order[i]!]!]!;
  for (let i = 0; i + 1 < homes.starts.length; i++) persons.subarray(homes.starts[i], homes.starts[i + 1]).sort();
  return { ...homes, persons };
}

/** Which of these entries belong to a row that has a rank, ascending. */
function membersAmong(rowOf: Uint32Array, rank: Uint32Array): Uint32Array {
  const members = new Uint32Array(rowOf.length);
  let count = 0;
  for (let i = 0; i < rowOf.length; i++) if (rank[rowOf[i]!] !== NOBODY) members[count++] = i;
  return members.subarray(0, count);
}

function newestDayOf({ recordDetails }: TraineeRows): number {
  let newest = finishedDay(0);
  for (let i = 0; i < recordDetails.length; i++) if ((recordDetails.values[i]! & 3) !== RUNNING) newest = Math.max(newest, finishedDay(recordDetails.values[i]!));
  return newest;
}
