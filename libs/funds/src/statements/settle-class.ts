import { settle, type ClassStatement, type PaidClaim, type StatementLine, type SubsidyRule } from '@app/outcomes';
import type { ClassStanding } from '@app/placements';

/** Claims under the ids that persons stand under now: two that were found to be one have one claim. */
export function claimsOfPersons(claims: readonly PaidClaim[], { aliases }: Pick<ClassStanding, 'aliases'>): PaidClaim[] {
  return claims.map((claim) => ({ ...claim, personId: aliases.get(claim.personId) ?? claim.personId }));
}

/** Every id under which somebody of the class is or was known. */
export function idsOfPersons({ roll, aliases }: Pick<ClassStanding, 'roll' | 'aliases'>): string[] {
  return [...new Set([...roll.heads.map(({ personId }) => personId), ...aliases.keys()])];
}

/** What a class is to be paid by the rules of its programme, each rule by itself; rules that pay for nobody are left out. */
export function settleClass(rules: readonly SubsidyRule[], standing: Pick<ClassStanding, 'roll' | 'aliases'>, claims: readonly PaidClaim[]): ClassStatement[] {
  return settle(rules, [standing.roll], claimsOfPersons(claims, standing)).filter(({ lines }) => lines.length > 0);
}

/** What a statement said when it was made, as far as later claims of others do not matter to it. */
export interface MadeStatement {
  readonly opened: number;
  readonly employed: number;
  readonly lines: readonly { readonly personId: string; readonly earnedFen: number }[];
}

/** Whether the ledger says something else now: another rate, somebody more or less who is entitled, or another sum earned. */
export function isOutdated(made: MadeStatement, now: Pick<ClassStatement, 'opened' | 'employed'> & { readonly lines: readonly Pick<StatementLine, 'personId' | 'earned'>[] }, { aliases }: Pick<ClassStanding, 'aliases'>): boolean {
  if (made.opened !== now.opened || made.employed !== now.employed || made.lines.length !== now.lines.length) return true;
  const earned = new Map(now.lines.map((line) => [line.personId, line.earned]));
  return made.lines.some(({ personId, earnedFen }) => earned.get(aliases.get(personId) ?? personId) !== earnedFen);
}
