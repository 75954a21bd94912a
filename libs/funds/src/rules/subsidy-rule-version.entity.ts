import type { SubsidyRule } from '@app/outcomes';
import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A county's subsidy rules from a day on. Never edited: what changes is another version. */
@Entity('subsidy_rule_versions')
@Unique('one_rule_set_per_version', ['county', 'version'])
@Check('rule_version_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('versions_count_from_one', 'version >= 1')
@Check('subsidy_rules_are_a_list', `jsonb_typeof(rules) = 'array'`)
export class SubsidyRuleVersionEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('int')
  version!: number;
  /** For classes whose last day is this day or later. */
  @Column('date')
  fromOn!: string;
  /** The document that the rules follow. */
  @Column('text')
  basis!: string;
  /** In the order in which funds have the first claim. */
  @Column('jsonb')
  rules!: readonly SubsidyRule[];
  @Column('text')
  setBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  setAt!: Date;
}
