import type { CellMember } from '../rates/rates.js';
import type { AuditedStratum, AuditEvidence } from './estimate.js';
import type { AuditPlan, AuditStratum } from './plan.js';

/** A denominator as an audit sees it: who is settled, and who could be called. */
export interface AuditFrame {
  readonly proven: number;
  readonly notEmployed: number;
  readonly strata: readonly AuditStratum[];
}

/** What a call brought out about one person; nobody reached, or no answer: silent. */
export type AuditAnswer = 'employed' | 'not-employed' | 'silent';

/**
 * The frame of an audit from the persons behind a figure: the numerator and those known not to be employed are settled,
 * the unknown are called. By default they are told apart by the best evidence there is (`E1`, `E0`, `none`).
 */
export function auditFrame(members: readonly CellMember[], keyOf: (member: CellMember) => string = levelOf): AuditFrame {
  const strata = new Map<string, string[]>();
  for (const member of members) {
    if (member.standing !== 'unknown') continue;
    const key = keyOf(member);
    const stratum = strata.get(key);
    if (stratum === undefined) strata.set(key, [member.personId]);
    else stratum.push(member.personId);
  }
  return {
    proven: members.filter(({ standing }) => standing === 'employed' || standing === 'studying').length,
    notEmployed: members.filter(({ standing }) => standing === 'not-employed').length,
    strata: [...strata].map(([key, people]) => ({ key, members: people })),
  };
}

/** The counts of an audit from the answers of the people drawn; whoever has no answer was silent. Answers of others are not looked at. */
export function auditedCounts(frame: AuditFrame, plan: AuditPlan, answerOf: (personId: string) => AuditAnswer | null): AuditEvidence {
  const strata = plan.strata.map(({ key, members, drawn }): AuditedStratum => {
    const answers = drawn.map((id) => answerOf(id) ?? 'silent');
    const count = (answer: AuditAnswer): number => answers.filter((each) => each === answer).length;
    return { key, members, employed: count('employed'), notEmployed: count('not-employed'), silent: count('silent') };
  });
  return { proven: frame.proven, notEmployed: frame.notEmployed, strata };
}

function levelOf({ evidence }: CellMember): string {
  return evidence === null ? 'none' : `E${evidence}`;
}
