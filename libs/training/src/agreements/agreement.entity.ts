import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { TrainingOrderEntity } from '../orders/training-order.entity.js';
import { AGREEMENT_ENDINGS, AGREEMENT_KINDS, type AgreementEndingCode, type AgreementKind, type AgreementSigner } from './agreement.js';
import { AGREEMENT_FILE_GROUNDS, type AgreementFileGround } from './agreement-file-deletion.js';

/** Who agreed on what for an order, by ids; names stand on the paper alone. Never edited: another version follows. */
@Entity('training_agreements')
@Check('agreement_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('agreement_kind_is_known', `kind in ('${AGREEMENT_KINDS.join(`', '`)}')`)
@Check('agreement_names_its_parties', `(kind = 'trainee-provider') = (registration_id is not null) and (kind <> 'employer-bureau') = (provider_id is not null) and (kind in ('provider-employer', 'employer-bureau')) = (employer_id is not null) and (kind in ('employer-bureau', 'provider-bureau')) = (bureau_id is not null)`)
@Check('agreement_is_signed_by_who_may_sign', `(kind = 'trainee-provider') = (first_signer in ('self', 'guardian')) and first_signer in ('self', 'guardian', 'legal-representative', 'authorised-agent') and second_signer in ('legal-representative', 'authorised-agent')`)
@Check('agreement_versions_count_from_one', 'version >= 1')
@Index('one_agreement_per_version', ['orderId', 'kind', 'version'], { unique: true, where: 'registration_id is null' })
@Index('one_agreement_per_person_and_version', ['orderId', 'registrationId', 'version'], { unique: true, where: 'registration_id is not null' })
@Index('training_agreements_by_time', ['orderId', 'recordedAt', 'id'])
@Index('training_agreements_of_county', ['county', 'recordedAt', 'id'])
export class TrainingAgreementEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') county!: string;
  /** Of a trainee's agreement where the person is registered; else the county. */
  @Column('text') ownerRegion!: string;
  @Column('uuid')
  @ForeignKey(() => TrainingOrderEntity, { name: 'agreement_of_an_order' })
  orderId!: string;
  @Column('text') kind!: AgreementKind;
  /** From 1; the last one counts. */
  @Column('int') version!: number;
  @Column('uuid', { nullable: true }) registrationId!: string | null;
  @Column('uuid', { nullable: true }) providerId!: string | null;
  @Column('uuid', { nullable: true }) employerId!: string | null;
  @Column('uuid', { nullable: true }) bureauId!: string | null;
  /** The party that the kind names first. */
  @Column('text') firstSigner!: AgreementSigner;
  @Column('date') firstSignedOn!: string;
  @Column('text') secondSigner!: AgreementSigner;
  @Column('date') secondSignedOn!: string;
  @Column('text') recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) recordedAt!: Date;
}

@Entity('training_agreement_endings')
@Check('agreement_ending_reason_is_known', `reason_code in ('${AGREEMENT_ENDINGS.join(`', '`)}')`)
@Check('other_ending_says_why', `reason_code <> 'other' or reason is not null`)
export class TrainingAgreementEndingEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => TrainingAgreementEntity, { name: 'ending_of_an_agreement' })
  agreementId!: string;
  @Column('date') endedOn!: string;
  @Column('text') reasonCode!: AgreementEndingCode;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text') recordedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) recordedAt!: Date;
}

/** A scan of the signed paper: where its sealed content lies, and what it is. No name that somebody gave it. */
@Entity('agreement_files')
@Unique('one_file_per_agreement_and_content', ['agreementId', 'sha256'])
@Check('agreement_file_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('agreement_file_hash_is_sha256', `sha256 ~ '^[0-9a-f]{64}$'`)
@Check('agreement_file_has_5_mib_at_the_most', 'size between 1 and 5242880')
@Check('agreement_file_type_is_known', `media_type in ('application/pdf', 'image/jpeg', 'image/png')`)
@Index('agreement_files_by_key', ['blobKey'])
@Index('agreement_files_by_age', ['county', 'addedAt', 'id'])
export class AgreementFileEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid')
  @ForeignKey(() => TrainingAgreementEntity, { name: 'file_of_an_agreement' })
  agreementId!: string;
  @Column('text') sha256!: string;
  @Column('int') size!: number;
  @Column('text') mediaType!: string;
  @Column('text') blobKey!: string;
  @Column('text') addedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) addedAt!: Date;
}

/** That the scan of an agreement goes, why, and when it was gone. */
@Entity('agreement_file_deletions')
@Unique('one_deletion_per_agreement_file', ['fileId'])
@Check('agreement_deletion_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('agreement_deletion_ground_is_known', `ground in ('${AGREEMENT_FILE_GROUNDS.join(`', '`)}')`)
@Check('agreement_deletion_state_is_known', `state in ('marked', 'gone')`)
@Check('agreement_deletion_end_is_whole', `(state = 'gone') = (gone_at is not null)`)
@Index('agreement_file_deletions_to_do', ['county', 'askedAt', 'id'], { where: `state = 'marked'` })
export class AgreementFileDeletionEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('uuid') agreementId!: string;
  @Column('uuid')
  @ForeignKey(() => AgreementFileEntity, { name: 'deletion_of_an_agreement_file' })
  fileId!: string;
  @Column('text') ground!: AgreementFileGround;
  @Column('text') state!: 'marked' | 'gone';
  @Column('text') askedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) askedAt!: Date;
  @Column('timestamptz', { nullable: true }) goneAt!: Date | null;
}

export const AGREEMENT_ENTITIES = [TrainingAgreementEntity, TrainingAgreementEndingEntity, AgreementFileEntity, AgreementFileDeletionEntity] as const;
