/** Why a row of a roster is not taken; `field` as the workbook's form names it. */
export interface RosterFault {
  readonly field: string;
  readonly message: string;
}

/** What a row would do, or did. `duplicate`: an earlier row of the same call says the same about the same thing. */
export type RosterOutcome = 'new' | 'changed' | 'unchanged' | 'duplicate' | 'faulty';

/** The judgement of one row, in the order of the rows. */
export interface RosterJudgement {
  readonly outcome: RosterOutcome;
  readonly faults: readonly RosterFault[];
}

/** What was done for one row. `trace` is plain JSON and all that taking it back needs; null: nothing was written. */
export interface RosterDeed<Trace> extends RosterJudgement {
  readonly traineeId: string | null;
  readonly trace: Trace | null;
}

/** Whom a row is about, as it says it. */
export interface RosterPerson {
  readonly idNumber: string | null;
  readonly name: string | null;
}

export const faulty = (field: string, message: string): RosterJudgement => ({ outcome: 'faulty', faults: [{ field, message }] });
