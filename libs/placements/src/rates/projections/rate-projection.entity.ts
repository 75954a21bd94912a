import { Check, Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

const PKEY = { primaryKeyConstraintName: 'rate_standings_pkey' } as const;

/** A person-course judged by every named rule as if its time had come. No role reads this table: profiles tell of exclusions. */
@Entity('rate_standings')
@Check('completion_is_whole', '(completed_on is null) = (profile is null) and (completed_on is null) = (completed_month is null) and (completed_on is null) = (completed_before is null)')
@Check('opening_is_whole', '(opened_start_on is null) = (roll_profile is null) and (opened_start_on is null) = (opened_month is null) and (opened_start_on is null) = (opened_before is null)')
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
  /** A letter for each named rule of completers. */
  @Column('text', { nullable: true }) profile!: string | null;
  /** A letter for each named rule of the roll. */
  @Column('text', { nullable: true }) rollProfile!: string | null;
  @Column('text', { nullable: true }) township!: string | null;
  @Column('text') programme!: string;
  @PrimaryColumn({ type: 'text', ...PKEY }) county!: string;
  @PrimaryColumn({ type: 'uuid', ...PKEY }) personId!: string;
  @PrimaryColumn({ type: 'uuid', ...PKEY }) classId!: string;
  /** Where the person lived at the first enrolment, 12 digits. */
  @Column('text', { nullable: true }) home!: string | null;
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
