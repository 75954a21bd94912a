/** More than this share of the source's open rows missing in one run: the run is held. */
export const CLOSE_LIMIT_PER_RUN = 0.2;
/** More than this share closed over one civil day's runs together: the run is held. */
export const CLOSE_LIMIT_PER_DAY = 0.3;
/** A row closes when this many complete runs in a row lack it. */
export const RUNS_TO_CLOSE = 2;

/** An open row of the source inside the region that the run walked. */
export interface OpenRow {
  readonly key: string;
  /** How many complete runs in a row lacked it before this one. */
  readonly missedRuns: number;
}

export interface ClosingFacts {
  readonly openRows: readonly OpenRow[];
  /** Keys of the known rows that this run met on the list; rejected rows that could be recognised count as met. */
  readonly seen: ReadonlySet<string>;
  /** {@link CrawlResult.complete}. */
  readonly complete: boolean;
  /** Rows that the run read, of whatever kind. */
  readonly rowsRead: number;
  /** All open rows of the source, those outside the walked region included. */
  readonly sourceOpenCount: number;
  /** Rows of the source closed earlier on the same civil day because the list lacked them. */
  readonly closedToday: number;
}

export interface ClosingDecision {
  /** Rows to close now. */
  readonly toClose: readonly string[];
  /** Rows whose count of missed runs grows to one. */
  readonly missedOnce: readonly string[];
  /** Rows met again: their count of missed runs goes back to 0 (true of every run, complete or not). */
  readonly metAgain: readonly string[];
  readonly held: boolean;
  /** What held it; null when it is not held. */
  readonly heldFor: 'empty' | 'shrink' | 'daily-limit' | null;
  /** What a held run would have done, for the officer who may release it. */
  readonly withheld: { readonly toClose: readonly string[]; readonly missedOnce: readonly string[] };
  /** Why nothing was closed, in Chinese; null when the run simply counts. */
  readonly reason: string | null;
}

const NOTHING = { toClose: [], missedOnce: [] } as const;

/**
 * Decides what a run may close. Two complete runs in a row must lack a row; a run that lacks more than 20 % of the
 * source's open rows, or would bring the civil day's closings above 30 %, is held and is no evidence at all until an
 * officer releases it. An empty answer is never "everything closed". Source: the vacancy feeds page, shrink guard; the
 * 20 % already count rows missed for the first time, so that a shrunken list is noticed on its first run.
 */
export function decideClosing(facts: ClosingFacts): ClosingDecision {
  const metAgain = facts.openRows.filter((row) => row.missedRuns > 0 && facts.seen.has(row.key)).map((row) => row.key);
  const absent = facts.openRows.filter((row) => !facts.seen.has(row.key));
  const ripe = absent.filter((row) => row.missedRuns + 1 >= RUNS_TO_CLOSE).map((row) => row.key);
  const first = absent.filter((row) => row.missedRuns + 1 < RUNS_TO_CLOSE).map((row) => row.key);
  const withheld = { toClose: ripe, missedOnce: first };
  const held = (heldFor: 'empty' | 'shrink' | 'daily-limit', reason: string): ClosingDecision => ({ ...NOTHING, metAgain, held: true, heldFor, withheld, reason });

  if (facts.rowsRead === 0 && facts.openRows.length > 0) return held('empty', `来源返回空列表，已有 ${facts.openRows.length} 个在招岗位，不予关闭`);
  if (!facts.complete) return { ...NOTHING, metAgain, held: false, heldFor: null, withheld: NOTHING, reason: '本次未读完整，不作为关闭岗位的依据' };
  if (absent.length > facts.sourceOpenCount * CLOSE_LIMIT_PER_RUN) {
    return held('shrink', `列表中缺少 ${absent.length} 个在招岗位，超过该来源在招岗位 ${facts.sourceOpenCount} 个的 20%，待人工确认`);
  }
  const dayBase = facts.sourceOpenCount + facts.closedToday;
  if (ripe.length > 0 && facts.closedToday + ripe.length > dayBase * CLOSE_LIMIT_PER_DAY) {
    return held('daily-limit', `当日累计将关闭 ${facts.closedToday + ripe.length} 个岗位，超过该来源 ${dayBase} 个的 30%，待人工确认`);
  }
  return { toClose: ripe, missedOnce: first, metAgain, held: false, heldFor: null, withheld: NOTHING, reason: null };
}
