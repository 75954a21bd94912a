import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { EmployerEntity } from '../employers/employer.entity.js';

export const TITLE_VERDICTS = ['occupation', 'no-trade', 'undecidable'] as const;
/** `undecidable`: the wording names no one occupation; it is not asked again. */
export type TitleVerdict = (typeof TITLE_VERDICTS)[number];

/** What a county's officer said of a wording, and when; never deleted, but withdrawn. */
@Entity('title_decisions')
@Check('title_decision_owner_is_a_full_code', `owner_region ~ '^[0-9]{12}$'`)
@Check('title_verdict_is_known', `verdict in ('occupation', 'no-trade', 'undecidable')`)
@Check('only_an_occupation_is_named', `(verdict = 'occupation') = (occupation is not null)`)
@Check('withdrawal_names_its_officer', '(withdrawn_at is null) = (withdrawn_by is null)')
@Index('one_standing_decision_per_wording', ['ownerRegion', 'wording'], { unique: true, where: 'withdrawn_at is null' })
@Index('title_decisions_by_time', ['decidedAt', 'id'])
export class TitleDecisionEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  /** The cleaned title, as the queue showed it. */
  @Column('text') wording!: string;
  /** `aliasKey` of it. */
  @Column('text') alias!: string;
  @Column('text') verdict!: TitleVerdict;
  @Column('text', { nullable: true }) occupation!: string | null;
  /** Whether this decision put the alias into the catalogue (it was not there already): withdrawing takes it out. */
  @Column('boolean') taught!: boolean;
  /** Vacancies that waited for it. */
  @Column('int') vacancies!: number;
  @Column('uuid') decidedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) decidedAt!: Date;
  @Column('uuid', { nullable: true }) withdrawnBy!: string | null;
  @Column('timestamptz', { nullable: true }) withdrawnAt!: Date | null;
}

export const WORDING_VERDICTS = ['clear', 'refuse'] as const;
export type WordingVerdict = (typeof WORDING_VERDICTS)[number];

/** What a county's officer said of a restricting wording. The latest counts; insert-only. */
@Entity('wording_decisions')
@Check('wording_decision_owner_is_a_full_code', `owner_region ~ '^[0-9]{12}$'`)
@Check('wording_verdict_is_known', `verdict in ('clear', 'refuse')`)
@Index('wording_decisions_of_wording', ['ownerRegion', 'wordingHash', 'decidedAt'])
export class WordingDecisionEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') wordingHash!: string;
  @Column('text') verdict!: WordingVerdict;
  @Column('text') reason!: string;
  @Column('int') vacancies!: number;
  @Column('uuid') decidedBy!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) decidedAt!: Date;
}

/** An officer found that an employer is not what it says; insert-only. Its open vacancies were closed. */
@Entity('employer_rejections')
@Check('rejection_owner_is_a_full_code', `owner_region ~ '^[0-9]{12}$'`)
@Index('rejections_of_employer', ['employerId', 'rejectedAt'])
export class EmployerRejectionEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid')
  @ForeignKey(() => EmployerEntity, { name: 'rejection_of_employer' })
  employerId!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') reason!: string;
  @Column('int') closed!: number;
  @Column('uuid') rejectedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) rejectedAt!: Date;
}
