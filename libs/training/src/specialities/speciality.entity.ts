import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A county retires a course, or takes it up again: in turn, never edited. */
@Entity('speciality_decisions')
@Unique('one_speciality_decision_per_step', ['county', 'courseId', 'number'])
@Check('speciality_decision_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
@Check('speciality_decision_kind_is_known', `kind in ('retired', 'resumed')`)
@Check('speciality_decision_says_why', `btrim(reason) <> ''`)
export class SpecialityDecisionEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') county!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') courseId!: string;
  @Column('int') number!: number;
  @Column('text') kind!: 'retired' | 'resumed';
  /** The first day on which it holds. */
  @Column('date') effectiveOn!: string;
  @Column('text') reason!: string;
  @Column('text') decidedBy!: string;
  @Column('timestamptz', { default: () => 'now()' }) decidedAt!: Date;
}

/** The catalogue of a county on a day, as published: a projection, made again at need. */
@Entity('speciality_boards')
@Check('speciality_board_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`)
export class SpecialityBoardEntity {
  @PrimaryColumn('text') county!: string;
  @PrimaryColumn('date') asOf!: string;
  @Column('text') ownerRegion!: string;
  @Column('text') policyVersion!: string;
  /** Of the ledger; null: it was empty. */
  @Column('timestamptz', { nullable: true }) knownBy!: Date | null;
  /** The county's own rates, and the day of the shortage board. */
  @Column('jsonb') head!: unknown;
  @Column('jsonb') lines!: unknown;
  @Column('timestamptz', { default: () => 'now()' }) computedAt!: Date;
}

export const SPECIALITY_ENTITIES = [SpecialityDecisionEntity, SpecialityBoardEntity] as const;
