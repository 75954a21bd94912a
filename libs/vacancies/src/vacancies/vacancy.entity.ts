import type { Education } from '@app/kernel';
import type { PayBasis } from '@app/catalogue';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { DuplicateReason } from '../duplicates/find-duplicates.js';
import { EmployerEntity } from '../employers/employer.entity.js';
import type { ClosingReason, DecidedBy, PhoneMark, VacancyKind, VacancyStatus } from './vacancy-life.js';

/** An employer's demand. Owned by the county that imported it (or where its employer is registered), read by every officer. */
@Entity('vacancies')
@Check('vacancy_owner_is_a_full_code', `owner_region ~ '^[0-9]{12}$'`)
@Check('occupation_is_decided_by_a_rule_or_an_officer', `occupation_by in ('exact', 'alias', 'officer')`)
@Check('workplace_is_a_full_code', `region ~ '^[0-9]{12}$'`)
@Check('openings_are_not_negative', 'openings >= 0')
@Check('hires_are_not_negative', 'hired >= 0')
@Check('kind_is_known', `kind in ('full-time', 'part-time', 'seasonal', 'day', 'piece', 'internship')`)
@Check('minimum_age_is_16_or_18', 'min_age in (16, 18)')
@Check('publication_is_known', `publication in ('cleared', 'held', 'refused')`)
@Check('no_vacancy_duplicates_itself', 'duplicate_of <> id')
@Check('duplicate_reason_is_known', `duplicate_reason in ('officer', 'telephone', 'pay', 'post')`)
@Check('a_duplicate_says_why', '(duplicate_of is null) = (duplicate_reason is null)')
@Check('status_is_known', `status in ('draft', 'open', 'filled', 'expired', 'withdrawn')`)
@Check('closing_reason_is_known', `closing_reason in ('filled', 'expired', 'left-source', 'employer', 'officer')`)
@Check('phone_status_is_known', `phone_status in ('valid', 'extension', 'agency', 'junk', 'missing')`)
@Check('seats_never_overbooked', 'openings is null or hired <= openings')
@Check('a_closed_vacancy_says_why', `(status in ('filled', 'expired', 'withdrawn')) = (closing_reason is not null)`)
@Check('an_occupation_says_who_decided', 'occupation is null or occupation_by is not null')
@Check('pay_to_is_not_below_from', 'pay_from is null or pay_to is null or pay_to >= pay_from')
@Check('ends_on_is_not_before_starts_on', 'starts_on is null or ends_on is null or ends_on >= starts_on')
@Index('one_vacancy_per_source_id', ['ownerRegion', 'source', 'externalId'], { unique: true, where: `external_id is not null and source <> 'employer'` })
@Index('one_vacancy_per_own_reference', ['employerId', 'externalId', 'test'], { unique: true, where: `external_id is not null and source = 'employer'` })
@Index('vacancies_of_group', ['ownerRegion', 'source', 'groupKey'], { where: 'group_key is not null' })
@Index('vacancies_of_source', ['ownerRegion', 'source', 'status'])
@Index('vacancies_of_named_employer', ['namedEmployerId'], { where: 'named_employer_id is not null' })
@Index('vacancies_of_employer', ['employerId'])
@Index('vacancies_by_status', ['status', 'createdAt', 'id'])
@Index('vacancies_by_region', ['region'], { where: `status = 'open'` })
@Index('vacancies_by_occupation', ['occupation'], { where: `status = 'open'` })
@Index('vacancies_by_telephone', ['contactPhoneIndex'], { where: 'contact_phone_index is not null' })
@Index('vacancies_offered', ['ownerRegion'], { where: 'offered' })
@Index('vacancies_by_change', ['changedXact', 'id'], { where: 'was_offered' })
@Index('vacancies_duplicating', ['duplicateOf'], { where: 'duplicate_of is not null' })
@Index('vacancies_held', ['ownerRegion'], { where: `publication = 'held'` })
@Index('vacancies_waiting_for_occupation', ['ownerRegion', 'cleanedTitle', 'createdAt'], { where: `status = 'open' and occupation is null and occupation_by is null and not no_trade and not test` })
@Index('vacancies_of_wording', ['ownerRegion', 'wordingHash'], { where: 'wording_hash is not null' })
@Index('vacancies_to_expire', ['validThrough'], { where: `status = 'open'` })
export class VacancyEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid')
  @ForeignKey(() => EmployerEntity, { name: 'vacancy_of_employer' })
  employerId!: string;
  /** The name's own row, where the vacancy came under another spelling of its employer. */
  @Column('uuid', { nullable: true })
  @ForeignKey(() => EmployerEntity, { name: 'vacancy_named_employer' })
  namedEmployerId!: string | null;
  /** Code of the network, or `employer` for an employer's own post. */
  @Column('text') source!: string;
  /** The source's id, or the employer's own reference; null where the source has none. */
  @Column('text', { nullable: true }) externalId!: string | null;
  /** Employer + title + place of a source without ids: its rows are a multiset. */
  @Column('text', { nullable: true }) groupKey!: string | null;
  @Column('text') title!: string;
  @Column('text') cleanedTitle!: string;
  /** 2022 code; null = undecided, an officer's to decide. */
  @Column('text', { nullable: true }) occupation!: string | null;
  @Column('text', { nullable: true }) occupationBy!: DecidedBy | null;
  @Column('boolean', { default: false }) noTrade!: boolean;
  /** Workplace, 12 digits. */
  @Column('text', { nullable: true }) region!: string | null;
  @Column('text', { nullable: true }) regionLabel!: string | null;
  /** Sealed for vacancies | address | id. */
  @Column('text', { nullable: true }) address!: string | null;
  @Column('boolean', { nullable: true }) lodging!: boolean | null;
  @Column('text', { nullable: true }) minEducation!: Education | null;
  /** Whole yuan a month. */
  @Column('int', { nullable: true }) payFrom!: number | null;
  @Column('int', { nullable: true }) payTo!: number | null;
  @Column('text', { nullable: true }) payText!: string | null;
  @Column('int', { nullable: true }) payMonths!: number | null;
  @Column('text', { default: 'unknown' }) payBasis!: PayBasis;
  /** Seats by the source; null = unknown (若干). */
  @Column('int', { nullable: true }) sourceOpenings!: number | null;
  /** Seats that count: the source's, but never fewer than are hired. */
  @Column('int', { nullable: true }) openings!: number | null;
  /** Hires that this service recorded. */
  @Column('int', { default: 0 }) hired!: number;
  @Column('text', { nullable: true }) kind!: VacancyKind | null;
  /** The source's own word or code for the kind of work. */
  @Column('text', { nullable: true }) kindLabel!: string | null;
  @Column('int', { default: 16 }) minAge!: 16 | 18;
  /** Wishes of the source: recorded as a fact, never scored. */
  @Column('int', { nullable: true }) ageWishFrom!: number | null;
  @Column('int', { nullable: true }) ageWishTo!: number | null;
  @Column('text', { array: true, default: '{}' }) certificates!: string[];
  @Column('text', { nullable: true }) description!: string | null;
  @Column('date', { nullable: true }) publishedOn!: string | null;
  /** As given, with its time: tells rows of one group apart. */
  @Column('text', { nullable: true }) publishedText!: string | null;
  @Column('date', { nullable: true }) validThrough!: string | null;
  @Column('date', { nullable: true }) startsOn!: string | null;
  @Column('date', { nullable: true }) endsOn!: string | null;
  @Column('text') status!: VacancyStatus;
  @Column('text', { nullable: true }) closingReason!: ClosingReason | null;
  /** Sealed for vacancies | contact_name | id. */
  @Column('text', { nullable: true }) contactName!: string | null;
  /** Sealed for vacancies | contact_phone | id. */
  @Column('text', { nullable: true }) contactPhone!: string | null;
  @Column('text', { nullable: true }) contactPhoneIndex!: string | null;
  @Column('text', { default: 'missing' }) phoneStatus!: PhoneMark;
  /** Complete runs in a row that lacked it. */
  @Column('int', { default: 0 }) missingRuns!: number;
  @Column('uuid', { nullable: true }) firstSeenRun!: string | null;
  @Column('uuid', { nullable: true }) lastSeenRun!: string | null;
  @Column('text', { nullable: true }) contentHash!: string | null;
  /** The canonical vacancy that this one repeats; null = it is one itself. */
  @Column('uuid', { nullable: true })
  @ForeignKey('VacancyEntity', { name: 'duplicate_of_canonical' })
  duplicateOf!: string | null;
  /** Why it is a duplicate: `officer`, `telephone`, `pay`, `post`. */
  @Column('text', { nullable: true }) duplicateReason!: DuplicateReason | null;
  /** `held` = its wording waits for an officer; `refused` = an officer keeps it from publication. */
  @Column('text', { default: 'cleared' }) publication!: 'cleared' | 'held' | 'refused';
  /** What in its wording an officer should see: `sex`, `ethnicity`, `age` … */
  @Column('text', { array: true, default: '{}' }) wordingFlags!: string[];
  /** `wordingHashOf` the words, where they restrict: what was decided of them holds for the same words. */
  @Column('text', { nullable: true }) wordingHash!: string | null;
  /** Sent with an employer's test key: never matched, never published. */
  @Column('boolean', { default: () => 'acting_for_test()' }) test!: boolean;
  /** May be put forward and published: open, canonical, cleared and no test. A trigger keeps it. */
  @Column('boolean', { default: false }) offered!: boolean;
  /** Number of the transaction that wrote it last; a trigger stamps it for the change feed. */
  @Column('bigint', { default: 0 }) changedXact!: string;
  /** Whether data users have ever been shown it. */
  @Column('boolean', { default: false }) wasOffered!: boolean;
  @Column('int', { default: 1 }) version!: number;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updatedAt!: Date;
}

/** A skill that a vacancy asks for. */
@Entity('vacancy_skills')
@Check('skill_level_is_1_to_5', 'level between 1 and 5')
export class VacancySkillEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => VacancyEntity, { name: 'skill_of_vacancy', onDelete: 'CASCADE' })
  vacancyId!: string;
  @PrimaryColumn('text') skillId!: string;
  @Column('int') level!: number;
  @Column('boolean') essential!: boolean;
}

/** One span of days during which a vacancy was open: opening again is a new one. */
@Entity('vacancy_periods')
@Check('a_closed_period_says_why', '(closed_at is null) = (closing_reason is null)')
@Index('one_running_period_per_vacancy', ['vacancyId'], { unique: true, where: 'closed_at is null' })
export class VacancyPeriodEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => VacancyEntity, { name: 'period_of_vacancy', onDelete: 'CASCADE' })
  vacancyId!: string;
  @PrimaryColumn('int') number!: number;
  @Column('timestamptz', { default: () => 'now()' }) openedAt!: Date;
  @Column('uuid', { nullable: true }) openedByRun!: string | null;
  @Column('timestamptz', { nullable: true }) closedAt!: Date | null;
  @Column('uuid', { nullable: true }) closedByRun!: string | null;
  @Column('text', { nullable: true }) closingReason!: ClosingReason | null;
}
