/** What a fact of one kind asks of the facts in force about the same class and person, or the same employment. */
export interface LedgerMove {
  /** Kinds that must be in force. */
  readonly needs: readonly LedgerKind[];
  /** Kinds of which none may be in force. */
  readonly refuses: readonly LedgerKind[];
  /** The kind whose effective date must not be later. */
  readonly notBefore: LedgerKind | null;
}

/** Kinds of facts, as the contract's `rates` command names them; exclusions stand in a table of their own. */
export type LedgerKind =
  | 'class' | 'enrolled' | 'completed' | 'certified' | 'dropped' | 'not-employed'
  | 'employment-started' | 'employment-ended' | 'evidence' | 'evidence-refused' | 'retracted';

/**
 * The legal moves. The database keeps the same table (`ledger_moves`) and refuses everything else, whoever writes; a test
 * holds the two against each other.
 */
export const LEDGER_MOVES = {
  class: { needs: [], refuses: ['class'], notBefore: null },
  enrolled: { needs: ['class'], refuses: ['enrolled'], notBefore: null },
  completed: { needs: ['enrolled'], refuses: ['completed', 'certified', 'dropped'], notBefore: 'enrolled' },
  certified: { needs: ['enrolled'], refuses: ['certified', 'dropped'], notBefore: 'enrolled' },
  dropped: { needs: ['enrolled'], refuses: ['completed', 'certified', 'dropped'], notBefore: 'enrolled' },
  'not-employed': { needs: [], refuses: [], notBefore: null },
  'employment-started': { needs: [], refuses: ['employment-started'], notBefore: null },
  'employment-ended': { needs: ['employment-started'], refuses: ['employment-ended'], notBefore: 'employment-started' },
  evidence: { needs: ['employment-started'], refuses: [], notBefore: null },
  'evidence-refused': { needs: ['employment-started', 'evidence'], refuses: [], notBefore: null },
  retracted: { needs: [], refuses: [], notBefore: null },
} as const satisfies Record<LedgerKind, LedgerMove>;

/** A fact as far as its move is concerned. */
export interface MovingFact {
  readonly kind: LedgerKind;
  readonly effectiveOn: string;
}

/** Whether a fact may follow those in force about the same subject. */
export function isLegalMove(fact: MovingFact, inForce: readonly MovingFact[]): boolean {
  const move: LedgerMove = LEDGER_MOVES[fact.kind];
  const has = (kind: LedgerKind): boolean => inForce.some((each) => each.kind === kind);
  const isTooEarly = inForce.some((each) => each.kind === move.notBefore && each.effectiveOn > fact.effectiveOn);
  const startsAfterItsEnd = fact.kind === 'employment-started' && inForce.some((each) => each.kind === 'employment-ended' && each.effectiveOn < fact.effectiveOn);
  return move.needs.every(has) && !move.refuses.some(has) && !isTooEarly && !startsAfterItsEnd;
}
