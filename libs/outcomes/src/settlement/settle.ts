import type { CivilDate } from '@app/kernel';
import { compareCodePoints } from '../facts/code-points.js';
import { reachesTarget } from '../publication/intervals.js';
import type { Fen, SubsidyRule, SubsidyTier } from './subsidy-rule.js';

/** A person of a class, as far as money goes. */
export interface ClassHead {
  readonly personId: string;
  readonly isCompleted: boolean;
  readonly isCertified: boolean;
  /** Hours attended, to a tenth. */
  readonly hours: number;
}

/** A class with its settlement rate. */
export interface ClassRoll {
  readonly classId: string;
  readonly programme: string;
  readonly endsOn: CivilDate;
  /** R5: the opened head-count, and of these employed so far. */
  readonly opened: number;
  readonly employed: number;
  /** Of the others, those who may still prove employed: nobody knows, or their half-year is not over. */
  readonly possible: number;
  readonly immature: number;
  /** Everybody of the class who has not dropped out, on the roll at the opening or not. */
  readonly heads: readonly ClassHead[];
}

/** What a fund has paid already. */
export interface PaidClaim {
  readonly personId: string;
  readonly classId: string;
  readonly fund: string;
  /** Year of the class's last day. */
  readonly year: string;
  readonly fen: Fen;
}

/** What one person is worth to the class. */
export interface StatementLine {
  readonly personId: string;
  readonly base: Fen;
  /** The base at the tier of the class. */
  readonly earned: Fen;
  /** What the cap of the year left of it. */
  readonly paid: Fen;
  /** In the order of the rule's parts; together `paid`. */
  readonly parts: readonly Fen[];
}

/** What one fund pays for one class. */
export interface ClassStatement {
  readonly classId: string;
  readonly ruleId: string;
  readonly fund: string;
  readonly opened: number;
  readonly employed: number;
  readonly payPercent: number;
  /** Whether everybody of the rate is mature; before it is an estimate. */
  readonly isFinal: boolean;
  readonly lines: readonly StatementLine[];
  readonly total: Fen;
  readonly parts: readonly { readonly name: string; readonly fen: Fen }[];
  /** People of the class who have no claim yet, and those for whom another fund has the claim or has paid. */
  readonly open: readonly string[];
  readonly elsewhere: readonly { readonly personId: string; readonly fund: string }[];
}

/**
 * A statement for every class and fund that may pay for it. A person-course belongs to the first fund in the order of the
 * rules that the person is entitled under, whatever its tier pays: were a low tier to open the way to the next fund, a
 * class could gain by placing fewer people. What has been paid is never claimed again. Money is whole fen, rounded down.
 * @param rules read by `readSubsidyRules`
 */
export function settle(rules: readonly SubsidyRule[], rolls: readonly ClassRoll[], paid: readonly PaidClaim[] = []): ClassStatement[] {
  const claims = new Claims(paid);
  // By date, then id: the caps of a year are used up in this order whatever the order of the list.
  const inOrder = [...rolls].sort((a, b) => compareCodePoints(a.endsOn, b.endsOn) || compareCodePoints(a.classId, b.classId));
  return inOrder.flatMap((roll) => rules.filter((rule) => rule.programmes.includes(roll.programme)).map((rule) => statementOf(rule, roll, claims)));
}

/** The share of the base that a rate of `employed` in `opened` earns; over nobody the lowest. */
export function payPercentAt(tiers: readonly SubsidyTier[], employed: number, opened: number): number {
  if (tiers.length === 0) return 100;
  const reached = tiers.filter(({ fromPercent }) => reachesTarget(employed, opened, String(fromPercent)) === true);
  return (reached.at(-1) ?? tiers[0]!).payPercent;
}

/** Who has claimed what, and what each fund, and all of them, have spent on a person in a year. */
class Claims {
  private readonly fundOf = new Map<string, string>();
  private readonly spent = new Map<string, Fen>();

  constructor(paid: readonly PaidClaim[]) {
    for (const { personId, classId, fund, year, fen } of paid) {
      this.fundOf.set(keyOf(personId, classId), fund);
      this.spend(fund, personId, year, fen);
    }
  }

  /** The fund that has the person-course, or null. */
  holder(personId: string, classId: string): string | null {
    return this.fundOf.get(keyOf(personId, classId)) ?? null;
  }

  take(personId: string, classId: string, fund: string): void {
    this.fundOf.set(keyOf(personId, classId), fund);
  }

  left(rule: SubsidyRule, personId: string, year: string): Fen {
    const { fund, mostAPersonAndYear = Number.POSITIVE_INFINITY, mostAPersonAndYearOfAllFunds = Number.POSITIVE_INFINITY } = rule;
    const [ofFund, ofAll] = [this.spent.get(keyOf(fund, personId, year)) ?? 0, this.spent.get(keyOf(personId, year)) ?? 0];
    return Math.max(0, Math.min(mostAPersonAndYear - ofFund, mostAPersonAndYearOfAllFunds - ofAll));
  }

  spend(fund: string, personId: string, year: string, fen: Fen): void {
    for (const key of [keyOf(fund, personId, year), keyOf(personId, year)]) this.spent.set(key, (this.spent.get(key) ?? 0) + fen);
  }
}

function statementOf(rule: SubsidyRule, roll: ClassRoll, claims: Claims): ClassStatement {
  const payPercent = payPercentAt(rule.tiers, roll.employed, roll.opened);
  const year = roll.endsOn.slice(0, 'yyyy'.length);
  const [lines, open, elsewhere]: [StatementLine[], string[], ClassStatement['elsewhere'][number][]] = [[], [], []];
  for (const head of [...roll.heads].sort((a, b) => compareCodePoints(a.personId, b.personId))) {
    const { personId } = head;
    const holder = claims.holder(personId, roll.classId);
    if (holder !== null) elsewhere.push({ personId, fund: holder });
    else if (!isEntitled(head, rule)) open.push(personId);
    else {
      const base = baseOf(rule, head);
      const earned = percentDown(base, payPercent);
      const sum = Math.min(earned, claims.left(rule, personId, year));
      claims.take(personId, roll.classId, rule.fund);
      claims.spend(rule.fund, personId, year, sum);
      lines.push({ personId, base, earned, paid: sum, parts: split(sum, rule) });
    }
  }
  return {
    classId: roll.classId, ruleId: rule.id, fund: rule.fund, opened: roll.opened, employed: roll.employed, payPercent, isFinal: roll.immature === 0, lines,
    total: lines.reduce((sum, line) => sum + line.paid, 0),
    parts: rule.parts.map(({ name }, at) => ({ name, fen: lines.reduce((sum, line) => sum + line.parts[at]!, 0) })),
    open, elsewhere,
  };
}

function isEntitled(head: ClassHead, rule: SubsidyRule): boolean {
  return rule.entitled === 'certified' ? head.isCertified : head.isCompleted || head.isCertified;
}

/** In tenths of an hour: 4.1 hours of 100 fen are 410 fen, not the 409 that lie below 4.1 × 100 in binary. */
function baseOf({ base }: SubsidyRule, { hours }: ClassHead): Fen {
  return base.per === 'head' ? base.fen : Math.floor((Math.round(Math.min(base.mostHours, hours) * 10) * base.fen) / 10);
}

function split(sum: Fen, { parts }: SubsidyRule): Fen[] {
  const fen = parts.map(({ percent }) => percentDown(sum, percent));
  fen[fen.length - 1] = sum - fen.slice(0, -1).reduce((so, part) => so + part, 0);
  return fen;
}

/** Whole fen, rounded down without a fraction on the way. */
function percentDown(fen: Fen, percent: number): Fen {
  const hundredths = fen * percent;
  return (hundredths - (hundredths % 100)) / 100;
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
