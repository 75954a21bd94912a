import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Officer } from '../officers/officer.entity.js';

/** An employer's key. The secret was shown once; its hash is readable by no application role. */
@Entity('api_keys')
@Check('api_key_region_is_padded', `owner_region ~ '^[0-9]{12}$'`)
export class ApiKey {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'api_keys_pkey' }) id!: string;
  @Index('api_keys_of_employer') @Column('uuid') employerId!: string;
  @Column('text') ownerRegion!: string;
  @Column('bytea', { select: false }) secretHash!: Buffer;
  @Column('text', { array: true }) scopes!: string[];
  /** What it writes is apart from everything real. */
  @Column('boolean', { default: false }) test!: boolean;
  @ForeignKey(() => Officer, { name: 'api_key_was_made_by_an_officer' }) @Column('uuid') createdBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz', { nullable: true }) lastUsedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) revokedAt!: Date | null;
}
