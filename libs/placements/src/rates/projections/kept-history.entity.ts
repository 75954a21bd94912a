import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

const PKEY = { primaryKeyConstraintName: 'kept_history_blocks_pkey' } as const;

/** The histories of a county's people as texts, of every fact recorded up to an instant. No role reads this table; it may be emptied at any time. */
@Entity('kept_histories')
@Check('kept_histories_count_their_facts', 'facts >= 0')
@Index('one_kept_history_per_county', ['county'], { unique: true, where: 'facts is not null' })
@Index('one_kept_history_in_making', ['county'], { unique: true, where: 'facts is null' })
export class KeptHistoryEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'kept_histories_pkey' }) id!: string;
  @Column('text') county!: string;
  @Column('timestamptz') knownBy!: Date;
  @Column('timestamptz', { default: () => 'now()' }) begunAt!: Date;
  /** The ids of people after which the parts end, but for the last. */
  @Column('uuid', { array: true }) bounds!: string[];
  /** Null: they are still being made. */
  @Column('bigint', { nullable: true }) facts!: string | null;
}

/** Some thousand people in the order of their ids, each a line with the facts (`HistoryTextFolder`). */
@Entity('kept_history_blocks')
export class KeptHistoryBlockEntity {
  @ForeignKey(() => KeptHistoryEntity, { name: 'block_of_kept_histories', onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'uuid', ...PKEY }) historyId!: string;
  @PrimaryColumn({ type: 'int', ...PKEY }) part!: number;
  @PrimaryColumn({ type: 'int', ...PKEY }) number!: number;
  @Column('int') facts!: number;
  @Column('text') histories!: string;
}
