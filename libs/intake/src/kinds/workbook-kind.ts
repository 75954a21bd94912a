import type { Principal, Transaction } from '@app/platform';
import type { FormName, RosterRow } from '@app/workbooks';

/**
 * What a row would do, or did. `duplicate`: an earlier row of the same file says the same. Rows whose cells could not be
 * read are `faulty` before a kind sees them.
 */
export const ROW_OUTCOMES = ['new', 'changed', 'unchanged', 'duplicate', 'faulty'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

/** Why a row is not taken; `field` as the form names it. Chinese, without anything personal. */
export interface RowFault {
  readonly field: string;
  readonly message: string;
}

/** The judgement of one row. */
export interface RowJudgement {
  readonly outcome: RowOutcome;
  readonly faults: readonly RowFault[];
  /** What the row is about, where that is known before it is written; handed to `apply` with the row. */
  readonly subjectId: string | null;
}

/** What was done for one row. `trace` is plain JSON and all that taking the row back needs (kept sealed); null: nothing was written. */
export interface RowDeed extends RowJudgement {
  readonly trace: unknown;
}

/** A row that is to be written. */
export interface RowToApply {
  readonly row: RosterRow;
  /** As the plan judged it; null where only writing tells. */
  readonly subjectId: string | null;
}

/**
 * One use of a workbook: what rows of a form mean. Everything in the caller's transaction, no statement a row. `decidedBy` is the
 * id of the officer who confirmed, or who asked for the undoing: for books in which a second officer takes back.
 */
export interface WorkbookKind {
  readonly form: FormName;
  /** Whose rows are written: those of the sender's own region, or those of its whole county. */
  readonly writesFor: 'sender' | 'county';
  /** Judges all readable rows of a file, in their order; changes nothing. Answers one judgement a row. */
  plan(tx: Transaction, principal: Principal, rows: readonly RosterRow[]): Promise<RowJudgement[]>;
  /** Writes some of the planned rows (a batch, in order), judging each again: what cannot be written now is `faulty`. The same rows again are `unchanged`. */
  apply(tx: Transaction, principal: Principal, rows: readonly RowToApply[], decidedBy: string): Promise<RowDeed[]>;
  /** Takes deeds back, given their traces, the last first. Answers for each null, or why it stays (Chinese). */
  undo(tx: Transaction, principal: Principal, traces: readonly unknown[], decidedBy: string): Promise<(string | null)[]>;
}
