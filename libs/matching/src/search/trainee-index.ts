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
import { TIERED_FROM, buildOneSegment, buildSegments, idOf } from './trainee-segment.js';
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

/** Trainees who settled together, in one segment or in tiers. */
interface Shelf {
  readonly segments: readonly TraineeSegment[];
  /** Of each segment, made at the first change. */
  ids?: readonly IdTable[];
  /** How many are still there. */
  left: number;
}

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
  #settled: Shelf[] = [];
  #fresh = new TraineeRows();
  #freshRows = new Map<string, number>();
  #freshSegment: TraineeSegment | null = null;
  #count = 0;

  /** @throws MatchingInputInvalid for a faulty policy */
  constructor(context: MatchingContext, vocabulary = new Vocabulary(), private readonly tieredFrom = TIERED_FROM) {
    checkPolicy(context.policy);
    this.#context = context;
    this.#vocabulary = vocabulary;
    this.#search = new TraineeSearch(context, vocabulary);
  }

  /**
   * An index of these. @throws MatchingInputInvalid as {@link TraineeIndex.add}, naming the trainee's place in the list
   * @param tieredFrom how many trainees are parted by what their records are worth; `Infinity`: they stay one segment
   */
  static of(context: MatchingContext, trainees: Iterable<TraineeProfile>, tieredFrom = TIERED_FROM): TraineeIndex {
    const index = new TraineeIndex(context, new Vocabulary(), tieredFrom);
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
    const columns = new Set(this.#segments().flatMap((segment) => columnsOf(segment)));
    const ids = this.#settled.flatMap((shelf) => shelf.ids ?? []);
    return [...columns].reduce((sum, { byteLength }) => sum + byteLength, 0) + ids.reduce((sum, { bytes }) => sum + bytes, 0);
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
    const segments = this.#settled.flatMap((shelf) => shelf.segments);
    return this.#freshSegment === null ? segments : [...segments, this.#freshSegment];
  }

  #findSettled(id: string): { shelf: Shelf; segment: TraineeSegment; person: number } | null {
    const tie = traineeTieHash(this.#context.policy.tieSalt, id);
    for (const shelf of this.#settled) {
      shelf.ids ??= shelf.segments.map((segment) => new IdTable(segment));
      for (const [i, segment] of shelf.segments.entries()) {
        const person = shelf.ids[i]!.find(id, tie);
        if (person >= 0) return { shelf, segment, person };
      }
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

  #strike(freshRow: number | undefined, settled: { shelf: Shelf; segment: TraineeSegment; person: number } | null): void {
    if (freshRow !== undefined) this.#fresh.gates.values[freshRow]! |= REMOVED;
    if (settled !== null) {
      markRemoved(settled.segment.rows, settled.person);
      settled.shelf.left--;
    }
    if (freshRow !== undefined || settled !== null) this.#count--;
  }

  #rebuildFresh(): void {
    this.#freshSegment = buildOneSegment(this.#fresh, this.#context.catalogue, this.#vocabulary.occupations.length);
  }

  #settleFresh(): void {
    const rows = new TraineeRows();
    appendSegment(rows, buildOneSegment(this.#fresh, this.#context.catalogue, this.#vocabulary.occupations.length)!);
    for (let last = this.#settled.at(-1); last !== undefined && last.left < MERGE_RATIO * rows.count; last = this.#settled.at(-1)) {
      for (const segment of last.segments) appendSegment(rows, segment);
      this.#settled.pop();
    }
    this.#count -= rows.count; // counted again as they settle
    this.#settle(rows);
    this.#fresh = new TraineeRows();
    this.#freshRows = new Map();
    this.#freshSegment = null;
  }

  #settle(rows: TraineeRows): void {
    if (rows.count > 0) this.#settled.push({ segments: buildSegments(rows, this.#context.catalogue, this.#vocabulary.occupations.length, this.tieredFrom), left: rows.count });
    this.#count += rows.count;
  }
}

function listed({ segment, person, score }: FoundTrainee): ListedTrainee {
  return { traineeId: idOf(segment, person), score };
}

/** All columns of a segment, however deep. Segments of one shelf have some in common. */
function columnsOf(part: object): Column[] {
  return Object.values(part).flatMap((value: unknown) => (ArrayBuffer.isView(value) ? [value as Column] : typeof value === 'object' && value !== null && !Array.isArray(value) ? columnsOf(value) : []));
}
