import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { EvidenceFileEntity } from './evidence-file.entity.js';
import type { DeletionGround, DeletionRefusal, DeletionState } from './file-deletion.js';

/** That a scan is to be deleted, why, who said so, and when it was gone. */
@Entity('evidence_file_deletions')
@Check('deletion_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('deletion_ground_is_known', `ground in ('expired', 'withdrawn', 'person-asked', 'wrong-file')`)
@Check('deletion_state_is_known', `state in ('asked', 'refused', 'lapsed', 'marked', 'gone')`)
@Check('deletion_is_decided_by_another', 'decided_by <> asked_by')
@Check('deletion_on_request_is_decided', `case when ground in ('person-asked', 'wrong-file') then (state in ('refused', 'marked', 'gone')) = (decided_by is not null) else decided_by is null and state in ('marked', 'gone') end`)
@Check('deletion_decision_is_whole', '(decided_by is null) = (decided_at is null)')
@Check('deletion_refusal_is_coded', `(state = 'refused') = (refusal_code is not null) and refusal_code in ('still-needed', 'not-the-person', 'file-is-right')`)
@Check('deletion_end_is_whole', `(state = 'gone') = (gone_at is not null)`)
@Index('one_open_request_per_file', ['fileId'], { unique: true, where: `state = 'asked'` })
@Index('one_deletion_per_file', ['fileId'], { unique: true, where: `state in ('marked', 'gone')` })
@Index('evidence_file_deletions_by_time', ['county', 'askedAt', 'id'])
@Index('evidence_file_deletions_to_do', ['county', 'askedAt', 'id'], { where: `state = 'marked'` })
export class EvidenceFileDeletionEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('uuid')
  factId!: string;
  @Column('uuid')
  @ForeignKey(() => EvidenceFileEntity, { name: 'deletion_of_a_file' })
  fileId!: string;
  @Column('text')
  ground!: DeletionGround;
  @Column('text')
  state!: DeletionState;
  @Column('text')
  askedBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  askedAt!: Date;
  @Column('text', { nullable: true })
  decidedBy!: string | null;
  @Column('timestamptz', { nullable: true })
  decidedAt!: Date | null;
  @Column('text', { nullable: true })
  refusalCode!: DeletionRefusal | null;
  @Column('timestamptz', { nullable: true })
  goneAt!: Date | null;
}
