import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Exclusions tell of health and custody: no application role reads this table, only `exclusions_known` and `record_exclusions`. */
@Entity('exclusion_facts')
@Check('exclusion_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('exclusion_kind_is_known', `kind in ('excluded', 'retracted')`)
@Check('exclusion_reason_is_known', `reason_code in ('death', 'medical-over-90-days', 'institution', 'call-up', 'further-study')`)
@Check('exclusion_is_proven', `(kind = 'excluded') = (reason_code is not null and proof_reference is not null)`)
@Check('exclusion_retraction_names_a_fact_and_a_reason', `case when kind = 'retracted' then retracts_fact_id is not null and reason is not null else retracts_fact_id is null end`)
@Index('exclusion_facts_of_county', ['county', 'recordedAt'])
@Index('exclusion_facts_of_registration', ['registrationId'])
@Index('exclusion_facts_retractions', ['retractsFactId'])
@Index('exclusion_facts_of_person', ['county', 'personId'])
export class ExclusionFactEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  kind!: string;
  @Column('date')
  effectiveOn!: string;
  @Column('timestamptz')
  recordedAt!: Date;
  @Column('uuid')
  registrationId!: string;
  @Column('uuid')
  personId!: string;
  @Column('text', { nullable: true })
  reasonCode!: string | null;
  @Column('text', { nullable: true })
  proofReference!: string | null;
  @Column('uuid', { nullable: true })
  @ForeignKey(() => ExclusionFactEntity, { name: 'exclusion_retracts_an_exclusion' })
  retractsFactId!: string | null;
  @Column('text')
  recordedBy!: string;
  @Column('text', { nullable: true })
  reason!: string | null;
}
