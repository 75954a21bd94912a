import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { PersonEntity } from './person.entity.js';

const COUNTY_HOLDS_REGION = `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`;

/** A household of a county, by its number there. */
@Entity('households')
@Unique('one_household_per_county_and_number', ['county', 'number'])
@Check('household_county_holds_its_region', COUNTY_HOLDS_REGION)
export class HouseholdEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  county!: string;
  @Column('text')
  number!: string;
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}

/** A person's registration with one county: the trainee that officers see. `ownerRegion` goes down to the village. */
@Entity('registrations')
@Unique('one_registration_per_person_and_county', ['personId', 'county'])
@Unique('registration_with_its_region', ['id', 'ownerRegion'])
@Check('registration_county_holds_its_region', COUNTY_HOLDS_REGION)
@Check('sex_is_known', `sex in ('female', 'male')`)
@Check('phone_is_whole', '(phone is null) = (phone_index is null) and (phone is null) = (phone_masked is null)')
@Check('minimum_pay_is_not_negative', 'min_pay >= 0')
@Check('available_in_order', 'available_to >= available_from')
@Check('relation_within_a_household', 'household_id is not null or household_relation is null')
@Index('registrations_by_region', ['ownerRegion', 'id'])
@Index('registrations_by_phone', ['phoneIndex'])
@Index('registrations_by_household', ['householdId'])
export class RegistrationEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('uuid')
  @ForeignKey(() => PersonEntity, { name: 'registration_of_a_person' })
  personId!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  county!: string;
  @Column('text')
  name!: string;
  @Column('text')
  idNumberMasked!: string;
  /** Stated by the ID number; the engine learns only the age band. */
  @Column('date')
  bornOn!: string;
  /** Stated by the ID number; for the selection-rate report alone. */
  @Column('text')
  sex!: string;
  /** Sealed for registrations | phone | id. */
  @Column('text', { nullable: true })
  phone!: string | null;
  @Column('text', { nullable: true })
  phoneIndex!: string | null;
  @Column('text', { nullable: true })
  phoneMasked!: string | null;
  /** Sealed for registrations | address | id. */
  @Column('text', { nullable: true })
  address!: string | null;
  @Column('text', { nullable: true })
  education!: string | null;
  /** Residence, padded; null = unknown. */
  @Column('text', { nullable: true })
  region!: string | null;
  @Column('text', { array: true, default: '{}' })
  willingRegions!: string[];
  @Column('text', { nullable: true })
  reach!: string | null;
  @Column('text', { array: true, default: '{}' })
  wantedOccupations!: string[];
  @Column('text', { array: true, default: '{}' })
  kindsAccepted!: string[];
  @Column('text', { array: true, default: '{}' })
  trainingWanted!: string[];
  /** Yuan a month. */
  @Column('int', { nullable: true })
  minPay!: number | null;
  @Column('boolean', { default: true })
  available!: boolean;
  @Column('date', { nullable: true })
  availableFrom!: string | null;
  @Column('date', { nullable: true })
  availableTo!: string | null;
  @Column('date', { nullable: true })
  wishesAskedOn!: string | null;
  @Column('date', { nullable: true })
  wishesHoldUntil!: string | null;
  @Column('uuid', { nullable: true })
  @ForeignKey(() => HouseholdEntity, { name: 'registration_in_a_household' })
  householdId!: string | null;
  @Column('text', { nullable: true })
  householdRelation!: string | null;
  @Column('int', { default: 1 })
  version!: number;
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
  @Column('timestamptz', { default: () => 'now()' })
  updatedAt!: Date;
}
