import type { ClosingDecision } from '../sources/closing.js';
import type { CrawlResult } from '../sources/crawl.js';
import type { HeldFor, RunState } from './import.entity.js';
import type { RunEnd, RunRow } from './import.repository.js';

/** What was closed, and why not more. */
export interface Closing {
  /** Null = nothing could be judged. */
  readonly decision: ClosingDecision | null;
  readonly closed: readonly string[];
  readonly openBefore: number;
}

const FAULTS_KEPT = 200;
const NOTHING: RunEnd = {
  state: 'failed', pagesRead: 0, reportedTotal: null, counts: { new: 0, changed: 0, unchanged: 0, rejected: 0 }, withheld: 0, closed: 0, missing: 0, openBefore: null, reason: null, heldFor: null, heldClosings: [], heldMissing: [], faults: [],
};

/** A run that read nothing. */
export function endOfRefused(reason: string): RunEnd {
  return { ...NOTHING, reason };
}

/** A run of which nothing becomes a fact until an officer says so; its pages are kept. */
export function endOfHeld(walk: CrawlResult, withheld: number, rejected: number, { heldFor, reason }: { readonly heldFor: HeldFor; readonly reason: string }): RunEnd {
  return { ...NOTHING, ...walkOf(walk), state: 'held', heldFor, reason, withheld, counts: { ...NOTHING.counts, rejected } };
}

/** A run whose rows are facts. */
export function endOfApplied(run: RunRow, walk: CrawlResult, counts: RunEnd['counts'], { decision, closed, openBefore }: Closing): RunEnd {
  // Nothing is ever closed on the word of an empty list, not even by an officer's release.
  const withheld = decision?.held && walk.rowsRead > 0 ? decision.withheld : { toClose: [], missedOnce: [] };
  return {
    ...NOTHING, ...walkOf(walk),
    state: run.replays === null ? stateOf(walk, decision) : 'complete',
    counts,
    closed: closed.length,
    missing: decision?.missedOnce.length ?? 0,
    openBefore,
    reason: decision?.held ? decision.reason : (walk.reason ?? decision?.reason ?? null),
    heldFor: decision?.heldFor ?? null,
    heldClosings: withheld.toClose,
    heldMissing: withheld.missedOnce,
  };
}

function walkOf(walk: CrawlResult): Pick<RunEnd, 'pagesRead' | 'reportedTotal' | 'faults'> {
  return { pagesRead: walk.pagesRead, reportedTotal: walk.total, faults: walk.faults.slice(0, FAULTS_KEPT).map(({ page, kind, message }) => ({ page, fault: kind, message })) };
}

function stateOf(walk: CrawlResult, decision: ClosingDecision | null): RunState {
  if (decision === null) return 'failed';
  if (decision.held) return 'held';
  return walk.complete ? 'complete' : 'incomplete';
}
