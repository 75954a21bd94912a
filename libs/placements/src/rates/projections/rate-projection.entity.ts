import { Check, Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

const PKEY = { primaryKeyConstraintName: 'rate_standings_pkey' } as const;

/** A person-course judged by every named rule as if its time had come. No role reads this table: profiles tell of exclusions. */
@Entity('rate_standings')
@Check('completion_is_whole', '(completed_on is null) = (completed_month is null) and (completed_on is null) = (completed_before is null)')
@Check('opening_is_whole', '(opened_start_on is null) = (opened_month is null) and (opened_start_on is null) = (opened_before is null)')
@Index('rate_standings_by_completion', ['county', 'completedMonth'])
@Index('rate_standings_by_opening', ['county', 'openedMonth'])
export class RateStandingEntity {
  /** The start of the clock of completers. */
  @Column('date', { nullable: true }) completedOn!: string | null;
  /** The start of the clock of those on the roll. */
  @Column('date', { nullable: true }) openedStartOn!: string | null;
  /** Months are counted from the year 0. */
  @Column('int', { nullable: true }) completedMonth!: number | null;
  /** Month of the person's completion before this one; -1: none. */
  @Column('int', { nullable: true }) completedBefore!: number | null;
  @Column('int', { nullable: true }) openedMonth!: number | null;
  @Column('int', { nullable: true }) openedBefore!: number | null;
  /** Where it stands and how it was judged, as a number: `rate_kinds` says what it means. */
  @Column('int') kind!: number;
  @PrimaryColumn({ type: 'text', ...PKEY }) county!: string;
  @PrimaryColumn({ type: 'uuid', ...PKEY }) personId!: string;
  @PrimaryColumn({ type: 'uuid', ...PKEY }) classId!: string;
  /** Where the person lived at the first enrolment, 12 digits. */
  @Column('text', { nullable: true }) home!: string | null;
}

/** A township, a programme and judgements, under one number; '' for what there is not. */
@Entity('rate_kinds')
@Unique('one_number_per_kind', ['county', 'township', 'programme', 'profile', 'rollProfile'])
export class RateKindEntity {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS', primaryKeyConstraintName: 'rate_kinds_pkey' }) id!: number;
  @Column('text') county!: string;
  @Column('text') township!: string;
  @Column('text') programme!: string;
  /** A letter for each named rule of completers. */
  @Column('text') profile!: string;
  /** A letter for each named rule of the roll. */
  @Column('text') rollProfile!: string;
}

/** A person who must be judged anew: now, or when a fact takes effect. */
@Entity('rate_changes')
@Index('rate_changes_of_county', ['county', 'dueOn'])
export class RateChangeEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS', primaryKeyConstraintName: 'rate_changes_pkey' }) id!: string;
  @Column('text') county!: string;
  @Column('uuid') personId!: string;
  @Column('date', { nullable: true }) dueOn!: string | null;
}

/** By which rules a county was judged, and for which day at the latest. */
@Entity('rate_projections')
export class RateProjectionEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'rate_projections_pkey' }) county!: string;
  @Column('text') rules!: string;
  @Column('date') latestAsOf!: string;
  /** Who judges the county from the beginning at the moment. */
  @Column('uuid', { nullable: true }) building!: string | null;
  @Column('timestamptz', { nullable: true }) buildingSince!: Date | null;
}
