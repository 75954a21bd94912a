import type { Department } from '@app/accounts';
import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** Money of one source that one department has for one year. The sums follow the entries; the database keeps them. */
@Entity('funds')
@Unique('one_fund_per_name_and_year', ['county', 'year', 'name'])
@Check('fund_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('fund_department_is_known', `department in ('human-resources', 'education', 'agriculture', 'poverty-relief', 'science')`)
@Check('fund_year_is_a_year', 'year between 2000 and 2100')
@Check('fund_sums_are_not_negative', 'appropriated_fen >= 0 and committed_fen >= 0 and paid_fen >= 0')
@Check('never_more_than_appropriated', 'committed_fen + paid_fen <= appropriated_fen')
export class FundEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  /** What rules call it. */
  @Column('text')
  name!: string;
  /** Where the money comes from. */
  @Column('text')
  source!: string;
  @Column('text')
  department!: Department;
  @Column('int')
  year!: number;
  @Column('bigint', { default: 0 })
  appropriatedFen!: number;
  /** Promised by confirmed statements and not paid. */
  @Column('bigint', { default: 0 })
  committedFen!: number;
  @Column('bigint', { default: 0 })
  paidFen!: number;
  @Column('text')
  createdBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}
