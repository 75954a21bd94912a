import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** A 用人单位. `ownerRegion` = the county that saw or registered it first; read by every officer. */
@Entity('employers')
@Check('employer_owner_is_a_full_code', `owner_region ~ '^[0-9]{12}$'`)
@Check('credit_code_has_18_characters', `credit_code ~ '^[0-9A-Z]{18}$'`)
@Check('verification_names_its_officer', '(verified_at is null) = (verified_by is null)')
@Check('only_a_coded_employer_is_verified', 'verified_at is null or credit_code is not null')
@Check('merged_into_another', 'merged_into <> id')
@Check('a_coded_employer_is_not_merged', 'merged_into is null or credit_code is null')
@Index('employers_merged', ['mergedInto'], { where: 'merged_into is not null' })
@Index('one_employer_per_credit_code', ['creditCode'], { unique: true, where: 'credit_code is not null' })
@Index('one_uncoded_employer_per_name', ['normalisedName'], { unique: true, where: 'credit_code is null' })
@Index('employers_by_name', ['normalisedName'])
export class EmployerEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') name!: string;
  /** `normaliseEmployerName`: what makes two spellings one employer where no credit code is known. */
  @Column('text') normalisedName!: string;
  @Column('text', { nullable: true }) creditCode!: string | null;
  @Column('timestamptz', { nullable: true }) verifiedAt!: Date | null;
  @Column('uuid', { nullable: true }) verifiedBy!: string | null;
  /** The employer that an officer said it is, under another spelling. */
  @Column('uuid', { nullable: true })
  @ForeignKey(() => EmployerEntity, { name: 'merged_employer' })
  mergedInto!: string | null;
  @Column('int', { default: 1 }) version!: number;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { default: () => 'now()' }) updatedAt!: Date;
}

/** The id that a network gives an employer: recorded, not trusted to tell employers apart. */
@Entity('employer_source_ids')
export class EmployerSourceIdEntity {
  @PrimaryColumn('text') source!: string;
  @PrimaryColumn('text') externalId!: string;
  @PrimaryColumn('uuid')
  @ForeignKey(() => EmployerEntity, { name: 'source_id_of_employer' })
  employerId!: string;
}
