import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { FundEntity } from '../money/fund.entity.js';
import { SubsidyRuleVersionEntity } from '../rules/subsidy-rule-version.entity.js';
import type { StatementState } from './statement-moves.js';

const HOLDS = `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`;

/** What one rule pays for one class, as it stood when it was made. */
@Entity('subsidy_statements')
@Check('statement_county_holds_its_region', HOLDS)
@Check('statement_state_is_known', `state in ('made', 'confirmed', 'refused', 'revoked')`)
@Check('statement_rate_is_a_share', 'employed between 0 and opened and pay_percent between 0 and 100')
@Check('statement_sums_are_not_negative', 'people >= 0 and (supplements_id is not null or total_fen >= 0)')
@Check('supplement_says_why', '(supplements_id is null) = (supplement_reason is null) and (supplements_id is null) = (supplement_number = 0) and supplement_number >= 0')
@Check('statement_is_decided_by_another', 'decided_by <> made_by')
@Check('statement_decision_is_whole', `(state = 'made') = (decided_by is null) and (decided_by is null) = (decided_at is null)`)
@Check('statement_refusal_says_why', `(state = 'refused') = (refusal_reason is not null)`)
@Check('statement_revocation_is_whole', `(state = 'revoked') = (revoked_by is not null) and (revoked_by is null) = (revoked_at is null) and (revoked_by is null) = (revocation_reason is null)`)
@Index('one_live_statement_per_class_and_rule', ['classId', 'ruleId'], { unique: true, where: `state in ('made', 'confirmed') and supplements_id is null` })
@Index('one_open_supplement_per_statement', ['supplementsId'], { unique: true, where: `state = 'made'` })
@Index('one_supplement_per_number', ['supplementsId', 'supplementNumber'], { unique: true, where: 'supplements_id is not null' })
@Index('subsidy_statements_by_time', ['county', 'madeAt', 'id'])
@Index('subsidy_statements_of_fund', ['fundId'])
export class SubsidyStatementEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('uuid')
  classId!: string;
  @Column('text')
  programme!: string;
  /** The last day of the class; its year is that of the caps. */
  @Column('date')
  endsOn!: string;
  @Column('int')
  year!: number;
  @Column('uuid')
  @ForeignKey(() => SubsidyRuleVersionEntity, { name: 'statement_by_a_rule_version' })
  ruleVersionId!: string;
  @Column('text')
  ruleId!: string;
  @Column('uuid')
  @ForeignKey(() => FundEntity, { name: 'statement_on_a_fund' })
  fundId!: string;
  @Column('text')
  fundName!: string;
  /** Of the rule: the most a person and year from this fund, and from all together. */
  @Column('bigint', { nullable: true })
  capFen!: number | null;
  @Column('bigint', { nullable: true })
  capOfAllFen!: number | null;
  @Column('date')
  asOfOn!: string;
  @Column('timestamptz')
  knownBy!: Date;
  /** R5: denominator and numerator. */
  @Column('int')
  opened!: number;
  @Column('int')
  employed!: number;
  @Column('int')
  payPercent!: number;
  @Column('int')
  people!: number;
  @Column('bigint')
  totalFen!: number;
  @Column('text', { array: true })
  partNames!: string[];
  @Column('bigint', { array: true })
  partsFen!: number[];
  /** The first statement, which this one settles the differences to; null: it is the first. */
  @Column('uuid', { nullable: true })
  @ForeignKey(() => SubsidyStatementEntity, { name: 'supplement_of_a_statement' })
  supplementsId!: string | null;
  /** From 1; 0: the first statement. */
  @Column('int', { default: 0 })
  supplementNumber!: number;
  /** What changed. */
  @Column('text', { nullable: true })
  supplementReason!: string | null;
  @Column('text', { default: 'made' })
  state!: StatementState;
  @Column('text')
  madeBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  madeAt!: Date;
  @Column('text', { nullable: true })
  decidedBy!: string | null;
  @Column('timestamptz', { nullable: true })
  decidedAt!: Date | null;
  @Column('text', { nullable: true })
  refusalReason!: string | null;
  @Column('text', { nullable: true })
  revokedBy!: string | null;
  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;
  @Column('text', { nullable: true })
  revocationReason!: string | null;
}

/** What one person of the class is worth to the fund: a claim to the person-course until it is released, or a difference to such a claim. */
@Entity('subsidy_lines')
@Check('line_county_holds_its_region', HOLDS)
@Check('line_pays_at_most_what_is_earned', 'earned_fen between 0 and base_fen and case when supplements_line_id is null then payable_fen between 0 and earned_fen else payable_fen <> 0 and payable_fen <= earned_fen end')
@Index('one_claim_per_person_course', ['classId', 'personId'], { unique: true, where: 'released_at is null and supplements_line_id is null' })
@Index('one_claim_per_registration_and_class', ['classId', 'registrationId'], { unique: true, where: 'released_at is null and supplements_line_id is null' })
@Index('one_difference_per_claim_and_statement', ['supplementsLineId', 'statementId'], { unique: true, where: 'supplements_line_id is not null' })
@Index('subsidy_lines_of_statement', ['statementId', 'registrationId'])
@Index('subsidy_lines_of_person', ['personId'])
@Index('subsidy_lines_of_registration', ['registrationId'])
export class SubsidyLineEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('uuid')
  @ForeignKey(() => SubsidyStatementEntity, { name: 'line_of_a_statement' })
  statementId!: string;
  @Column('text')
  county!: string;
  /** Where the person lived at enrolment. */
  @Column('text')
  ownerRegion!: string;
  @Column('uuid')
  classId!: string;
  @Column('uuid')
  registrationId!: string;
  @Column('uuid')
  personId!: string;
  @Column('numeric', { precision: 7, scale: 1 })
  hours!: string;
  @Column('bigint')
  baseFen!: number;
  /** The base at the tier of the class. */
  @Column('bigint')
  earnedFen!: number;
  /** What the caps left of it; of a difference what is paid more, or below nothing what comes back. */
  @Column('bigint')
  payableFen!: number;
  /** The claim that this is a difference to; null: it is a claim. */
  @Column('uuid', { nullable: true })
  @ForeignKey(() => SubsidyLineEntity, { name: 'difference_of_a_claim' })
  supplementsLineId!: string | null;
  @Column('bigint', { array: true })
  partsFen!: number[];
  @Column('timestamptz', { nullable: true })
  releasedAt!: Date | null;
}
