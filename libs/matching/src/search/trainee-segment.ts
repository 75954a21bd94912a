import { float64Column, int32Column, lowerBound, startsOfCounts, uint32Column, uint8Column } from './columns.js';
import { packRows } from './packed-row.js';
import type { CatalogueSize, TraineeSegment } from './segment.js';
import { buildPostings } from './trainee-postings.js';
import { signaturesOf } from './signature.js';
import { RUNNING, finishedDay, uuidText, type TraineeRows } from './trainee-rows.js';

/** Orders the rows by home and builds their postings. Costs time in proportion to the rows; keeps nothing of them. */
export function buildSegment(rows: TraineeRows, size: CatalogueSize, occupationCount: number): TraineeSegment {
  const { order, homes } = orderByRegion(rows.regions.values.subarray(0, rows.count));
  const rank = uint32Column(rows.count);
  for (let i = 0; i < order.length; i++) rank[order[i]!] = i;
  const columns = {
    count: rows.count,
    ids: takeIds(rows, order),
    texts: rows.texts === null ? null : Array.from(order, (row) => rows.texts![row]!),
    ties: take(rows.ties.values, order),
    pays: take(rows.pays.values, order),
    rows: packRows(rows, order),
    running: { factors: rows.runningFactors.trimmed(), ends: rows.runningEnds.trimmed() },
    particulars: takeParticulars(rows, rank),
    homes,
    willing: willingOf(rows, rank),
    newestDay: newestDay(rows),
  };
  const postings = buildPostings(columns, size, occupationCount);
  return { ...columns, postings, signatures: signaturesOf(columns, postings.skills) };
}

export function idOf(segment: TraineeSegment, person: number): string {
  return segment.texts?.[person] ?? uuidText(segment.ids, 16 * person);
}

/** People of homes in `[from, to)`: the range of their numbers. */
export function peopleOfRegions({ homes }: TraineeSegment, from: number, to: number): [number, number] {
  const first = lowerBound(homes.regions, from);
  return [homes.starts[first]!, homes.starts[lowerBound(homes.regions, to, first)]!];
}

/** Counting sort by region; equal regions keep their order. */
function orderByRegion(regions: Float64Array): { order: Uint32Array; homes: TraineeSegment['homes'] } {
  const { distinct, ordinals } = ordinalsOf(regions);
  const counts = uint32Column(distinct.length + 1);
  for (const ordinal of ordinals) counts[ordinal + 1]!++;
  const starts = startsOfCounts(counts);
  const next = starts.slice();
  const order = new Uint32Array(regions.length);
  for (let row = 0; row < regions.length; row++) order[next[ordinals[row]!]!++] = row;
  return { order, homes: { regions: distinct, starts } };
}

/** Distinct values ascending, and of each value its place among them. */
function ordinalsOf(values: Float64Array): { distinct: Float64Array; ordinals: Uint32Array } {
  const numbers = new Map<number, number>();
  const ordinals = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let number = numbers.get(values[i]!);
    if (number === undefined) numbers.set(values[i]!, (number = numbers.size));
    ordinals[i] = number;
  }
  const distinct = float64Column(numbers.size);
  distinct.set([...numbers.keys()].sort((a, b) => a - b));
  const placeOf = new Uint32Array(numbers.size);
  distinct.forEach((value, place) => (placeOf[numbers.get(value)!] = place));
  for (let i = 0; i < ordinals.length; i++) ordinals[i] = placeOf[ordinals[i]!]!;
  return { distinct, ordinals };
}

function take(values: Uint32Array, order: Uint32Array): Uint32Array {
  const taken = uint32Column(order.length);
  for (let i = 0; i < order.length; i++) taken[i] = values[order[i]!]!;
  return taken;
}

function takeIds({ ids }: TraineeRows, order: Uint32Array): Uint8Array {
  const taken = uint8Column(16 * order.length);
  const [to, from] = [new Uint32Array(taken.buffer), new Uint32Array(ids.values.buffer)];
  for (let i = 0; i < order.length; i++) for (let word = 0; word < 4; word++) to[4 * i + word] = from[4 * order[i]! + word]!;
  return taken;
}

function takeStarts(starts: Uint32Array, order: Uint32Array): Uint32Array {
  const taken = uint32Column(order.length + 1);
  for (let i = 0; i < order.length; i++) taken[i + 1] = taken[i]! + starts[order[i]! + 1]! - starts[order[i]!]!;
  return taken;
}

function takeParticulars({ particularRows, particularStarts, particulars }: TraineeRows, rank: Uint32Array): TraineeSegment['particulars'] {
  const order = Uint32Array.from({ length: particularRows.length }, (_, i) => i).sort((a, b) => rank[particularRows.values[a]!]! - rank[particularRows.values[b]!]!);
  const persons = uint32Column(order.length);
  for (let i = 0; i < order.length; i++) persons[i] = rank[particularRows.values[order[i]!]!]!;
  const starts = takeStarts(particularStarts.values, order);
  const values = int32Column(starts[order.length]!);
  for (let i = 0, at = 0; i < order.length; i++) for (let e = particularStarts.values[order[i]!]!; e < particularStarts.values[order[i]! + 1]!; e++) values[at++] = particulars.values[e]!;
  return { persons, lists: { starts, values } };
}

function willingOf({ willingRows, willingRegions }: TraineeRows, rank: Uint32Array): TraineeSegment['willing'] {
  const { order, homes } = orderByRegion(willingRegions.values.subarray(0, willingRegions.length));
  const persons = uint32Column(order.length);
  for (let i = 0; i < order.length; i++) persons[i] = rank[willingRows.values[order[i]!]!]!;
  for (let i = 0; i + 1 < homes.starts.length; i++) persons.subarray(homes.starts[i], homes.starts[i + 1]).sort();
  return { ...homes, persons };
}

function newestDay({ recordDetails }: TraineeRows): number {
  let newest = finishedDay(0);
  for (let i = 0; i < recordDetails.length; i++) if ((recordDetails.values[i]! & 3) !== RUNNING) newest = Math.max(newest, finishedDay(recordDetails.values[i]!));
  return newest;
}
