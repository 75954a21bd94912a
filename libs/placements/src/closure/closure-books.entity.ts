import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

const COUNTY_HOLDS_REGION = `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`;
const RETRACTION_SAYS_WHY = '(retracts_id is null) = (reason is null)';

/** What every book has: a record says something, or takes one back. Nothing is changed. */
abstract class BookRecordEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('date')
  effectiveOn!: string;
  /** By the county's ledger clock. */
  @Column('timestamptz')
  recordedAt!: Date;
  @Column('text')
  recordedBy!: string;
  @Column('text', { nullable: true })
  reason!: string | null;
}

/** A household's income of a year. Read and written by the role `shouyu_sensitive` alone, through its functions. */
@Entity('household_incomes')
@Check('household_incomes_county_holds_its_region', COUNTY_HOLDS_REGION)
@Check('household_incomes_retraction_says_why', RETRACTION_SAYS_WHY)
@Check('income_is_whole', '(retracts_id is null) = (year is not null and per_head_yuan is not null and source is not null)')
@Check('income_year_is_not_ahead', 'year between 1978 and extract(year from effective_on)')
@Check('income_per_head_is_likely', 'per_head_yuan between 0 and 10000000')
@Check('income_source_is_known', `source in ('registry', 'visit', 'document', 'self-report')`)
@Check('income_on_paper_names_it', `source not in ('registry', 'document') or source_reference is not null`)
@Index('household_incomes_of_county', ['county', 'recordedAt'])
@Index('one_retraction_per_record_of_household_incomes', ['retractsId'], { unique: true })
@Index('household_incomes_of_household', ['householdId', 'year'])
class HouseholdIncomeEntity extends BookRecordEntity {
  @Column('uuid')
  householdId!: string;
  @Column('int', { nullable: true })
  year!: number | null;
  @Column('int', { nullable: true })
  perHeadYuan!: number | null;
  @Column('text', { nullable: true })
  source!: string | null;
  @Column('text', { nullable: true })
  sourceReference!: string | null;
  @Column('uuid', { nullable: true })
  @ForeignKey(() => HouseholdIncomeEntity, { name: 'household_incomes_retraction_of_a_record' })
  retractsId!: string | null;
}

/** A poverty line of the province or the county, from a day on. */
@Entity('poverty_lines')
@Check('poverty_lines_county_holds_its_region', COUNTY_HOLDS_REGION)
@Check('poverty_lines_retraction_says_why', RETRACTION_SAYS_WHY)
@Check('line_is_whole', '(retracts_id is null) = (region is not null and per_head_yuan is not null and source_document is not null)')
@Check('line_of_the_province_or_the_county', `owner_region = rpad(county, 12, '0') and region in (rpad(left(county, 2), 12, '0'), owner_region)`)
@Check('line_is_likely', 'per_head_yuan between 1 and 1000000')
@Index('poverty_lines_of_county', ['county', 'recordedAt'])
@Index('one_retraction_per_record_of_poverty_lines', ['retractsId'], { unique: true })
class PovertyLineEntity extends BookRecordEntity {
  @Column('text', { nullable: true })
  region!: string | null;
  @Column('int', { nullable: true })
  perHeadYuan!: number | null;
  @Column('text', { nullable: true })
  sourceDocument!: string | null;
  @Column('uuid', { nullable: true })
  @ForeignKey(() => PovertyLineEntity, { name: 'poverty_lines_retraction_of_a_record' })
  retractsId!: string | null;
}

/** What somebody earned a month before training. */
@Entity('prior_pays')
@Check('prior_pays_county_holds_its_region', COUNTY_HOLDS_REGION)
@Check('prior_pays_retraction_says_why', RETRACTION_SAYS_WHY)
@Check('prior_pay_is_whole', '(retracts_id is null) = (pay_yuan is not null)')
@Check('prior_pay_is_likely', 'pay_yuan between 0 and 1000000')
@Index('prior_pays_of_county', ['county', 'recordedAt'])
@Index('one_retraction_per_record_of_prior_pays', ['retractsId'], { unique: true })
@Index('prior_pays_of_registration', ['registrationId'])
class PriorPayEntity extends BookRecordEntity {
  @Column('uuid')
  registrationId!: string;
  @Column('uuid')
  personId!: string;
  @Column('int', { nullable: true })
  payYuan!: number | null;
  @Column('uuid', { nullable: true })
  @ForeignKey(() => PriorPayEntity, { name: 'prior_pays_retraction_of_a_record' })
  retractsId!: string | null;
}

/** An officer is named responsible for a person; null: whoever is in charge again. */
@Entity('responsible_namings')
@Check('naming_county_holds_its_region', COUNTY_HOLDS_REGION)
@Index('responsible_namings_of_registration', ['registrationId', 'recordedAt'])
class ResponsibleNamingEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('uuid')
  registrationId!: string;
  @Column('uuid', { nullable: true })
  officerId!: string | null;
  @Column('timestamptz')
  recordedAt!: Date;
  @Column('text')
  recordedBy!: string;
}

export const CLOSURE_ENTITIES = [HouseholdIncomeEntity, PovertyLineEntity, PriorPayEntity, ResponsibleNamingEntity] as const;
