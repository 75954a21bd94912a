import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { estimateSettlement, isMatureClass, percentOf, settle, type Fen, type Percent, type SettlementEstimate } from '@app/outcomes';
import { ClassesService, ClassRolls, type ClassStanding } from '@app/placements';
import { systemPrincipal, type Principal, type Transaction } from '@app/platform';
import { FundBooks } from '../fund-books.js';
import { ClassNotSettled } from '../funds.errors.js';
import { SubsidyRulesRepository, type SubsidyRuleVersion } from '../rules/subsidy-rules.repository.js';
import { LinesRepository } from '../statements/lines.repository.js';
import { claimsOfPersons, idsOfPersons } from '../statements/settle-class.js';

/** What one fund would pay for the class. */
export interface FundEstimate {
  readonly ruleId: string;
  readonly fund: string;
  readonly payPercent: number;
  readonly people: number;
  readonly nowFen: Fen;
  readonly mostFen: Fen;
  readonly next: SettlementEstimate['next'];
  /** Whether so many of the class may still prove employed as the next tier lacks. */
  readonly isNextPossible: boolean;
}

/** A class as it would be settled today. */
export interface ClassEstimate {
  readonly classId: string;
  readonly asOf: CivilDate;
  readonly knownBy: string | null;
  readonly isMature: boolean;
  /** R5: denominator, numerator, percent; those who may still prove employed; of everybody the immature. */
  readonly opened: number;
  readonly employed: number;
  readonly rate: Percent | null;
  readonly possible: number;
  readonly immature: number;
  /** Null: no rules for the class's last day. */
  readonly ruleVersion: number | null;
  readonly funds: readonly FundEstimate[];
}

/** What a class would be paid today, and could be at the most: moves with the ledger, and is stored nowhere. */
@Injectable()
export class SettlementEstimates {
  constructor(
    private readonly books: FundBooks,
    private readonly classes: ClassesService,
    private readonly rolls: ClassRolls,
    private readonly rules: SubsidyRulesRepository,
    private readonly lines: LinesRepository,
  ) {}

  /** Counts the whole class, wherever its people live: figures, no names. @throws ClassUnknown, ClassNotSettled */
  async estimate(principal: Principal, classId: string): Promise<ClassEstimate> {
    const { county } = await this.classes.get(principal, classId);
    return this.books.database.inScope(systemPrincipal('funds', county), async (tx) => {
      const standing = await this.rolls.standingOf(tx, classId, this.books.today());
      if (standing.table !== 'placement') throw new ClassNotSettled();
      return this.#estimate(tx, standing, await this.rules.findInForce(tx, county, standing.class.endsOn));
    });
  }

  async #estimate(tx: Transaction, standing: ClassStanding, version: SubsidyRuleVersion | null): Promise<ClassEstimate> {
    const { class: { id: classId, county }, roll, asOf, knownBy } = standing;
    const { opened, employed, possible, immature } = roll;
    // What the class itself has been promised is what is estimated.
    const claims = claimsOfPersons(await this.lines.listClaims(tx, county, idsOfPersons(standing), { classId }), standing);
    const rules = version?.rules ?? [];
    const settled = settle(rules, [roll], claims);
    const funds = estimateSettlement(rules, [roll], claims).map(({ ruleId, now, most, next }, i): FundEstimate => {
      const { fund, payPercent, lines } = settled[i]!;
      return { ruleId, fund, payPercent, people: lines.length, nowFen: now, mostFen: most, next, isNextPossible: next !== null && next.missing <= possible };
    });
    return { classId, asOf, knownBy, isMature: isMatureClass(roll, asOf), opened, employed, rate: percentOf(employed, opened), possible, immature, ruleVersion: version?.version ?? null, funds };
  }
}
