import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { EvidenceDetailEntity } from '../employments/evidence-detail.entity.js';

/** A scan of what evidence rests on: where its sealed content lies, and what it is. No name that somebody gave it. */
@Entity('evidence_files')
@Unique('one_file_per_evidence_and_content', ['factId', 'sha256'])
@Check('evidence_file_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('evidence_file_hash_is_sha256', `sha256 ~ '^[0-9a-f]{64}$'`)
@Check('evidence_file_has_5_mib_at_the_most', 'size between 1 and 5242880')
@Check('evidence_file_type_is_known', `media_type in ('application/pdf', 'image/jpeg', 'image/png')`)
@Index('evidence_files_by_key', ['blobKey'])
@Index('evidence_files_by_age', ['county', 'addedAt', 'id'])
export class EvidenceFileEntity {
  @PrimaryColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('uuid')
  @ForeignKey(() => EvidenceDetailEntity, { name: 'file_of_evidence' })
  factId!: string;
  /** Of the content as it was sent. */
  @Column('text')
  sha256!: string;
  @Column('int')
  size!: number;
  @Column('text')
  mediaType!: string;
  @Column('text')
  blobKey!: string;
  @Column('text')
  addedBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  addedAt!: Date;
}
