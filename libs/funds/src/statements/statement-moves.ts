/** `made`: waits for a second officer · `confirmed`: the money is promised · `refused`, `revoked`: its people have no claim by it any more. */
export const STATEMENT_STATES = ['made', 'confirmed', 'refused', 'revoked'] as const;
export type StatementState = (typeof STATEMENT_STATES)[number];

/** What may follow what; the database keeps the same (`legal_statement_move`). */
export const STATEMENT_MOVES = { made: ['confirmed', 'refused'], confirmed: ['revoked'], refused: [], revoked: [] } as const satisfies Record<StatementState, readonly StatementState[]>;

export function mayMove(from: StatementState, to: StatementState): boolean {
  return (STATEMENT_MOVES[from] as readonly StatementState[]).includes(to);
}
