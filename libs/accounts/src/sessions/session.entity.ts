import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Officer } from '../officers/officer.entity.js';

/** An open session. Only the hash of its token is stored, and no application role can read it. */
@Entity('sessions')
export class Session {
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'sessions_pkey' }) tokenHash!: Buffer;
  @Index('sessions_of_officer') @ForeignKey(() => Officer, { name: 'session_belongs_to_an_officer', onDelete: 'CASCADE' }) @Column('uuid') officerId!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') lastSeenAt!: Date;
}

/** The one-time token of the first set-up, as a hash. */
@Entity('setup_tokens')
export class SetupToken {
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'setup_tokens_pkey' }) tokenHash!: Buffer;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) usedAt!: Date | null;
}
