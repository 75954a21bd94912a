/** More than this share of a run's rows refused: the run is held. */
export const BAD_ROWS_LIMIT = 0.1;
/** Fewer refused rows than this hold nothing, however short the list. */
const BAD_ROWS_AT_LEAST = 5;

/**
 * Whether so many rows are refused that the source must have changed its meaning, not its single rows; answers why, in
 * Chinese, or null. The vacancy feeds page asks for the hold and names no share: a tenth is twice the share at which one
 * field's drift stops a run.
 */
export function tooManyBadRows(rowsRead: number, rowsRejected: number): string | null {
  if (rowsRejected < BAD_ROWS_AT_LEAST || rowsRejected <= rowsRead * BAD_ROWS_LIMIT) return null;
  return `读到 ${rowsRead} 行，其中 ${rowsRejected} 行不能用，超过 10%，待人工确认`;
}
