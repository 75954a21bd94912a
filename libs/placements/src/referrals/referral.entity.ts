import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** One person on one vacancy's list; what became of it is its events. */
@Entity('referrals')
@Unique('one_referral_per_person_and_vacancy', ['vacancyId', 'registrationId'])
@Check('referral_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Index('referrals_of_registration', ['registrationId'])
export class ReferralEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('uuid')
  vacancyId!: string;
  @Column('uuid')
  registrationId!: string;
  @Column('uuid')
  personId!: string;
  @Column('text')
  createdBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;
}

/** One step of a referral; the unique number makes the steps a chain, so that a double submit is one event. */
@Entity('referral_events')
@Unique('one_event_per_step', ['referralId', 'number'])
@Check('event_kind_is_known', `kind in ('presented', 'hired', 'refused', 'obsolete')`)
@Check('refusal_is_coded', `(kind in ('refused', 'obsolete')) = (reason_code is not null)`)
@Check('hire_names_its_employment', `(kind = 'hired') = (employment_id is not null)`)
@Index('referral_events_by_day', ['county', 'effectiveOn'])
export class ReferralEventEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('uuid')
  @ForeignKey(() => ReferralEntity, { name: 'event_of_a_referral' })
  referralId!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('int')
  number!: number;
  @Column('text')
  kind!: string;
  @Column('date')
  effectiveOn!: string;
  @Column('timestamptz')
  recordedAt!: Date;
  @Column('text', { nullable: true })
  reasonCode!: string | null;
  @Column('text', { nullable: true })
  reason!: string | null;
  @Column('uuid', { nullable: true })
  employmentId!: string | null;
  /** The office that gets the count: the organization of whoever recorded it. */
  @Column('uuid', { nullable: true })
  officeId!: string | null;
  @Column('text')
  recordedBy!: string;
}

/** The legal moves of a referral, as the database keeps them; the same table as `REFERRAL_MOVES`. */
@Entity('referral_moves')
export class ReferralMoveEntity {
  @PrimaryColumn('text')
  fromKind!: string;
  @PrimaryColumn('text')
  toKind!: string;
}
