import { Injectable } from '@nestjs/common';
import { isMatureClass, type ClassStatement } from '@app/outcomes';
import { ClassRolls, type ClassStanding } from '@app/placements';
import type { Principal, Transaction } from '@app/platform';
import { ClassNotMature, ClassNotSettled, FundMissing, NoRuleForClass } from '../funds.errors.js';
import { FundsRepository, type Fund } from '../money/funds.repository.js';
import { SubsidyRulesRepository, type SubsidyRuleVersion } from '../rules/subsidy-rules.repository.js';
import { LinesRepository } from './lines.repository.js';
import { idsOfPersons, isOutdated, settleClass } from './settle-class.js';
import { StatementsRepository, type NewStatement, type StoredStatement } from './statements.repository.js';

/** More lines than any class has seats. */
const EVERYBODY = 10_000;

/** A rule of the version in force, and where its money is to come from. */
interface Settled {
  readonly version: SubsidyRuleVersion;
  readonly standing: ClassStanding;
  readonly statement: ClassStatement;
  readonly fund: Fund;
}

/** Works a class out from the ledger, the rules and what others have claimed; all inside the transaction of the caller. */
@Injectable()
export class StatementMaker {
  constructor(
    private readonly rolls: ClassRolls,
    private readonly rules: SubsidyRulesRepository,
    private readonly funds: FundsRepository,
    private readonly statements: StatementsRepository,
    private readonly lines: LinesRepository,
  ) {}

  /**
   * Stores a statement for every rule that pays for somebody of the class and has none in life yet; the ids of the new ones.
   * @param fundYear the year of the funds, where it is not that of the class's last day
   * @throws ClassUnknown, ClassNotSettled, NoRuleForClass, ClassNotMature, FundMissing, PersonCourseClaimed
   */
  async make(tx: Transaction, principal: Principal, classId: string, asOf: string, fundYear?: number): Promise<string[]> {
    await this.rules.lock(tx, principal.region.slice(0, 6));
    const standing = await this.rolls.standingOf(tx, classId, asOf);
    if (standing.table !== 'placement') throw new ClassNotSettled();
    const { county, endsOn, programme } = standing.class;
    const version = await this.rules.findInForce(tx, county, endsOn);
    const rules = version?.rules.filter((rule) => rule.programmes.includes(programme)) ?? [];
    if (version === null || rules.length === 0) throw new NoRuleForClass();
    const live = new Set((await this.statements.listLive(tx, classId)).map(({ ruleId }) => ruleId));
    if (rules.every(({ id }) => live.has(id))) return [];
    if (!isMatureClass(standing.roll, asOf)) {
      if (live.size > 0) return [];
      throw new ClassNotMature(standing.roll.immature);
    }
    // All rules in their order: who is entitled since under an earlier one is for its supplement, not for the next fund.
    const settled = settleClass(rules, standing, await this.lines.listClaims(tx, county, idsOfPersons(standing))).filter(({ ruleId }) => !live.has(ruleId));
    const funds = await this.#fundsOf(tx, county, fundYear ?? Number(endsOn.slice(0, 4)), settled);
    const ids: string[] = [];
    for (const statement of settled) ids.push(await this.statements.insert(tx, rowOf({ version, standing, statement, fund: funds.get(statement.fund)! }, principal.id)));
    return ids;
  }

  /** Whether the ledger says something else of a class now than a statement does, by the statement's own rules and day. */
  async isOutdated(tx: Transaction, statement: StoredStatement): Promise<boolean> {
    const standing = await this.rolls.standingOf(tx, statement.classId, statement.asOfOn);
    const { rules } = await this.rules.getById(tx, statement.ruleVersionId);
    const claims = await this.lines.listClaims(tx, statement.county, idsOfPersons(standing), { statementId: statement.id });
    const now = settleClass(rules, standing, claims).find(({ ruleId }) => ruleId === statement.ruleId);
    return now === undefined || isOutdated({ ...statement, lines: await this.lines.listOfStatement(tx, statement.id, null, EVERYBODY) }, now, standing);
  }

  async #fundsOf(tx: Transaction, county: string, year: number, settled: readonly ClassStatement[]): Promise<Map<string, Fund>> {
    const names = [...new Set(settled.map(({ fund }) => fund))];
    const found = new Map((await this.funds.listByNames(tx, county, year, names)).map((fund) => [fund.name, fund]));
    const missing = names.filter((name) => !found.has(name));
    if (missing.length > 0) throw new FundMissing(missing, year);
    return found;
  }
}

function rowOf({ version, standing, statement, fund }: Settled, madeBy: string): NewStatement {
  const { class: trainingClass, roll, memberOf, asOf, knownBy } = standing;
  const rule = version.rules.find(({ id }) => id === statement.ruleId)!;
  const hoursOf = new Map(roll.heads.map(({ personId, hours }) => [personId, hours]));
  return {
    county: trainingClass.county, classId: trainingClass.id, programme: trainingClass.programme, endsOn: trainingClass.endsOn, ruleVersionId: version.id, ruleId: rule.id, fundId: fund.id, fundName: fund.name,
    capFen: rule.mostAPersonAndYear ?? null, capOfAllFen: rule.mostAPersonAndYearOfAllFunds ?? null, asOfOn: asOf, knownBy: knownBy!, opened: statement.opened, employed: statement.employed, payPercent: statement.payPercent,
    totalFen: statement.total, partNames: statement.parts.map(({ name }) => name), partsFen: statement.parts.map(({ fen }) => fen), madeBy,
    lines: statement.lines.map(({ personId, base, earned, paid, parts }) => {
      const { ownerRegion, registrationId } = memberOf.get(personId)!;
      return { ownerRegion, registrationId, personId, hours: hoursOf.get(personId)!, baseFen: base, earnedFen: earned, payableFen: paid, partsFen: parts };
    }),
  };
}
