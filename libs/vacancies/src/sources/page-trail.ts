import type { SourcePage } from './source.js';

/** What the walk remembers of a page, and what an interrupted run keeps to be resumed. No personal data: keys are ids or hashes. */
export interface PageDigest {
  readonly page: number;
  readonly total: number;
  readonly keys: readonly string[];
}

const STEP_BACKS_A_PAGE = 2;

/** The pages read so far, in order, and what they say together. */
export class PageTrail {
  #pages: PageDigest[] = [];
  readonly #stepBacks = new Map<string, number>();

  constructor(
    private readonly pageSize: number,
    private readonly keysAreIds: boolean,
  ) {}

  get lastPage(): number {
    return this.#pages.length;
  }

  digestOf({ page, total, keys }: SourcePage): PageDigest {
    return { page, total, keys };
  }

  /** Adds the next page; a page without rows still counts as read. */
  keep(digest: PageDigest): void {
    this.#pages[digest.page - 1] = digest;
  }

  forgetFrom(page: number): void {
    this.#pages = this.#pages.slice(0, page - 1);
  }

  /** How many rows the answer's own total promises for this page. */
  promised({ page, total }: { readonly page: number; readonly total: number }): number {
    return Math.max(0, Math.min(this.pageSize, total - (page - 1) * this.pageSize));
  }

  /** Whether the page holds the same rows in the same order as when it was kept. */
  isSame({ page, keys }: SourcePage): boolean {
    const kept = this.#pages[page - 1]?.keys ?? [];
    return kept.length === keys.length && kept.every((key, i) => key === keys[i]);
  }

  /**
   * Whether the page repeats what an earlier page held. With ids any repeated one tells; without, two vacancies may
   * look alike, so that only the seam tells: the page begins with the row that the page before it ended with.
   */
  repeatsEarlier({ page, keys }: SourcePage): boolean {
    if (!this.keysAreIds) return keys.length > 0 && this.#pages[page - 2]?.keys.at(-1) === keys[0];
    const earlier = new Set(this.#pages.slice(0, page - 1).flatMap((digest) => digest.keys));
    return keys.some((key) => earlier.has(key));
  }

  /** Whether this page may still cause a step back for this cause; counts it. Twins at a seam would otherwise never end. */
  mayStepBack(page: number, cause: 'total' | 'repeat'): boolean {
    const before = this.#stepBacks.get(`${cause} ${page}`) ?? 0;
    this.#stepBacks.set(`${cause} ${page}`, before + 1);
    return before < STEP_BACKS_A_PAGE;
  }

  /** Pages with fewer rows than their own total promised. */
  shortPages(): number[] {
    return this.#pages.filter((digest) => digest.keys.length < this.promised(digest)).map((digest) => digest.page);
  }

  /** Rows of all pages; with ids, a row met on two pages counts once (twins on one page are two rows of the source's total). */
  rowsCounted(): number {
    const all = this.#pages.reduce((sum, digest) => sum + digest.keys.length, 0);
    if (!this.keysAreIds) return all;
    const pageOf = new Map<string, number>();
    let repeated = 0;
    for (const { page, keys } of this.#pages) {
      for (const key of keys) {
        if (pageOf.has(key) && pageOf.get(key) !== page) repeated++;
        else pageOf.set(key, page);
      }
    }
    return all - repeated;
  }
}
