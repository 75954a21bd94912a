import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { COOPERATION_ENDINGS, COOPERATION_KINDS, COOPERATION_PARTNERS, type CooperationEndingCode, type CooperationKind, type CooperationPartner } from './cooperation.js';

/** What a company, base or cooperative has agreed with a household: an outcome of its own, in no rate. Never edited. */
@Entity('cooperation_agreements')
@Unique('one_cooperation_per_partner_kind_and_day', ['partnerId', 'registrationId', 'kind', 'fromOn'])
@Check('cooperation_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('cooperation_partner_kind_is_known', `partner_kind in ('${COOPERATION_PARTNERS.join(`', '`)}')`)
@Check('cooperation_kind_is_known', `kind in ('${COOPERATION_KINDS.join(`', '`)}')`)
@Check('cooperation_ends_after_it_begins', 'to_on >= from_on')
@Check('cooperation_promises_an_income', 'yearly_income_fen between 1 and 10000000000')
@Index('cooperation_agreements_by_time', ['county', 'recordedAt', 'id'])
@Index('cooperation_agreements_by_region', ['ownerRegion', 'fromOn'])
export class CooperationAgreementEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') partnerKind!: CooperationPartner;
  /** Of an employer or an organization; a base may have a number of its own. */
  @Column('uuid') partnerId!: string;
  @Column('uuid') registrationId!: string;
  /** As it was on the day of recording; null: no household is registered. */
  @Column('uuid', { nullable: true }) householdId!: string | null;
  @Column('text') kind!: CooperationKind;
  @Column('date') signedOn!: string;
  @Column('date') fromOn!: string;
  @Column('date') toOn!: string;
  @Column('bigint') yearlyIncomeFen!: number;
  @Column('text') recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) recordedAt!: Date;
}

@Entity('cooperation_endings')
@Check('cooperation_ending_reason_is_known', `reason_code in ('${COOPERATION_ENDINGS.join(`', '`)}')`)
@Check('other_cooperation_ending_says_why', `reason_code <> 'other' or reason is not null`)
export class CooperationEndingEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => CooperationAgreementEntity, { name: 'ending_of_a_cooperation' })
  agreementId!: string;
  @Column('date') endedOn!: string;
  @Column('text') reasonCode!: CooperationEndingCode;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text') recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) recordedAt!: Date;
}

export const COOPERATION_ENTITIES = [CooperationAgreementEntity, CooperationEndingEntity] as const;
