import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { HouseholdEntity } from './registration.entity.js';

/** A household's support category, dated. Read by the role `shouyu_sensitive` alone; never by the application or the engine. */
@Entity('support_categories')
@Unique('one_support_category_per_household_and_day', ['householdId', 'category', 'fromOn'])
@Check('support_ends_after_it_begins', 'to_on >= from_on')
export class SupportCategoryEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('uuid')
  @ForeignKey(() => HouseholdEntity, { name: 'support_of_a_household' })
  householdId!: string;
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
  @Column('timestamptz', { default: () => 'now()' })
  recordedAt!: Date;
}
