import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { HouseholdEntity, RegistrationEntity } from './registration.entity.js';

/** A registration came into a household, or left one. A trigger on `registrations` writes it, nobody else. */
@Entity('household_memberships')
@Check('membership_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Index('household_memberships_of_county', ['county', 'recordedAt'])
@Index('household_memberships_of_registration', ['registrationId', 'recordedAt'])
export class HouseholdMembershipEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('uuid')
  @ForeignKey(() => RegistrationEntity, { name: 'membership_of_a_registration' })
  registrationId!: string;
  @Column('uuid')
  personId!: string;
  /** Null: left without another. */
  @Column('uuid', { nullable: true })
  @ForeignKey(() => HouseholdEntity, { name: 'membership_in_a_household' })
  householdId!: string | null;
  @Column('date')
  effectiveOn!: string;
  @Column('timestamptz')
  recordedAt!: Date;
}
