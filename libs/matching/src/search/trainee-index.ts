import { refuse } from '../errors.js';
import { checkPolicy } from '../policy.js';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import type { TraineeProfile } from '../profile.js';
import { DEFAULT_TOP_K } from '../rank.js';
import { traineeTieHash } from '../tie.js';
import type { Column } from './columns.js';
import { REMOVED } from './gate-word.js';
import { IdTable } from './id-table.js';
import { appendSegment } from './merge-segments.js';
import { markRemoved } from './packed-row.js';
import { TraineeRows, appendTrainee } from './trainee-rows.js';
import { TraineeSearch, type FoundTrainee } from './trainee-search.js';
import type { TraineeSegment } from './segment.js';
import { buildSegment, idOf } from './trainee-segment.js';
import { Vocabulary, type VocabularyLists } from './vocabulary.js';

/** One line of a list. */
export interface ListedTrainee {
  readonly traineeId: string;
  /** An integer 0..10000. */
  readonly score: number;
}

export interface TraineeList {
  readonly ranked: readonly ListedTrainee[];
  readonly pending: readonly ListedTrainee[];
}

/** What a thread needs to search too; the columns are shared, not copied. */
export interface IndexSnapshot {
  readonly segments: readonly TraineeSegment[];
  readonly vocabulary: VocabularyLists;
}

/** So many changed trainees are built anew at every change; then they become a segment of their own. */
const FRESH_MOST = 256;
/** A segment is merged with the one before it once it is more than a quarter as large. */
const MERGE_RATIO = 4;

/**
 * The trainees of a county or a province, to be searched by vacancy. A few segments in falling size hold everybody who
 * has been there for a while; whoever came or changed since stands in a small one that is built anew at each change, and
 * their old row is marked as removed. So a change costs about as much as its neighbours in the small segment, and now and
 * then a merge.
 */
export class TraineeIndex {
  #context: MatchingContext;
  #search: TraineeSearch;
  readonly #vocabulary: Vocabulary;
  #settled: { readonly segment: TraineeSegment; ids?: IdTable; removed: number }[] = [];
  #fresh = new TraineeRows();
  #freshRows = new Map<string, number>();
  #freshSegment: TraineeSegment | null = null;
  #count = 0;

  /** @throws MatchingInputInvalid for a faulty policy */
  constructor(context: MatchingContext, vocabulary = new Vocabulary()) {
    checkPolicy(context.policy);
    this.#context = context;
    this.#vocabulary = vocabulary;
    this.#search = new TraineeSearch(context, vocabulary);
  }

  /** An index of these. @throws MatchingInputInvalid as {@link TraineeIndex.add}, naming the trainee's place in the list */
  static of(context: MatchingContext, trainees: Iterable<TraineeProfile>): TraineeIndex {
    const index = new TraineeIndex(context);
    const rows = new TraineeRows();
    const seen = new Set<string>();
    let i = 0;
    for (const trainee of trainees) {
      if (seen.has(trainee.id)) refuse(`trainees[${i}].id`, 'given twice');
      seen.add(trainee.id);
      appendTrainee(rows, context, index.#vocabulary, trainee);
      i++;
    }
    index.#settle(rows);
    return index;
  }

  /** An index of rows that were filled elsewhere (from typed columns, say) with the numbers of this vocabulary; their ids must be distinct. */
  static ofRows(context: MatchingContext, rows: TraineeRows, vocabulary: Vocabulary): TraineeIndex {
    const index = new TraineeIndex(context, vocabulary);
    index.#settle(rows);
    return index;
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes of the columns and of the table of ids (built at the first change). */
  get bytes(): number {
    const segments = this.#settled.reduce((sum, { segment, ids }) => sum + bytesOf(segment) + (ids?.bytes ?? 0), 0);
    return segments + (this.#freshSegment === null ? 0 : bytesOf(this.#freshSegment));
  }

  has(id: string): boolean {
    return this.#freshRows.has(id) || this.#findSettled(id) !== null;
  }

  /** @throws MatchingInputInvalid for an id that is there already, or a faulty profile; nothing is changed then */
  add(trainee: TraineeProfile): void {
    if (this.has(trainee.id)) refuse('id', 'a trainee of this id is in the index');
    this.#put(trainee);
  }

  /** Takes a trainee in, whether or not they were there. @throws MatchingInputInvalid for a faulty profile; nothing is changed then */
  change(trainee: TraineeProfile): void {
    const before = this.#freshRows.get(trainee.id);
    const settled = this.#findSettled(trainee.id);
    this.#put(trainee, () => this.#strike(before, settled));
  }

  /** Whether they were there. */
  remove(id: string): boolean {
    const row = this.#freshRows.get(id);
    const settled = this.#findSettled(id);
    this.#strike(row, settled);
    if (row === undefined && settled === null) return false;
    if (row !== undefined) {
      this.#freshRows.delete(id);
      this.#rebuildFresh();
    }
    return true;
  }

  /** A later day, other policy weights or another least score; the catalogue and the tie salt must be the same, since the columns were made by them. */
  setContext(context: MatchingContext): void {
    checkPolicy(context.policy);
    if (context.catalogue !== this.#context.catalogue) refuse('catalogue', 'another catalogue needs another index');
    if (context.policy.tieSalt !== this.#context.policy.tieSalt) refuse('policy.tieSalt', 'another salt needs another index');
    if (context.asOf < this.#context.asOf) refuse('asOf', `before ${this.#context.asOf}: records may have ended since`);
    this.#context = context;
    this.#search = new TraineeSearch(context, this.#vocabulary);
  }

  /**
   * The best trainees for a vacancy, exactly as `rankTraineesForVacancy` over everybody in the index (and wanted, by id).
   * @throws MatchingInputInvalid when `topK` is not an integer of at least 1
   */
  rank(vacancy: PreparedVacancy, topK = DEFAULT_TOP_K, isWanted?: (traineeId: string) => boolean): TraineeList {
    const { ranked, pending } = this.#search.rank(this.#segments(), vacancy, topK, isWanted);
    return { ranked: ranked.map(listed), pending: pending.map(listed) };
  }

  snapshot(): IndexSnapshot {
    return { segments: this.#segments(), vocabulary: this.#vocabulary.lists() };
  }

  #segments(): TraineeSegment[] {
    const segments = this.#settled.map(({ segment }) => segment);
    return this.#freshSegment === null ? segments : [...segments, this.#freshSegment];
  }

  #findSettled(id: string): { at: number; person: number } | null {
    const tie = traineeTieHash(this.#context.policy.tieSalt, id);
    for (const [at, entry] of this.#settled.entries()) {
      entry.ids ??= new IdTable(entry.segment);
      const person = entry.ids.find(id, tie);
      if (person >= 0) return { at, person };
    }
    return null;
  }

  #put(trainee: TraineeProfile, strikeBefore: () => void = () => undefined): void {
    appendTrainee(this.#fresh, this.#context, this.#vocabulary, trainee);
    strikeBefore();
    this.#freshRows.set(trainee.id, this.#fresh.count - 1);
    this.#count++;
    if (this.#fresh.count > FRESH_MOST) this.#settleFresh();
    else this.#rebuildFresh();
  }

  #strike(freshRow: number | undefined, settled: { at: number; person: number } | null): void {
    if (freshRow !== undefined) this.#fresh.gates.values[freshRow]! |= REMOVED;
    if (settled !== null) {
      const entry = this.#settled[settled.at]!;
      markRemoved(entry.segment.rows, settled.person);
      entry.removed++;
    }
    if (freshRow !== undefined || settled !== null) this.#count--;
  }

  #rebuildFresh(): void {
    this.#freshSegment = buildSegment(this.#fresh, this.#context.catalogue, this.#vocabulary.occupations.length);
  }

  #settleFresh(): void {
    const rows = new TraineeRows();
    appendSegment(rows, buildSegment(this.#fresh, this.#context.catalogue, this.#vocabulary.occupations.length));
    for (let last = this.#settled.at(-1); last !== undefined && last.segment.count - last.removed < MERGE_RATIO * rows.count; last = this.#settled.at(-1)) {
      appendSegment(rows, last.segment);
      this.#settled.pop();
    }
    this.#count -= rows.count; // counted again as they settle
    this.#settle(rows);
    this.#fresh = new TraineeRows();
    this.#freshRows = new Map();
    this.#freshSegment = null;
  }

  #settle(rows: TraineeRows): void {
    if (rows.count > 0) this.#settled.push({ segment: buildSegment(rows, this.#context.catalogue, this.#vocabulary.occupations.length), removed: 0 });
    this.#count += rows.count;
  }
}

function listed({ segment, person, score }: FoundTrainee): ListedTrainee {
  return { traineeId: idOf(segment, person), score };
}

/** Bytes of all columns of a segment, however deep. */
function bytesOf(part: object): number {
  return Object.values(part).reduce((sum: number, value: unknown) => sum + (ArrayBuffer.isView(value) ? (value as Column).byteLength : typeof value === 'object' && value !== null && !Array.isArray(value) ? bytesOf(value) : 0), 0);
}
