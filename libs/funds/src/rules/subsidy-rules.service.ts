import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { readSubsidyRules } from '@app/outcomes';
import { decodeCursor, pageOf, type Page, type Principal } from '@app/platform';
import { FundBooks } from '../fund-books.js';
import { SubsidyRulesInvalid } from '../funds.errors.js';
import { SubsidyRulesRepository, type SubsidyRuleVersion } from './subsidy-rules.repository.js';

export interface NewRules {
  readonly fromOn: CivilDate;
  /** The document that the rules follow. */
  readonly basis: string;
  /** As `readSubsidyRules` reads them, in the order in which funds have the first claim. */
  readonly rules: unknown;
}

/** A county's subsidy rules, version by version: what was settled keeps the version that it was settled by. */
@Injectable()
export class SubsidyRulesService {
  constructor(
    private readonly books: FundBooks,
    private readonly rules: SubsidyRulesRepository,
  ) {}

  /**
   * Sets the rules for classes that end on a day or later, until another version does. The newest version again is the same.
   * @throws SubsidyRulesInvalid naming every fault by its path (`rules[0].tiers[1].payPercent`)
   */
  async set(principal: Principal, { fromOn, basis, rules: given }: NewRules): Promise<SubsidyRuleVersion> {
    const reading = readSubsidyRules(given);
    if ('faults' in reading) throw new SubsidyRulesInvalid(reading.faults.map(({ path, message }) => ({ path: path.replace(/^\$/, 'rules'), message })));
    const county = principal.region.slice(0, 6);
    return this.books.database.inScope(principal, async (tx) => {
      await this.rules.lock(tx, county);
      const newest = await this.rules.findNewest(tx, county);
      if (newest !== null && newest.fromOn === fromOn && newest.basis === basis.trim() && isDeepStrictEqual(newest.rules, reading.rules)) return newest;
      const stored = await this.rules.insert(tx, { county, version: (newest?.version ?? 0) + 1, fromOn, basis: basis.trim(), rules: reading.rules, setBy: principal.id });
      await this.books.audit.record(tx, { action: 'subsidy-rule.set', subjectKind: 'subsidy-rule-version', subjectId: stored.id, region: county, details: { version: stored.version, fromOn, rules: reading.rules.length } });
      return stored;
    });
  }

  /** The newest first. @throws CursorInvalid */
  async list(principal: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<SubsidyRuleVersion>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.rules.list(tx, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.setAt, row.id], (row) => row);
  }
}
