import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { SubsidyRuleVersionEntity } from './subsidy-rule-version.entity.js';

/** A county's rules from a day on, as stored. */
export type SubsidyRuleVersion = Pick<SubsidyRuleVersionEntity, 'id' | 'county' | 'version' | 'fromOn' | 'basis' | 'rules' | 'setBy' | 'setAt'>;

const VERSION = 'id, county, version, from_on as "fromOn", basis, rules, set_by as "setBy", set_at as "setAt"';

@Injectable()
export class SubsidyRulesRepository {
  /** One version after the other, and none while a class is being settled. */
  async lock(tx: Transaction, county: string): Promise<void> {
    await tx.query('select lock_subsidies($1)', [county]);
  }

  async findNewest(tx: Transaction, county: string): Promise<SubsidyRuleVersion | null> {
    const [row] = await tx.query<SubsidyRuleVersion[]>(`select ${VERSION} from subsidy_rule_versions where county = $1 order by version desc limit 1`, [county]);
    return row ?? null;
  }

  /** The newest version whose first day is the given one or earlier. */
  async findInForce(tx: Transaction, county: string, on: CivilDate): Promise<SubsidyRuleVersion | null> {
    const [row] = await tx.query<SubsidyRuleVersion[]>(`select ${VERSION} from subsidy_rule_versions where county = $1 and from_on <= $2 order by version desc limit 1`, [county, on]);
    return row ?? null;
  }

  async getById(tx: Transaction, id: string): Promise<SubsidyRuleVersion> {
    return (await tx.query<SubsidyRuleVersion[]>(`select ${VERSION} from subsidy_rule_versions where id = $1`, [id]))[0]!;
  }

  async insert(tx: Transaction, row: Omit<SubsidyRuleVersion, 'id' | 'setAt'>): Promise<SubsidyRuleVersion> {
    const [stored] = await tx.query<SubsidyRuleVersion[]>(
      `insert into subsidy_rule_versions (county, owner_region, version, from_on, basis, rules, set_by) values ($1, rpad($1, 12, '0'), $2, $3, $4, $5, $6) returning ${VERSION}`,
      [row.county, row.version, row.fromOn, row.basis, JSON.stringify(row.rules), row.setBy],
    );
    return stored!;
  }

  /** The newest first. */
  async list(tx: Transaction, after: readonly (string | number)[] | null, limit: number): Promise<SubsidyRuleVersion[]> {
    return tx.query<SubsidyRuleVersion[]>(
      `select ${VERSION} from subsidy_rule_versions where $1::timestamptz is null or (date_trunc('milliseconds', set_at), id) < ($1::timestamptz, $2::uuid)
       order by date_trunc('milliseconds', set_at) desc, id desc limit $3`,
      [...(after ?? [null, null]), limit],
    );
  }
}
