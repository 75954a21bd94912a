import { Injectable } from '@nestjs/common';
import { isMatureClass, settle, type ClassStatement, type SubsidyRule } from '@app/outcomes';
import { ClassRolls, type ClassStanding } from '@app/placements';
import type { Principal, Transaction } from '@app/platform';
import { ClassNotMature, NothingToSupplement } from '../funds.errors.js';
import { SubsidyRulesRepository } from '../rules/subsidy-rules.repository.js';
import { LinesRepository, type SettledClaim } from './lines.repository.js';
import { claimsOfPersons, idsOfPersons } from './settle-class.js';
import { StatementsRepository, type NewLine, type StoredStatement } from './statements.repository.js';
import { supplementClass } from './supplement-class.js';

/** More lines than any class has seats. */
const EVERYBODY = 10_000;
const PART_NAME = '差额';

/** What a class is worth now by the rule of its first statement, and what that changes. */
interface Supplement {
  readonly rule: SubsidyRule;
  readonly standing: ClassStanding;
  readonly now: ClassStatement;
  readonly lines: readonly NewLine[];
}

/** Works out what has changed since a statement was confirmed; all inside the transaction of the caller. */
@Injectable()
export class SupplementMaker {
  constructor(
    private readonly rolls: ClassRolls,
    private readonly rules: SubsidyRulesRepository,
    private readonly statements: StatementsRepository,
    private readonly lines: LinesRepository,
  ) {}

  /** One class of a county at a time is settled. */
  async lock(tx: Transaction, county: string): Promise<void> {
    await this.rules.lock(tx, county);
  }

  /**
   * Stores a supplement with the differences that there are; its id.
   * @param first a confirmed statement, held
   * @throws NothingToSupplement, ClassNotMature, PersonCourseClaimed
   */
  async make(tx: Transaction, principal: Principal, first: StoredStatement, reason: string, asOf: string): Promise<string> {
    const { rule, standing, now, lines } = await this.#workOut(tx, first, asOf);
    if (!isMatureClass(standing.roll, asOf)) throw new ClassNotMature(standing.roll.immature);
    if (lines.length === 0) throw new NothingToSupplement();
    const { county, classId, programme, endsOn, ruleVersionId, ruleId, fundId, fundName } = first;
    const totalFen = lines.reduce((sum, { payableFen }) => sum + payableFen, 0);
    return this.statements.insert(tx, {
      county, classId, programme, endsOn, ruleVersionId, ruleId, fundId, fundName, capFen: rule.mostAPersonAndYear ?? null, capOfAllFen: rule.mostAPersonAndYearOfAllFunds ?? null,
      asOfOn: asOf, knownBy: standing.knownBy!, opened: now.opened, employed: now.employed, payPercent: now.payPercent, totalFen, partNames: [PART_NAME], partsFen: [totalFen], madeBy: principal.id, lines,
      supplement: { firstId: first.id, reason },
    });
  }

  /** Whether the ledger says something else now than when the supplement was made. */
  async isOutdated(tx: Transaction, supplement: StoredStatement): Promise<boolean> {
    const first = await this.statements.find(tx, supplement.supplementsId!);
    const { now, lines } = await this.#workOut(tx, first!, supplement.asOfOn);
    const stored = await this.lines.listOfStatement(tx, supplement.id, null, EVERYBODY);
    const keysOf = (rows: readonly (readonly [string, string | null | undefined, number, number])[]): string => JSON.stringify(rows.map((row) => JSON.stringify(row)).sort());
    return now.opened !== supplement.opened || now.employed !== supplement.employed
      || keysOf(stored.map((row) => [row.traineeId, row.supplementsLineId, row.earnedFen, row.payableFen])) !== keysOf(lines.map((row) => [row.registrationId, row.supplementsLineId, row.earnedFen, row.payableFen]));
  }

  /** By the rule that the first statement keeps, whatever rules there are since. */
  async #workOut(tx: Transaction, first: StoredStatement, asOf: string): Promise<Supplement> {
    const standing = await this.rolls.standingOf(tx, first.classId, asOf);
    const rule = (await this.rules.getById(tx, first.ruleVersionId)).rules.find(({ id }) => id === first.ruleId)!;
    const claims = await this.lines.listClaimsOfChain(tx, first.id);
    const ids = [...new Set([...idsOfPersons(standing), ...claims.map(({ personId }) => personId)])];
    const ofOthers = claimsOfPersons(await this.lines.listClaims(tx, first.county, ids, { statementId: first.id }), standing);
    const now = settle([rule], [{ ...standing.roll, programme: first.programme, endsOn: first.endsOn }], ofOthers)[0]!;
    return { rule, standing, now, lines: linesOf(claims, now, standing) };
  }
}

function linesOf(claims: readonly SettledClaim[], now: ClassStatement, { roll, memberOf, aliases }: ClassStanding): NewLine[] {
  const claimOf = new Map(claims.map((claim) => [claim.lineId, claim]));
  const hoursOf = new Map(roll.heads.map(({ personId, hours }) => [personId, hours]));
  return supplementClass(claims, now.lines, aliases).map(({ lineId, personId, base, earned, fen }) => {
    const { ownerRegion, registrationId } = lineId === null ? memberOf.get(personId)! : claimOf.get(lineId)!;
    return { ownerRegion, registrationId, personId, hours: hoursOf.get(aliases.get(personId) ?? personId) ?? 0, baseFen: base, earnedFen: earned, payableFen: fen, partsFen: [fen], supplementsLineId: lineId };
  });
}
