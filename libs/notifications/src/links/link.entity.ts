import { Check, Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** The page about one post for one person. Only the hash of its token is kept. */
@Entity('job_links')
@Unique('one_link_per_person_and_vacancy', ['registrationId', 'vacancyId'])
@Check('link_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('link_token_is_hashed', `token_hash ~ '^[0-9a-f]{64}$'`)
@Check('link_ends_within_14_days', `expires_at > made_at and expires_at <= made_at + interval '14 days'`)
export class JobLinkEntity {
  @PrimaryColumn('text') tokenHash!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') registrationId!: string;
  @Column('uuid') vacancyId!: string;
  @Column('timestamptz') madeAt!: Date;
  @Column('timestamptz') expiresAt!: Date;
}

/** How often links that are none were tried from one address in a day. */
@Entity('link_misses')
export class LinkMissesEntity {
  @PrimaryColumn('date', { primaryKeyConstraintName: 'one_count_of_misses_per_day_and_source' }) day!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'one_count_of_misses_per_day_and_source' }) source!: string;
  @Column('int') misses!: number;
}

/** A code sent to the telephone that a link went to: five tries, ten minutes, right once. */
@Entity('link_codes')
@Check('code_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('code_is_tried_five_times', 'tries between 0 and 5')
@Check('code_ends_within_ten_minutes', `expires_at > made_at and expires_at <= made_at + interval '10 minutes'`)
@Index('link_codes_of_link', ['registrationId', 'vacancyId', 'madeAt'])
export class LinkCodeEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') registrationId!: string;
  @Column('uuid') vacancyId!: string;
  @Column('text') codeHash!: string;
  @Column('int', { default: 0 }) tries!: number;
  @Column('timestamptz') madeAt!: Date;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz', { nullable: true }) usedAt!: Date | null;
}

/** Somebody who wants a person instead of the machine. */
@Entity('contact_requests')
@Check('request_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
@Check('request_settlement_is_whole', '(settled_by is null) = (settled_at is null)')
@Index('one_open_request_per_person_and_vacancy', ['registrationId', 'vacancyId'], { unique: true, where: 'settled_at is null' })
@Index('contact_requests_by_time', ['ownerRegion', 'at', 'id'])
export class ContactRequestEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') registrationId!: string;
  @Column('uuid') vacancyId!: string;
  @Column('timestamptz') at!: Date;
  @Column('text', { nullable: true }) settledBy!: string | null;
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
}
