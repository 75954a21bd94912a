import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { HouseholdEntity } from './registration.entity.js';

/**
 * What was recorded of a household's support category: the latest record of one household, category and first day is what
 * holds. Read by the role `shouyu_sensitive` alone; never by the application or the engine.
 */
@Entity('support_categories')
@Check('support_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('support_category_is_known', `category in ('lifted-out', 'monitored', 'subsistence', 'extreme-hardship', 'disaster-stricken', 'zero-employment')`)
@Check('support_withdrawal_says_why', 'not withdrawn or reason is not null')
@Index('support_categories_of_county', ['county', 'recordedAt'])
@Index('support_categories_of_household', ['householdId', 'category', 'fromOn'])
@Check('support_ends_after_it_begins', 'to_on >= from_on')
export class SupportCategoryEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('uuid')
  @ForeignKey(() => HouseholdEntity, { name: 'support_of_a_household' })
  householdId!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  category!: string;
  @Column('date')
  fromOn!: string;
  @Column('date', { nullable: true })
  toOn!: string | null;
  @Column('text')
  recordedBy!: string;
  /** By the county's ledger clock. */
  @Column('timestamptz')
  recordedAt!: Date;
  /** Recorded by mistake: it never was. */
  @Column('boolean', { default: false })
  withdrawn!: boolean;
  @Column('text', { nullable: true })
  reason!: string | null;
}
