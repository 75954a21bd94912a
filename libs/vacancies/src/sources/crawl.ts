import { setTimeout as pause } from 'node:timers/promises';
import { PageTrail, type PageDigest } from './page-trail.js';
import { SchemaDrift } from './schema-check.js';
import { SourceFault } from './source-fault.js';
import type { SourcePage, VacancySourceAdapter } from './source.js';

/** Where the pages of a walk go; they are facts only when the walk has ended. */
export interface CrawlSink {
  /** A page was read. The same page number may come again: the later one replaces the earlier. */
  keepPage(page: SourcePage): Promise<void>;
  /** The list moved while it was read: pages from this one on do not count any more, they will be read again. */
  forgetFrom(page: number): Promise<void>;
}

export interface CrawlOptions {
  readonly source: VacancySourceAdapter;
  readonly regionCode: string;
  readonly sink: CrawlSink;
  /** Digests of the pages that an interrupted walk kept, page 1 first, without a gap. */
  readonly resumeFrom?: readonly PageDigest[];
  readonly signal?: AbortSignal;
  /** Times that a page with fewer rows than its total promises is read again. */
  readonly rereads?: number;
  /** Pause before such a rereading: an empty page may be throttling. 0 in tests. */
  readonly rereadDelayMs?: number;
}

/** Something that went wrong on the way, cured or not. */
export interface CrawlFault {
  readonly page: number;
  readonly kind: SourceFault['fault'] | 'empty-page' | 'short-page' | 'list-moved' | 'new-field';
  readonly message: string;
}

/**
 * `end`: every page was asked for · `source-fault`: the source failed for good, resume later · `empty-answer`: the
 * source says it has no rows at all · `empty-pages`: it sends empty pages inside its total · `never-ending`: the list
 * moved so often that the walk gave up · `schema-drift`: its rows are not what they were; the page that shows it is kept ·
 * `aborted`: the caller stopped it · `kept-pages`: nothing was asked for, pages kept of an earlier walk stand for it.
 */
export type CrawlStop = 'end' | 'source-fault' | 'schema-drift' | 'empty-answer' | 'empty-pages' | 'never-ending' | 'aborted' | 'kept-pages';

export interface CrawlResult {
  /** Every page came as long as its own total promises, and the rows counted agree with the total within 1 %. */
  readonly complete: boolean;
  readonly stoppedBy: CrawlStop;
  /** Pages that count at the end. */
  readonly pagesRead: number;
  /** Rows on those pages, rejected ones included; a row met on two pages counts once where rows have ids. */
  readonly rowsRead: number;
  /** The source's last word on how many there are; null when it never answered. */
  readonly total: number | null;
  /** Where the next run goes on; null when there is nothing to go on with. */
  readonly nextPage: number | null;
  readonly faults: readonly CrawlFault[];
  /** Why it is not complete, Chinese; null when it is. */
  readonly reason: string | null;
}

/** Rows counted and total may differ by this share. */
export const COUNT_TOLERANCE = 0.01;
const EMPTY_PAGES_TO_STOP = 2;
const DEFAULT_REREADS = 3;
const DEFAULT_REREAD_DELAY_MS = 5000;

/**
 * Walks a source's list for one region, page by page, and says whether the whole list was read. It distrusts every
 * page: one shorter than its total promises is read again; when the total changes, or a page repeats rows of the page
 * before, the list has moved and the walk goes back to where it stands still, so that the row which slipped between two
 * pages is met.
 * Never throws for what a source does; errors of the sink pass through.
 */
export async function crawl(options: CrawlOptions): Promise<CrawlResult> {
  return new Crawl(options).walk();
}

class Crawl {
  readonly #trail: PageTrail;
  readonly #faults: CrawlFault[] = [];
  readonly #newFields = new Set<string>();
  #total: number | null = null;
  #emptyInARow = 0;
  #reads = 0;

  constructor(private readonly options: CrawlOptions) {
    this.#trail = new PageTrail(options.source.pageSize, options.source.keysAreIds);
  }

  async walk(): Promise<CrawlResult> {
    try {
      for (let page = await this.#resume(); ; ) {
        const step = await this.#read(page);
        if (step.stop !== null) return this.#result(step.stop, step.next);
        page = step.next;
      }
    } catch (error) {
      if (error instanceof SchemaDrift) return this.#drifted(error.page);
      if (error instanceof SourceFault) return this.#result('source-fault', this.#trail.lastPage + 1);
      if (this.options.signal?.aborted === true) return this.#result('aborted', this.#trail.lastPage + 1);
      throw error;
    }
  }

  /** The page to go on with: after the kept ones when the last of them is still as it was, else the first. */
  async #resume(): Promise<number> {
    const given = this.options.resumeFrom ?? [];
    for (const digest of given) this.#trail.keep(digest);
    const firstShort = this.#trail.shortPages()[0];
    if (firstShort !== undefined) await this.#forgetFrom(firstShort);
    const last = given[this.#trail.lastPage - 1];
    if (last === undefined) return 1;
    const now = await this.#fetch(last.page);
    if (now.total === last.total && this.#trail.isSame(now)) {
      this.#total = now.total;
      return last.page + 1 > this.#pagesOf(now.total) ? last.page : last.page + 1;
    }
    this.#note(last.page, 'list-moved', '中断期间列表已变动，从第一页重新读取');
    await this.#forgetFrom(1);
    return 1;
  }

  async #read(page: number): Promise<{ stop: CrawlStop | null; next: number }> {
    const answer = await this.#fetchWhole(page);
    if (answer.total === 0 && page === 1) return { stop: 'empty-answer', next: 1 };
    if (this.#reads > 3 * this.#pagesOf(Math.max(answer.total, this.#total ?? 0)) + 30) return { stop: 'never-ending', next: 1 };

    const moved = this.#listMoved(answer);
    this.#total = answer.total;
    if (moved) return { stop: null, next: await this.#stepBackFrom(page) };
    const pages = this.#pagesOf(answer.total);
    if (page > pages) return { stop: 'end', next: page }; // the list became shorter than where we are
    this.#emptyInARow = answer.keys.length === 0 ? this.#emptyInARow + 1 : 0;
    if (this.#emptyInARow >= EMPTY_PAGES_TO_STOP) {
      const firstEmpty = page - EMPTY_PAGES_TO_STOP + 1;
      await this.#forgetFrom(firstEmpty);
      return { stop: 'empty-pages', next: firstEmpty };
    }
    await this.#keep(answer);
    return page === pages ? { stop: 'end', next: page } : { stop: null, next: page + 1 };
  }

  async #keep(answer: SourcePage): Promise<void> {
    this.#trail.keep(this.#trail.digestOf(answer));
    for (const field of this.options.source.checkRows(answer.given).newFields) {
      if (!this.#newFields.has(field)) this.#note(answer.page, 'new-field', `来源出现新字段 ${field}，未读取`);
      this.#newFields.add(field);
    }
    await this.options.sink.keepPage(answer);
  }

  /** The page is kept for the day when the mapping can read it; what follows it is not asked for. */
  async #drifted(answer: SourcePage): Promise<CrawlResult> {
    await this.#forgetFrom(answer.page);
    await this.#keep(answer);
    this.#total = answer.total;
    return this.#result('schema-drift', 1);
  }

  #listMoved(answer: SourcePage): boolean {
    if (answer.page === 1) return false;
    if (this.#total !== null && answer.total !== this.#total && this.#trail.mayStepBack(answer.page, 'total')) {
      this.#note(answer.page, 'list-moved', `总数由 ${this.#total} 变为 ${answer.total}，退回核对`);
      return true;
    }
    if (this.#trail.repeatsEarlier(answer) && this.#trail.mayStepBack(answer.page, 'repeat')) {
      this.#note(answer.page, 'list-moved', '出现前面页已有的记录，退回核对');
      return true;
    }
    return false;
  }

  /** Goes back until a page is as it was when it was kept: what lies above it has not moved. Returns the page to go on with. */
  async #stepBackFrom(page: number): Promise<number> {
    for (let earlier = page - 1; earlier >= 1; earlier--) {
      const now = await this.#fetchWhole(earlier);
      this.#total = now.total;
      if (now.keys.length > 0 && this.#trail.isSame(now)) return earlier + 1;
      await this.#forgetFrom(earlier);
    }
    return 1;
  }

  /** Reads a page until it is as long as its total promises; after the last rereading, as it is. */
  async #fetchWhole(page: number): Promise<SourcePage> {
    const { rereads = DEFAULT_REREADS, rereadDelayMs = DEFAULT_REREAD_DELAY_MS, signal } = this.options;
    let best = await this.#fetch(page);
    for (let again = 0; again < rereads && this.#seemsShort(best); again++) {
      if (best.keys.length === 0) this.#note(page, 'empty-page', best.total === 0 ? '来源称没有任何记录' : '总数以内出现空页');
      else this.#note(page, 'short-page', `应有 ${this.#trail.promised(best)} 行，实有 ${best.keys.length} 行`);
      if (rereadDelayMs > 0) await pause(rereadDelayMs, undefined, { signal });
      const next = await this.#fetch(page);
      if (!this.#seemsShort(next) || next.keys.length >= best.keys.length) best = next;
    }
    return best;
  }

  #seemsShort(answer: SourcePage): boolean {
    const vanished = answer.total === 0 || (this.#total !== null && answer.total < this.#total * 0.8);
    return vanished || answer.keys.length < this.#trail.promised(answer);
  }

  async #fetch(page: number): Promise<SourcePage> {
    this.#reads++;
    const { source, regionCode, signal } = this.options;
    return source.fetchPage({ page, regionCode }, { signal, onFault: (fault) => this.#note(page, fault.fault, fault.message) });
  }

  async #forgetFrom(page: number): Promise<void> {
    this.#trail.forgetFrom(page);
    await this.options.sink.forgetFrom(page);
  }

  #note(page: number, kind: CrawlFault['kind'], message: string): void {
    this.#faults.push({ page, kind, message });
  }

  #pagesOf(total: number): number {
    return Math.ceil(total / this.options.source.pageSize);
  }

  #result(stoppedBy: CrawlStop, nextPage: number): CrawlResult {
    const reason = this.#whyIncomplete(stoppedBy);
    const resumable = (stoppedBy === 'source-fault' || stoppedBy === 'aborted' || stoppedBy === 'empty-pages') && nextPage > 1;
    return {
      complete: reason === null,
      stoppedBy,
      pagesRead: this.#trail.lastPage,
      rowsRead: this.#trail.rowsCounted(),
      total: stoppedBy === 'empty-answer' ? 0 : this.#total,
      nextPage: resumable ? nextPage : null,
      faults: this.#faults,
      reason,
    };
  }

  #whyIncomplete(stoppedBy: CrawlStop): string | null {
    switch (stoppedBy) {
      case 'source-fault': return `读到第 ${this.#trail.lastPage} 页时来源出错：${this.#faults.at(-1)?.message ?? ''}`;
      case 'schema-drift': return `第 ${this.#trail.lastPage} 页：${this.#faults.findLast((fault) => fault.kind === 'schema-drift')?.message ?? ''}`;
      case 'empty-answer': return '来源返回空列表';
      case 'empty-pages': return `第 ${this.#trail.lastPage + 1} 页起为空页，来源可能在限流`;
      case 'never-ending': return '列表不断变动，未能读完';
      case 'aborted': return `读到第 ${this.#trail.lastPage} 页时被中止`;
      case 'end': case 'kept-pages': break;
    }
    const short = this.#trail.shortPages();
    if (short.length > 0) return `第 ${short.slice(0, 5).join('、')} 页缺少记录`;
    const counted = this.#trail.rowsCounted();
    const total = this.#total ?? 0;
    return Math.abs(counted - total) > total * COUNT_TOLERANCE ? `读到 ${counted} 行，来源称共 ${total} 行，相差超过 1%` : null;
  }
}
