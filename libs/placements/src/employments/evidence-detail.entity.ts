import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { LedgerFactEntity } from '../ledger/ledger-fact.entity.js';

/** What a fact of evidence rests on. Its level is in the fact. */
@Entity('evidence_details')
@Check('evidence_form_is_known', `form in ('self-report', 'visit', 'call', 'contract', 'licence', 'site-attendance', 'social-insurance', 'wage-record')`)
@Check('milestone_is_known', `milestone in ('probation', '30', '90', '180', '365')`)
@Check('contract_is_confirmed', `form <> 'contract' or (contract_number is not null and signed_on is not null and confirmed_by is not null and confirmed_on is not null)`)
@Check('licence_and_site_name_their_reference', `form not in ('licence', 'site-attendance') or reference is not null`)
@Check('records_cover_two_months', `form not in ('social-insurance', 'wage-record') or cardinality(months) >= 2`)
export class EvidenceDetailEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => LedgerFactEntity, { name: 'evidence_details_of_a_fact' })
  factId!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  form!: string;
  @Column('text', { nullable: true })
  milestone!: string | null;
  @Column('text', { nullable: true })
  contractNumber!: string | null;
  @Column('date', { nullable: true })
  signedOn!: string | null;
  @Column('int', { nullable: true })
  contractMonths!: number | null;
  @Column('text', { nullable: true })
  confirmedBy!: string | null;
  @Column('date', { nullable: true })
  confirmedOn!: string | null;
  /** A licence's credit code, or the site of the real-name attendance with its wage account. */
  @Column('text', { nullable: true })
  reference!: string | null;
  /** Months `YYYY-MM` in which insurance or wages were paid. */
  @Column('text', { array: true, default: () => `'{}'` })
  months!: string[];
  @Column('text', { nullable: true })
  note!: string | null;
}
