import { reachesTarget } from '../publication/intervals.js';
import { payPercentAt, settle, type ClassRoll, type PaidClaim } from './settle.js';
import type { Fen, SubsidyRule } from './subsidy-rule.js';

/** What a class would be paid, as the rate moves. */
export interface SettlementEstimate {
  readonly classId: string;
  readonly ruleId: string;
  readonly isFinal: boolean;
  /** On the people proven so far. */
  readonly now: Fen;
  /** If everybody of all classes who may still prove employed did; where a yearly cap binds, an earlier class may take it. */
  readonly most: Fen;
  /** The fewest more people for whom more of the base is paid, and how much then; null at the highest. */
  readonly next: { readonly payPercent: number; readonly missing: number } | null;
}

/** The settlement as it stands and as it could become, class by class and fund by fund. */
export function estimateSettlement(rules: readonly SubsidyRule[], rolls: readonly ClassRoll[], paid: readonly PaidClaim[] = []): SettlementEstimate[] {
  const rollOf = new Map(rolls.map((roll) => [roll.classId, roll]));
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
  // Both have a statement for the same classes and funds in the same order.
  const best = settle(rules, rolls.map((roll) => ({ ...roll, employed: roll.employed + roll.possible })), paid);
  return settle(rules, rolls, paid).map(({ classId, ruleId, isFinal, total }, at) => ({
    classId, ruleId, isFinal, now: total, most: best[at]!.total, next: nextTier(ruleOf.get(ruleId)!, rollOf.get(classId)!),
  }));
}

function nextTier({ tiers }: SubsidyRule, { employed, opened }: ClassRoll): SettlementEstimate['next'] {
  const present = payPercentAt(tiers, employed, opened);
  const next = tiers.find(({ payPercent }) => payPercent > present);
  if (next === undefined || opened === 0) return null;
  let missing = 0;
  while (reachesTarget(employed + missing, opened, String(next.fromPercent)) !== true) missing += 1;
  // In a small class one person more may pass two tiers at once.
  return { payPercent: payPercentAt(tiers, employed + missing, opened), missing };
}
